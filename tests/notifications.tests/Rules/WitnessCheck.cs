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
                Assert.All(finding.Directives, d => Assert.Contains(office.Reaches, r => r.DirectiveId == d.Id && !r.Withdrawn && r.Days.Contains(witness.Day)));
                Assert.Equal((2, 1), (finding.Directives.Select(d => d.Theme).Distinct().Count(), finding.Directives.Select(d => d.PriorityRank).Distinct().Count()));
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
                Pool.State => Staff(Employer.State), Pool.Municipal => Staff(Employer.Municipal), _ => Staff(Employer.State) + Staff(Employer.Municipal),
            }) ?? 0;
            bool Shared(FteDemand d) => office.Reaches.Count(r => facts.Directives[r.DirectiveId].FteDemand.Any(x => d.CapacityGroup is not null && x.CapacityGroup == d.CapacityGroup)) > 1;
            decimal Sum(Pool pool) => office.Reaches.Where(r => minimal.Contains(r.DirectiveId) && !r.Withdrawn && r.Days.Contains(day))
                .SelectMany(r => facts.Directives[r.DirectiveId].FteDemand.Select((d, i) => (Entry: d, Key: Shared(d) ? d.CapacityGroup : $"{r.DirectiveId} {i}")))
                .GroupBy(x => x.Key).Select(g => g.OrderByDescending(x => Of(x.Entry)).ThenBy(x => x.Entry.Pool).First().Entry).Where(d => d.Pool == pool).Sum(Of);
            state += Staff(Employer.State) ?? 0;
            asked += Sum(Pool.State) + Math.Max(0, Sum(Pool.Total) - Math.Max(0, (Staff(Employer.Municipal) ?? 0) - Sum(Pool.Municipal)));
            over |= office.Number == finding.Office && Sum(Pool.Municipal) > (Staff(Employer.Municipal) ?? decimal.MaxValue);
        }

        Assert.True(over || asked > state);
    }

    // In force at the office that day, in the municipality, for this person.
    private static bool Covers(Office office, Directive d, Witness witness)
    {
        var reach = office.Reaches.Single(r => r.DirectiveId == d.Id);
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

    // "<= 2 X" and ">= 4 X".
    private static void ConfirmNumbers(IEnumerable<string> numbers)
    {
        var bounds = numbers.Select(n => n.Split(' ')).ToDictionary(p => p[0], p => decimal.Parse(p[1], System.Globalization.CultureInfo.InvariantCulture));
        Assert.True(bounds["<="] < bounds[">="]);
    }
}
