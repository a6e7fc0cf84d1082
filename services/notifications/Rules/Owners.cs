using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>What a directive means for the owners of an office: the predicates of conflicts.md section 2 that speak of the partner.</summary>
public static class Owners
{
    /// <summary>side: the owner that a line is; null for the lines that are none.</summary>
    public static Line? Side(Directive x) => x.Line is Line.State or Line.Municipal ? x.Line : null;

    /// <summary>other: the other owner.</summary>
    public static Line Other(Line side) => side == Line.State ? Line.Municipal : Line.State;

    /// <summary>The state owner of the office; null where the register does not know it.</summary>
    public static Org? County(Predicates at) => at.Office.County is { } county ? Org.County(county.Number) : default(Org?);

    /// <summary>The municipal owners that the directive concerns at the office: all of them where the register does not say which.</summary>
    public static ImmutableArray<Org> Municipal(Predicates at, Directive x) => Municipal(at, at.Concerned(x));

    /// <summary>All municipal owners of the office on some current day.</summary>
    public static ImmutableArray<Org> Municipal(Predicates at) => Municipal(at, ImmutableSortedSet<string>.Empty);

    /// <summary>The owners of one line: the county, or the municipal owners the directive concerns.</summary>
    public static ImmutableArray<Org> Of(Predicates at, Directive x, Line side) =>
        side == Line.Municipal ? Municipal(at, x) : County(at) is { } county ? [county] : [];

    /// <summary>
    /// "Every other owner": for the state each municipality concerned; for a municipality the county and every other municipality of the office; for other
    /// lines the county and each municipality concerned.
    /// </summary>
    public static ImmutableArray<Org> EveryOther(Predicates at, Directive x) => x.Line switch
    {
        Line.State => Municipal(at, x),
        Line.Municipal => [.. Of(at, x, Line.State), .. Municipal(at).Where(m => m != x.IssuerOrg)],
        _ => [.. Of(at, x, Line.State), .. Municipal(at, x)],
    };

    /// <summary>The partners that have to be consulted: of STATE the municipalities concerned, of MUNICIPAL the county.</summary>
    public static ImmutableArray<Org> Partners(Predicates at, Directive x) => Side(x) is { } side ? Of(at, x, Other(side)) : [];

    /// <summary>
    /// The municipal owners that the directive concerns, each with the days of its reach on which it is one. Where the register names none: one without a name.
    /// </summary>
    public static ImmutableArray<ConcernedOwner> Concerned(Predicates at, Directive x)
    {
        var (reach, concerned) = (at.Reach(x), at.Concerned(x));
        var rows = at.Office.Profile.Municipalities;
        var owners = rows.IsEmpty
            ? at.Office.Municipalities.Select(m => new ConcernedOwner(Org.Municipality(m.Number), m.Number, reach))
            : rows.GroupBy(m => (m.Owner, m.MunicipalityNumber))
                .Select(m => new ConcernedOwner(m.Key.Owner, m.Key.MunicipalityNumber, reach.Intersect(Days.Of(m.Select(row => row.Days)))));
        ImmutableArray<ConcernedOwner> found =
        [
            .. owners.Where(o => !o.Days.IsEmpty && (concerned.IsEmpty || concerned.Any(key => o.Is(key))))
                .OrderBy(o => o.Owner.ToString(), StringComparer.Ordinal),
        ];
        return found.IsEmpty ? [new(Org.None, "", reach)] : found;
    }

    /// <summary>Something that all owners of the office owe: none of them can register it alone.</summary>
    public static Condition AllOwe(Predicates at, string field)
    {
        ImmutableArray<Org> all = [.. County(at) is { } county ? [county] : Array.Empty<Org>(), .. Municipal(at)];
        return Condition.Missing((all.IsEmpty ? [new Org("PARTNERSHIP", at.Office.Number)] : all).Select(owner => Owed.By(owner, field)));
    }

    /// <summary>agreed: every owner of that line has agreed. Always so for JOINT.</summary>
    public static bool Agreed(Predicates at, Directive x, Line side) => x.Line == Line.Joint || Agreed(x, Of(at, x, side));

    /// <summary>agreed: every one of the organisations has agreed. Always so for JOINT.</summary>
    public static bool Agreed(Directive x, IEnumerable<Org> owners) =>
        x.Line == Line.Joint || owners.All(owner => x.PartnerInvolvement.Any(i => i.Partner == owner && i.AgreedAt is not null));

    /// <summary>
    /// consulted: an entry for the organisation is dated before the decision. For the directorate an entry with arena KS_NATIONAL covers every municipality.
    /// Missing when the decision is not dated.
    /// </summary>
    public static Condition Consulted(Directive x, Org partner) => x.DecidedAt is not { } decided
        ? Condition.Missing(new Owed(x.Id, "decided_at"))
        : x.PartnerInvolvement.Any(i => i.ConsultedAt < decided
            && (i.Partner == partner || (x.IssuerRole == IssuerRole.Directorate && i.Arena == Arena.KsNational && partner.Kind is "MUNICIPALITY" or "CITY_DISTRICT")));

    /// <summary>needs: it demands staff from the owner's pool, or money the owner bears, alone or by the key.</summary>
    public static bool Needs(Directive x, Line side) =>
        x.FteDemand.Any(d => d.Pool == (side == Line.State ? Pool.State : Pool.Municipal))
        || (x.Nok > 0 && (x.CostBearer == CostBearer.SharedByKey || x.CostBearer == (side == Line.State ? CostBearer.State : CostBearer.Municipal)));

