using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Rules;

public sealed class OfficeSizeTests
{
    [Theory]
    [InlineData(0L, SizeClass.Small)]
    [InlineData(2_999L, SizeClass.Small)]
    [InlineData(3_000L, SizeClass.Medium)]
    [InlineData(15_000L, SizeClass.Medium)]
    [InlineData(15_001L, SizeClass.Large)]
    [InlineData(null, SizeClass.Unspecified)]
    public void Of_Inhabitants_IsTheClassOfTheSurvey(long? inhabitants, SizeClass expected)
    {
        Assert.Equal(expected, OfficeSize.Of(inhabitants));
        if (inhabitants is { } known)
        {
            var (least, most) = OfficeSize.Bounds(expected);
            Assert.InRange(known, least, most);
        }
    }
}
