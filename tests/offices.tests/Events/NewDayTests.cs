using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Events;
using Samstyring.Offices.Tests.Api;
using Samstyring.Offices.V1;
using Samstyring.Testing;

namespace Samstyring.Offices.Tests.Events;

public sealed class NewDayTests
{
    [Fact]
    public async Task Catch_WhenTheDayOfAChangeBegins_PublishesTheOfficesConcernedOnce()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var today = Oslo.DateOf(host.Time.GetUtcNow());
        await Catch(host);
        await RecordStructureChangeTests.Record(host, new StructureChange
        {
            EffectiveFrom = $"{today.AddDays(1):yyyy-MM-dd}",
            Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes" } },
        });
        var before = (await Published(host)).Count;

        // A minute before midnight in Oslo nothing has happened; at midnight it has, once, also when several ask.
        host.Time.Advance(Oslo.Midnight(today.AddDays(1)) - host.Time.GetUtcNow() - TimeSpan.FromMinutes(1));
        await Catch(host);
        Assert.Equal(before, (await Published(host)).Count);
        host.Time.Advance(TimeSpan.FromMinutes(1));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Catch(host)));
        await Eventually.True(async () => (await Published(host)).Count == before + 1, "the office is published");
        await Catch(host);

        var published = (await Published(host))[^1];
        Assert.Equal(("1783", "Nav Ytre Værnes"), (published.Number, published.Name));
        Assert.Equal(before + 1, (await Published(host)).Count);
        Assert.Equal($"{today.AddDays(1):yyyy-MM-dd}", await host.Scalar<string>("select done_on::text from register_day"));
    }

    [Fact]
    public async Task Catch_AfterDaysWithoutAService_DealsWithAllThatHasBegunSince()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var today = Oslo.DateOf(host.Time.GetUtcNow());
        await RecordStructureChangeTests.Record(host, new StructureChange
        {
            EffectiveFrom = $"{today.AddDays(1):yyyy-MM-dd}",
            Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes" } },
        });
        host.Time.Advance(TimeSpan.FromDays(9));
        await Catch(host);
        await Eventually.True(async () => (await Published(host))[^1].Name == "Nav Ytre Værnes", "the office is published");
    }

    [Fact]
    public async Task Catch_EmptyRegister_DoesNothing()
    {
        await using var host = await Registers.Empty();
        Assert.False(await host.Parts.GetRequiredService<NewDay>().Catch(CancellationToken.None));
        Assert.Equal(0, await host.Scalar<int>("select count(*) from register_day"));
    }

    private static Task<bool> Catch(ServiceFixture<OfficesApi> host) => host.Parts.GetRequiredService<NewDay>().Catch(CancellationToken.None);

    private static async Task<List<Office>> Published(ServiceFixture<OfficesApi> host) =>
        [.. (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Select(e => e.Data.Office)];
}
