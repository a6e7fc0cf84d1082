namespace Samstyring.Identity;

/// <summary>What a client of the issuer reads before it asks for anything: discovery and keys, at the paths that production issuers use.</summary>
public static class Endpoints
{
    public static void MapDiscovery(this WebApplication app)
    {
        app.MapGet("/.well-known/openid-configuration", (TokenIssuer tokens) =>
        {
            var address = tokens.Issuer.TrimEnd('/');
            return new
            {
                issuer = tokens.Issuer,
                authorization_endpoint = address + "/authorize",
                token_endpoint = address + "/token",
                end_session_endpoint = address + "/logout",
                jwks_uri = address + "/jwks",
                grant_types_supported = List(TokenEndpoint.Code, TokenEndpoint.ClientCredentials, TokenEndpoint.JwtBearer, TokenEndpoint.PersonaGrant),
                response_types_supported = List("code"),
                response_modes_supported = List("query"),
                scopes_supported = List("openid"),
                code_challenge_methods_supported = List("S256"),
                token_endpoint_auth_methods_supported = List("none", "client_secret_basic", "client_secret_post"),
                authorization_response_iss_parameter_supported = true,
                ui_locales_supported = List("nb", "nn"),
                subject_types_supported = List("public"),
                id_token_signing_alg_values_supported = List("ES256"),
            };
        });
        app.MapGet("/jwks", (SigningKey key) => new
        {
            keys = new[] { new { kty = "EC", crv = "P-256", x = key.X, y = key.Y, use = "sig", alg = "ES256", kid = key.Id } },
        });
    }

    private static string[] List(params string[] values) => values;
}
