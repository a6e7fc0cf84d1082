using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Events;

public sealed class SteeringDirectiveTests : IAsyncLifetime
{
    private ServiceFixture<OfficesApi> host = null!;

    public async ValueTask InitializeAsync() => host = await Registers.Imported(Registers.DataFolder);

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Handle_PublishedDirective_IsMappedWithItsWholeStateAndOffices()
    {
        var directive = Directive("d1", "MUNICIPALITY(5035)", OrgKind.Directorate);
        Assert.Equal("SUCCESS", await Deliver(3, directive));

        var (subject, version, data) = Assert.Single(await Mappings());
        Assert.Equal(("d1", 1, 1), (subject, version, data.Version));
        Assert.Equal(directive, data.Directive);
        var office = Assert.Single(data.Offices);
        Assert.Equal(("1783", "Nav Værnes", "5700"), (office.Number, office.Name, office.CountyUnitNumber));
        Assert.Equal([new Period { From = "2027-01-01", To = "2028-01-01" }], office.Periods);
        Assert.Equal(5, office.MunicipalityNumbers.Count);
        Assert.Equal(["5035"], office.ConcernedMunicipalityNumbers);
    }

    [Theory]
    [InlineData(OrgKind.Directorate, "", 248)]
    [InlineData(OrgKind.County, "5700", 20)]
    [InlineData(OrgKind.Municipality, "5035", 1)]
    [InlineData(OrgKind.CityDistrict, "030105", 1)]
    [InlineData(OrgKind.Ks, "", 0)]
    public async Task Handle_ScopeAll_ReachesWhatItsIssuerSteers(OrgKind kind, string number, int offices)
    {
        await Deliver(1, Directive("d", "ALL", kind, number));
        Assert.Equal(offices, Assert.Single(await Mappings()).Data.Offices.Count);
    }

    [Fact]
    public async Task Handle_HostsDirectiveOnAService_ConcernsTheParticipantsToo()
    {
        var directive = Directive("d", "OFFICE(1783)", OrgKind.Municipality, "5035");
        directive.Content.ServiceCode = "FINANCIAL_ASSISTANCE";
        await Deliver(1, directive);
        Assert.Equal(5, Assert.Single(Assert.Single(await Mappings()).Data.Offices).ConcernedMunicipalityNumbers.Count);
    }

    [Fact]
    public async Task Handle_RepeatedOlderAndEqualVersions_PublishNothing()
    {
        var id = Guid.NewGuid();
        var directive = Directive("d", "OFFICE(1783)", OrgKind.Directorate);
        await Deliver(5, directive, id);
        await Deliver(5, directive, id);
        await Deliver(5, directive);
        await Deliver(4, Directive("d", "ALL", OrgKind.Directorate));

        Assert.Equal(1, Assert.Single(await Mappings()).Version);
        Assert.Equal(5, await host.Scalar<long>("select version from directive"));
    }

    [Fact]
    public async Task Handle_WithdrawnDirective_IsMappedOnWithItsState()
    {
        var directive = Directive("d", "OFFICE(1783)", OrgKind.Directorate);
        await Deliver(1, directive);
        directive.State = DirectiveState.Withdrawn;
        directive.WithdrawalReason = "Feil mottaker";
        await Deliver(2, directive);

        var mappings = await Mappings();
        Assert.Equal([1L, 2L], mappings.Select(mapping => mapping.Version));
        Assert.Equal((DirectiveState.Withdrawn, "1783"), (mappings[1].Data.Directive.State, Assert.Single(mappings[1].Data.Offices).Number));
    }

    [Fact]
    public async Task Handle_DirectivesApart_HaveVersionsOfTheirOwn()
    {
        await Deliver(7, Directive("a", "OFFICE(1783)", OrgKind.Directorate));
        await Deliver(9, Directive("b", "OFFICE(1783)", OrgKind.Directorate));
        await Deliver(8, Directive("a", "OFFICE(0105)", OrgKind.Directorate));
        Assert.Equal([("a", 1L), ("b", 1L), ("a", 2L)], (await Mappings()).Select(mapping => (mapping.Subject, mapping.Version)));
    }

