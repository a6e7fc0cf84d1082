using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Api;

public sealed class PutAgreementTests
{
    [Fact]
    public async Task PutAgreement_ByOneOwner_AwaitsTheOther()
    {
        var office = await Partnership.Next();
        var proposed = (await office.State.PutAgreementAsync(office.Put(office.Content()))).Agreement;
        Assert.Equal((AgreementState.Proposed, 1, null), (proposed.State, proposed.Revision, proposed.AgreedAt));
        Assert.Equal([office.County], proposed.Signatures.Select(signature => signature.Party.Number));
        Assert.Empty((await office.Read("county", office.County)).Profile.Agreements);
    }

    [Fact]
    public async Task PutAgreement_TheSameByBothOwners_TakesEffectAndIsPublished()
    {
        var office = await Partnership.Next();
        var agreed = await office.Agree(office.Content());
        Assert.Equal((AgreementState.Agreed, 1), (agreed.State, agreed.Revision));
        Assert.Equal(["", "Sak 12/26"], agreed.Signatures.Select(signature => signature.Party.Kind == OrgKind.County ? "" : signature.Mandate));
        var published = (await office.Host.Published<OfficeChanged>("offices.office")).Last(e => e.Data.Office.Number == office.Office);
        var clause = Assert.Single(Assert.Single(published.Data.Office.Profile.Agreements).Clauses);
        Assert.Equal(("4.2", "MUNICIPAL_SERVICE_IN_OFFICE", "HOUSING_SUPPORT", "included", 6), (clause.ClauseRef, clause.Term, clause.Key, clause.Value, clause.NoticeMonths));
        Assert.Equal((2, 2), (published.Version, published.Data.Office.Revision));
    }

    [Fact]
    public async Task PutAgreement_Operating_GivesTheOfficeItsCostKeyAndItems()
    {
        var office = await Partnership.Next();
        await office.Agree(office.Operating(CostKeyType.Percent, ("STATE", "62.5"), (office.Municipality, "37.50")));
        var profile = (await office.Read("municipal-director", office.Municipality)).Profile;
        var key = Assert.Single(profile.CostKeys);
        Assert.Equal((CostKeyType.Percent, "2026-01-15", "2020-01-01", "2040-01-01"), (key.Type, key.LastReview, key.Valid.From, key.Valid.To));
        Assert.Equal([(office.Municipality, "37.5"), ("STATE", "62.5")], key.Shares.Select(share => (share.Party, share.Percent)));
        Assert.Equal([("Husleie", 1_500_000), ("Renhold", 300_000)], profile.CostItems.Select(item => (item.Item, item.NokPerYear)));
    }

    [Fact]
    public async Task PutAgreement_WithDelegation_GivesTheOfficeItsRegisterOfDelegations()
    {
        var office = await Partnership.Next();
        var content = office.Content();
        content.Delegations.Add(new Delegation
        {
            FromParty = content.Parties[1],
            ToLeader = Steering.V1.ResponsibleLeader.StateLeader,
            ActionCode = "GRANT_SUPPORT",
            LegalBasis = "Vedtak 3/26",
            Valid = new Period { From = "2024-01-01", To = "2030-01-01" },
        });
        await office.Agree(content);
        var delegation = Assert.Single((await office.Read("county", office.County)).Profile.Delegations);
        Assert.Equal(("GRANT_SUPPORT", office.Municipality, "2030-01-01"), (delegation.ActionCode, delegation.FromParty.Number, delegation.Valid.To));
    }

    [Fact]
    public async Task PutAgreement_DataProcessing_GivesTheMunicipalityTheSystemsItNames()
    {
        var office = await Partnership.Next();
        var content = office.Content();
        content.Type = AgreementType.DataProcessing;
        content.Clauses[0] = new AgreementClause
        {
            ClauseRef = "2",
            Chapter = ClauseChapter.PrivacyAndSecurity,
            Term = "STATE_ICT",
            Key = "DIGITAL_SOCIAL_APPLICATION",
            Value = "included",
        };
        var proposed = (await office.State.PutAgreementAsync(office.Put(content))).Agreement;
        Assert.Empty((await office.Read("auditor", "")).Profile.DataProcessingAgreements);
        var agreed = (await office.Municipal.PutAgreementAsync(office.Put(content, proposed))).Agreement;
        var amendment = (await office.Municipal.ProposeAmendmentAsync(new ProposeAmendmentRequest
        {
            RequestId = $"{Guid.NewGuid()}",
            AgreementId = agreed.AgreementId,
            Revision = 1,
            ClauseRef = "2",
            Value = "excluded",
            EffectiveFrom = "2030-01-01",
            Mandate = "Sak 9/26",
        })).Amendment;
        var before = Assert.Single((await office.Read("auditor", "")).Profile.DataProcessingAgreements);
        Assert.Equal(
            (office.Municipality, "DIGITAL_SOCIAL_APPLICATION", "2020-01-01", "2040-01-01"),
            (before.MunicipalityNumber, before.System, before.Valid.From, before.Valid.To));
        await office.State.SignAmendmentAsync(
            new SignAmendmentRequest { RequestId = $"{Guid.NewGuid()}", AgreementId = agreed.AgreementId, AmendmentId = amendment.AmendmentId });
        var published = (await office.Host.Published<OfficeChanged>("offices.office")).Last(e => e.Data.Office.Number == office.Office);
        Assert.Equal("2030-01-01", Assert.Single(published.Data.Office.Profile.DataProcessingAgreements).Valid.To);
    }

