using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Common;

namespace Samstyring.Notifications.Rules;

/// <content>K-06: directives of one line presuppose money or staff from the other's budget beyond what its frame has free.</content>
public static partial class Economy
{
    private static readonly ImmutableArray<string> ClaimFields = ["cost_bearer", "fte_demand", "nok", "nok_year", "partner_involvement", "theme", "valid"];

    /// <summary>What a directive claims of an owner's frame of one year: staff in FTE over the year, or kroner.</summary>
    private sealed record Claim(Directive By, int Year, bool Staff, Fraction Amount, Days Days);

    /// <summary>K-06. Claims of a year are added also when their days do not meet. (Every change at one party moves the other's budget: [001].)</summary>
    private static IEnumerable<Finding> UnfundedDemand(Predicates at)
    {
        var uncomputed = at.Asked.Where(Demanding).SelectMany(x => Uncomputed(at, x));
        var claiming = at.Current.Where(x => Demanding(x) && (x.Nok is not null || !x.FteDemand.IsEmpty)).ToList();
        return claiming.Any(at.Asks)
            ? [.. uncomputed, .. Overdrawn(at, Line.State, claiming), .. Overdrawn(at, Line.Municipal, claiming)]
            : uncomputed;
    }

    private static bool Demanding(Directive x) => Predicates.Steering(x) && x.Line != Line.Joint;

    private static IEnumerable<Finding> Overdrawn(Predicates at, Line owner, List<Directive> claiming)
    {
        var claims = claiming.Where(x => x.Line != owner && !Owners.Agreed(at, x, owner)).SelectMany(x => Claims(at, x, owner));
        foreach (var group in claims.GroupBy(c => (c.Year, c.Staff)))
        {
            var (year, staff) = group.Key;
            var framed = group.Select(c => (Claim: c, Frames: Owners.Frames(at, c.By, owner, year))).ToList();
            var unframed = framed.SelectMany(x => Owners.Of(at, x.Claim.By, owner)
                .Where(of => x.Frames.GetValueOrDefault(of.ToString()) is not { } frame || Free(frame, staff) is null)
                .Select(of => (x.Claim, Owed: Owed.By(of, staff ? "frame.free_fte" : "frame.free_nok")))).ToList();
            if (Demand(at, Condition.Missing(unframed.Select(x => x.Owed)), unframed.Select(x => x.Claim), "", [], year) is { } missing)
            {
                yield return missing;
            }

            foreach (var frame in framed.SelectMany(x => x.Frames.Values.Distinct().Select(f => (Frame: f, x.Claim))).GroupBy(x => x.Frame.Id))
            {
                var sum = frame.Aggregate(default(Fraction), (total, x) => total + x.Claim.Amount);
                if (Free(frame.First().Frame, staff) is { } free && sum > free
                    && Demand(
                        at, true, frame.Select(x => x.Claim), $"{frame.Key},{(staff ? "FTE" : "NOK")}",
                        [
                            $"frame {frame.Key}", $"owner {Compared.Identifier(owner)}", string.Create(CultureInfo.InvariantCulture, $"year {year}"),
                            $"{(staff ? "fte" : "nok")} {Compared.Number(sum.ToDecimal(4))}", $"{(staff ? "free_fte" : "free_nok")} {Compared.Number(free)}",
                        ],
                        year) is { } found)
                {
                    yield return found;
                }
            }
        }
    }

    private static decimal? Free(Directive frame, bool staff) => staff ? frame.Frame!.FreeFte : frame.Frame!.FreeNok;

    private static Finding? Demand(
        Predicates at, Condition condition, IEnumerable<Claim> claims, string witnessClass, ImmutableArray<string> numbers, int year)
    {
        var all = claims.ToList();
        var window = all.Aggregate(Days.None, (days, c) => days.Union(c.Days));
        return at.IsCurrent(window)
            ? Found.Of(
                at, FindingKind.UnfundedDemand, Severity.NeedsClarification, condition, all.Select(c => c.By).Distinct(), window, null,
                witnessClass, ClaimFields, at.BothOwners(all.Select(c => c.By)), numbers, year.ToString(CultureInfo.InvariantCulture))
            : null;
    }

    private static IEnumerable<Claim> Claims(Predicates at, Directive x, Line owner)
    {
        if (x is { Nok: > 0, NokYear: { } nokYear } && x.CostBearer == BearerOf(owner))
        {
            yield return new(x, nokYear, false, x.Nok.Value, InYear(at, x, nokYear));
        }

        foreach (var year in Years(at, x))
        {
            var days = at.Reach(x).Intersect(Year(year));
            var demands = x.FteDemand.Where(d => d.Pool == PoolOf(owner)).Select(d => Demanded(at, d, days)).ToList();
            var fte = demands.Aggregate(default(Fraction), (sum, d) => sum + (d ?? default));
            if (demands.All(d => d is not null) && fte > 0m)
            {
                yield return new(x, year, true, fte / (decimal)Count(Year(year)), days);
            }
        }
    }

