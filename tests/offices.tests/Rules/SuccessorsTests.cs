using System.Globalization;
using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Tests.Rules;

public sealed class SuccessorsTests
{
    private static readonly DateOnly In2020 = new(2020, 1, 1);
    private static readonly DateOnly In2024 = new(2024, 1, 1);

    // Bærum renumbered twice; Haram merged into Ålesund and split off again; Snillfjord split between two.
    private static readonly NumberFact[] Numbers =
    [
        new(1, "0219", new Period(null, In2020), ["3201"]),
        new(1, "3024", new Period(In2020, In2024), ["3201"]),
        new(1, "3201", new Period(In2024, null), ["3201"]),
        new(2, "1504", new Period(null, In2020), ["1508"]),
        new(2, "1507", new Period(In2020, In2024), ["1508", "1580"]),
        new(2, "1508", new Period(In2024, null), ["1508"]),
        new(3, "1534", new Period(null, In2020), ["1580"]),
        new(4, "1580", new Period(In2024, null), ["1580"]),
        new(5, "5012", new Period(null, In2020), ["5055", "5056"]),
        new(6, "5055", new Period(In2020, null), ["5055"]),
        new(7, "5056", new Period(In2020, null), ["5056"]),
    ];

    private static readonly SuccessionFact[] Successions =
        [new(3, 2, In2020), new(2, 4, In2024), new(5, 6, In2020), new(5, 7, In2020)];

    [Theory]
    [InlineData("0219", "2019-12-31", "0219")]
    [InlineData("0219", "2020-01-01", "3024")]
    [InlineData("0219", "2024-01-01", "3201")]
    [InlineData("3024", "2026-01-01", "3201")]
    [InlineData("3201", "2021-01-01", "3024")]
    [InlineData("3201", "2018-01-01", "0219")]
    [InlineData("3024", "2018-01-01", "0219")]
    [InlineData("5012", "2021-01-01", "5055, 5056")]
    [InlineData("5055", "2019-01-01", "5012")]
    [InlineData("1507", "2025-01-01", "1508, 1580")]
    [InlineData("1534", "2021-01-01", "1507")]
    [InlineData("1534", "2025-01-01", "1580")]
    [InlineData("1504", "2025-01-01", "1508")]
    [InlineData("1580", "2021-01-01", "1507")]
    [InlineData("1580", "2019-01-01", "1534")]
    [InlineData("1508", "2019-01-01", "1504")]
    [InlineData("9999", "2025-01-01", "")]
    public void On_Number_AnswersWhatHoldsForItsTerritory(string number, string day, string expected) =>
        Assert.Equal(expected, string.Join(", ", Successors.On(DateOnly.Parse(day, CultureInfo.InvariantCulture), number, Numbers, Successions)));

    [Fact]
    public void On_EveryEndedNumberOfTheFiles_ResolvesBothWays()
    {
        var facts = new RegisterFiles(Registers.DataFolder).Read().Facts!;
        var (municipalities, steps) = NumberHistory.Build(
            [.. facts.Municipalities.Select(row => new CurrentNumber(row.Key, row.Value.Name, row.Value.FullName))], facts.EndedNumbers);
        var ids = municipalities.SelectMany((municipality, id) => municipality.Numbers.Select(number => (number.Key, id))).ToDictionary(pair => pair.Key, pair => pair.id);
        var numbers = municipalities.SelectMany(municipality => municipality.Numbers)
            .Select(number => new NumberFact(ids[number.Key], number.Number, number.Valid, [.. number.NumbersNow])).ToList();
        var successions = steps.Select(step => new SuccessionFact(ids[step.Predecessor], ids[step.Successor], step.On)).ToList();

        Assert.Equal(495, facts.EndedNumbers.Count);
        Assert.All(facts.EndedNumbers, ended =>
        {
            Assert.Equal(ended.NumbersNow.Order(StringComparer.Ordinal), Successors.On(In2024, ended.Number, numbers, successions));
            var lastDay = new DateOnly(ended.ToYear, 12, 31);
            Assert.All(
                ended.NumbersNow.Where(now => numbers.Exists(fact => fact.Number == now && !fact.Valid.Contains(lastDay))),
                now => Assert.Contains(ended.Number, Successors.On(lastDay, now, numbers, successions)));
            // Step by step as well: by the numbers of 2020 to those of 2024, and back.
            if (ended.ToYear == 2019)
            {
                var between = Successors.On(In2020, ended.Number, numbers, successions);
                Assert.NotEmpty(between);
                Assert.Subset(between.SelectMany(number => Successors.On(In2024, number, numbers, successions)).ToHashSet(), ended.NumbersNow.ToHashSet());
                Assert.All(between, number => Assert.Contains(ended.Number, Successors.On(lastDay, number, numbers, successions)));
            }
        });
    }
}
