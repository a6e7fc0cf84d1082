using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class ListDirectivesTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task List_InPages_GivesEachOnceNewestFirst()
    {
        var theme = Theme();
        var made = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            made.Add((await host.Draft(host.Trondelag, new DirectiveContent { Theme = theme })).DirectiveId);
        }

        var seen = new List<string>();
        var token = "";
        do
        {
            var page = await host.Trondelag.ListDirectivesAsync(new ListDirectivesRequest { PageSize = 3, PageToken = token, Filter = new DirectiveFilter { Theme = theme } });
            Assert.InRange(page.Directives.Count, 1, 3);
            seen.AddRange(page.Directives.Select(d => d.DirectiveId));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(Enumerable.Reverse(made), seen);
    }

    [Fact]
    public async Task List_ByState_FindsTheNewestThatTheCallerSees()
    {
        var theme = Theme();
        var draft = await host.Draft(host.Trondelag, Themed(theme));
        var published = await host.Published(host.Trondelag, Themed(theme));
        var withdrawn = await host.Withdrawn(host.Trondelag, await host.Published(host.Trondelag, Themed(theme)));
        var edited = await Edited(await host.Published(host.Trondelag, Themed(theme)));
        Assert.Equal([edited, draft.DirectiveId], await List(host.Trondelag, theme, DirectiveState.Draft));
        Assert.Equal([published.DirectiveId], await List(host.Trondelag, theme, DirectiveState.Published));
        Assert.Equal([withdrawn.DirectiveId], await List(host.Trondelag, theme, DirectiveState.Withdrawn));
        Assert.Equal([edited, published.DirectiveId], await List(host.Stjordal, theme, DirectiveState.Published));
        Assert.Equal([edited, withdrawn.DirectiveId, published.DirectiveId], await List(host.Stjordal, theme));
        Assert.Empty(await List(host.OstViken, theme));
        Assert.Equal([edited, withdrawn.DirectiveId, published.DirectiveId], await List(host.As("auditor"), theme));
    }

    [Fact]
    public async Task List_ByTheme_TakesThoseBelowAndNoneBeside()
    {
        var theme = Theme();
        var below = await host.Draft(host.Trondelag, new DirectiveContent { Theme = $"{theme}.YOUTH" });
        await host.Draft(host.Trondelag, new DirectiveContent { Theme = $"{theme}X" });
        Assert.Equal([below.DirectiveId], await List(host.Trondelag, theme));
        Assert.Empty(await List(host.Trondelag, theme.Replace('_', 'x')));
    }

    [Theory]
    [InlineData("2026-12-31", 0)]
    [InlineData("2027-01-01", 1)]
    [InlineData("2027-12-31", 1)]
    [InlineData("2028-01-01", 0)]
    public async Task List_ByDay_TakesThoseInForce(string day, int count)
    {
        var theme = Theme();
        await host.Draft(host.Trondelag, Themed(theme));
        await host.Draft(host.Trondelag, new DirectiveContent { Theme = theme });
        var page = await host.Trondelag.ListDirectivesAsync(new ListDirectivesRequest { Filter = new DirectiveFilter { Theme = theme, ValidOn = day } });
        Assert.Equal(count, page.Directives.Count);
    }

    [Fact]
    public async Task List_ByLineAndIssuer_TakesThoseOnly()
    {
        var theme = Theme();
        var content = Contents.Of(Issuers.Stjordal, "MUNICIPALITY(5035)");
        content.Theme = theme;
        var municipal = await host.Published(host.Stjordal, content);
        var state = await host.Published(host.Trondelag, Themed(theme));
        Assert.Equal([municipal.DirectiveId], await List(host.Trondelag, new DirectiveFilter { Theme = theme, Line = Line.Municipal }));
        Assert.Equal([state.DirectiveId], await List(host.Stjordal, new DirectiveFilter { Theme = theme, IssuerOrg = Issuers.Trondelag.Org }));
        Assert.Equal([municipal.DirectiveId], await List(host.Trondelag, new DirectiveFilter { Theme = theme, IssuerOrg = Issuers.Stjordal.Org }));
    }

    [Fact]
    public async Task List_AwaitingRelay_HoldsItUntilItIsRelayedAndAgainAfterANewRevision()
    {
        var theme = Theme();
        var content = Contents.ToCounties();
        content.Theme = theme;
        var parent = await host.Published(host.Directorate, content);
        var waiting = new DirectiveFilter { Theme = theme, AwaitingRelay = true };
        Assert.Equal([parent.DirectiveId], await List(host.Trondelag, waiting));
        Assert.Empty(await List(host.Stjordal, waiting));
        Assert.Empty(await List(host.Directorate, waiting));

        var child = (await host.Relayed(host.Trondelag, parent)).Directive;
        Assert.Empty(await List(host.Trondelag, waiting));
        Assert.Equal([parent.DirectiveId], await List(host.OstViken, waiting));
        Assert.Equal([child.DirectiveId], await List(host.Directorate, new DirectiveFilter { DerivedFrom = parent.DirectiveId }));

        await host.Republished(host.Directorate, await host.Seen(host.Directorate, parent), c => c.Target.Lo = "72");
        Assert.Equal([parent.DirectiveId], await List(host.Trondelag, waiting));
        await host.Withdrawn(host.Directorate, await host.Seen(host.Directorate, parent));
        Assert.Empty(await List(host.Trondelag, waiting));
    }

    [Fact]
    public async Task List_WithEveryFilterAtFault_NamesThemTogether()
    {
        var refused = await RefusedCall.Of(async () => await host.Trondelag.ListDirectivesAsync(new ListDirectivesRequest
        {
            PageSize = -1,
            PageToken = "not ours",
            Filter = new DirectiveFilter
            {
                State = (DirectiveState)77,
                Line = (Line)77,
                ValidOn = "today",
                DerivedFrom = "x",
                IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = "57" },
            },
        }));
        Assert.Equal(
            ["filter.derived_from", "filter.issuer_org", "filter.line", "filter.state", "filter.valid_on", "page_size", "page_token"],
            refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("' or 1=1 --")]
    public async Task List_WithWildcardsInTheTheme_FindsNothing(string theme)
    {
        await host.Draft(host.Trondelag, new DirectiveContent { Theme = "ANY" });
        Assert.Empty(await List(host.Trondelag, theme));
    }

    [Fact]
    public async Task List_WithATokenOfAnotherCaller_ShowsOnlyOnesOwn()
    {
        var theme = Theme();
        await host.Draft(host.Trondelag, Themed(theme));
        await host.Draft(host.Trondelag, Themed(theme));
        var token = (await host.Trondelag.ListDirectivesAsync(new ListDirectivesRequest { PageSize = 1, Filter = new DirectiveFilter { Theme = theme } })).NextPageToken;
        Assert.Empty((await host.OstViken.ListDirectivesAsync(new ListDirectivesRequest { PageToken = token, Filter = new DirectiveFilter { Theme = theme } })).Directives);
    }

    private static string Theme() => $"TEST_{Guid.NewGuid():N}";

    private static DirectiveContent Themed(string theme)
    {
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        content.Theme = theme;
        return content;
    }

    private static Task<string[]> List(SteeringService.SteeringServiceClient client, string theme, DirectiveState state = DirectiveState.Unspecified) =>
        List(client, new DirectiveFilter { Theme = theme, State = state });

    private static async Task<string[]> List(SteeringService.SteeringServiceClient client, DirectiveFilter filter) =>
        [.. (await client.ListDirectivesAsync(new ListDirectivesRequest { Filter = filter })).Directives.Select(d => d.DirectiveId)];

    private async Task<string> Edited(Directive published) => (await host.Trondelag.UpdateDirectiveAsync(new UpdateDirectiveRequest
    {
        RequestId = SteeringHost.NewId(),
        DirectiveId = published.DirectiveId,
        Etag = published.Etag,
        Content = published.Content,
        ChangeClass = ChangeClass.Editorial,
    })).Directive.DirectiveId;
}
