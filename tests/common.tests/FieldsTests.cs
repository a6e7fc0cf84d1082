using Samstyring.Errors.V1;
using Xunit;

namespace Samstyring.Common.Tests;

public class FieldsTests
{
    [Theory]
    [InlineData("NaN", ErrorReason.NumberNotFinite)]
    [InlineData("-Infinity", ErrorReason.NumberNotFinite)]
    [InlineData("1,5", ErrorReason.FieldMalformed)]
    [InlineData("1e3", ErrorReason.NumberOutOfRange)]
    [InlineData("12345678901234567890", ErrorReason.NumberOutOfRange)]
    [InlineData("-0.0", ErrorReason.NumberOutOfRange)]
    [InlineData("--1", ErrorReason.FieldMalformed)]
    [InlineData("１", ErrorReason.FieldMalformed)]
    public void Decimal_AtFault_NamesTheReason(string value, ErrorReason reason)
    {
        var fields = new Fields();
        Assert.Null(fields.Decimal("lo", value));
        Assert.Equal(new FieldFault("lo", reason, value), Assert.Single(fields.Faults));
    }

    [Theory]
    [InlineData("0", 0)]
    [InlineData("-12.5", -12.5)]
    [InlineData("100.000000001", 100.000000001)]
    public void Decimal_WellFormed_IsRead(string value, double expected) => Assert.Equal((decimal)expected, new Fields().Decimal("lo", value));

    [Theory]
    [InlineData("2027-02-29")]
    [InlineData("27-01-01")]
    [InlineData("2027-1-1")]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Date_ThatIsNone_IsAFault(string value)
    {
        var fields = new Fields();
        Assert.Null(fields.Date("from", value));
        Assert.True(fields.Any);
    }

    [Fact]
    public void Period_Reversed_IsAFaultOfThePeriod()
    {
        var fields = new Fields();
        Assert.Null(fields.Period("valid", new Types.V1.Period { From = "2027-02-01", To = "2027-02-01" }));
        Assert.Equal(ErrorReason.PeriodReversed, Assert.Single(fields.Faults).Reason);
    }

    [Fact]
    public void Faults_OfSeveralFields_AreAllKept()
    {
        var fields = new Fields();
        fields.Required("title", " ");
        fields.Date("from", "x");
        fields.Decimal("lo", "NaN");
        fields.PageSize(-1);
        fields.PageToken("!");
        Assert.Equal(["title", "from", "lo", "page_size", "page_token"], fields.ToRefusal().Faults.Select(f => f.Field));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(7, 7)]
    [InlineData(100_000, 200)]
    public void PageSize_IsCoerced(int asked, int given) => Assert.Equal(given, new Fields().PageSize(asked));

    [Fact]
    public void PageToken_MadeHere_IsReadBack() => Assert.Equal("5035|æ", new Fields().PageToken(PageToken.Encode("5035|æ")));
}
