using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>Confirms the witness of a certain finding from the facts alone, without the judge's predicates.</summary>
internal static partial class WitnessCheck
{
    public static void Confirm(Facts facts, Finding finding)
    {
        if (finding.Verdict != Verdict.Conflict)
        {
            return;
        }

        var witness = finding.Witness;
        Assert.True(witness.Day >= facts.AsOf);
        if (finding.Office is null)
        {
            if (finding.Kind == FindingKind.CountyLettersDiffer)
            {
                // Each has a form that no letter of the other kind has; the group's own tests compare them.
                Assert.All(finding.Directives, d => Assert.Equal(IssuerRole.Directorate, d.IssuerRole));
                return;
            }

            // A receipt: this node has left none.
            Assert.DoesNotContain(finding.Directives.Single().DeliveryPath!.Value, n => n.ReceivedAt is not null && finding.WitnessClass == $"b,{n.Node}");
            return;
        }

        var office = facts.Offices.Single(o => o.Number == witness.Office);
        var kind = finding.Kind is FindingKind.SameLineCollision or FindingKind.IntermunicipalSplit && finding.WitnessClass != "b"
            ? (FindingKind)int.Parse(finding.WitnessClass[2..], System.Globalization.CultureInfo.InvariantCulture)
            : finding.Kind;
        if (kind == FindingKind.CapacityOverbooked)
        {
            ConfirmOverbooked(facts, finding);
            return;
        }

        var inForce = finding.Directives.Where(d => Covers(office, d, witness)).ToList();
        switch (kind)
        {
            case FindingKind.ContradictoryOrders:
                ConfirmOrders(facts.Catalogues, inForce);
                break;
            case FindingKind.OpposedDirections:
                Assert.Equal(2, inForce.Count);
                Assert.NotEqual(inForce[0].Direction, inForce[1].Direction);
                Assert.Equal(witness.Numbers, inForce.Select(d => d.Direction.ToString()!.ToUpperInvariant()));
                break;
            case FindingKind.PriorityCollision:
                Assert.All(finding.Directives, d =>
                    Assert.Contains(office.Reaches, r => r.DirectiveId == d.Id && !r.Withdrawn && r.Days.Contains(witness.Day)));
                Assert.Equal(2, finding.Directives.Select(d => d.Theme).Distinct().Count());
                Assert.Single(finding.Directives.Select(d => d.PriorityRank).Distinct());
                break;
            case FindingKind.OutsideAuthority or FindingKind.AgreementBreach or FindingKind.ServiceNotProvided or FindingKind.MinimumWeakened
                or FindingKind.PilotIgnored or FindingKind.DpaMissing or FindingKind.WorkingConditionsClash or FindingKind.RecipientUnclear:
                ConfirmOwn(facts.Catalogues, office, finding);
                break;
            case FindingKind.ScorecardImbalance or FindingKind.DetailAsymmetry:
                Assert.StartsWith($"{witness.Day.Year}", finding.WitnessClass, StringComparison.Ordinal);
                break;
            case FindingKind.AssessmentMissing or FindingKind.PartnerNotConsulted or FindingKind.OwnerBypassed or FindingKind.AdviceAsOrder
                or FindingKind.OutsideJointPlan or FindingKind.AccessAsymmetry:
                ConfirmProcess(office, Assert.Single(inForce), finding);
                break;
            case FindingKind.UncoordinatedOffer:
                Assert.True(finding.Directives.Length == 2 ? finding.Directives[0].IssuerOrg != finding.Directives[1].IssuerOrg : finding.Directives[0].Offer!.AnchoredBy!.Value.Distinct().Count() < 2);
                break;
            case FindingKind.CascadeDistortion:
                Assert.Contains(finding.Directives, child => finding.Directives.Any(source => child.DerivedFrom.Contains(source.Id) && child.Line == source.Line));
                break;
            case FindingKind.DoubleReporting:
                Assert.True(finding.Directives.SelectMany(d => d.Reporting.Select(r => r.System)).Distinct().Count() > 1);
                break;
            case FindingKind.IndicatorSplit:
                Assert.Equal(2, inForce.Select(d => d.IndicatorDefinitionHash).Distinct().Count());
                break;
            case FindingKind.DisjointTargets:
                Assert.Equal(2, inForce.Count);
                ConfirmNumbers(witness.Numbers);
                break;
            default:
                Assert.NotEmpty(inForce);
                break;
        }
    }

