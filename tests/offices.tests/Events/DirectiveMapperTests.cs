using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Events;

public sealed class DirectiveMapperTests
{
    [Fact]
    public async Task Import_ThatChangesTheReach_MapsAnewWhatItConcerns()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Deliver(host, Directives.Published("frosta", "MUNICIPALITY(5036)", OrgKind.Directorate));
        await Deliver(host, Directives.Published("froland", "MUNICIPALITY(4214)", OrgKind.Directorate));
        await Deliver(host, Directives.Published("sarpsborg", "OFFICE(0105)", OrgKind.Directorate));
        using var copy = new RegisterCopy()
            .Replace("nav-kontor-kommune.csv", "\n1783,5036,", "\n1702,5036,").RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,5036,")
            .Replace("nav-kontor-kommune.csv", ",4214,Froland,,ukjent", "0906,4214,Froland,,kilde");
        var report = await Registers.Import(host, copy.Folder);

        Assert.Equal(2, report.MappingsPublished);
        var after = (await host.Published<DirectiveMapped>(Topics.OfficesMapping)).Skip(3).OrderBy(mapping => mapping.Subject).ToList();
        Assert.Equal(["froland", "frosta"], after.Select(mapping => mapping.Subject));
        Assert.All(after, mapping => Assert.Equal(2, mapping.Version));
        Assert.Equal("0906", Assert.Single(after[0].Data.Offices).Number);
        Assert.Equal("1702", Assert.Single(after[1].Data.Offices).Number);
    }

    [Fact]
    public async Task Import_AfterADirectiveThatCameTooEarly_MapsIt()
    {
        await using var empty = await Registers.Empty();
        await Deliver(empty, Directives.Published("early", "OFFICE(1783)", OrgKind.Directorate));
        await Registers.Import(empty, Registers.DataFolder);

        var mappings = await empty.Published<DirectiveMapped>(Topics.OfficesMapping);
        Assert.Equal([0, 1], mappings.Select(mapping => mapping.Data.Offices.Count));
    }

    private static Task<string> Deliver(ServiceFixture<OfficesApi> host, Directive directive) => host.Deliver(
        Topics.SteeringDirective, "steering", directive.DirectiveId, 1, new DirectiveChanged { Version = 1, Directive = directive });
}
