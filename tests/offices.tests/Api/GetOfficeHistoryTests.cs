using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

public sealed class GetOfficeHistoryTests
{
    [Fact]
    public async Task History_ChangedStaffing_SaysWhatWasTrueAndSinceWhenItWasKnown()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Write(host, "10", "2026-01-01");
        var known = Oslo.DateOf(host.Time.GetUtcNow());
        host.Time.Advance(TimeSpan.FromDays(10));
        await Write(host, "8", "2026-01-01", "2027-01-01");

        var now = await Read(host, new GetOfficeHistoryRequest());
        Assert.Equal(["10 2026-01-01 false", "10 2026-01-01 true", "8 2027-01-01 true"], now.Select(Text).Order(StringComparer.Ordinal));
        Assert.All(now, row => Assert.Equal((new OrgRef { Kind = OrgKind.County, Number = "5700" }, "Brev"), (row.RecordedBy, row.Source)));
        Assert.All(now, row => Assert.Equal(row.RecordedAt, row.AgreedAt));
        Assert.Single(now, row => row.ReplacedAt is not null && row.ReplacedAt == now.Last().RecordedAt);

        var then = Assert.Single(await Read(host, new GetOfficeHistoryRequest { KnownOn = $"{known:yyyy-MM-dd}" }));
        Assert.Equal(("10", "2026-01-01", ""), (then.Profile.Staffing[0].Fte, then.Valid.From, then.Valid.To));
        var later = new GetOfficeHistoryRequest { AsOf = "2027-06-01", KnownOn = $"{known.AddDays(10):yyyy-MM-dd}" };
        Assert.Equal("8", Assert.Single(await Read(host, later)).Profile.Staffing[0].Fte);
        Assert.Empty(await Read(host, new GetOfficeHistoryRequest { KnownOn = $"{known.AddDays(-1):yyyy-MM-dd}" }));