    // On that day the directives of the minimal set alone ask for more of the pool than it has; a capacity group counts once.
    private static void ConfirmOverbooked(Facts facts, Finding finding)
    {
        var n = finding.Witness.Numbers.Select(x => x.Split(' ')).ToDictionary(x => x[0], x => x[1]);
        var day = DateOnly.ParseExact(n["day"], "yyyy-MM-dd");
        Assert.True(finding.Window.Contains(day));
        var minimal = n["minimal"].Split(',');
        Assert.Subset(finding.Directives.Select(d => d.Id).ToHashSet(), minimal.ToHashSet());
        var (state, asked, over) = (0m, 0m, false);
        foreach (var office in facts.Offices.Where(o => n["offices"].Split(',').Contains(o.Number)))
        {
            decimal? Staff(Employer e) => office.Profile.Staffing.Single(s => s.Employer == e && s.Valid.From <= day && day < s.Valid.To).FollowUpFte;
            decimal Of(FteDemand d) => d.Fte ?? (d.SharePct!.Value / 100 * d.Pool switch
            {
                Pool.State => Staff(Employer.State),
                Pool.Municipal => Staff(Employer.Municipal),
                _ => Staff(Employer.State) + Staff(Employer.Municipal),
            }) ?? 0;
            bool Shared(FteDemand d) => d.CapacityGroup is { } name
                && office.Reaches.Count(r => facts.Directives[r.DirectiveId].FteDemand.Any(x => x.CapacityGroup == name)) > 1;
            decimal Sum(Pool pool) => office.Reaches.Where(r => minimal.Contains(r.DirectiveId) && !r.Withdrawn && r.Days.Contains(day))
                .SelectMany(r => facts.Directives[r.DirectiveId].FteDemand
                    .Select((d, i) => (Entry: d, Key: Shared(d) ? d.CapacityGroup : $"{r.DirectiveId} {i}")))
                .GroupBy(x => x.Key)
                .Select(g => g.OrderByDescending(x => Of(x.Entry)).ThenBy(x => x.Entry.Pool).First().Entry)
                .Where(d => d.Pool == pool)
                .Sum(Of);
            state += Staff(Employer.State) ?? 0;
            asked += Sum(Pool.State) + Math.Max(0, Sum(Pool.Total) - Math.Max(0, (Staff(Employer.Municipal) ?? 0) - Sum(Pool.Municipal)));
            over |= office.Number == finding.Office && Sum(Pool.Municipal) > (Staff(Employer.Municipal) ?? decimal.MaxValue);
        }

        Assert.True(over || asked > state);
    }

    private static void ConfirmProcess(Office office, Directive d, Finding finding) => Assert.True(finding.Kind switch
    {
        FindingKind.AssessmentMissing => d.ConsequenceAssessment is null || !finding.Witness.Numbers.IsEmpty,
        FindingKind.PartnerNotConsulted => finding.Witness.Numbers.All(n => !d.PartnerInvolvement.Any(i => $"{i.Partner}" == n.Split(' ')[1] && i.ConsultedAt < d.DecidedAt)),
        FindingKind.OwnerBypassed => d.DeliveryPath!.Value.Select(n => n.Node).ToList() is var path
            && path.IndexOf($"OFFICE:{office.Number}") is >= 0 and var end && !path.Take(end).Contains(finding.WitnessClass),
        FindingKind.AdviceAsOrder => d.Line == Line.CountyGovernor || d is { Bindingness: Bindingness.Information or Bindingness.Advice, Modality: Modality.Must or Modality.MustNot },
        FindingKind.OutsideJointPlan => office.Profile.JointPlans.Single(p => p.PlanId == finding.WitnessClass) is var plan
            && plan.Year == finding.Witness.Day.Year && !plan.Elements.SelectMany(e => e.DirectiveIds).Concat(plan.Exceptions.Select(e => e.DirectiveId)).Contains(d.Id),
        _ => finding.Witness.Numbers.All(n => !d.ReadAccess!.Value.Any(o => n == $"without {o}")),
    });

    // In force at the office that day, in the municipality, for this person.
    private static bool Covers(Office office, Directive d, Witness witness)
    {
        // What was derived may reach an office that its source does not.
        if (office.Reaches.FirstOrDefault(r => r.DirectiveId == d.Id) is not { } reach)
        {
            return false;
        }

        var person = witness.Person;
        return !reach.Withdrawn
            && reach.Days.Ranges.Any(r => r.From <= witness.Day && witness.Day < r.To)
            && (person.Municipality is null || reach.Concerned.IsEmpty || reach.Concerned.Contains(person.Municipality))
            && (d.TargetGroup.Age is not { } age || (person.Age >= (age.Lo ?? 0) && person.Age <= (age.Hi ?? 200)))
            && (d.TargetGroup.DurationMonths is not { } months || (person.DurationMonths >= (months.Lo ?? 0) && person.DurationMonths <= (months.Hi ?? 9999)))
            && (d.TargetGroup.Groups.IsEmpty || d.TargetGroup.Groups.Any(person.Groups.Contains));
    }

