using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class AmendmentTests
{
    [Fact]
    public async Task Amendment_SignedByBothOwners_IsAgreedAndPublished()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var proposed = (await office.Municipal.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        Assert.Null(proposed.AgreedAt);
        var signed = (await office.State.SignAmendmentAsync(Sign(agreement, proposed))).Amendment;
        Assert.NotNull(signed.AgreedAt);
        Assert.Equal([office.Municipality, office.County], signed.SignedBy.Select(party => party.Number));
        var events = (await office.Host.Published<OfficeChanged>("offices.office")).Where(e => e.Data.Office.Number == office.Office).Select(e => e.Data.Office).ToList();
        Assert.Equal([1, 2], events.TakeLast(2).Select(state => state.Profile.Agreements.Single().Amendments.Single().SignedBy.Count));
        Assert.Equal(("4.2", "excluded", "2028-01-01"), events[^1].Profile.Agreements[0].Amendments.Select(a => (a.ClauseRef, a.Value, a.EffectiveFrom)).Single());
    }

    [Fact]
    public async Task Amendments_OfTheSameDay_AreInTheOrderTheyWereAgreedIn()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var first = (await office.Municipal.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        var second = (await office.Municipal.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        await office.State.SignAmendmentAsync(Sign(agreement, second));
        await office.State.SignAmendmentAsync(Sign(agreement, first));
        var got = await office.State.GetAgreementAsync(new GetAgreementRequest { AgreementId = agreement.AgreementId });
        Assert.Equal([second.AmendmentId, first.AmendmentId], got.Agreement.Amendments.Select(amendment => amendment.AmendmentId));
    }

    [Fact]
    public async Task ProposeAmendment_OfAProposal_IsRefused()
    {
        var office = await Partnership.Next();
        var proposed = (await office.State.PutAgreementAsync(office.Put(office.Content()))).Agreement;
        var refused = await RefusedCall.Of(() => office.State.ProposeAmendmentAsync(Propose(proposed)).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "AGREEMENT_NOT_AGREED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task ProposeAmendment_OfAnUnknownClause_IsRefusedAtTheField()
    {
        var office = await Partnership.Next();
        var propose = Propose(await office.Agree(office.Content()));
        propose.ClauseRef = "9";
        var refused = await RefusedCall.Of(() => office.State.ProposeAmendmentAsync(propose).ResponseAsync);
        Assert.Equal("CLAUSE_UNKNOWN", refused.Fields["clause_ref"]);
        Assert.Contains("Avtalen har ingen klausul «9» med en verdi som kan endres.", refused.Descriptions["clause_ref"]);
    }

    [Fact]
    public async Task ProposeAmendment_WithNothing_NamesEveryField()
    {
        var office = await Partnership.Next();
        var refused = await RefusedCall.Of(() => office.Municipal.ProposeAmendmentAsync(new ProposeAmendmentRequest { RequestId = "1" }).ResponseAsync);
        Assert.Equal(["agreement_id", "clause_ref", "effective_from", "mandate", "revision", "value"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task SignAmendment_TwiceOrByOnePersonForBoth_IsRefused()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var proposer = await office.AsPerson("person", "county", office.County);
        var proposed = (await proposer.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        var twice = await RefusedCall.Of(() => office.State.SignAmendmentAsync(Sign(agreement, proposed)).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "SIGNED_ALREADY", $"COUNTY:{office.County}"), (twice.Code, twice.Reason, twice.Metadata["party"]));
        var both = await office.AsPerson("person", "municipal-director", office.Municipality);
        var forBoth = await RefusedCall.Of(() => both.SignAmendmentAsync(Sign(agreement, proposed)).ResponseAsync);
        Assert.Equal((StatusCode.PermissionDenied, "SIGNED_BY_SAME_PERSON"), (forBoth.Code, forBoth.Reason));
    }

    [Fact]
    public async Task SignAmendment_OfASupersededRevision_IsRefused()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var proposed = (await office.State.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        await office.Agree(office.Content(to: "2050-01-01"), agreement);
        var refused = await RefusedCall.Of(() => office.Municipal.SignAmendmentAsync(Sign(agreement, proposed)).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_SUPERSEDED", "2"), (refused.Code, refused.Reason, refused.Metadata["revision"]));
    }

    [Theory]
    [InlineData("not an id")]
    [InlineData("11111111-1111-4111-8111-111111111111")]
    public async Task SignAmendment_Unknown_IsNotFound(string amendment)
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var refused = await RefusedCall.Of(() => office.State.SignAmendmentAsync(Sign(agreement, new Amendment { AmendmentId = amendment })).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "AMENDMENT_NOT_FOUND"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task SignAmendment_ByAnotherMunicipality_FindsNoSuchAgreement()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Vaernes());
        var agreement = await office.Agree(office.Content());
        var proposed = (await office.State.ProposeAmendmentAsync(Propose(agreement))).Amendment;
        var refused = await RefusedCall.Of(() => other.Municipal.SignAmendmentAsync(Sign(agreement, proposed)).ResponseAsync);
        Assert.Equal((StatusCode.NotFound, "AGREEMENT_NOT_FOUND"), (refused.Code, refused.Reason));
    }

    private static ProposeAmendmentRequest Propose(Agreement agreement) => new()
    {
        RequestId = $"{Guid.NewGuid()}",
        AgreementId = agreement.AgreementId,
        Revision = agreement.Revision,
        ClauseRef = "4.2",
        Value = "excluded",
        EffectiveFrom = "2028-01-01",
        Mandate = "Sak 40/26",
    };

    private static SignAmendmentRequest Sign(Agreement agreement, Amendment amendment) => new()
    {
        RequestId = $"{Guid.NewGuid()}",
        AgreementId = agreement.AgreementId,
        AmendmentId = amendment.AmendmentId,
        Mandate = "Sak 41/26",
    };
}
