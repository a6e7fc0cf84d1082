using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Events;

public sealed class SteeringDirectiveTests(SteeringDirectiveTests.Register register) : IClassFixture<SteeringDirectiveTests.Register>
{
    // Every test speaks of directives of its own.
    private readonly string prefix = $"{Guid.NewGuid():N}-";

    [Fact]
    public async Task Handle_PublishedDirective_IsMappedWithItsWholeStateAndOffices()
    {
        var directive = Directive("d", "MUNICIPALITY(5035)", OrgKind.Directorate);
        Assert.Equal("SUCCESS", await Deliver(3, directive));

        var (subject, version, data) = Assert.Single(await Mappings());
        Assert.Equal(("d", 1, 1), (subject, version, data.Version));
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
        Assert.Equal(5, await register.Host.Scalar<long>("select version from directive where directive_id = @id", new { id = $"{prefix}d" }));
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
    public async Task Handle_ManyAtOnce_KeepsTheHighestVersion()
    {
        await Task.WhenAll(Enumerable.Range(1, 20).Select(version =>
            Deliver(version, Directive("d", version % 2 == 0 ? "OFFICE(1783)" : "OFFICE(0105)", OrgKind.Directorate))));
        Assert.Equal(20, await register.Host.Scalar<long>("select version from directive where directive_id = @id", new { id = $"{prefix}d" }));
        var last = (await Mappings()).MaxBy(mapping => mapping.Version);
        Assert.Equal("1783", Assert.Single(last.Data.Offices).Number);
    }

    private Task<string> Deliver(long version, Directive directive, Guid? id = null) => register.Host.Deliver(
        Topics.SteeringDirective, "steering", directive.DirectiveId, version, new DirectiveChanged { Version = version, Directive = directive }, id);

    private async Task<IReadOnlyList<(string Subject, long Version, DirectiveMapped Data)>> Mappings() =>
        [.. (await register.Host.Published<DirectiveMapped>(Topics.OfficesMapping)).Where(mapping => mapping.Subject.StartsWith(prefix, StringComparison.Ordinal))
            .Select(mapping => mapping with { Subject = mapping.Subject[prefix.Length..] })];

    private Directive Directive(string id, string scope, OrgKind issuer, string number = "") => Directives.Published(prefix + id, scope, issuer, number);

    public sealed class Register : IAsyncLifetime
    {
        public ServiceFixture<OfficesApi> Host { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Host = await Registers.Imported(Registers.DataFolder);

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
