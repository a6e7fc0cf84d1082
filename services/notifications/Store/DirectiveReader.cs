using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Notifications.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>Reads a directive's message into what the rules look at. What the wire leaves out is absent here too; nothing is guessed.</summary>
public static class DirectiveReader
{
    /// <summary>The directive as the rules see it.</summary>
    /// <param name="x">The message.</param>
    /// <param name="catalogues">Gives the definition of a registered indicator where the issuer's register gave none.</param>
    public static Directive Read(Pb.Directive x, Catalogues catalogues)
    {
        var c = x.Content;
        return new()
        {
            Id = x.DirectiveId,
            Revision = x.Revision,
            Editorial = x.ChangeClass == Pb.ChangeClass.Editorial,
            State = (DirectiveState)x.State,
            Line = (Rules.Line)c.Line,
            IssuerOrg = Org(c.IssuerOrg),
            DocumentId = c.DocumentId,
            ClauseRef = c.ClauseRef,
            DerivedFrom = [.. c.DerivedFrom.Select(s => s.DirectiveId).Where(id => id.Length > 0).Distinct()],
            Supersedes = [.. c.Supersedes.Distinct()],
            Bindingness = (Bindingness)c.Bindingness,
            Modality = Stated<Modality>((int)c.Modality),
            Theme = c.Theme,
            ActionCode = Text(c.ActionCode),
            CombinedWith = [.. c.CombinedWith],
            TargetGroup = c.TargetGroup is { } group ? new([.. group.Groups], Interval(group.Age), Interval(group.DurationMonths)) : TargetGroup.Everybody,
            IndicatorId = Text(c.IndicatorId),
            IndicatorDefinitionHash = Text(c.IndicatorDefinitionHash) ?? catalogues.Indicators.GetValueOrDefault(c.IndicatorId)?.DefinitionHash ?? "",
            Direction = Stated<Direction>((int)c.Direction),
            Target = c.Target is { } t ? new(Number(t.Lo), Number(t.Hi), t.Unit, Number(t.Tolerance) ?? 0) : null,
            Valid = Range(c.Valid),
            Scope = c.Scope,
            RecipientRole = c.RecipientRole == Pb.RecipientRole.Unspecified ? RecipientRole.NavLeader : (RecipientRole)c.RecipientRole,
        };
    }

    /// <summary>"COUNTY:5700"; the kind alone where there is one organisation of it.</summary>
    public static string Org(OrgRef? org) => org is null ? "" : Compared.Identifier(org.Kind) + (org.Number.Length == 0 ? "" : $":{org.Number}");

    /// <summary>A period with the least and greatest date for open ends.</summary>
    public static DayRange Range(Period? period) => new(
        period is { HasFrom: true } ? Day(period.From) : DateOnly.MinValue, period is { HasTo: true } ? Day(period.To) : DateOnly.MaxValue);

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string? Text(string text) => text.Length == 0 ? null : text;

    private static decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    private static T? Stated<T>(int value)
        where T : struct, Enum => value == 0 ? null : (T)Enum.ToObject(typeof(T), value);

    private static IntInterval? Interval(Pb.IntInterval? interval) => interval is null
        ? null
        : new(interval.HasLo ? interval.Lo : null, interval.HasHi ? interval.Hi : null);
}
