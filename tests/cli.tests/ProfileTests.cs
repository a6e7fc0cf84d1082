using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Tests;

/// <summary>Profiles of offices: what is sent, and what is shown.</summary>
public sealed class ProfileTests
{
    private static readonly Staffing State = new() { Employer = Employer.State, Fte = "10.5", FollowUpFte = "8", Valid = new Period { From = "2026-01-01" } };

    [Fact]
    public async Task Update_FromWhatGetPrinted_SendsThePartsThatHaveRows()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => request is GetOfficeRequest
            ? new GetOfficeResponse { Office = Office() }
            : new UpdateOfficeProfileResponse { Office = Office() };
        var (_, printed, _) = await platform.Run("profile", "get", "1783", "--part", "staffing", "--part", "thresholds", "--json");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, printed, TestContext.Current.CancellationToken);

        var (exit, _, error) = await platform.Run("profile", "update", "1783", "-f", file, "--from", "2027-01-01", "--source", "Brev", "--mandate", "Sak 1/26");
        File.Delete(file);

        Assert.True(exit == Exit.Done, error);
        var update = Assert.Single(platform.Requests.OfType<UpdateOfficeProfileRequest>());
        Assert.Equal(("1783", 7, "2027-01-01", "Brev", "Sak 1/26"), (update.OfficeNumber, update.Revision, update.From, update.Source, update.Mandate));
        Assert.Equal(["staffing"], update.UpdateMask.Paths);
        Assert.Equal([State], update.Profile.Staffing);
        Assert.NotEqual("", update.RequestId);
    }

    [Fact]
    public async Task Update_RevisionAndPartGiven_AreSentWithoutReading()
    {
        await using var platform = await StubPlatform.Start();
        await platform.Run("profile", "update", "1783", "--rows", "{}", "--part", "networks", "--part", "pilots", "--revision", "4");
        var update = Assert.IsType<UpdateOfficeProfileRequest>(Assert.Single(platform.Requests));
        Assert.Equal(4, update.Revision);
        Assert.Equal(["networks", "pilots"], update.UpdateMask.Paths);
    }

    [Theory]
    [InlineData("profile update 1783 --part staffing")]
    [InlineData("profile update 1783 --rows {} --file x")]
    [InlineData("profile update 1783 --rows {no")]
    [InlineData("profile import no-such-file")]
    public async Task Verb_WithoutRows_IsWrongUse(string line)
    {
        await using var platform = await StubPlatform.Start();
        Assert.Equal(Exit.Usage, (await platform.Run(line.Split(' '))).Exit);
        Assert.Empty(platform.Requests.OfType<UpdateOfficeProfileRequest>());
    }

    [Fact]
    public async Task Get_Profile_IsReadInNorwegian()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new GetOfficeResponse { Office = Office() };
        var (_, output, _) = await platform.Run("profile", "get", "1783");
        Assert.Contains("1783 Nav Værnes (revisjon 7)", output, StringComparison.Ordinal);
        Assert.Contains("Bemanning:", output, StringComparison.Ordinal);
        Assert.Contains("stat  10.5  8  (fra og med 1. januar 2026)", output, StringComparison.Ordinal);
        Assert.Contains("én leder", output, StringComparison.Ordinal);
        Assert.Contains("hold_s2_working_days  5", output, StringComparison.Ordinal);
        Assert.Contains("Bygger på: EKSEMPEL", output, StringComparison.Ordinal);
        var (_, nynorsk, _) = await platform.Run("profile", "get", "1783", "--lang", "nn");
        Assert.Contains("Leiing:", nynorsk, StringComparison.Ordinal);
    }

    [Fact]
    public async Task History_Rows_SayWhenTheyWereKnown()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new GetOfficeHistoryResponse
        {
            Rows =
            {
                new OfficeHistoryRow
                {
                    Part = "staffing", Profile = new OfficeProfile { Staffing = { State } }, Valid = State.Valid,
                    RecordedBy = new OrgRef { Kind = OrgKind.County, Number = "5700" },
                    RecordedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(new DateTime(2026, 11, 21, 11, 0, 0, DateTimeKind.Utc)),
                },
                new OfficeHistoryRow
                {
                    Part = "municipalities", Municipality = new OfficeMunicipality { Number = "5035", Name = "Stjørdal", Role = MunicipalityRole.Host },
                },
            },
        };
        var (_, output, _) = await platform.Run("profile", "history", "1783");
        Assert.Contains("21. november 2026 kl. 12.00", output, StringComparison.Ordinal);
        Assert.Contains("Nav fylke 5700", output, StringComparison.Ordinal);
        Assert.Contains("ikke undertegnet av alle", output, StringComparison.Ordinal);
        Assert.Contains("5035 Stjørdal vertskommune", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Pages_AreOneFile()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => ((ExportOfficeProfilesRequest)request).PageToken.Length == 0
            ? new ExportOfficeProfilesResponse { Csv = "office_number,part\r\n0101,staffing\r\n", NextPageToken = "two" }
            : new ExportOfficeProfilesResponse { Csv = "1783,staffing\r\n" };
        var file = Path.GetTempFileName();
        var (exit, output, _) = await platform.Run("profile", "export", "-o", file);
        Assert.Equal((Exit.Done, ""), (exit, output));
        Assert.Equal("office_number,part\r\n0101,staffing\r\n1783,staffing\r\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        File.Delete(file);
    }

    [Fact]
    public async Task Import_WithFaults_ListsEveryLineAndIsRefused()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new ImportOfficeProfilesResponse
        {
            Faults =
            {
                new RowFault
                {
                    Row = 12, Field = "fte", Value = "-1", Reason = "NUMBER_OUT_OF_RANGE", Text = new LocalizedText { Nb = "Utenfor.", Nn = "Utanfor." },
                },
            },
        };
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "office_number,part\r\n", TestContext.Current.CancellationToken);
        var (exit, output, _) = await platform.Run("profile", "import", file);
        Assert.Equal(Exit.Refused, exit);
        Assert.Contains("12", output, StringComparison.Ordinal);
        Assert.Contains("Utenfor. (NUMBER_OUT_OF_RANGE)", output, StringComparison.Ordinal);
        Assert.Contains("ingenting er skrevet", output, StringComparison.Ordinal);
        Assert.Equal("office_number,part\r\n", Assert.IsType<ImportOfficeProfilesRequest>(Assert.Single(platform.Requests)).Csv);
        File.Delete(file);
    }

    private static Office Office() => new()
    {
        Number = "1783",
        Name = "Nav Værnes",
        Revision = 7,
        Profile = new OfficeProfile
        {
            Staffing = { State },
            Leadership =
            {
                new LeadershipPeriod { Model = LeadershipModel.Single, Leaders = { new Leader { Role = RecipientRole.NavLeader, Employer = Employer.State } } },
            },
            Thresholds = { ["hold_s2_working_days"] = "5" },
            Sources = { "EKSEMPEL" },
        },
    };
}
