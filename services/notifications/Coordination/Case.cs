using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>The state of a case, and of a case at an office. The values are those of the proto.</summary>
public enum CaseState { Open = 1, Escalated = 2, Closed = 3 }

/// <summary>How a case can be settled.</summary>
public enum WayOut { Amend = 1, Withdraw = 2, OrderInTime = 3, SplitTargetGroup = 4, AcceptBoth = 5, JointText = 6 }

/// <summary>Where a proposal stands.</summary>
public enum ProposalState { Open = 1, Agreed = 2, Rejected = 3, Lapsed = 4 }

/// <summary>What an organisation says of a proposal.</summary>
public enum Answer { Sign = 1, Reject = 2 }

/// <summary>What happened in a case.</summary>
public enum CaseAct
{
    Opened = 1, Reopened = 2, Escalated = 3, Proposed = 4, Signed = 5, Rejected = 6, Agreed = 7, Lapsed = 8, Closed = 9, AccountGiven = 10, Mediation = 11,
    NoDecision = 12, Collected = 13,
}

/// <summary>What the county governor records of a dispute.</summary>
public enum MediationOutcome { Inadmissible = 1, Agreement = 2, Forwarded = 3, BoardDecision = 4 }

/// <summary>Why a case or finding is over. The values are those of the proto.</summary>
public enum CloseReason
{
    OwnersAgreed = 1, DirectiveChanged = 2, DirectiveWithdrawn = 3, ProfileChanged = 4, CatalogueSettled = 5, LegalDecision = 6, WindowPassed = 7,
    RulesChanged = 8,
}

/// <summary>A problem that the owners have to settle, as it stands.</summary>
public sealed record Case
{
    public required string Id { get; init; }

    public required FindingKind Kind { get; init; }

    /// <summary>The problem whatever the office; see <see cref="CaseKey"/>.</summary>
    public required string Problem { get; init; }

    /// <summary>The county of its offices; empty where they are of several.</summary>
    public required string CountyUnit { get; init; }

    /// <summary>Theme of the first directive; empty for a case about an office.</summary>
    public string Theme { get; init; } = "";

    /// <summary>Every directive that a finding of it names or has named, by id.</summary>
    public ImmutableSortedSet<string> Directives { get; init; } = [];

    /// <summary>The object is a term of an agreement.</summary>
    public bool AgreementTerm { get; init; }

    /// <summary>It collects the cases of several offices.</summary>
    public bool Regional { get; init; }

    /// <summary>The regional case it is collected in.</summary>
    public string? RegionalId { get; init; }

    public CaseState State { get; init; } = CaseState.Open;

    /// <summary>Of its worst open finding; of the last ones when it is closed.</summary>
    public required Severity Severity { get; init; }

    /// <summary>Who may settle it on the rung of the ladder where it is.</summary>
    public required Resolver Resolver { get; init; }

    /// <summary>It can never be settled by accepting both: a value is missing, or the law has the last word.</summary>
    public bool NeverAccepted { get; init; }

    /// <summary>Owners who owe a profile value that a finding of it misses, "MUNICIPALITY:5035".</summary>
    public ImmutableSortedSet<string> OwedBy { get; init; } = [];

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>Last working day on this rung; null: none.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>Working days on a rung; 0: none.</summary>
    public int Days { get; init; }

    public DateTimeOffset? ClosedAt { get; init; }

    public CloseReason? Reason { get; init; }

    public ImmutableArray<Proposal> Proposals { get; init; } = [];

    public ImmutableArray<Account> Accounts { get; init; } = [];

    public ImmutableArray<Mediation> Mediations { get; init; } = [];

    public ImmutableArray<CaseEvent> Timeline { get; init; } = [];

    /// <summary>Rises with every change.</summary>
    public long Version { get; init; }

    /// <summary>The case with something that happened.</summary>
    public Case With(CaseEvent e) => this with { Timeline = Timeline.Add(e) };

    /// <summary>The case with a proposal in place of the one of the same number.</summary>
    public Case With(Proposal proposal) => this with { Proposals = [.. Proposals.Select(p => p.Number == proposal.Number ? proposal : p)] };
}

/// <summary>A change to one directive that is agreed on; <see cref="Changes"/> is the JSON of the message <c>Adaptation</c>.</summary>
public sealed record CaseAmendment(string DirectiveId, string Changes);

/// <summary>What the owners agree on.</summary>
public sealed record Resolution(WayOut WayOut)
{
    public ImmutableArray<CaseAmendment> Amendments { get; init; } = [];

