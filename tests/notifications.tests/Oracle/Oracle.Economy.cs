using System.Text.Json;

namespace Samstyring.Notifications.Tests.Oracle;

/// <content>The kinds that reckon with money and with what an owner has promised: K-06, K-07, K-08 and K-09.</content>
internal sealed partial class Oracle
{
    // Every directive of these worlds is in force in this year alone.
    private const int Year = 2027;

    private void Money(Place o)
    {
        var asked = signals.Where(x => Live(x, o) && Current(Reach(x, o)) && Steering(x)).ToList();
        foreach (var side in Employers)
        {
            Covered(o, side, [.. asked.Where(s => s.Line != side && !Agreed(s, o, side))]);
        }

        foreach (var s in asked)
        {
            Uncountable(s, o);
            Shift(s, o);
            Gap(s, o);
        }

        Drift(o);
    }

    // K-06: the claims on one owner, of kroner by the year they are stated for, of staff by the year of the directives' days.
    private void Covered(Place o, string side, List<Signal> claiming)
    {
        foreach (var year in new[] { Year - 1, Year })
        {
            Against(o, side, year, [.. claiming.Where(s => s.Nok > 0 && s.Bearer == side && s.NokYear == year).Select(s => (s, s.Nok!.Value))], f => f.FreeNok);
        }

        Against(
            o, side, Year, [.. claiming.Select(s => (s, Days: s.Demands.Where(d => d.Pool == side).Select(d => StaffDays(d, s, o)).ToList()))
                .Where(x => x.Days.All(d => d is not null) && x.Days.Sum() > 0).Select(x => (x.s, x.Days.Sum()!.Value))],
            f => f.FreeFte * 365);
    }

    private void Against(Place o, string side, int year, List<(Signal By, decimal Amount)> claims, Func<Signal, decimal?> free)
    {
        // What is claimed of a year that is over is nobody's concern any more.
        if (asOf.Year > year)
        {
            return;
        }

        var held = claims.Select(c => (c.By, c.Amount, Frames: Side(c.By, o, side).Select(owner => FrameOf(c.By, o, side, owner, year)).ToList())).ToList();
        var without = held.Where(c => c.Frames.Any(f => f is null || free(f) is null)).Select(c => c.By).ToList();
        Add("K-06", without.Count > 0 ? M : F, 2, o, without);
        foreach (var frame in signals.Where(f => free(f) is not null))
        {
            var on = held.Where(c => c.Frames.Contains(frame)).ToList();
            Add("K-06", on.Sum(c => c.Amount) > free(frame) ? T : F, 2, o, on.Select(c => c.By));
        }
    }

    // Full-time equivalents times days; null where nobody knows.
    private decimal? StaffDays((string Pool, decimal? Fte, decimal? Share, string? Group) demand, Signal s, Place o) =>
        demand.Fte is { } fte ? fte * Reach(s, o).Count
        : demand.Share is { } share && Reach(s, o).All(d => o.StaffOn(demand.Pool, d)?.FollowUp is not null) ? Reach(s, o).Sum(d => share / 100 * o.StaffOn(demand.Pool, d)!.FollowUp!.Value)
        : null;

    // A claim that cannot be computed is a finding on its own.
    private void Uncountable(Signal s, Place o)
    {
        var owners = s.Line == "JOINT" ? [] : Employers.Where(side => side != s.Line && !Agreed(s, o, side)).ToList();
        if (owners.Count == 0)
        {
            return;
        }

        var money = s.Nok is null ? s.Some("economy") : s.Nok > 0 && (s.Bearer is null || (owners.Contains(s.Bearer) && s.NokYear is null));
        Add("K-06", money && asOf.Year <= (s.NokYear ?? Year) ? M : F, 2, o, s);
        Add("K-06", s.Some("staffing") && s.Demands.Count == 0 && s.Deltas.Count == 0 ? M : F, 2, o, s);
        Add("K-06", s.Demands.Any(d => owners.Contains(d.Pool) && StaffDays(d, s, o) is null) ? M : F, 2, o, s);
    }

    private Signal? FrameOf(Signal s, Place o, string side, string owner, int year) => signals
        .Where(f => Live(f, o) && Reach(f, o).Count > 0 && f.Line == side && f.Is("FRAME") && f.FrameYear == year && Within(s.Theme, f.Theme) && Side(f, o, side).Contains(owner))
        .OrderBy(f => Above(s.Theme, f.Theme)).ThenBy(f => f.Id, StringComparer.Ordinal)
        .FirstOrDefault();

    private int Above(string theme, string above) => theme == above ? 0 : 1 + Above(Parent("themes", theme)!, above);

