using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;
using static Samstyring.Notifications.Tests.Coordination.CaseWorld;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Coordination;

public class TwoKeysTests
{
    [Fact]
    public async Task Case_OfAContradiction_IsOpenedForBothOwnersWithADeadline()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));

        var one = await world.OnlyCase();

        Assert.Equal((FindingKind.ContradictoryOrders, CaseState.Open, Severity.Blocking), (one.Kind, one.State, one.Severity));
        Assert.Equal(ResolverClass.BothOwners, one.Resolver.ResolverClass);
        Assert.Equal((await world.Status("m1")).HeldUntil, one.Deadline);
        Assert.Equal(["COUNTY:5700", "MUNICIPALITY:5035"], Assert.Single(one.Offices).Signers.Select(Written));
        Assert.Equal([CaseAct.Opened], one.Timeline.Select(e => e.Act));
        Assert.Equal(2, Assert.Single(one.Findings).Directives.Count);
    }

    [Fact]
    public async Task Acceptance_SignedByBoth_ReleasesWhatWasHeldWithoutAFlag()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        var proposed = await world.ProposeAcceptance(id);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        Assert.Equal(ProposalState.Open, Assert.Single(proposed.Proposals).State);
        var agreed = await world.Sign(id);

        Assert.Equal((CaseState.Closed, CloseReason.OwnersAgreed), (agreed.State, agreed.CloseReason));
        Assert.Equal(ProposalState.Agreed, Assert.Single(agreed.Proposals).State);
        Assert.Equal("RECEIVED JUDGED HELD RESOLVED RELEASED", await world.Path("m1"));
        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed());
        var told = Assert.Single((await world.Mission("s1")).Settlements);
        Assert.Equal((id, "Begge kan gjennomføres hver for seg", 2), (told.CaseId, told.Text.Nb, told.SignedBy.Count));
        Assert.Equal([CaseAct.Opened, CaseAct.Proposed, CaseAct.Signed, CaseAct.Agreed, CaseAct.Closed], agreed.Timeline.Select(e => e.Act));
        Assert.Equal(CloseReason.OwnersAgreed, Assert.Single(await world.Findings(new() { State = FindingState.Closed })).CloseReason);
        Assert.Equal("CASE_CLOSED", (await RefusedCall.Of(() => world.ProposeAcceptance(id))).Reason);
        await world.AssertGapless();
    }

    [Fact]
    public async Task Agreement_StaysWhenOtherThingsHappen_AndEndsWithAMaterialRevision()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        await world.ProposeAcceptance(id);
        await world.Sign(id);

        await world.Map(State("s2", c => c.ActionCode = "RECEPTION.APPOINTMENT"));
        await world.NewDay(1);
        await world.Map(Revised(State("s1"), ChangeClass.Editorial, c => c.Text.Nb = "rettet"));
        Assert.Empty(await world.OpenCases());
        Assert.DoesNotContain("FLAG", await world.Feed());

        await world.Map(Revised(Revised(State("s1"), ChangeClass.Editorial), ChangeClass.Material, c => c.Text.Nb = "noe annet"));

        var again = Assert.Single(await world.OpenCases());
        Assert.Equal(id, again.CaseId);
        Assert.Contains(CaseAct.Reopened, (await world.Case(id)).Timeline.Select(e => e.Act));
        Assert.Contains("m1 RELEASEDWITHFLAG", await world.Feed());
        Assert.Empty((await world.Mission("m1")).Settlements);
    }

    [Fact]
    public async Task Agreement_OnAProfileFact_EndsWhenTheFactChanges()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c => c.RequiresSystem.Add("MODIA")), Midtfjell);
        var one = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.DpaMissing);
        await world.ProposeAcceptance(one.CaseId);
        await world.Sign(one.CaseId, "5041");
        await world.Sign(one.CaseId, "5042");
        await world.Sign(one.CaseId, "5043");

        var same = OfficeOf(Midtfjell, 2);
        same.Office.Profile.Leadership[0].Model = Samstyring.Offices.V1.LeadershipModel.Dual;
        await world.Deliver(same);
        Assert.Equal(CaseState.Closed, (await world.Case(one.CaseId)).State);
        var other = same.Clone();
        other.Version = 3;
        other.Office.Profile.DataProcessingAgreements.Add(new Samstyring.Offices.V1.DataProcessingAgreement { MunicipalityNumber = "5042", System = "MODIA", Valid = new() });
        await world.Deliver(other);

        Assert.Equal(CaseState.Open, (await world.Case(one.CaseId)).State);
    }

    [Fact]
    public async Task SharedOffice_NeedsTheCountyAndEveryMunicipalityConcerned()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Midtfjell);
        await world.Map(Ban("m1", c => c.IssuerOrg.Number = "5041"), Midtfjell);
        var id = (await world.OnlyCase()).CaseId;

        await world.ProposeAcceptance(id);
        await world.Sign(id, "5041");
        await world.Sign(id, "5042");
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1", Midtfjell));
        var done = await world.Sign(id, "5043");

        Assert.Equal(CaseState.Closed, done.State);
        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed(Midtfjell));
    }

    [Fact]
    public async Task Rejection_ByOneOwner_EndsTheProposalAndNothingElse()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        await world.ProposeAcceptance(id);

        var answered = (await world.As("municipal-director", "5035").AnswerResolutionAsync(new()
        {
            RequestId = "r",
            CaseId = id,
            ProposalNumber = 1,
            Answer = ResolutionAnswer.Reject,
            Mandate = "Delegasjon 3",
            Reason = "Vi har ikke lokaler",
        })).Case;

        Assert.Equal((CaseState.Open, ProposalState.Rejected), (answered.State, answered.Proposals[0].State));
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        Assert.Equal("PROPOSAL_DECIDED", (await RefusedCall.Of(() => world.Sign(id))).Reason);
    }

    [Fact]
    public async Task Signature_OfTheWrongOwnerOrTheSamePersonOrASecondTime_IsRefusedAndChangesNothing()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"), Midtfjell);
        await world.Map(Ban("m1", c => c.IssuerOrg.Number = "5041"), Midtfjell);
        var id = (await world.OnlyCase()).CaseId;
        await world.ProposeAcceptance(id);
        var before = (await world.Case(id)).Etag;

        Assert.Equal("CASE_NOT_FOUND", (await RefusedCall.Of(() => world.Sign(id, "5035"))).Reason);
        Assert.Equal("SIGNED_ALREADY", (await RefusedCall.Of(() => world.Sign(id, role: "county", unit: "5700"))).Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(() => world.Sign(id, role: "council", unit: "5041"))).Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(() => world.Sign(id, role: "office", unit: Midtfjell))).Reason);
        Assert.Equal("PROPOSAL_NOT_FOUND", (await RefusedCall.Of(() => world.Sign(id, "5041", proposal: 7))).Reason);
        Assert.Equal(before, (await world.Case(id)).Etag);

        await world.Sign(id, "5041", person: "Ola");
        before = (await world.Case(id)).Etag;
        Assert.Equal("SIGNED_BY_SAME_PERSON", (await RefusedCall.Of(() => world.Sign(id, "5042", person: "Ola"))).Reason);
        Assert.Equal(before, (await world.Case(id)).Etag);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1", Midtfjell));
    }

    [Fact]
    public async Task Answer_AfterTheLastDay_IsRefused()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        var proposal = Assert.Single((await world.ProposeAcceptance(id)).Proposals);

        await world.NewDay(30);

        var refused = await RefusedCall.Of(() => world.Sign(id));
        Assert.Equal(("ANSWER_LATE", proposal.AnswerBy), (refused.Reason, refused.Metadata["answer_by"]));
        Assert.Equal(ProposalState.Lapsed, (await world.Case(id)).Proposals[0].State);
    }

    [Fact]
    public async Task Answer_ToAProposalAboutAnEarlierRevision_IsRefused()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        await world.ProposeAcceptance(id);
        await world.Map(Revised(Ban("m1"), ChangeClass.Material, c => c.Text.Nb = "noe annet"));

        var refused = await RefusedCall.Of(() => world.Sign(id));

        Assert.Equal(("REVISION_SUPERSEDED", "m1", "2"), (refused.Reason, refused.Metadata["directive_id"], refused.Metadata["revision"]));
        Assert.Equal(CaseState.Open, (await world.Case(id)).State);
    }

    [Fact]
    public async Task Amendment_IsJudgedBeforeItIsProposed()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        var refused = await RefusedCall.Of(() => world.Propose(id, Later("m1", $"{Year}-06-01")));
        Assert.Equal("RESOLUTION_DOES_NOT_SOLVE", refused.Reason);
        Assert.Empty((await world.Case(id)).Proposals);
        var preview = await world.As("county", "5700").PreviewResolutionAsync(new() { CaseId = id, Resolution = Later("m1", $"{Year + 1}-01-01") });
        Assert.True(preview.Check.Solves);
        Assert.Equal(["COUNTY:5700", "MUNICIPALITY:5035"], preview.Signers.Select(Written));
        var agreed = await world.Propose(id, Later("m1", $"{Year + 1}-01-01"));
        agreed = await world.Sign(id);

        // The issuer carries it out; until then nothing is released.
        Assert.Equal((CaseState.Open, ProposalState.Agreed), (agreed.State, agreed.Proposals[0].State));
        Assert.Equal(["m1"], agreed.Proposals[0].ToCarryOut);
        Assert.Equal("RECEIVED JUDGED HELD", await world.Path("m1"));
        await world.Map(Revised(Ban("m1"), ChangeClass.Material, c => c.Valid = new() { From = $"{Year + 1}-01-01", To = $"{Year + 2}-01-01" }));
        var done = await world.Case(id);
        Assert.Equal((CaseState.Closed, CloseReason.OwnersAgreed), (done.State, done.CloseReason));
        Assert.Empty(done.Proposals[0].ToCarryOut);
        Assert.Equal("m1 RELEASED; s1 RELEASED", await world.Feed());
    }

    [Fact]
    public async Task Amendment_ThatMakesANewConflict_IsRefused()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(State("s2", c => c.Valid = new() { From = $"{Year + 1}-01-01", To = $"{Year + 2}-01-01" }));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        var refused = await RefusedCall.Of(() => world.Propose(id, Later("m1", $"{Year + 1}-01-01")));

        Assert.Equal("RESOLUTION_MAKES_CONFLICT", refused.Reason);
    }

    [Fact]
    public async Task Withdrawal_AgreedOn_IsTheIssuersToDo()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        await world.Propose(id, new() { WayOut = WayOut.Withdraw, WithdrawnDirectiveIds = { "m1" } });
        await world.Sign(id);
        var task = Assert.Single((await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.CarryOut);
        await world.Map(Withdrawn(Ban("m1")));

        Assert.Equal((id, "m1", 1), (task.CaseId, task.DirectiveId, task.ProposalNumber));
        Assert.Equal(CloseReason.OwnersAgreed, (await world.Case(id)).CloseReason);
        Assert.Empty((await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks);
    }

    [Fact]
    public async Task Resolution_WithFaults_NamesAllOfThem()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;

        var refused = await RefusedCall.Of(() => world.As("county", "5700").ProposeResolutionAsync(new()
        {
            RequestId = "r",
            CaseId = id,
            MeetingDate = "3000-01-01",
            Resolution = new()
            {
                WayOut = WayOut.OrderInTime,
                Amendments = { new DirectiveAmendment { DirectiveId = "x9", Changes = new() { TargetGroup = new() } } },
                WithdrawnDirectiveIds = { "s1" },
                OfficeNumbers = { "9999" },
            },
        }).ResponseAsync);

        Assert.Equal(
            ["mandate FIELD_REQUIRED", "meeting_date NUMBER_OUT_OF_RANGE", "resolution.amendments DIRECTIVE_NOT_IN_CASE",
             "resolution.amendments[0].changes FIELD_REQUIRED",
             "resolution.office_numbers OFFICE_UNKNOWN", "resolution.withdrawn_directive_ids FIELD_NOT_ALLOWED"],
            refused.Fields.Select(f => $"{f.Key} {f.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("DIRECTIVE_NOT_IN_CASE", refused.Fields["resolution.amendments"]);
    }

    [Fact]
    public async Task Acceptance_OfAMissingFieldOrBelowTheMinimum_IsNotAdmissible()
    {
        await using var world = await World.Start();
        await world.Map(State("s1", c =>
        {
            c.ServiceCode = "ECONOMIC_COUNSELLING";
            c.ServiceEffect = ServiceEffect.Suspends;
        }));
        var one = Assert.Single(await world.OpenCases(), c => c.Kind == FindingKind.MinimumWeakened);

        Assert.Equal("ACCEPTANCE_NOT_ADMISSIBLE", (await RefusedCall.Of(() => world.ProposeAcceptance(one.CaseId))).Reason);
    }

    private static Resolution Later(string directiveId, string from) => new()
    {
        WayOut = WayOut.OrderInTime,
        Amendments = { new DirectiveAmendment { DirectiveId = directiveId, Changes = new() { Valid = new Period { From = from, To = $"{Year + 2}-01-01" } } } },
    };
}
