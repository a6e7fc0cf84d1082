using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Samstyring.Identity;

/// <summary>What a code stands for: the person who chose, and the request it was given for (RFC 6749, RFC 7636).</summary>
public sealed record Grant(Persona Persona, string ClientId, string RedirectUri, string Challenge, string Nonce, DateTimeOffset Until);

/// <summary>The codes that have been given and not yet used. They are kept in memory: a code of an earlier run is as unknown as a made-up one.</summary>
public sealed partial class Codes(TimeProvider time)
{
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, Grant> open = new(StringComparer.Ordinal);

    public string Give(Persona persona, string clientId, string redirectUri, string challenge, string nonce)
    {
        var now = time.GetUtcNow();
        foreach (var (old, grant) in open)
        {
            if (grant.Until <= now)
                open.TryRemove(old, out _);
        }
        var code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        open[code] = new Grant(persona, clientId, redirectUri, challenge, nonce, now + Life);
        return code;
    }

    /// <summary>Uses a code. It is gone afterwards, whether the rest of the request was right or not: a thief has one attempt.</summary>
    /// <returns>What it stood for, or null and the sentence that says why not.</returns>
    public Grant? Take(string code, string clientId, string redirectUri, string verifier, out string fault)
    {
        fault = !open.TryRemove(code, out var grant) || grant.Until <= time.GetUtcNow() ? "The code is unknown, used or older than 60 seconds."
            : grant.ClientId != clientId ? "The code was given to another client."
            : grant.RedirectUri != redirectUri ? "The code was given for another redirect_uri."
            : !Matches(verifier, grant.Challenge) ? "The code_verifier does not match the code_challenge."
            : "";
        return fault.Length == 0 ? grant : null;
    }

    /// <summary>Whether a text can be the S256 challenge of a verifier.</summary>
    public static bool IsChallenge(string text) => Challenge().IsMatch(text);

    private static bool Matches(string verifier, string challenge) =>
        Verifier().IsMatch(verifier)
        && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))), Encoding.ASCII.GetBytes(challenge));

    [GeneratedRegex(@"\A[A-Za-z0-9._~-]{43,128}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Verifier();

    [GeneratedRegex(@"\A[A-Za-z0-9_-]{43}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Challenge();
}