    private void Shift(Signal s, Place o)
    {
        var reads = s.Deltas.Count > 0 || (s.Nok > 0 && s.Bearer is null or "SHARED_BY_KEY");
        if (!reads || s.Line == "JOINT" || EveryOtherAgreed(s, o))
        {
            return;
        }

        var day = s.From.AddDays(-1);
        var items = o.Costs.Where(c => c.On(day)).ToList();
        var staffed = Employers.All(e => o.StaffOn(e, day) is not null) && Employers.Sum(e => o.StaffOn(e, day)!.Fte) > 0;
        if (items.Count == 0 || o.Key is not { } key || (key.Type == "FTE" ? !staffed : key.Shares.Count == 0) || (s.Nok > 0 && s.Bearer is null))
        {
            Add("K-07", M, 1, o, s);
            return;
        }

        var (before, extra) = (items.Sum(c => c.Kroner), s.Bearer == "SHARED_BY_KEY" ? s.Nok ?? 0 : 0);
        var parties = key.Type == "FTE" ? Employers : [.. key.Shares.Keys];
        foreach (var party in parties.Where(p => p != s.Line && $"MUNICIPALITY:{p}" != s.Issuer && !(p.Length == 4 ? s.AgreedWith.Contains($"MUNICIPALITY:{p}") : Agreed(s, o, p))))
        {
            var (part, whole) = key.Type == "FTE" ? (Staff(party, false), Employers.Sum(e => Staff(e, false))) : (key.Shares[party], 100);
            var (part2, whole2) = key.Type == "FTE" ? (Staff(party, true), Employers.Sum(e => Staff(e, true))) : (part, whole);
            (part2, whole2) = whole2 == 0 ? (0, 1) : (part2, whole2);

            // Shares are exact, so nothing is divided: more = part2/whole2 * (before + extra) - part/whole * before.
            var more = (part2 * (before + extra) * whole) - (part * before * whole2);
            Add("K-07", more > 50_000 * whole * whole2 && more * 100 > part * before * whole2 ? T : F, 1, o, s);
        }

        decimal Staff(string employer, bool after) => Math.Max(0, o.StaffOn(employer, day)!.Fte + (after ? s.Deltas.Where(d => d.Employer == employer).Sum(d => d.Fte) : 0));
    }

    private void Gap(Signal s, Place o)
    {
        if (s.Line is not ("STATE" or "MUNICIPAL") || Agreed(s, o, Other(s.Line)) || !Affects(s, Other(s.Line)))
        {
            return;
        }

        var (partner, published, owed) = (Other(s.Line), s.Published!.Value, false);
        foreach (var owner in Side(s, o, partner))
        {
            if (FrameOf(s, o, partner, owner, s.From.Year) is { } frame && !(frame.Decided >= published))
            {
                var next = o.Calendar.Where(c => c.Party == owner && c.Frame > published).Select(c => (DateOnly?)c.Frame).Min();
                owed |= frame.Decided is null || next is null;
                Add("K-09", frame.Decided is not null && next > s.From ? T : F, Needs(s, partner) ? 2 : 4, o, s);
            }
        }

        Add("K-09", owed ? M : F, Needs(s, partner) ? 2 : 4, o, s);
    }

    // K-08, of the office: the two quarters that have closed, each on its last day, and the review.
    private void Drift(Place o)
    {
        if (o.Key is not { } key)
        {
            return;
        }

        DateOnly[] ends = [.. Enumerable.Range(1, 400).Select(n => asOf.AddDays(-n)).Where(d => d.AddDays(1) is { Day: 1, Month: 1 or 4 or 7 or 10 }).Take(2)];
        var known = ends.Select(d => Employers.All(e => o.StaffOn(e, d) is not null) && Employers.Sum(e => o.StaffOn(e, d)!.Fte) > 0).ToList();
        if (key.Type != "FTE" && key.Shares.Count > 0)
        {
            foreach (var party in Employers)
            {
                var stored = key.Shares.Where(x => party == "STATE" == (x.Key == "STATE")).Sum(x => x.Value);
                bool Off(DateOnly d)
                {
                    var (part, whole) = (o.StaffOn(party, d)!.Fte, Employers.Sum(e => o.StaffOn(e, d)!.Fte));
                    return Math.Abs((stored * whole) - (100 * part)) > 5 * whole;
                }

                var drifted = And([.. ends.Select((d, i) => !known[i] ? M : Off(d) ? T : F)]);
                // What is missing is missing for both parties, and asked for once.
                Add("K-08", drifted == M && party != "STATE" ? F : drifted, 3, o);
            }
        }

        Add("K-08", key.Reviewed is not { } reviewed ? M : reviewed.AddMonths(12) < asOf ? T : F, 3, o);
    }

