using Samstyring.Notifications.Store;
using Samstyring.Offices.V1;
using Xunit;

namespace Samstyring.Notifications.Tests.Store;

/// <summary>What the rules see of an office's message.</summary>
public class ProfileReaderTests
{
    [Theory]
    [InlineData("4601", "460103 460106", "MUNICIPALITY:4601")]
    [InlineData("0301", "030102 030103", "CITY_DISTRICT:030102 CITY_DISTRICT:030103")]
    [InlineData("0301", "", "MUNICIPALITY:0301")]
    public void Municipality_DividedIntoDistricts_IsTheOwnerButInOslo(string number, string districts, string owners)
    {
        var served = new OfficeMunicipality { Number = number, CityDistricts = { districts.Split(' ', StringSplitOptions.RemoveEmptyEntries) } };
        var profile = ProfileReader.Read(new() { Number = "0001", Municipalities = { served } });

        Assert.Equal(owners.Split(' '), profile.Municipalities.Select(m => m.Owner.ToString()));
    }
}
