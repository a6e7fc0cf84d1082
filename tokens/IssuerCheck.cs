using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Samstyring.Tokens;

/// <summary>
/// Looked at before the process takes its first call: all that is wrong with the list of issuers, at once. In production an issuer on this machine or without
/// TLS is wrong too; that is the only thing in which production differs.
/// </summary>
internal sealed class IssuerCheck(IHostEnvironment environment) : IValidateOptions<TokenOptions>
{
    public ValidateOptionsResult Validate(string? name, TokenOptions options)
    {
        List<string> faults = options.Issuers.Count == 0 ? ["Auth:Issuers is empty: nobody would get in."] : [];
        faults.AddRange(options.Issuers.GroupBy(i => i.Issuer).Where(g => g.Count() > 1).Select(g => $"Auth:Issuers: {g.Key} stands more than once."));
        for (var i = 0; i < options.Issuers.Count; i++)
            faults.AddRange(Faults(options.Issuers[i]).Select(fault => $"Auth:Issuers:{i}:{fault}"));
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private IEnumerable<string> Faults(IssuerOptions issuer)
    {
        foreach (var (setting, value) in new[] { ("Issuer", issuer.Issuer), ("MetadataAddress", issuer.MetadataAddress) })
        {
            if (!Uri.TryCreate(value, UriKind.Absolute, out var address))
                yield return $"{setting} is not an absolute address: '{value}'.";
            else if (environment.IsProduction() && (address.IsLoopback || address.Scheme != Uri.UriSchemeHttps))
                yield return $"{setting} is {value}: in production an issuer is elsewhere and has https.";
        }
        if (issuer.Audience.Length == 0)
            yield return "Audience is empty.";
        foreach (var algorithm in issuer.Algorithms.Except(TokenChecks.Algorithms))
            yield return $"Algorithms: {algorithm} is none of {string.Join(", ", TokenChecks.Algorithms)}.";
        if (issuer.MaxLife <= TimeSpan.Zero || issuer.MaxLife > TokenChecks.MaxLife)
            yield return $"MaxLife is {issuer.MaxLife}: a token lives longer than nothing and at most {TokenChecks.MaxLife}.";
        if (issuer.Roles.Count == 0)
            yield return "Roles is empty: its tokens could say nothing.";
        foreach (var role in issuer.Roles.Append(issuer.Role).Concat(issuer.RoleNames.Values).Where(role => role.Length > 0).Distinct().Except(TokenChecks.Roles))
            yield return $"'{role}' is none of the roles {string.Join(", ", TokenChecks.Roles)}.";
        if (issuer.Role.Length > 0 && !issuer.Roles.Contains(issuer.Role))
            yield return $"Role is {issuer.Role}, which is not among Roles.";
        foreach (var number in issuer.Units.Keys.Where(number => !OrganisationNumber.IsValid(number)))
            yield return $"Units: {number} is not an organisation number.";
    }
}
