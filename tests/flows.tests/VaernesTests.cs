using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>
/// Nav Værnes on the real register: Stjørdal is host for Meråker, Frosta, Tydal and Selbu, who keep sub-offices, under one county unit (Meld. St. 33
/// (2015–2016), chapter 5). A decision of one of the five reaches what is its own, all the way to the feed.
/// </summary>
public class VaernesTests
{
    private const string Vaernes = "1783";
    private const string Selbu = "5032";
    private const string Frosta = "5036";
    private const int TrondelagOffices = 20;
    private const string Action = "USER_MEETING.PHYSICAL";

    [Fact]
    public async Task Decision_OfAParticipant_ConcernsItsOwnResidentsAndIsSettledBetweenTheMunicipalities()
    {
        await using var platform = await Platform.Start();
        var office = (await new OfficesService.OfficesServiceClient(platform.Offices.As("auditor")).GetOfficeAsync(new GetOfficeRequest { OfficeNumber = Vaernes })).Office;
        Assert.Equal((5, 4, "5700"), (office.Municipalities.Count, office.Profile.SubOffices.Count, office.CountyUnit.Number));
        var ban = await Publish(platform, Frosta, Modality.MustNot);
        var order = await Publish(platform, Selbu, Modality.Must);

        // At the one office, and at no other; they are about different people, so it is for the municipalities that share the office and not for both owners.
        Assert.Equal(0, (await platform.Judged(ban.DirectiveId, 1)).Counts.Held);
        Assert.Equal(1, (await platform.Judged(order.DirectiveId, 1)).Counts.Held);
        var findings = await platform.Reader("auditor").ListFindingsAsync(new ListFindingsRequest { Filter = new FindingFilter { OfficeNumber = Vaernes } }, deadline: Situations.Soon());
        Assert.DoesNotContain(findings.Findings, finding => finding.Kind == FindingKind.ContradictoryOrders);
        Assert.Contains(findings.Findings, finding => finding.Kind == FindingKind.IntermunicipalSplit);
        Assert.Equal([Frosta], await Concerned(platform, ban));
        Assert.Equal([Selbu], await Concerned(platform, order));
        Assert.Single(await platform.Feed(Vaernes));
    }

    [Fact]
    public async Task Order_OfTheState_MeetsTheDecisionOfOneParticipantForItsResidentsAlone()
    {
        await using var platform = await Platform.Start();
        var ban = await Publish(platform, Frosta, Modality.MustNot);
        await platform.Judged(ban.DirectiveId, 1);
        var parent = await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL", "Fysisk førstesamtale for alle under 30").Ordering(Modality.Must, Action));
        var order = await platform.Issuer("county", "5700").Relay(parent.DirectiveId);

        var status = await platform.Judged(order.DirectiveId, TrondelagOffices);
        var held = Assert.Single(status.Offices, at => at.State == GateState.Held);
        Assert.Equal((Vaernes, TrondelagOffices - 1), (held.OfficeNumber, status.Counts.Released));
        var request = new GetFindingRequest { FindingId = held.FindingIds.Single() };
        var finding = (await platform.Reader("municipal-director", Frosta).GetFindingAsync(request, deadline: Situations.Soon())).Finding;
        Assert.Equal((FindingKind.ContradictoryOrders, Frosta), (finding.Kind, finding.Witness.MunicipalityNumber));
        Assert.Contains("Frosta kommune", finding.Resolver.Name.Nb, StringComparison.Ordinal);
    }

    private static Task<Directive> Publish(Platform platform, string municipality, Modality modality) => platform.Issuer("municipal-director", municipality).Publish(
        Situations.FromTheMunicipality(municipality, modality == Modality.Must ? "Fysiske brukermøter" : "Ingen fysiske brukermøter under ombygging").Ordering(modality, Action));

    // Whom a directive is about at the only office it reaches, as notifications were told.
    private static async Task<IEnumerable<string>> Concerned(Platform platform, Directive directive)
    {
        var mapped = (await platform.Offices.Published<DirectiveMapped>(Common.Topics.OfficesMapping)).Where(e => e.Subject == directive.DirectiveId).MaxBy(e => e.Version).Data;
        var office = Assert.Single(mapped.Offices);
        Assert.Equal((Vaernes, 5), (office.Number, office.MunicipalityNumbers.Count));
        return office.ConcernedMunicipalityNumbers;
    }
}
