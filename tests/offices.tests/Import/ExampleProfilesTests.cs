using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Import;

public sealed class ExampleProfilesTests(ExampleProfilesTests.Host example) : IClassFixture<ExampleProfilesTests.Host>
{
    [Fact]
    public async Task Import_Example_GivesEveryOfficeAProfileThatSaysSo()
    {
        var offices = await All();
        Assert.Equal(248, offices.Count);
        Assert.All(offices, office =>
        {
            Assert.Equal([ExampleProfiles.Source], office.Profile.Sources);
            Assert.Single(office.Profile.Leadership);
            Assert.Equal(2, office.Profile.Staffing.Count);
            Assert.True(office.Profile.Services.Count >= 6);
        });
        Assert.All(offices.SelectMany(office => office.Profile.Networks), network => Assert.StartsWith("Eksempel", network.Name, StringComparison.Ordinal));
        var vaernes = offices.Single(office => office.Number == "1783").Profile;
        Assert.Equal(5, vaernes.DataProcessingAgreements.Select(row => row.MunicipalityNumber).Distinct().Count());
    }

    [Fact]
    public async Task Import_Example_HasTheSharesOfTheSources()
    {
        var offices = await All();
        var single = offices.Where(office => office.Profile.Leadership[0].Model == LeadershipModel.Single).ToList();
        Assert.InRange(single.Count, 210, 240);
        var ofState = single.Count(office => office.Profile.Leadership[0].Leaders[0].Employer == Steering.V1.Employer.State);
        Assert.InRange(ofState / (double)single.Count, 0.70, 0.80);
        Assert.InRange(offices.Count(office => office.Profile.Services.Count == 6), 25, 55);
        var resolved = await example.Service.Client().ResolveScopeAsync(new ResolveScopeRequest { Scope = "LEADERSHIP(DUAL)" });
        Assert.Equal(offices.Count - single.Count, resolved.Offices.Count);
    }

    [Fact]
    public async Task Import_ExampleAgain_ChangesNothing()
    {
        var before = await example.Service.Scalar<long>("select count(*) from profile_row");
        Assert.Equal(0, await ExampleCommand.Run(example.Service.Parts, TestContext.Current.CancellationToken));
        Assert.Equal(before, await example.Service.Scalar<long>("select count(*) from profile_row"));
    }

    [Fact]
    public async Task Example_OfTheSameOffice_IsTheSame()
    {
        var office = (await All())[17];
        Assert.Equal(ExampleProfiles.Of(office), ExampleProfiles.Of(office));
        var written = new OfficeProfile(office.Profile);
        written.Sources.Clear();
        Assert.Equal(
            ProfilePart.All.Sum(part => part.RowsOf(ExampleProfiles.Of(office)).Count), ProfilePart.All.Sum(part => part.RowsOf(written).Count));
    }

    [Fact]
    public async Task Export_AllPages_ImportsAsNoChange()
    {
        var client = example.Service.Client();
        var (csv, token) = ("", "");
        do
        {
            var page = await client.ExportOfficeProfilesAsync(new ExportOfficeProfilesRequest { PageSize = 200, PageToken = token });
            (csv, token) = (csv + page.Csv, page.NextPageToken);
        }
        while (token.Length > 0);

        var stored = await example.Service.Scalar<long>("select count(*) from profile_row");
        Assert.Equal(stored + 1, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        var import = (ProfileImport)example.Service.Parts.GetService(typeof(ProfileImport))!;
        var response = await import.Run(ProfileCsv.Read(csv), TestContext.Current.CancellationToken);
        Assert.Equal(new ImportOfficeProfilesResponse(), response);
    }

    private async Task<List<Office>> All()
    {
        var client = example.Service.Client();
        var first = await client.ListOfficesAsync(new ListOfficesRequest { PageSize = 200 });
        var rest = await client.ListOfficesAsync(new ListOfficesRequest { PageSize = 200, PageToken = first.NextPageToken });
        return [.. first.Offices, .. rest.Offices];
    }

    /// <summary>The real register with the example profiles.</summary>
    public sealed class Host : IAsyncLifetime
    {
        public ServiceFixture<OfficesApi> Service { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Service = await Registers.Imported(Registers.DataFolder);
            Assert.Equal(0, await ExampleCommand.Run(Service.Parts, TestContext.Current.CancellationToken));
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
