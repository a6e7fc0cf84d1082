using System.Collections.Immutable;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Norwegian;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>Who acts in a case: a person, for an organisation, with what the act rests on.</summary>
public sealed record Actor(Role Role, string Unit, string Id, string Mandate, DateOnly? MeetingDate)
{
    /// <summary>Somebody who signs nothing with this act.</summary>
    public static Actor By(Caller caller) => new(caller.Role, caller.Unit, caller.ActorId, "", null);

    /// <summary>
    /// The organisation among those that the person acts for: the county director for the county, the municipal director for the municipality, in Oslo for
    /// the city district. A council decides, but its director signs.
    /// </summary>
    public Org? Of(IEnumerable<Org> orgs) => orgs.Where(org => org.Number == Unit && Role switch
    {
        Role.County => org.Kind == "COUNTY",
        Role.MunicipalDirector => org.Kind is "MUNICIPALITY" or "CITY_DISTRICT",
        _ => false,
    }).Select(org => (Org?)org).FirstOrDefault();
}

/// <summary>What the judge says of a resolution.</summary>
/// <param name="Remaining">Findings of the case that would remain.</param>
/// <param name="Appearing">Findings that would come.</param>
public sealed record ResolutionCheck(ImmutableArray<Finding> Remaining, ImmutableArray<Finding> Appearing)
{
    /// <summary>Nothing remains and nothing comes.</summary>
    public static ResolutionCheck Clean { get; } = new([], []);

    /// <summary>The case would be over.</summary>
    public bool Solves => Remaining.IsEmpty;

    /// <summary>It would make a case that has to be settled.</summary>
    public bool MakesConflict => Appearing.Any(f => f.Severity <= Severity.NeedsClarification);
}

/// <summary>
/// How equal owners settle a case: one proposes, and it takes effect at an office when the county and every municipality concerned there have signed, by
/// different people. There is no default and no majority, and no answer is ever taken for granted (domain.md A3, A10).
/// </summary>
public static class Resolutions
{
    /// <summary>Working days to answer in a case without a deadline.</summary>
    public const int AnswerDays = 10;

    /// <summary>Adds a proposal with the proposer's own signature.</summary>
    /// <param name="case">The case.</param>
    /// <param name="actor">Who proposes.</param>
    /// <param name="resolution">What.</param>
    /// <param name="offices">The offices it settles, with their owners; those of them that the case stands at.</param>
    /// <param name="check">What the judge says of it.</param>
    /// <param name="revisions">The newest revisions of the case's directives.</param>
    /// <param name="now">The instant.</param>
    /// <param name="today">Its date in Oslo.</param>
    public static Outcome<(Case Case, ImmutableArray<OfficeSigners> Settled)> Propose(
        Case @case, Actor actor, Resolution resolution, ImmutableArray<OfficeSigners> offices, ResolutionCheck check,
        IReadOnlyDictionary<string, int> revisions, DateTimeOffset now, DateOnly today)
    {
        if (Admits(@case, resolution) is { } refused)
        {
            return refused;
        }

        var signing = offices.Select(o => o with { Signers = Signers(@case, o.Signers) }).ToImmutableArray();
        if (signing.IsEmpty || actor.Of(signing.SelectMany(o => o.Signers)) is not { } org)
        {
            return Refusal.Of(ErrorReason.NotAParty, ("unit", actor.Unit));
        }

        if (!check.Solves)
        {
            return Refusal.Of(ErrorReason.ResolutionDoesNotSolve, ("findings", Ids(check.Remaining)));
        }

        if (check.MakesConflict)
        {
            return Refusal.Of(ErrorReason.ResolutionMakesConflict, ("findings", Ids(check.Appearing)));
        }

        var proposal = new Proposal
        {
            Number = @case.Proposals.Length + 1,
            Resolution = resolution,
            By = org,
            At = now,
            AnswerBy = @case.Deadline is { } deadline && deadline >= today ? deadline : WorkingDays.Add(today, AnswerDays),
            Offices = signing,
            Signatures = [new(org, actor.Id, Coordination.Answer.Sign, actor.Mandate, "", now, actor.MeetingDate)],
            Revisions = revisions.ToImmutableSortedDictionary(StringComparer.Ordinal),
        };
        var proposed = (@case with { Proposals = @case.Proposals.Add(proposal) })
            .With(new CaseEvent(now, CaseAct.Proposed)
            {
                By = org,
                Proposal = proposal.Number,
                MeetingDate = actor.MeetingDate,
                Offices = [.. signing.Select(o => o.Number)],
            });
        return Settle(proposed, proposal, [], now);
    }

