using Microsoft.Extensions.DependencyInjection;
using Samstyring.Identity;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Tests;

/// <summary>
/// What the owners of Nav Værnes have: drafts, what they have published and received, and a case with a proposal; and an event for the operator. All of it constructed.
/// </summary>
public sealed class ExampleOwners
{
    private readonly Dictionary<string, string> drafts = [], published = [];
    private string caseId = "", findingId = "", received = "", consultationId = "", revised = "", file = "", deadLetter = "", agreement = "", amendment = "";

    /// <summary>An address that the route can be opened at by the role; null: there is nothing it may see there.</summary>
    public string? AddressOf(string route, string role)
    {
        var isParty = role is Roles.County or Roles.MunicipalDirector or Roles.Council or Roles.Auditor;
        return route switch
        {
            "/directives/{Id}/edit" or "/directives/{Id}/publish" or "/directives/{Id}/withdraw" or "/directives/{Id}/consult" => With(route, drafts.GetValueOrDefault(role)),
            "/consultations/{Id}" => role is Roles.County or Roles.MunicipalDirector ? With(route, consultationId) : null,
            "/directives/import/{Id}" => role == Roles.MunicipalDirector ? With(route, file) : null,
            "/directives/{Id}/revisions" => role == Roles.MunicipalDirector ? With(route, revised) : null,
            "/directives/{Id}/status" => With(route, published.GetValueOrDefault(role) ?? drafts.GetValueOrDefault(role)),
            "/inbox/relay" when role == Roles.County => $"{route}?directive={received}",
            "/cases/{Id}" when isParty => $"/cases/{caseId}?way=JointText",
            "/cases/{Id}/escalate" or "/cases/{Id}/proposals/{Number:int}" => With(route, caseId),
            "/findings/{Id}" when isParty => With(route, findingId),
            "/offices/{Number}/agreements/{Id}/amend" => $"/offices/{ExampleFeed.Office}/agreements/{agreement}/amend?clause=5.1",
            "/offices/{Number}/agreements/{Id}/amendments/{Amendment}" when role == Roles.MunicipalDirector => $"/offices/{ExampleFeed.Office}/agreements/{agreement}/amendments/{amendment}",
            "/offices/{Number}/agreements" when role != Roles.Auditor => With(route, ExampleFeed.Office) + "?employer=Municipal&fte=-1%2C5",
            _ when role == Roles.Operator => route.Replace("{Service}", "notifications", StringComparison.Ordinal).Replace("{Id}", deadLetter, StringComparison.Ordinal),
            "/offices/{Number}" or "/meetings/{Office}" => With(route, ExampleFeed.Office),
            _ => route.Contains('{', StringComparison.Ordinal) ? null : route,
        };
    }

    public static async Task<ExampleOwners> Write(WebPlatform platform, IReadOnlyDictionary<string, string> personas)
    {
        var owners = new ExampleOwners();
        foreach (var (role, persona) in personas.Where(p => Issuing.Roles.Split(',').Contains(p.Key)))
        {
            var issuing = new Issuing(role, persona.Split(':').ElementAtOrDefault(1) ?? "");
            var content = new DirectiveContent { Title = new LocalizedText { Nb = "Utkast: " + ExampleFeed.Hostile }, Text = new LocalizedText { Nb = "Konstruert for test." }, Scope = issuing.All.Length == 0 ? "OFFICE(1783)" : issuing.All };
            issuing.Sign(content);
            var draft = await platform.Issuer(persona).CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon());
            owners.drafts[role] = draft.Directive.DirectiveId;
            var list = await platform.Issuer(persona).ListDirectivesAsync(
                new() { Filter = new DirectiveFilter { IssuerOrg = issuing.Org, State = DirectiveState.Published } }, deadline: Situations.Soon());
            if (list.Directives.Count > 0)
            {
                owners.published[role] = list.Directives[0].DirectiveId;
            }
        }

