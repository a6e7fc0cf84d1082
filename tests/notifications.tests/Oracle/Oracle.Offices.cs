using System.Text.Json;

namespace Samstyring.Notifications.Tests.Oracle;

/// <content>The kinds that look at what an office has, agrees and counts: K-15, K-17, K-18, K-19, K-22(a), K-24, K-25, K-26, K-31, K-33 and K-36.</content>
internal sealed partial class Oracle
{
    private void Services(Place o)
    {
        foreach (var s in signals.Where(x => Live(x, o) && Current(Reach(x, o))))
        {
            var days = Reach(s, o);

            AddDays("K-17", days, o, s, 1, day => Ordering(s) && Steering(s) && !EveryOtherAgreed(s, o) && s.Asserted is { Key: null } x && Clause(o, x.Term, day) is { } g
                && g.Value != x.Value && !MayChange(s, g.Notice, g.Parties) ? T : F);
            Authority(s, o, days);
            Access(s, o, days);

            if (s.Service is { } code)
            {
                var service = Service(code);
                var asked = !s.Is("INFORMATION") && s.Effect != "ADDS" && service?.Owner != "STATE";
                bool Lacks(string m, DateOnly day) => o.Services?.Any(p => p.Code == code && p.On(day) && (p.Municipality ?? m) == m) != true;
                var all = days.Any(d => d >= asOf && Concerned(s, o).All(m => Lacks(m, d)));
                AddDays("K-18", days, o, s, Binding(s) && all ? 2 : 3, day => !asked || !Concerned(s, o).Any(m => Lacks(m, day)) ? F : o.Services is null ? M : service is null ? O : T);
            }

            var weakens = Ordering(s) && Steering(s);
            AddDays("K-19", days, o, s, 1, day => !weakens ? F
                : s.Effect == "CLOSES_ACCESS" ? T
                : s.Effect is not ("REMOVES" or "SUSPENDS") || s.Service is null ? F
                : Service(s.Service) is { } service ? (service.Minimum.Any(p => p.From <= day && day < p.To) ? T : F) : O);
        }
    }

    private static (string Value, int? Notice, List<string> Parties)? Clause(Place o, string term, DateOnly day) =>
        o.Clause is { } g && g.Term == term && g.Valid.From <= day && day < g.Valid.To ? (g.Value, g.Notice, g.Parties) : null;

    private static bool MayChange(Signal s, int? notice, List<string> parties) =>
        notice is { } months && parties.Contains(s.Issuer) && s.Published!.Value.AddMonths(months) <= s.From;

    private void Authority(Signal s, Place o, List<DateOnly> days)
    {
        var terms = new List<(string Term, string? Key, string? Value)>();
        if (s.Asserted is { } asserted)
        {
            terms.Add((asserted.Term, asserted.Key, asserted.Value));
        }

        // What the theme means, and whose staff it changes; said in words it says nothing twice.
        terms.AddRange(s.Deltas.Select(d => $"{d.Employer}_STAFF_AND_BUDGET").Append(ThemeTerm(s.Theme)).OfType<string>().Distinct()
            .Where(term => term != s.Asserted?.Term).Select(term => (term, (string?)null, (string?)null)));
        var orders = Ordering(s) && Steering(s) && Holdable(s) && s.Line != "JOINT" && !EveryOtherAgreed(s, o);
        foreach (var subject in catalogues.GetProperty("reserved_subjects").EnumerateArray().GroupBy(r => r.GetProperty("id").GetString()))
        {
            var reserved = subject.Where(r => r.GetProperty("may_decide").EnumerateArray().All(line => line.GetString() != s.Line)).Select(r => r.GetProperty("term").GetString()).ToList();
            AddDays("K-15", days, o, s, 1, day => orders && terms.Any(x => reserved.Contains(x.Term)
                && !(x.Key is null && Clause(o, x.Term, day) is { } g && (g.Value == x.Value || MayChange(s, g.Notice, g.Parties)))) ? T : F);
        }

        if (s.Asserted is { Term: "MUNICIPAL_SERVICE_IN_OFFICE", Key: { } code, Value: "included" } && !s.Is("INFORMATION"))
        {
            var service = Service(code);
            bool Has(string m, DateOnly day) => o.Services?.Any(p => p.Code == code && p.On(day) && (p.Municipality ?? m) == m) == true;
            AddDays("K-15", days, o, s, 3, day => Concerned(s, o).Any(m => Has(m, day)) || service is { Work: true } or { Owner: "STATE" } ? F
                : o.Services is null ? M : service is null ? O : T);
        }
    }

    private string? ThemeTerm(string theme)
    {
        for (string? code = theme; code is not null; code = Parent("themes", code))
        {
            if (catalogues.GetProperty("themes").GetProperty(code).TryGetProperty("term", out var term))
            {
                return term.GetString();
            }
        }

        return null;
    }

    private void Access(Signal s, Place o, List<DateOnly> days)
    {
        foreach (var side in Employers.Where(side => side != s.Line))
        {
            AddDays("K-36", days, o, s, 3, _ => s.Readers is { } readers && Side(s, o, side).Any(owner => !readers.Contains(owner)) && Affects(s, side)
                && !(s.ShieldedBy is { } basis && catalogues.GetProperty("shielding_bases").EnumerateArray().Any(b => b.GetString() == basis)) ? T : F);
        }
    }