    /// <summary>
    /// Takes an answer. Refused: a proposal that is decided or out of date, one about earlier revisions, an organisation that has no say in it, its second
    /// answer, and a person who has answered for another organisation.
    /// </summary>
    public static Outcome<(Case Case, ImmutableArray<OfficeSigners> Settled)> Answer(
        Case @case, Actor actor, int number, Answer answer, string reason, IReadOnlyDictionary<string, int> revisions, DateTimeOffset now, DateOnly today)
    {
        if (@case.Proposals.FirstOrDefault(p => p.Number == number) is not { } proposal)
        {
            return Refusal.Of(ErrorReason.ProposalNotFound, ("proposal_number", $"{number}"));
        }

        if (actor.Of(proposal.Signers) is not { } org)
        {
            return Refusal.Of(ErrorReason.NotAParty, ("unit", actor.Unit));
        }

        if (@case.State == CaseState.Closed)
        {
            return Refusal.Of(ErrorReason.CaseClosed, ("case_id", @case.Id));
        }

        if (!Ladder.IsForOwners(@case.Resolver.Class))
        {
            return Elsewhere(@case);
        }

        if (proposal.State != ProposalState.Open)
        {
            return Refusal.Of(ErrorReason.ProposalDecided, ("state", Compared.Identifier(proposal.State)));
        }

        if (today > proposal.AnswerBy)
        {
            return Refusal.Of(ErrorReason.AnswerLate, ("answer_by", Compared.Day(proposal.AnswerBy)));
        }

        if (proposal.Revisions.FirstOrDefault(r => revisions.GetValueOrDefault(r.Key) != r.Value) is { Key: { } changed })
        {
            return Refusal.Of(ErrorReason.RevisionSuperseded, ("directive_id", changed), ("revision", $"{revisions.GetValueOrDefault(changed)}"));
        }

        if (proposal.Signatures.Any(s => s.Org == org))
        {
            return Refusal.Of(ErrorReason.SignedAlready, ("party", $"{org}"));
        }

        if (proposal.Signatures.FirstOrDefault(s => s.Actor == actor.Id) is { } same)
        {
            return Refusal.Of(ErrorReason.SignedBySamePerson, ("party", $"{same.Org}"));
        }

        var before = proposal.Offices.Where(proposal.IsSigned).ToImmutableArray();
        var answered = proposal with
        {
            Signatures = proposal.Signatures.Add(new(org, actor.Id, answer, actor.Mandate, reason, now, actor.MeetingDate)),
        };
        var next = @case.With(answered).With(new CaseEvent(now, answer == Coordination.Answer.Sign ? CaseAct.Signed : CaseAct.Rejected)
        {
            By = org,
            Proposal = number,
            MeetingDate = actor.MeetingDate,
            Note = reason,
        });
        return Settle(next, answered, before, now);
    }

    /// <summary>What the NAV-leder reads when the proposal signed last has settled the case.</summary>
    public static Settlement SettlementOf(Case @case, DateOnly today)
    {
        var proposal = @case.Proposals.Where(p => p.Resolution.Accepts).MaxBy(p => p.Signatures[^1].At)!;
        return new(
            @case.Kind, proposal.Resolution.JointText ?? new(proposal.Resolution.Reason, proposal.Resolution.Reason), today,
            [.. proposal.Signatures.Where(s => s.Answer == Coordination.Answer.Sign).Select(s => s.Org).OrderBy(o => o.ToString(), StringComparer.Ordinal)]);
    }

    /// <summary>Whether the case can be settled that way at all, whoever proposes it.</summary>
    public static Refusal? Admits(Case @case, Resolution resolution) =>
        @case.State == CaseState.Closed ? Refusal.Of(ErrorReason.CaseClosed, ("case_id", @case.Id))
        : !Ladder.IsForOwners(@case.Resolver.Class) ? Elsewhere(@case)
        : resolution.Accepts && @case.NeverAccepted ? Refusal.Of(ErrorReason.AcceptanceNotAdmissible, ("kind", Finding.Code(@case.Kind)))
        : null;

    /// <summary>Of the owners of an office, those who sign on the case's rung: between municipalities, these alone.</summary>
    public static ImmutableArray<Org> Signers(Case @case, ImmutableArray<Org> owners) =>
        @case.Resolver.Class == ResolverClass.Municipalities ? [.. owners.Where(o => o.Kind != "COUNTY")] : owners;

    // The offices whose last signature this was. What changes a directive is agreed on when all have signed everywhere; its issuer does the rest.
    private static (Case Case, ImmutableArray<OfficeSigners> Settled) Settle(
        Case @case, Proposal proposal, ImmutableArray<OfficeSigners> before, DateTimeOffset now)
    {
        var signed = proposal.Offices.Where(proposal.IsSigned).ToImmutableArray();
        var over = proposal.Offices.All(o => proposal.IsSigned(o) || proposal.IsRejected(o));
        var state = !over ? ProposalState.Open : signed.IsEmpty ? ProposalState.Rejected : ProposalState.Agreed;
        var next = state == proposal.State ? @case : @case.With(proposal with { State = state });
        if (state == ProposalState.Agreed)
        {
            next = next.With(new CaseEvent(now, CaseAct.Agreed) { Proposal = proposal.Number, Offices = [.. signed.Select(o => o.Number)] });
        }

        return (next, proposal.Resolution.Accepts ? [.. signed.Where(o => before.All(b => b.OfficeId != o.OfficeId))] : []);
    }

    private static Refusal Elsewhere(Case @case) => Refusal.Of(
        ErrorReason.ResolverOther, ("resolver_class", Compared.Identifier(@case.Resolver.Class)), ("resolver", @case.Resolver.Name.Nb));

    private static string Ids(IEnumerable<Finding> findings) => string.Join(',', findings.Select(f => f.Fingerprint).Take(20));
}