    private static void ConfirmOrders(Catalogues catalogues, List<Directive> inForce)
    {
        var ordered = inForce.Where(d => d.Modality == Modality.Must).Select(d => d.ActionCode!).ToList();
        var forbidden = inForce.Where(d => d.Modality == Modality.MustNot).ToList();

        // Forbidden alone, forbidden in all its children, or forbidden together with what else is ordered.
        Assert.True(
            ordered.Any(o => forbidden.Any(f => f.CombinedWith.IsEmpty && Above(catalogues, o).Contains(f.ActionCode)))
            || ordered.Any(o => catalogues.Actions.Where(a => a.Value.Parent == o).Select(a => a.Key).ToList() is { Count: > 0 } children
                && children.All(c => forbidden.Any(f => f.ActionCode == c)))
            || forbidden.Any(f => f.CombinedWith.Append(f.ActionCode).All(part => ordered.Any(o => Above(catalogues, o).Contains(part)))));
    }

    private static IEnumerable<string?> Above(Catalogues catalogues, string? action)
    {
        for (; action is not null; action = catalogues.Actions.GetValueOrDefault(action)?.Parent)
        {
            yield return action;
        }
    }

    // What the one directive collides with on the witness' day: a row of the register or profile, or the lack of one.
    private static void ConfirmOwn(Catalogues catalogues, Office office, Finding finding)
    {
        var (d, p, day) = (Assert.Single(finding.Directives), office.Profile, finding.Witness.Day);
        Assert.Contains(office.Reaches, r => r.DirectiveId == d.Id && !r.Withdrawn && r.Days.Contains(day));
        Assert.True(finding.Kind switch
        {
            FindingKind.OutsideAuthority when finding.Severity == Severity.Warning => d.AssertedTerms.Any(t =>
                t.Value == "included" && !catalogues.Services[t.Key!].WorkOriented && !p.Services!.Value.Any(s => s.ServiceCode == t.Key && s.Valid.Contains(day))),
            FindingKind.OutsideAuthority => catalogues.ReservedSubjects.Any(r => r.Id == finding.WitnessClass && !r.MayDecide.Contains(d.Line)
                && finding.Witness.Numbers.Skip(1).Any(n => n.StartsWith(r.Term, StringComparison.Ordinal))),
            FindingKind.AgreementBreach => p.Agreements.Any(a => a.Valid.Contains(day) && finding.WitnessClass.StartsWith(a.AgreementId, StringComparison.Ordinal)
                && a.Clauses.Any(c => finding.WitnessClass == $"{a.AgreementId},{c.ClauseRef}" && d.AssertedTerms.Any(t => t.Term == c.Term && t.Key == c.Key)))
                && finding.Witness.Numbers[2] != finding.Witness.Numbers[3],
            FindingKind.ServiceNotProvided => finding.Witness.Numbers.Any(who => !p.Services!.Value.Any(s =>
                s.ServiceCode == d.ServiceCode && s.Valid.Contains(day) && (s.MunicipalityNumber is null || who.EndsWith(s.MunicipalityNumber, StringComparison.Ordinal)))),
            FindingKind.MinimumWeakened => d.ServiceEffect == ServiceEffect.ClosesAccess || catalogues.Services[d.ServiceCode!].Minimum!.Value.Any(m => m.Contains(day)),
            FindingKind.PilotIgnored => p.Pilots.Any(x => x.PilotId == finding.WitnessClass && x.Valid.Contains(day)) && !d.Scope.Contains(finding.WitnessClass, StringComparison.Ordinal),
            FindingKind.DpaMissing => d.RequiresSystem.Contains(finding.WitnessClass) && finding.Witness.Numbers.Skip(1).Any(who => !p.DataProcessingAgreements.Any(a =>
                a.System == finding.WitnessClass && a.Valid.Contains(day) && who.EndsWith(a.MunicipalityNumber, StringComparison.Ordinal))),
            FindingKind.WorkingConditionsClash => p.Staffing.Where(s => s.Valid.Contains(day) && s.Fte > 0).Select(s => s.Employer).Distinct().Count() == 2,
            _ => p.LeadershipModel.On(day)?.Value == LeadershipModel.Dual && d.ResponsibleLeader is null && !p.Responsibilities.Any(r => r.Theme == d.Theme && r.Valid.Contains(day)),
        });
    }

    // "<= 2 X" and ">= 4 X".
    private static void ConfirmNumbers(IEnumerable<string> numbers)
    {
        var bounds = numbers.Select(n => n.Split(' ')).ToDictionary(p => p[0], p => decimal.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(bounds["<="] < bounds[">="]);
    }
}
