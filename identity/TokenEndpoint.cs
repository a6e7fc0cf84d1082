using System.Text;

namespace Samstyring.Identity;

/// <summary><c>/token</c>: one grant, one method. Every refusal is an error of RFC 6749 with a sentence.</summary>
public static class TokenEndpoint
{
    public const string PersonaGrant = "persona";
    public const string Code = "authorization_code";
    public const string ClientCredentials = "client_credentials";
    public const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public static void MapToken(this WebApplication app) => app.MapPost("/token", async (HttpRequest request, TokenIssuer tokens, Clients clients, Codes codes, Assertions assertions) =>
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        if (!request.HasFormContentType)
            return Refuse("invalid_request", "Send a form with grant_type.");
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form.FirstOrDefault(field => field.Value.Count > 1).Key is { } twice)
            return Refuse("invalid_request", $"{twice} stands more than once.");
        string Field(string name) => form[name].ToString();
        return Field("grant_type") switch
        {
            PersonaGrant => OfPersona(Field("persona"), tokens),
            Code => OfCode(Field, tokens, clients, codes),
            ClientCredentials => OfSecret(Field, request.Headers.Authorization.ToString(), tokens, clients),
            JwtBearer => await OfAssertion(Field("assertion"), tokens, assertions),
            _ => Refuse("unsupported_grant_type", $"The grants here are {PersonaGrant} (grant_type=persona), {Code}, {ClientCredentials} and {JwtBearer}."),
        };
    });

    private static IResult OfPersona(string text, TokenIssuer tokens) =>
        Persona.Parse(text, out var fault) is { } persona ? Answer(tokens.Issue(persona)) : Refuse("invalid_request", fault);

    private static IResult OfCode(Func<string, string> field, TokenIssuer tokens, Clients clients, Codes codes)
    {
        if (clients.Find(field("client_id")) is not { IsMachine: false } client)
            return Refuse("invalid_client", "No client that people sign in to has this client_id.", StatusCodes.Status401Unauthorized);
        return codes.Take(field("code"), client.Id, field("redirect_uri"), field("code_verifier"), out var fault) is { } grant
            ? Answer(tokens.Issue(grant.Persona), tokens.IssueId(grant), "openid")
            : Refuse("invalid_grant", fault);
    }

    private static IResult OfSecret(Func<string, string> field, string authorization, TokenIssuer tokens, Clients clients)
    {
        var (id, secret) = Basic(authorization) ?? (field("client_id"), field("client_secret"));
        if (clients.Find(id) is not { } client || !client.HasSecret(secret))
            return Refuse("invalid_client", "No client has this client_id and secret.", StatusCodes.Status401Unauthorized);
        return OfMachine(client, field("scope"), tokens);
    }

    private static async Task<IResult> OfAssertion(string assertion, TokenIssuer tokens, Assertions assertions)
    {
        var (client, scope, fault) = await assertions.Read(assertion);
        return client is null ? Refuse("invalid_grant", fault) : OfMachine(client, scope, tokens);
    }

    private static IResult OfMachine(Client client, string asked, TokenIssuer tokens) =>
        client.Grant(asked) is { } scopes
            ? Answer(tokens.Issue(client, scopes), scope: string.Join(' ', scopes))
            : Refuse("invalid_scope", $"The scopes of {client.Id} are: {string.Join(' ', client.Options.Scopes)}.");

    private static (string Id, string Secret)? Basic(string authorization)
    {
        var bytes = new byte[authorization.Length];
        if (!authorization.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(authorization[6..].Trim(), bytes, out var length))
            return null;
        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        // RFC 6749 section 2.3.1: both are form-encoded before they are put together.
        return parts.Length == 2 ? (Decode(parts[0]), Decode(parts[1])) : null;
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private static IResult Answer(string accessToken, string? idToken = null, string? scope = null)
    {
        var answer = new Dictionary<string, object> { ["access_token"] = accessToken, ["token_type"] = "Bearer", ["expires_in"] = (long)TokenIssuer.Life.TotalSeconds };
        if (idToken is not null)
            answer["id_token"] = idToken;
        if (scope is not null)
            answer["scope"] = scope;
        return Results.Json(answer);
    }

    private static IResult Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Results.Json(new { error, error_description = description }, statusCode: status);
}
