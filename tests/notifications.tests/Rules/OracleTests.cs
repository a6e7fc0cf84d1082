using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>K-02 and K-03 against a second judgement that knows no intervals: it walks every day, age, municipality, group and whole number.</summary>
public class OracleTests
{
    private static readonly string?[] Groups = ["EMPLOYED", "NOT_EMPLOYED", "REFUGEES"];

    [Fact]
    public void Pairs_OnOneIndicator_AgreeWithTheDayByDayOracle()
    {
        var conflicts = 0;
        Prop.ForAll(TinyWorld.Worlds(indicatorsOnly: true).ToArbitrary(), world =>
        {
            var expected = world.Facts.Offices.SelectMany(o => Expected(world.Facts, o)).Order(StringComparer.Ordinal).ToList();
            var found = Judge.Findings(world.Facts).Where(f => (f.Kind is FindingKind.OpposedDirections or FindingKind.DisjointTargets) && f.Verdict == Verdict.Conflict)
                .Select(f => $"{f.Office} {Finding.Code(f.Kind)} {string.Join(',', f.Directives.Select(d => d.Id))}").Order(StringComparer.Ordinal).ToList();
            conflicts += found.Count;
            return expected.SequenceEqual(found);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
        Assert.InRange(conflicts, 300, int.MaxValue);
    }

    private static IEnumerable<string> Expected(Facts facts, Office office)
    {
        var here = office.Reaches.Select(r => (Reach: r, Directive: facts.Directives[r.DirectiveId])).OrderBy(x => x.Directive.Id, StringComparer.Ordinal).ToList();
        var live = here.Where(x => x.Directive.RecipientRole != RecipientRole.CountyGovernor
            && !here.Any(y => y.Directive.RecipientRole != RecipientRole.CountyGovernor && y.Directive.Line == x.Directive.Line && Leads(facts, y.Directive.Id, x.Directive.Id, d => d.DerivedFrom))).ToList();
        foreach (var a in live)
        {
            foreach (var b in live.Where(b => string.CompareOrdinal(a.Directive.Id, b.Directive.Id) < 0))
            {
                var (x, y) = (a.Directive, b.Directive);
                if (x.Line == y.Line || Leads(facts, x.Id, y.Id, d => d.Supersedes) || Leads(facts, y.Id, x.Id, d => d.Supersedes)
                    || x.Bindingness == Bindingness.Information || y.Bindingness == Bindingness.Information
                    || (x.Bindingness == Bindingness.Advice && y.Bindingness == Bindingness.Advice)
                    || !Meet(facts, a, b))
                {
                    continue;
                }

                var names = $"{x.Id},{y.Id}";
                var owes = Owes(x) || Owes(y);
                if (!owes && x.Direction is { } d1 && y.Direction is { } d2 && d1 != d2)
                {
                    yield return $"{office.Number} K-02 {names}";
                }

                var opposed = (x.Direction, y.Direction) is (Direction.Up, Direction.Down) or (Direction.Down, Direction.Up);
                if (x.Target is { } t1 && y.Target is { } t2 && !opposed && t1.Unit != "MONTH" && t2.Unit != "MONTH"
                    && !Enumerable.Range(-20, 100).Any(number => Within(t1, number) && Within(t2, number)))
                {
                    yield return $"{office.Number} K-03 {names}";
                }
            }
        }
    }

    private static bool Owes(Directive d) => d.Bindingness is not (Bindingness.Advice or Bindingness.Information) && d.Direction is null && d.Target is null;

    private static bool Within(Target t, int days)
    {
        var factor = t.Unit == "WEEK" ? 7 : 1;
        return (t.Lo is null || days >= (t.Lo - t.Tolerance) * factor) && (t.Hi is null || days <= (t.Hi + t.Tolerance) * factor);
    }

    // Some day from now on, some age, municipality and group that both are about.
    private static bool Meet(Facts facts, (Reach Reach, Directive Directive) a, (Reach Reach, Directive Directive) b)
    {
        var day = Enumerable.Range(0, 40).Select(facts.AsOf.AddDays).Any(d => a.Reach.Days.Contains(d) && b.Reach.Days.Contains(d));
        var age = Enumerable.Range(0, 100).Any(n => Includes(a.Directive, n) && Includes(b.Directive, n));
        var municipality = a.Reach.Concerned.Any(b.Reach.Concerned.Contains);
        // A person without children may be a refugee and employed at once; only EMPLOYED and NOT_EMPLOYED exclude each other.
        var group = Groups.Prepend(null).Any(g => Groups.Prepend(null).Any(h =>
            Stated(a.Directive, g) && Stated(b.Directive, h) && !((g, h) is ("EMPLOYED", "NOT_EMPLOYED") or ("NOT_EMPLOYED", "EMPLOYED"))));
        // A group that the catalogue does not know decides nothing, unless the other side is about everybody.
        var unknown = a.Directive.TargetGroup.Groups.IsEmpty || b.Directive.TargetGroup.Groups.IsEmpty;
        return day && age && municipality && (group || unknown);
    }

    private static bool Includes(Directive d, int age) => d.TargetGroup.Age is not { } a || (age >= a.Lo && age <= a.Hi);

    private static bool Stated(Directive d, string? group) => d.TargetGroup.Groups.IsEmpty ? group is null : group is not null && d.TargetGroup.Groups.Contains(group);

    private static bool Leads(Facts facts, string from, string to, Func<Directive, IEnumerable<string>> next) =>
        next(facts.Directives[from]).Any(id => id == to || Leads(facts, id, to, next));
}
