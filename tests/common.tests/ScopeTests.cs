using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Samstyring.Common.Tests;

public class ScopeTests
{
    [Theory]
    [InlineData("ALL")]
    [InlineData("MINIMUM_ONLY")]
    [InlineData("OFFICE(1783, 0219)")]
    [InlineData("COUNTY(5700)")]
    [InlineData("SIZE(SMALL, LARGE)")]
    [InlineData("LEADERSHIP(DUAL)")]
    [InlineData("PROVIDES(HOUSING_SUPPORT)")]
    [InlineData("SERVICE_AREA(sa-1)")]
    [InlineData("NETWORK(n.1)")]
    [InlineData("SERVES(1)")]
    [InlineData("SERVES(2..)")]
    [InlineData("SERVES(2..5)")]
    [InlineData("EXCEPT(ALL, PILOT(x))")]
    [InlineData("AND(COUNTY(5700), OR(SIZE(SMALL), SERVES(2..)), MUNICIPALITY(5035))")]
    public void Parse_OfCanonicalText_GivesItBack(string text) => Assert.Equal(text, Scope.Parse(text).Scope?.ToString());

    [Fact]
    public void Parse_WithFreeSpaces_GivesTheSameExpression() =>
        Assert.Equal(Scope.Parse("EXCEPT(ALL, OFFICE(1783, 0219))").Scope, Scope.Parse(" EXCEPT ( ALL ,OFFICE(1783,0219) )\n").Scope);

    [Theory]
    [InlineData("", 0)]
    [InlineData("all", 0)]
    [InlineData("ALL ALL", 4)]
    [InlineData("OFFICE()", 7)]
    [InlineData("OFFICE(178)", 7)]
    [InlineData("OFFICE(1783", 11)]
    [InlineData("OFFICE(1783,)", 12)]
    [InlineData("SIZE(TINY)", 5)]
    [InlineData("EXCEPT(ALL)", 10)]
    [InlineData("EXCEPT(ALL, ALL, ALL)", 15)]
    [InlineData("AND(ALL)", 7)]
    [InlineData("SERVES(5..2)", 7)]
    [InlineData("SERVES(0)", 7)]
    [InlineData("PARISH(1)", 0)]
    public void Parse_OfMalformedText_SaysWhere(string text, int position)
    {
        var parse = Scope.Parse(text);
        Assert.Null(parse.Scope);
        Assert.Equal(position, parse.Position);
        Assert.NotEqual("", parse.Expected);
    }

    [Fact]
    public void Parse_OfDeepNesting_IsRefusedNotOverflowed() =>
        Assert.Null(Scope.Parse(string.Concat(Enumerable.Repeat("EXCEPT(ALL, ", 100_000))).Scope);

    [Fact]
    public void Parse_OfAnyText_NeverThrows() => Prop.ForAll<string>(text => Scope.Parse(text ?? "").Scope is null || text!.Length > 0).QuickCheckThrowOnFailure();
}
