using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using static Samstyring.Offices.Tests.Rules.Situations;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Rules;

public sealed class AgreementRulesTests
{
    private static readonly DateOnly May = new(2027, 5, 1);

    [Fact]
    public void Put_ByOneParty_IsAProposalThatHoldsOnNoDay()
    {
        var agreement = After(Put(Content(), Signs(State)));
        Assert.Equal((1, Pb.AgreementState.Proposed), (agreement.Newest.Number, agreement.StateOf(agreement.Newest)));
        Assert.Null(agreement.On(May));
    }

    [Fact]
    public void Put_ByAllButOne_DoesNotHoldYet()
    {
        var first = After(Put(Content(), Signs(State)));
        var second = After(Put(Content(), Signs(Host), first, 1));
        Assert.Null(second.Agreed);
    }

    [Fact]
    public void Put_TheSameContentByAll_HoldsInItsPeriod()
    {
        var agreement = Agreed();
        Assert.Equal(Pb.AgreementState.Agreed, agreement.StateOf(agreement.Newest));
        Assert.NotNull(agreement.On(new DateOnly(2027, 1, 1)));
        Assert.NotNull(agreement.On(new DateOnly(2030, 12, 31)));
        Assert.Null(agreement.On(new DateOnly(2031, 1, 1)));
    }

    [Fact]
    public void Put_TheSameContentWithoutItsId_SignsTheProposalThatAwaitsIt()
    {
        var first = After(Put(Content(), Signs(State)));
        var change = AgreementRules.Put((Office, "1783"), [first], Put(Content(), Signs(Host))).Value;
        Assert.Equal((first.Id, false, 2), (change.After.Id, change.IsNewRevision, change.After.Newest.Signatures.Count));
    }

    [Fact]
    public void Put_OtherContent_IsANewRevisionThatNeedsEverySignatureAnew()
    {
        var first = After(Put(Content(), Signs(State)));
        var second = After(Put(Content(to: "2030-01-01"), Signs(Host), first, 1));
        Assert.Equal([Pb.AgreementState.Superseded, Pb.AgreementState.Proposed], second.Revisions.Select(second.StateOf));
        Assert.Equal([Host], second.Newest.Signatures.Select(signature => signature.Party));
    }

    [Fact]
    public void Put_ALaterRevision_TakesOverFromItsOwnFirstDay()
    {
        var renewed = Agreed(Content("2028-01-01", "2029-01-01"), Agreed(), day: 1);
        Assert.Equal(new Period(new DateOnly(2027, 1, 1), new DateOnly(2028, 1, 1)), renewed.Days(renewed.Revisions[0]));
        Assert.Equal((1, 2), (renewed.On(new DateOnly(2027, 12, 31))!.Number, renewed.On(new DateOnly(2028, 1, 1))!.Number));
        Assert.Null(renewed.On(new DateOnly(2029, 1, 1)));
    }

    [Fact]
    public void Put_ByTheSamePartyTwice_IsRefused()
    {
        var first = After(Put(Content(), Signs(State)));
        Refused(ErrorReason.SignedAlready, "party", "COUNTY:5700", Put(Content(), Signs(State, "another person"), first, 1));
    }

    [Fact]
    public void Put_AgreedAlready_IsRefused() => Refused(ErrorReason.SignedAlready, "party", "MUNICIPALITY:5035", Put(Content(), Signs(Host), Agreed(), 1));

    [Fact]
    public void Put_ByOnePersonForBoth_IsRefused()
    {
        var first = After(Put(Content(), Signs(State, "ola")));
        Refused(ErrorReason.SignedBySamePerson, "party", "COUNTY:5700", Put(Content(), Signs(Host, "ola"), first, 1));
    }

    [Fact]
    public void Put_ByAnOwnerThatIsNoParty_IsRefused() =>
        Refused(ErrorReason.NotAParty, "unit", "5036", Put(Content(parties: [State, Host]), Signs(Participant)));

    [Fact]
    public void Put_OnARevisionThatIsNotTheNewest_IsRefused()
    {
        var second = After(Put(Content(to: "2030-01-01"), Signs(Host), After(Put(Content(), Signs(State))), 1));
        Refused(ErrorReason.RevisionSuperseded, "revision", "2", Put(Content(), Signs(Participant), second, 1));
    }

