using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What differs between two revisions of a directive, field by field, in words.</summary>
internal static class DirectiveChanges
{
    public static IReadOnlyList<(string Name, string Before, string After)> Between(Texts t, DirectiveContent older, DirectiveContent newer)
    {
        var (before, after) = (Said(t, older), Said(t, newer));
        return [.. before.Keys.Union(after.Keys).Select(name => (Name: name, Before: before.GetValueOrDefault(name, ""), After: after.GetValueOrDefault(name, "")))
            .Where(field => field.Before != field.After)];
    }

    // Both forms of a text: an edit may concern one of them alone.
    private static Dictionary<string, string> Said(Texts t, DirectiveContent content) => new (string Name, string Value)[]
    {
        (t.FieldName("title.nb"), content.Title?.Nb ?? ""),
        (t.FieldName("title.nn"), content.Title?.Nn ?? ""),
        (t.FieldName("text.nb"), content.Text?.Nb ?? ""),
        (t.FieldName("text.nn"), content.Text?.Nn ?? ""),
    }.Concat(t.FactsOf(content)).Append((t.FieldName("scope.kind"), content.Scope)).ToDictionary(f => f.Item1, f => f.Item2);
}