    public ImmutableArray<string> Withdrawn { get; init; } = [];

    public string Reason { get; init; } = "";

    public Words? JointText { get; init; }

    /// <summary>Both directives stand as they are: the agreement itself is what settles the case.</summary>
    [JsonIgnore]
    public bool Accepts => WayOut is WayOut.AcceptBoth or WayOut.JointText;

    /// <summary>The directives whose issuers have to do something.</summary>
    [JsonIgnore]
    public IEnumerable<string> ToCarryOut => Amendments.Select(a => a.DirectiveId).Concat(Withdrawn).Distinct();
}

/// <summary>The owners whose signatures settle the case at an office.</summary>
public sealed record OfficeSigners(int OfficeId, string Number, ImmutableArray<Org> Signers);

/// <summary>A proposal of one party. The proposer's own signature is the first.</summary>
public sealed record Proposal
{
    public required int Number { get; init; }

    public ProposalState State { get; init; } = ProposalState.Open;

    public required Resolution Resolution { get; init; }

    public required Org By { get; init; }

    public required DateTimeOffset At { get; init; }

    /// <summary>Last day on which it can be answered.</summary>
    public required DateOnly AnswerBy { get; init; }

    public required ImmutableArray<OfficeSigners> Offices { get; init; }

    public ImmutableArray<CaseSignature> Signatures { get; init; } = [];

    /// <summary>The directives as they were proposed about.</summary>
    public ImmutableSortedDictionary<string, int> Revisions { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Everybody who has to sign.</summary>
    [JsonIgnore]
    public IEnumerable<Org> Signers => Offices.SelectMany(o => o.Signers).Distinct();

    /// <summary>Directives whose issuer has not yet done what was agreed; none when the case is over.</summary>
    /// <param name="case">The case.</param>
    /// <param name="revisions">The newest revisions.</param>
    public IEnumerable<string> ToCarryOut(Case @case, IReadOnlyDictionary<string, int> revisions) =>
        State != ProposalState.Agreed || @case.State == CaseState.Closed
            ? []
            : Resolution.ToCarryOut.Where(id => revisions.GetValueOrDefault(id) == Revisions.GetValueOrDefault(id)).Order(StringComparer.Ordinal);

    /// <summary>Whether it still waits for answers: in time, and about the directives as they are now.</summary>
    /// <param name="today">Today in Oslo.</param>
    /// <param name="revisions">The newest revisions.</param>
    public bool Stands(DateOnly today, IReadOnlyDictionary<string, int> revisions) =>
        State == ProposalState.Open && today <= AnswerBy && Revisions.All(r => revisions.GetValueOrDefault(r.Key) == r.Value);

    /// <summary>Whether all who own the office have signed.</summary>
    public bool IsSigned(OfficeSigners office) => office.Signers.All(org => Signatures.Any(s => s.Org == org && s.Answer == Answer.Sign));

    /// <summary>Whether one who owns the office has rejected it.</summary>
    public bool IsRejected(OfficeSigners office) => office.Signers.Any(org => Signatures.Any(s => s.Org == org && s.Answer == Answer.Reject));
}

/// <summary>An organisation's answer to a proposal, by one person.</summary>
public sealed record CaseSignature(Org Org, string Actor, Answer Answer, string Mandate, string Reason, DateTimeOffset At, DateOnly? MeetingDate);

/// <summary>What the NAV-leder reads of a case that was settled: the joint text or why both stand, since when, and who signed (nobody: the board decided).</summary>
public sealed record Settlement(FindingKind Kind, Words Text, DateOnly On, ImmutableArray<Org> SignedBy);

/// <summary>An owner's account of a dispute.</summary>
public sealed record Account(Org Org, string Actor, string Text, DateTimeOffset At);

/// <summary>What was done in a dispute.</summary>
public sealed record Mediation(MediationOutcome Outcome, string Text, string Reference, DateTimeOffset At);

/// <summary>An entry of the time line. <see cref="By"/> is null when the platform acted.</summary>
public sealed record CaseEvent(DateTimeOffset At, CaseAct Act)
{
    public Org? By { get; init; }

    public int Proposal { get; init; }

    public ResolverClass? Rung { get; init; }

    public CloseReason? Reason { get; init; }

    /// <summary>Numbers of the offices it is about; empty: all.</summary>
    public ImmutableArray<string> Offices { get; init; } = [];

    public DateOnly? MeetingDate { get; init; }

    public string Note { get; init; } = "";
}
