using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class AgreementReadTests
{
    [Fact]
    public async Task GetAgreement_ByThoseWhoMay_IsAnswered()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var county = await office.Host.Scalar<string>(
            """
            select c.number from municipality_number m join county_number c using (county_id)
             where m.number = @number and m.valid @> current_date and c.valid @> current_date
            """,
            new { number = office.Municipality });
        (string, string)[] readers =
        [
            ("directorate", ""), ("county", office.County), ("council", office.Municipality), ("municipal-director", office.Municipality), ("county-governor", county),
            ("office", office.Office), ("auditor", ""), ("system", office.Municipality),
        ];
        foreach (var (role, unit) in readers)
        {
            var got = await office.Host.Client(role, unit).GetAgreementAsync(new GetAgreementRequest { AgreementId = agreement.AgreementId, AsOf = "2027-01-01" });
            Assert.Equal(agreement, got.Agreement);
        }
    }

    [Theory]
    [InlineData("county", "9999")]
    [InlineData("council", "9999")]
    [InlineData("municipal-director", "9999")]
    [InlineData("county-governor", "99")]
    [InlineData("office", "9999")]
    [InlineData("system", "9999")]
    public async Task GetAgreement_ByOthers_AnswersLikeAMissingOne(string role, string unit)
    {
        var office = await Partnership.Next();
        var there = await office.Agree(office.Content());
        foreach (var id in new[] { there.AgreementId, $"{Guid.NewGuid()}", "guess" })
        {
            var refused = await RefusedCall.Of(() => office.Host.Client(role, unit).GetAgreementAsync(new GetAgreementRequest { AgreementId = id }).ResponseAsync);
            Assert.Equal((StatusCode.NotFound, "AGREEMENT_NOT_FOUND", id), (refused.Code, refused.Reason, refused.Metadata["agreement_id"]));
        }
    }

    [Fact]
    public async Task GetAgreement_AsKnownBeforeItWasPut_IsNotFound()
    {
        var office = await Partnership.Next();
        var agreement = await office.Agree(office.Content());
        var request = new GetAgreementRequest { AgreementId = agreement.AgreementId, KnownOn = $"{office.Host.Time.GetUtcNow().AddDays(-2):yyyy-MM-dd}" };
        var refused = await RefusedCall.Of(() => office.State.GetAgreementAsync(request).ResponseAsync);
        Assert.Equal("AGREEMENT_NOT_FOUND", refused.Reason);
        request.KnownOn = $"{office.Host.Time.GetUtcNow().AddDays(1):yyyy-MM-dd}";
        Assert.Equal(agreement, (await office.State.GetAgreementAsync(request)).Agreement);
    }

    [Fact]
    public async Task ListAgreements_OfAnOffice_GoesPageByPageInTheOrderTheyCame()
    {
        var office = await Partnership.Next();
        var first = await office.Agree(office.Content());
        var second = await office.Agree(office.Operating());
        var leader = office.Content();
        leader.Type = AgreementType.Leader;
        var third = (await office.State.PutAgreementAsync(office.Put(leader))).Agreement;
        var request = new ListAgreementsRequest { OfficeNumber = office.Office, PageSize = 2 };
        var page = await office.Municipal.ListAgreementsAsync(request);
        Assert.Equal([first.AgreementId, second.AgreementId], page.Agreements.Select(agreement => agreement.AgreementId));
        request.PageToken = page.NextPageToken;
        page = await office.Municipal.ListAgreementsAsync(request);
        Assert.Equal((third.AgreementId, AgreementState.Proposed, ""), (page.Agreements.Single().AgreementId, page.Agreements[0].State, page.NextPageToken));
    }

    [Fact]
    public async Task ListAgreements_WithoutOffice_HoldsOnlyThoseOfTheCallersOffices()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Next());
        var (own, foreign) = (await office.Agree(office.Content()), await other.Agree(other.Content()));
        var listed = (await office.Municipal.ListAgreementsAsync(new ListAgreementsRequest { Type = AgreementType.Partnership })).Agreements;
        Assert.Equal([own.AgreementId], listed.Select(agreement => agreement.AgreementId));
        var theirs = await office.Municipal.ListAgreementsAsync(new ListAgreementsRequest { OfficeNumber = other.Office });
        Assert.Empty(theirs.Agreements);
        Assert.Equal(foreign.AgreementId, (await other.State.ListAgreementsAsync(new ListAgreementsRequest { OfficeNumber = other.Office })).Agreements.Single().AgreementId);
    }

    [Fact]
    public async Task ListAgreements_WithBadFields_NamesThemAll()
    {
        var office = await Partnership.Vaernes();
        var request = new ListAgreementsRequest { PageSize = -1, PageToken = "MTox", AsOf = "i dag", Type = (AgreementType)99 };
        var refused = await RefusedCall.Of(() => office.State.ListAgreementsAsync(request).ResponseAsync);
        Assert.Equal(["as_of", "page_size", "page_token", "type"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task ListAgreementReminders_OfAnAgreementNearItsEnd_IsForItsOwners()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Next());
        var agreement = await office.Agree(office.Content(to: "2031-10-31"));
        await other.Agree(other.Content(to: "2031-10-31"));
        var request = new ListAgreementRemindersRequest { AsOf = "2031-02-28" };
        var reminder = Assert.Single((await office.Municipal.ListAgreementRemindersAsync(request)).Reminders);
        Assert.Equal(
            (agreement.AgreementId, office.Office, AgreementType.Partnership, "2031-10-31", ReminderMark.EightMonths, "2031-02-28"),
            (reminder.AgreementId, reminder.OfficeNumber, reminder.Type, reminder.EndsOn, reminder.Mark, reminder.DueOn));
        request.AsOf = "2031-10-31";
        Assert.Equal(ReminderMark.Ended, (await office.Municipal.ListAgreementRemindersAsync(request)).Reminders.Single().Mark);
        await office.Agree(office.Content(to: "2036-10-31"), agreement);
        Assert.Empty((await office.Municipal.ListAgreementRemindersAsync(request)).Reminders);
    }

    [Fact]
    public async Task ListAgreementReminders_OfSeveral_GoesPageByPage()
    {
        var office = await Partnership.Next();
        var partnership = await office.Agree(office.Content(to: "2032-02-01"));
        var operating = office.Operating();
        operating.Valid.To = "2032-01-01";
        var running = await office.Agree(operating);
        var request = new ListAgreementRemindersRequest { AsOf = "2031-12-31", PageSize = 1 };
        var page = await office.Municipal.ListAgreementRemindersAsync(request);
        Assert.Equal(running.AgreementId, page.Reminders.Single().AgreementId);
        request.PageToken = page.NextPageToken;
        page = await office.Municipal.ListAgreementRemindersAsync(request);
        Assert.Equal((partnership.AgreementId, ""), (page.Reminders.Single().AgreementId, page.NextPageToken));
    }
}
