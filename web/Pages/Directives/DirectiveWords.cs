using Samstyring.Norwegian;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>The fields of a directive in words.</summary>
internal static class DirectiveWords
{
    public static string Action(DirectiveContent content, bool nynorsk) => content.ActionCode.Length == 0 ? "" : Catalogue.Action(content.ActionCode, nynorsk);

    public static string Theme(DirectiveContent content, bool nynorsk) => content.Theme.Length == 0 ? "" : Catalogue.Theme(content.Theme, nynorsk);

    public static string Group(TargetGroup? group, bool nynorsk)
    {
        if (group is null)
            return nynorsk ? "alle" : "alle";
        var parts = new List<string>();
        if (group.Groups.Count > 0)
            parts.Add(string.Join(nynorsk ? " eller " : " eller ", group.Groups.Select(g => Catalogue.TargetGroup(g, nynorsk))));
        if (group.Age is { } age)
        {
            parts.Add((age.HasLo, age.HasHi) switch
            {
                (true, true) => $"{age.Lo}–{age.Hi} år",
                (true, false) => nynorsk ? $"frå {age.Lo} år" : $"fra {age.Lo} år",
                _ => nynorsk ? $"til og med {age.Hi} år" : $"til og med {age.Hi} år",
            });
        }
        return parts.Count == 0 ? "alle" : string.Join(", ", parts);
    }

    /// <summary><c>Svartid på henvendelser: høyst 2 virkedager</c>.</summary>
    public static string Target(DirectiveContent content, bool nynorsk)
    {
        if (content.Target is not { } target)
            return "";
        var unit = target.Unit.Length == 0 ? "" : " " + Catalogue.Unit(target.Unit, nynorsk);
        var (lo, hi) = (Numbers.Of(target.Lo), Numbers.Of(target.Hi));
        return (target.HasLo && target.Lo.Length > 0, target.HasHi && target.Hi.Length > 0) switch
        {
            (true, true) when target.Lo == target.Hi => $"{lo}{unit}",
            (true, true) => $"{lo}–{hi}{unit}",
            (true, false) => $"{(nynorsk ? "minst" : "minst")} {lo}{unit}",
            (false, true) => $"{(nynorsk ? "høgst" : "høyst")} {hi}{unit}",
            _ => "",
        };
    }

    public static string Source(DirectiveContent content, bool nynorsk) =>
        string.Join(", ", new[] { content.DocumentId, content.ClauseRef.Length == 0 ? "" : nynorsk ? $"punkt {content.ClauseRef}" : $"punkt {content.ClauseRef}" }.Where(p => p.Length > 0));

    public static string LegalBasis(DirectiveContent content, bool nynorsk) =>
        string.Join("; ", content.LegalBasis.Select(b => $"{Catalogue.Source(b.SourceId, nynorsk)} {b.ClauseRef}".Trim()));
}
