using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>
/// The steps up the ladder that somebody asks for, and what happens on its last rung for agreement terms: both accounts in writing, mediation by the county
/// governor, then the dispute board (Dispute Regulation; domain.md section 5).
/// </summary>
public static class Disputes
{
    /// <summary>Whether an owner may take the case to that rung; the refusal names the rule that says no.</summary>
    public static Refusal? Admits(Case @case, ResolverClass to)
    {
        if (@case.State == CaseState.Closed)
        {
            return Refusal.Of(ErrorReason.CaseClosed, ("case_id", @case.Id));
        }

        var next = Ladder.Above(@case);
        return next == to ? null : Refusal.Of(
            ErrorReason.EscalationNotAdmissible,
            ("rule", to == ResolverClass.DisputeBoard && !@case.AgreementTerm ? "DISPUTE_REGULATION_1" : "LADDER"),
            ("from", Compared.Identifier(@case.Resolver.Class)),
            ("next", next is { } rung ? Compared.Identifier(rung) : ""));
    }

    /// <summary>An owner's account; a later one of the same owner replaces it.</summary>
    public static Outcome<Case> GiveAccount(Case @case, Org org, Actor actor, string text, DateTimeOffset now) =>
        NotInDispute(@case) is { } refused
            ? refused
            : (@case with { Accounts = [.. @case.Accounts.Where(a => a.Org != org), new(org, actor.Id, text, now)] })
                .With(new CaseEvent(now, CaseAct.AccountGiven) { By = org });

    /// <summary>
    /// What the county governor has done. Returned as inadmissible, the case goes back to the owners; forwarding it and the board's decision need an account of
    /// the state owner and one of a municipal owner.
    /// </summary>
    public static Outcome<Case> Mediate(Case @case, Org governor, Mediation mediation, Resolver owners)
    {
        if (NotInDispute(@case) is { } refused)
        {
            return refused;
        }

        var bothSides = @case.Accounts.Any(a => a.Org.Kind == "COUNTY") && @case.Accounts.Any(a => a.Org.Kind != "COUNTY");
        if (mediation.Outcome is MediationOutcome.Forwarded or MediationOutcome.BoardDecision && !bothSides)
        {
            return Refusal.Of(ErrorReason.AccountsMissing, ("given", string.Join(',', @case.Accounts.Select(a => a.Org))));
        }

        var next = @case with { Mediations = @case.Mediations.Add(mediation) };
        next = mediation.Outcome == MediationOutcome.Inadmissible ? next with { Resolver = owners } : next;
        return next.With(new CaseEvent(mediation.At, CaseAct.Mediation)
        {
            By = governor,
            Note = Compared.Identifier(mediation.Outcome),
            Rung = mediation.Outcome == MediationOutcome.Inadmissible ? owners.Class : null,
        });
    }

    /// <summary>What the NAV-leder reads of the board's decision.</summary>
    public static Settlement DecisionOf(Case @case, Mediation mediation, DateOnly today) => new(
        @case.Kind,
        new($"Tvisteløsningsnemnda har avgjort saken ({mediation.Reference}): {mediation.Text}", $"Tvisteløysingsnemnda har avgjort saka ({mediation.Reference}): {mediation.Text}"),
        today, []);

    private static Refusal? NotInDispute(Case @case) =>
        @case.State == CaseState.Closed ? Refusal.Of(ErrorReason.CaseClosed, ("case_id", @case.Id))
        : @case.Resolver.Class != ResolverClass.DisputeBoard
            ? Refusal.Of(ErrorReason.ResolverOther, ("resolver_class", Compared.Identifier(@case.Resolver.Class)), ("resolver", @case.Resolver.Name.Nb))
            : null;
}
