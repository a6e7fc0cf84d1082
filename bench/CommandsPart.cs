using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Grpc.Core;
using Npgsql;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>Part <c>commands</c>: directives created and published per second, beside the rate at which pgbench commits the same statements.</summary>
internal static partial class CommandsPart
{
    private const int InFlight = 32;
    private const int Rounds = 3;
    private const string Copy = "bench_commands";
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(4);

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        var steering = new SteeringService.SteeringServiceClient(platform.Gateway);
        var directorate = await platform.As("directorate");
        var offices = (await platform.AllOffices()).Select(office => office.Number).ToList();
        await CopySchema();
        var (rates, floors) = (new List<double>(), new List<double>());
        for (var round = -1; round < Rounds; round++)
        {
            var floor = await Pgbench();
            var published = await Publish(steering, directorate, offices);
            await Delivered();
            if (round >= 0)
            {
                floors.Add(floor);
                rates.Add(published.Count / Window.TotalSeconds);
            }

            await Parallel.ForEachAsync(published, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (directive, cancel) => await steering.WithdrawDirectiveAsync(
                new() { RequestId = Guid.NewGuid().ToString(), DirectiveId = directive.DirectiveId, Etag = directive.Etag, Reason = "Målt" },
                directorate, DateTime.UtcNow.AddSeconds(30), cancel));
            await Delivered();
        }

        var (rate, most) = (Timing.Quantile(rates, 0.5), Timing.Quantile(floors, 0.5));
        return new(new { per_second = rates, floor_per_second = floors }, string.Create(CultureInfo.InvariantCulture, $"""
            Medians of {Rounds} rounds of {Window.TotalSeconds:0} s by turns with the floor, after a warm-up; every office's events are handled before the next round.

            | measure | per second | floor in the same run | share of the floor's rate | target |
            |---|---|---|---|---|
            | CreateDirective and PublishDirective for one office, through the gateway, {InFlight} in flight | {rate:0} | {most:0} | {rate / most:0.00} | 0.5 |

            The floor is pgbench with {InFlight} clients that commits the statements of both commands in an empty copy of steering's database (`bench/commands.sql`): no token, no rule, no scope, no event sent.
            """));
    }

    // What was acknowledged within the window.
    private static async Task<IReadOnlyCollection<Directive>> Publish(SteeringService.SteeringServiceClient steering, Metadata directorate, List<string> offices)
    {
        var published = new ConcurrentQueue<Directive>();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(async worker =>
        {
            for (var n = worker; watch.Elapsed < Window; n += InFlight)
            {
                // Not the ones that name an indicator: there would be more to find with every directive.
                var content = Letters.Complete(Letters.National(4 * n));
                content.Scope = $"OFFICE({offices[n % offices.Count]})";
                var directive = await Letters.Publish(steering, content, directorate);
                if (watch.Elapsed < Window)
                {
                    published.Enqueue(directive);
                }
            }
        }));
        return published;
    }

    private static async Task CopySchema()
    {
        await Sql("postgres", $"drop database if exists {Copy}");
        await Sql("postgres", $"create database {Copy}");
        var schema = await Run("pg_dump", "--schema-only", "--no-owner", "--no-privileges", "-d", "steering");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, schema);
            await Run("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", Copy, "-f", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    // One processor is left to PostgreSQL, as beside the services.
    private static async Task<double> Pgbench()
    {
        var seconds = Window.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
        var said = await Run("pgbench", "-n", "-M", "prepared", "-c", $"{InFlight}", "-j", "1", "-T", seconds, "-f", "bench/commands.sql", Copy);
        return double.Parse(Tps().Match(said).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    // Until nothing is on its way to another service.
    private static async Task Delivered()
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        while (await Sql("steering", "select count(*) from outbox_delivery where delivered_at is null") + await Sql("offices", "select count(*) from outbox_delivery where delivered_at is null") > 0)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    private static async Task<long> Sql(string database, string sql)
    {
        await using var connection = new NpgsqlConnection($"{Platform.Postgres};Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    private static async Task<string> Run(string program, params string[] arguments)
    {
        var at = new NpgsqlConnectionStringBuilder(Platform.Postgres);
        string[] where = ["-h", at.Host!, "-p", at.Port.ToString(CultureInfo.InvariantCulture), "-U", at.Username!];
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(Platform.Read("SAMSTYRING_BENCH_PG"), program), [.. where, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (said, wrong) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await said : throw new InvalidOperationException($"{program}: {await wrong}");
    }

    [GeneratedRegex(@"tps = ([0-9.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Tps();
}
