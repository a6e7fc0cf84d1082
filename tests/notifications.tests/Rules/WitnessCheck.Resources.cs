using System.Globalization;
using Samstyring.Norwegian;
using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <content>Economy and time: the numbers of a witness are counted again, day by day and in plain decimals.</content>
internal static partial class WitnessCheck
{
    /// <summary>Confirms a certain finding of the groups economy and time.</summary>
    public static void ConfirmResources(Facts facts, Finding f)
    {
        var office = facts.Offices.Single(o => o.Number == f.Witness.Office);
        Assert.True(f.Witness.Day >= facts.AsOf);
        Assert.True(f.Window.Contains(f.Witness.Day));
        switch (f.Kind)
        {
            case FindingKind.UnfundedDemand:
                var frame = facts.Directives[Number(f, "frame")].Frame!;
                Assert.True(f.WitnessClass.EndsWith("FTE", StringComparison.Ordinal)
                    ? f.Directives.Sum(d => FteOver(office, d, frame.Year, Number(f, "owner"))) > frame.FreeFte
                    : f.Directives.Where(d => d.NokYear == frame.Year).Sum(d => d.Nok) > frame.FreeNok);
                break;
            case FindingKind.CostShift:
                Assert.Equal(Value(f, "after") - Value(f, "before"), Value(f, "more"));
                Assert.True(Value(f, "more") >= 50_000);
                Assert.InRange(Value(f, "rest_of_year"), 0, Value(f, "more"));
                break;
            case FindingKind.CostKeyDrift when f.WitnessClass != "REVIEW":
                Assert.All(f.Witness.Numbers.Where(n => n.StartsWith("staff ", StringComparison.Ordinal)), n =>
                {
                    var staff = office.Profile.Staffing.Where(s => s.Valid.Contains(Situation.Day(n.Split(' ')[1]))).ToList();
                    var own = staff.Where(s => Compared.Identifier(s.Employer) == f.WitnessClass).Sum(s => s.Fte);
                    Assert.True(Math.Abs((100 * own / staff.Sum(s => s.Fte)) - Value(f, "share")) > office.Profile.Thresholds.GetValueOrDefault("key_drift_pp", 5));
                });
                break;
            case FindingKind.CostKeyDrift:
                Assert.True(Situation.Day(Number(f, "last_review")).AddMonths((int)office.Profile.Thresholds.GetValueOrDefault("key_review_months", 12)) < facts.AsOf);
                break;
            case FindingKind.BudgetTimingGap:
                var decided = facts.Directives[Number(f, "frame")].DecidedAt!.Value;
                Assert.Equal(f.Directives[0].PublishedAt, decided.AddDays((int)Value(f, "gap_days")));
                Assert.True(Value(f, "gap_days") > 0 && Situation.Day(Number(f, "next_frame_decision")) > f.Directives[0].Valid.From);
                break;
            case FindingKind.HorizonBreak:
                Assert.Single(f.Directives, d => d.Horizon == Horizon.FourYear && d.Valid.Contains(f.Witness.Day));
                Assert.Single(f.Directives, d => d.Horizon == Horizon.Annual && d.Valid.To <= f.Witness.Day);
                break;
            case FindingKind.InitiativeQueue when f.WitnessClass.StartsWith("COUNT", StringComparison.Ordinal):
                var quarter = new DayRange(Situation.Day(Number(f, "quarter")), Situation.Day(Number(f, "quarter")).AddMonths(3));
                Assert.Equal(Value(f, "count"), f.Directives.Count(d => Days(d.Introduction!.Value).Any(quarter.Contains)));
                Assert.True(Value(f, "count") > Value(f, "most"));
                break;
            case FindingKind.InitiativeQueue:
                Assert.True(f.Directives.Where(d => d.Introduction!.Value.Contains(f.Witness.Day))
                    .Sum(d => d.EffortDays!.Value / Math.Max(1, Days(d.Introduction!.Value).Count(WorkingDays.IsWorkingDay))) > Value(f, "capacity_days") / 60);
                break;
            case FindingKind.DeadlineCollision:
                var dates = f.WitnessClass.Split(',').Select(Situation.Day).ToArray();
                Assert.True(Days(new(dates[0].AddDays(1), dates[1].AddDays(1))).Count(WorkingDays.IsWorkingDay) <= 3 && Value(f, "effort_days") > 3);
                Assert.NotEqual(f.Directives[0].Line, f.Directives[1].Line);
                break;
            case FindingKind.OutdatedBasis:
                var x = f.Directives[0];
                Assert.True(x.LegalBasis.Any(s => s.SourceId == f.WitnessClass) || x.DerivedFrom.Contains(f.WitnessClass)
                    || x.AgreementClause.Any(c => c.AgreementId == f.WitnessClass));
                break;
            default:
                Assert.Fail($"{f.Kind} is not of these groups.");
                break;
        }
    }

    private static decimal FteOver(Office office, Directive d, int year, string pool)
    {
        var days = Days(new(new(year, 1, 1), new(year + 1, 1, 1))).ToList();
        var reach = office.Reaches.Single(r => r.DirectiveId == d.Id).Days;
        return d.FteDemand.Where(x => Compared.Identifier(x.Pool) == pool).Sum(x => days.Where(reach.Contains).Sum(day => x.Fte
            ?? (x.SharePct / 100 * office.Profile.Staffing.Single(s => Compared.Identifier(s.Employer) == pool && s.Valid.Contains(day)).FollowUpFte)!.Value)) / days.Count;
    }

    private static IEnumerable<DateOnly> Days(DayRange range) => Enumerable.Range(0, range.To.DayNumber - range.From.DayNumber).Select(range.From.AddDays);

    private static string Number(Finding f, string name) => f.Witness.Numbers.Single(n => n.StartsWith($"{name} ", StringComparison.Ordinal)).Split(' ')[1];

    private static decimal Value(Finding f, string name) => decimal.Parse(Number(f, name), CultureInfo.InvariantCulture);
}