    [Fact]
    public void Put_WithOtherPartiesOrType_IsRefusedAtBothFields()
    {
        var content = Content(parties: [State, Host]);
        content.Type = Pb.AgreementType.Leader;
        var put = AgreementRules.Put((Office, "1783"), [], Put(content, Signs(State), Agreed(), 1));
        Assert.Equal(["content.type", "content.parties"], put.Refusal.Faults.Select(fault => fault.Field));
        Assert.All(put.Refusal.Faults, fault => Assert.Equal(ErrorReason.FieldNotAllowed, fault.Reason));
    }

    [Fact]
    public void Put_ARevisionAfterAGap_IsRefusedAtItsFirstDay()
    {
        var put = AgreementRules.Put((Office, "1783"), [], Put(Content("2031-01-02", null), Signs(State), Agreed(), 1));
        var fault = Assert.Single(put.Refusal.Faults);
        Assert.Equal(("content.valid.from", ErrorReason.AgreementGap, "2031-01-01"), (fault.Field, fault.Reason, fault.Details!["ends_on"]));
    }

    [Fact]
    public void Put_ARevisionFromTheDayTheAgreementEnds_IsTaken() => Assert.Equal(2, Agreed(Content("2031-01-01", null), Agreed()).Agreed!.Number);

    [Fact]
    public void Put_APartnershipAgreementOnDaysOfAnother_IsRefusedAtItsPeriod()
    {
        var there = Agreed();
        var put = AgreementRules.Put((Office, "1783"), [there], Put(Content("2030-12-31", parties: [State, Host], to: null), Signs(State)));
        var fault = Assert.Single(put.Refusal.Faults);
        Assert.Equal(("content.valid", ErrorReason.AgreementOverlaps, $"{there.Id}"), (fault.Field, fault.Reason, fault.Details!["agreement_id"]));
    }

    [Fact]
    public void Put_APartnershipAgreementAfterAnother_IsTaken() =>
        Assert.Equal(1, After(Put(Content("2031-01-01", to: null), Signs(State)), Agreed()).Newest.Number);

    [Fact]
    public void Put_PartnershipAgreementsOfTwoMunicipalities_StandBesideEachOther() =>
        Assert.Equal(1, After(Put(Content(parties: [State, Participant]), Signs(State)), Agreed(Content(parties: [State, Host]))).Newest.Number);

    [Fact]
    public void Put_TheLastSignature_IsRefusedWhenAnotherAgreementHasComeInBetween()
    {
        var waiting = After(Put(Content(), Signs(Host), After(Put(Content(), Signs(State))), 1));
        var put = AgreementRules.Put((Office, "1783"), [waiting, Agreed(Content("2028-01-01"))], Put(Content(), Signs(Participant), waiting, 1));
        Assert.Equal(ErrorReason.AgreementOverlaps, Assert.Single(put.Refusal.Faults).Reason);
    }

    [Fact]
    public void ValueOn_WithoutAmendment_IsTheClausesOwn() => Assert.Equal("included", Agreed().ValueOn("4.2", May));

    [Fact]
    public void ValueOn_ADayOrAClauseThatIsNot_IsNothing()
    {
        Assert.Null(Agreed().ValueOn("4.2", new DateOnly(2026, 12, 31)));
        Assert.Null(Agreed().ValueOn("9", May));
    }

    [Fact]
    public void ValueOn_AnAmendmentThatOneHasNotSigned_IsTheClausesOwn() =>
        Assert.Equal("included", Amended(Agreed(), "excluded", "2027-04-01", 1, State, Host).ValueOn("4.2", May));

    [Fact]
    public void ValueOn_AnAmendmentThatAllHaveSigned_HoldsFromItsDay()
    {
        var amended = Amended(Agreed(), "excluded", "2027-05-01", 1, Host, State, Participant);
        Assert.Equal(("included", "excluded"), (amended.ValueOn("4.2", May.AddDays(-1)), amended.ValueOn("4.2", May)));
    }

    [Fact]
    public void ValueOn_TwoAmendments_IsThatOfTheNewestEffectiveByThen()
    {
        var amended = Amended(Amended(Agreed(), "excluded", "2027-05-01", 1, Host, State, Participant), "included", "2027-03-01", 2, State, Host, Participant);
        Assert.Equal(("included", "excluded"), (amended.ValueOn("4.2", May.AddDays(-1)), amended.ValueOn("4.2", May)));
    }

    [Fact]
    public void ValueOn_TwoAmendmentsOfTheSameDay_IsThatSignedLast()
    {
        var amended = Amended(Amended(Agreed(), "excluded", "2027-05-01", 1, Host, State, Participant), "included", "2027-05-01", 2, State, Host, Participant);
        Assert.Equal("included", amended.ValueOn("4.2", May));
    }

