using Grpc.Core;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class GetDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Get_OfWhatCountiesAreToRelay_IsForThoseItReachesAndTheirPartners()
    {
        var directive = await host.Published(host.Directorate, Contents.ToCounties("COUNTY(5700)"));
        await AssertReaders(directive, [("directorate", ""), ("county", "5700"), ("council", "5035"), ("municipal-director", "5035"), ("municipal-director", "5032"), ("auditor", "")]);
    }

    [Fact]
    public async Task Get_OfAMunicipalitysDirective_IsForItsPartners()
    {
        var directive = await host.Published(host.Stjordal, Contents.Of(Issuers.Stjordal, "MUNICIPALITY(5035)"));
        await AssertReaders(directive, [("county", "5700"), ("council", "5035"), ("municipal-director", "5035"), ("municipal-director", "5032"), ("auditor", "")]);
    }

    [Fact]
    public async Task Get_WithReadAccess_IsForThoseNamed()
    {
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        content.ReadAccess = new OrgAccess { Orgs = { new OrgRef { Kind = OrgKind.Municipality, Number = "5032" } } };
        await AssertReaders(await host.Published(host.Trondelag, content), [("county", "5700"), ("municipal-director", "5032"), ("auditor", "")]);
    }

    [Fact]
    public async Task Get_OfADraft_IsForItsIssuerOnly() =>
        await AssertReaders(await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)")), [("county", "5700")]);

    [Fact]
    public async Task Get_OfARelayedDirective_IsForTheLevelAboveToo()
    {
        var child = (await host.Relayed(host.Trondelag, await host.Published(host.Directorate, Contents.ToCounties()), "OFFICE(1783)")).Directive;
        await AssertReaders(child, [("directorate", ""), ("county", "5700"), ("council", "5035"), ("municipal-director", "5035"), ("municipal-director", "5032"), ("auditor", "")]);
    }

    [Fact]
    public async Task Get_ByAReaderOfTheFirstRevisionOnly_AnswersThatOne()
    {
        var first = await host.PublishedByTrondelag();
        await host.Republished(host.Trondelag, first, c => c.Scope = "OFFICE(1612)");
        var seen = await host.Seen(host.Stjordal, first);
        Assert.Equal((1, DirectiveState.Superseded), (seen.Revision, seen.State));
        Assert.Equal(2, (await host.Seen(host.As("municipal-director", "5055"), first)).Revision);
    }

    [Fact]
    public async Task Get_ByAnyoneButTheIssuer_HasNoEtag()
    {
        var published = await host.PublishedByTrondelag();
        Assert.Equal("", (await host.Seen(host.Stjordal, published)).Etag);
        Assert.Equal(published.Etag, (await host.Seen(host.Trondelag, published)).Etag);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public async Task Get_WithoutAnId_IsInvalid(string id)
    {
        var refused = await RefusedCall.Of(async () => await host.Trondelag.GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = id }));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_REQUIRED"), (refused.Code, refused.Fields["directive_id"]));
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("nothing")]
    [InlineData("' or 1=1 --")]
    public async Task Get_OfAGuessedId_AnswersLikeMissing(string id)
    {
        var guessed = await RefusedCall.Of(async () => await host.Trondelag.GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = id }));
        Assert.Equal((StatusCode.NotFound, "DIRECTIVE_NOT_FOUND"), (guessed.Code, guessed.Reason));
    }

    [Fact]
    public async Task Get_OfARevisionThatIsNot_IsMissing()
    {
        var published = await host.PublishedByTrondelag();
        Assert.Equal(StatusCode.NotFound, (await RefusedCall.Of(() => host.Seen(host.Trondelag, published, revision: 7))).Code);
        Assert.Equal("NUMBER_OUT_OF_RANGE", (await RefusedCall.Of(() => host.Seen(host.Trondelag, published, revision: -1))).Fields["revision"]);
    }

    // Everyone in the tests' world: who reads it sees it, everyone else hears that there is no such directive.
    private async Task AssertReaders(Directive directive, (string Role, string Unit)[] readers)
    {
        (string Role, string Unit)[] everyone =
        [
            ("directorate", ""), ("county", "5700"), ("county", "0200"), ("council", "5035"), ("municipal-director", "5035"), ("municipal-director", "5032"),
            ("municipal-director", "3201"), ("county-governor", "50"), ("office", "1783"), ("auditor", ""), ("system", ""),
        ];
        foreach (var (role, unit) in everyone)
        {
            var client = host.As(role, unit);
            if (readers.Contains((role, unit)))
            {
                Assert.Equal(directive.Content, (await host.Seen(client, directive)).Content);
            }
            else
            {
                var refused = await RefusedCall.Of(() => host.Seen(client, directive));
                Assert.Equal((role, StatusCode.NotFound, "DIRECTIVE_NOT_FOUND"), (role, refused.Code, refused.Reason));
            }
        }
    }
}
