using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Case = Samstyring.Notifications.Coordination.Case;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Api;

/// <summary>
/// Cases as a caller may read them: a party sees all of it but the texts of directives that it may not read; a leader sees theme, state and deadline of what
/// the owners are settling, never who said what (reliability-and-security.md, note 10).
/// </summary>
public sealed class CaseReply(CaseReader cases, FindingStore findings, FindingReply reply, TimeProvider clock)
{
    private const int MaxFindings = 200;

    /// <summary>A case with everything.</summary>
    public async Task<Pb.Case> Whole(NpgsqlConnection connection, Caller caller, Case one, CancellationToken cancel)
    {
        var message = (await Listed(connection, caller, [one], cancel))[0];
        var query = new FindingQuery(CaseId: one.Id, AlsoClosed: one.State == CaseState.Closed);
        var found = await findings.Page(connection, caller, query, 0, "", MaxFindings, cancel);
        var revisions = await cases.Revisions(connection, one.Directives, cancel);
        var today = Oslo.DateOf(clock.GetUtcNow());
        message.Findings.AddRange(await reply.Of(connection, caller, found, cancel));
        message.Proposals.AddRange(one.Proposals.Select(p => Of(one, p, revisions, today)));
        message.Accounts.AddRange(one.Accounts.Select(a => new Pb.Account { Org = FindingMessage.Org(a.Org), Text = a.Text, At = Timestamp.FromDateTimeOffset(a.At) }));
        message.Mediations.AddRange(one.Mediations.Select(m => new Pb.Mediation
        {
            Outcome = (Pb.MediationOutcome)m.Outcome,
            Text = m.Text,
            Reference = m.Reference,
            At = Timestamp.FromDateTimeOffset(m.At),
        }));
        message.Timeline.AddRange(one.Timeline.Select(Of));
        message.RelatedCaseIds.AddRange(await cases.Related(connection, caller, one, cancel));
        if (one.Regional)
        {
            message.CollectedCaseIds.AddRange((await cases.Members(connection, one.Id, cancel)).Select(m => m.Case.Id).Distinct());
        }

        return message;
    }

    /// <summary>Cases as a list shows them.</summary>
    public async Task<IReadOnlyList<Pb.Case>> Listed(NpgsqlConnection connection, Caller caller, IReadOnlyList<Case> all, CancellationToken cancel)
    {
        var offices = await cases.Offices(connection, caller, [.. all.Select(c => c.Id)], cancel);
        if (caller.Role == Role.NavLeader)
        {
            return [.. all.Select(ForLeader)];
        }

        var lines = await cases.Lines(connection, all.SelectMany(c => c.Directives), cancel);
        return [.. all.Select(c => Of(c, offices[c.Id], lines))];
    }

    private static Pb.Case ForLeader(Case one) => new()
    {
        CaseId = one.Id,
        State = (Pb.CaseState)one.State,
        Severity = (Pb.Severity)one.Severity,
        Theme = one.Theme,
        Deadline = Compared.Day(one.Deadline),
    };

    private static Pb.Case Of(Case one, IEnumerable<CaseOfficeRow> offices, IReadOnlyDictionary<string, short> lines) => new()
    {
        CaseId = one.Id,
        Kind = (Pb.FindingKind)one.Kind,
        State = (Pb.CaseState)one.State,
        Severity = (Pb.Severity)one.Severity,
        Resolver = FindingMessage.Resolver(one.Resolver),
        AgreementTerm = one.AgreementTerm,
        OpenedAt = Timestamp.FromDateTimeOffset(one.OpenedAt),
        Deadline = Compared.Day(one.Deadline),
        ClosedAt = one.ClosedAt is { } closed ? Timestamp.FromDateTimeOffset(closed) : null,
        CloseReason = (Pb.CloseReason)(one.Reason ?? 0),
        Theme = one.Theme,
        Offices =
        {
            offices.Select(o => new Pb.CaseOffice
            {
                OfficeNumber = o.Number,
                OfficeName = o.Name,
                State = (Pb.CaseState)o.State,
                CloseReason = (Pb.CloseReason)o.CloseReason,
                Signers = { Resolutions.Signers(one, o.ToSigners().Signers).Select(FindingMessage.Org) },
            }),
        },
        Regional = one.Regional,
        RegionalCaseId = one.RegionalId ?? "",
        Etag = $"\"{one.Version}\"",
        NextRung = (Pb.ResolverClass)(Ladder.Above(one) ?? 0),
        Lines = { one.Directives.Where(lines.ContainsKey).Select(id => (Samstyring.Types.V1.Line)lines[id]).Distinct().Order() },
        ForOwners = one.State != CaseState.Closed && Ladder.IsForOwners(one.Resolver.Class),
    };

    private static Pb.Proposal Of(Case one, Proposal p, IReadOnlyDictionary<string, int> revisions, DateOnly today)
    {
        var lapsed = p.State == ProposalState.Open && (one.State == CaseState.Closed || !p.Stands(today, revisions));
        var message = new Pb.Proposal
        {
            Number = p.Number,
            State = lapsed ? Pb.ProposalState.Lapsed : (Pb.ProposalState)p.State,
            Resolution = Of(p),
            ProposedBy = FindingMessage.Org(p.By),
            ProposedAt = Timestamp.FromDateTimeOffset(p.At),
            AnswerBy = Compared.Day(p.AnswerBy),
            Signers = { p.Signers.Select(FindingMessage.Org) },
            Signatures =
            {
                p.Signatures.Select(s => new Pb.Signature
                {
                    Org = FindingMessage.Org(s.Org), Answer = (Pb.ResolutionAnswer)s.Answer, Mandate = s.Mandate, Reason = s.Reason,
                    At = Timestamp.FromDateTimeOffset(s.At), MeetingDate = Compared.Day(s.MeetingDate),
                }),
            },
            ToCarryOut = { p.ToCarryOut(one, revisions) },
        };
        message.Revisions.Add(p.Revisions.ToDictionary());
        return message;
    }

    private static Pb.Resolution Of(Proposal p) => new()
    {
        WayOut = (Pb.WayOut)p.Resolution.WayOut,
        Amendments =
        {
            p.Resolution.Amendments.Select(a => new Pb.DirectiveAmendment { DirectiveId = a.DirectiveId, Changes = JsonParser.Default.Parse<SteeringPb.Adaptation>(a.Changes) }),
        },
        WithdrawnDirectiveIds = { p.Resolution.Withdrawn },
        Reason = p.Resolution.Reason,
        JointText = p.Resolution.JointText is { } text ? new() { Nb = text.Nb, Nn = text.Nn } : null,
        OfficeNumbers = { p.Offices.Select(o => o.Number) },
    };

    private static Pb.CaseEvent Of(CaseEvent e) => new()
    {
        At = Timestamp.FromDateTimeOffset(e.At),
        Act = (Pb.CaseAct)e.Act,
        Org = e.By is { } by ? FindingMessage.Org(by) : null,
        ProposalNumber = e.Proposal,
        ResolverClass = (Pb.ResolverClass)(e.Rung ?? 0),
        CloseReason = (Pb.CloseReason)(e.Reason ?? 0),
        OfficeNumbers = { e.Offices },
        MeetingDate = Compared.Day(e.MeetingDate),
        Note = e.Note,
    };
}
