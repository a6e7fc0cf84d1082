using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>K-04 against a second judgement that knows no sweep: it adds up every day by itself, office by office.</summary>
public class OverbookingOracleTests
{
    private static readonly DateOnly First = new(2027, 1, 1);
    private static readonly FindingKind[] Sums = [FindingKind.CapacityOverbooked, FindingKind.SameLineCollision, FindingKind.IntermunicipalSplit];

    [Fact]
    public void Runs_AgreeWithTheDayByDayOracle()
    {
        var conflicts = 0;
        Prop.ForAll(Worlds.ToArbitrary(), facts =>
        {
            var found = Judge.Findings(facts).Where(f => Sums.Contains(f.Kind)).ToList();
            conflicts += found.Count(f => f.Verdict == Verdict.Conflict);
            return facts.Offices.All(o => Enumerable.Range(0, 12).Select(n => First.AddDays(n)).All(day =>
            {
                var names = found.Where(f => f.Office == o.Number && f.Window.Contains(day)).ToList();
                var expected = Expected(facts, o, day);
                return expected is null || !Seen(facts, o, day)
                    ? expected is not null || names.Count == 0
                    : names.Any(f => f.Verdict == expected.Value.Verdict && expected.Value.Names.All(f.Names));
            }));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
        Assert.InRange(conflicts, 200, int.MaxValue);
    }

    [Fact]
    public void Witness_OfEverySum_IsConfirmedFromTheFactsAlone() => Prop.ForAll(Worlds.ToArbitrary(), facts =>
    {
        foreach (var finding in Judge.Findings(facts).Where(f => Sums.Contains(f.Kind)))
        {
            WitnessCheck.Confirm(facts, finding);
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Order_OfTheFacts_ChangesNothing() => Prop.ForAll(Worlds.ToArbitrary(), facts =>
    {
        var turned = facts with
        {
            Directives = facts.Directives.Reverse().ToDictionary(),
            Offices = [.. facts.Offices.Reverse().Select(o => o with { Reaches = [.. o.Reaches.Reverse()] })],
        };
        return Judge.Findings(facts).Select(Text).SequenceEqual(Judge.Findings(turned).Select(Text));
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void Fingerprints_OfOneJudgement_AreDistinct() => Prop.ForAll(Worlds.ToArbitrary(), facts =>
        Judge.Findings(facts).Select(f => f.Fingerprint) is var all && all.Distinct().Count() == all.Count()).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Text(Finding f) => Samstyring.Notifications.Gate.FindingMessage.Write(f).ToString();

    // A day is reported only with a run that is still current, at an office that a contributor reaches in that run.
    private static bool Seen(Facts facts, Office office, DateOnly day)
    {
        var run = new List<DateOnly> { day };
        var verdict = Expected(facts, office, day)!.Value.Verdict;
        for (var d = day.AddDays(1); Expected(facts, office, d)?.Verdict == verdict; d = d.AddDays(1))
        {
            run.Add(d);
        }

        for (var d = day.AddDays(-1); Expected(facts, office, d)?.Verdict == verdict; d = d.AddDays(-1))
        {
            run.Add(d);
        }

        var names = run.SelectMany(d => Expected(facts, office, d)!.Value.Names).ToHashSet();
        return run.Max() >= facts.AsOf && office.Reaches.Any(r => names.Contains(r.DirectiveId) && run.Any(r.Days.Contains));
    }

    private static (Verdict Verdict, HashSet<string> Names)? Expected(Facts facts, Office office, DateOnly day)
    {
        var pooled = office.Profile.ServiceArea.On(day) is { Value.PoolsStateResources: true };
        var group = pooled ? facts.Offices.Where(o => o.Profile.ServiceArea.On(day) is { Value.PoolsStateResources: true }).ToList() : [office];
        if (Excess(facts, office, group, day, lone: false) is { Count: > 0 })
        {
            return (Verdict.Conflict, Excess(facts, office, group, day, lone: true));
        }

        return Excess(facts, office, group, day, lone: true) is { Count: > 0 } names ? (Verdict.Ambiguous, names) : null;
    }

    // The directives that contribute to an excess on the day; none: no excess. Halves are counted in units of a tenth so that all is whole.
    private static HashSet<string> Excess(Facts facts, Office office, List<Office> group, DateOnly day, bool lone)
    {
        var (state, asked) = (0, 0);
        var sharing = new HashSet<string>();
        var names = new HashSet<string>();
        foreach (var o in group)
        {
            var (s, m) = (Staff(o, Employer.State, day), Staff(o, Employer.Municipal, day));
            var entries = Entries(facts, o, day, lone);
            var (fromState, fromMunicipal, fromBoth) = (Sum(Pool.State), Sum(Pool.Municipal), Sum(Pool.Total));
            var taken = Math.Max(0, fromBoth - Math.Max(0, m - fromMunicipal));
            state += s;
            asked += fromState + taken;
            sharing.UnionWith(entries.Where(e => e.Tenths > 0 && (e.Pool == Pool.State || taken > 0)).SelectMany(e => e.Ids));
            if (o == office && fromMunicipal > m)
            {
                names.UnionWith(entries.Where(e => e.Tenths > 0 && e.Pool == Pool.Municipal).SelectMany(e => e.Ids));
            }

            int Sum(Pool pool) => entries.Where(e => e.Pool == pool).Sum(e => e.Tenths);
        }

        names.UnionWith(asked > state ? sharing : []);
        return names;
    }

    private static List<(string[] Ids, Pool Pool, int Tenths)> Entries(Facts facts, Office o, DateOnly day, bool lone)
    {
        var live = o.Reaches.Select(r => (Reach: r, Directive: facts.Directives[r.DirectiveId])).ToList();
        var here = live.Where(x => x.Reach.Days.Contains(day) && x.Directive.Bindingness == Bindingness.Order)
            .SelectMany(x => x.Directive.FteDemand.Select(d => (x.Directive.Id, d.Pool, d.CapacityGroup, Tenths: Tenths(o, d, day)))).ToList();
        var list = here.Where(e => e.CapacityGroup is null).Select(e => (new[] { e.Id }, e.Pool, e.Tenths)).ToList();
        foreach (var g in here.Where(e => e.CapacityGroup is not null).GroupBy(e => e.CapacityGroup))
        {
            if (live.Count(x => x.Directive.FteDemand.Any(d => d.CapacityGroup == g.Key)) > 1)
            {
                var largest = g.OrderByDescending(e => e.Tenths).ThenBy(e => e.Pool).First();
                list.Add(([.. g.Select(e => e.Id)], largest.Pool, largest.Tenths));
            }
            else if (lone)
            {
                list.AddRange(g.Select(e => (new[] { e.Id }, e.Pool, e.Tenths)));
            }
        }

        return list;
    }

    private static int Tenths(Office o, FteDemand d, DateOnly day) => d.Fte is { } fte
        ? (int)(fte * 10)
        : (int)(d.SharePct!.Value / 10) * ((d.Pool != Pool.Municipal ? Staff(o, Employer.State, day) : 0) + (d.Pool != Pool.State ? Staff(o, Employer.Municipal, day) : 0)) / 10;

    private static int Staff(Office o, Employer employer, DateOnly day) => (int)(o.Profile.Staffing.Single(s => s.Employer == employer && s.Valid.Contains(day)).FollowUpFte!.Value * 10);

    private static Gen<Facts> Worlds =>
        from n in Gen.Choose(1, 5)
        from made in Gen.ListOf(Made(), n)
        from asOf in Gen.Choose(-2, 8)
        from pools in Gen.Elements(true, true, false)
        from split in Gen.Choose(1, 8)
        from staff in Gen.ArrayOf(Gen.Choose(0, 4), 6)
        let directives = made.Select((x, i) => x.Directive with { Id = $"d{i}" }).ToList()
        select new Facts(
            First.AddDays(asOf),
            Catalogues.Newest,
            directives.ToDictionary(d => d.Id),
            [
                Made(Fjordvik, directives.Where((_, i) => made[i].Fjordvik), pools, split, staff),
                Made(Midtfjell, directives.Where((_, i) => made[i].Midtfjell), pools, split, staff[3..]),
            ]);

    // The state's staff changes on one day.
    private static Office Made(string number, IEnumerable<Directive> directives, bool pools, int split, int[] staff)
    {
        var office = Office(number, directives.Select(d => Reach(d, number == Fjordvik ? "5035" : "5041")));
        var change = First.AddDays(split);
        return office with
        {
            Profile = office.Profile with
            {
                ServiceArea = new Dated<ServiceArea>([new(new("TO-1", pools), new(First.AddDays(2), DateOnly.MaxValue))]),
                Staffing =
                [
                    new() { Employer = Employer.State, FollowUpFte = staff[0], Valid = new(DateOnly.MinValue, change) },
                    new() { Employer = Employer.State, FollowUpFte = staff[1], Valid = new(change, DateOnly.MaxValue) },
                    new() { Employer = Employer.Municipal, FollowUpFte = staff[2] },
                ],
            },
        };
    }

    private static Gen<(Directive Directive, bool Fjordvik, bool Midtfjell)> Made() =>
        from municipal in Gen.Elements("", "5035", "5041", "5042")
        from demands in Gen.ListOf(AnyDemand, 1)
        from more in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1)))
        from other in AnyDemand
        from force in Gen.Frequency((5, Gen.Constant(Bindingness.Order)), (1, Gen.Constant(Bindingness.Prioritisation)))
        from days in Gen.Two(Gen.Choose(0, 8))
        from fjordvik in Gen.Elements(true, true, false)
        from midtfjell in Gen.Elements(true, false)
        select (
            (municipal.Length == 0 ? State() : Municipal() with { IssuerOrg = Org.Municipality(municipal) }) with
            {
                Bindingness = force,
                FteDemand = [.. demands, .. more == 1 ? [other] : Array.Empty<FteDemand>()],
                Valid = new(First.AddDays(Math.Min(days.Item1, days.Item2)), First.AddDays(Math.Max(days.Item1, days.Item2) + 1)),
            },
            fjordvik,
            midtfjell);

    private static Gen<FteDemand> AnyDemand =>
        from pool in Gen.Elements(Pool.State, Pool.Municipal, Pool.Total)
        from fte in Gen.Choose(1, 6)
        from share in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Elements(50, 60, 100)))
        from named in Gen.Frequency((4, Gen.Constant<string?>(null)), (1, Gen.Elements<string?>("A", "B")))
        select share > 0 ? new FteDemand(pool, SharePct: share, CapacityGroup: named) : new FteDemand(pool, fte / 2m, CapacityGroup: named);
}
