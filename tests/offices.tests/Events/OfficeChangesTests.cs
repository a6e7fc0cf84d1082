using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Events;
using Samstyring.Offices.Tests.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Events;

/// <summary>An office that is divided and two that become one, entered a day ahead: constructed changes of real offices, through midnight and after.</summary>
public sealed class OfficeChangesTests
{
    [Fact]
    public async Task Office_SplitInTwo_TakesEffectAtMidnightAndAnswersWithBoth()
    {
        await using var host = await Ready();
        var tomorrow = Today(host).AddDays(1);
        await Deliver(host, "whole", "OFFICE(1783)", tomorrow);
        await Deliver(host, "selbu", "MUNICIPALITY(5032)", tomorrow);
        await Deliver(host, "county", "COUNTY(5700)", tomorrow);
        var recorded = await RecordStructureChangeTests.Record(host, new StructureChange
        {
            EffectiveFrom = Day(tomorrow),
            ClosedOfficeNumbers = { "1783" },
            Offices =
            {
                new OfficeFromDay { Number = "5797", Name = "Nav Stjørdal", CountyUnitNumber = "5700", MunicipalityNumbers = { "5034", "5035", "5036" }, HostNumber = "5035" },
                new OfficeFromDay { Number = "5798", Name = "Nav Selbu og Tydal", CountyUnitNumber = "5700", MunicipalityNumbers = { "5032", "5033" }, HostNumber = "5032" },
            },
        });

        // Directives are mapped at once, from the day on; the office stands until it.
        Assert.Equal(["1783", "5797", "5798"], recorded.OfficeNumbers);
        Assert.Equal(3, recorded.DirectivesMapped);
        Assert.Equal([$"1783 {Day(Today(host))}..{Day(tomorrow)}", $"5798 {Day(tomorrow)}..2027-12-31"], await Reach(host, "selbu"));
        Assert.Equal([$"1783 {Day(Today(host))}..{Day(tomorrow)}"], await Reach(host, "whole"));
        Assert.Equal([$"1783 {Day(Today(host))}..{Day(tomorrow)}", $"5797 {Day(tomorrow)}..2027-12-31", $"5798 {Day(tomorrow)}..2027-12-31"], (await Reach(host, "county")).Where(IsOfTheChange));
        Assert.Equal(5, (await Office(host, "1783")).Municipalities.Count);
        var before = (await Published(host)).Count;

        await Midnight(host, tomorrow);
        await Eventually.True(async () => (await Published(host)).Count == before + 3, "the three offices are published");
        Assert.Equal(["1783 Closed", "5797 Active", "5798 Active"], (await Published(host)).Skip(before).Select(office => $"{office.Number} {office.Status}").Order(StringComparer.Ordinal));
        Assert.Equal(["5034 Participant", "5035 Host", "5036 Participant"], (await Office(host, "5797")).Municipalities.Select(link => $"{link.Number} {link.Role}"));
        Assert.Equal(["5032 Host", "5033 Participant"], (await Office(host, "5798")).Municipalities.Select(link => $"{link.Number} {link.Role}"));
        await AnswersWith(host, "1783", "5797, 5798");
        Assert.Equal("Nav Værnes", (await Office(host, "1783", Day(tomorrow.AddDays(-1)))).Name);
        Assert.Equal(
            ["5032", "5033", "5034", "5035", "5036"],
            (await History(host, "1783", Day(tomorrow.AddDays(-1)))).Where(row => row.ReplacedAt is null).Select(row => row.Municipality.Number).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Offices_MergedIntoOne_TakeEffectAtMidnightAndBothAnswerWithIt()
    {
        await using var host = await Ready();
        var tomorrow = Today(host).AddDays(1);
        await Deliver(host, "moss", "OFFICE(0104)", tomorrow);
        await Deliver(host, "both", "MUNICIPALITY(3103, 3112)", tomorrow);
        await RecordStructureChangeTests.Record(host, new StructureChange
        {
            EffectiveFrom = Day(tomorrow),
            ClosedOfficeNumbers = { "0104", "0135" },
            Offices = { new OfficeFromDay { Number = "0198", Name = "Nav Moss og Råde", CountyUnitNumber = "0200", MunicipalityNumbers = { "3103", "3112" }, HostNumber = "3103" } },
        });
        Assert.Equal([$"0104 {Day(Today(host))}..{Day(tomorrow)}", $"0135 {Day(Today(host))}..{Day(tomorrow)}", $"0198 {Day(tomorrow)}..2027-12-31"], await Reach(host, "both"));
        var before = (await Published(host)).Count;

        await Midnight(host, tomorrow);
        await Eventually.True(async () => (await Published(host)).Count == before + 3, "the three offices are published");
        Assert.Equal(["0104 Closed", "0135 Closed", "0198 Active"], (await Published(host)).Skip(before).Select(office => $"{office.Number} {office.Status}").Order(StringComparer.Ordinal));
        await AnswersWith(host, "0104", "0198");
        await AnswersWith(host, "0135", "0198");
        Assert.Equal(["3103 Host", "3112 Participant"], (await Office(host, "0198")).Municipalities.Select(link => $"{link.Number} {link.Role}"));
    }

    // Whoever asks by the number that is no more hears which hold instead: for the office, its history and a scope.
    private static async Task AnswersWith(ServiceFixture<OfficesApi> host, string number, string successors)
    {
        var today = Today(host);
        var scope = new ResolveScopeRequest { Scope = $"OFFICE({number})", Period = new Period { From = Day(today), To = Day(today.AddDays(1)) } };
        var (office, history, resolved) = (
            await RefusedCall.Of(() => Office(host, number)), await RefusedCall.Of(() => History(host, number)), await RefusedCall.Of(() => host.Client().ResolveScopeAsync(scope).ResponseAsync));
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", successors), (office.Fields["office_number"], office.Metadata["office_number.successors"]));
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", successors), (history.Fields["office_number"], history.Metadata["office_number.successors"]));
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", successors), (resolved.Fields["scope"], resolved.Metadata["scope.successors"]));
    }

    private static async Task<ServiceFixture<OfficesApi>> Ready()
    {
        var host = await Registers.Imported(Registers.DataFolder);
        await Catch(host);
        return host;
    }

    private static async Task Midnight(ServiceFixture<OfficesApi> host, DateOnly day)
    {
        host.Time.Advance(Oslo.Midnight(day) - host.Time.GetUtcNow());
        await Catch(host);
    }

    private static Task<bool> Catch(ServiceFixture<OfficesApi> host) => host.Parts.GetRequiredService<NewDay>().Catch(CancellationToken.None);

    private static Task<string> Deliver(ServiceFixture<OfficesApi> host, string id, string scope, DateOnly tomorrow)
    {
        var directive = Directives.Published(id, scope, OrgKind.Directorate);
        directive.Content.Valid = new Period { From = Day(tomorrow.AddDays(-1)), To = "2027-12-31" };
        return host.Deliver(Topics.SteeringDirective, "steering", id, 1, new DirectiveChanged { Version = 1, Directive = directive });
    }

    private static async Task<IEnumerable<string>> Reach(ServiceFixture<OfficesApi> host, string id) =>
        (await host.Published<DirectiveMapped>(Topics.OfficesMapping)).Where(e => e.Subject == id).MaxBy(e => e.Version).Data.Offices
        .Select(office => $"{office.Number} {office.Periods[0].From}..{office.Periods[0].To}").Order(StringComparer.Ordinal);

    private static bool IsOfTheChange(string reached) => reached[..4] is "1783" or "5797" or "5798";

    private static async Task<Office> Office(ServiceFixture<OfficesApi> host, string number, string day = "") =>
        (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number, AsOf = day })).Office;

    private static async Task<IEnumerable<OfficeHistoryRow>> History(ServiceFixture<OfficesApi> host, string number, string day = "") =>
        (await host.Client().GetOfficeHistoryAsync(new GetOfficeHistoryRequest { OfficeNumber = number, AsOf = day, Parts = new FieldMask { Paths = { "municipalities" } } })).Rows;

    private static DateOnly Today(ServiceFixture<OfficesApi> host) => Oslo.DateOf(host.Time.GetUtcNow());

    private static string Day(DateOnly day) => $"{day:yyyy-MM-dd}";

    private static async Task<List<Office>> Published(ServiceFixture<OfficesApi> host) =>
        [.. (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Select(e => e.Data.Office)];
}
