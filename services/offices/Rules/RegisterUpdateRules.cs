using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>
/// Compares NAV's unit register with this one. Only what a file says is used: a unit that it leaves out stays, a municipality is never guessed, and what cannot
/// be used is named with the reason.
/// </summary>
public static class RegisterUpdateRules
{
    /// <summary>The type of offices.</summary>
    public const string OfficeType = "LOKAL";

    /// <summary>The type of county units.</summary>
    public const string CountyUnitType = "FYLKE";

    private static readonly Dictionary<OfficeStatus, string> Words = new()
    {
        [OfficeStatus.UnderEstablishment] = "Under etablering",
        [OfficeStatus.Active] = "Aktiv",
        [OfficeStatus.Closing] = "Under avvikling",
        [OfficeStatus.Closed] = "Nedlagt",
    };

    /// <summary>The statuses by NORG2's words.</summary>
    public static IReadOnlyDictionary<string, OfficeStatus> Statuses { get; } = Words.ToDictionary(word => word.Value, word => word.Key);

    /// <summary>Whether the dates of a unit say that it is in another stage of its life on the day of the file than its status does.</summary>
    public static bool IsContradicted(StatedUnit unit, DateOnly asOf) =>
        Stages(unit).Any(stage => stage.Status <= unit.Status ? stage.From > asOf : stage.From <= asOf);

    /// <summary>What a file that speaks of <paramref name="asOf"/> comes to from the register's day on, which is not before it.</summary>
    public static UpdatePlan Compare(UnitsThen then, DateOnly asOf, IReadOnlyList<StatedUnit> stated)
    {
        var notUsed = new List<NotUsed>();
        var candidates = Matched(then, asOf, stated, notUsed);
        var matched = candidates.Select(candidate => candidate.Unit).ToHashSet();
        // What is not used leaves the unit as it is, which may stand in the way of another.
        while (candidates.Select(candidate => (candidate, Why: Obstacle(then, candidates, candidate))).Where(blocked => blocked.Why is not null).ToList()
               is { Count: > 0 } blocked)
        {
            foreach (var (candidate, why) in blocked)
            {
                candidates.Remove(candidate);
                notUsed.Add(NotUsed(candidate.Stated, why!.Value.Reason, why.Value.Detail));
            }
        }

        var differences = new List<UnitDifference>();
        var plans = new List<UnitPlan>();
        foreach (var candidate in candidates)
        {
            var (county, before) = CountyUnit(then, candidates, candidate, notUsed);
            var found = Differences(candidate).ToList();
            if (county is not null)
            {
                found.Add(Difference(candidate, UnitDifferenceKind.CountyUnitChanged, before, county));
            }

            differences.AddRange(found);
            plans.Add(Plan(candidate, county));
        }

        var named = stated.Select(unit => unit.Number).ToHashSet();
        notUsed.AddRange(then.Units.Where(unit => !matched.Contains(unit)).Select(unit => unit.Life[0].State).OfType<UnitState>()
            .Where(state => !named.Contains(state.Number))
            .Select(state => new NotUsed { Number = state.Number, Name = state.Name, Type = state.Type, Reason = NotUsedReason.NotInFile }));
        return new UpdatePlan(
            then.Day, plans, [.. differences.OrderBy(difference => difference.Number, StringComparer.Ordinal)],
            [.. notUsed.OrderBy(unit => unit.Number, StringComparer.Ordinal)], plans.Count(plan => plan.Life.Count == 0 && plan.CountyUnitNumber is null));
    }

