using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Tests.Events;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

/// <summary>Changes of the real structure on a constructed day, 1 January 2028. None of them has been decided by anybody.</summary>
public sealed class RecordStructureChangeTests
{
    private const string Day = "2028-01-01";

    [Fact]
    public async Task RecordStructureChange_OfficesMerge_HoldFromTheDayAndMapDirectivesAtOnce()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await host.Deliver(
            Topics.SteeringDirective, "steering", "d", 1,
            new DirectiveChanged { Version = 1, Directive = Directive("MUNICIPALITY(5036)", "2027-01-01", "2029-01-01") });
        var recorded = await Record(host, new StructureChange
        {
            ClosedOfficeNumbers = { "1783" },
            Offices = { new OfficeFromDay { Number = "5799", Name = "Nav Innherred", CountyUnitNumber = "5700", MunicipalityNumbers = { "5032", "5033", "5034", "5035", "5036" }, HostNumber = "5035" } },
        });

        Assert.Equal(["1783", "5799"], recorded.OfficeNumbers);
        Assert.Equal(1, recorded.DirectivesMapped);
        var mapped = (await host.Published<DirectiveMapped>(Topics.OfficesMapping))[^1].Data.Offices;
        Assert.Equal(["1783 2027-01-01..2028-01-01", "5799 2028-01-01..2029-01-01"], mapped.Select(o => $"{o.Number} {o.Periods[0].From}..{o.Periods[0].To}"));
        Assert.Equal("Nav Værnes", (await Office(host, "1783", "2027-12-31")).Name);
        var after = await Office(host, "5799", Day);
        Assert.Equal(("Nav Innherred", "5700", OfficeStatus.Active), (after.Name, after.CountyUnit.Number, after.Status));
        Assert.Equal(["5032 Participant", "5033 Participant", "5034 Participant", "5035 Host", "5036 Participant"], Roles(after));
        var gone = await RefusedCall.Of(() => Office(host, "1783", Day));
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", "5799"), (gone.Fields["office_number"], gone.Metadata["office_number.successors"]));
        // What the register said before is kept with the time until which it said so.
        Assert.Equal("(,)", await host.Scalar<string>("select row_before ->> 'valid' from structure_history where table_name = 'office_number' and row_before ->> 'number' = '1783'"));
    }

    [Fact]
    public async Task RecordStructureChange_MunicipalitiesMerge_OfficesServeTheSuccessor()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange
        {
            EndedMunicipalityNumbers = { "5034", "5035" },
            Municipalities = { new MunicipalityFromDay { Number = "5099", Name = "Stjørdal" } },
        });

        Assert.Equal(["5032 Participant", "5033 Participant", "5036 Participant", "5099 Host"], Roles(await Office(host, "1783", Day)));
        Assert.Equal(5, (await Office(host, "1783", "2027-12-31")).Municipalities.Count);
        var inhabitants = "select sum(inhabitants)::int from municipality_inhabitants join municipality_number using (municipality_id) where number = any(@numbers)";
        Assert.Equal(
            await host.Scalar<int>($"{inhabitants} and counted_on < '2028-01-01'", new { numbers = new[] { "5034", "5035" } }),
            await host.Scalar<int>($"{inhabitants} and counted_on = '2028-01-01'", new { numbers = new[] { "5099" } }));
        Assert.Equal("5099", await Successors(host, "5034", Day));
        Assert.Equal("5099", await Successors(host, "5035", Day));
        Assert.Equal("5034, 5035", await Successors(host, "5099", "2027-06-01"));
    }

    [Fact]
    public async Task RecordStructureChange_MunicipalityTakesAnotherIn_GoesOnAndAnswersForIt()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange { EndedMunicipalityNumbers = { "5034" }, Municipalities = { new MunicipalityFromDay { Number = "5035" } } });

        Assert.Equal("5035", await Successors(host, "5034", Day));
        Assert.Equal(["5032", "5033", "5035", "5036"], (await Office(host, "1783", Day)).Municipalities.Select(m => m.Number));
        Assert.True((await Registers.Import(host, Registers.DataFolder)).IsUnchanged);
    }

    [Fact]
    public async Task RecordStructureChange_MunicipalitySplits_OldNumberAnswersWithAllSuccessors()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange
        {
            EndedMunicipalityNumbers = { "5035" },
            Municipalities = { new MunicipalityFromDay { Number = "5097", Name = "Stjørdal" }, new MunicipalityFromDay { Number = "5098", Name = "Hegra" } },
        });

        Assert.Equal("5097, 5098", await Successors(host, "5035", Day));
        Assert.Equal("5035", await Successors(host, "5098", "2027-06-01"));
        Assert.Equal(["5032", "5033", "5034", "5036", "5097", "5098"], (await Office(host, "1783", Day)).Municipalities.Select(m => m.Number));
    }

    [Fact]
    public async Task RecordStructureChange_MunicipalityRenumbered_StaysTheSameAndIsServedAsBefore()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var before = (await Office(host, "1783", "2027-12-31")).Municipalities.Single(m => m.Number == "5036");
        await Record(host, new StructureChange { EndedMunicipalityNumbers = { "5036" }, Municipalities = { new MunicipalityFromDay { Number = "5096", Name = "Frosta" } } });

        var after = (await Office(host, "1783", Day)).Municipalities.Single(m => m.Number == "5096");
        Assert.Equal((before.MunicipalityId, before.Role, before.Valid), (after.MunicipalityId, after.Role, after.Valid));
        Assert.Equal("5096", await Successors(host, "5036", Day));
    }

    [Fact]
    public async Task RecordStructureChange_HostCountyUnitAndName_HoldFromTheDay()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange { Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes", CountyUnitNumber = "1800", HostNumber = "5034" } } });

        var (before, after) = (await Office(host, "1783", "2027-12-31"), await Office(host, "1783", Day));
        Assert.Equal(("Nav Værnes", "5700", "5035"), (before.Name, before.CountyUnit.Number, before.Municipalities.Single(m => m.Role == MunicipalityRole.Host).Number));
        Assert.Equal(("Nav Ytre Værnes", "1800", "5034"), (after.Name, after.CountyUnit.Number, after.Municipalities.Single(m => m.Role == MunicipalityRole.Host).Number));
        Assert.Equal(before.OfficeId, after.OfficeId);
    }

    [Fact]
    public async Task RecordStructureChange_DistrictsOfOsloChangeOffice_NoneIsWithout()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        // 0313 closes: 0312 takes one of its districts over, and a new office the other with that of 0314, which goes on with that of 0315.
        await Record(host, new StructureChange
        {
            ClosedOfficeNumbers = { "0313", "0315" },
            Offices =
            {
                new OfficeFromDay { Number = "0312", CityDistricts = { "030104", "030105" } },
                new OfficeFromDay { Number = "0314", CityDistricts = { "030102" } },
                new OfficeFromDay { Number = "0399", Name = "Nav Oslo øst", CountyUnitNumber = "0300", MunicipalityNumbers = { "0301" }, CityDistricts = { "030116", "030103" } },
            },
        });

        foreach (var (office, districts) in new[] { ("0312", "030104 030105"), ("0314", "030102"), ("0399", "030103 030116") })
        {
            var served = Assert.Single((await Office(host, office, Day)).Municipalities);
            Assert.Equal(("0301", MunicipalityRole.Host, districts), (served.Number, served.Role, string.Join(' ', served.CityDistricts)));
        }

        Assert.Equal(["030105"], Assert.Single((await Office(host, "0312", "2027-12-31")).Municipalities).CityDistricts);
        Assert.Equal(16, await host.Scalar<int>("select count(*) from office_municipality where city_district like '0301%' and valid @> date '2028-01-01'"));
    }

    [Fact]
    public async Task RecordStructureChange_OnlyOfficeOfAMunicipalityOfSeveral_MayCloseWhereDistrictsAreNoOwners()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        Assert.Equal(["1202"], (await Record(host, new StructureChange { ClosedOfficeNumbers = { "1202" } })).OfficeNumbers);
    }

    [Fact]
    public async Task RecordStructureChange_Import_LeavesWhatIsEntered()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange
        {
            EndedMunicipalityNumbers = { "5034", "5035" },
            Municipalities = { new MunicipalityFromDay { Number = "5099", Name = "Stjørdal" } },
        });
        Assert.True((await Registers.Import(host, Registers.DataFolder)).IsUnchanged);
        Assert.Equal(4, (await Office(host, "1783", Day)).Municipalities.Count);
    }

    [Fact]
    public async Task RecordStructureChange_SameRequestAgain_IsDoneOnce()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var request = Request(new StructureChange { Offices = { new OfficeFromDay { Number = "1783", HostNumber = "5034" } } });
        Assert.Equal(await host.Client().RecordStructureChangeAsync(request), await host.Client().RecordStructureChangeAsync(request));
        Assert.Equal(1, await host.Scalar<int>("select count(*) from structure_change"));
    }

    [Fact]
    public async Task RecordStructureChange_BadChange_IsRefusedWithFieldAndReason()
    {
        var host = await Registers.Shared;
        var today = $"{Oslo.DateOf(host.Time.GetUtcNow()):yyyy-MM-dd}";
        (StructureChange Change, string Field, string Reason)[] cases =
        [
            (new() { EffectiveFrom = today, ClosedOfficeNumbers = { "1783" } }, "change.effective_from", "DAY_NOT_AHEAD"),
            (new(), "change.offices", "FIELD_REQUIRED"),
            (new() { ClosedOfficeNumbers = { "1783" } }, "change.closed_office_numbers[0]", "MUNICIPALITY_WITHOUT_OFFICE"),
            (new() { ClosedOfficeNumbers = { "9999" } }, "change.closed_office_numbers[0]", "OFFICE_UNKNOWN"),
            (new() { Offices = { new OfficeFromDay { Number = "1783", MunicipalityNumbers = { "5034", "5035" } } } }, "change.offices[0].municipality_numbers", "MUNICIPALITY_WITHOUT_OFFICE"),
            (new() { ClosedOfficeNumbers = { "0313" } }, "change.closed_office_numbers[0]", "MUNICIPALITY_WITHOUT_OFFICE"),
            (new() { ClosedOfficeNumbers = { "0313" }, Offices = { new OfficeFromDay { Number = "0312", CityDistricts = { "030104", "030105" } } } },
                "change.closed_office_numbers[0]", "MUNICIPALITY_WITHOUT_OFFICE"),
            (new() { Offices = { new OfficeFromDay { Number = "0313", CityDistricts = { "030104" } } } }, "change.offices[0].city_districts", "MUNICIPALITY_WITHOUT_OFFICE"),
            (new() { Offices = { new OfficeFromDay { Number = "0312", CityDistricts = { "030105", "030104" } } } }, "change.offices[0].city_districts[1]", "NUMBER_TAKEN"),
            (new() { Offices = { new OfficeFromDay { Number = "0312", CityDistricts = { "030105", "030199" } } } }, "change.offices[0].city_districts[1]", "CITY_DISTRICT_UNKNOWN"),
            (new() { Offices = { new OfficeFromDay { Number = "1783", CityDistricts = { "030105" } } } }, "change.offices[0].city_districts[0]", "CITY_DISTRICT_UNKNOWN"),
            (new() { Offices = { new OfficeFromDay { Number = "0399", Name = "Ny", CountyUnitNumber = "0300", MunicipalityNumbers = { "0301" } } } },
                "change.offices[0].city_districts", "FIELD_REQUIRED"),
            (new() { Offices = { new OfficeFromDay { Number = "1783", HostNumber = "5001" } } }, "change.offices[0].host_number", "HOST_NOT_PARTICIPANT"),
            (new() { Offices = { new OfficeFromDay { Number = "1783", MunicipalityNumbers = { "5032", "5033", "5034", "5035", "5036", "1714" } } } }, "change.offices[0].municipality_numbers[5]", "MUNICIPALITY_UNKNOWN"),
            (new() { Offices = { new OfficeFromDay { Number = "1783", CountyUnitNumber = "9900" } } }, "change.offices[0].county_unit_number", "COUNTY_UNKNOWN"),
            (new() { Offices = { new OfficeFromDay { Number = "5799" } } }, "change.offices[0].name", "FIELD_REQUIRED"),
            (new() { Offices = { new OfficeFromDay { Number = "579" } } }, "change.offices[0].number", "FIELD_MALFORMED"),
            (new() { EndedMunicipalityNumbers = { "0219" } , Municipalities = { new MunicipalityFromDay { Number = "5099", Name = "Ny" } } }, "change.ended_municipality_numbers[0]", "MUNICIPALITY_NUMBER_EXPIRED"),
            (new() { EndedMunicipalityNumbers = { "5035" } }, "change.municipalities", "FIELD_REQUIRED"),
            (new() { EndedMunicipalityNumbers = { "5035" }, Municipalities = { new MunicipalityFromDay { Number = "5035", Name = "Stjørdal" } } }, "change.municipalities[0].number", "NUMBER_TAKEN"),
            (new() { EndedMunicipalityNumbers = { "5034", "5035" }, Municipalities = { new MunicipalityFromDay { Number = "5098", Name = "A" }, new MunicipalityFromDay { Number = "5099", Name = "B" } } },
                "change.municipalities", "FIELD_NOT_ALLOWED"),
            (new() { ClosedOfficeNumbers = { "1783" }, Offices = { new OfficeFromDay { Number = "1783", HostNumber = "5034" } } }, "change.offices[0].number", "ENTRY_REPEATED"),
        ];
        foreach (var (change, field, reason) in cases)
        {
            var refused = await RefusedCall.Of(() => host.Client().RecordStructureChangeAsync(Request(change)).ResponseAsync);
            Assert.Equal((StatusCode.InvalidArgument, reason), (refused.Code, refused.Fields.TryGetValue(field, out var given) ? given : string.Join(", ", refused.Fields)));
        }
    }

    [Fact]
    public async Task RecordStructureChange_BeforeOneThatIsEntered_OverlapsAndIsRefused()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange { Offices = { new OfficeFromDay { Number = "1783", HostNumber = "5034" } } });
        var earlier = Request(new StructureChange { EffectiveFrom = "2027-06-01", Offices = { new OfficeFromDay { Number = "1783", HostNumber = "5036" } } });
        var refused = await RefusedCall.Of(() => host.Client().RecordStructureChangeAsync(earlier).ResponseAsync);
        Assert.Equal(("LATER_CHANGE_ENTERED", Day), (refused.Fields["change.offices[0].number"], refused.Metadata["change.offices[0].number.day"]));
    }

    [Fact]
    public async Task RecordStructureChange_BeforeAClosingThatIsEntered_IsRefused()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Record(host, new StructureChange
        {
            ClosedOfficeNumbers = { "1783" },
            Offices = { new OfficeFromDay { Number = "5799", Name = "Nav Innherred", CountyUnitNumber = "5700", MunicipalityNumbers = { "5032", "5033", "5034", "5035", "5036" } } },
        });
        var earlier = Request(new StructureChange { EffectiveFrom = "2027-06-01", Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes" } } });
        var refused = await RefusedCall.Of(() => host.Client().RecordStructureChangeAsync(earlier).ResponseAsync);
        Assert.Equal(("LATER_CHANGE_ENTERED", Day), (refused.Fields["change.offices[0].number"], refused.Metadata["change.offices[0].number.day"]));
    }

    [Fact]
    public async Task RecordStructureChange_ForAnOwner_IsDenied()
    {
        var client = (await Registers.Shared).Client("county", "5700");
        var refused = await RefusedCall.Of(() => client.RecordStructureChangeAsync(Request(new StructureChange())).ResponseAsync);
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
    }

    internal static async Task<RecordStructureChangeResponse> Record(ServiceFixture<OfficesApi> host, StructureChange change) =>
        await host.Client().RecordStructureChangeAsync(Request(change));

    private static RecordStructureChangeRequest Request(StructureChange change)
    {
        change.DecidedBy = "Ingen: konstruert endring";
        change.Source = "prøve";
        change.EffectiveFrom = change.EffectiveFrom.Length > 0 ? change.EffectiveFrom : Day;
        return new RecordStructureChangeRequest { RequestId = Guid.NewGuid().ToString(), Change = change };
    }

    private static async Task<Office> Office(ServiceFixture<OfficesApi> host, string number, string day) =>
        (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number, AsOf = day })).Office;

    private static IEnumerable<string> Roles(Office office) => office.Municipalities.Select(link => $"{link.Number} {link.Role}");

    private static async Task<string> Successors(ServiceFixture<OfficesApi> host, string number, string day)
    {
        var to = $"{DateOnly.ParseExact(day, "yyyy-MM-dd").AddDays(1):yyyy-MM-dd}";
        var request = new ResolveScopeRequest { Scope = $"MUNICIPALITY({number})", Period = new Period { From = day, To = to } };
        var refused = await RefusedCall.Of(() => host.Client().ResolveScopeAsync(request).ResponseAsync);
        return refused.Metadata["scope.successors"];
    }

    private static Directive Directive(string scope, string from, string to)
    {
        var directive = Directives.Published("d", scope, OrgKind.Directorate);
        directive.Content.Valid = new Period { From = from, To = to };
        return directive;
    }
}
