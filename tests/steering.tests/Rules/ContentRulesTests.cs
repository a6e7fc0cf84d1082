using FsCheck;
using FsCheck.Fluent;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class ContentRulesTests
{
    [Theory]
    [MemberData(nameof(MalformedContent.Names), MemberType = typeof(MalformedContent))]
    public void Content_Malformed_NamesFieldAndReason(string name)
    {
        var spoilt = MalformedContent.Named(name);
        var content = Good();
        spoilt.Spoil(content);
        Assert.Contains(Check(content), f => f.Field == $"content.{spoilt.Field}" && f.Reason == spoilt.Reason);
    }

    [Fact]
    public void Content_Complete_HasNoFault() => Assert.Empty(Check(Good()));

    [Fact]
    public void Content_Empty_HasNoFault() => Assert.Empty(Check(new DirectiveContent()));

    [Fact]
    public void Content_WithManyFaults_NamesAllOfThem()
    {
        var content = Good();
        foreach (var name in new[] { "title too long", "bindingness unknown", "target reversed", "valid reversed", "scope malformed", "priority rank zero" })
        {
            MalformedContent.Named(name).Spoil(content);
        }

        Assert.Equal(
            ["content.bindingness", "content.priority_rank", "content.scope", "content.target", "content.title.nb", "content.valid"],
            Check(content).Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("Sámi: čđŋšŧžáâ")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("=HYPERLINK(\"x\")")]
    [InlineData("100 % og _")]
    [InlineData("🙂 emoji")]
    [InlineData("zero\u200Bwidth")]
    public void Text_OfAnyScript_IsKeptAsItIs(string text)
    {
        var content = Good();
        content.Text.Nb = content.Title.Nb = text;
        Assert.Empty(Check(content));
        Assert.Equal(text, ContentRules.Store(content).Title.Nb);
    }

    [Fact]
    public void Text_WithDirectionMarks_IsAllowedInRunningText()
    {
        var content = Good();
        content.Text.Nb = "a\u202Eb\tc\r\nd";
        Assert.Empty(Check(content));
    }

    [Fact]
    public void Text_Decomposed_IsStoredComposed()
    {
        var content = Good();
        content.Title.Nb = "A\u030Angstro\u0308m";
        content.RequiresSystem.Add("A\u030A");
        content.LegalBasis.Add(new SourceRef { SourceId = "lov", ClauseRef = "§ 13 a\u030A" });
        var stored = ContentRules.Store(content);
        Assert.Equal(("\u00C5ngstr\u00F6m", "\u00C5", "§ 13 \u00E5"), (stored.Title.Nb, stored.RequiresSystem[0], stored.LegalBasis[0].ClauseRef));
    }

    [Fact]
    public void Hash_FromAClient_IsNotStored()
    {
        var content = Good();
        content.IndicatorDefinitionHash = "forged";
        Assert.Equal("", ContentRules.Store(content).IndicatorDefinitionHash);
    }

    [Fact]
    public void Title_OfExactly200Characters_IsAllowed()
    {
        var content = Good();
        content.Title.Nb = string.Concat(Enumerable.Repeat("🙂", 200));
        Assert.Empty(Check(content));
    }

    [Theory]
    [InlineData("P1M")]
    [InlineData("P1Y6M")]
    [InlineData("P2W")]
    [InlineData("P90D")]
    public void Frequency_InIsoForm_IsAllowed(string frequency)
    {
        var content = Good();
        content.Reporting.Add(new Reporting { Frequency = frequency });
        Assert.Empty(Check(content));
    }

    [Fact]
    public void Target_AnyTwoDecimals_IsReversedExactlyWhenLoIsAboveHi() => Prop.ForAll<int, int>((a, b) =>
    {
        var content = Good();
        content.Target = new Target { Lo = Number(a), Hi = Number(b), Unit = "PERCENT" };
        return Check(content).Any(f => f.Reason == ErrorReason.IntervalReversed) == a > b;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Text_AnyTextAtAll_NeverThrowsAndStoresOnce() => Prop.ForAll<string>(text =>
    {
        var content = Good();
        content.Title.Nb = content.Text.Nb = content.Scope = content.Target.Lo = content.DecidedAt = content.Theme = text ?? "";
        Check(content);
        var once = ContentRules.Store(content);
        return ContentRules.Store(once).Equals(once);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Period_AnyTwoDays_IsReversedExactlyWhenItHoldsNoDay() => Prop.ForAll<short, short>((a, b) =>
    {
        var content = Good();
        content.Valid = new Types.V1.Period { From = Day(a), To = Day(b) };
        return Check(content).Any(f => f.Reason == ErrorReason.PeriodReversed) == a >= b;
    }).QuickCheckThrowOnFailure();

    private static DirectiveContent Good() => Contents.Of(Issuers.Trondelag, "COUNTY(5700)");

    private static IReadOnlyList<FieldFault> Check(DirectiveContent content)
    {
        var fields = new Fields();
        ContentRules.Check(fields, "content", content);
        return fields.Faults;
    }

    private static string Number(int value) => (value / 100m).ToString("0.00", System.Globalization.CultureInfo.InvariantCulture).Replace("-0.00", "0.00", StringComparison.Ordinal);

    private static string Day(short offset) => $"{new DateOnly(2050, 1, 1).AddDays(offset):yyyy-MM-dd}";
}
