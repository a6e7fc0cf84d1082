using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Tests.Rules;

public sealed class NumberHistoryTests
{
    private static readonly (IReadOnlyList<MunicipalityNumbers> Municipalities, IReadOnlyList<NumberSuccession> Successions) Real = BuildReal();

    [Theory]
    [InlineData("3201", "0219, 3024, 3201")]
    [InlineData("3103", "0104, 3002, 3103")]
    [InlineData("1508", "1504, 1507, 1508")]
    [InlineData("5007", "1703, 5005, 5007")]
    [InlineData("1841", "1841")]
    [InlineData("0716", "0716")]
    public void Build_RealNumbers_ChainsThoseOfOneMunicipality(string number, string chain) =>
        Assert.Equal(chain, string.Join(", ", Of(number).Numbers.Select(period => period.Number)));

    [Theory]
    [InlineData("0136", "3002 2020-01-01")]
    [InlineData("1534", "1507 2020-01-01")]
    [InlineData("1507", "1580 2024-01-01")]
    [InlineData("5012", "5055 2020-01-01, 5056 2020-01-01, 5059 2020-01-01")]
    [InlineData("1850", "1806 2020-01-01, 1875 2020-01-01")]
    [InlineData("0716u", "0716 2002-01-01")]
    [InlineData("1142", "1103 2020-01-01")]
    public void Build_RealNumbers_SaysWhoTookOver(string ended, string successors) =>
        Assert.Equal(successors, string.Join(", ", Real.Successions.Where(step => step.Predecessor == ended).Select(step => $"{step.Successor} {step.On:yyyy-MM-dd}").Order()));

    [Fact]
    public void Build_RealNumbers_EveryEndedNumberGoesOnOrIsTakenOver()
    {
        var chained = Real.Municipalities.SelectMany(municipality => municipality.Numbers.SkipLast(1)).Select(period => period.Key);
        var taken = Real.Successions.Select(step => step.Predecessor);
        var ended = Real.Municipalities.SelectMany(municipality => municipality.Numbers).Where(period => period.Valid.To is not null).Select(period => period.Key);
        Assert.Empty(ended.Except(chained).Except(taken));
    }

    [Fact]
    public void Build_RealNumbers_PeriodsOfOneMunicipalityDoNotOverlap() => Assert.All(Real.Municipalities, municipality =>
        Assert.All(municipality.Numbers.Zip(municipality.Numbers.Skip(1)), pair => Assert.False(pair.First.Valid.Overlaps(pair.Second.Valid))));

    [Theory]
    [InlineData("3201", "2024-01-01")]
    [InlineData("5055", "2020-01-01")]
    [InlineData("1580", "2024-01-01")]
    [InlineData("0301", "")]
    [InlineData("1103", "")]
    public void Build_NumberOfToday_BeginsWhereTheSourcesSayAndElseNowhere(string number, string from) =>
        Assert.Equal(from, $"{Of(number).Numbers[^1].Valid.From:yyyy-MM-dd}");

    [Fact]
    public void Build_NumberWithoutHistory_IsAMunicipalityForEver()
    {
        var (municipalities, successions) = NumberHistory.Build([new CurrentNumber("1101", "Eigersund", "Eigersund")], []);
        var number = Assert.Single(Assert.Single(municipalities).Numbers);
        Assert.Equal(Period.Always, number.Valid);
        Assert.Empty(successions);
    }

    private static MunicipalityNumbers Of(string number) =>
        Real.Municipalities.Single(municipality => municipality.Numbers.Any(period => period.Key == number));

    private static (IReadOnlyList<MunicipalityNumbers>, IReadOnlyList<NumberSuccession>) BuildReal()
    {
        var facts = new RegisterFiles(Registers.DataFolder).Read().Facts!;
        return NumberHistory.Build([.. facts.Municipalities.Select(row => new CurrentNumber(row.Key, row.Value.Name, row.Value.FullName))], facts.EndedNumbers);
    }
}
