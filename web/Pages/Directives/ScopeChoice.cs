using System.Text.RegularExpressions;

namespace Samstyring.Web.Pages.Directives;

/// <summary>Which offices, as people choose them: all, those of some counties, municipalities or offices by name, with exceptions; or an expression.</summary>
/// <param name="Kind"><c>OWN</c>, <c>ALL</c>, <c>COUNTY</c>, <c>MUNICIPALITY</c>, <c>OFFICE</c>, <c>EXPRESSION</c>, or nothing yet.</param>
/// <param name="Counties">Numbers of the county units that are ticked.</param>
/// <param name="Numbers">Municipalities or offices, by name or number, with commas between.</param>
/// <param name="Except">Offices that are left out, likewise.</param>
/// <param name="Expression">The expression.</param>
public sealed partial record ScopeChoice(string Kind, IReadOnlyList<string> Counties, string Numbers, string Except, string Expression)
{
    /// <summary>The choice that an expression came from; anything that none gives stays an expression.</summary>
    public static ScopeChoice Of(string scope, string own)
    {
        if (scope.Length > 0 && scope == own)
            return new("OWN", [], "", "", "");
        var match = Form().Match(scope);
        if (!match.Success)
            return new(scope.Length == 0 ? "" : "EXPRESSION", [], "", "", scope);
        var numbers = match.Groups["numbers"].Value;
        var kind = match.Groups["kind"].Value;
        return kind == "COUNTY"
            ? new(kind, numbers.Split(',', StringSplitOptions.TrimEntries), "", match.Groups["except"].Value, "")
            : new(kind, [], numbers, match.Groups["except"].Value, "");
    }

    /// <summary>The expression; names that the register does not know stay in it, so that the service names them.</summary>
    internal string Write(string own, Register register)
    {
        var chosen = Kind switch
        {
            "OWN" => own,
            "ALL" => "ALL",
            "COUNTY" when Counties.Count > 0 => $"COUNTY({string.Join(", ", Counties)})",
            "MUNICIPALITY" when Listed(Numbers).Length > 0 => $"MUNICIPALITY({string.Join(", ", Listed(Numbers).Select(register.MunicipalityNumber))})",
            "OFFICE" when Listed(Numbers).Length > 0 => $"OFFICE({string.Join(", ", Listed(Numbers).Select(register.OfficeNumber))})",
            "EXPRESSION" => Expression.Trim(),
            _ => "",
        };
        return chosen.Length > 0 && Kind != "EXPRESSION" && Listed(Except).Length > 0
            ? $"EXCEPT({chosen}, OFFICE({string.Join(", ", Listed(Except).Select(register.OfficeNumber))}))"
            : chosen;
    }

    private static string[] Listed(string text) => text.Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(
        @"\A(?:EXCEPT\()?(?:(?<kind>ALL)|(?<kind>COUNTY|MUNICIPALITY|OFFICE)\((?<numbers>[0-9, ]+)\))(?:,\s*OFFICE\((?<except>[0-9, ]+)\)\))?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