    [Fact]
    public async Task PutAgreement_TheSameByBothAtOnce_IsOneAgreement()
    {
        var office = await Partnership.Next();
        var content = office.Operating(CostKeyType.Population, ("MUNICIPAL", "40"), ("STATE", "60"));
        var both = await Task.WhenAll(
            office.State.PutAgreementAsync(office.Put(content)).ResponseAsync, office.Municipal.PutAgreementAsync(office.Put(content)).ResponseAsync);
        Assert.Equal(both[0].Agreement.AgreementId, both[1].Agreement.AgreementId);
        Assert.Single(both, response => response.Agreement.State == AgreementState.Agreed);
    }

    [Fact]
    public async Task PutAgreement_ANewRevision_TakesOverFromItsFirstDayAndKeepsWhatWasKnown()
    {
        var office = await Partnership.Next();
        var first = await office.Agree(office.Content());
        var second = await office.Agree(office.Content("2030-01-01", "2035-01-01"), first);
        var got = await office.State.GetAgreementAsync(new GetAgreementRequest { AgreementId = first.AgreementId, AsOf = "2029-12-31" });
        Assert.Equal((1, "2020-01-01", "2030-01-01"), (got.Agreement.Revision, got.Agreement.Valid.From, got.Agreement.Valid.To));
        Assert.Equal([AgreementState.Agreed, AgreementState.Superseded], got.Revisions.Select(revision => revision.State));
        Assert.Equal(2, second.Revision);
        var periods = await office.Host.Scalar<string>(
            """
            select string_agg(revision || ' ' || valid || case when replaced_at is null then '' else ' replaced' end, ', ' order by agreement_period_id)
              from agreement_period where agreement_id = @id
            """,
            new { id = Guid.Parse(first.AgreementId) });
        Assert.Equal("1 [2020-01-01,2040-01-01) replaced, 1 [2020-01-01,2030-01-01), 2 [2030-01-01,2035-01-01)", periods);
    }

    [Fact]
    public async Task PutAgreement_RepeatedWithItsRequestId_SignsOnce()
    {
        var office = await Partnership.Next();
        var put = office.Put(office.Content());
        var first = await office.State.PutAgreementAsync(put);
        Assert.Equal(first, await office.State.PutAgreementAsync(put));
    }