    // By NORG2's id where it is known, else by number, else by an organisation number that is one unit's alone on both sides.
    private static List<Candidate> Matched(UnitsThen then, DateOnly asOf, IReadOnlyList<StatedUnit> stated, List<NotUsed> notUsed)
    {
        var byId = then.Units.Where(unit => unit.NorgId is not null).ToDictionary(unit => unit.NorgId!.Value);
        var byNumber = then.Units.SelectMany(unit => Numbers(unit.Life).Select(number => (number, unit))).ToLookup(held => held.number, held => held.unit);
        var named = stated.Select(unit => unit.Number).ToHashSet();
        var unnamed = then.Units.Where(unit => unit.NorgId is null && !Numbers(unit.Life).Any(named.Contains))
            .ToLookup(unit => (unit.Kind, unit.Life.Select(span => span.State?.OrganisationNumber).FirstOrDefault(number => number is not null) ?? ""));
        var statedOrganisations = stated.ToLookup(unit => unit.OrganisationNumber);
        var candidates = new List<Candidate>();
        foreach (var unit in stated)
        {
            var kind = unit.Type switch { OfficeType => UnitKind.Office, CountyUnitType => UnitKind.CountyUnit, _ => UnitKind.Other };
            var match = byId.GetValueOrDefault(unit.NorgId) ?? byNumber[unit.Number].FirstOrDefault(held => held.NorgId is null)
                ?? (unit.OrganisationNumber.Length > 0 && statedOrganisations[unit.OrganisationNumber].Count() == 1
                    && unnamed[(kind, unit.OrganisationNumber)].ToList() is [var only] ? only : null);
            var wanted = Life(unit, kind, asOf, then.Day);
            var held = match?.Life ?? [new UnitSpan(then.Day, null)];
            var candidate = new Candidate(unit, kind, match, held, wanted);
            if (kind == UnitKind.Other && !then.Types.Contains(unit.Type))
            {
                notUsed.Add(NotUsed(unit, NotUsedReason.TypeUnknown));
            }
            else if (match is not null && match.Kind != kind)
            {
                notUsed.Add(NotUsed(
                    unit, NotUsedReason.KindChanged, match.Kind switch { UnitKind.Office => OfficeType, UnitKind.CountyUnit => CountyUnitType, _ => "" }));
            }
            else if (candidate.IsNew && wanted.All(span => span.State is null))
            {
                notUsed.Add(NotUsed(unit, NotUsedReason.ClosedAndUnknown));
            }
            else
            {
                candidates.Add(candidate);
            }
        }

        return candidates;
    }

    private static (NotUsedReason Reason, string Detail)? Obstacle(UnitsThen then, List<Candidate> candidates, Candidate candidate)
    {
        if (!candidate.Differs)
        {
            return null;
        }

        if (candidate.Unit?.LaterChange is { } later)
        {
            return (NotUsedReason.LaterChangeEntered, $"{later:yyyy-MM-dd}");
        }

        var others = then.Units.Where(other => other != candidate.Unit && !candidates.Exists(taken => taken.Unit == other)).Select(other => other.Life)
            .Concat(candidates.Where(other => other != candidate).Select(other => other.Wanted));
        if (others.Any(life => Clash(life, candidate.Wanted)))
        {
            return (NotUsedReason.NumberTaken, "");
        }

        return candidate is not { Unit: { } unit, ClosedFrom: { } day } || candidate.ClosedBefore == day ? null : candidate.Kind switch
        {
            UnitKind.Office when LeftWithout(then, candidates, unit, day) is { Count: > 0 } municipalities =>
                (NotUsedReason.MunicipalityWithoutOffice, string.Join(", ", municipalities)),
            UnitKind.CountyUnit when OfficesOf(then, candidates, unit, day) is { Count: > 0 } offices =>
                (NotUsedReason.CountyUnitHasOffices, string.Join(", ", offices)),
            _ => null,
        };
    }

    // Municipalities, in Oslo city districts, that nobody serves on the day when the office is closed from it on (domain.md B5). An office counts where both
    // registers have it open.
    private static List<string> LeftWithout(UnitsThen then, List<Candidate> candidates, UnitThen closed, DateOnly day)
    {
        bool IsOpen(int office) => then.Units.Single(unit => unit.Kind == UnitKind.Office && unit.Id == office) is var unit && unit != closed
            && At(unit.Life, day) is not null && candidates.Where(other => other.Unit == unit).All(other => At(other.Wanted, day) is not null);
        var open = then.Served.Where(served => served.Days.Contains(day)).ToLookup(served => served.Place.MunicipalityNumber);
        return [.. then.Served.Where(served => served.OfficeId == closed.Id && served.Days.ReachesTo(day)).Select(served => served.Place).Distinct()
            .Where(place => !open[place.MunicipalityNumber].Any(other => place.IsServedBy(other.Place) && IsOpen(other.OfficeId)))
            .Select(place => place.Number).Order(StringComparer.Ordinal)];
    }