    // Full-time equivalents times days; null where the pool's follow-up staff is not known on all of them.
    private static Fraction? Demanded(Predicates at, FteDemand demand, Days days)
    {
        if (demand.Fte is { } fte)
        {
            return (Fraction)fte * (decimal)Count(days);
        }

        var employer = demand.Pool == Pool.State ? Employer.State : Employer.Municipal;
        var parts = at.Office.Profile.Staffing.Where(s => s.Employer == employer && s.FollowUpFte is not null)
            .Select(s => (s.FollowUpFte, Days: Count(days.Intersect(Days.Of(s.Valid))))).ToList();
        return demand.SharePct is { } share && parts.Sum(p => p.Days) == Count(days)
            ? parts.Aggregate(default(Fraction), (sum, p) => sum + ((Fraction)share * p.FollowUpFte!.Value * (decimal)p.Days / 100m))
            : null;
    }

    /// <summary>
    /// Claims that cannot be computed: a finding on its own for each directive, year and kind of claim. The issuer owes what its own assessment says there is
    /// some of, and who bears the money; the employer owes how many of its staff are follow-up staff.
    /// </summary>
    private static IEnumerable<Finding> Uncomputed(Predicates at, Directive x)
    {
        ImmutableArray<Line> claimed = [.. new[] { Line.State, Line.Municipal }.Where(owner => owner != x.Line && !Owners.Agreed(at, x, owner))];
        if (claimed.IsEmpty)
        {
            yield break;
        }

        var first = at.Reach(x).FirstNotBefore(at.Facts.AsOf)!.Value.Year;
        ImmutableArray<string> money = x.Nok is null
            ? x.ConsequenceAssessment?.Economy?.Answer == AssessmentAnswer.Some ? ["nok"] : []
            : x.Nok > 0 && x.CostBearer is null ? ["cost_bearer"]
            : x.Nok > 0 && x.NokYear is null && claimed.Any(owner => x.CostBearer == BearerOf(owner)) ? ["nok_year"]
            : [];
        if (money.Length > 0 && Unknown(money.Select(field => new Owed(x.Id, field)), x.NokYear ?? first, InYear(at, x, x.NokYear ?? first)) is { } kroner)
        {
            yield return kroner;
        }

        if (x.FteDemand.IsEmpty && x.FteDelta.IsEmpty && x.ConsequenceAssessment?.Staffing?.Answer == AssessmentAnswer.Some
            && Unknown([new(x.Id, "fte_demand")], first, InYear(at, x, first)) is { } staff)
        {
            yield return staff;
        }

        foreach (var year in Years(at, x))
        {
            var days = InYear(at, x, year);
            var demanded = claimed.SelectMany(owner => x.FteDemand.Where(d => d.Pool == PoolOf(owner)).Select(d => (Demand: d, Owner: owner)))
                .Where(d => Demanded(at, d.Demand, days) is null).ToList();
            IEnumerable<Owed> owed =
            [
                .. demanded.Where(d => d.Demand.SharePct is null).Select(_ => new Owed(x.Id, "fte_demand.fte")),
                .. demanded.Where(d => d.Demand.SharePct is not null).SelectMany(d => Owners.Of(at, x, d.Owner))
                    .Select(of => Owed.By(of, "staffing.follow_up_fte")),
            ];
            if (Unknown(owed, year, days) is { } share)
            {
                yield return share;
            }
        }

        Finding? Unknown(IEnumerable<Owed> owed, int year, Days days) =>
            owed.ToList() is { Count: > 0 } all ? Demand(at, Condition.Missing(all), [new(x, year, true, default, days)], "", [], year) : null;
    }

    // The years of its days, from this year on. A demand without an end asks for no frame beyond the newest that is adopted.
    private static IEnumerable<int> Years(Predicates at, Directive x)
    {
        if (x.FteDemand.IsEmpty)
        {
            return [];
        }

        var days = at.Reach(x).From(new(at.Facts.AsOf.Year, 1, 1));
        var first = days.Ranges[0].From.Year;
        var last = days.End == DateOnly.MaxValue
            ? at.LiveHere.Select(f => f.Frame?.Year ?? first).Append(first).Max()
            : days.End.AddDays(-1).Year;
        return Enumerable.Range(first, last - first + 1).Where(year => !days.Intersect(Year(year)).IsEmpty);
    }

    // The days of a year on which it reaches the office; the whole year for money of a year in which it does not.
    private static Days InYear(Predicates at, Directive x, int year) =>
        at.Reach(x).Intersect(Year(year)) is { IsEmpty: false } days ? days : Year(year);

    private static Days Year(int year) => year is < 1 or >= 9999 ? Days.None : Days.Of(new DayRange(new(year, 1, 1), new(year + 1, 1, 1)));

    private static int Count(Days days) => days.Ranges.Sum(r => r.To.DayNumber - r.From.DayNumber);

    private static CostBearer BearerOf(Line owner) => owner == Line.State ? CostBearer.State : CostBearer.Municipal;

    private static Pool PoolOf(Line owner) => owner == Line.State ? Pool.State : Pool.Municipal;
}
