using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <summary>Group measurement: K-23, K-24, K-25, K-26.</summary>
public static class Measurement
{
    // A count is made for this year and as many to come as a plan reaches.
    private const int YearsAhead = 3;

    private static readonly ImmutableArray<string> ReportingFields = ["reporting"];
    private static readonly ImmutableArray<string> IndicatorFields = ["indicator_definition_hash", "indicator_id", "target"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
    [
        .. at.Pairs(at.LiveHere.Where(x => !x.Reporting.IsEmpty)).SelectMany(p => DoubleReporting(at, p.A, p.B)),
        .. IndicatorSplit(at),
        .. Counted(at),
    ];

    private static IEnumerable<Finding> Counted(Predicates at)
    {
        var activities = at.LiveHere.Where(x => x.Level == Level.Activity).ToList();
        return Years(at, activities).SelectMany(year => ScorecardImbalance(at, year).Concat(DetailAsymmetry(at, activities, year)));
    }

    /// <summary>
    /// K-23: both lines ask for the same figure for overlapping periods in different systems (conflicts.md K-23); one finding for each concept. A report
    /// without a period is for every day. The numbers name the concept and the denser of the two frequencies, in which it should be reported once.
    /// </summary>
    private static IEnumerable<Finding> DoubleReporting(Predicates at, Directive a, Directive b)
    {
        var window = at.Meeting(a, b);
        if (!Predicates.CrossLine(a, b) || !Predicates.Said(a, b) || at.Reach(a).IsEmpty || at.Reach(b).IsEmpty || !at.IsCurrent(window))
        {
            return [];
        }

        var pairs = a.Reporting.SelectMany(r => b.Reporting.Select(s => (R: r, S: s)))
            .Where(p => !(p.R.Period ?? DayRange.Always).Intersect(p.S.Period ?? DayRange.Always).IsEmpty)
            .Select(p => (p.R, p.S, Class: ConceptOf(at, p.R) ?? ConceptOf(at, p.S) ?? Indicators(p.R, p.S), Condition: OnceMore(at, a, p.R, b, p.S)))
            .ToList();
        return Found.ForSome(pairs.Select(p => (p.Class, p.Condition)), (concept, condition) => Found.Of(
            at, FindingKind.DoubleReporting, Severity.Warning, condition, [a, b], window, null, concept, ReportingFields, Resolvers.RegionalArena(at.Office),
            [$"concept {concept}", .. pairs.Where(p => p.Class == concept && p.Condition.Value == Truth.True).SelectMany(p => new[] { p.R.Frequency, p.S.Frequency })
                .OfType<string>().OrderBy(Span).ThenBy(f => f, StringComparer.Ordinal).Take(1).Select(f => $"frequency {f}")]));
    }

    private static Condition OnceMore(Predicates at, Directive a, Reporting r, Directive b, Reporting s)
    {
        var (one, other) = (ConceptOf(at, r), ConceptOf(at, s));
        var same = Unnamed(r) || Unnamed(s) ? Owing("reporting.concept", Unnamed) : one is null || other is null ? Condition.Open : one == other;
        return same && (r.System is null || s.System is null ? Owing("reporting.system", x => x.System is null) : r.System != s.System);

        static bool Unnamed(Reporting x) => x.Concept is null && x.IndicatorId is null;

        Condition Owing(string field, Func<Reporting, bool> lacks) =>
            Condition.Missing(new[] { (By: a, Report: r), (By: b, Report: s) }.Where(x => lacks(x.Report)).Select(x => new Owed(x.By.Id, field)));
    }

    // The report's own concept, else the register's of its indicator; null when neither is known.
    private static string? ConceptOf(Predicates at, Reporting r) =>
        r.Concept ?? (r.IndicatorId is { } id ? at.Facts.Catalogues.Indicators.GetValueOrDefault(id)?.Concept : null);

    private static string Indicators(Reporting r, Reporting s) => string.Join(',', new[] { r.IndicatorId, s.IndicatorId }.OfType<string>().Distinct().Order(StringComparer.Ordinal));

    // The days of an ISO 8601 duration, for their order: the shorter the denser. What cannot be read comes last.
    private static decimal Span(string frequency)
    {
        try
        {
            return (decimal)System.Xml.XmlConvert.ToTimeSpan(frequency).TotalDays;
        }
        catch (FormatException)
        {
            // "P3W" is a duration of ISO 8601 that XML Schema does not know.
            return frequency is ['P', .. var weeks, 'W'] && int.TryParse(weeks, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? 7 * n : decimal.MaxValue;
        }
    }

    /// <summary>
    /// K-24: two indicators of current directives share a name and not a definition (conflicts.md K-24), of whatever line. S2 when both have a target. Open
    /// when an indicator is not registered, for then nobody knows its name.
    /// </summary>
    private static IEnumerable<Finding> IndicatorSplit(Predicates at)
    {
        var named = at.Current.Where(x => x.IndicatorId is not null && x.Bindingness != Bindingness.Information);
        foreach (var (a, b) in at.Pairs(named).Where(pair => pair.A.IndicatorDefinitionHash != pair.B.IndicatorDefinitionHash))
        {
            var (one, other) = (at.Facts.Catalogues.NormalName(a.IndicatorId!), at.Facts.Catalogues.NormalName(b.IndicatorId!));
            var known = one is not null && other is not null;
            var shared = known ? Shared(one!, other!) : string.Join(',', new[] { a.IndicatorId!, b.IndicatorId! }.Order(StringComparer.Ordinal));
            if (shared is not null && at.Pair(a, b))
            {
                var severity = a.Target is not null && b.Target is not null ? Severity.NeedsClarification : Severity.Warning;
                yield return Found.Pair(at, FindingKind.IndicatorSplit, severity, known ? true : Condition.Open, a, b, null, shared, IndicatorFields)!;
            }
        }
    }

    // The name they share, in bokmål if they share that.
    private static string? Shared(Words a, Words b) =>
        a.Nb == b.Nb ? a.Nb
        : a.Nb != b.Nn && a.Nn != b.Nb && a.Nn != b.Nn ? null
        : new[] { a.Nb, a.Nn }.Intersect([b.Nb, b.Nn]).Order(StringComparer.Ordinal).First();

    /// <summary>
    /// K-25: one line's indicators on the office's scorecard of a year are few against the other's (conflicts.md K-25); a joint indicator counts for both.
    /// S3 when one line has none, else it is counted only.
    /// </summary>
    private static IEnumerable<Finding> ScorecardImbalance(Predicates at, int year)
    {
        var rows = at.Office.Profile.Scorecard.Where(s => !s.Valid.Intersect(YearOf(year)).IsEmpty).ToList();
        var (state, municipal) = (Count(Line.State), Count(Line.Municipal));
        var (least, most) = (Math.Min(state, municipal), Math.Max(state, municipal));
        return most > 0 && (decimal)least / most < at.Thresholds["scorecard_balance_min"]
            ? [Of(at, FindingKind.ScorecardImbalance, least == 0 ? Severity.Warning : Severity.Info, year, $"{year}", Resolvers.BothOwners(at.Office), [$"STATE {state}", $"MUNICIPAL {municipal}"])]
            : [];

        int Count(Line line) => rows.Where(s => s.OwnerLine == line || s.OwnerLine == Line.Joint).Select(s => s.IndicatorId).Distinct().Count();
    }

    /// <summary>
    /// K-26: one line steers by activity far more than the other (conflicts.md K-26): counted are the directives of level ACTIVITY that are live at the office
    /// in the year, and those of them that order. One finding for each measure above its threshold, RATIO and MUST_SHARE, and always one with the counts, S4.
    /// The line that has most of them is asked to look at it.
    /// </summary>
    private static IEnumerable<Finding> DetailAsymmetry(Predicates at, List<Directive> activities, int year)
    {
        var active = activities.Where(x => at.Reach(x).Meets(YearOf(year))).ToList();
        var act = (State: active.Count(x => x.Line == Line.State), Municipal: active.Count(x => x.Line == Line.Municipal));
        if (act is (0, 0))
        {
            return [];
        }

        var must = (State: active.Count(x => x.Line == Line.State && Predicates.Ordering(x)), Municipal: active.Count(x => x.Line == Line.Municipal && Predicates.Ordering(x)));
        var enough = act.State + act.Municipal >= at.Thresholds["detail_min_count"];
        var ratio = enough && Math.Max(act.State, act.Municipal) > at.Thresholds["detail_ratio_max"] * Math.Max(1, Math.Min(act.State, act.Municipal));
        var share = enough && Math.Max(must.State, must.Municipal) > at.Thresholds["detail_must_share_max"] * (must.State + must.Municipal);
        ImmutableArray<string> numbers =
            [$"STATE {act.State}", $"MUNICIPAL {act.Municipal}", $"STATE_ORDERING {must.State}", $"MUNICIPAL_ORDERING {must.Municipal}"];
        var line = act.State >= act.Municipal ? Line.State : Line.Municipal;
        var resolver = Resolvers.LineTop(at.Office, line, active.Where(x => x.Line == line).Select(x => x.IssuerOrg)
            .GroupBy(o => o).OrderByDescending(g => g.Count()).ThenBy(g => g.Key.ToString(), StringComparer.Ordinal).First().Key);
        return
        [
            Of(at, FindingKind.DetailAsymmetry, Severity.Info, year, $"{year},COUNT", resolver, numbers),
            .. ratio ? [Of(at, FindingKind.DetailAsymmetry, Severity.Warning, year, $"{year},RATIO", resolver, numbers)] : Array.Empty<Finding>(),
            .. share ? [Of(at, FindingKind.DetailAsymmetry, Severity.Warning, year, $"{year},MUST_SHARE", resolver, numbers)] : Array.Empty<Finding>(),
        ];
    }

    private static Finding Of(Predicates at, FindingKind kind, Severity severity, int year, string witnessClass, Resolver resolver, ImmutableArray<string> numbers) =>
        Found.Of(at, kind, severity, true, [], Days.Of(YearOf(year)), null, witnessClass, [], resolver, numbers)!;

    private static DayRange YearOf(int year) => new(new(year, 1, 1), new(year + 1, 1, 1));

    // This year, and those to come in which something counted begins or ends.
    private static IEnumerable<int> Years(Predicates at, List<Directive> activities)
    {
        var ranges = at.Office.Profile.Scorecard.Select(s => s.Valid).Concat(activities.SelectMany(x => at.Reach(x).Ranges));
        var last = ranges.Select(r => r.To != DateOnly.MaxValue ? r.To.AddDays(-1).Year : r.From.Year).Append(at.Facts.AsOf.Year).Max();
        return Enumerable.Range(at.Facts.AsOf.Year, Math.Min(last - at.Facts.AsOf.Year, YearsAhead) + 1);
    }
}