    private static List<string> OfficesOf(UnitsThen then, List<Candidate> candidates, UnitThen closed, DateOnly day) =>
        [.. then.Units.Where(unit => unit.Kind == UnitKind.Office && unit.CountyUnitId == closed.Id && At(unit.Life, day) is not null)
            .Where(unit => !candidates.Exists(other => other.Unit == unit
                && (At(other.Wanted, day) is null || (other.Stated.SuperiorNumber is { } superior && !Numbers(closed.Life).Contains(superior)))))
            .Select(unit => At(unit.Life, day)!.Number).Order(StringComparer.Ordinal)];

    // The county unit that an office gets, and the one it had; null: as before, or the file does not say.
    private static (string? After, string Before) CountyUnit(UnitsThen then, List<Candidate> candidates, Candidate candidate, List<NotUsed> notUsed)
    {
        if (candidate.Kind != UnitKind.Office || candidate.Stated.SuperiorNumber is not { } superior || At(candidate.Wanted, then.Day) is null)
        {
            return (null, "");
        }

        var units = then.Units.Where(unit => unit.Kind == UnitKind.CountyUnit)
            .Select(unit => (
                unit.Id, Before: At(unit.Life, then.Day)?.Number, After: At(candidates.Find(other => other.Unit == unit)?.Wanted ?? unit.Life, then.Day)?.Number))
            .ToList();
        var before = units.Find(unit => unit.Id == candidate.Unit?.CountyUnitId);
        if (before.After == superior)
        {
            return (null, "");
        }

        if (candidate.Unit?.LaterChange is { } later)
        {
            notUsed.Add(NotUsed(candidate.Stated, NotUsedReason.LaterChangeEntered, $"{later:yyyy-MM-dd}"));
            return (null, "");
        }

        if (units.Exists(unit => unit.After == superior)
            || candidates.Exists(other => other.Kind == UnitKind.CountyUnit && At(other.Wanted, then.Day)?.Number == superior))
        {
            return (superior, before.Before ?? "");
        }

        notUsed.Add(NotUsed(candidate.Stated, NotUsedReason.CountyUnitUnknown, superior));
        return (null, "");
    }

    private static IEnumerable<UnitDifference> Differences(Candidate candidate)
    {
        if (!candidate.Differs)
        {
            yield break;
        }

        var before = candidate.Held.Select(span => span.State).OfType<UnitState>().FirstOrDefault();
        var after = candidate.Wanted.Select(span => span.State).OfType<UnitState>().FirstOrDefault();
        if (before is not null && after is not null)
        {
            foreach (var (kind, was, becomes) in new[]
            {
                (UnitDifferenceKind.Renumbered, before.Number, after.Number),
                (UnitDifferenceKind.Renamed, before.Name, after.Name),
                (UnitDifferenceKind.TypeChanged, before.Type, after.Type),
                (UnitDifferenceKind.OrganisationNumberChanged, before.OrganisationNumber, after.OrganisationNumber),
                (UnitDifferenceKind.OrganisationNumberChanged, before.MunicipalOrganisationNumber, after.MunicipalOrganisationNumber),
            }.Where(change => change.Item2 != change.Item3))
            {
                yield return Difference(candidate, kind, was, becomes);
            }
        }

        // The days on which either register has it in another stage; a stage that differs in the same way as the one before it is told once.
        (OfficeStatus Was, OfficeStatus Becomes) last = default;
        var opens = before is null;
        var previous = OfficeStatus.Closed;
        foreach (var day in candidate.Held.Concat(candidate.Wanted).Select(span => span.From).Distinct().Order())
        {
            var becomes = Status(At(candidate.Wanted, day));
            var change = (Was: opens ? previous : Status(At(candidate.Held, day)), Becomes: becomes);
            if (change.Was != change.Becomes && change != last)
            {
                var kind = opens && previous == OfficeStatus.Closed ? UnitDifferenceKind.Opened
                    : becomes == OfficeStatus.Closed ? UnitDifferenceKind.Closed
                    : UnitDifferenceKind.StatusChanged;
                var difference = Difference(candidate, kind, kind == UnitDifferenceKind.Opened ? "" : Words[change.Was], Words[becomes]);
                difference.From = day > candidate.Held[0].From ? $"{day:yyyy-MM-dd}" : "";
                yield return difference;
            }

            (last, previous) = (change.Was == change.Becomes ? default : change, becomes);
        }
    }

