using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Web.Pages.Offices;

namespace Samstyring.Web.Pages.Inbox;

/// <summary>Something that waits for a person's signature.</summary>
/// <param name="Text">What it is.</param>
/// <param name="Where">The office, and the last day where there is one.</param>
/// <param name="Address">Where it is signed.</param>
internal sealed record WaitingSignature(string Text, string Where, string Address)
{
    /// <summary>A proposal in a case.</summary>
    public static WaitingSignature Of(WorkItem task, Texts t) => new(
        t.Of(task.Text),
        string.Join(". ", new[] { t.FirstOffices(task.OfficeNumbers), t.TaskDue(task.Due, task.Overdue) }.Where(part => part.Length > 0)),
        $"/cases/{task.CaseId}/proposals/{task.ProposalNumber}");

    /// <summary>Agreements, and changes of a clause, that have been put forward and not signed for the person's unit.</summary>
    public static async Task<IReadOnlyList<WaitingSignature>> InAgreements(Platform platform, Visitor visitor, Texts t)
    {
        var waiting = new List<WaitingSignature>();
        var pages = await Paging.All(
            next => platform.Offices.ListAgreementsAsync(new ListAgreementsRequest { PageSize = Paging.Page, PageToken = next }), page => page.NextPageToken);
        foreach (var one in pages.SelectMany(page => page.Agreements))
        {
            if (AgreementWords.OwnOf(one, visitor) is not { } own)
                continue;
            var (office, type) = ($"/offices/{one.OfficeNumber}/agreements", t.Begin(t.Of(one.Type)));
            if (one.State == AgreementState.Proposed && one.Signatures.All(s => !s.Party.Equals(own)))
                waiting.Add(new(type, t.Office(one.OfficeNumber), $"{office}#a-{one.AgreementId}"));
            waiting.AddRange(
                from amendment in one.Amendments
                where one.State == AgreementState.Agreed && amendment.AgreedAt is null && !amendment.SignedBy.Contains(own)
                let clause = one.Clauses.First(c => c.ClauseRef == amendment.ClauseRef)
                select new WaitingSignature(
                    t.AmendmentOf(amendment, clause), $"{type} {t.At(t.Office(one.OfficeNumber))}", $"{office}/{one.AgreementId}/amendments/{amendment.AmendmentId}"));
        }

        return waiting;
    }
}
