using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Api;

public class RpcTests
{
    [Fact]
    public async Task ListMissions_IsInTheOrderOfTheFeedAndPaged()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.PriorityRank = 2));
        await world.Map(State("s2", c => (c.PriorityRank, c.Valid.From) = (1, $"{Year}-01-02")));
        await world.Map(State("s3", c => (c.Deadline, c.Valid.From) = ($"{Year}-03-01", $"{Year}-01-03")));
        await world.Map(State("s4", c => (c.Bindingness, c.Valid.From) = (Bindingness.Statutory, $"{Year}-01-04")));
        await world.Map(State("s5", c => (c.Bindingness, c.Valid.From) = (Bindingness.Advice, $"{Year}-01-05")));
        var leader = world.As("office", Fjordvik);

        List<(string, int)> seen = [];
        var request = new ListMissionsRequest { OfficeNumber = Fjordvik, PageSize = 2 };
        do
        {
            var page = await leader.ListMissionsAsync(request);
            seen.AddRange(page.Missions.Select(m => (m.Sources[0].DirectiveId, m.Rank)));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal([("s4", 1), ("s3", 2), ("s2", 3), ("s1", 4), ("s5", 5)], seen);
    }

    [Fact]
    public async Task ListMissions_ResumeToken_GoesOnWhereItEnded()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = world.As("office", Fjordvik);
        var token = (await leader.ListMissionsAsync(new() { OfficeNumber = Fjordvik })).ResumeToken;
        await world.Map(State("s2", Apart));

        using var call = leader.WatchMissions(new() { OfficeNumber = Fjordvik, ResumeToken = token });

        Assert.Equal(["s2", null], (await UntilCaughtUp(call)).Select(m => m.Mission?.Sources[0].DirectiveId));
    }

    [Fact]
    public async Task GetMission_EveryVersion_CanBeReadAgain()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Revised(State("s1"), ChangeClass.Material, c => c.Text.Nb = "ny"));
        await world.Map(Ban("m1"));
        var leader = world.As("office", Fjordvik);
        var key = (await world.Mission("s1")).MissionKey;

        var versions = new List<Mission>();
        for (var version = 1; version <= 3; version++)
        {
            versions.Add((await leader.GetMissionAsync(new() { OfficeNumber = Fjordvik, MissionKey = key, Version = version })).Mission);
        }

        Assert.Equal(["Tekst s1", "ny", "ny"], versions.Select(m => m.Text.Nb));
        Assert.Equal([ChangeClass.Material, ChangeClass.Material, ChangeClass.Editorial], versions.Select(m => m.ChangeClass));
        Assert.NotEqual(versions[0].ContentHash, versions[1].ContentHash);
        Assert.Equal(versions[1].ContentHash, versions[2].ContentHash);
        Assert.Equal("MISSION_NOT_FOUND", (await RefusedCall.Of(() => leader.GetMissionAsync(new() { OfficeNumber = Fjordvik, MissionKey = key, Version = 4 }).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task GetFinding_ExplainsItselfInBothForms()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.Text = new() { Nb = "Kontoret skal ha samtaler.", Nn = "Kontoret skal ha samtalar." }));
        await world.Map(Ban("m1"));

        var finding = Assert.Single(await world.Findings());

        Assert.Equal(
            "Motstridende pålegg ved Nav Fjordvik. Kommunen (Sted 5035 kommune) sier: «Tekst m1» (Dokument m1, punkt Punkt m1). "
            + "Staten (Nav Trøndelag) sier: «Kontoret skal ha samtaler.» (Dokument s1, punkt Punkt s1). "
            + "Den ene sier skal, den andre skal ikke: fysiske brukersamtaler og fysisk førstesamtale. "
            + $"Det gjelder fra 1. januar {Year} til og med 31. desember {Year}, for eksempel en person i Sted 5035 1. januar {Year}. "
            + "Avklares mellom Nav Trøndelag og Sted 5035 kommune.",
            finding.Explanation.Nb);
        Assert.Contains("«Kontoret skal ha samtalar.»", finding.Explanation.Nn, StringComparison.Ordinal);
        Assert.Equal(("2026.2", "2026.1"), (finding.Versions["rules"], finding.Versions["catalogues"]));
        Assert.Equal("USER_MEETING.PHYSICAL,USER_MEETING.PHYSICAL.FIRST", finding.WitnessClass);
        Assert.Equal(["action_code", "bindingness", "combined_with", "modality", "scope", "target_group", "theme", "valid"], finding.Fields.Select(f => f.Field));
    }

    [Fact]
    public async Task ListFindings_IsWorstFirstFilteredAndPaged()
    {
        await using var world = await World.Start();
        static void Indicates(DirectiveContent c, Direction direction) => (c.Modality, c.ActionCode, c.IndicatorId, c.Direction) = (Modality.Must, "", "IND-KVP", direction);
        await world.Map(State("s1", c => Indicates(c, Direction.Up)));
        await world.Map(Ban("m1", c => Indicates(c, Direction.Hold)));
        await world.Map(State("s2"), Midtfjell);
        await world.Map(Ban("m2"), Midtfjell);
        var auditor = world.As("auditor");

        var first = await auditor.ListFindingsAsync(new() { PageSize = 1 });
        var second = await auditor.ListFindingsAsync(new() { PageSize = 1, PageToken = first.NextPageToken });

        Assert.Equal((Severity.Blocking, Severity.Warning, ""), (first.Findings[0].Severity, second.Findings[0].Severity, second.NextPageToken));
        Assert.Equal(Fjordvik, Assert.Single(await world.Findings(new() { Kind = FindingKind.OpposedDirections })).OfficeNumber);
        Assert.Equal(FindingKind.ContradictoryOrders, Assert.Single(await world.Findings(new() { OfficeNumber = Midtfjell })).Kind);
        Assert.Equal(FindingKind.ContradictoryOrders, Assert.Single(await world.Findings(new() { DirectiveId = "m2" })).Kind);
    }

    [Fact]
    public async Task GetDirectiveStatus_CountsAllAndShowsThePageAsked()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1"));
        await world.Map(State("s1"), Fjordvik, Midtfjell);
        var auditor = world.As("auditor");

        var held = await auditor.GetDirectiveStatusAsync(new() { DirectiveId = "s1", States = { V1.GateState.Held } });
        var page = await auditor.GetDirectiveStatusAsync(new() { DirectiveId = "s1", PageSize = 1 });
        var rest = await auditor.GetDirectiveStatusAsync(new() { DirectiveId = "s1", PageSize = 1, PageToken = page.NextPageToken });

        Assert.Equal(new StatusCounts { Offices = 2, Held = 1, Released = 1 }, held.Counts);
        var office = Assert.Single(held.Offices);
        Assert.Equal((Fjordvik, "Nav Fjordvik", 1), (office.OfficeNumber, office.OfficeName, office.FindingIds.Count));
        Assert.Equal([Fjordvik, Midtfjell], page.Offices.Concat(rest.Offices).Select(o => o.OfficeNumber));
        Assert.Empty(rest.NextPageToken);
    }

    [Fact]
    public async Task BadRequests_NameEveryField()
    {
        await using var world = await World.Start();
        var auditor = world.As("auditor");

        var list = await RefusedCall.Of(() => auditor.ListMissionsAsync(new() { OfficeNumber = Fjordvik, PageSize = -1, PageToken = "%" }).ResponseAsync);
        var findings = await RefusedCall.Of(() => auditor.ListFindingsAsync(new() { PageToken = "%", Filter = new() { Kind = (FindingKind)99 } }).ResponseAsync);
        var status = await RefusedCall.Of(() => auditor.GetDirectiveStatusAsync(new() { States = { (V1.GateState)99 } }).ResponseAsync);
        var mission = await RefusedCall.Of(() => auditor.GetMissionAsync(new() { OfficeNumber = Fjordvik, Version = -1 }).ResponseAsync);

        Assert.All(new[] { list, findings, status, mission }, r => Assert.Equal(StatusCode.InvalidArgument, r.Code));
        Assert.Equal(["page_size", "page_token"], list.Fields.Keys.Order());
        Assert.Equal(["filter.kind", "page_token"], findings.Fields.Keys.Order());
        Assert.Equal(["directive_id", "states"], status.Fields.Keys.Order());
        Assert.Equal(["mission_key", "version"], mission.Fields.Keys.Order());
        Assert.Equal(["office_number"], (await RefusedCall.Of(() => auditor.ListMissionsAsync(new()).ResponseAsync)).Fields.Keys);
        Assert.Equal(["finding_id"], (await RefusedCall.Of(() => auditor.GetFindingAsync(new()).ResponseAsync)).Fields.Keys);
    }
}
