using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class WithdrawDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Withdraw_Everywhere_EndsItForAllWhoRead()
    {
        var withdrawn = await host.Withdrawn(host.Trondelag, await host.PublishedByTrondelag());
        Assert.Equal((DirectiveState.Withdrawn, "Erstattes av felles plan", 0), (withdrawn.State, withdrawn.WithdrawalReason, withdrawn.WithdrawnAtOffices.Count));
        Assert.NotNull(withdrawn.WithdrawnAt);
        Assert.Equal(DirectiveState.Withdrawn, (await host.Seen(host.Stjordal, withdrawn)).State);
        var last = (await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective)).Last(e => e.Subject == withdrawn.DirectiveId);
        Assert.Equal((2L, DirectiveState.Withdrawn, "Erstattes av felles plan"), (last.Version, last.Data.Directive.State, last.Data.Directive.WithdrawalReason));
    }

    [Fact]
    public async Task Withdraw_AtSomeOffices_LeavesItStandingElsewhere()
    {
        var one = await host.Withdrawn(host.Trondelag, await host.PublishedByTrondelag(), "1783");
        Assert.Equal((DirectiveState.Published, "1783"), (one.State, Assert.Single(one.WithdrawnAtOffices)));
        var two = await host.Withdrawn(host.Trondelag, one, "1612", "1783");
        Assert.Equal(["1612", "1783"], two.WithdrawnAtOffices);
        var events = (await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective)).Where(e => e.Subject == two.DirectiveId);
        Assert.Equal([0, 1, 2], events.Select(e => e.Data.Directive.WithdrawnAtOffices.Count));
        var all = await host.Withdrawn(host.Trondelag, two);
        Assert.Equal((DirectiveState.Withdrawn, 0), (all.State, all.WithdrawnAtOffices.Count));
    }

    [Fact]
    public async Task Withdraw_AtAnUnknownOffice_StoresNothing()
    {
        var published = await host.PublishedByTrondelag();
        var rows = await host.Rows();
        var refused = await RefusedCall.Of(() => host.Withdrawn(host.Trondelag, published, "1783", "9999", "0219"));
        Assert.Equal(("OFFICE_UNKNOWN", "OFFICE_UNKNOWN"), (refused.Fields["office_numbers[1]"], refused.Fields["office_numbers[2]"]));
        Assert.Equal(rows, await host.Rows());
        Assert.Empty((await host.Seen(host.Trondelag, published)).WithdrawnAtOffices);
    }

    [Fact]
    public async Task Withdraw_Again_IsAWrongStateAndAReplayIsNot()
    {
        var published = await host.PublishedByTrondelag();
        var request = new WithdrawDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = published.DirectiveId, Etag = published.Etag, Reason = "feil" };
        var first = await host.Trondelag.WithdrawDirectiveAsync(request);
        Assert.Equal(first, await host.Trondelag.WithdrawDirectiveAsync(request));
        var refused = await RefusedCall.Of(() => host.Withdrawn(host.Trondelag, first.Directive));
        Assert.Equal((StatusCode.FailedPrecondition, "WITHDRAWN"), (refused.Code, refused.Metadata["state"]));
    }

    [Fact]
    public async Task Withdraw_OfADraft_IsAWrongState()
    {
        var draft = await host.Draft(host.Trondelag, new DirectiveContent());
        Assert.Equal("DRAFT", (await RefusedCall.Of(() => host.Withdrawn(host.Trondelag, draft))).Metadata["state"]);
    }

    [Fact]
    public async Task Withdraw_WithNothingAtAll_NamesEverythingMissing()
    {
        var refused = await RefusedCall.Of(async () => await host.Trondelag.WithdrawDirectiveAsync(new WithdrawDirectiveRequest()));
        Assert.Equal(["directive_id", "etag", "reason", "request_id"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Withdraw_ByWhoMayOnlyRead_IsForeign()
    {
        var published = await host.PublishedByTrondelag();
        var refused = await RefusedCall.Of(() => host.Withdrawn(host.Stjordal, published));
        Assert.Equal((StatusCode.PermissionDenied, "FOREIGN_ORGANISATION"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Withdraw_ByTheMunicipalDirectorOfWhatTheCouncilDecided_IsForeign()
    {
        var decision = await host.Published(host.StjordalCouncil, Contents.ToMunicipalDirector());
        Assert.Equal("FOREIGN_ORGANISATION", (await RefusedCall.Of(() => host.Withdrawn(host.Stjordal, decision))).Reason);
    }

    [Fact]
    public async Task Withdraw_OfTheParent_LeavesTheChildToItsIssuer()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var child = (await host.Relayed(host.Trondelag, parent)).Directive;
        await host.Withdrawn(host.Directorate, parent);
        Assert.Equal(DirectiveState.Published, (await host.Seen(host.Trondelag, child)).State);
        Assert.Equal(DirectiveState.Withdrawn, (await host.Withdrawn(host.Trondelag, child)).State);
    }
}
