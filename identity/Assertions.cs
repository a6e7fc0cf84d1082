using System.Collections.Concurrent;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Samstyring.Identity;

/// <summary>
/// Assertions of machine clients (RFC 7523) with Maskinporten's limits: signed with the client's registered key, for this issuer, by the client itself,
/// at most 120 s between <c>iat</c> and <c>exp</c>, and each used once.
/// </summary>
public sealed class Assertions(Clients clients, TokenIssuer tokens, TimeProvider time)
{
    public static readonly TimeSpan LongestLife = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(10);
    private static readonly JsonWebTokenHandler Handler = new() { MaximumTokenSizeInBytes = 8 * 1024 };

    private readonly ConcurrentDictionary<(string Client, string Id), DateTimeOffset> used = new();

    /// <summary>The client that an assertion speaks for and the scopes it asks for, or null and what is wrong.</summary>
    public async Task<(Client? Client, string Scope, string Fault)> Read(string assertion)
    {
        if (!Handler.CanReadToken(assertion) || Parsed(assertion) is not { } token)
            return Fault("The assertion is not a signed JWT.");
        // The claim names the key that the signature is checked with; nothing else is believed before that.
        if (clients.Find(token.Issuer) is not { Key: { } key } client)
            return Fault("No client with a registered key has the assertion's iss.");
        var result = await Handler.ValidateTokenAsync(assertion, Parameters(client, key));
        if (!result.IsValid)
            return Fault(Why(result.Exception));
        if (Claims(token) is not { } claims)
            return Fault("The assertion needs iat, exp and jti.");
        var now = time.GetUtcNow();
        if (claims.Issued > now + Skew)
            return Fault("The assertion's iat lies in the future.");
        if (claims.Expires <= now)
            return Fault("The assertion has expired.");
        if (claims.Expires - claims.Issued > LongestLife)
            return Fault("The assertion lives longer than 120 seconds.");
        if (!FirstUse((client.Id, claims.Id), claims.Expires, now))
            return Fault("The assertion has been used before.");
        return (client, token.TryGetPayloadValue<string>("scope", out var scope) ? scope : "", "");
    }

    private TokenValidationParameters Parameters(Client client, JsonWebKey key) => new()
    {
        ValidIssuer = client.Id,
        ValidAudience = tokens.Issuer,
        ValidAlgorithms = key.Kty == "EC" ? [SecurityAlgorithms.EcdsaSha256] : [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256],
        IssuerSigningKey = key,
        // Another kid than the registered one does not choose another key.
        TryAllIssuerSigningKeys = true,
        RequireSignedTokens = true,
        // Read by this issuer's clock, below.
        ValidateLifetime = false,
    };

    private bool FirstUse((string Client, string Id) assertion, DateTimeOffset until, DateTimeOffset now)
    {
        foreach (var (old, expires) in used)
        {
            if (expires <= now)
                used.TryRemove(old, out _);
        }
        return used.TryAdd(assertion, until);
    }

    private static JsonWebToken? Parsed(string assertion)
    {
        try
        {
            return Handler.ReadJsonWebToken(assertion);
        }
        catch (Exception fault) when (fault is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    private static (DateTimeOffset Issued, DateTimeOffset Expires, string Id)? Claims(JsonWebToken token) =>
        token.TryGetPayloadValue<long>("iat", out var issued) && token.TryGetPayloadValue<long>("exp", out var expires)
        && issued is > 0 and < uint.MaxValue && expires is > 0 and < uint.MaxValue && token.Id is { Length: > 0 and <= 256 } id
            ? (DateTimeOffset.FromUnixTimeSeconds(issued), DateTimeOffset.FromUnixTimeSeconds(expires), id)
            : null;

    private static string Why(Exception fault) => fault switch
    {
        SecurityTokenInvalidAudienceException => "The assertion's aud is not this issuer.",
        SecurityTokenInvalidAlgorithmException or SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException =>
            "The assertion is not signed with the client's key.",
        _ => "The assertion cannot be accepted.",
    };

    private static (Client?, string, string) Fault(string fault) => (null, "", fault);
}
