using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Tests;

/// <summary>What the owners of Nav Værnes have: drafts, what they have published and received, and a case with a proposal. All of it constructed.</summary>
public sealed class ExampleOwners
{
    private readonly Dictionary<string, string> drafts = [], published = [];
    private string caseId = "", findingId = "", received = "";

    /// <summary>An address that the route can be opened at by the role; null: there is nothing it may see there.</summary>
    public string? AddressOf(string route, string role)
    {
        var isParty = role is Roles.County or Roles.MunicipalDirector or Roles.Council or Roles.Auditor;
        return route switch
        {
            "/directives/{Id}/edit" or "/directives/{Id}/publish" or "/directives/{Id}/withdraw" => With(route, drafts.GetValueOrDefault(role)),
            "/directives/{Id}/status" => With(route, published.GetValueOrDefault(role) ?? drafts.GetValueOrDefault(role)),
            "/inbox/relay" when role == Roles.County => $"{route}?directive={received}",
            "/cases/{Id}" when isParty => $"/cases/{caseId}?way=JointText",
            "/cases/{Id}/escalate" or "/cases/{Id}/proposals/{Number:int}" => With(route, caseId),
            "/findings/{Id}" when isParty => With(route, findingId),
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
        return owners;
    }

    private static string? With(string route, string? id) => id is null ? null : route.Replace("{Id}", id, StringComparison.Ordinal).Replace("{Number:int}", "1", StringComparison.Ordinal)
        .Replace("{Number}", id, StringComparison.Ordinal).Replace("{Office}", id, StringComparison.Ordinal);
}
