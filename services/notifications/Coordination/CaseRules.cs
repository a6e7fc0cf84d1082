using System.Collections.Immutable;
using Samstyring.Norwegian;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Coordination;

/// <summary>A finding that has come or changed at an office, and the owners of that office whom it concerns.</summary>
public sealed record CaseFinding(int OfficeId, Finding Finding, ImmutableArray<Org> Owners)
{
    /// <summary>The case it belongs to; null for what is only counted.</summary>
    public string? CaseId { get; } = CaseKey.Of(Finding);
}

/// <summary>A case at an office after the gate has run there.</summary>
/// <param name="OfficeId">The office.</param>
/// <param name="Number">Its number.</param>
/// <param name="Before">How the case stood there; null: it was not there.</param>
/// <param name="Open">How many of its findings are open there.</param>
/// <param name="Worst">The worst of them; null: none is open.</param>
/// <param name="Reason">Why the last one closed.</param>
public sealed record OfficeStanding(int OfficeId, string Number, CaseState? Before, int Open, Severity? Worst, CloseReason? Reason)
{
    /// <summary>Whether it stands there.</summary>
    public bool IsOpen => Worst is not null;
}

/// <summary>How cases come, go on and end with the findings they are made of, and how they climb the ladder. Pure.</summary>
public static class CaseRules
{
    /// <summary>The case that a finding opens.</summary>
    public static Case Open(CaseFinding first, Office office, Catalogues catalogues, HoldDays days, DateTimeOffset now, DateOnly today)
    {
        var f = first.Finding;
        var onRung = Ladder.Days(f.Verdict, f.Severity, days);
        return new Case
        {
            Id = first.CaseId!,
            Kind = f.Kind,
            Problem = CaseKey.Problem(f),
            CountyUnit = office.County?.Number ?? "",
            Theme = f.Directives.FirstOrDefault()?.Theme ?? "",
            AgreementTerm = CaseKey.IsAgreementTerm(f, catalogues),
            Severity = f.Severity,
            Resolver = f.Resolver,
            NeverAccepted = IsNeverAccepted(f, catalogues),
            OpenedAt = now,
            Days = onRung,
            Deadline = onRung == 0 ? null : WorkingDays.Add(today, onRung),
        }.With(new CaseEvent(now, CaseAct.Opened));
    }

    /// <summary>The case after the gate has run: what it is about now, and whether it goes on, is over or is there again.</summary>
    /// <param name="case">As it was.</param>
    /// <param name="changed">Findings of it that came or changed.</param>
    /// <param name="offices">All its offices.</param>
    /// <param name="catalogues">Who may decide what.</param>
    /// <param name="daysAt">How long a rung lasts at each of the offices of what changed.</param>
    /// <param name="now">The instant.</param>
    /// <param name="today">Its date in Oslo.</param>
    public static Case Follow(
        Case @case, IReadOnlyCollection<CaseFinding> changed, IReadOnlyCollection<OfficeStanding> offices, Catalogues catalogues,
        Func<int, HoldDays> daysAt, DateTimeOffset now, DateOnly today)
    {
        var next = @case with
        {
            Directives = @case.Directives.Union(changed.SelectMany(c => c.Finding.Directives).Select(x => x.Id)),
        };
        var open = offices.Where(o => o.IsOpen).ToList();
        if (open.Count == 0)
        {
            return @case.State == CaseState.Closed ? next : Close(next, offices, now);
        }

        // Where both owners and the issuer could end it, it is for both owners.
        var found = changed.Select(c => c.Finding).ToList();
        if (found.Count > 0)
        {
            // Findings that stand as they did are not told again; what they said of the case holds on.
            var unchanged = open.Sum(o => o.Open) > found.Count;
            next = next with
            {
                NeverAccepted = found.Any(f => IsNeverAccepted(f, catalogues)) || (unchanged && next.NeverAccepted),
                AgreementTerm = found.Any(f => CaseKey.IsAgreementTerm(f, catalogues)) || (unchanged && next.AgreementTerm),
                OwedBy = (unchanged ? next.OwedBy : []).Union(found.SelectMany(f => f.Owed).Select(o => o.Owner).Where(owner => owner.Length > 0)),
            };
        }

        var severity = open.Min(o => o.Worst!.Value);
        // At the office that gives the owners the longest.
        var onRung = changed.Select(c => Ladder.Days(c.Finding.Verdict, c.Finding.Severity, daysAt(c.OfficeId))).DefaultIfEmpty().Max();
        if (@case.State == CaseState.Closed && found.Count > 0)
        {
            return (next with
            {
                State = CaseState.Open,
                Severity = severity,
                Resolver = found[0].Resolver,
                ClosedAt = null,
                Reason = null,
                Days = onRung,
                Deadline = onRung == 0 ? null : WorkingDays.Add(today, onRung),
            }).With(new CaseEvent(now, CaseAct.Reopened) { Offices = Numbers(open) });
        }

        next = next with
        {
            Severity = severity,
            Resolver = next is { State: CaseState.Open, Resolver.Class: ResolverClass.Issuer }
                ? found.Select(f => f.Resolver).FirstOrDefault(r => r.Class == ResolverClass.BothOwners) ?? next.Resolver
                : next.Resolver,
        };
        if (next.Days == 0 && onRung > 0)
        {
            next = next with { Days = onRung, Deadline = WorkingDays.Add(today, onRung) };
        }

        var left = offices.Where(o => !o.IsOpen && o.Before is not (null or CaseState.Closed)).ToList();
        return left.Count == 0 ? next : next.With(new CaseEvent(now, CaseAct.Closed) { Offices = Numbers(left), Reason = left[0].Reason });
    }