    private sealed partial class Signal
    {
        public List<(string Pool, decimal? Fte, decimal? Share, string? Group)> Demands { get; } = x.TryGetProperty("fte_demand", out var all)
            ? [.. all.EnumerateArray().Select(d => (Text(d, "pool")!, Number(d, "fte"), Number(d, "share_pct"), Text(d, "capacity_group")))]
            : [];

        public List<(string Employer, decimal Fte)> Deltas { get; } = x.TryGetProperty("fte_delta", out var all)
            ? [.. all.EnumerateArray().Select(d => (Text(d, "employer")!, Number(d, "fte")!.Value))]
            : [];

        public decimal? Nok { get; } = Number(x, "nok");

        public int? NokYear { get; } = (int?)Number(x, "nok_year");

        public string? Bearer { get; } = Text(x, "cost_bearer");

        public int? FrameYear { get; } = x.TryGetProperty("frame", out var frame) ? (int?)Number(frame, "year") : null;

        public decimal? FreeNok { get; } = x.TryGetProperty("frame", out var frame) ? Number(frame, "free_nok") : null;

        public decimal? FreeFte { get; } = x.TryGetProperty("frame", out var frame) ? Number(frame, "free_fte") : null;

        public DateOnly? Decided { get; } = x.TryGetProperty("decided_at", out var at) ? Day(at) : null;

        public List<string> AffectedLines { get; } = x.TryGetProperty("consequence_assessment", out var a) ? List(a, "affected_lines") : [];

        public HashSet<string> AgreedWith { get; } = x.TryGetProperty("partner_involvement", out var all)
            ? [.. all.EnumerateArray().Where(i => i.TryGetProperty("agreed_at", out _)).Select(i => Name(i.GetProperty("partner")))]
            : [];

        public HashSet<string>? Readers { get; } = x.TryGetProperty("read_access", out var all) ? [.. all.EnumerateArray().Select(Name)] : null;

        public string? ShieldedBy { get; } = x.TryGetProperty("shielding", out var shielding) ? Text(shielding, "basis") : null;

        public bool Some(string part) => x.TryGetProperty("consequence_assessment", out var a) && a.TryGetProperty(part, out var answer)
            && answer.ValueKind == JsonValueKind.Object && Text(answer, "answer") == "SOME";

        private static string Name(JsonElement org) => org.TryGetProperty("number", out var number) ? $"{Text(org, "kind")}:{number.GetString()}" : Text(org, "kind")!;
    }

    private sealed partial class Place
    {
        public List<StaffFact> Staffing { get; } = x.TryGetProperty("staffing", out var all) ? [.. all.EnumerateArray().Select(s => new StaffFact(s))] : [];

        public List<CostFact> Costs { get; } = x.TryGetProperty("cost_items", out var all) ? [.. all.EnumerateArray().Select(c => new CostFact(c))] : [];

        public (string Type, Dictionary<string, decimal> Shares, DateOnly? Reviewed)? Key { get; } = x.TryGetProperty("cost_key", out var key)
            ? (key.GetProperty("type").GetString()!,
                key.TryGetProperty("shares", out var shares) ? shares.EnumerateObject().ToDictionary(s => s.Name, s => s.Value.GetDecimal()) : [],
                key.TryGetProperty("last_review", out var review) ? Day(review) : null)
            : null;

        public List<(string Party, DateOnly Frame)> Calendar { get; } = x.TryGetProperty("budget_calendar", out var all)
            ? [.. all.EnumerateArray().Select(c => ($"{c.GetProperty("party").GetProperty("kind").GetString()}:{c.GetProperty("party").GetProperty("number").GetString()}", Day(c.GetProperty("frame_decision"))))]
            : [];

        public StaffFact? StaffOn(string employer, DateOnly day) => Staffing.FirstOrDefault(s => s.Employer == employer && s.On(day));
    }

    private sealed class StaffFact(JsonElement x)
    {
        private readonly (DateOnly From, DateOnly To) valid = x.TryGetProperty("valid", out var days) ? Period(days) : (DateOnly.MinValue, DateOnly.MaxValue);

        public string Employer { get; } = x.GetProperty("employer").GetString()!;

        public decimal Fte { get; } = x.TryGetProperty("fte", out var fte) ? fte.GetDecimal() : 0;

        public decimal? FollowUp { get; } = x.TryGetProperty("follow_up_fte", out var fte) ? fte.GetDecimal() : null;

        public bool On(DateOnly day) => valid.From <= day && day < valid.To;
    }

    private sealed class CostFact(JsonElement x)
    {
        private readonly (DateOnly From, DateOnly To) valid = x.TryGetProperty("valid", out var days) ? Period(days) : (DateOnly.MinValue, DateOnly.MaxValue);

        public decimal Kroner { get; } = x.GetProperty("nok_per_year").GetDecimal();

        public bool On(DateOnly day) => valid.From <= day && day < valid.To;
    }
}
