using Samstyring.Norwegian;
using Samstyring.Steering.V1;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Pages.Cases;

/// <summary>One field of two or more directives, in words, in the order of the columns.</summary>
/// <param name="Key">The key of the field's name.</param>
/// <param name="Values">Empty: the directive does not say.</param>
internal sealed record ComparedRow(string Key, IReadOnlyList<string> Values)
{
    public bool Differs => Values.Distinct(StringComparer.Ordinal).Skip(1).Any();
}

/// <summary>Directives side by side: what differs first, what is alike after.</summary>
internal static class Comparison
{
    public static IReadOnlyList<ComparedRow> Of(Texts t, IReadOnlyList<DirectiveContent> directives)
    {
        var nynorsk = t.Nynorsk;
        var rows = new (string Key, Func<DirectiveContent, string> Value)[]
        {
            ("action_code", c => DirectiveWords.Action(c, nynorsk)),
            ("modality", c => c.Modality == Modality.Unspecified ? "" : Words.Of(c.Modality, nynorsk)),
            ("indicator_id", c => c.IndicatorId.Length == 0 ? "" : Catalogue.Indicator(c.IndicatorId, nynorsk)),
            ("direction", c => c.Direction == Direction.Unspecified ? "" : Words.Of(c.Direction, nynorsk)),
            ("target", c => DirectiveWords.Target(c, nynorsk)),
            ("target_group", c => DirectiveWords.Group(c.TargetGroup, nynorsk)),
            ("valid", c => Dates.Period(c.Valid, nynorsk)),
            ("deadline", c => Dates.Day(c.Deadline)),
            ("bindingness", c => c.Bindingness == Bindingness.Unspecified ? "" : Words.Of(c.Bindingness, nynorsk)),
            ("level", c => c.Level == Level.Unspecified ? "" : Words.Of(c.Level, nynorsk)),
            ("priority_rank", c => c.HasPriorityRank ? $"{c.PriorityRank}" : ""),
            ("theme", c => DirectiveWords.Theme(c, nynorsk)),
            ("horizon", c => c.Horizon == Horizon.Unspecified ? "" : Words.Of(c.Horizon, nynorsk)),
            ("nok", t.NokOf),
            ("fte_demand", t.FteOf),
            ("legal_basis", c => DirectiveWords.LegalBasis(c, nynorsk)),
        };
        return rows.Select(row => new ComparedRow(row.Key, directives.Select(row.Value).ToList())).Where(row => row.Values.Any(v => v.Length > 0))
            .OrderByDescending(row => row.Differs).ToList();
    }
}
