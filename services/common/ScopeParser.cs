using System.Globalization;

namespace Samstyring.Common;

/// <summary>Recursive descent over the text of a <see cref="Scope"/>; stops at the first character that does not fit.</summary>
internal sealed class ScopeParser(string text)
{
    private const int MaxDepth = 32;
    private const int MaxTerms = 1000;

    private static readonly (string Name, ScopeForm Form)[] Forms =
    [
        ("OFFICE", ScopeForm.Office), ("MUNICIPALITY", ScopeForm.Municipality), ("COUNTY", ScopeForm.County),
        ("SERVICE_AREA", ScopeForm.ServiceArea), ("NETWORK", ScopeForm.Network), ("SIZE", ScopeForm.Size),
        ("LEADERSHIP", ScopeForm.Leadership), ("PROVIDES", ScopeForm.Provides), ("PILOT", ScopeForm.Pilot),
    ];

    private int at;
    private int terms;
    private string expected = "";

    internal static string NameOf(ScopeForm form) => Forms.First(f => f.Form == form).Name;

    internal ScopeParse Run()
    {
        var scope = Expression(0);
        Spaces();
        if (scope is not null && at < text.Length)
        {
            expected = "end of text";
            scope = null;
        }

        return new ScopeParse(scope, at, scope is null ? expected : "");
    }

    private Scope? Expression(int depth)
    {
        Spaces();
        var start = at;
        var name = Word();
        if (depth > MaxDepth || ++terms > MaxTerms)
        {
            return Fail(start, $"at most {MaxTerms} terms, {MaxDepth} deep");
        }

        return name switch
        {
            "ALL" => new Scope.All(),
            "MINIMUM_ONLY" => new Scope.MinimumOnly(),
            "SERVES" => Serves(),
            "AND" => Parts(depth, 1000) is { } parts ? new Scope.And(parts) : null,
            "OR" => Parts(depth, 1000) is { } parts ? new Scope.Or(parts) : null,
            "EXCEPT" => Parts(depth, 2) is { } parts ? new Scope.Except(parts[0], parts[1]) : null,
            _ => Named(name, start),
        };
    }

    private Scope? Named(string name, int start)
    {
        var index = Array.FindIndex(Forms, f => f.Name == name);
        if (index < 0)
        {
            return Fail(start, "a form such as ALL, OFFICE(1783) or EXCEPT(ALL, OFFICE(1783))");
        }

        var form = Forms[index].Form;
        var values = new List<string>();
        if (!Take('('))
        {
            return null;
        }

        do
        {
            Spaces();
            var valueAt = at;
            var value = Word();
            if (!Fits(form, value) || ++terms > MaxTerms)
            {
                return Fail(valueAt, Wanted(form));
            }

            values.Add(value);
        }
        while (TryTake(','));
        return Take(')') ? new Scope.Named(form, values) : null;
    }

    private Scope? Serves()
    {
        if (!Take('('))
        {
            return null;
        }

        Spaces();
        var start = at;
        var (min, max) = (Number(), (int?)null);
        var open = text.AsSpan(at).StartsWith("..", StringComparison.Ordinal);
        if (open)
        {
            at += 2;
            max = Number();
        }
        else
        {
            max = min;
        }

        return min is null or < 1 || max < min ? Fail(start, "a number of municipalities such as 1, 2.. or 2..5")
            : Take(')') ? new Scope.Serves(min.Value, max) : null;
    }

    private List<Scope>? Parts(int depth, int most)
    {
        if (!Take('('))
        {
            return null;
        }

        var parts = new List<Scope>();
        do
        {
            if (Expression(depth + 1) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }
        while (parts.Count < most && TryTake(','));
        if (parts.Count < 2)
        {
            expected = "two expressions";
            return null;
        }

        return Take(')') ? parts : null;
    }

    private static bool Fits(ScopeForm form, string value) => form switch
    {
        ScopeForm.Office or ScopeForm.Municipality or ScopeForm.County => value.Length == 4 && value.All(char.IsAsciiDigit),
        ScopeForm.Size => value is "SMALL" or "MEDIUM" or "LARGE",
        ScopeForm.Leadership => value is "SINGLE" or "DUAL",
        _ => value.Length is > 0 and <= 64,
    };

    private static string Wanted(ScopeForm form) => form switch
    {
        ScopeForm.Office or ScopeForm.Municipality or ScopeForm.County => "a number of four digits",
        ScopeForm.Size => "SMALL, MEDIUM or LARGE",
        ScopeForm.Leadership => "SINGLE or DUAL",
        _ => "a code",
    };

    private int? Number()
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return int.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private string Word()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.'))
        {
            at++;
        }

        return text[start..at];
    }

    private bool TryTake(char c)
    {
        Spaces();
        if (at >= text.Length || text[at] != c)
        {
            return false;
        }

        at++;
        return true;
    }

    private bool Take(char c)
    {
        var taken = TryTake(c);
        expected = taken ? expected : $"'{c}'";
        return taken;
    }

    private void Spaces()
    {
        while (at < text.Length && text[at] is (' ' or '\t' or '\n' or '\r'))
        {
            at++;
        }
    }

    private Scope? Fail(int position, string wanted)
    {
        (at, expected) = (position, wanted);
        return null;
    }
}
