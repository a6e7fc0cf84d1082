using Grpc.Core;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class UpdateDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Update_OfADraft_ReplacesItsContent()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var updated = await Update(draft, c => c.Title.Nb = "Ny");
        Assert.Equal((1, "Ny", DirectiveState.Draft), (updated.Revision, updated.Content.Title.Nb, updated.State));
        Assert.NotEqual(draft.Etag, updated.Etag);
        Assert.Equal(updated, await host.Seen(host.Trondelag, draft));
    }

    [Fact]
    public async Task Update_OfAPublished_IsADraftThatOnlyTheIssuerSees()
    {
        var published = await host.PublishedByTrondelag();
        var updated = await Update(published, c => c.Title.Nb = "Ny", ChangeClass.Material);
        Assert.Equal((2, DirectiveState.Draft, ChangeClass.Material), (updated.Revision, updated.State, updated.ChangeClass));
        Assert.Equal((1, DirectiveState.Published), Key(await host.Seen(host.Stjordal, published)));
        Assert.Equal((1, DirectiveState.Published), Key(await host.Seen(host.Trondelag, published, revision: 1)));
        Assert.Equal(StatusCode.NotFound, (await RefusedCall.Of(() => host.Seen(host.Stjordal, published, revision: 2))).Code);
    }

    [Fact]
    public async Task Update_OfAPublishedWithoutAChangeClass_IsRefused()
    {
        var published = await host.PublishedByTrondelag();
        var refused = await RefusedCall.Of(() => Update(published, c => c.Title.Nb = "Ny"));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_REQUIRED"), (refused.Code, refused.Fields["change_class"]));
    }

    [Fact]
    public async Task Update_OfAWithdrawn_IsAWrongState()
    {
        var withdrawn = await host.Withdrawn(host.Trondelag, await host.PublishedByTrondelag());
        var refused = await RefusedCall.Of(() => Update(withdrawn, c => c.Title.Nb = "Ny", ChangeClass.Material));
        Assert.Equal((StatusCode.FailedPrecondition, "WRONG_STATE", "WITHDRAWN"), (refused.Code, refused.Reason, refused.Metadata["state"]));
    }

    [Fact]
    public async Task Update_WithAStaleEtag_IsAbortedWithTheCurrentOne()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var updated = await Update(draft, c => c.Title.Nb = "Ny");
        var refused = await RefusedCall.Of(() => Update(draft, c => c.Title.Nb = "Nyere"));
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", updated.Etag, "1"), (refused.Code, refused.Reason, refused.Metadata["etag"], refused.Metadata["revision"]));
        Assert.Equal("Ny", (await host.Seen(host.Trondelag, draft)).Content.Title.Nb);
    }

    [Fact]
    public async Task Update_WithTheEtagOfAnother_IsAborted()
    {
        var draft = await host.Draft(host.Trondelag, new DirectiveContent());
        draft.Etag = (await host.Draft(host.Trondelag, new DirectiveContent())).Etag;
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.Of(() => Update(draft, _ => { }))).Reason);
    }

    [Theory]
    [InlineData("", "FIELD_REQUIRED")]
    [InlineData("W/\"1\"", "FIELD_MALFORMED")]
    public async Task Update_WithAMissingOrWeakEtag_IsInvalid(string etag, string reason)
    {
        var draft = await host.Draft(host.Trondelag, new DirectiveContent());
        draft.Etag = etag;
        var refused = await RefusedCall.Of(() => Update(draft, _ => { }));
        Assert.Equal((StatusCode.InvalidArgument, reason), (refused.Code, refused.Fields["etag"]));
    }

    [Fact]
    public async Task Update_WithNothingAtAll_NamesEverythingMissing()
    {
        var refused = await RefusedCall.Of(async () => await host.Trondelag.UpdateDirectiveAsync(new UpdateDirectiveRequest()));
        Assert.Equal(["content", "directive_id", "etag", "request_id"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Update_ByFiftyWritersWithOneEtag_LetsOneThrough()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async n =>
        {
            try
            {
                await Update(draft, c => c.Title.Nb = $"Nr. {n}");
                return StatusCode.OK;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode;
            }
        }));
        Assert.Equal((1, 49), (answers.Count(a => a == StatusCode.OK), answers.Count(a => a == StatusCode.Aborted)));
    }

    [Fact]
    public async Task Update_ByAnother_IsMissingOrForeign()
    {
        var draft = await host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));
        Assert.Equal("DIRECTIVE_NOT_FOUND", (await RefusedCall.Of(() => Update(draft, _ => { }, client: host.OstViken, issuer: "0200"))).Reason);
        var published = await host.PublishedByTrondelag();
        Assert.Equal("DIRECTIVE_NOT_FOUND", (await RefusedCall.Of(() => Update(published, _ => { }, client: host.OstViken, issuer: "0200"))).Reason);
        var refused = await RefusedCall.Of(async () => await host.Stjordal.UpdateDirectiveAsync(new UpdateDirectiveRequest
        {
            RequestId = SteeringHost.NewId(),
            DirectiveId = published.DirectiveId,
            Etag = "\"x\"",
            Content = new DirectiveContent(),
        }));
        Assert.Equal((StatusCode.PermissionDenied, "FOREIGN_ORGANISATION", "COUNTY:5700"), (refused.Code, refused.Reason, refused.Metadata["issuer_org"]));
    }

    private static (int, DirectiveState) Key(Directive directive) => (directive.Revision, directive.State);

    private async Task<Directive> Update(
        Directive directive, Action<DirectiveContent> change, ChangeClass changeClass = ChangeClass.Unspecified,
        SteeringService.SteeringServiceClient? client = null, string issuer = "5700")
    {
        var content = directive.Content.Clone();
        if (content.IssuerOrg is { } org)
        {
            org.Number = issuer;
        }

        change(content);
        return (await (client ?? host.Trondelag).UpdateDirectiveAsync(new UpdateDirectiveRequest
        {
            RequestId = SteeringHost.NewId(),
            DirectiveId = directive.DirectiveId,
            Etag = directive.Etag,
            Content = content,
            ChangeClass = changeClass,
        })).Directive;
    }
}
