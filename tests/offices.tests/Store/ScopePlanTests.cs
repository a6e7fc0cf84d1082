using System.Text.Json;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Testing;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Store;

/// <summary>Scopes over far more offices than there are: the plan of one that singles out some of them reads no table of offices whole.</summary>
public sealed class ScopePlanTests(ScopePlanTests.ManyOffices many) : IClassFixture<ScopePlanTests.ManyOffices>
{
    private static readonly DateOnly Day = new(2026, 11, 21);

    [Theory]
    [InlineData("OFFICE(1783)", 1)]
    [InlineData("MUNICIPALITY(5035)", 1)]
    [InlineData("COUNTY(0011)", 20)]
    [InlineData("NETWORK(n5)", 10)]
    [InlineData("LEADERSHIP(DUAL)", 20)]
    [InlineData("PROVIDES(HOUSING_SUPPORT)", 20)]
    [InlineData("SERVES(3)", 20)]
    [InlineData("AND(COUNTY(0011), SERVES(1))", 20)]
    [InlineData("OR(OFFICE(1783), NETWORK(n5))", 11)]
    [InlineData("EXCEPT(COUNTY(0011), OFFICE(0010))", 19)]
    public async Task Resolve_ScopeThatSinglesOut_ReadsOfficesByIndex(string scope, int offices)
    {
        await using var connection = await many.Host.Parts.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var period = new Period(Day, Day.AddDays(1));
        var parsed = Scope.Parse(scope).Scope!;
        var store = many.Host.Parts.GetRequiredService<OfficeStore>();
        Assert.Equal(offices, (await store.Resolve(connection, parsed, period, Day, new Reach.Everything(), "scope")).Value.Offices.Count);

        var terms = (await store.Terms(connection, parsed, Day, "scope")).Value;
        var (sql, parameters) = OfficeStore.Statement(parsed, terms, period, new Reach.Everything(), 0);
        Assert.Empty(await Scanned(connection, sql, parameters));
    }

    [Theory]
    [InlineData("ALL", 16_000)]
    [InlineData("EXCEPT(ALL, LEADERSHIP(DUAL))", 15_980)]
    [InlineData("AND(LEADERSHIP(SINGLE), SERVES(1))", 15_980)]
    public async Task Resolve_ScopeOfNearlyAll_InPagesIsEachOfficeOnceAndReadsByIndex(string scope, int offices)
    {
        await using var connection = await many.Host.Parts.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync();
        var period = new Period(Day, Day.AddDays(1));
        var parsed = Scope.Parse(scope).Scope!;
        var client = many.Host.Client();
        var request = new Pb.ResolveScopeRequest { Scope = scope, Period = new() { From = $"{Day:yyyy-MM-dd}", To = $"{Day.AddDays(1):yyyy-MM-dd}" }, PageSize = 999 };
        var found = new List<int>();
        do
        {
            var page = await client.ResolveScopeAsync(request);
            Assert.InRange(page.Offices.Count, 0, 999);
            found.AddRange(page.Offices.Select(office => office.OfficeId));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(offices, found.Count);
        Assert.Equal(offices, found.Distinct().Count());

        var terms = (await many.Host.Parts.GetRequiredService<OfficeStore>().Terms(connection, parsed, Day, "scope")).Value;
        var (sql, parameters) = OfficeStore.Statement(parsed, terms, period, new Reach.Everything(), 0, [.. Enumerable.Range(5_000, 200)]);
        Assert.Empty(await Scanned(connection, sql, parameters));
    }

    private static async Task<IEnumerable<string?>> Scanned(NpgsqlConnection connection, string sql, DynamicParameters parameters)
    {
        var plan = JsonDocument.Parse(string.Concat(await connection.QueryAsync<string>($"explain (format json) {sql}", parameters))).RootElement[0].GetProperty("Plan");
        Assert.Contains(Nodes(plan), node => node.TryGetProperty("Index Name", out _));
        return Nodes(plan).Where(node => node.GetProperty("Node Type").GetString() == "Seq Scan").Select(node => node.GetProperty("Relation Name").GetString())
            .Intersect(["office_served", "office_segment", "office_number", "office_municipality", "office_county_unit", "office_leadership", "municipality_number"]);
    }

    private static IEnumerable<JsonElement> Nodes(JsonElement node) =>
        node.TryGetProperty("Plans", out var plans) ? plans.EnumerateArray().SelectMany(Nodes).Prepend(node) : [node];

    public sealed class ManyOffices : IAsyncLifetime
    {
        public ServiceFixture<OfficesApi> Host { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Host = await Registers.Empty();
            // 16 000 constructed offices, more than have room in numbers of four digits; every eight hundredth serves three municipalities.
            await using var owner = new NpgsqlConnection(Host.Database.Owner + ";Command Timeout=600");
            await owner.ExecuteAsync(
                """
                alter table office_number drop constraint office_number_number_check;
                alter table municipality_number drop constraint municipality_number_number_check;
                insert into county_unit select from generate_series(1, 800);
                insert into county_unit_number (unit_id, number, name, organisation_number, valid)
                select g, lpad(g::text, 4, '0'), 'Enhet ' || g, '', daterange(null, null) from generate_series(1, 800) g;
                insert into municipality select from generate_series(1, 16040);
                insert into municipality_number (municipality_id, number, name, territory, valid)
                select g, lpad(g::text, greatest(4, length(g::text)), '0'), 'Kommune ' || g, array['x'], daterange(null, null) from generate_series(1, 16040) g;
                insert into office select from generate_series(1, 16000);
                insert into office_number (office_id, number, name, status, organisation_number, municipal_organisation_number, valid)
                select g, lpad(g::text, greatest(4, length(g::text)), '0'), 'Kontor ' || g, 2, '', '', daterange(null, null) from generate_series(1, 16000) g;
                insert into office_county_unit (office_id, unit_id, source, valid) select g, 1 + g % 800, 'x', daterange(null, null) from generate_series(1, 16000) g;
                insert into office_municipality (office_id, municipality_id, role, basis, source, valid)
                select g, g, 1, 1, 'x', daterange(null, null) from generate_series(1, 16000) g
                union all select 800 * (1 + (g - 1) % 20), 16000 + g, 2, 1, 'x', daterange(null, null) from generate_series(1, 40) g;
                insert into office_leadership (office_id, model, valid) select g, case when g % 800 = 0 then 2 else 1 end, daterange(null, null) from generate_series(1, 16000) g;
                insert into office_group (kind, code, name) select 2, 'n' || g, 'Nettverk ' || g from generate_series(1, 1600) g;
                insert into office_group_member (group_id, office_id, valid) select 1 + g % 1600, g, daterange(null, null) from generate_series(1, 16000) g;
                insert into office_service (office_id, service_code, valid) select g, 'HOUSING_SUPPORT', daterange(null, null) from generate_series(1, 16000, 800) g;
                analyze;
                """);
        }

        public ValueTask DisposeAsync() => Host.DisposeAsync();
    }
}
