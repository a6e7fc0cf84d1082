using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Api;

public sealed class EconomyFieldsTests
{
    private static readonly string[] Withheld = ["profile.staffing", "profile.cost_keys", "profile.cost_items", "profile.agreements"];

    [Fact]
    public async Task Office_EconomyFields_OnlyForOwnersAndOversight()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Vaernes());
        await office.Agree(office.Operating());
        await office.Staff(10.5m, 6);
        (string, string)[] readers =
            [("directorate", ""), ("county", office.County), ("council", office.Municipality), ("office", office.Office), ("auditor", ""), ("system", office.County)];
        foreach (var (role, unit) in readers)
        {
            var shown = await office.Read(role, unit);
            Assert.Empty(shown.WithheldFields);
            Assert.Equal([("10.5", "5.25"), ("6", "3")], shown.Profile.Staffing.Select(row => (row.Fte, row.FollowUpFte)));
            Assert.Equal((1, 2, 1), (shown.Profile.CostKeys.Count, shown.Profile.CostItems.Count, shown.Profile.Agreements.Count));
        }

        foreach (var (role, unit) in new[] { ("municipal-director", other.Municipality), ("office", other.Office), ("county", "9999"), ("county-governor", "99") })
        {
            var cut = await office.Read(role, unit);
            Assert.Equal(Withheld, cut.WithheldFields);
            Assert.Equal((office.Office, 0, 0, 0, 0), (
                cut.Number, cut.Profile.Staffing.Count, cut.Profile.CostKeys.Count, cut.Profile.CostItems.Count, cut.Profile.Agreements.Count));
        }
    }

    [Fact]
    public async Task ListOffices_ByAnOwner_ShowsTheEconomyOfItsOwnOnly()
    {
        var (office, other) = (await Partnership.Next(), await Partnership.Vaernes());
        await office.Staff(3, 2);
        var listed = (await office.Municipal.ListOfficesAsync(new ListOfficesRequest { Scope = $"OFFICE({office.Office}, {other.Office})" })).Offices;
        Assert.Equal(Withheld, listed.Single(row => row.Number == other.Office).WithheldFields);
        var own = listed.Single(row => row.Number == office.Office);
        Assert.Equal((2, 0), (own.Profile.Staffing.Count, own.WithheldFields.Count));
    }
}
