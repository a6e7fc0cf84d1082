using System.Security.Cryptography;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Agreement = Samstyring.Offices.V1.Agreement;

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
        Assert.Equal(0, await ExampleCommand.Run(example.Service.Parts, cancel: TestContext.Current.CancellationToken));
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
    public async Task Import_Example_GivesEveryOfficeAgreementsThatAllOwnersHaveSigned()
    {
        var agreements = await Agreements();
        Assert.Equal(
            [AgreementType.Partnership, AgreementType.Operating, AgreementType.Leader], agreements.SelectMany(office => office.Value.Select(agreement => agreement.Type)).Distinct());
        Assert.Equal(248, agreements.Count);
        foreach (var (office, own) in agreements)
        {
            Assert.Equal(3, own.Count);
            var municipal = office.Municipalities.Sum(served => served.Number == Place.Oslo ? Math.Max(1, served.CityDistricts.Count) : 1);
            Assert.All(own, agreement =>
            {
                Assert.Equal(AgreementState.Agreed, agreement.State);
                Assert.Equal(1 + municipal, agreement.Parties.Count);
                Assert.Equal(agreement.Parties, agreement.Signatures.Select(signature => signature.Party).OrderBy(party => party.Kind).ThenBy(party => party.Number, StringComparer.Ordinal));
                Assert.All(agreement.Signatures, signature => Assert.Equal(signature.Party.Kind == OrgKind.County ? "" : ExampleAgreements.Mandate, signature.Mandate));
                Assert.All(agreement.Clauses, clause => Assert.StartsWith("EKSEMPEL", clause.Text.Nb, StringComparison.Ordinal));
                Assert.True(string.CompareOrdinal(agreement.Valid.From, agreement.Valid.To) < 0);
            });
            var costs = own.Single(agreement => agreement.Type == AgreementType.Operating).Costs;
            Assert.All(costs.Items, item => Assert.StartsWith("EKSEMPEL", item.Item, StringComparison.Ordinal));
            Assert.Equal(costs.Type == CostKeyType.Fte ? 0 : 100, costs.Shares.Sum(share => CostShares.Number(share.Percent)));
            var model = own[0].Clauses.Single(clause => clause.Term == "LEADERSHIP_MODEL").Value;
            Assert.Equal(office.Profile.Leadership[0].Model.ToString().ToUpperInvariant(), model);
        }
    }

    [Fact]
    public async Task Example_CostKeys_AreOfEveryKindAndCanBeSimulatedEverywhere()
    {
        var keys = new List<CostKeyType>();
        foreach (var (office, own) in await Agreements())
        {
            var client = example.Service.Client("county", office.CountyUnit.Number);
            var response = await client.SimulateCostSplitAsync(new SimulateCostSplitRequest { OfficeNumber = office.Number, Employer = Steering.V1.Employer.State, FteDelta = "-1" });
            var today = Assert.Single(response.Splits, split => split.Current);
            keys.Add(today.Type);
            Assert.Equal(own.Single(agreement => agreement.Costs is not null).Costs.Items.Sum(item => item.NokPerYear), response.NokPerYear);
            Assert.All(response.Splits, split => Assert.Equal(
                (response.NokPerYear, response.NokPerYear, 0), (split.Shares.Sum(share => share.NokBefore), split.Shares.Sum(share => share.NokAfter), split.Shares.Sum(share => share.NokChange))));
            Assert.Equal(today.Type == CostKeyType.Fte, today.Shares.Any(share => share.NokChange != 0));
        }

        Assert.Equal([CostKeyType.Fte, CostKeyType.Percent, CostKeyType.Population], keys.Distinct().Order());
        Assert.All(keys.GroupBy(key => key), same => Assert.InRange(same.Count(), 25, 150));
    }

    [Fact]
    public async Task Example_Agreements_PassTheRulesAndAreTheSameBytesEverywhere()
    {
        var inhabitants = new RegisterFiles(Registers.DataFolder).Read().Facts!.Municipalities.ToDictionary(row => row.Key, row => (long)row.Value.Inhabitants);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (office, own) in await Agreements())
        {
            var contents = ExampleAgreements.Of(office, inhabitants);
            var fields = new Fields();
            Assert.All(contents, content => AgreementContents.Check(fields, "content", content));
            Assert.Empty(fields.Faults);
            Assert.Equal(contents.Select(content => $"{ExampleAgreements.Id(office.Number, content.Type)}"), own.Select(agreement => agreement.AgreementId));
            Assert.Equal(contents.SelectMany(content => AgreementContents.Normal(content).Clauses), own.SelectMany(agreement => agreement.Clauses));
            contents.ToList().ForEach(content => hash.AppendData(content.ToByteArray()));
        }

        // Over processes and machines: nothing in them may depend on one.
        Assert.Equal("4098166ddd43ab95", Convert.ToHexStringLower(hash.GetHashAndReset())[..16]);
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

    // The directorate reads them all; in the order of their types.
    private async Task<List<KeyValuePair<Office, List<Agreement>>>> Agreements() =>
        [.. (await All()).Select(office => KeyValuePair.Create(office, office.Profile.Agreements.OrderBy(agreement => agreement.Type).ToList()))];

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
            Assert.Equal(0, await ExampleCommand.Run(Service.Parts, cancel: TestContext.Current.CancellationToken));
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
