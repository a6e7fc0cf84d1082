using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

public class CataloguesTests
{
    private static readonly Catalogues Newest = Catalogues.Newest;

    [Fact]
    public void Newest_IsWholeInItself()
    {
        Assert.All(Newest.Themes.Values, t => Assert.True(t.Parent is null || Newest.Themes.ContainsKey(t.Parent)));
        Assert.All(Newest.Themes.Values, t => Assert.Contains(t.Owner, new[] { "STATE", "MUNICIPAL", "JOINT" }));
        Assert.All(Newest.Actions, a => Assert.True(a.Value.Parent is null || (Newest.Actions.ContainsKey(a.Value.Parent) && a.Key.StartsWith(a.Value.Parent + ".", StringComparison.Ordinal))));
        Assert.All(Newest.TargetGroups.Values, g => Assert.True(g.Parent is null || Newest.TargetGroups.ContainsKey(g.Parent)));
        Assert.All(Newest.DisjointGroups, pair => Assert.All(pair, g => Assert.True(Newest.TargetGroups.ContainsKey(g))));
        Assert.All(Newest.Indicators.Values, i => Assert.True(Newest.Units.ContainsKey(i.Unit) && i.DefinitionHash.Length > 0));
        Assert.All(Newest.Conversions, c => Assert.True(c.Factor > 0 && Newest.Units.ContainsKey(c.From) && Newest.Units.ContainsKey(c.To)));
        Assert.All(
            Newest.Themes.Values.Select(t => t.Name).Concat(Newest.Actions.Values.Select(a => a.Name)).Concat(Newest.TargetGroups.Values.Select(g => g.Name)).Concat(Newest.Units.Values),
            name => Assert.True(name is { Nb.Length: > 0, Nn.Length: > 0 }));
    }

    [Theory]
    [InlineData("YOUTH", "YOUTH")]
    [InlineData("FOLLOW_UP.YOUTH", "YOUTH")]
    [InlineData("OFFICE.YOUTH", "OFFICE.YOUTH")]
    [InlineData("SOMETHING", "SOMETHING")]
    public void Theme_MayBeWrittenWithThoseAboveIt(string written, string code) => Assert.Equal(code, Newest.ThemeCode(written));

    [Theory]
    [InlineData("FOLLOW_UP", "FOLLOW_UP.YOUTH", true)]
    [InlineData("FOLLOW_UP", "YOUTH", true)]
    [InlineData("YOUTH", "FOLLOW_UP", false)]
    [InlineData("OFFICE", "YOUTH", false)]
    [InlineData("NEW", "NEW", true)]
    public void Theme_HoldsItselfAndWhatIsBelow(string x, string y, bool expected) => Assert.Equal(expected, Newest.ThemeHolds(x, y));

    [Theory]
    [InlineData("YOUTH", "FOLLOW_UP.YOUTH", 0)]
    [InlineData("FOLLOW_UP", "YOUTH", 1)]
    [InlineData("YOUTH", "FOLLOW_UP", int.MaxValue)]
    [InlineData("NEW", "YOUTH", int.MaxValue)]
    public void Steps_AreCountedUpwards(string x, string y, int expected) => Assert.Equal(expected, Newest.StepsAbove(x, y));

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    public void Tree_IsFollowedForAsManyStepsAsATreeHas(int steps, bool holds)
    {
        var chain = new Catalogues { Actions = Enumerable.Range(0, steps + 1).ToDictionary(i => $"{i}", i => new Node(i == steps ? null : $"{i + 1}")) };

        Assert.Equal(holds, chain.ActionHolds($"{steps}", "0"));
    }

    [Fact]
    public void Tree_WithACycle_Ends()
    {
        var cyclic = Catalogues.Parse("""{"actions":{"A":{"parent":"B"},"B":{"parent":"A"}}}""");
        Assert.True(cyclic.ActionHolds("A", "B"));
        Assert.False(cyclic.ActionHolds("C", "B"));
    }

    [Fact]
    public void DisjointMark_HoldsBelowTheMarkedOnes()
    {
        Assert.True(Newest.AreDisjoint("LOW_INCOME_FAMILIES", "WITHOUT_CHILDREN"));
        Assert.True(Newest.AreDisjoint("WITHOUT_CHILDREN", "LOW_INCOME_FAMILIES"));
        Assert.False(Newest.AreDisjoint("REFUGEES", "EMPLOYED"));
    }
}
