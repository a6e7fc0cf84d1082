namespace Samstyring.Identity;

/// <summary>What a client of the issuer sees: discovery, keys and the token endpoint, at the paths that production issuers use.</summary>
public static class Endpoints
{
    public static void MapDiscovery(this WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", (TokenIssuer tokens) => new
        {
            issuer = tokens.Issuer,
            token_endpoint = tokens.Issuer.TrimEnd('/') + "/token",
            jwks_uri = tokens.Issuer.TrimEnd('/') + "/jwks",
            grant_types_supported = List("persona"),
            response_types_supported = List("code"),
            subject_types_supported = List("public"),
            id_token_signing_alg_values_supported = List("ES256"),
        });
        app.MapGet("/jwks", (SigningKey key) => new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", x = key.X, y = key.Y, use = "sig", alg = "ES256", kid = key.Id } },
        });
    }

    public static void MapToken(this WebApplication app) => app.MapPost("/token", async (HttpRequest request, TokenIssuer tokens) =>
    {
        if (!request.HasFormContentType)
            return Refuse("invalid_request", "Send a form with grant_type=persona and persona.");
        var form = await request.ReadFormAsync(request.HttpContext.RequestAborted);
        if (form["grant_type"] != "persona")
            return Refuse("unsupported_grant_type", "The only grant here is grant_type=persona.");
        if (Persona.Parse(form["persona"], out var fault) is not { } persona)
            return Refuse("invalid_request", fault);
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return Results.Json(new { access_token = tokens.Issue(persona), token_type = "Bearer", expires_in = (long)TokenIssuer.Life.TotalSeconds });
    });

    private static string[] List(params string[] values) => values;

    private static IResult Refuse(string error, string description) =>
        Results.Json(new { error, error_description = description }, statusCode: StatusCodes.Status400BadRequest);
}