    [Fact]
    public async Task PutAgreement_ByAnotherCountyOrMunicipality_IsDenied()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Vaernes());
        var refused = await Partnership.Refused(other.Municipal, office.Put(office.Content()));
        Assert.Equal((StatusCode.PermissionDenied, "FOREIGN_ORGANISATION"), (refused.Code, refused.Reason));
        Assert.Contains(office.County, refused.Metadata["issuer_org"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directorate", "")]
    [InlineData("council", "5035")]
    [InlineData("office", "1783")]
    [InlineData("system", "5700")]
    public async Task PutAgreement_ByARoleThatDoesNotSign_IsDenied(string role, string unit)
    {
        var office = await Partnership.Vaernes();
        Assert.Equal("ROLE_NOT_ALLOWED", (await Partnership.Refused(office.Host.Client(role, unit), office.Put(office.Content()))).Reason);
    }

    [Fact]
    public async Task PutAgreement_ByAnOwnerThatIsNoParty_IsDenied()
    {
        var office = await Partnership.Vaernes();
        var refused = await Partnership.Refused(office.Host.Client("municipal-director", "5036"), office.Put(office.Content()));
        Assert.Equal((StatusCode.PermissionDenied, "NOT_A_PARTY", "5036"), (refused.Code, refused.Reason, refused.Metadata["unit"]));
    }

    [Fact]
    public async Task PutAgreement_TwiceByTheSameParty_IsRefused()
    {
        var office = await Partnership.Next();
        var proposed = (await office.Municipal.PutAgreementAsync(office.Put(office.Content()))).Agreement;
        var colleague = office.Host.As("municipal-director", office.Municipality, person: 2);
        var refused = await Partnership.Refused(new OfficesService.OfficesServiceClient(colleague), office.Put(office.Content(), proposed));
        Assert.Equal((StatusCode.FailedPrecondition, "SIGNED_ALREADY"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task PutAgreement_ByOnePersonForBoth_IsDenied()
    {
        var office = await Partnership.Next();
        var state = await office.AsPerson("person", "county", office.County);
        var proposed = (await state.PutAgreementAsync(office.Put(office.Content()))).Agreement;
        var refused = await Partnership.Refused(await office.AsPerson("person", "municipal-director", office.Municipality), office.Put(office.Content(), proposed));
        Assert.Equal((StatusCode.PermissionDenied, "SIGNED_BY_SAME_PERSON", $"COUNTY:{office.County}"), (refused.Code, refused.Reason, refused.Metadata["party"]));
    }

    [Fact]
    public async Task PutAgreement_OnASupersededRevision_IsRefused()
    {
        var office = await Partnership.Next();
        var first = (await office.State.PutAgreementAsync(office.Put(office.Content()))).Agreement;
        await office.State.PutAgreementAsync(office.Put(office.Content(to: "2030-01-01"), first));
        var refused = await Partnership.Refused(office.Municipal, office.Put(office.Content(), first));
        Assert.Equal((StatusCode.FailedPrecondition, "REVISION_SUPERSEDED", "2"), (refused.Code, refused.Reason, refused.Metadata["revision"]));
    }

    [Fact]
    public async Task PutAgreement_OnDaysOfAnother_IsRefusedAtItsPeriod()
    {
        var office = await Partnership.Next();
        var first = await office.Agree(office.Content());
        var refused = await Partnership.Refused(office.Municipal, office.Put(office.Content("2039-01-01")));
        Assert.Equal("AGREEMENT_OVERLAPS", refused.Fields["content.valid"]);
        Assert.Contains(first.AgreementId, refused.Descriptions["content.valid"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAgreement_AfterAGap_IsRefusedAtItsFirstDay()
    {
        var office = await Partnership.Next();
        var first = await office.Agree(office.Content());
        var refused = await Partnership.Refused(office.State, office.Put(office.Content("2040-02-01", null), first));
        Assert.Equal("AGREEMENT_GAP", refused.Fields["content.valid.from"]);
        Assert.StartsWith("Avtalen gjelder ikke lenger enn til 2040-01-01.", refused.Descriptions["content.valid.from"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task PutAgreement_WithManyFaults_NamesThemAll()
    {
        var office = await Partnership.Next();
        var content = office.Operating(CostKeyType.Percent, ("STATE", "60"), ("MUNICIPAL", "30"));
        content.Valid.To = "2019-01-01";
        content.Parties.RemoveAt(0);
        content.Clauses.Add(content.Clauses[0].Clone());
        var put = office.Put(content);
        put.Mandate = "";
        var refused = await Partnership.Refused(office.Municipal, put);
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused.Code, refused.Reason));
        Assert.Equal(
            [
                ("content.clauses[1].clause_ref", "ENTRY_REPEATED"), ("content.costs.shares", "SHARES_NOT_HUNDRED"), ("content.parties", "PARTIES_INCOMPLETE"),
                ("content.valid", "PERIOD_REVERSED"), ("mandate", "FIELD_REQUIRED"),
            ],
            refused.Fields.Select(field => (field.Key, field.Value)).OrderBy(field => field.Key, StringComparer.Ordinal));
        Assert.Contains("Andelene blir 90 prosent til sammen, ikke 100.", refused.Descriptions["content.costs.shares"]);
    }

    [Fact]
    public async Task PutAgreement_WithAPartyThatDoesNotOwnTheOffice_IsRefusedAtTheParty()
    {
        var office = await Partnership.Next();
        var content = office.Content();
        content.Parties.Add(new OrgRef { Kind = OrgKind.Municipality, Number = "5035" });
        var refused = await Partnership.Refused(office.State, office.Put(content));
        Assert.Equal("PARTY_NOT_OWNER", refused.Fields.Single(field => field.Key.StartsWith("content.parties[", StringComparison.Ordinal)).Value);
    }

    [Fact]
    public async Task PutAgreement_AtAnUnknownOfficeOrAgreement_IsNotFound()
    {
        var office = await Partnership.Next();
        var put = office.Put(office.Content());
        put.AgreementId = $"{Guid.NewGuid()}";
        put.Revision = 1;
        Assert.Equal("AGREEMENT_NOT_FOUND", (await Partnership.Refused(office.State, put)).Reason);
        put.OfficeNumber = "9999";
        Assert.Equal("OFFICE_NOT_FOUND", (await Partnership.Refused(office.State, put)).Reason);
    }

    [Fact]
    public async Task PutAgreement_IsAudited()
    {
        var office = await Partnership.Next();
        var agreed = await office.Agree(office.Content());
        var acts = await office.Host.Scalar<string>("select string_agg(act || ' ' || revision, ', ' order by id) from audit where object = @id", new { id = agreed.AgreementId });
        Assert.Equal("agreement.put 1, agreement.sign 1", acts);
    }
}
