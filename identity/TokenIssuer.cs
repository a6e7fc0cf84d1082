using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samstyring.Identity;

/// <summary>Makes access tokens (RFC 9068) for personas and machine clients, and identity tokens for the client that a persona signed in to.</summary>
public sealed class TokenIssuer
{
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(60);

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SigningKey key;
    private readonly TimeProvider time;

    public TokenIssuer(IConfiguration configuration, SigningKey key, TimeProvider time)
    {
        Issuer = configuration["Auth:Issuer"] ?? "";
        Audience = configuration["Auth:Audience"] ?? "samstyring";
        if (!Uri.TryCreate(Issuer, UriKind.Absolute, out _))
            throw new InvalidOperationException("Auth:Issuer must be the absolute address that this issuer answers on.");
        this.key = key;
        this.time = time;
    }

    public string Issuer { get; }

    public string Audience { get; }

    public string Issue(Persona persona) => Sign("at+jwt", Audience, persona.Subject, new()
    {
        ["role"] = persona.Role,
        ["unit"] = persona.Unit,
        ["name"] = persona.Name,
    });

    /// <summary>The access token of a machine: it has the role <c>system</c>, whatever its unit, and what it may do is in <c>scope</c>.</summary>
    public string Issue(Client client, IReadOnlyList<string> scopes)
    {
        var claims = new Dictionary<string, object>
        {
            ["role"] = "system",
            ["unit"] = client.Options.Unit,
            ["name"] = client.Id,
            ["client_id"] = client.Id,
            ["scope"] = string.Join(' ', scopes),
        };
        if (client.Options.OrganisationNumber.Length > 0)
            claims["consumer"] = new { authority = "iso6523-actorid-upis", ID = $"0192:{client.Options.OrganisationNumber}" };
        return Sign("at+jwt", Audience, client.Id, claims);
    }

    /// <summary>
    /// Tells the client who signed in. Type and audience are others than those of an access token, so that nothing takes it for one.
    /// </summary>
    public string IssueId(Grant grant) => Sign("JWT", grant.ClientId, grant.Persona.Subject, new()
    {
        ["nonce"] = grant.Nonce,
        ["role"] = grant.Persona.Role,
        ["unit"] = grant.Persona.Unit,
        ["name"] = grant.Persona.Name,
    });

    /// <summary>The client that an identity token of this run was made for, also after it has expired; null for any other text.</summary>
    public string? ClientOf(string idToken)
    {
        if (idToken.Split('.') is not [var header, var claims, var signature] || !key.Verify($"{header}.{claims}", signature))
            return null;
        using var head = JsonDocument.Parse(Base64Url.DecodeFromChars(header));
        using var body = JsonDocument.Parse(Base64Url.DecodeFromChars(claims));
        return head.RootElement.GetProperty("typ").GetString() == "JWT" ? body.RootElement.GetProperty("aud").GetString() : null;
    }

    private string Sign(string type, string audience, string subject, Dictionary<string, object> claims)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = Part(new() { ["alg"] = "ES256", ["typ"] = type, ["kid"] = key.Id });
        var body = Part(new(claims)
        {
            ["iss"] = Issuer,
            ["aud"] = audience,
            ["sub"] = subject,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)Life.TotalSeconds,
        });
        return $"{header}.{body}.{key.Sign($"{header}.{body}")}";
    }

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values, Readable));
}
