using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Samstyring.Identity.Tests;

/// <summary>Authorization code with PKCE, and signing out.</summary>
public sealed class SignInTests : IDisposable
{
    private readonly Issuer issuer = new();

    [Fact]
    public async Task SignIn_HintAndVerifier_GivesBothTokens()
    {
        var back = await issuer.Back(Issuer.SignIn(("login_hint", "municipal-director:5035/2")));
        Assert.Equal(("s+1&2", "http://localhost"), (back["state"], back["iss"]));

        var answer = await issuer.Redeem(back["code"]);

        Assert.Equal((200, "Bearer", "3600", "openid"), (answer.Status, answer.Body["token_type"], answer.Body["expires_in"], answer.Body["scope"]));
        var access = new JsonWebToken(answer.Body["access_token"]);
        Assert.Equal(("at+jwt", "samstyring", "municipal-director:5035/2"), (access.Typ, Assert.Single(access.Audiences), access.Subject));
        var identity = new JsonWebToken(answer.Body["id_token"]);
        Assert.Equal(("JWT", "ES256", Issuer.Web, "n1"), (identity.Typ, identity.Alg, Assert.Single(identity.Audiences), identity.GetClaim("nonce").Value));
        Assert.Equal((access.Subject, "http://localhost", "municipal-director", "5035"),
            (identity.Subject, identity.Issuer, identity.GetClaim("role").Value, identity.GetClaim("unit").Value));
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_mode", "form_post", "invalid_request")]
    [InlineData("scope", "profile", "invalid_scope")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("nonce", null, "invalid_request")]
    public async Task SignIn_WrongParameter_GoesBackWithTheError(string name, string? value, string error)
    {
        var back = await issuer.Back(Issuer.SignIn((name, value), ("login_hint", "auditor")));

        Assert.Equal((error, "s+1&2"), (back["error"], back["state"]));
        Assert.DoesNotContain("code", back.Keys);
    }

    [Fact]
    public async Task SignIn_WithoutState_GoesBackWithTheError() =>
        Assert.Equal("invalid_request", (await issuer.Back(Issuer.SignIn(("state", null), ("login_hint", "auditor"))))["error"]);

    [Fact]
    public async Task SignIn_ParameterTwice_GoesBackWithTheError() =>
        Assert.Equal("invalid_request", (await issuer.Back(Issuer.SignIn(("login_hint", "auditor")) + "&nonce=n2"))["error"]);

    [Theory]
    [InlineData("client_id", "unknown")]
    [InlineData("client_id", null)]
    [InlineData("client_id", "other-web")]
    [InlineData("redirect_uri", "http://evil.test/login/callback")]
    [InlineData("redirect_uri", "http://web.test/login/callback/")]
    [InlineData("redirect_uri", "http://web.test/login/callback?x=1")]
    [InlineData("redirect_uri", null)]
    public async Task SignIn_UnregisteredClientOrAddress_SendsNobodyAnywhere(string name, string? value)
    {
        using var response = await issuer.Client.GetAsync(Issuer.SignIn((name, value), ("login_hint", "auditor")), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task Code_UsedTwice_IsRefusedTheSecondTime()
    {
        var code = await issuer.Code();
        Assert.Equal(200, (await issuer.Redeem(code)).Status);

        (await issuer.Redeem(code)).Refused("invalid_grant", "unknown, used or older");
    }

    [Fact]
    public async Task Code_After60Seconds_IsRefused()
    {
        var code = await issuer.Code();
        issuer.Time.Ahead = TimeSpan.FromSeconds(60);

        (await issuer.Redeem(code)).Refused("invalid_grant", "older than 60 seconds");
    }

    [Fact]
    public async Task Code_WrongVerifier_IsRefusedAndGone()
    {
        var code = await issuer.Code();

        (await issuer.Redeem(code, ("code_verifier", new string('a', 43)))).Refused("invalid_grant", "code_verifier");
        (await issuer.Redeem(code)).Refused("invalid_grant", "unknown, used or older");
    }

    [Fact]
    public async Task Code_ChallengeItselfAsVerifier_IsRefused() =>
        (await issuer.Redeem(await issuer.Code(), ("code_verifier", Issuer.Challenge))).Refused("invalid_grant", "code_verifier");

    [Fact]
    public async Task Code_WithoutVerifier_IsRefused() =>
        (await issuer.Redeem(await issuer.Code(), ("code_verifier", ""))).Refused("invalid_grant", "code_verifier");

    [Fact]
    public async Task Code_OtherClient_IsRefused() =>
        (await issuer.Redeem(await issuer.Code(), ("client_id", "other-web"))).Refused("invalid_grant", "another client");

    [Fact]
    public async Task Code_OtherRedirectUri_IsRefused() =>
        (await issuer.Redeem(await issuer.Code(), ("redirect_uri", "http://other.test/login/callback"))).Refused("invalid_grant", "another redirect_uri");

    [Theory]
    [InlineData("unknown")]
    [InlineData("machine")]
    public async Task Code_ClientThatNobodySignsInTo_IsRefused(string client) =>
        (await issuer.Redeem(await issuer.Code(), ("client_id", client))).Refused("invalid_client", "client_id", 401);

    [Fact]
    public async Task Logout_RegisteredAddress_GoesBackWithState()
    {
        var back = await issuer.Back($"/logout?client_id={Issuer.Web}&post_logout_redirect_uri=http://web.test/&state=s2", "http://web.test/");

        Assert.Equal("s2", back["state"]);
    }

    [Fact]
    public async Task Logout_IdentityTokenAsHint_NamesTheClient()
    {
        var token = (await issuer.Redeem(await issuer.Code())).Body["id_token"];

        Assert.Empty(await issuer.Back($"/logout?id_token_hint={token}&post_logout_redirect_uri=http://web.test/", "http://web.test/"));
    }

    [Theory]
    [InlineData("client_id=samstyring-web&post_logout_redirect_uri=http://evil.test/")]
    [InlineData("client_id=other-web&post_logout_redirect_uri=http://web.test/")]
    [InlineData("post_logout_redirect_uri=http://web.test/")]
    [InlineData("id_token_hint=a.b.c&post_logout_redirect_uri=http://web.test/")]
    [InlineData("id_token_hint=x&post_logout_redirect_uri=http://web.test/")]
    public async Task Logout_AddressThatIsNotTheClients_SendsNobodyAnywhere(string query)
    {
        using var response = await issuer.Client.GetAsync("/logout?" + query, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Null(response.Headers.Location);
    }

    [Fact]
    public async Task Logout_AccessTokenAsHint_NamesNobody()
    {
        var token = (await issuer.Redeem(await issuer.Code())).Body["access_token"];
        using var response = await issuer.Client.GetAsync($"/logout?id_token_hint={token}&post_logout_redirect_uri=http://web.test/", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Logout_WithoutAddress_SaysSo() =>
        Assert.Contains("Du er logget ut", await issuer.Client.GetStringAsync("/logout", TestContext.Current.CancellationToken), StringComparison.Ordinal);

    public void Dispose() => issuer.Dispose();
}
