using System.Diagnostics;
using Grpc.Core;
using Npgsql;
using Samstyring.Offices.V1;

namespace Samstyring.Bench;

/// <summary>
/// How long it takes to resolve a scope by a call to the service itself: one that has the real register, and one that has a hundred thousand constructed
/// offices. Every answer is compared with what the register's own data say before anything is timed; the floor reads the same rows by their ids, and an
/// empty call, which asks for something there is none of, says what any call costs just then.
/// </summary>
internal sealed class Scopes(Platform platform, NpgsqlConnection real, NpgsqlConnection many, Metadata headers) : IAsyncDisposable
{
    /// <summary>The largest page that is answered.</summary>
    public const int Page = 1_000;

    private const string SameRows =
        """
        select n.office_id, n.number, n.name, l.municipality_id
          from office_number n join office_municipality l using (office_id)
         where n.office_id = any(@ids)
        """;

    private readonly OfficesService.OfficesServiceClient offices = new(platform.Offices);
    private readonly OfficesService.OfficesServiceClient manyOffices = new(platform.ManyOffices);

    /// <summary>Scopes over the real register, with the offices that its own data put in them.</summary>
    public static IReadOnlyList<(string Scope, Func<Office, bool> Holds)> OverReal { get; } =
    [
        ("ALL", _ => true),
        ("OFFICE(1783)", office => office.Number == "1783"),
        ("MUNICIPALITY(5035)", office => Serves(office, "5035")),
        ("COUNTY(5700)", office => office.CountyUnit.Number == "5700"),
        ("SIZE(SMALL)", office => office.SizeClass == SizeClass.Small),
        ("SERVES(2..)", office => office.Municipalities.Count >= 2),
        ("AND(COUNTY(5700), SERVES(2..5))", office => office.CountyUnit.Number == "5700" && office.Municipalities.Count is >= 2 and <= 5),
        ("EXCEPT(OR(SIZE(LARGE), COUNTY(5700)), MUNICIPALITY(0301))", office =>
            (office.SizeClass == SizeClass.Large || office.CountyUnit.Number == "5700") && !Serves(office, "0301")),
    ];

    /// <summary>Scopes that single out some of the constructed offices, with how many its construction puts in them.</summary>
    public static IReadOnlyList<(string Scope, int Offices)> OverMany { get; } =
    [
        ("ALL", Page),
        ("OFFICE(0105)", 1),
        ("MUNICIPALITY(5035)", 1),
        ("COUNTY(0020)", 20),
        ("NETWORK(n7)", 100),
        ("PROVIDES(HOUSING_SUPPORT)", 500),
        ("AND(COUNTY(0020), SIZE(SMALL))", 2),
        ("AND(LEADERSHIP(DUAL), SERVES(5))", 2_000),
        ("EXCEPT(OR(COUNTY(0020), NETWORK(n7)), OFFICE(0019))", 119),
    ];

    public static async Task<Scopes> Open(Platform platform, Metadata headers)
    {
        var many = await ManyOffices.Open();
        var real = new NpgsqlConnection(Platform.Postgres + ";Database=offices;Pooling=false");
        await real.OpenAsync();
        return new Scopes(platform, real, many, headers);
    }

    /// <summary>Throws when an answer is not what the data say.</summary>
    public async Task Check()
    {
        var all = new List<Office>();
        var page = new ListOfficesResponse();
        do
        {
            page = await offices.ListOfficesAsync(
                new ListOfficesRequest { PageSize = 200, PageToken = page.NextPageToken }, headers, DateTime.UtcNow.AddSeconds(10));
            all.AddRange(page.Offices);
        }
        while (page.NextPageToken.Length > 0);
        foreach (var (scope, holds) in OverReal)
        {
            var wanted = all.Where(holds).Select(office => office.Number).Order(StringComparer.Ordinal);
            if (!(await Resolve(offices, scope)).Select(office => office.Number).SequenceEqual(wanted))
            {
                throw new InvalidOperationException($"{scope} is not answered as the register's data say.");
            }
        }

        foreach (var (scope, count) in OverMany)
        {
            if ((await Resolve(manyOffices, scope, scope == "ALL" ? Page : 0)).Count is var found && found != count)
            {
                throw new InvalidOperationException($"{scope} answers {found} offices, not {count}.");
            }
        }
    }

    /// <summary>One scope over the real register, its floor, and an empty call beside it.</summary>
    public Task<(TimeSpan Time, TimeSpan Floor, TimeSpan Empty)> MeasureReal(string scope) => Measure(offices, real, scope);

    /// <summary>One scope over the constructed offices, its floor, and an empty call beside it. All of them are asked for in pages: the first is measured.</summary>
    public Task<(TimeSpan Time, TimeSpan Floor, TimeSpan Empty)> MeasureMany(string scope) => Measure(manyOffices, many, scope, scope == "ALL" ? Page : 0);

    public async ValueTask DisposeAsync()
    {
        await real.DisposeAsync();
        await many.DisposeAsync();
    }

    private async Task<(TimeSpan Time, TimeSpan Floor, TimeSpan Empty)> Measure(
        OfficesService.OfficesServiceClient service, NpgsqlConnection register, string scope, int page = 0)
    {
        var watch = Stopwatch.StartNew();
        var resolved = await Resolve(service, scope, page);
        var time = watch.Elapsed;
        watch.Restart();
        await service.ListRegisterUpdatesAsync(new ListRegisterUpdatesRequest { PageSize = 1 }, headers, DateTime.UtcNow.AddSeconds(10));
        var empty = watch.Elapsed;
        return (time, await Floor(register, [.. resolved.Select(office => office.OfficeId)]), empty);
    }

    private static async Task<TimeSpan> Floor(NpgsqlConnection connection, int[] ids)
    {
        var watch = Stopwatch.StartNew();
        await using var command = new NpgsqlCommand(SameRows, connection) { Parameters = { new("ids", ids) } };
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<(int, string, string, int)>();
        while (await reader.ReadAsync())
        {
            rows.Add((reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetInt32(3)));
        }

        return watch.Elapsed;
    }

    private async Task<IReadOnlyList<ResolvedOffice>> Resolve(OfficesService.OfficesServiceClient service, string scope, int page = 0) =>
        (await service.ResolveScopeAsync(new ResolveScopeRequest { Scope = scope, PageSize = page }, headers, DateTime.UtcNow.AddSeconds(10))).Offices;

    private static bool Serves(Office office, string municipality) => office.Municipalities.Any(link => link.Number == municipality);
}
