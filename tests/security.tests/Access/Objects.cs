using Samstyring.Notifications.V1;
using Samstyring.Offices.Import;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Security.Tests.Access;

/// <summary>Ids of one of each kind of object.</summary>
public sealed record Target(
    string Office, string Directive, string Draft, string Finding, string Case, string Consultation, string Mission, string Agreement, string Question)
{
    /// <summary>What the agreement says.</summary>
    public AgreementContent Agreed { get; init; } = new();

    /// <summary>Well-formed ids of objects that do not exist.</summary>
    public static Target Missing { get; } = new(
        "9999", "01990000-0000-7000-8000-000000000000", "01990000-0000-7000-8000-000000000000", new string('0', 64), new string('0', 64),
        "01990000-0000-7000-8000-000000000000", new string('0', 64), "01990000-0000-7000-8000-000000000000", new string('0', 64));
}

/// <summary>A county and a municipality at odds in two parts of the country, and what each role's relations to it are.</summary>
public sealed class Objects
{
    private const string Action = "USER_MEETING.PHYSICAL";

    public static readonly (string Role, string Unit)[] Callers =
    [
        ("directorate", ""), ("county", Places.County), ("council", Places.Municipality), ("municipal-director", Places.Municipality),
        ("county-governor", "50"), ("office", Places.Own), ("auditor", ""), ("system", Places.Municipality), ("operator", ""),
    ];

    public static readonly string[] Relations = ["own", "line", "partner", "foreign"];

    private readonly Dictionary<(string Role, string Relation), Target> targets = [];

    private Objects()
    {
    }

    public Target this[string role, string relation] => targets[(role, relation)];

    public static async Task<Objects> Create(Ground ground)
    {
        var platform = ground.Platform;
        _ = await ExampleCommand.Run(platform.Offices.Parts, Places.Foreign);
        var own = await Conflict(ground, Places.County, Places.Municipality, Places.Own);
        var foreign = await Conflict(ground, Places.ForeignCounty, Places.ForeignMunicipality, Places.Foreign);
        var national = (await platform.Issuer("directorate").Publish(Situations.FromTheDirectorate("ALL", "Tett oppfølging"))).DirectiveId;
        var nationalDraft = await Draft(platform.Issuer("directorate"), Situations.FromTheDirectorate("ALL", "Utkast"));
        var objects = new Objects();
        foreach (var (role, _) in Callers)
        {
            foreach (var relation in Relations)
            {
                // The county's directive at the office is own to the state's side, and the partner's to the municipality's.
                var (state, municipal) = (own.State, own.Municipal);
                objects.targets[(role, relation)] = (role, relation) switch
                {
                    (_, "foreign") => foreign.Municipal,
                    ("directorate", "own") => state with { Directive = national, Draft = nationalDraft },
                    ("directorate", "line") => state,
                    ("county", "line") => state with { Directive = national },
                    ("council" or "municipal-director" or "system", "partner") => state,
                    ("council" or "municipal-director" or "system", _) => municipal,
                    ("office", "line") => state,
                    (_, "partner") => municipal,
                    ("county-governor", "own") => municipal,
                    _ => state,
                };
            }
        }

        return objects;
    }

    private static async Task<(Target State, Target Municipal)> Conflict(Ground ground, string county, string municipality, string office)
    {
        var platform = ground.Platform;
        var ban = await platform.Issuer("municipal-director", municipality).Publish(
            Situations.FromTheMunicipality(municipality, "Ingen fysiske møter").Ordering(Modality.MustNot, Action));
        await platform.Judged(ban.DirectiveId, 1);
        var order = await platform.Issuer("county", county).Publish(OfTheCounty(county, office));
        await platform.Judged(order.DirectiveId, 1);
        var auditor = platform.Reader("auditor");
        var finding = (await auditor.ListFindingsAsync(new() { Filter = new() { OfficeNumber = office, Kind = FindingKind.ContradictoryOrders } }, deadline: Situations.Soon())).Findings[0];
        var at = (await platform.Reader("county", county).ListCasesAsync(new() { Filter = new() { OfficeNumber = office, Kind = FindingKind.ContradictoryOrders } }, deadline: Situations.Soon())).Cases[0];
        var leader = platform.Reader("office", office);
        var mission = (await platform.Feed(office)).First(m => m.Sources.Any(s => s.DirectiveId == ban.DirectiveId));
        await leader.AskForClarificationAsync(
            new() { RequestId = Situations.Id(), OfficeNumber = office, MissionKey = mission.MissionKey, Text = "Gjelder det alle?" }, deadline: Situations.Soon());
        var question = (await platform.Reader("municipal-director", municipality).ListQuestionsAsync(new(), deadline: Situations.Soon())).Questions[0].Question.QuestionId;
        var agreement = (await new OfficesService.OfficesServiceClient(platform.Offices.As("auditor")).ListAgreementsAsync(
            new() { OfficeNumber = office, Type = AgreementType.Partnership }, deadline: Situations.Soon())).Agreements[0];
        var (countyDraft, municipalDraft) = (
            await Draft(platform.Issuer("county", county), OfTheCounty(county, office)),
            await Draft(platform.Issuer("municipal-director", municipality), Situations.FromTheMunicipality(municipality, "Utkast")));
        var draft = (await platform.Issuer("county", county).GetDirectiveAsync(new() { DirectiveId = countyDraft }, deadline: Situations.Soon())).Directive;
        var consultation = (await platform.Issuer("county", county).RequestConsultationAsync(
            new()
            {
                RequestId = Situations.Id(),
                DirectiveId = countyDraft,
                Etag = draft.Etag,
                Question = new() { Nb = "Hva betyr dette?" },
                Partners = { new OrgRef { Kind = OrgKind.Municipality, Number = municipality } },
            },
            deadline: Situations.Soon())).Consultation.ConsultationId;
        Target Of(string directive, string draftId) => new(
            office, directive, draftId, finding.FindingId, at.CaseId, consultation, mission.MissionKey, agreement.AgreementId, question)
        {
            Agreed = new() { Type = agreement.Type, Parties = { agreement.Parties }, Valid = agreement.Valid, Clauses = { agreement.Clauses }, Costs = agreement.Costs, Delegations = { agreement.Delegations } },
        };
        return (Of(order.DirectiveId, countyDraft), Of(ban.DirectiveId, municipalDraft));
    }

    private static async Task<string> Draft(SteeringService.SteeringServiceClient issuer, DirectiveContent content) =>
        (await issuer.CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon())).Directive.DirectiveId;

    public static DirectiveContent OfTheCounty(string county, string office)
    {
        var content = Situations.FromTheDirectorate($"OFFICE({office})", "Fysisk førstesamtale").Ordering(Modality.Must, Action);
        content.IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = county };
        content.IssuerRole = IssuerRole.CountyDirector;
        content.RecipientRole = RecipientRole.NavLeader;
        return content;
    }
}
