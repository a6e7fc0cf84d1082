using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Tests;

/// <summary>Tokens, repetition, pages, streams and what is sent.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Change_PlatformAwayForAMoment_IsRepeatedWithTheSameId()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => platform.Requests.Count < 3
            ? throw new RpcException(new Status(StatusCode.Unavailable, "borte"))
            : new CreateDirectiveResponse { Directive = new Directive { DirectiveId = "d1", Content = new DirectiveContent() } };

        var (exit, _, _) = await platform.Run("directive", "create", "--title", "Hei");

        Assert.Equal(Exit.Done, exit);
        var ids = platform.Requests.Cast<CreateDirectiveRequest>().Select(r => r.RequestId).ToList();
        Assert.Equal(3, ids.Count);
        Assert.NotEqual("", Assert.Single(ids.Distinct()));
    }

    [Fact]
    public async Task Change_RequestIdGiven_IsSent()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new CreateDirectiveResponse { Directive = new Directive { Content = new DirectiveContent() } };

        await platform.Run("directive", "create", "--title", "Hei", "--request-id", "abc");

        Assert.Equal("abc", Assert.IsType<CreateDirectiveRequest>(Assert.Single(platform.Requests)).RequestId);
    }

    [Fact]
    public async Task Persona_Given_SendsTheIssuersToken()
    {
        await using var platform = await StubPlatform.Start();
        await using var issuer = await Issuer("eyJhbGciOiJub25lIn0.eyJzdWIiOiJjb3VudHk6NTcwMC8xIiwicm9sZSI6ImNvdW50eSIsInVuaXQiOiI1NzAwIiwibmFtZSI6IkthcmkiLCJleHAiOjE4MDAwMDAwMDB9.x");
        platform.Answer = _ => new CreateDirectiveResponse { Directive = new Directive { Content = new DirectiveContent() } };

        var (exit, _, error) = await platform.Run("directive", "create", "--title", "Hei", "--as", "county:5700", "--issuer", issuer.Urls.Single());

        Assert.True(exit == Exit.Done, error);
        Assert.StartsWith("Bearer eyJ", Assert.Single(platform.Arrivals).Headers["authorization"], StringComparison.Ordinal);
        // Who issues a directive follows from who is signed in.
        var content = Assert.IsType<CreateDirectiveRequest>(Assert.Single(platform.Requests)).Content;
        Assert.Equal((Line.State, OrgKind.County, "5700", IssuerRole.CountyDirector), (content.Line, content.IssuerOrg.Kind, content.IssuerOrg.Number, content.IssuerRole));
    }

    [Fact]
    public async Task Content_FromFileAndOptions_OptionsStandOver()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new CreateDirectiveResponse { Directive = new Directive { Content = new DirectiveContent() } };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, """{ "directive": { "directiveId": "old", "content": { "title": { "nn": "Tittel" }, "theme": "OFFICE", "scope": "ALL" } } }""", TestContext.Current.CancellationToken);

        await platform.Run("directive", "create", "-f", file, "--scope", "OFFICE(1783)", "--bindingness", "result-requirement", "--target", "2..4.5 DAY", "--age", "18..", "--legal-basis", "sosialtjenesteloven § 17");
        File.Delete(file);

        var content = Assert.IsType<CreateDirectiveRequest>(Assert.Single(platform.Requests)).Content;
        Assert.Equal(("Tittel", Form.Nn, "OFFICE", "OFFICE(1783)"), (content.Title.Nn, content.OriginalForm, content.Theme, content.Scope));
        Assert.Equal((Bindingness.ResultRequirement, "2", "4.5", "DAY"), (content.Bindingness, content.Target.Lo, content.Target.Hi, content.Target.Unit));
        Assert.Equal((18, false), (content.TargetGroup.Age.Lo, content.TargetGroup.Age.HasHi));
        Assert.Equal(("sosialtjenesteloven", "§ 17"), (content.LegalBasis[0].SourceId, content.LegalBasis[0].ClauseRef));
    }

    [Theory]
    [InlineData("<= 5 DAY", false, "", "5")]
    [InlineData(">=70 PERCENT", true, "70", "")]
    [InlineData("= 100 PERCENT", true, "100", "100")]
    public async Task Target_Written_IsAnInterval(string text, bool low, string lo, string hi)
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new CreateDirectiveResponse { Directive = new Directive { Content = new DirectiveContent() } };

        await platform.Run("directive", "create", "--target", text);

        var target = Assert.IsType<CreateDirectiveRequest>(Assert.Single(platform.Requests)).Content.Target;
        Assert.Equal((low, lo, hi), (target.HasLo, target.Lo, target.Hi));
    }

    [Fact]
    public async Task List_OfSeveralPages_IsOne()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => ((ListOfficesRequest)request).PageToken switch
        {
            "" => new ListOfficesResponse { Offices = { new Office { Number = "0101", Name = "Nav Halden-Aremark" } }, NextPageToken = "two" },
            _ => new ListOfficesResponse { Offices = { new Office { Number = "1783", Name = "Nav Værnes" } } },
        };

        var (_, output, _) = await platform.Run("office", "list");

        Assert.Contains("0101", output, StringComparison.Ordinal);
        Assert.Contains("2 kontor", output, StringComparison.Ordinal);
        Assert.Equal(2, platform.Requests.Count);
    }

    [Fact]
    public async Task Watch_Broken_GoesOnFromTheLastToken()
    {
        await using var platform = await StubPlatform.Start();
        platform.Feed = request => request.ResumeToken == "" ? Broken() : Rest();
        var file = Path.GetTempFileName();

        var (exit, output, error) = await platform.Run("mission", "watch", "1783", "--resume", file, "--once", "--json");

        Assert.True(exit == Exit.Done, error);
        Assert.Equal(["", "t1"], platform.Requests.Cast<WatchMissionsRequest>().Select(r => r.ResumeToken));
        Assert.Equal(["1", "2"], output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[3]));
        Assert.Equal("t2", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.Contains("fortsetter", error, StringComparison.Ordinal);
        File.Delete(file);

        static IEnumerable<WatchMissionsResponse> Broken()
        {
            yield return new WatchMissionsResponse { Position = 1, ResumeToken = "t1", Mission = new Mission() };
            throw new RpcException(new Status(StatusCode.Unavailable, "borte"));
        }

        static IEnumerable<WatchMissionsResponse> Rest() => [new WatchMissionsResponse { Position = 2, ResumeToken = "t2", CaughtUp = true }];
    }

    private static async Task<WebApplication> Issuer(string token)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapPost("/token", () => Results.Json(new { access_token = token }));
        await app.StartAsync();
        return app;
    }
}
