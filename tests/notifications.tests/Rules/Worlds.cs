using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Rules;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>Small random facts: two offices, three municipalities, few days, ages, actions and numbers, so that everything meets often.</summary>
internal sealed record TinyWorld(Facts Facts)
{
    private static readonly string?[] Actions = ["RECEPTION", "RECEPTION.DROP_IN", "RECEPTION.APPOINTMENT", "RECEPTION.EMERGENCY", "OPENING.EVENING", "UNKNOWN", null];
    private static readonly string[] Groups = ["EMPLOYED", "NOT_EMPLOYED", "REFUGEES", "UNKNOWN_GROUP"];
    private static readonly DateOnly First = new(2027, 1, 1);

    public static Gen<TinyWorld> Any => Worlds(indicatorsOnly: false);

    public static Gen<TinyWorld> Worlds(bool indicatorsOnly) =>
        from n in Gen.Choose(2, 6)
        from made in Gen.ListOf(Made(indicatorsOnly), n)
        from asOf in Gen.Choose(-2, 6)
        let directives = made.Select((x, i) => Linked(x.Directive with { Id = $"d{i}" }, x.Link, i)).ToList()
        let reaches = made.Select((x, i) => (x.Fjordvik, x.Midtfjell, Directive: directives[i])).ToList()
        select new TinyWorld(new Facts(
            First.AddDays(asOf),
            Catalogues.Newest,
            directives.ToDictionary(d => d.Id),
            [
                Office(Fjordvik, reaches.Where(r => r.Fjordvik).Select(r => Reach(r.Directive))),
                Office(Midtfjell, reaches.Where(r => r.Midtfjell.Length > 0).Select(r => Reach(r.Directive, r.Midtfjell))),
            ]));

    public override string ToString() => string.Join('\n', Facts.Offices.SelectMany(o => o.Reaches.Select(r =>
        $"{o.Number} {r.Days} [{string.Join(',', r.Concerned)}] {Facts.Directives[r.DirectiveId]}")).Prepend($"as of {Facts.AsOf}"));

    private static Gen<(Directive Directive, bool Fjordvik, string[] Midtfjell, int Link)> Made(bool indicatorsOnly) =>
        from line in Gen.Elements(Line.State, Line.Municipal, Line.Joint)
        from force in Gen.Elements(Bindingness.Order, Bindingness.ResultRequirement, Bindingness.Advice, Bindingness.Information, Bindingness.Prioritisation)
        from modality in Gen.Elements<Modality?>(Modality.Must, Modality.MustNot, Modality.Should)
        from action in Gen.Elements(Actions)
        from joint in Gen.Frequency((4, Gen.Constant("")), (1, Gen.Elements("OPENING.EVENING", "RECEPTION.DROP_IN")))
        from theme in Gen.Elements("OPENING_HOURS", "OFFICE", "YOUTH")
        from indicator in indicatorsOnly ? Gen.Constant<string?>("IND-CASE-TIME-SOCIAL") : Gen.Elements<string?>("IND-CASE-TIME-SOCIAL", null)
        from direction in Gen.Elements<Direction?>(Direction.Up, Direction.Down, Direction.Hold, null)
        from target in AnyTarget
        from days in Gen.Two(Gen.Choose(0, 5))
        from ages in Gen.Frequency((1, Gen.Constant<IntInterval?>(null)), (2, Gen.Two(Gen.Choose(20, 24)).Select(x => (IntInterval?)new IntInterval(Math.Min(x.Item1, x.Item2), Math.Max(x.Item1, x.Item2)))))
        from groups in Gen.Frequency((2, Gen.Constant(Array.Empty<string>())), (1, Gen.SubListOf(Groups).Select(g => g.ToArray())))
        from fjordvik in Gen.Elements(true, true, false)
        from midtfjell in Gen.SubListOf("5041", "5042", "5043")
        from role in Gen.Frequency((6, Gen.Constant(RecipientRole.NavLeader)), (1, Gen.Elements(RecipientRole.CountyDirector, RecipientRole.CountyGovernor)))
        from link in Gen.Choose(0, 8)
        select (State() with
        {
            Line = line,
            Bindingness = force,
            Modality = modality,
            ActionCode = action,
            CombinedWith = modality == Modality.MustNot && joint.Length > 0 && joint != action ? [joint] : [],
            Theme = theme,
            IndicatorId = indicator,
            Direction = direction,
            Target = target,
            Valid = new(First.AddDays(Math.Min(days.Item1, days.Item2)), First.AddDays(Math.Max(days.Item1, days.Item2) + 1)),
            TargetGroup = new([.. groups], ages),
            RecipientRole = role,
        },
        fjordvik,
        midtfjell.ToArray(),
        link);

    private static Gen<Target?> AnyTarget => Gen.Frequency(
        (1, Gen.Constant<Target?>(null)),
        (4,
            from lo in Gen.Choose(0, 4)
            from width in Gen.Choose(0, 3)
            from open in Gen.Choose(0, 3)
            from unit in Gen.Frequency((5, Gen.Constant("DAY")), (1, Gen.Constant("WEEK")), (1, Gen.Constant("MONTH")))
            from tolerance in Gen.Frequency((3, Gen.Constant(0m)), (1, Gen.Constant(1m)))
            select (Target?)new Target(open == 1 ? null : lo, open == 2 ? null : lo + width, unit, tolerance)));

    // Now and then it was derived from, or supersedes, the one before it.
    private static Directive Linked(Directive d, int link, int i) => (link, i) switch
    {
        (0, > 0) => d with { DerivedFrom = [$"d{i - 1}"] },
        (1, > 0) => d with { Supersedes = [$"d{i - 1}"] },
        _ => d,
    };
}