        static string Text(OfficeHistoryRow row) => $"{row.Profile.Staffing[0].Fte} {row.Valid.From} {(row.ReplacedAt is null ? "true" : "false")}";
    }

    [Fact]
    public async Task History_Links_SayWhenTheRegisterLearnedOfThemByTheServicesClock()
    {
        using var folder = new RegisterCopy();
        await using var host = await Registers.Imported(folder.Folder);
        var first = host.Time.GetUtcNow();
        folder.RemoveLines("nav-kontor-kommune-tillegg.csv", "1783,5036");
        host.Time.Advance(TimeSpan.FromDays(10));
        var second = host.Time.GetUtcNow();
        await Registers.Import(host, folder.Folder);
        var request = new GetOfficeHistoryRequest { Parts = new FieldMask { Paths = { "municipalities" } } };
        var rows = await Read(host, request.Clone());
        Assert.Equal(["5032", "5033", "5034", "5035", "5036"], rows.Where(row => row.ReplacedAt is null).Select(row => row.Municipality.Number).Distinct());
        Assert.All(rows, row => Assert.Equal("municipalities", row.Part));
        var frosta = rows.Where(row => row.Municipality.Number == "5036").ToList();
        Assert.NotNull(frosta[0].ReplacedAt);
        Assert.InRange(frosta[0].RecordedAt.ToDateTimeOffset(), first.AddHours(-1), first);
        Assert.InRange(frosta[0].ReplacedAt.ToDateTimeOffset(), second, second.AddHours(1));
        Assert.All(frosta.Skip(1), row => Assert.Equal((frosta[0].ReplacedAt, null), (row.RecordedAt, row.ReplacedAt)));
        Assert.NotEmpty(frosta.Skip(1));

        request.KnownOn = $"{Oslo.DateOf(first).AddDays(9):yyyy-MM-dd}";
        Assert.Equal(5, (await Read(host, request.Clone())).Count);
        request.KnownOn = $"{Oslo.DateOf(first).AddDays(-1):yyyy-MM-dd}";
        Assert.Empty(await Read(host, request));
    }

    [Fact]
    public async Task History_NumbersAndCountyUnits_AreKeptByTheServicesClock()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        host.Time.Advance(TimeSpan.FromDays(10));
        var then = host.Time.GetUtcNow();
        await RecordStructureChangeTests.Record(host, new StructureChange { Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes", CountyUnitNumber = "1800" } } });
        Assert.Equal(
            "office_county_unit, office_number",
            await host.Scalar<string>("select string_agg(table_name, ', ' order by table_name) from structure_history where recorded_at < @then and replaced_at >= @then", new { then }));
        Assert.Equal(
            2, await host.Scalar<long>("select count(*) from office_number where office_id = (select office_id from office_number where name = 'Nav Ytre Værnes') and recorded_at >= @then", new { then }));
    }

    [Fact]
    public async Task History_Pages_HoldEveryRowOnce()
    {
        var host = await Registers.Shared;
        var client = host.Client();
        var all = (await client.GetOfficeHistoryAsync(new GetOfficeHistoryRequest { OfficeNumber = "1783" })).Rows;
        var (rows, token) = (new List<OfficeHistoryRow>(), "");
        do
        {
            var page = await client.GetOfficeHistoryAsync(new GetOfficeHistoryRequest { OfficeNumber = "1783", PageSize = 2, PageToken = token });
            rows.AddRange(page.Rows);
            token = page.NextPageToken;
        }
        while (token.Length > 0);

        Assert.Equal(5, all.Count);
        Assert.Equal(all, rows);
    }

    [Fact]
    public async Task History_ReadByAnotherOwner_WithholdsStaffing()
    {
        var office = await Partnership.Next();
        await office.Staff(10, 6);
        var own = await office.Municipal.GetOfficeHistoryAsync(new GetOfficeHistoryRequest { OfficeNumber = office.Office });
        Assert.Equal((2, 0), (own.Rows.Count(row => row.Part == "staffing"), own.WithheldFields.Count));
        var foreign = await office.Host.Client("county", "9999").GetOfficeHistoryAsync(new GetOfficeHistoryRequest { OfficeNumber = office.Office });
        Assert.Equal((0, "profile.staffing"), (foreign.Rows.Count(row => row.Part == "staffing"), Assert.Single(foreign.WithheldFields)));
    }

    [Fact]
    public async Task History_BadFields_AreAllNamed()
    {
        var host = await Registers.Shared;
        var refused = await RefusedCall.Of(() => host.Client().GetOfficeHistoryAsync(new GetOfficeHistoryRequest
        {
            AsOf = "x",
            KnownOn = "y",
            PageSize = -1,
            PageToken = PageToken.Encode("abc"),
            Parts = new FieldMask { Paths = { "wages" } },
        }).ResponseAsync);
        Assert.Equal(
            ["as_of", "known_on", "office_number", "page_size", "page_token", "parts"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    private static async Task Write(ServiceFixture<Samstyring.Offices.Api.OfficesApi> host, string fte, string from, string? change = null)
    {
        var client = host.Client("county", "5700");
        await client.UpdateOfficeProfileAsync(new UpdateOfficeProfileRequest
        {
            RequestId = $"{Guid.NewGuid()}",
            OfficeNumber = "1783",
            UpdateMask = new FieldMask { Paths = { "staffing" } },
            Source = "Brev",
            From = change ?? "",
            Profile = new OfficeProfile
            {
                Staffing = { new Staffing { Employer = Employer.State, Fte = fte, Valid = change is null ? new Period { From = from } : null } },
            },
            Revision = (await client.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = "1783" })).Office.Revision,
        });
    }

    private static async Task<List<OfficeHistoryRow>> Read(ServiceFixture<Samstyring.Offices.Api.OfficesApi> host, GetOfficeHistoryRequest request)
    {
        request.OfficeNumber = "1783";
        request.Parts ??= new FieldMask { Paths = { "staffing" } };
        return [.. (await host.Client("county", "5700").GetOfficeHistoryAsync(request)).Rows];
    }
}
