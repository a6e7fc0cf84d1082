using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Identity;

/// <summary>A client that this issuer knows, as configured under <c>Clients:&lt;id&gt;</c>.</summary>
public sealed class ClientOptions
{
    /// <summary>Where a browser may be sent with a code; compared as text, without any pattern.</summary>
    public IList<string> RedirectUris { get; init; } = [];

    /// <summary>Where a browser may be sent after <c>/logout</c>.</summary>
    public IList<string> PostLogoutRedirectUris { get; init; } = [];

    /// <summary>SHA-256 of the secret for client credentials, hexadecimal; empty: the client has none.</summary>
    public string SecretSha256 { get; init; } = "";

    /// <summary>The public key that the client signs assertions with, as a JWK; empty: it signs none.</summary>
    public string Jwk { get; init; } = "";

    /// <summary>What a machine client may ask for.</summary>
    public IList<string> Scopes { get; init; } = [];

    /// <summary>The organisation a machine client acts for: a number of nine digits.</summary>
    public string OrganisationNumber { get; init; } = "";

    /// <summary>The unit it acts for, as in a persona; empty: none.</summary>
    public string Unit { get; init; } = "";
}

/// <summary>A registered client.</summary>
public sealed record Client(string Id, ClientOptions Options, JsonWebKey? Key)
{
    /// <summary>Whether the client is a machine with a secret or a key of its own.</summary>
    public bool IsMachine => Key is not null || Options.SecretSha256.Length > 0;

    public bool HasSecret(string secret) =>
        Options.SecretSha256.Length > 0
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(secret)), Convert.FromHexString(Options.SecretSha256));

    /// <summary>The scopes asked for, all of the client's when none is named; null when one of them is not the client's.</summary>
    public IReadOnlyList<string>? Grant(string asked)
    {
        var scopes = asked.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return scopes.Length == 0 ? [.. Options.Scopes] : scopes.All(Options.Scopes.Contains) ? scopes.Distinct().ToList() : null;
    }
}

/// <summary>The clients of the configuration. A client that could not work as configured stops the start.</summary>
public sealed class Clients
{
    private readonly Dictionary<string, Client> byId = new(StringComparer.Ordinal);

    public Clients(IConfiguration configuration)
    {
        foreach (var section in configuration.GetSection("Clients").GetChildren())
        {
            var options = section.Get<ClientOptions>() ?? new ClientOptions();
            byId[section.Key] = new Client(section.Key, Checked(section.Key, options), PublicKey(section.Key, options.Jwk));
        }
    }

    public Client? Find(string id) => byId.GetValueOrDefault(id);

    private static ClientOptions Checked(string id, ClientOptions options)
    {
        foreach (var uri in options.RedirectUris.Concat(options.PostLogoutRedirectUris))
        {
            if (!Uri.TryCreate(uri, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || parsed.Fragment.Length > 0)
                throw new InvalidOperationException($"Clients:{id}: '{uri}' is not an absolute http(s) address without fragment.");
        }
        if (options.SecretSha256.Length is not (0 or 64))
            throw new InvalidOperationException($"Clients:{id}:SecretSha256 must be 64 hexadecimal digits.");
        return options;
    }

    private static JsonWebKey? PublicKey(string id, string jwk)
    {
        if (jwk.Length == 0)
            return null;
        var key = JsonWebKey.Create(jwk);
        return key is { Kty: "EC" or "RSA", HasPrivateKey: false }
            ? key
            : throw new InvalidOperationException($"Clients:{id}:Jwk must be the public part of an EC or RSA key.");
    }
}