        owners.published[Roles.Auditor] = owners.published[Roles.Directorate];
        var fromAbove = await platform.Issuer(personas[Roles.County]).ListDirectivesAsync(
            new() { Filter = new DirectiveFilter { IssuerOrg = new OrgRef { Kind = OrgKind.Directorate } } }, deadline: Situations.Soon());
        owners.received = fromAbove.Directives[0].DirectiveId;
        var county = platform.Reader(personas[Roles.County]);
        var one = await Eventually.Is(
            async () => (await county.ListCasesAsync(new() { Filter = new CaseFilter { OfficeNumber = ExampleFeed.Office, Kind = FindingKind.ContradictoryOrders } }, deadline: Situations.Soon())).Cases,
            cases => cases.Count > 0);
        owners.caseId = one[0].CaseId;
        owners.findingId = (await county.GetCaseAsync(new() { CaseId = owners.caseId }, deadline: Situations.Soon())).Case.Findings[0].FindingId;
        await county.ProposeResolutionAsync(
            new()
            {
                RequestId = "example-proposal",
                CaseId = owners.caseId,
                Mandate = "Fullmakt 3",
                Resolution = new Resolution { WayOut = WayOut.JointText, JointText = new LocalizedText { Nb = "Samtalen er fysisk når brukeren ønsker det.", Nn = "Samtalen er fysisk når brukaren ønskjer det." } },
            },
            deadline: Situations.Soon());
        var asked = await platform.Issuer(personas[Roles.County]).GetDirectiveAsync(new() { DirectiveId = owners.drafts[Roles.County] }, deadline: Situations.Soon());
        var consultation = await platform.Issuer(personas[Roles.County]).RequestConsultationAsync(
            new()
            {
                RequestId = Situations.Id(),
                DirectiveId = asked.Directive.DirectiveId,
                Etag = asked.Directive.Etag,
                Question = new LocalizedText { Nb = "Kan kommunen stille med en veileder?", Nn = "Kan kommunen stille med ein rettleiar?" },
                Partners = { new OrgRef { Kind = OrgKind.Municipality, Number = "5035" } },
            },
            deadline: Situations.Soon());
        owners.consultationId = consultation.Consultation.ConsultationId;
        (owners.agreement, owners.amendment) = await Amended(platform.Owner(personas[Roles.County]));
        owners.deadLetter = await platform.DeadLetter("EKSEMPEL: et signal uten innhold");
        owners.revised = await Revised(platform.Issuer(personas[Roles.MunicipalDirector]));
        owners.file = await File(platform, personas[Roles.MunicipalDirector]);
        return owners;
    }

    // A file that was handed in, with faults.
    private static async Task<string> File(WebPlatform platform, string persona)
    {
        var csv = $"key,title.nb,modality,valid.from\nsak-1,Gjeldsrådgivning for unge,MUST,2027-01-01\nsak-2,{ExampleFeed.Hostile.Replace(',', ' ')},SKAL,i morgen\nsak-1,Samme nøkkel,,\n";
        var found = await platform.Issuer(persona).ImportDirectivesAsync(new() { RequestId = Situations.Id(), Csv = csv, ValidateOnly = true }, deadline: Situations.Soon());
        var unit = persona.Split(':')[1];
        var owner = $"{Persona.Parse(persona, out _)!.Subject}|{Roles.MunicipalDirector}|{unit}";
        return platform.Web.GetRequiredService<Uploads>().Keep(owner, "styringssignaler-2027.csv", csv, Task.FromResult(found)).Id;
    }

    // A clause of the partnership agreement that one party wants otherwise.
    private static async Task<(string Agreement, string Amendment)> Amended(OfficesService.OfficesServiceClient owner)
    {
        var agreement = (await owner.ListAgreementsAsync(new() { OfficeNumber = ExampleFeed.Office, Type = AgreementType.Partnership }, deadline: Situations.Soon())).Agreements[0];
        var clause = agreement.Clauses.First(c => c.ClauseRef == "5.1");
        var proposed = await owner.ProposeAmendmentAsync(
            new()
            {
                RequestId = "example-amendment",
                AgreementId = agreement.AgreementId,
                Revision = agreement.Revision,
                ClauseRef = clause.ClauseRef,
                Value = clause.Value == "included" ? "excluded" : "included",
                EffectiveFrom = Situations.Iso(Situations.Day(TimeProvider.System).AddDays(30)),
            },
            deadline: Situations.Soon());
        return (agreement.AgreementId, proposed.Amendment.AmendmentId);
    }

    // Two revisions of one directive.
    private static async Task<string> Revised(SteeringService.SteeringServiceClient issuer)
    {
        var content = Situations.FromTheMunicipality("5035", "Gjeldsrådgivning for unge");
        var first = (await issuer.CreateDirectiveAsync(new() { RequestId = Situations.Id(), Content = content }, deadline: Situations.Soon())).Directive;
        first = (await issuer.PublishDirectiveAsync(new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = first.Etag }, deadline: Situations.Soon())).Directive;
        content = first.Content.Clone();
        content.Title.Nb = "Gjeldsrådgivning for alle under 30";
        content.Text.Nb = "Alle under 30 år får time hos gjeldsrådgiver innen to uker. Konstruert for test.";
        content.Modality = Modality.Must;
        var second = (await issuer.UpdateDirectiveAsync(
            new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = first.Etag, Content = content, ChangeClass = ChangeClass.Material }, deadline: Situations.Soon())).Directive;
        await issuer.PublishDirectiveAsync(new() { RequestId = Situations.Id(), DirectiveId = first.DirectiveId, Etag = second.Etag }, deadline: Situations.Soon());
        return first.DirectiveId;
    }

    private static string? With(string route, string? id) => id is null ? null : route.Replace("{Id}", id, StringComparison.Ordinal).Replace("{Number:int}", "1", StringComparison.Ordinal)
        .Replace("{Number}", id, StringComparison.Ordinal).Replace("{Office}", id, StringComparison.Ordinal);
}
