using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Offices.Tests.Api;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Import;

/// <summary>The register's files, read once more after the day of a change that they have not heard of.</summary>
public sealed class ImportAfterChangeTests
{
    [Fact]
    public async Task Import_AfterOfficesHaveMerged_LeavesTheMergerAndSaysSo()
    {
        await using var host = await Changed(new StructureChange
        {
            ClosedOfficeNumbers = { "1783" },
            Offices = { new OfficeFromDay { Number = "5799", Name = "Nav Innherred", CountyUnitNumber = "5700", MunicipalityNumbers = { "5032", "5033", "5034", "5035", "5036" }, HostNumber = "5035" } },
        });
        var first = await Registers.Import(host, Registers.DataFolder);
        var again = await Registers.Import(host, Registers.DataFolder);

        Assert.All([first, again], report => Assert.True(report.IsUnchanged));
        Assert.Equal(0, again.OfficesPublished);
        Assert.Equal(["1783", "5799"], Left(first, "offices"));
        Assert.Equal(["1783", "5799"], Left(first, "office and county unit"));
        Assert.Contains("Står som registrert av en person, filene sier noe annet (offices): 1783, 5799.", first.ToString(), StringComparison.Ordinal);
        Assert.Equal(["5032 Participant", "5033 Participant", "5034 Participant", "5035 Host", "5036 Participant"], Roles(await Office(host, "5799")));
        var gone = await RefusedCall.Of(() => Office(host, "1783"));
        Assert.Equal("5799", gone.Metadata["office_number.successors"]);
        Assert.Equal(248 + 1, await host.Scalar<int>("select count(*) from office"));
    }

    [Fact]
    public async Task Import_AfterMunicipalitiesHaveMerged_LeavesNumberSuccessionAndLinks()
    {
        await using var host = await Changed(new StructureChange
        {
            EndedMunicipalityNumbers = { "5034", "5035" },
            Municipalities = { new MunicipalityFromDay { Number = "5099", Name = "Nye Stjørdal" } },
        });
        var report = await Registers.Import(host, Registers.DataFolder);

        Assert.True(report.IsUnchanged);
        Assert.Equal(["5034", "5035", "5099"], Left(report, "municipalities"));
        Assert.Equal(["5032 Participant", "5033 Participant", "5036 Participant", "5099 Host"], Roles(await Office(host, "1783")));
        Assert.Equal("5099", await Successors(host, "5035"));
        Assert.Equal("[2028-01-01,)", await host.Scalar<string>("select valid::text from municipality_number where number = '5099'"));
        Assert.Equal("2028-01-01", await host.Scalar<string>("select upper(valid)::text from municipality_number where number = '5035'"));
    }

    [Fact]
    public async Task Import_AfterAMunicipalityHasTakenAnotherIn_TheOldNumberStillFindsIt()
    {
        await using var host = await Changed(new StructureChange { EndedMunicipalityNumbers = { "5034" }, Municipalities = { new MunicipalityFromDay { Number = "5035" } } });
        Assert.True((await Registers.Import(host, Registers.DataFolder)).IsUnchanged);
        Assert.Equal("5035", await Successors(host, "5034"));
        Assert.Equal(["5032", "5033", "5035", "5036"], (await Office(host, "1783")).Municipalities.Select(link => link.Number));
    }

    [Fact]
    public async Task Import_AfterAMunicipalityHasBeenSplitAndAnotherRenumbered_LeavesBoth()
    {
        await using var host = await Changed(new StructureChange
        {
            EndedMunicipalityNumbers = { "5035" },
            Municipalities = { new MunicipalityFromDay { Number = "5097", Name = "Stjørdal" }, new MunicipalityFromDay { Number = "5098", Name = "Hegra" } },
        });
        await RecordStructureChangeTests.Record(host, new StructureChange
        {
            EffectiveFrom = "2028-02-01",
            EndedMunicipalityNumbers = { "5036" },
            Municipalities = { new MunicipalityFromDay { Number = "5096", Name = "Frosta" } },
        });
        GoTo(host, new DateOnly(2028, 2, 2));
        Assert.True((await Registers.Import(host, Registers.DataFolder)).IsUnchanged);
        Assert.Equal(["5032", "5033", "5034", "5096", "5097", "5098"], (await Office(host, "1783")).Municipalities.Select(link => link.Number));
        Assert.Equal("5097, 5098", await Successors(host, "5035"));
    }

    [Fact]
    public async Task Import_AfterNameHostAndCountyUnitHaveChanged_LeavesThemAndReadsTheRest()
    {
        await using var host = await Changed(new StructureChange { Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes", CountyUnitNumber = "1800", HostNumber = "5034" } } });
        using var copy = new RegisterCopy().Replace("nav-kontor.csv", "0101,Nav Halden-Aremark,", "0101,Nav Halden og Aremark,");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(new KindReport("offices", 0, 1, 0, 247 - 1), report.Kinds.Single(kind => kind.Kind == "offices"));
        Assert.Equal(["1783"], Left(report, "offices"));
        Assert.Equal(["1783"], Left(report, "office and county unit"));
        Assert.Equal(["1783/5034", "1783/5035"], Left(report, "office and municipality"));
        var office = await Office(host, "1783");
        Assert.Equal(("Nav Ytre Værnes", "1800", "5034"), (office.Name, office.CountyUnit.Number, office.Municipalities.Single(link => link.Role == MunicipalityRole.Host).Number));
        Assert.Equal("Nav Halden og Aremark", (await Office(host, "0101")).Name);
    }

    [Fact]
    public async Task Import_FilesChangeWhatIsEnteredAhead_LeavesIt()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await RecordStructureChangeTests.Record(host, new StructureChange { Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes" } } });
        host.Time.Advance(TimeSpan.FromDays(1));
        using var copy = new RegisterCopy().Replace("nav-kontor.csv", "1783,Nav Værnes,", "1783,Nav Værnes og omegn,");
        var report = await Registers.Import(host, copy.Folder);

        Assert.True(report.IsUnchanged);
        Assert.Equal(["1783"], Left(report, "offices"));
        Assert.Equal("Nav Værnes", (await Office(host, "1783")).Name);
    }

    // The change of 1 January 2028, and the day after it.
    private static async Task<ServiceFixture<OfficesApi>> Changed(StructureChange change)
    {
        var host = await Registers.Imported(Registers.DataFolder);
        await RecordStructureChangeTests.Record(host, change);
        GoTo(host, new DateOnly(2028, 1, 2));
        return host;
    }

    private static void GoTo(ServiceFixture<OfficesApi> host, DateOnly day) => host.Time.Advance(Oslo.Midnight(day) - host.Time.GetUtcNow());

    private static IEnumerable<string> Left(ImportReport report, string kind) =>
        report.LeftAlone.Where(left => left.Kind == kind).Select(left => left.Subject).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Roles(Office office) => office.Municipalities.Select(link => $"{link.Number} {link.Role}");

    private static async Task<Office> Office(ServiceFixture<OfficesApi> host, string number) =>
        (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number })).Office;

    private static async Task<string> Successors(ServiceFixture<OfficesApi> host, string number)
    {
        var request = new ResolveScopeRequest { Scope = $"MUNICIPALITY({number})", Period = new Period { From = "2028-02-03", To = "2028-02-04" } };
        var refused = await RefusedCall.Of(() => host.Client().ResolveScopeAsync(request).ResponseAsync);
        return refused.Metadata["scope.successors"];
    }
}