    private static UnitPlan Plan(Candidate candidate, string? county)
    {
        var life = new List<UnitSpan>();
        if (candidate.Differs)
        {
            var first = candidate.Held.Concat(candidate.Wanted).Select(span => span.From).Distinct().Order().First(day => At(candidate.Held, day) != At(candidate.Wanted, day));
            life.Add(new UnitSpan(first, At(candidate.Wanted, first)));
            life.AddRange(candidate.Wanted.Where(span => span.From > first));
        }

        return new UnitPlan(candidate.Kind, candidate.Unit?.Id, candidate.Stated.NorgId, life, county, candidate.ClosedBefore, candidate.ClosedFrom);
    }

    private static List<UnitSpan> Life(StatedUnit unit, UnitKind kind, DateOnly asOf, DateOnly day)
    {
        var ahead = Stages(unit).Where(stage => stage.From > asOf).ToList();
        var now = ahead.Where(stage => stage.From <= day).Select(stage => stage.Status).Append(unit.Status).Max();
        var life = new List<UnitSpan> { new(day, State(unit, kind, now)) };
        foreach (var (status, from) in ahead.Where(stage => stage.From > day).OrderBy(stage => stage.From).ThenBy(stage => stage.Status))
        {
            if (life[^1].From == from)
            {
                life.RemoveAt(life.Count - 1);
            }

            if (life.Count == 0 || life[^1].State != State(unit, kind, status))
            {
                life.Add(new UnitSpan(from!.Value, State(unit, kind, status)));
            }
        }

        return life;
    }

    private static UnitState? State(StatedUnit unit, UnitKind kind, OfficeStatus status) => status == OfficeStatus.Closed ? null : new UnitState(
        unit.Number, unit.Name, unit.Type, kind == UnitKind.Office ? status : OfficeStatus.Active, unit.OrganisationNumber,
        kind == UnitKind.Office ? unit.MunicipalOrganisationNumber : "");

    private static IEnumerable<(OfficeStatus Status, DateOnly? From)> Stages(StatedUnit unit) =>
    [
        (OfficeStatus.UnderEstablishment, unit.EstablishedFrom), (OfficeStatus.Active, unit.ActiveFrom), (OfficeStatus.Closing, unit.ClosingFrom),
        (OfficeStatus.Closed, unit.ClosedFrom),
    ];

    private static UnitState? At(IReadOnlyList<UnitSpan> life, DateOnly day) => life.LastOrDefault(span => span.From <= day)?.State;

    private static OfficeStatus Status(UnitState? state) => state?.Status ?? OfficeStatus.Closed;

    private static IEnumerable<string> Numbers(IReadOnlyList<UnitSpan> life) => life.Where(span => span.State is not null).Select(span => span.State!.Number).Distinct();

    // Whether both have one number on one day.
    private static bool Clash(IReadOnlyList<UnitSpan> one, IReadOnlyList<UnitSpan> other) =>
        one.Concat(other).Select(span => span.From).Any(day => At(one, day) is { } state && At(other, day)?.Number == state.Number);

    private static UnitDifference Difference(Candidate candidate, UnitDifferenceKind kind, string before, string after)
    {
        var state = candidate.Held.Concat(candidate.Wanted).Select(span => span.State).First(state => state is not null)!;
        return new UnitDifference { Kind = kind, Number = state.Number, Name = state.Name, Type = state.Type, Before = before, After = after };
    }

    private static NotUsed NotUsed(StatedUnit unit, NotUsedReason reason, string detail = "") =>
        new() { Row = unit.Row, Number = unit.Number, Name = unit.Name, Type = unit.Type, Reason = reason, Detail = detail };

    // A unit of the file beside the one of the register that it is taken for.
    private sealed record Candidate(StatedUnit Stated, UnitKind Kind, UnitThen? Unit, IReadOnlyList<UnitSpan> Held, IReadOnlyList<UnitSpan> Wanted)
    {
        public bool IsNew => Held.All(span => span.State is null);

        public bool Differs { get; } = !Held.SequenceEqual(Wanted);

        public DateOnly? ClosedBefore => Held.Any(span => span.State is not null) && Held[^1].State is null ? Held[^1].From : null;

        public DateOnly? ClosedFrom => Wanted[^1].State is null && (!IsNew || Wanted.Count > 1) ? Wanted[^1].From : null;
    }
}
