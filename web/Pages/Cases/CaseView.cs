using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Cases;

/// <summary>One directive of a case as a column: what the reader may see of it.</summary>
/// <param name="Named">As the finding names it.</param>
/// <param name="Whole">All of it; null: the reader may not read it.</param>
public sealed record CaseColumn(FindingDirective Named, Directive? Whole);

/// <summary>A case with the directives it is about.</summary>
/// <param name="Case">The case.</param>
/// <param name="Columns">Its directives in the order they were published; neither owner is first.</param>
public sealed record CaseView(Case Case, IReadOnlyList<CaseColumn> Columns)
{
    /// <summary>The finding that says the most: the worst of the open ones.</summary>
    public Finding? Main => Case.Findings.OrderBy(f => f.Severity).FirstOrDefault();

    internal static async Task<CaseView> Of(Platform platform, string id)
    {
        var one = (await platform.Notifications.GetCaseAsync(new GetCaseRequest { CaseId = id })).Case;
        var named = one.Findings.SelectMany(f => f.Directives).DistinctBy(d => d.DirectiveId).ToList();
        var whole = await Task.WhenAll(named.Select(d => Read(platform, d)));
        return new(one, named.Zip(whole).Select(c => new CaseColumn(c.First, c.Second))
            .OrderBy(c => c.Whole?.PublishedAt?.ToDateTimeOffset() ?? DateTimeOffset.MaxValue).ThenBy(c => c.Named.DirectiveId, StringComparer.Ordinal).ToList());
    }

    /// <summary>Every open case that the person may see, as it stands in lists.</summary>
    internal static async Task<IEnumerable<Case>> All(Platform platform) =>
        (await Paging.All(next => platform.Notifications.ListCasesAsync(new ListCasesRequest { PageSize = Paging.Page, PageToken = next }), page => page.NextPageToken)).SelectMany(page => page.Cases);

    /// <summary>Whether an organisation's answer to a proposal is waited for.</summary>
    public static bool Awaits(Proposal proposal, OrgRef org) =>
        proposal.State == ProposalState.Open && proposal.Signers.Contains(org) && proposal.Signatures.All(s => !s.Org.Equals(org));

    private static async Task<Directive?> Read(Platform platform, FindingDirective named)
    {
        if (named.DirectiveId.Length == 0)
            return null;
        try
        {
            return (await platform.Steering.GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = named.DirectiveId, Revision = named.Revision })).Directive;
        }
        catch (RpcException shielded) when (shielded.StatusCode is StatusCode.NotFound or StatusCode.PermissionDenied)
        {
            return null;
        }
    }
}
