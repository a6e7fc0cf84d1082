using System.Globalization;
using System.Text.RegularExpressions;

namespace Samstyring.Identity;

/// <summary>A made-up person in a role at a unit: <c>county:5700</c>, or <c>county:5700/2</c> for the second person of the same unit.</summary>
/// <param name="Role">The role as tokens name it.</param>
/// <param name="Unit">Unit, municipality, city district or county number; empty for the roles that have no unit.</param>
/// <param name="Person">From 1; two persons of a unit have the same rights and are told apart in the audit.</param>
public sealed partial record Persona(string Role, string Unit, int Person)
{
    private const string Director = "municipal-director";

    private static readonly Dictionary<string, RoleForm> Roles = new()
    {
        ["directorate"] = new(0, "", "Arbeids- og velferdsdirektoratet"),
        ["county"] = new(4, "unit number", "Fylkesdirektør, Nav fylke"),
        ["council"] = new(4, "municipality number", "Kommunestyret i kommune"),
        [Director] = new(4, "municipality number", "Kommunedirektør i kommune"),
        ["county-governor"] = new(2, "county number", "Statsforvalteren i fylke"),
        ["office"] = new(4, "unit number", "Nav-leder ved kontor"),
        ["auditor"] = new(0, "", "Revisor"),
        ["operator"] = new(0, "", "Driftsansvarlig"),
    };

    public string Subject => $"{(Unit.Length == 0 ? Role : $"{Role}:{Unit}")}/{Person}";

    public string Name => $"{(District().IsMatch(Unit) ? "Bydelsdirektør i bydel" : Roles[Role].Title)} {Unit}".TrimEnd() + $" (prøveperson {Person})";

    /// <summary>Reads a persona, or says in one sentence what is wrong with it.</summary>
    public static Persona? Parse(string? text, out string fault)
    {
        var match = Form().Match(text ?? "");
        if (!match.Success || !Roles.TryGetValue(match.Groups["role"].Value, out var form))
        {
            fault = $"Unknown persona '{text}'. Known are: {Known}.";
            return null;
        }
        var (role, unit) = (match.Groups["role"].Value, match.Groups["unit"].Value);
        if (unit.Length != form.Digits && !(role == Director && District().IsMatch(unit)))
        {
            fault = form.Digits == 0 ? $"Persona '{role}' takes no number." : $"Persona '{role}' needs a {form.Number} of {form.Digits} digits.";
            return null;
        }
        fault = "";
        var person = match.Groups["person"].Value;
        return new Persona(role, unit, person.Length == 0 ? 1 : int.Parse(person, CultureInfo.InvariantCulture));
    }

    private static string Known => string.Join(", ", Roles.Select(r => r.Value.Digits == 0 ? r.Key : $"{r.Key}:<{r.Value.Number}>"));

    [GeneratedRegex(@"\A(?<role>[a-z-]+)(:(?<unit>[0-9]+))?(/(?<person>[1-9]))?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    // In Oslo the municipal owner is a city district.
    [GeneratedRegex(@"\A0301[0-9]{2}\z", RegexOptions.CultureInvariant)]
    private static partial Regex District();

    private sealed record RoleForm(int Digits, string Number, string Title);
}