    [Fact]
    public void KnownBefore_ASignatureThatCameLater_IsNotKnownYet()
    {
        var amended = Amended(Agreed(), "excluded", "2027-01-01", 100, Host, State, Participant);
        Assert.Equal("included", amended.KnownBefore(Noon(50))!.ValueOn("4.2", May));
        Assert.Equal("excluded", amended.KnownBefore(Noon(101))!.ValueOn("4.2", May));
        Assert.Null(amended.KnownBefore(Noon(-1)));
    }

    [Fact]
    public void Propose_BeforeAllHaveSigned_IsRefused() =>
        Assert.Equal(ErrorReason.AgreementNotAgreed, Propose(After(Put(Content(), Signs(State))), Signs(State)).Refusal.Reason);

    [Fact]
    public void Propose_ByAnOwnerThatIsNoParty_IsRefused() =>
        Assert.Equal(ErrorReason.NotAParty, Propose(Agreed(Content(parties: [State, Host])), Signs(Participant)).Refusal.Reason);

    [Fact]
    public void Propose_OnARevisionThatIsNotTheNewestAgreed_IsRefused() =>
        Assert.Equal(ErrorReason.RevisionSuperseded, Propose(Agreed(Content("2028-01-01"), Agreed()), Signs(State), revision: 1).Refusal.Reason);

    [Theory]
    [InlineData("9", "excluded", "2027-05-01", "clause_ref", ErrorReason.ClauseUnknown)]
    [InlineData("1", "excluded", "2027-05-01", "clause_ref", ErrorReason.ClauseUnknown)]
    [InlineData("4.2", "maybe", "2027-05-01", "value", ErrorReason.EnumUnknown)]
    [InlineData("4.2", "excluded", "2026-12-31", "effective_from", ErrorReason.NumberOutOfRange)]
    [InlineData("4.2", "excluded", "2031-01-01", "effective_from", ErrorReason.NumberOutOfRange)]
    public void Propose_WhatCannotBe_IsRefusedAtTheField(string clause, string value, string from, string field, ErrorReason reason)
    {
        var fault = Assert.Single(Propose(Agreed(), Signs(State), 1, clause, value, from).Refusal.Faults);
        Assert.Equal((field, reason), (fault.Field, fault.Reason));
    }

    [Fact]
    public void Sign_ByTheWrongOwner_Twice_OrOnePersonForTwo_IsRefused()
    {
        var agreement = Agreed(Content(parties: [State, Host]));
        var amendment = Propose(agreement, Signs(State, "kari")).Value;
        var open = agreement with { Amendments = [amendment] };
        Assert.Equal(ErrorReason.NotAParty, AgreementRules.Sign(open, amendment.Id, Signs(Participant), Noon(2)).Refusal.Reason);
        Assert.Equal(ErrorReason.SignedAlready, AgreementRules.Sign(open, amendment.Id, Signs(State, "ola"), Noon(2)).Refusal.Reason);
        Assert.Equal(ErrorReason.SignedBySamePerson, AgreementRules.Sign(open, amendment.Id, Signs(Host, "kari"), Noon(2)).Refusal.Reason);
        Assert.Equal(ErrorReason.AmendmentNotFound, AgreementRules.Sign(open, Guid.NewGuid(), Signs(Host), Noon(2)).Refusal.Reason);
        Assert.Equal(2, AgreementRules.Sign(open, amendment.Id, Signs(Host), Noon(2)).Value.Signatures.Count);
    }

    [Fact]
    public void Sign_AnAmendmentOfASupersededRevision_IsRefused()
    {
        var open = Amended(Agreed(), "excluded", "2027-05-01", 1, State);
        var renewed = Agreed(Content(to: "2032-01-01"), open, day: 2);
        var refusal = AgreementRules.Sign(renewed, open.Amendments[0].Id, Signs(Host), Noon(3)).Refusal;
        Assert.Equal((ErrorReason.RevisionSuperseded, "2"), (refusal.Reason, refusal.Metadata["revision"]));
    }

    private static Outcome<Amendment> Propose(
        Agreement agreement, Signer signer, int revision = 1, string clause = "4.2", string value = "excluded", string from = "2027-05-01") =>
        AgreementRules.Propose(agreement, new ProposeAmendment(Guid.NewGuid(), revision, clause, value, Day(from), signer, Noon(1)));

    private static void Refused(ErrorReason reason, string key, string value, PutAgreement put)
    {
        var refusal = AgreementRules.Put((Office, "1783"), put.Existing is null ? [] : [put.Existing], put).Refusal;
        Assert.Equal((reason, value), (refusal.Reason, refusal.Metadata[key]));
    }
}
