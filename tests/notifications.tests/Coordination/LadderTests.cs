using Samstyring.Common;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;
using static Samstyring.Notifications.Tests.Coordination.CaseWorld;
using static Samstyring.Notifications.Tests.World;
using AssertedTerm = Samstyring.Steering.V1.AssertedTerm;
using ChangeClass = Samstyring.Steering.V1.ChangeClass;
using CloseReason = Samstyring.Notifications.V1.CloseReason;
using FindingKind = Samstyring.Notifications.V1.FindingKind;
using LeadershipModel = Samstyring.Offices.V1.LeadershipModel;
using Modality = Samstyring.Steering.V1.Modality;
using Reporting = Samstyring.Steering.V1.Reporting;
using ResolverClass = Samstyring.Notifications.V1.ResolverClass;
using ResponsibleLeader = Samstyring.Steering.V1.ResponsibleLeader;

namespace Samstyring.Notifications.Tests.Coordination;

/// <summary>Each resolver class of conflicts.md section 4, from flag to one mission.</summary>
public class LadderTests
{
    [Fact]
    public async Task BothOwners_AtTheDeadlineOverEaster_GoesToTheRegionalArenaAndCanStillBeSettled()
    {
        await using var world = await World.Start();
        var today = Oslo.DateOf(world.Service.Time.GetUtcNow());

        // Day 0 is the Wednesday before Maundy Thursday; five working days later is the Monday of the week after Easter week.
        var easter = WorkingDays.Easter(Year);
        await world.NewDay(easter.AddDays(-4).DayNumber - today.DayNumber);
        await world.Map(State("s1", c => c.Valid.To = $"{Year + 2}-01-01"));
        await world.Map(Ban("m1", c => c.Valid.To = $"{Year + 2}-01-01"));
        var one = await world.OnlyCase();
        Assert.Equal($"{easter.AddDays(8):yyyy-MM-dd}", one.Deadline);
        Assert.Equal((ResolverClass.RegionalArena, true), (one.NextRung, one.ForOwners));
        Assert.Equal([Line.State, Line.Municipal], one.Lines);

        await world.NewDay(12);
        Assert.Equal((CaseState.Open, "RECEIVED JUDGED HELD"), ((await world.Case(one.CaseId)).State, await world.Path("m1")));
        await world.NewDay(1);

        var escalated = await world.Case(one.CaseId);
        Assert.Equal((CaseState.Escalated, ResolverClass.RegionalArena, ""), (escalated.State, escalated.Resolver.ResolverClass, escalated.Deadline));
        Assert.Equal((ResolverClass.Unspecified, true), (escalated.NextRung, escalated.ForOwners));
        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());
        Assert.All(new[] { "m1", "s1" }, id => Assert.Equal(ResolverClass.RegionalArena, world.Mission(id).Result.Flags.Single().Resolver.ResolverClass));
        await world.ProposeAcceptance(one.CaseId);
        var settled = await world.Sign(one.CaseId);
        Assert.Equal((CloseReason.OwnersAgreed, ResolverClass.Unspecified, false), (settled.CloseReason, settled.NextRung, settled.ForOwners));
        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task RegionalArena_ByItsKind_IsSignedByTheOwnersOfTheOffice()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => Reports(c, "MODIA")));
        await world.Map(Ban("m1", c =>
        {
            (c.Modality, c.ActionCode, c.Theme) = (Modality.Must, "RECEPTION.APPOINTMENT", "FOLLOW_UP.YOUTH");
            Reports(c, "SOCIAL_CASE_SYSTEM");
        }));
        var one = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.DoubleReporting);
        Assert.Equal((ResolverClass.RegionalArena, ""), (one.Resolver.ResolverClass, one.Deadline));

        await world.ProposeAcceptance(one.CaseId);
        var settled = await world.Sign(one.CaseId);

        Assert.Equal(CaseState.Closed, settled.State);
        Assert.DoesNotContain("FLAG", await world.Feed());
    }

    [Fact]
    public async Task LineTop_IsNotTheOwnersToSettle_AndEndsWithANewRevision()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.IssuerUnit = "Avdeling A"));
        await world.Map(State("s2", c => (c.IssuerUnit, c.Modality, c.ActionCode) = ("Avdeling B", Modality.MustNot, "USER_MEETING.PHYSICAL")));
        var one = await world.OnlyCase();
        Assert.Equal((FindingKind.SameLineCollision, ResolverClass.LineTop), (one.Kind, one.Resolver.ResolverClass));

        var refused = await RefusedCall.Of(() => world.ProposeAcceptance(one.CaseId));
        Assert.Equal(("RESOLVER_OTHER", "LINE_TOP"), (refused.Reason, refused.Metadata["resolver_class"]));
        Assert.Contains((await world.As("county", "5700").ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.MendDirective && t.DirectiveId == "s2");
        await world.Map(Revised(State("s2", c => c.IssuerUnit = "Avdeling B"), ChangeClass.Material));

        Assert.Equal((CaseState.Closed, CloseReason.DirectiveChanged), ((await world.Case(one.CaseId)).State, (await world.Case(one.CaseId)).CloseReason));
        // Both say the same now: one mission.
        Assert.Equal("s1 RELEASED", await world.Feed());
        Assert.Equal(["s1", "s2"], (await world.Mission("s1")).Sources.Select(s => s.DirectiveId));
    }

    [Fact]
    public async Task LineTop_AtTheDeadline_GoesToTheMeetingOfThatLine()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.IssuerUnit = "Avdeling A"));
        await world.Map(State("s2", c => (c.IssuerUnit, c.Modality, c.ActionCode) = ("Avdeling B", Modality.MustNot, "USER_MEETING.PHYSICAL")));
        var id = (await world.OnlyCase()).CaseId;

        await world.NewDay(15);

        var escalated = await world.Case(id);
        Assert.Equal((CaseState.Escalated, "direktørmøtet i Arbeids- og velferdsdirektoratet"), (escalated.State, escalated.Resolver.Name.Nb));
    }

    [Fact]
    public async Task Issuer_GetsTheTask_AndAfterTheDeadlineBothOwnersDo()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.ConsequenceAssessment = null), Fjordvik, Midtfjell);
        var one = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.AssessmentMissing);
        Assert.Equal((ResolverClass.Issuer, 2), (one.Resolver.ResolverClass, one.Offices.Count));
        Assert.Contains((await world.As("county", "5700").ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.MendDirective && t.CaseId == one.CaseId);
        Assert.Equal([Fjordvik], (await world.As("municipal-director", "5035").GetCaseAsync(new() { CaseId = one.CaseId })).Case.Offices.Select(o => o.OfficeNumber));

        await world.NewDay(20);
        var owners = await world.Case(one.CaseId);
        Assert.Equal((CaseState.Escalated, ResolverClass.BothOwners), (owners.State, owners.Resolver.ResolverClass));
        await world.Map(Revised(State("s1"), ChangeClass.Material), Fjordvik, Midtfjell);

        Assert.Equal(CloseReason.DirectiveChanged, (await world.Case(one.CaseId)).CloseReason);
        Assert.Equal("s1 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task AgreementTerm_GoesToMediationAndTheBoard_WithBothAccounts()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.AssertedTerms.Add(new AssertedTerm { Term = "OFFICE_LOCATION", Value = "Storgata 1" })));
        var one = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.OutsideAuthority);
        Assert.True(one.AgreementTerm);
        var governor = world.As("county-governor", "50");
        Assert.Equal("CASE_NOT_FOUND", (await RefusedCall.Of(() => governor.GetCaseAsync(new() { CaseId = one.CaseId }).ResponseAsync)).Reason);
        Assert.Equal("RESOLVER_OTHER", (await RefusedCall.Of(() => Account("county", "5700"))).Reason);

        await world.Escalate(one.CaseId, ResolverClass.BothOwners);
        await world.Escalate(one.CaseId, ResolverClass.DisputeBoard, "municipal-director", "5035");
        Assert.Contains((await governor.ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.Mediate && t.CaseId == one.CaseId);
        await Account("county", "5700");
        var refused = await RefusedCall.Of(() => Mediate(MediationOutcome.Forwarded));
        Assert.Equal(("ACCOUNTS_MISSING", "COUNTY:5700"), (refused.Reason, refused.Metadata["given"]));
        Assert.Contains((await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.GiveAccount);
        await Account("municipal-director", "5035");
        await Mediate(MediationOutcome.Forwarded);
        var decided = await Mediate(MediationOutcome.BoardDecision);

        Assert.Equal((CaseState.Closed, CloseReason.LegalDecision), (decided.State, decided.CloseReason));
        Assert.Equal(2, decided.Accounts.Count);
        Assert.Equal("s1 RELEASED", await world.Feed());

        Task<Case> Account(string role, string unit) => Of(world.As(role, unit).GiveAccountAsync(new() { RequestId = Id(), CaseId = one.CaseId, Text = "Slik ser vi det" })
            .ResponseAsync, r => r.Case);
        Task<Case> Mediate(MediationOutcome outcome) => Of(governor.RecordMediationAsync(new()
        {
            RequestId = Id(),
            CaseId = one.CaseId,
            Outcome = outcome,
            Text = "Mekling gjennomført",
            Reference = "TVIST-1",
        }).ResponseAsync, r => r.Case);
    }

    [Fact]
    public async Task Mediation_FoundInadmissible_GivesTheCaseBackToTheOwners()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.AssertedTerms.Add(new AssertedTerm { Term = "OFFICE_LOCATION", Value = "Storgata 1" })));
        var id = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.OutsideAuthority).CaseId;
        await world.Escalate(id, ResolverClass.BothOwners);
        await world.Escalate(id, ResolverClass.DisputeBoard);

        var returned = (await world.As("county-governor", "50").RecordMediationAsync(new()
        {
            RequestId = "m",
            CaseId = id,
            Outcome = MediationOutcome.Inadmissible,
            Text = "Saken er ikke forsøkt løst lokalt",
        })).Case;

        Assert.Equal((CaseState.Escalated, ResolverClass.BothOwners), (returned.State, returned.Resolver.ResolverClass));
        await world.ProposeAcceptance(id);
        Assert.Equal(CaseState.Closed, (await world.Sign(id)).State);
    }

    [Theory]
    [InlineData(ResolverClass.DisputeBoard, "DISPUTE_REGULATION_1")]
    [InlineData(ResolverClass.LineTop, "LADDER")]
    [InlineData(ResolverClass.BothOwners, "LADDER")]
    public async Task Escalation_ToARungThatIsNotNext_IsRefusedWithItsRule(ResolverClass to, string rule)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var before = await world.OnlyCase();

        var refused = await RefusedCall.Of(() => world.Escalate(before.CaseId, to));

        Assert.Equal(("ESCALATION_NOT_ADMISSIBLE", rule, "REGIONAL_ARENA"), (refused.Reason, refused.Metadata["rule"], refused.Metadata["next"]));
        Assert.Equal(before.Etag, (await world.Case(before.CaseId)).Etag);
    }

    [Fact]
    public async Task Escalation_OnRequest_ShowsOnTheFlagsAtOnce()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        await world.Escalate(id, ResolverClass.RegionalArena, "municipal-director", "5035");

        Assert.Equal(ResolverClass.RegionalArena, Assert.Single((await world.Mission("s1")).Flags).Resolver.ResolverClass);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        Assert.Equal(FindingState.Escalated, Assert.Single(await world.Findings()).State);
    }

    [Fact]
    public async Task Municipalities_SettleBetweenThemselves_WithoutTheCounty()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1", c => (c.IssuerOrg.Number, c.Modality, c.ActionCode) = ("5041", Modality.Must, "USER_MEETING.PHYSICAL.FIRST")), Midtfjell);
        await world.Map(Ban("m2", c => c.IssuerOrg.Number = "5042"), Midtfjell);
        var one = await world.OnlyCase();
        Assert.Equal((FindingKind.IntermunicipalSplit, ResolverClass.Municipalities), (one.Kind, one.Resolver.ResolverClass));
        Assert.DoesNotContain("COUNTY:5700", one.Offices[0].Signers.Select(Written));

        Assert.Equal("NOT_A_PARTY", (await RefusedCall.Of(() => world.ProposeAcceptance(one.CaseId))).Reason);
        await world.Propose(one.CaseId, new() { WayOut = WayOut.JointText, JointText = new() { Nb = "Førstesamtalen er fysisk i begge kommunene" } }, "municipal-director", "5041");
        await world.Sign(one.CaseId, "5042");
        var settled = await world.Sign(one.CaseId, "5043");

        Assert.Equal(CaseState.Closed, settled.State);
        Assert.Equal("m1 RELEASED; m2 RELEASED", await world.Feed(Midtfjell));
    }

    [Fact]
    public async Task Leaders_AreAskedWhoAnswers_AndARowOfTheProfileEndsIt()
    {
        await using var world = await World.Start();
        var dual = OfficeOf(Fjordvik, 2);
        dual.Office.Profile.Leadership[0].Model = LeadershipModel.Dual;
        await world.Deliver(dual);
        await world.Map(State("s1", c => c.ResponsibleLeader = ResponsibleLeader.Unspecified));
        var one = await world.OnlyCase();
        Assert.Equal((FindingKind.RecipientUnclear, ResolverClass.Leaders), (one.Kind, one.Resolver.ResolverClass));

        var task = Assert.Single((await world.As("office", Fjordvik).ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.NameLeader);
        Assert.Equal(one.CaseId, task.CaseId);
        dual.Version = 3;
        dual.Office.Profile.Responsibilities.Add(new Samstyring.Offices.V1.Responsibility
        {
            Theme = "FOLLOW_UP",
            Leader = ResponsibleLeader.StateLeader,
            Valid = new(),
        });
        await world.Deliver(dual);

        Assert.Equal((CaseState.Closed, CloseReason.ProfileChanged), ((await world.Case(one.CaseId)).State, (await world.Case(one.CaseId)).CloseReason));
        Assert.Equal("s1 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task LegalRequirement_IsNeverHeld_ButItsCaseIsSettledLikeAnother()
    {
        await using var world = await World.Start();
        await world.Map(Ban("m1"));
        await world.Map(State("s1", c => c.Bindingness = Samstyring.Steering.V1.Bindingness.Statutory));
        var one = await world.OnlyCase();
        Assert.Equal("m1 RELEASEDWITHFLAG; s1 RELEASEDWITHFLAG", await world.Feed());

        await world.ProposeAcceptance(one.CaseId);
        await world.Sign(one.CaseId);

        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed());
    }

    private static void Reports(DirectiveContent c, string system) => c.Reporting.Add(new Reporting
    {
        Concept = "KVP_DECISIONS",
        System = system,
        Frequency = "P1M",
        Period = new() { From = $"{Year}-01-01", To = $"{Year + 1}-01-01" },
    });

    private static async Task<Case> Of<T>(Task<T> call, Func<T, Case> get) => get(await call);
}
