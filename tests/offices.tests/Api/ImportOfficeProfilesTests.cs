using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Api;

public sealed class ImportOfficeProfilesTests
{
    [Fact]
    public async Task Import_WhatWasExported_ChangesNothing()
    {
        var office = await Partnership.Next();
        await office.Staff(10.5m, 6);
        var csv = (await office.State.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { Scope = $"OFFICE({office.Office})" })).Csv;
        Assert.Equal(3, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(new ImportOfficeProfilesResponse(), await Import(office.State, csv));
        Assert.Equal(csv, (await office.Municipal.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { Scope = $"OFFICE({office.Office})" })).Csv);
    }

    [Fact]
    public async Task Import_ChangedRows_AreWrittenAtEveryOfficeAndPublished()
    {
        var (one, other) = (await Partnership.Next(), await Partnership.Next());
        var csv = $"""
            office_number,part,valid_from,employer,fte,days,source
            {one.Office},staffing,2026-01-01,STATE,12,,Brev
            {one.Office},change_capacity,2026-01-01,,,35,
            """;
        var response = await Import(one.State, csv);
        Assert.Equal((1, 2, 0, 0), (response.OfficesChanged, response.RowsAdded, response.RowsEnded, response.Faults.Count));
        var read = await one.Read("county", one.County);
        Assert.Equal(("12", "35", "Brev"), (read.Profile.Staffing[0].Fte, read.Profile.ChangeCapacity[0].Days, Assert.Single(read.Profile.Sources)));
        Assert.Equal(read.Revision, (await one.Host.Published<OfficeChanged>(Common.Topics.OfficesOffice)).Last(e => e.Subject == $"{read.OfficeId}").Version);
        Assert.Empty((await other.Read("county", other.County)).Profile.Staffing);
    }

    [Fact]
    public async Task Import_WithFaults_NamesEachWithItsLineAndWritesNothing()
    {
        var office = await Partnership.Next();
        // Nav Værnes is Trøndelag's, Nav Sola Rogaland's.
        var foreign = office.County == "5700" ? "1124" : "1783";
        var csv = $"""
            office_number,part,valid_from,valid_to,employer,fte,follow_up_fte,service_code
            {office.Office},staffing,2026-01-01,,STATE,5,6,
            {office.Office},staffing,2026-01-01,,MUNICIPAL,5,,
            {office.Office},services,2027-02-30,,,,,FINANCIAL_ASSISTANCE
            {office.Office},services,,,,,,MAGIC
            9999,staffing,,,STATE,5,,
            {foreign},change_capacity,,,,,,
            {office.Office},wages,,,,,,
            {office.Office},leadership,,,,x,,
            """;
        var response = await Import(office.State, csv);
        Assert.Equal(
            [
                "2 follow_up_fte NUMBER_OUT_OF_RANGE 6", "3  ROW_NOT_OWN 2", "4 valid_from FIELD_MALFORMED 2027-02-30", "5 service_code GROUP_UNKNOWN MAGIC",
                "6 office_number OFFICE_UNKNOWN 9999", $"7 office_number FOREIGN_ORGANISATION {foreign}",
                "8 part ENUM_UNKNOWN wages", "9 fte FIELD_NOT_ALLOWED x",
            ],
            response.Faults.Select(fault => $"{fault.Row} {fault.Field} {fault.Reason} {fault.Value}"));
        Assert.All(response.Faults, fault => Assert.True(fault.Text.Nb.Length > 0 && fault.Text.Nn.Length > 0));
        Assert.Empty((await office.Read("county", office.County)).Profile.Staffing);
    }

    [Fact]
    public async Task Import_GapInAFile_NamesTheLineBeforeIt()
    {
        var office = await Partnership.Next();
        var response = await Import(office.State, $"""
            office_number,part,valid_from,valid_to,model,leaders
            {office.Office},leadership,2026-01-01,2027-01-01,SINGLE,NAV_LEADER:STATE
            {office.Office},leadership,2027-02-01,,SINGLE,NAV_LEADER:MUNICIPAL
            """);
        var fault = Assert.Single(response.Faults);
        Assert.Equal((2, "valid_from", "PERIOD_GAP"), (fault.Row, fault.Field, fault.Reason));
    }

    [Fact]
    public async Task Import_ValidateOnly_WritesNothing()
    {
        var office = await Partnership.Next();
        var csv = $"office_number,part,days\r\n{office.Office},change_capacity,35\r\n";
        var request = new ImportOfficeProfilesRequest { RequestId = $"{Guid.NewGuid()}", Csv = csv, ValidateOnly = true };
        var response = await office.State.ImportOfficeProfilesAsync(request);
        Assert.Equal((1, 1), (response.OfficesChanged, response.RowsAdded));
        Assert.Empty((await office.Read("county", office.County)).Profile.ChangeCapacity);
    }

    [Fact]
    public async Task Import_JointRowByTwoOwnersInFiles_IsSignedByBoth()
    {
        var office = await Partnership.Next();
        var csv = $"office_number,part,name,value\r\n{office.Office},thresholds,offer_window_days,20\r\n";
        Assert.Equal("FIELD_REQUIRED", (await RefusedCall.Of(() => Import(office.Municipal, csv))).Fields["mandate"]);
        await Import(office.State, csv);
        await Import(office.Municipal, csv, "Sak 3/26");
        Assert.Equal("20", (await office.Read("county", office.County)).Profile.Thresholds["offer_window_days"]);
    }

    [Fact]
    public async Task Import_NoFile_IsRefused()
    {
        var office = await Partnership.Next();
        Assert.Equal("FIELD_REQUIRED", (await RefusedCall.Of(() => Import(office.State, ""))).Fields["csv"]);
    }

    [Fact]
    public async Task Export_ByAnOwner_HoldsItsOfficesOnlyPageByPage()
    {
        var office = await Partnership.Next();
        await office.Staff(3, 2);
        var client = office.Host.Client("municipal-director", office.Municipality);
        var own = await client.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest());
        Assert.Contains($"{office.Office},staffing,2020-01-01,,", own.Csv, StringComparison.Ordinal);
        Assert.DoesNotContain("\r\n1783,", own.Csv, StringComparison.Ordinal);
        var first = await office.State.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { PageSize = 1 });
        var second = await office.State.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { PageSize = 200, PageToken = first.NextPageToken });
        var whole = await office.State.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { PageSize = 200 });
        Assert.Equal(whole.Csv, first.Csv + second.Csv);
        var unknown = new ExportOfficeProfilesRequest { Scope = "NETWORK(nowhere)" };
        var refused = await RefusedCall.Of(() => client.ExportOfficeProfilesAsync(unknown).ResponseAsync);
        Assert.Equal("GROUP_UNKNOWN", refused.Fields["scope"]);
    }

    private static async Task<ImportOfficeProfilesResponse> Import(OfficesService.OfficesServiceClient client, string csv, string mandate = "") =>
        await client.ImportOfficeProfilesAsync(new ImportOfficeProfilesRequest { RequestId = $"{Guid.NewGuid()}", Csv = csv, Mandate = mandate });
}
