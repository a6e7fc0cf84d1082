using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Samstyring.Bench;

const int Rounds = 5;
const int PublicationsPerRound = 10;
const int ScopesPerRound = 20;
var window = TimeSpan.FromSeconds(3);

using var platform = new Platform();
var headers = await platform.As("office:1783");
await using var scopes = await Scopes.Open(platform, await platform.As("directorate"));
var offices = await scopes.Check();
var real = Scopes.OverReal.ToDictionary(scope => scope.Scope, _ => new Timing());
var many = Scopes.OverMany.Select(scope => scope.Scope).Append(Scopes.Paged).ToDictionary(scope => scope, _ => new Timing());
if (args is ["scopes"])
{
    await CallRate.Measure(platform.Offices, headers, window);
    var rate = await CallRate.Measure(platform.Offices, headers, window);
    for (var round = 0; round < Rounds; round++)
    {
        await MeasureScopes();
    }

    await Console.Out.WriteLineAsync($"GetOffice: {rate:0} calls/s\n{Lines(real, offices)}\n{Lines(many, ManyOffices.Count)}");
    return;
}

await using var floor = await Floor.Create();
await using var publishing = await Publishing.Open(platform);

// Warm up every path before anything is timed.
for (var i = 0; i < 5; i++)
{
    await publishing.Measure();
    await floor.Measure(publishing.Offices);
}

await CallRate.Measure(platform.Gateway, headers, window);
await CallRate.Measure(platform.Offices, headers, window);

// Interleaved, so that what else the machine does meets figure and floor alike.
var (visible, least, gateway, direct) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
for (var round = 0; round < Rounds; round++)
{
    for (var i = 0; i < PublicationsPerRound; i++)
    {
        visible.Add((await publishing.Measure()).TotalMilliseconds);
        least.Add((await floor.Measure(publishing.Offices)).TotalMilliseconds);
    }

    gateway.Add(await CallRate.Measure(platform.Gateway, headers, window));
    direct.Add(await CallRate.Measure(platform.Offices, headers, window));
    await MeasureScopes();
}

var report = new
{
    date = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
    machine = $"{Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}",
    offices = publishing.Offices,
    publish_ms = new { p50 = At(visible, 0.5), p95 = At(visible, 0.95), samples = visible.Count },
    floor_ms = new { p50 = At(least, 0.5), p95 = At(least, 0.95), samples = least.Count },
    publish_ratio = new { p50 = At(visible, 0.5) / At(least, 0.5), p95 = At(visible, 0.95) / At(least, 0.95) },
    scopes_real_ms = Summary(real),
    scopes_many_ms = Summary(many),
    rate = new { gateway = At(gateway, 0.5), direct = At(direct, 0.5), ratio = At(gateway, 0.5) / At(direct, 0.5) },
};
var markdown = string.Create(CultureInfo.InvariantCulture, $"""
    # Measured {report.date}

    {report.machine}. {Rounds} interleaved rounds after a warm-up; {report.offices} feeds open through the gateway.

    | measure | p50 | p95 | floor in the same run, p50 / p95 | ratio, p50 / p95 |
    |---|---|---|---|---|
    | publish until visible in all {report.offices} feeds | {report.publish_ms.p50:0.0} ms | {report.publish_ms.p95:0.0} ms | {report.floor_ms.p50:0.0} / {report.floor_ms.p95:0.0} ms | {report.publish_ratio.p50:0.0} / {report.publish_ratio.p95:0.0} |

    | measure | through the gateway | directly | ratio |
    |---|---|---|---|
    | GetOffice, 32 in flight | {report.rate.gateway:0} calls/s | {report.rate.direct:0} calls/s | {report.rate.ratio:0.00} |

    | resolving a scope | offices | p50 | p95 | floor in the same run, p50 / p95 |
    |---|---|---|---|---|
    {Lines(real, publishing.Offices)}
    {Lines(many, ManyOffices.Count)}

    The floor of a publication is three durable commits, two posts over loopback and one COPY of {report.offices} rows. That of a scope reads the same offices
    and their municipalities by id. Every answer was compared with the register's data
    before it was timed; the {ManyOffices.Count} offices are constructed.

    """);
var folder = Directory.CreateDirectory(args.Length > 0 ? args[0] : "bench/results").FullName;
await File.WriteAllTextAsync(Path.Combine(folder, "latest.md"), markdown);
await File.WriteAllTextAsync(Path.Combine(folder, "latest.json"), JsonSerializer.Serialize(report, new JsonSerializerOptions { WriteIndented = true }) + "\n");
await Console.Out.WriteAsync(markdown);

async Task MeasureScopes()
{
    for (var i = 0; i < ScopesPerRound; i++)
    {
        foreach (var (scope, timing) in real)
        {
            timing.Add(await scopes.MeasureReal(scope));
        }

        foreach (var (scope, timing) in many)
        {
            timing.Add(await scopes.MeasureMany(scope));
        }
    }
}

static string Lines(Dictionary<string, Timing> timings, int offices) => string.Join('\n', timings.Select(timing => string.Create(
    CultureInfo.InvariantCulture,
    $"| `{timing.Key}` | {offices} | {timing.Value.At(0.5):0.0} ms | {timing.Value.At(0.95):0.0} ms " +
    $"| {timing.Value.FloorAt(0.5):0.0} / {timing.Value.FloorAt(0.95):0.0} ms |")));

static object Summary(Dictionary<string, Timing> timings) => timings.ToDictionary(
    timing => timing.Key,
    timing => new { p50 = timing.Value.At(0.5), p95 = timing.Value.At(0.95), floor_p50 = timing.Value.FloorAt(0.5), floor_p95 = timing.Value.FloorAt(0.95) });

static double At(List<double> values, double quantile) => Timing.Quantile(values, quantile);
