using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

public class PropertyTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(1000);

    [Fact]
    public void Order_OfTheFacts_ChangesNothing() => Holds(TinyWorld.Any, world =>
    {
        var f = world.Facts;
        var turned = f with
        {
            Directives = f.Directives.Reverse().ToDictionary(),
            Offices = [.. f.Offices.Reverse().Select(o => o with { Reaches = [.. o.Reaches.Reverse()] })],
        };
        return Same(Content(f), Content(turned));
    });

    [Fact]
    public void Judging_Twice_GivesTheSameBytes() => Holds(TinyWorld.Any, world => Same(Content(world.Facts), Content(world.Facts)));

    [Fact]
    public void Lines_Swapped_GiveTheSameVerdicts() => Holds(TinyWorld.Any, world =>
    {
        var swapped = Each(world.Facts, d => d with
        {
            Line = d.Line switch { Line.State => Line.Municipal, Line.Municipal => Line.State, _ => d.Line },
        });
        return Prints(world.Facts).SetEquals(Prints(swapped));
    });

    [Fact]
    public void Ids_Renamed_ChangeOnlyTheIds() => Holds(TinyWorld.Any, world =>
    {
        static string New(string id) => $"x{id[1..]}";
        var f = world.Facts;
        var renamed = f with
        {
            Directives = f.Directives.Values.Select(d => d with
            {
                Id = New(d.Id),
                DerivedFrom = [.. d.DerivedFrom.Select(New)],
                Supersedes = [.. d.Supersedes.Select(New)],
            }).ToDictionary(d => d.Id),
            Offices = [.. f.Offices.Select(o => o with { Reaches = [.. o.Reaches.Select(r => r with { DirectiveId = New(r.DirectiveId) })] })],
        };
        return Content(f).Select(x => Situation.Summary(x).Replace('d', 'x')).SequenceEqual(Content(renamed).Select(x => Situation.Summary(x).Replace('d', 'x')));
    });

    [Fact]
    public void Scope_Widened_RemovesNoFindingElsewhere() => Holds(
        from world in TinyWorld.Any
        from index in Gen.Choose(0, world.Facts.Directives.Count - 1)
        select (World: world, Id: $"d{index}"),
        x =>
        {
            var f = x.World.Facts;
            var office = f.Offices[0];
            if (office.Reaches.Any(r => r.DirectiveId == x.Id))
            {
                return true;
            }

            var wider = f with { Offices = [office with { Reaches = office.Reaches.Add(Situation.Reach(f.Directives[x.Id])) }, f.Offices[1]] };
            return Prints(f, f.Offices[1].Number).SetEquals(Prints(wider, f.Offices[1].Number));
        });

    [Fact]
    public void Withdrawal_RemovesWhatNamesIt_AndTouchesNoOther() => Holds(
        from world in TinyWorld.Any
        from index in Gen.Choose(0, world.Facts.Directives.Count - 1)
        select (World: world, Id: $"d{index}"),
        x =>
        {
            var f = x.World.Facts;
            var without = Each(f, d => d.Id == x.Id ? d with { State = DirectiveState.Withdrawn } : d);
            var before = Content(f);
            var after = Content(without);
            var parents = f.Lineage.Sources(f.Directives[x.Id]);
            return !after.Any(found => found.Names(x.Id))
                && before.Where(found => !found.Names(x.Id)).All(found => after.Any(a => a.Fingerprint == found.Fingerprint))
                && after.Where(found => !before.Any(b => b.Fingerprint == found.Fingerprint)).All(found =>
                    // What it had relayed is live again, or a pair that an n-ary finding had replaced, or a set that is now minimal.
                    found.Directives.Any(d => parents.Contains(d.Id)) || before.Any(b => b.Directives.Length > 2 && b.Names(x.Id)));
        });

    [Fact]
    public void Validity_OrAges_Widened_RemoveNoPairFinding() => Holds(
        from world in TinyWorld.Any
        from index in Gen.Choose(0, world.Facts.Directives.Count - 1)
        from days in Gen.Two(Gen.Choose(0, 3))
        from ages in Gen.Two(Gen.Choose(0, 2))
        select (World: world, Id: $"d{index}", Days: days, Ages: ages),
        x =>
        {
            var f = x.World.Facts;
            DayRange Wider(DayRange r) => new(r.From.AddDays(-x.Days.Item1), r.To.AddDays(x.Days.Item2));
            var wider = Each(f, d => d.Id != x.Id ? d : d with
            {
                Valid = Wider(d.Valid),
                TargetGroup = d.TargetGroup with
                {
                    Age = d.TargetGroup.Age is { } age ? new IntInterval(age.Lo - x.Ages.Item1, age.Hi + x.Ages.Item2) : null,
                },
            });
            wider = wider with
            {
                Offices = [.. wider.Offices.Select(o => o with
                {
                    Reaches = [.. o.Reaches.Select(r => r.DirectiveId == x.Id ? r with { Days = Days.Of(r.Days.Ranges.Select(Wider)) } : r)],
                })],
            };
            var after = Content(wider);
            // The pair is still found, alone or inside an n-ary finding that took its place.
            return Content(f).Where(found => found.Directives.Length == 2).All(found =>
                after.Any(a => (a.Kind == found.Kind || a.Directives.Length > 2) && a.Office == found.Office && found.Directives.All(d => a.Names(d.Id))));
        });

    [Fact]
    public void Time_Moved_MovesWindowsAndKeepsVerdicts() => Holds(
        from world in TinyWorld.Any
        from days in Gen.Choose(-400, 400)
        select (World: world, Days: days),
        x =>
        {
            var f = x.World.Facts;
            DayRange Moved(DayRange r) => new(r.From.AddDays(x.Days), r.To.AddDays(x.Days));
            var moved = Each(f, d => d with { Valid = Moved(d.Valid) }) with
            {
                AsOf = f.AsOf.AddDays(x.Days),
                Offices = [.. f.Offices.Select(o => o with { Reaches = [.. o.Reaches.Select(r => r with { Days = Days.Of(r.Days.Ranges.Select(Moved)) })] })],
            };
            return Content(f).Zip(Content(moved)).All(pair =>
                    pair.First.Fingerprint == pair.Second.Fingerprint && Days.Of(pair.First.Window.Ranges.Select(Moved)).Equals(pair.Second.Window))
                && Content(f).Length == Content(moved).Length;
        });

    [Fact]
    public void Witness_OfEveryConflict_IsConfirmedFromTheFactsAlone()
    {
        var confirmed = 0;
        Holds(TinyWorld.Any, world =>
        {
            foreach (var finding in Content(world.Facts))
            {
                WitnessCheck.Confirm(world.Facts, finding);
                confirmed += finding.Verdict == Verdict.Conflict ? 1 : 0;
            }

            return true;
        });
        Assert.InRange(confirmed, 20, int.MaxValue);
    }

    [Fact]
    public void Underspecified_AlwaysNamesWhoOwes() => Holds(TinyWorld.Any, world => Content(world.Facts).All(f =>
        f.Verdict == Verdict.Underspecified == !f.Owed.IsEmpty && f.Owed.All(o => f.Names(o.DirectiveId))));

    // The tiny worlds are made for the kinds that compare what two directives say.
    private static ImmutableArray<Finding> Content(Facts facts) =>
        [.. Judge.Findings(facts).Where(f => f.Kind is FindingKind.ContradictoryOrders or FindingKind.OpposedDirections or FindingKind.DisjointTargets
            or FindingKind.PriorityCollision or FindingKind.SameLineCollision)];

    private static void Holds<T>(Gen<T> gen, Func<T, bool> property) => Prop.ForAll(gen.ToArbitrary(), property).Check(Often);

    private static Facts Each(Facts f, Func<Directive, Directive> change) => f with { Directives = f.Directives.Values.Select(change).ToDictionary(d => d.Id) };

    private static HashSet<string> Prints(Facts f, string? office = null) =>
        [.. Content(f).Where(x => office is null || x.Office == office).Select(x => x.Fingerprint)];

    private static bool Same(ImmutableArray<Finding> a, ImmutableArray<Finding> b) => a.Select(All).SequenceEqual(b.Select(All));

    private static string All(Finding f) => Samstyring.Notifications.Gate.FindingMessage.Write(f).ToString() + f.Fingerprint;
}