    private void Bases(Place o)
    {
        foreach (var s in signals.Where(x => Live(x, o) && Current(Reach(x, o))))
        {
            var day = s.From > asOf ? s.From : asOf;
            foreach (var id in s.Sources.Distinct())
            {
                var known = catalogues.GetProperty("sources").TryGetProperty(id, out var source);
                var over = known && (source.TryGetProperty("status", out var status) && status.GetString() != "IN_FORCE"
                    || source.TryGetProperty("to", out var to) && Day(to) <= day);
                Add("K-31", !known ? O : over ? T : F, Binding(s) ? 2 : 3, o, s);
            }

            foreach (var parent in signals.Where(p => s.DerivedFrom.Contains(p.Id)))
            {
                Add("K-31", parent.State != "PUBLISHED" || parent.WithdrawnAt.Contains(o.Id) || parent.To <= day ? T : F, Binding(s) ? 2 : 3, o, s);
                Add("K-22", parent.Line == s.Line && parent.State == "PUBLISHED" && Beyond(s, parent, o) ? T : F, Binding(s) ? 2 : 3, o, s, parent);
            }

            foreach (var plan in o.Plans.Where(p => p.Approved))
            {
                AddDays("K-33", Reach(s, o), o, s, 3, d => Binding(s) && s.Line is "STATE" or "MUNICIPAL" && d.Year == plan.Year && !plan.Placed.Contains(s.Id) ? T : F);
            }
        }
    }

    private void Counts(Place o)
    {
        int Measured(string line) => o.Scorecard.Where(r => r.Owner == line || r.Owner == "JOINT").Select(r => r.Indicator).Distinct().Count();
        var (least, most) = (Math.Min(Measured("STATE"), Measured("MUNICIPAL")), Math.Max(Measured("STATE"), Measured("MUNICIPAL")));
        Add("K-25", most > 0 && 4 * least < most ? T : F, least == 0 ? 3 : 4, o);

        int Acts(string line, bool ordering) => signals.Count(x => Live(x, o) && Reach(x, o).Count > 0 && x.Line == line && x.Level == "ACTIVITY" && (!ordering || Ordering(x)));
        var (act, must) = ((S: Acts("STATE", false), M: Acts("MUNICIPAL", false)), (S: Acts("STATE", true), M: Acts("MUNICIPAL", true)));
        var enough = act.S + act.M >= o.DetailMinimum;
        Add("K-26", act.S + act.M > 0 ? T : F, 4, o);
        Add("K-26", enough && Math.Max(act.S, act.M) > 3 * Math.Max(1, Math.Min(act.S, act.M)) ? T : F, 3, o);
        Add("K-26", enough && 5 * Math.Max(must.S, must.M) > 4 * (must.S + must.M) ? T : F, 3, o);
    }

    private bool Beyond(Signal child, Signal parent, Place o) =>
        Rank(child) > Rank(parent) || (child.Modality == "MUST_NOT") != (parent.Modality == "MUST_NOT") || Force(child) > Force(parent)
        || (child.Target is { } inner && parent.Target is { } outer && child.Indicator is not null && child.Indicator == parent.Indicator
            // Half steps, also beyond every bound, where an open end leads.
            && Enumerable.Range(-40, 120).Select(n => n / 2m).Any(v => v >= (inner.Lo ?? -20) && v <= (inner.Hi ?? 39) && !Holds(parent, v)))
        // Where the parent speaks is known for the days on which it is in force.
        || Reach(child, o).Any(d => d >= asOf && parent.ValidOn(d) && !Reach(parent, o).Contains(d));

    private static int Rank(Signal x) => x.Modality switch { null => 0, "MAY" => 1, "SHOULD" => 2, _ => 3 };

    private static int Force(Signal x) => x.Is("INFORMATION", "ADVICE") ? 0 : x.Is("PRIORITISATION") ? 1 : 2;

    // The names of these worlds' indicators are like their ids, but for one that has a hyphen more.
    private int Split(Signal a, Signal b)
    {
        if (a.Indicator is null || b.Indicator is null || a.Indicator == b.Indicator)
        {
            return F;
        }

        var indicators = catalogues.GetProperty("indicators");
        return !indicators.TryGetProperty(a.Indicator, out var one) || !indicators.TryGetProperty(b.Indicator, out var other) ? O : Name(one) == Name(other) ? T : F;

        static string Name(JsonElement indicator) => indicator.GetProperty("name").GetProperty("nb").GetString()!.Replace("-", "", StringComparison.Ordinal);
    }

    private (string Owner, List<(DateOnly From, DateOnly To)> Minimum, bool Work)? Service(string code) => catalogues.GetProperty("services").TryGetProperty(code, out var service)
        ? (service.GetProperty("owner").GetString()!, service.TryGetProperty("minimum", out var minimum) ? [.. minimum.EnumerateArray().Select(Period)] : [],
            !service.TryGetProperty("work_oriented", out var work) || work.GetBoolean())
        : null;

    private sealed class ServiceFact(JsonElement x)
    {
        private readonly (DateOnly From, DateOnly To) valid = x.TryGetProperty("valid", out var days) ? Period(days) : (DateOnly.MinValue, DateOnly.MaxValue);

        public string Code { get; } = x.GetProperty("service_code").GetString()!;

        public string? Municipality { get; } = x.TryGetProperty("municipality_number", out var m) ? m.GetString() : null;

        public bool On(DateOnly day) => valid.From <= day && day < valid.To;
    }
}
