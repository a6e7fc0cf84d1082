using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>
/// The ladder of conflicts.md section 4: who settles a case when a deadline has passed or an owner asks. No rung decides over both lines. Mediation and the
/// dispute board are open for agreement terms alone (Dispute Regulation § 1).
/// </summary>
public static class Ladder
{
    /// <summary>The next rung; the same one where the case stays: the regional arena, the dispute board, the top of a line.</summary>
    public static ResolverClass Next(ResolverClass rung, bool agreementTerm) => rung switch
    {
        ResolverClass.Issuer or ResolverClass.Municipalities or ResolverClass.Leaders => ResolverClass.BothOwners,
        ResolverClass.BothOwners => agreementTerm ? ResolverClass.DisputeBoard : ResolverClass.RegionalArena,
        _ => rung,
    };

    /// <summary>The rung an owner may take the case to; null: it is closed, or on the last one.</summary>
    public static ResolverClass? Above(Case @case) =>
        @case.State != CaseState.Closed && Next(@case.Resolver.Class, @case.AgreementTerm) is var next && next != @case.Resolver.Class ? next : null;

    /// <summary>Whether a proposal of the owners can settle a case on that rung. The issuer, the top of a line and the leaders act by themselves.</summary>
    public static bool IsForOwners(ResolverClass rung) =>
        rung is ResolverClass.BothOwners or ResolverClass.RegionalArena or ResolverClass.DisputeBoard or ResolverClass.Municipalities;

    /// <summary>Who it is on that rung, by name.</summary>
    /// <param name="case">The case.</param>
    /// <param name="rung">The rung.</param>
    /// <param name="office">One of its offices.</param>
    /// <param name="issuer">Line and issuer of its first directive; null when it names none.</param>
    public static Resolver Name(Case @case, ResolverClass rung, Office office, (Line Line, Org Org)? issuer) => rung switch
    {
        ResolverClass.RegionalArena => Resolvers.RegionalArena(office),
        ResolverClass.DisputeBoard => Resolvers.DisputeBoard,
        ResolverClass.LineTop when issuer is { } i => Resolvers.LineMeeting(office, i.Line, i.Org),
        ResolverClass.BothOwners => Resolvers.BothOwners(office),
        _ => @case.Resolver,
    };

    /// <summary>Working days a case has on each rung; none when nothing of it holds or flags more than a warning (conflicts.md section 3).</summary>
    public static int Days(Verdict verdict, Severity severity, HoldDays days) => severity switch
    {
        Severity.Blocking when verdict == Verdict.Conflict => days.Blocking,
        Severity.Blocking or Severity.NeedsClarification => days.Other,
        _ => 0,
    };
}
