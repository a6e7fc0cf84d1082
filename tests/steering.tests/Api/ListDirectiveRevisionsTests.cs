using Grpc.Core;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class ListDirectiveRevisionsTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Revisions_OfADirective_AreAllThatTheCallerMayRead()
    {
        var directive = await host.PublishedByTrondelag();
        directive = await host.Republished(host.Trondelag, directive, c => c.Scope = "OFFICE(1612)");
        directive = await host.Republished(host.Trondelag, directive, c => c.Scope = "COUNTY(5700)");
        await host.Trondelag.UpdateDirectiveAsync(new UpdateDirectiveRequest
        {
            RequestId = SteeringHost.NewId(),
            DirectiveId = directive.DirectiveId,
            Etag = directive.Etag,
            Content = directive.Content,
            ChangeClass = ChangeClass.Editorial,
        });
        Assert.Equal(
            [(4, DirectiveState.Draft), (3, DirectiveState.Published), (2, DirectiveState.Superseded), (1, DirectiveState.Superseded)],
            await Revisions(host.Trondelag, directive));
        Assert.Equal([(3, DirectiveState.Published), (1, DirectiveState.Superseded)], await Revisions(host.Stjordal, directive));
        Assert.Equal(3, (await Revisions(host.As("auditor"), directive)).Count);
        Assert.Equal(StatusCode.NotFound, (await RefusedCall.Of(() => Revisions(host.OstViken, directive))).Code);
    }

    [Fact]
    public async Task Revisions_InPages_GiveEachOnce()
    {
        var directive = await host.PublishedByTrondelag();
        for (var i = 0; i < 4; i++)
        {
            directive = await host.Republished(host.Trondelag, directive, c => c.ClauseRef = $"3.{i}");
        }

        Assert.Equal([5, 4, 3, 2, 1], (await Revisions(host.Trondelag, directive, pageSize: 2)).Select(r => r.Revision));
    }

    [Theory]
    [InlineData("", 0, "", "directive_id")]
    [InlineData("x", -1, "", "page_size")]
    [InlineData("x", 0, "zzz", "page_token")]
    [InlineData("x", 0, "MTp4", "page_token")]
    public async Task Revisions_WithABadRequest_NamesTheField(string id, int size, string token, string field)
    {
        var request = new ListDirectiveRevisionsRequest { DirectiveId = id, PageSize = size, PageToken = token };
        var refused = await RefusedCall.Of(async () => await host.Trondelag.ListDirectiveRevisionsAsync(request));
        Assert.Contains(field, refused.Fields.Keys);
    }

    private static async Task<IReadOnlyList<(int Revision, DirectiveState State)>> Revisions(
        SteeringService.SteeringServiceClient client, Directive directive, int pageSize = 0)
    {
        var all = new List<(int, DirectiveState)>();
        var token = "";
        do
        {
            var page = await client.ListDirectiveRevisionsAsync(new ListDirectiveRevisionsRequest { DirectiveId = directive.DirectiveId, PageSize = pageSize, PageToken = token });
            all.AddRange(page.Revisions.Select(r => (r.Revision, r.State)));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        return all;
    }
}
