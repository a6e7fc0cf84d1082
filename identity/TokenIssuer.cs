using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Samstyring.Identity;

/// <summary>Makes access tokens (RFC 9068) for personas.</summary>
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

    public string Issue(Persona persona)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var header = Part(new Dictionary<string, object> { ["alg"] = "ES256", ["typ"] = "at+jwt", ["kid"] = key.Id });
        var claims = Part(new Dictionary<string, object>
        {
            ["iss"] = Issuer,
            ["aud"] = Audience,
            ["sub"] = persona.Subject,
            ["role"] = persona.Role,
            ["unit"] = persona.Unit,
            ["name"] = persona.Name,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + (long)Life.TotalSeconds,
        });
        return $"{header}.{claims}.{key.Sign($"{header}.{claims}")}";
    }

    private static string Part(Dictionary<string, object> values) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(values, Readable));
}