    /// <summary>affects: needs, or the issuer says so, or the theme is the owner's too, or it is a change that requires consultation. Open for an unknown theme.</summary>
    public static Condition Affects(Predicates at, Directive x, Line side) =>
        Needs(x, side) || x.ConsequenceAssessment?.AffectedLines?.Contains(side) == true || !Triggers(x).IsEmpty ? true
        : ThemeOwner(at, x) is not { } owner ? Condition.Open
        : owner == "JOINT" || owner == (side == Line.State ? "STATE" : "MUNICIPAL");

    /// <summary>The owner of its theme: STATE, MUNICIPAL or JOINT; null when the theme is not in the catalogue.</summary>
    public static string? ThemeOwner(Predicates at, Directive x) => at.Facts.Catalogues.Themes.GetValueOrDefault(at.Facts.Catalogues.ThemeCode(x.Theme))?.Owner;

    /// <summary>triggers: the classes of change that require consultation, stated or derived.</summary>
    public static ImmutableSortedSet<TriggerClass> Triggers(Directive x)
    {
        var all = x.TriggerClasses.ToImmutableSortedSet();
        all = x.FteDelta.Any(d => d.Fte < 0) ? all.Add(TriggerClass.StaffReduction) : all;
        all = x.ServiceEffect is not null ? all.Add(TriggerClass.TaskChange) : all;
        all = x.DocumentType == DocumentType.Regulation ? all.Add(TriggerClass.NewRegulation) : all;
        return x.Introduction is not null || x.Horizon == Horizon.FourYear ? all.Add(TriggerClass.StrategyOrInitiative) : all;
    }

    /// <summary>complete: every part but the optional one is answered and signed; NO_CONSEQUENCE also needs a reason.</summary>
    public static bool Complete(Assessment? a) => Unanswered(a).IsEmpty;

    /// <summary>The parts of an assessment that keep it from being complete, by field name. SOME without a text says nothing and is no answer.</summary>
    public static ImmutableArray<string> Unanswered(Assessment? a)
    {
        (string Part, bool Answered)[] parts =
        [
            ("affected_lines", a?.AffectedLines is not null),
            ("economy", Answered(a?.Economy)),
            ("staffing", Answered(a?.Staffing)),
            ("tasks", Answered(a?.Tasks)),
            ("ict", Answered(a?.Ict)),
            ("timing", Answered(a?.Timing)),
            ("consulted", a?.Consulted is not null),
            ("conclusion", a?.Conclusion is not null),
            ("reason", a?.Conclusion != AssessmentConclusion.NoConsequence || !string.IsNullOrEmpty(a.Reason)),
            ("signed_by", !string.IsNullOrEmpty(a?.SignedBy)),
            ("signed_at", a?.SignedAt is not null),
        ];
        return [.. parts.Where(p => !p.Answered).Select(p => p.Part)];
    }

    private static bool Answered(AssessmentPart? part) => part is { Answer: AssessmentAnswer.None } or { Text.Length: > 0 };

    /// <summary>
    /// frame: the live frame directives of an owner for a theme and year, nearest theme first, then lowest id. For MUNICIPAL one for each municipality
    /// concerned, namely the frame that concerns it; a municipality without one is not in the answer.
    /// </summary>
    public static ImmutableSortedDictionary<string, Directive> Frames(Predicates at, Directive x, Line side, int year)
    {
        var candidates = at.LiveHere
            .Where(f => f.Line == side && f.Bindingness == Bindingness.Frame && f.Frame?.Year == year && at.Facts.Catalogues.ThemeHolds(f.Theme, x.Theme))
            .OrderBy(f => at.Facts.Catalogues.StepsAbove(f.Theme, x.Theme))
            .ThenBy(f => f.Id, StringComparer.Ordinal)
            .ToList();
        var frames = ImmutableSortedDictionary.CreateBuilder<string, Directive>(StringComparer.Ordinal);
        foreach (var owner in Of(at, x, side))
        {
            if (candidates.FirstOrDefault(f => side == Line.State || Municipal(at, f).Contains(owner)) is { } frame)
            {
                frames[owner.ToString()] = frame;
            }
        }

        return frames.ToImmutable();
    }

    // A key of "concerned" is a municipality's number, or in Oslo that of a city district.
    private static ImmutableArray<Org> Municipal(Predicates at, ImmutableSortedSet<string> concerned)
    {
        var rows = at.Office.Profile.Municipalities.Where(m => m.Days.To > at.Facts.AsOf).ToList();
        var owners = rows.Count > 0
            ? rows.Where(m => concerned.IsEmpty || concerned.Contains(m.CityDistrict ?? m.MunicipalityNumber) || concerned.Contains(m.MunicipalityNumber)).Select(m => m.Owner)
            : at.Office.Municipalities.Where(m => concerned.IsEmpty || concerned.Contains(m.Number)).Select(m => Org.Municipality(m.Number));
        return [.. owners.Distinct().OrderBy(o => o.ToString(), StringComparer.Ordinal)];
    }
}

/// <summary>A municipal owner that a directive concerns, and on which days.</summary>
/// <param name="Owner">The municipality, in Oslo the city district.</param>
/// <param name="Municipality">The number of the municipality.</param>
/// <param name="Days">The days.</param>
public sealed record ConcernedOwner(Org Owner, string Municipality, Days Days)
{
    /// <summary>Whether a row of the profile that names this municipality or city district is about the owner; one that names none is about all.</summary>
    public bool Is(string? number) => string.IsNullOrEmpty(number) || number == Owner.Number || number == Municipality;
}
