using Google.Protobuf.WellKnownTypes;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

/// <summary>Offices of one service area say the same about it on the same days.</summary>
public sealed class ServiceAreaTests
{
    [Fact]
    public async Task Update_OtherThanTheOfficesOfTheArea_IsRefusedWithAllFaultsAtOnce()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Write(host, "1783", Area("nord", pools: true, "2026-01-01", "2028-01-01"), Area("sor", pools: false, "2028-01-01"));
        await Write(host, "1702", Area("nord", pools: true, "2027-01-01", "2028-01-01"));

        var refused = await RefusedCall.Of(() => Write(
            host, "1719", Area("nord", pools: false, "2026-06-01", "2026-09-01"), Area("nord", pools: false, "2027-06-01", "2028-01-01"), Area("sor", pools: true, "2028-01-01"),
            Area("", pools: true, "2025-01-01", "2025-02-01")));
        Assert.Equal(
            [
                "profile.service_areas[0].pools_state_resources SERVICE_AREA_DIFFERS", "profile.service_areas[1].pools_state_resources SERVICE_AREA_DIFFERS",
                "profile.service_areas[2].pools_state_resources SERVICE_AREA_DIFFERS", "profile.service_areas[3].service_area_id FIELD_REQUIRED",
            ],
            refused.Fields.Select(field => $"{field.Key} {field.Value}").Order(StringComparer.Ordinal));
        Assert.Equal("1783", refused.Metadata["profile.service_areas[0].pools_state_resources.offices"]);
        Assert.Equal("1702, 1783", refused.Metadata["profile.service_areas[1].pools_state_resources.offices"]);
        Assert.Equal("sor", refused.Metadata["profile.service_areas[2].pools_state_resources.service_area_id"]);
        Assert.Empty((await Office(host, "1719")).Profile.ServiceAreas);
    }

    [Fact]
    public async Task Update_SameFlagOrOtherDaysOrAnOfficeThatIsNoMore_IsWritten()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Write(host, "1783", Area("nord", pools: true, "2026-01-01", "2027-01-01"));
        await Write(host, "1702", Area("nord", pools: true, "2026-06-01", "2027-01-01"), Area("nord", pools: false, "2027-01-01"));
        Assert.Equal([true, false], (await Office(host, "1702")).Profile.ServiceAreas.Select(area => area.PoolsStateResources));
        // From 2028 on there is no such office, and what it was to say then binds nobody.
        await RecordStructureChangeTests.Record(host, new StructureChange
        {
            ClosedOfficeNumbers = { "1702" },
            Offices = { new OfficeFromDay { Number = "5799", Name = "Nav Innherred", CountyUnitNumber = "5700", MunicipalityNumbers = { "5006", "5041", "5053" } } },
        });
        Assert.Equal("SERVICE_AREA_DIFFERS", (await RefusedCall.Of(() => Write(host, "1719", Area("nord", pools: true, "2027-12-31")))).Fields["profile.service_areas[0].pools_state_resources"]);
        Assert.True((await Write(host, "1719", Area("nord", pools: true, "2028-01-01"))).Profile.ServiceAreas[0].PoolsStateResources);
    }

    [Fact]
    public async Task Import_FlagOfAWholeArea_ChangesForAllOfItsOfficesOrForNone()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        foreach (var office in new[] { "1702", "1719", "1783" })
        {
            await Write(host, office, Area("nord", pools: false, "2026-01-01"));
        }

        const string Header = "office_number,part,valid_from,valid_to,service_area_id,name,pools_state_resources";
        var part = await Import(host, $"""
            {Header}
            1702,service_areas,2026-01-01,,nord,Nord,true
            1719,service_areas,2026-01-01,,nord,Nord,true
            """);
        Assert.Equal(
            ["2 pools_state_resources SERVICE_AREA_DIFFERS true", "3 pools_state_resources SERVICE_AREA_DIFFERS true"],
            part.Faults.Select(fault => $"{fault.Row} {fault.Field} {fault.Reason} {fault.Value}"));
        Assert.Contains("1783", part.Faults[0].Text.Nb, StringComparison.Ordinal);
        var within = await Import(host, $"""
            {Header}
            1702,service_areas,2026-01-01,,nord,Nord,true
            1719,service_areas,2026-01-01,,nord,Nord,false
            1783,service_areas,2026-01-01,,nord,Nord,true
            """);
        Assert.Equal([2L, 3L, 4L], within.Faults.Select(fault => fault.Row));
        Assert.False((await Office(host, "1702")).Profile.ServiceAreas[0].PoolsStateResources);

        var whole = await Import(host, $"""
            {Header}
            1702,service_areas,2026-01-01,2027-01-01,nord,Nord,false
            1702,service_areas,2027-01-01,,nord,Nord,true
            1719,service_areas,2026-01-01,2027-01-01,nord,Nord,false
            1719,service_areas,2027-01-01,,nord,Nord,true
            1783,service_areas,2026-01-01,2027-01-01,nord,Nord,false
            1783,service_areas,2027-01-01,,nord,Nord,true
            """);
        Assert.Equal((3, 0), (whole.OfficesChanged, whole.Faults.Count));
        Assert.Equal(["False 2026-01-01", "True 2027-01-01"], (await Office(host, "1783")).Profile.ServiceAreas.Select(area => $"{area.PoolsStateResources} {area.Valid.From}"));
    }

    private static ServiceArea Area(string id, bool pools, string from, string? to = null)
    {
        var area = new ServiceArea { ServiceAreaId = id, Name = "Nord", PoolsStateResources = pools, Valid = new Period { From = from } };
        if (to is not null)
        {
            area.Valid.To = to;
        }

        return area;
    }

    private static async Task<Office> Write(ServiceFixture<OfficesApi> host, string number, params ServiceArea[] areas) =>
        (await host.Client("county", "5700").UpdateOfficeProfileAsync(new UpdateOfficeProfileRequest
        {
            RequestId = $"{Guid.NewGuid()}",
            OfficeNumber = number,
            Revision = (await Office(host, number)).Revision,
            UpdateMask = new FieldMask { Paths = { "service_areas" } },
            Profile = new OfficeProfile { ServiceAreas = { areas } },
        })).Office;

    private static async Task<ImportOfficeProfilesResponse> Import(ServiceFixture<OfficesApi> host, string csv) =>
        await host.Client("county", "5700").ImportOfficeProfilesAsync(new ImportOfficeProfilesRequest { RequestId = $"{Guid.NewGuid()}", Csv = csv });

    private static async Task<Office> Office(ServiceFixture<OfficesApi> host, string number) =>
        (await host.Client("county", "5700").GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number })).Office;
}
