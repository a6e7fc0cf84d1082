using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Import;

public sealed class RegisterImportTests
{
    [Fact]
    public async Task Import_RealFiles_FillsTheRegisterAndPublishesEveryOffice()
    {
        await using var host = await Registers.Empty();
        var report = await Registers.Import(host, Registers.DataFolder);

        Assert.Equal((15, 357, 463, 248, 390, 35), (report.Counties, report.Municipalities, report.Units, report.Offices, report.LinkRows, report.DerivedLinks));
        Assert.Equal(248, report.OfficesPublished);
        Assert.All(report.Kinds, kind => Assert.Equal((0, 0, 0), (kind.Changed, kind.Ended, kind.Unchanged)));
        Assert.Equal(388, await host.Scalar<int>("select count(*) from office_municipality"));
        Assert.Equal(5_550_203, await host.Scalar<int>("select sum(inhabitants) from municipality_population"));
        Assert.Equal(248, (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Count);
        Assert.Contains("Not known: which office serves Froland (4214)", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_Twice_ChangesNothing()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        host.Time.Advance(TimeSpan.FromDays(40));
        var report = await Registers.Import(host, Registers.DataFolder);

        Assert.True(report.IsUnchanged);
        Assert.Equal((0, 0), (report.OfficesPublished, report.MappingsPublished));
        Assert.Equal(248, (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Count);
    }

    [Fact]
    public async Task Import_TwoAtOnce_DoItOnce()
    {
        await using var host = await Registers.Empty();
        var reports = await Task.WhenAll(Registers.Import(host, Registers.DataFolder), Registers.Import(host, Registers.DataFolder));

        Assert.Single(reports, report => report.IsUnchanged);
        Assert.Equal(248, reports.Sum(report => report.OfficesPublished));
        Assert.Equal(248, (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Count);
    }

    [Fact]
    public async Task Import_ChangedFiles_HoldsFromItsDayAndReportsTheDifference()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        host.Time.Advance(TimeSpan.FromDays(10));
        var today = Oslo.DateOf(host.Time.GetUtcNow());
        using var copy = new RegisterCopy()
            .Replace("nav-kontor.csv", "1783,Nav Værnes,", "1783,Nav Værnes og omegn,")
            .Replace("nav-kontor-kommune.csv", "\n1783,5036,", "\n1702,5036,").RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,5036,")
            .Replace("nav-kontor-kommune.csv", ",4214,Froland,,ukjent", "0906,4214,Froland,,kilde");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(new KindReport("offices", 0, 1, 0, 247), report.Kinds.Single(kind => kind.Kind == "offices"));
        Assert.Equal((2, 1), report.Kinds.Where(kind => kind.Kind == "office and municipality").Select(kind => (kind.Added, kind.Ended)).Single());
        Assert.Equal(3, report.OfficesPublished);
        Assert.Equal("Træna", Assert.Single(report.WithoutOffice).Name);
        var client = host.Client();
        var before = await client.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783", AsOf = $"{today.AddDays(-1):yyyy-MM-dd}" });
        var after = await client.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" });
        Assert.Equal(("Nav Værnes", 5), (before.Office.Name, before.Office.Municipalities.Count));
        Assert.Equal(("Nav Værnes og omegn", 4, 2), (after.Office.Name, after.Office.Municipalities.Count, after.Office.Revision));
        Assert.Equal(before.Office.OfficeId, after.Office.OfficeId);
        var published = (await host.Published<OfficeChanged>(Topics.OfficesOffice))[^1];
        Assert.Equal(2, published.Version);
    }

    [Fact]
    public async Task Import_MunicipalitiesAndDistrictsWouldHaveNoOffice_IsRefusedWithAllOfThem()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        // 0313 has two districts of Oslo; 1202 is one of the four offices of Bergen, whose districts are no owners.
        using var copy = new RegisterCopy()
            .RemoveLines("nav-kontor-kommune.csv", "1783,5036,").RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,5036,")
            .RemoveLines("nav-kontor-kommune.csv", "0313,").RemoveLines("nav-kontor-kommune.csv", "1202,")
            .Replace("nav-kontor.csv", "1106,Nav Haugesund-Utsira,LOKAL,Aktiv", "1106,Nav Haugesund-Utsira,LOKAL,Nedlagt");
        var (report, faults) = await Registers.TryImport(host, copy.Folder);

        Assert.Null(report);
        Assert.Equal(
            ["bydel_gt_2020 030104", "bydel_gt_2020 030116", "kommunenummer_2024 1106", "kommunenummer_2024 1151", "kommunenummer_2024 5036"], faults.Select(fault => $"{fault.Column} {fault.Value}"));
        Assert.Equal(388, await host.Scalar<int>("select count(*) from office_municipality where upper_inf(valid)"));
        Assert.Equal(1, await host.Scalar<int>("select count(*) from register_import"));
    }

    [Fact]
    public async Task Import_OfficeWithSuccessorEnteredAhead_MayNotLeaveADayWithoutOffice()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        // 1202 closes in 2028 as decided; the files give its three neighbours up before.
        await Api.RecordStructureChangeTests.Record(host, new StructureChange { ClosedOfficeNumbers = { "1202" } });
        using var copy = new RegisterCopy().RemoveLines("nav-kontor-kommune.csv", "1203,").RemoveLines("nav-kontor-kommune.csv", "1206,").RemoveLines("nav-kontor-kommune.csv", "1208,");
        var (_, faults) = await Registers.TryImport(host, copy.Folder);
        Assert.Equal("nav-kontor-kommune.csv: kommunenummer_2024 \"4601\": has an office, and would have none", $"{Assert.Single(faults)}");
    }

    [Fact]
    public async Task Import_OfficeNoLongerListed_EndsAndIsPublishedAsClosed()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        host.Time.Advance(TimeSpan.FromDays(1));
        using var copy = new RegisterCopy().RemoveLines("nav-kontor.csv", "1783,").RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,")
            .Replace("nav-kontor-kommune.csv", "\n1783,", "\n1714,").Append("nav-kontor.csv", "1714,Nav Stjørdal,LOKAL,Aktiv,,,5035,Stjørdal,,,,5700,Nav Trøndelag,prøve");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(new KindReport("offices", 1, 0, 1, 247), report.Kinds.Single(kind => kind.Kind == "offices"));
        var published = (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Skip(248).ToList();
        Assert.Equal(["1714 Active", "1783 Closed"], published.Select(e => $"{e.Data.Office.Number} {e.Data.Office.Status}").Order());
        var refused = await Testing.RefusedCall.Of(() => host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" }).ResponseAsync);
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", "1714"), (refused.Fields["office_number"], refused.Metadata["office_number.successors"]));
        Assert.True((await Registers.Import(host, copy.Folder)).IsUnchanged);
    }

    [Fact]
    public async Task Import_MunicipalityRenumberedLater_StaysTheSameMunicipality()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var before = await host.Scalar<int>("select municipality_id from municipality_number where number = '5032'");
        using var copy = new RegisterCopy()
            .Replace("kommuner.csv", "5032,Selbu", "5132,Selbu")
            .Replace("nav-kontor-kommune.csv", "1783,5032,", "1783,5132,").Replace("nav-kontor-kommune-tillegg.csv", "1783,5032,", "1783,5132,")
            .Replace("kommune-endringer.csv", ",5032,Selbu", ",5132,Selbu")
            .Append("kommune-endringer.csv", "5032,Selbu,2018,2027,5132,Selbu,,prøve");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(1, report.Kinds.Single(kind => kind.Kind == "municipalities").Added);
        Assert.Equal(before, await host.Scalar<int>("select municipality_id from municipality_number where number = '5132'"));
        Assert.Equal("[2028-01-01,)", await host.Scalar<string>("select valid::text from municipality_number where number = '5132'"));
        var page = await host.Client().ResolveScopeAsync(new ResolveScopeRequest { Scope = "MUNICIPALITY(5132)", Period = new() { From = "2028-01-01", To = "2029-01-01" } });
        Assert.Equal("1783", Assert.Single(page.Offices).Number);
    }

    [Fact]
    public async Task Import_FailureHalfWay_LeavesTheRegisterAsItWas()
    {
        await using var host = await Registers.Empty();
        // A district that two offices serve at a time gets past the reader and is stopped by the database, after most of the register has been written.
        using var copy = new RegisterCopy().Append("nav-kontor-kommune.csv", "0314,0301,Oslo,030105,kilde,prøve");
        var (facts, _) = new RegisterFiles(copy.Folder).Read();

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => host.Parts.GetRequiredService<RegisterImport>().Run(facts!, CancellationToken.None));

        Assert.Equal(0, await host.Scalar<int>("select (select count(*) from county) + (select count(*) from office) + (select count(*) from outbox)"));
    }

    [Fact]
    public async Task Command_FaultyFiles_PrintsThemAndExitsWithOne()
    {
        using var copy = new RegisterCopy().Replace("fylker.csv", "03,Oslo,1", "3,Oslo,1");
        await using var host = await Registers.Empty(copy.Folder);
        Assert.Equal(1, await ImportCommand.Run(host.Parts));
        Assert.Equal(0, await host.Scalar<int>("select count(*) from county"));
    }
}
