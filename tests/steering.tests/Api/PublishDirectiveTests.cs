using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Tests.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class PublishDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Publish_Complete_AnswersThePublishedAndHowManyOffices()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var answer = await Publish(host.Trondelag, draft);
        Assert.Equal((4, DirectiveState.Published, 1), (answer.OfficeCount, answer.Directive.State, answer.Directive.Revision));
        Assert.NotNull(answer.Directive.PublishedAt);
        var node = Assert.Single(answer.Directive.DeliveryPath);
        Assert.Equal(("COUNTY:5700", answer.Directive.PublishedAt), (node.Node, node.RelayedAt));
        Assert.Equal(answer.Directive, await host.Seen(host.Trondelag, draft));
    }

    [Fact]
    public async Task Publish_AsksTheRegisterWithTheCallersTokenPeriodAndOrganisation()
    {
        await host.PublishedByTrondelag();
        var asked = host.Offices.Last!;
        Assert.Equal(("COUNTY(5700)", "2027-01-01", "2028-01-01", OrgKind.County, "5700"), (asked.Scope, asked.Period.From, asked.Period.To, asked.Issuer.Kind, asked.Issuer.Number));
        Assert.StartsWith("Bearer ey", host.Offices.LastAuthorization, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Publish_Complete_LeavesAsOneEventWithTheWholeState()
    {
        var published = await host.PublishedByTrondelag();
        var (subject, version, data) = Assert.Single(await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective), e => e.Subject == published.DirectiveId);
        var expected = published.Clone();
        expected.Etag = "";
        Assert.Equal((published.DirectiveId, 1, 1), (subject, version, data.Version));
        Assert.Equal(expected, data.Directive);
    }

    [Fact]
    public async Task Publish_OfASecondRevision_SupersedesTheFirstWithAHigherVersion()
    {
        var second = await host.Republished(host.Trondelag, await host.PublishedByTrondelag(), c => c.Title.Nb = "Ny");
        Assert.Equal((2, DirectiveState.Published, ChangeClass.Material), (second.Revision, second.State, second.ChangeClass));
        Assert.Equal(DirectiveState.Superseded, (await host.Seen(host.Stjordal, second, revision: 1)).State);
        var events = (await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective)).Where(e => e.Subject == second.DirectiveId);
        Assert.Equal([(1L, 1), (2L, 2)], events.Select(e => (e.Version, e.Data.Directive.Revision)));
    }

    [Theory]
    [MemberData(nameof(IncompleteContent.Names), MemberType = typeof(IncompleteContent))]
    public async Task Publish_Incomplete_IsRefusedAndStoresNothing(string name)
    {
        var spoilt = IncompleteContent.Named(name);
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        spoilt.Spoil(content);
        var draft = await host.Draft(host.Trondelag, content);
        var rows = await host.Rows();
        var refused = await RefusedCall.Of(() => Publish(host.Trondelag, draft));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused.Code, refused.Reason));
        Assert.Equal(ReasonTexts.Name(spoilt.Reason), refused.Fields[$"content.{spoilt.Field}"]);
        Assert.Equal(rows, await host.Rows());
        Assert.Equal(draft, await host.Seen(host.Trondelag, draft));
    }

    [Theory]
    [InlineData("MUNICIPALITY(9999)", "MUNICIPALITY_UNKNOWN", "number", "9999")]
    [InlineData("MUNICIPALITY(0219)", "MUNICIPALITY_NUMBER_EXPIRED", "successors", "3201")]
    [InlineData("OFFICE(1783, 9999)", "OFFICE_UNKNOWN", "number", "9999")]
    [InlineData("COUNTY(9900)", "COUNTY_UNKNOWN", "number", "9900")]
    [InlineData("ALL", "SCOPE_BEYOND_ISSUER", "offices", "0219")]
    [InlineData("OFFICE(0219)", "SCOPE_BEYOND_ISSUER", "count", "1")]
    [InlineData("PILOT(x)", "SCOPE_EMPTY", "", "")]
    [InlineData("MUNICIPALITY(1835)", "SCOPE_EMPTY", "", "")]
    [InlineData("EXCEPT(COUNTY(5700), COUNTY(5700))", "SCOPE_EMPTY", "", "")]
    public async Task Publish_WithAScopeTheRegisterRefuses_SaysWhy(string scope, string reason, string detail, string value)
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, scope));
        var rows = await host.Rows();
        var refused = await RefusedCall.Of(() => Publish(host.Trondelag, draft));
        Assert.Equal((StatusCode.InvalidArgument, reason), (refused.Code, refused.Fields["content.scope"]));
        Assert.Equal(value, detail.Length == 0 ? "" : refused.Metadata[$"content.scope.{detail}"]);
        Assert.Equal(rows, await host.Rows());
    }

    [Fact]
    public async Task Publish_WithFaultsOfFieldsScopeAndReferences_NamesThemTogether()
    {
        var content = Contents.Of(Issuers.Trondelag, "OR(MUNICIPALITY(9999), OFFICE(8888))");
        content.Theme = "";
        content.Valid = null;
        content.DependsOn.Add(Guid.NewGuid().ToString());
        var refused = await RefusedCall.Of(async () => await Publish(host.Trondelag, await host.Draft(host.Trondelag, content)));
        Assert.Equal(
            ["content.depends_on[0]", "content.scope", "content.theme", "content.valid"], refused.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["MUNICIPALITY_UNKNOWN", "OFFICE_UNKNOWN"], [refused.Metadata["content.scope"], refused.Metadata["content.scope#2"]]);
    }

    [Fact]
    public async Task Publish_WhenTheRegisterIsSilent_IsUnavailableAndStoresNothing()
    {
        await using var other = new SteeringHost();
        await other.InitializeAsync();
        var draft = await other.Draft(other.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        other.Offices.Down = true;
        var rows = await other.Rows();
        var refused = await RefusedCall.Of(() => Publish(other.Trondelag, draft));
        Assert.Equal((StatusCode.Unavailable, "UNAVAILABLE", 3), (refused.Code, refused.Reason, other.Offices.Calls));
        Assert.Equal(rows, await other.Rows());

        (other.Offices.Down, other.Offices.FailuresLeft) = (false, 2);
        Assert.Equal(DirectiveState.Published, (await Publish(other.Trondelag, draft)).Directive.State);
    }

    [Fact]
    public async Task Publish_Twice_IsAWrongStateAndAReplayIsNot()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var id = SteeringHost.NewId();
        var first = await Publish(host.Trondelag, draft, id);
        Assert.Equal(first, await Publish(host.Trondelag, draft, id));
        draft.Etag = first.Directive.Etag;
        var refused = await RefusedCall.Of(() => Publish(host.Trondelag, draft));
        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_STATE", "PUBLISHED"), (refused.Code, refused.Reason, refused.Metadata["state"]));
    }

    [Fact]
    public async Task Publish_WithAStaleEtag_IsAborted()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        await Publish(host.Trondelag, draft);
        Assert.Equal(StatusCode.Aborted, (await RefusedCall.Of(() => Publish(host.Trondelag, draft))).Code);
    }

    [Fact]
    public async Task Publish_ByAnother_IsMissing()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        foreach (var other in new[] { host.OstViken, host.Directorate, host.Stjordal })
        {
            Assert.Equal((StatusCode.NotFound, "DIRECTIVE_NOT_FOUND"), Code(await RefusedCall.Of(() => Publish(other, draft))));
        }
    }

    [Fact]
    public async Task Publish_AnotherPersonsDraftOfTheUnit_IsAllowed()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        Assert.Equal(DirectiveState.Published, (await Publish(host.As("county", "5700", person: 2), draft)).Directive.State);
    }

    [Fact]
    public async Task Publish_ReplacingAnothersDirective_IsRefusedAndOnesOwnIsNot()
    {
        var counties = await host.PublishedByTrondelag();
        var content = Contents.Of(Issuers.Stjordal, "MUNICIPALITY(5035)");
        content.Supersedes.Add(counties.DirectiveId);
        var refused = await RefusedCall.Of(() => host.Published(host.Stjordal, content));
        Assert.Equal("FOREIGN_ORGANISATION", refused.Fields["content.supersedes[0]"]);
        var own = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        own.Supersedes.Add(counties.DirectiveId);
        Assert.Equal(DirectiveState.Published, (await host.Published(host.Trondelag, own)).State);
    }

    [Fact]
    public async Task Publish_WritesAnAuditRowWithBothDigests()
    {
        var published = await host.PublishedByTrondelag();
        Assert.True(await host.Service.Scalar<bool>(
            "select digest_before <> '' and digest_after <> digest_before from audit where object = @id and act = 'directive.publish'", new { id = published.DirectiveId }));
    }

    private static (StatusCode, string) Code(RefusedCall refused) => (refused.Code, refused.Reason);

    private static async Task<PublishDirectiveResponse> Publish(SteeringService.SteeringServiceClient client, Directive draft, string? requestId = null) =>
        await client.PublishDirectiveAsync(new PublishDirectiveRequest
        {
            RequestId = requestId ?? SteeringHost.NewId(),
            DirectiveId = draft.DirectiveId,
            Etag = draft.Etag,
        });
}
