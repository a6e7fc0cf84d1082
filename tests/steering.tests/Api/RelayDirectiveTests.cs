using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class RelayDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Relay_DownTheStateLine_PublishesTheCountysOwnDirective()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var child = (await host.Relayed(host.Trondelag, parent)).Directive;
        Assert.Equal((DirectiveState.Published, "COUNTY(5700)", RecipientRole.NavLeader), (child.State, child.Content.Scope, child.Content.RecipientRole));
        Assert.Equal(parent.DirectiveId, Assert.Single(child.Content.DerivedFrom).DirectiveId);
        Assert.Equal(["DIRECTORATE", "COUNTY:5700"], child.DeliveryPath.Select(n => n.Node));
        Assert.NotNull(child.DeliveryPath[1].ReceivedAt);
        Assert.Equal(child, await host.Seen(host.Trondelag, child));
        Assert.Equal(child.Content, (await host.Seen(host.Directorate, child)).Content);
    }

    [Fact]
    public async Task Relay_DownTheMunicipalLine_PublishesTheMunicipalDirectorsOwnDirective()
    {
        var parent = await host.Published(host.StjordalCouncil, Contents.ToMunicipalDirector());
        var child = (await host.Relayed(host.Stjordal, parent)).Directive;
        Assert.Equal(["COUNCIL:5035", "MUNICIPAL_DIRECTOR:5035"], child.DeliveryPath.Select(n => n.Node));
        Assert.Equal((IssuerRole.MunicipalDirector, "MUNICIPALITY(5035)"), (child.Content.IssuerRole, child.Content.Scope));
        Assert.Equal(DirectiveState.Published, (await host.Seen(host.StjordalCouncil, child)).State);
    }

    [Fact]
    public async Task Relay_ByTwoCounties_LeavesTwoReceiptsAndRisingVersions()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var first = (await host.Relayed(host.Trondelag, parent)).Directive;
        var second = (await host.Relayed(host.OstViken, parent)).Directive;
        var seen = await host.Seen(host.Directorate, parent);
        Assert.Equal(["DIRECTORATE", "COUNTY:5700", "COUNTY:0200"], seen.DeliveryPath.Select(n => n.Node));
        Assert.Equal(parent.Etag, seen.Etag);
        Assert.Equal(["COUNTY(5700)", "COUNTY(0200)"], [first.Content.Scope, second.Content.Scope]);
        var events = await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective);
        Assert.Equal([1, 2, 3], events.Where(e => e.Subject == parent.DirectiveId).Select(e => e.Version));
        Assert.Equal(3, events.Last(e => e.Subject == parent.DirectiveId).Data.Directive.DeliveryPath.Count);
        Assert.Single(events, e => e.Subject == first.DirectiveId);
    }

    [Fact]
    public async Task Relay_ToTwoOfficesInTurn_LeavesOneReceipt()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var first = (await host.Relayed(host.Trondelag, parent, "OFFICE(1783)")).Directive;
        var second = (await host.Relayed(host.Trondelag, parent, "OFFICE(1612)")).Directive;
        Assert.NotEqual(first.DirectiveId, second.DirectiveId);
        Assert.Equal(first.DeliveryPath[1].ReceivedAt, second.DeliveryPath[1].ReceivedAt);
        Assert.Equal(2, (await host.Seen(host.Directorate, parent)).DeliveryPath.Count);
    }

    [Fact]
    public async Task Relay_Adapted_KeepsTheRest()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var child = (await host.Relayed(host.Trondelag, parent, "OFFICE(1783)", new Adaptation { Target = new Target { Lo = "75", Unit = "PERCENT" } })).Directive;
        Assert.Equal(("75", parent.Content.Title, "AND(COUNTY(5700), OFFICE(1783))"), (child.Content.Target.Lo, child.Content.Title, child.Content.Scope));
    }

    [Fact]
    public async Task Relay_InBulkWithBadRows_LetsTheGoodOnesThroughAndSaysWhyOfTheOthers()
    {
        var good = await host.Published(host.Directorate, Contents.ToCounties());
        var direct = await host.Published(host.Directorate, Contents.Of(Issuers.Directorate, "ALL"));
        var gone = await host.Withdrawn(host.Directorate, await host.Published(host.Directorate, Contents.ToCounties()));
        var secret = await host.Published(host.Directorate, Contents.ToCounties("COUNTY(0200)"));
        Relay[] rows =
        [
            Row(good),
            Row(good, "OFFICE(9999)"),
            Row(good, "OFFICE("),
            Row(good, "OFFICE(0219)"),
            Row(direct),
            Row(gone),
            Row(secret),
            new Relay(),
            Row(good, "", new Adaptation { Bindingness = (Bindingness)77, Target = new Target { Lo = "2", Hi = "1" }, Deadline = "x" }),
            Row(good, "OFFICE(1612)"),
        ];
        var results = (await host.Trondelag.RelayDirectiveAsync(new RelayDirectiveRequest { Relays = { rows } })).Results;
        Assert.Equal(
            [
                "", "INVALID_FIELDS", "INVALID_FIELDS", "INVALID_FIELDS", "NOT_ADDRESSED_TO_UNIT", "WRONG_STATE", "DIRECTIVE_NOT_FOUND",
                "INVALID_FIELDS", "INVALID_FIELDS", "",
            ],
            results.Select(r => r.Refusal?.Reason ?? ""));
        Assert.Equal(("OFFICE_UNKNOWN", "SCOPE_MALFORMED", "SCOPE_EMPTY"), (Field(1, "scope"), Field(2, "scope"), Field(3, "scope")));
        Assert.Equal("NAV_LEADER", results[4].Refusal.Fields["recipient_role"]);
        Assert.Equal(((int)StatusCode.FailedPrecondition, (int)StatusCode.NotFound), (results[5].Refusal.Code, results[6].Refusal.Code));
        Assert.Equal(("FIELD_REQUIRED", "FIELD_REQUIRED"), (Field(7, "request_id"), Field(7, "directive_id")));
        Assert.Equal(
            ("ENUM_UNKNOWN", "INTERVAL_REVERSED", "FIELD_MALFORMED"),
            (Field(8, "adaptation.bindingness"), Field(8, "adaptation.target"), Field(8, "adaptation.deadline")));
        Assert.All(results.Where(r => r.Refusal is not null), r => Assert.NotEmpty(r.Refusal.Message.Nn));

        string Field(int row, string field) => results[row].Refusal.Fields[field];
    }

    [Fact]
    public async Task Relay_RepeatedWithTheSameIds_RepeatsNothing()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        var request = new RelayDirectiveRequest { Relays = { Row(parent, "OFFICE(1783)"), Row(parent, "OFFICE(1612)"), Row(parent, "OFFICE(9999)") } };
        var first = await host.Trondelag.RelayDirectiveAsync(request);
        var rows = await host.Rows();
        Assert.Equal(first, await host.Trondelag.RelayDirectiveAsync(request));
        Assert.Equal(rows, await host.Rows());
        request.Relays[0].Scope = "OFFICE(1621)";
        Assert.Equal("REQUEST_ID_REUSED", (await host.Trondelag.RelayDirectiveAsync(request)).Results[0].Refusal.Reason);
    }

    [Fact]
    public async Task Relay_OfNothingOrTooMuch_IsRefused()
    {
        var none = await RefusedCall.Of(async () => await host.Trondelag.RelayDirectiveAsync(new RelayDirectiveRequest()));
        Assert.Equal("FIELD_REQUIRED", none.Fields["relays"]);
        var many = new RelayDirectiveRequest { Relays = { Enumerable.Range(0, 1_001).Select(_ => new Relay()) } };
        Assert.Equal("FIELD_TOO_LONG", (await RefusedCall.Of(async () => await host.Trondelag.RelayDirectiveAsync(many))).Fields["relays"]);
    }

    [Fact]
    public async Task Relay_ByTheOtherLineOrTheTop_IsNotForThem()
    {
        var parent = await host.Published(host.Directorate, Contents.ToCounties());
        Assert.Equal("NOT_ADDRESSED_TO_UNIT", (await host.Relayed(host.Stjordal, parent)).Refusal.Reason);
        foreach (var role in new[] { ("directorate", ""), ("council", "5035"), ("county-governor", "50"), ("office", "1783"), ("auditor", "") })
        {
            Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(() => host.Relayed(host.As(role.Item1, role.Item2), parent))).Reason);
        }
    }

    [Fact]
    public async Task Relay_OfAnotherMunicipalitysDecision_IsNotAddressed()
    {
        var parent = await host.Published(host.StjordalCouncil, Contents.ToMunicipalDirector());
        Assert.Equal("NOT_ADDRESSED_TO_UNIT", (await host.Relayed(host.As("municipal-director", "5032"), parent)).Refusal.Reason);
        Assert.Equal("DIRECTIVE_NOT_FOUND", (await host.Relayed(host.As("municipal-director", "5001"), parent)).Refusal.Reason);
    }

    [Fact]
    public async Task Relay_AndWithdrawalOfTheParentAtOnce_LeaveNoReceiptAfterTheWithdrawal()
    {
        for (var round = 0; round < 10; round++)
        {
            var parent = await host.Published(host.Directorate, Contents.ToCounties());
            var relay = host.Relayed(host.Trondelag, parent);
            var withdrawal = host.Withdrawn(host.Directorate, parent);
            await Task.WhenAll(relay, withdrawal);
            var events = (await host.Service.Published<DirectiveChanged>(Topics.SteeringDirective)).Where(e => e.Subject == parent.DirectiveId).ToList();
            Assert.Equal(DirectiveState.Withdrawn, events[^1].Data.Directive.State);
            Assert.Equal((await relay).Directive is null ? 2 : 3, events.Count);
        }
    }

    [Fact]
    public async Task Relay_WhenTheRegisterIsSilent_FailsEachRowAlone()
    {
        await using var other = new SteeringHost();
        await other.InitializeAsync();
        var parent = await other.Published(other.Directorate, Contents.ToCounties());
        other.Offices.FailuresLeft = 3;
        var request = new RelayDirectiveRequest { Relays = { Row(parent, "OFFICE(1783)"), Row(parent, "OFFICE(1612)") } };
        var first = (await other.Trondelag.RelayDirectiveAsync(request)).Results;
        Assert.Equal(((int)StatusCode.Unavailable, ""), (first[0].Refusal.Code, first[1].Refusal?.Reason ?? ""));
        Assert.All((await other.Trondelag.RelayDirectiveAsync(request)).Results, r => Assert.NotNull(r.Directive));
    }

    private static Relay Row(Directive parent, string scope = "", Adaptation? adaptation = null) =>
        new() { RequestId = SteeringHost.NewId(), DirectiveId = parent.DirectiveId, Scope = scope, Adaptation = adaptation };
}
