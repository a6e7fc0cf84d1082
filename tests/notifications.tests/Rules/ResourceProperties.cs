using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Samstyring.Norwegian;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>The properties of conflicts.md section 10 for the groups economy and time.</summary>
public class ResourceProperties
{
    private static readonly FindingKind[] Kinds =
    [
        FindingKind.UnfundedDemand, FindingKind.CostShift, FindingKind.CostKeyDrift, FindingKind.BudgetTimingGap, FindingKind.HorizonBreak,
        FindingKind.InitiativeQueue, FindingKind.DeadlineCollision, FindingKind.OutdatedBasis,
    ];

    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300);

    public static TheoryData<string> Cases => [.. Kinds.Select(Finding.Code)];

    private static Gen<ImmutableArray<Directive>> Worlds =>
        from n in Gen.Choose(2, 6)
        from made in Gen.ListOf(Made, n)
        select made.Select((d, i) => d with { Id = $"d{i}", DependsOn = i > 0 && d.DependsOn.Length > 0 ? [$"d{i - 1}"] : [] }).ToImmutableArray();

    private static Gen<Directive> Made =>
        from line in Gen.Elements(Line.State, Line.Municipal, Line.Joint)
        from begin in Gen.Choose(0, 300)
        from length in Gen.Choose(1, 200)
        from effort in Gen.Elements<decimal?>(null, 1, 5, 20)
        from due in Gen.Choose(0, 30)
        from fte in Gen.Elements(0m, 0.5m, 1m)
        from cut in Gen.Elements(0m, -1m, -3m)
        from horizon in Gen.Elements(Horizon.Annual, Horizon.FourYear)
        from depends in Gen.Elements(true, false)
        let first = new DateOnly(2027, 1, 1).AddDays(begin)
        select State() with
        {
            Line = line,
            Valid = new(first, first.AddDays(horizon == Horizon.FourYear ? 4 * length : length)),
            Introduction = effort == 5 ? null : new(first, first.AddDays(length)),
            EffortDays = effort,
            Deadline = new DateOnly(2027, 6, 1).AddDays(due),
            FteDemand = fte == 0 ? [] : [new(line == Line.State ? Pool.Municipal : Pool.State, fte)],
            FteDelta = cut == 0 ? [] : [new(line == Line.State ? Employer.State : Employer.Municipal, cut)],
            Horizon = horizon,
            DependsOn = depends ? ["x"] : [],
        };

    [Fact]
    public void Order_OfTheFacts_ChangesNothing() => Holds(Worlds, all =>
    {
        var facts = At([.. all]);
        var turned = facts with
        {
            Directives = facts.Directives.Reverse().ToDictionary(),
            Offices = [.. facts.Offices.Select(o => o with { Reaches = [.. o.Reaches.Reverse()] })],
        };
        return Prints(facts).SequenceEqual(Prints(turned));
    });

    [Fact]
    public void Fingerprints_OfOneJudgement_AreDifferent() =>
        Holds(Worlds, all => Prints(At([.. all])) is var prints && prints.Distinct().Count() == prints.Count);

    [Fact]
    public void Withdrawal_RemovesEveryFindingThatNamesIt_AndNoPairOfOthers() => Holds(Worlds, all =>
    {
        var before = Found(At([.. all]));
        var after = Found(At([all[0] with { State = DirectiveState.Withdrawn }, .. all.Skip(1)]));
        return !after.Any(f => f.Names("d0"))
            && before.Where(f => f.Kind is FindingKind.HorizonBreak or FindingKind.DeadlineCollision or FindingKind.CostShift)
                .Where(f => !f.Names("d0"))
                .All(f => after.Any(a => a.Fingerprint == f.Fingerprint));
    });

    [Fact]
    public void Witness_OfEveryConflict_IsConfirmedFromTheFactsAlone() => Holds(Worlds, all =>
    {
        var facts = At([.. all]);
        foreach (var finding in Found(facts).Where(f => f.Verdict == Verdict.Conflict))
        {
            WitnessCheck.ConfirmResources(facts, finding);
        }

        return true;
    });

    [Fact]
    public void Load_IsFoundOnExactlyTheDaysThatAreOverWhenCountedOneByOne() => Holds(Worlds, all =>
    {
        var facts = At([.. all]);
        var runs = Found(facts).Where(f => f.Kind == FindingKind.InitiativeQueue && f.WitnessClass.StartsWith("LOAD", StringComparison.Ordinal)).ToList();
        var known = all.Where(d => d is { Introduction: not null, EffortDays: not null }).Select(d => (d.Introduction!.Value, Load: (double)d.EffortDays!.Value
            / Math.Max(1, Enumerable.Range(0, d.Introduction.Value.To.DayNumber - d.Introduction.Value.From.DayNumber)
                .Count(i => WorkingDays.IsWorkingDay(d.Introduction.Value.From.AddDays(i)))))).ToList();
        return Enumerable.Range(0, 900).Select(new DateOnly(2026, 12, 1).AddDays).All(day =>
            known.Where(x => x.Value.Contains(day)).Sum(x => x.Load) is var sum
            && (Math.Abs(sum - (40.0 / 60)) < 1e-9 || sum > 40.0 / 60 == runs.Any(r => r.Window.Contains(day))));
    });

    [Fact]
    public void Time_Moved_MovesTheHorizonBreakAndKeepsItsVerdict() => Holds(
        from all in Worlds
        from days in Gen.Choose(-300, 300)
        select (All: all, Days: days),
        x =>
        {
            DayRange Moved(DayRange r) => new(r.From.AddDays(x.Days), r.To.AddDays(x.Days));
            var moved = At(AsOf.AddDays(x.Days), [.. x.All.Select(d => d with { Valid = Moved(d.Valid) })]);
            return Found(At([.. x.All])).Where(f => f.Kind == FindingKind.HorizonBreak).Select(f => f.Fingerprint)
                .SequenceEqual(Found(moved).Where(f => f.Kind == FindingKind.HorizonBreak).Select(f => f.Fingerprint));
        });

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Corpus_EveryWitness_IsConfirmedFromTheFactsAlone(string kind)
    {
        var confirmed = 0;
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "corpus", kind), "positive-??.json"))
        {
            var facts = FactsFile.Read(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Value.ToFacts();
            foreach (var finding in Found(facts).Where(f => f.Verdict == Verdict.Conflict))
            {
                WitnessCheck.ConfirmResources(facts, finding);
                confirmed++;
            }
        }

        Assert.InRange(confirmed, 5, int.MaxValue);
    }

    private static ImmutableArray<Finding> Found(Facts facts) => [.. Judge.Findings(facts).Where(f => Kinds.Contains(f.Kind))];

    private static List<string> Prints(Facts facts) => [.. Found(facts).Select(f => f.Fingerprint)];

    private static void Holds<T>(Gen<T> gen, Func<T, bool> property) => Prop.ForAll(gen.ToArbitrary(), property).Check(Often);
}