    [Theory]
    [InlineData("OFFICE(9999)")]
    [InlineData("EXCEPT(ALL, MUNICIPALITY(9999))")]
    [InlineData("ALLE")]
    public async Task Handle_ScopeTheRegisterCannotRead_ReachesNobody(string scope)
    {
        Assert.Equal("SUCCESS", await Deliver(1, Directive("d", scope, OrgKind.Directorate)));
        Assert.Empty(Assert.Single(await Mappings()).Data.Offices);
    }

    [Fact]
    public async Task Import_ThatChangesTheReach_MapsAnewWhatItConcerns()
    {
        await Deliver(1, Directive("frosta", "MUNICIPALITY(5036)", OrgKind.Directorate));
        await Deliver(1, Directive("froland", "MUNICIPALITY(4214)", OrgKind.Directorate));
        await Deliver(1, Directive("sarpsborg", "OFFICE(0105)", OrgKind.Directorate));
        using var copy = new RegisterCopy()
            .RemoveLines("nav-kontor-kommune.csv", "1783,5036,").RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,5036,")
            .Replace("nav-kontor-kommune.csv", ",4214,Froland,,ukjent", "0906,4214,Froland,,kilde");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(2, report.MappingsPublished);
        var after = (await Mappings()).Skip(3).OrderBy(mapping => mapping.Subject).ToList();
        Assert.Equal(["froland", "frosta"], after.Select(mapping => mapping.Subject));
        Assert.All(after, mapping => Assert.Equal(2, mapping.Version));
        Assert.Equal("0906", Assert.Single(after[0].Data.Offices).Number);
        Assert.Empty(after[1].Data.Offices);
    }

    [Fact]
    public async Task Handle_BeforeTheRegisterIsThere_HealsWithTheImport()
    {
        await using var empty = await Registers.Empty();
        var directive = Directive("early", "OFFICE(1783)", OrgKind.Directorate);
        await empty.Deliver(Topics.SteeringDirective, "steering", "early", 1, new DirectiveChanged { Version = 1, Directive = directive });
        await Registers.Import(empty, Registers.DataFolder);

        var mappings = await empty.Published<DirectiveMapped>(Topics.OfficesMapping);
        Assert.Equal([0, 1], mappings.Select(mapping => mapping.Data.Offices.Count));
    }

    [Fact]
    public async Task Handle_ManyAtOnce_KeepsTheHighestVersion()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(version =>
            Deliver(version, Directive("d", version % 2 == 0 ? "OFFICE(1783)" : "OFFICE(0105)", OrgKind.Directorate))));
        Assert.Equal(20, await host.Scalar<long>("select version from directive"));
        var last = (await Mappings()).MaxBy(mapping => mapping.Version);
        Assert.Equal("1783", Assert.Single(last.Data.Offices).Number);
    }

    private Task<string> Deliver(long version, Directive directive, Guid? id = null) => host.Deliver(
        Topics.SteeringDirective, "steering", directive.DirectiveId, version, new DirectiveChanged { Version = version, Directive = directive }, id);

    private Task<IReadOnlyList<(string Subject, long Version, DirectiveMapped Data)>> Mappings() => host.Published<DirectiveMapped>(Topics.OfficesMapping);

    private static Directive Directive(string id, string scope, OrgKind issuer, string number = "") => new()
    {
        DirectiveId = id,
        Revision = 1,
        State = DirectiveState.Published,
        Content = new DirectiveContent
        {
            Title = new LocalizedText { Nb = "Prøve" },
            Scope = scope,
            IssuerOrg = new OrgRef { Kind = issuer, Number = number },
            Valid = new Period { From = "2027-01-01", To = "2028-01-01" },
        },
    };
}
