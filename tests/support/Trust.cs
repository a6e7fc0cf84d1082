using Microsoft.AspNetCore.Hosting;
using Samstyring.Tokens;

namespace Samstyring.Testing;

/// <summary>Settings that tests give to a host.</summary>
public static class Trust
{
    /// <summary>The host believes this issuer, whatever role it grants.</summary>
    public static void TrustIssuer(this IWebHostBuilder host, string issuer, string? metadata = null)
    {
        host.UseSetting("Auth:Issuers:0:Issuer", issuer);
        host.UseSetting("Auth:Issuers:0:MetadataAddress", metadata ?? $"{issuer}/.well-known/openid-configuration");
        for (var i = 0; i < TokenChecks.Roles.Count; i++)
        {
            host.UseSetting($"Auth:Issuers:0:Roles:{i}", TokenChecks.Roles[i]);
        }
    }

    /// <summary>The gateway refuses nobody for calling often: here one person plays many.</summary>
    public static void WithoutRates(this IWebHostBuilder host)
    {
        foreach (var kind in new[] { "read", "write", "preview", "stream", "import", "system", "anonymous", "page" })
        {
            foreach (var whose in new[] { "Actor", "Organisation", "All" })
            {
                host.UseSetting($"Rates:Kinds:{kind}:{whose}:Tokens", "0");
                host.UseSetting($"Rates:Kinds:{kind}:{whose}:AtOnce", "0");
            }
        }
    }
}
