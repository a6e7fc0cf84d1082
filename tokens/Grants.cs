using System.Security.Claims;
using System.Text.Json;

namespace Samstyring.Tokens;

/// <summary>
/// What a token of an issuer comes to here: subject, one role that the issuer may grant, and a unit. No other claim of the token authorises anything, so no other
/// is kept beside its end and its scopes.
/// </summary>
internal static class Grants
{
    /// <summary>The caller that the token speaks of; null when it says something its issuer may not say.</summary>
    public static ClaimsPrincipal? Of(ClaimsPrincipal token, IssuerOptions issuer)
    {
        var named = issuer.Role.Length > 0 ? [issuer.Role] : Values(token, issuer.Claims.Role);
        var roles = named.Select(name => issuer.RoleNames.TryGetValue(name, out var ours) ? ours : name).Distinct().ToList();
        // Of several roles nobody could say which one is meant.
        if (roles is not [var role] || !issuer.Roles.Contains(role) || Values(token, issuer.Claims.Subject) is not [{ Length: > 0 } subject, ..])
            return null;
        if (Unit(Values(token, issuer.Claims.Unit), issuer.Units) is not { } unit)
            return null;
        Claim[] claims =
        [
            new("iss", issuer.Issuer), new("sub", subject), new("role", role), new("unit", unit),
            .. token.Claims.Where(claim => claim.Type is "exp" or "scope"),
        ];
        return new ClaimsPrincipal(new ClaimsIdentity(claims, token.Identity!.AuthenticationType, "sub", "role"));
    }

    // "0192:964338531" is an organisation number with the register that it is of.
    private static string? Unit(IReadOnlyList<string> values, IDictionary<string, string> units)
    {
        var value = values is [var one] ? one : "";
        if (values.Count > 1)
            return null;
        if (units.Count == 0)
            return value;
        var number = value.StartsWith("0192:", StringComparison.Ordinal) ? value["0192:".Length..] : value;
        return OrganisationNumber.IsValid(number) && units.TryGetValue(number, out var unit) ? unit : null;
    }

    private static IReadOnlyList<string> Values(ClaimsPrincipal token, string path)
    {
        var (claim, member) = path.Split('.', 2) is [var outer, var inner] ? (outer, inner) : (path, "");
        var values = token.FindAll(claim).Select(found => found.Value);
        return [.. member.Length == 0 ? values : values.Select(value => Member(value, member)).OfType<string>()];
    }

    private static string? Member(string json, string name)
    {
        try
        {
            using var value = JsonDocument.Parse(json);
            return value.RootElement.ValueKind == JsonValueKind.Object && value.RootElement.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
                ? member.GetString()
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