    /// <summary>The case on its next rung; on its last one it stays, escalated and without a deadline, on the agenda of every next meeting.</summary>
    /// <param name="case">As it is.</param>
    /// <param name="resolver">Who it is on that rung.</param>
    /// <param name="by">The owner who asked; null: its deadline has passed.</param>
    /// <param name="note">Why.</param>
    /// <param name="now">The instant.</param>
    /// <param name="today">Its date in Oslo.</param>
    public static Case Escalate(Case @case, Resolver resolver, Org? by, string note, DateTimeOffset now, DateOnly today)
    {
        var last = Ladder.Next(resolver.Class, @case.AgreementTerm) == resolver.Class;
        return (@case with
        {
            State = CaseState.Escalated,
            Resolver = resolver,
            Deadline = last || @case.Days == 0 ? null : WorkingDays.Add(today, @case.Days),
        }).With(new CaseEvent(now, CaseAct.Escalated) { By = by, Rung = resolver.Class, Note = note });
    }

    /// <summary>The regional case of a problem that stands at several offices of a county.</summary>
    public static Case Collect(Case first, Office office, string countyUnit, DateTimeOffset now) => new Case
    {
        Id = CaseKey.Regional(first.Problem, countyUnit),
        Kind = first.Kind,
        Problem = first.Problem,
        CountyUnit = countyUnit,
        Theme = first.Theme,
        Directives = first.Directives,
        AgreementTerm = first.AgreementTerm,
        NeverAccepted = first.NeverAccepted,
        Regional = true,
        Severity = first.Severity,
        Resolver = Resolvers.RegionalArena(office),
        OpenedAt = now,
    }.With(new CaseEvent(now, CaseAct.Opened));

    /// <summary>The regional case after some of the cases it collects came or ended: over with the last of them, there again with the first.</summary>
    public static Case FollowMembers(Case regional, IReadOnlyCollection<Case> open, DateTimeOffset now)
    {
        if (open.Count == 0)
        {
            return regional.State == CaseState.Closed ? regional : (regional with
            {
                State = CaseState.Closed,
                ClosedAt = now,
                Reason = regional.Proposals.Any(p => p.State == ProposalState.Agreed) ? CloseReason.OwnersAgreed : CloseReason.DirectiveChanged,
            }).With(new CaseEvent(now, CaseAct.Closed));
        }

        var next = regional with { Severity = open.Min(c => c.Severity), Directives = regional.Directives.Union(open.SelectMany(c => c.Directives)) };
        next = regional.State != CaseState.Closed
            ? next
            : (next with { State = CaseState.Open, ClosedAt = null, Reason = null }).With(new CaseEvent(now, CaseAct.Reopened));
        return next.Severity == regional.Severity && next.State == regional.State && next.Directives.Count == regional.Directives.Count ? regional : next;
    }

    // A missing field goes back to who owes it, unknown codes to the catalogue; below the minimum of the law nobody can agree (RS-12, K-19).
    private static bool IsNeverAccepted(Finding f, Catalogues catalogues) =>
        f.Verdict != Verdict.Conflict || f.Kind == FindingKind.MinimumWeakened
        || (f.Kind == FindingKind.OutsideAuthority && catalogues.ReservedSubjects.Any(s => s.Id == f.WitnessClass && s.MayDecide.IsEmpty));

    private static Case Close(Case @case, IReadOnlyCollection<OfficeStanding> offices, DateTimeOffset now)
    {
        var reason = @case.Proposals.Any(p => p.State == ProposalState.Agreed)
            ? CloseReason.OwnersAgreed
            : offices.Where(o => o.Before is not CaseState.Closed).Select(o => o.Reason).FirstOrDefault(r => r is not null) ?? CloseReason.DirectiveChanged;
        return (@case with { State = CaseState.Closed, ClosedAt = now, Reason = reason, Deadline = null })
            .With(new CaseEvent(now, CaseAct.Closed) { Reason = reason });
    }

    private static ImmutableArray<string> Numbers(IEnumerable<OfficeStanding> offices) => [.. offices.Select(o => o.Number).Order(StringComparer.Ordinal)];
}
