using System.Globalization;

namespace Samstyring.Bench;

/// <summary>Part <c>scopes</c>: resolving scopes over the real register and over a constructed one.</summary>
internal static class ScopesPart
{
    private const int Rounds = 100;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        await using var scopes = await Scopes.Open(platform, await platform.As("directorate"));
        await scopes.Check();
        var real = Scopes.OverReal.ToDictionary(scope => scope.Scope, _ => new Timing());
        var many = Scopes.OverMany.ToDictionary(scope => scope.Scope, _ => new Timing());
        var empty = real.Keys.Select(scope => (scope, "real")).Concat(many.Keys.Select(scope => (scope, "many"))).ToDictionary(key => key, _ => new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (scope, timing) in real)
            {
                var (time, floor, call) = await scopes.MeasureReal(scope);
                timing.Add((time, floor));
                empty[(scope, "real")].Add(call.TotalMilliseconds);
            }

            foreach (var (scope, timing) in many)
            {
                var (time, floor, call) = await scopes.MeasureMany(scope);
                timing.Add((time, floor));
                empty[(scope, "many")].Add(call.TotalMilliseconds);
            }
        }

        return new(
            new { real_ms = Summary(real), many_ms = Summary(many) },
            $"""
            {Rounds} interleaved rounds. Every answer was compared with the register's data before it was timed; the {ManyOffices.Count} offices are
            constructed.

            | resolving a scope | offices | p50 | p95 | an empty call beside it, p50 / p95 | floor in the same run, p50 / p95 |
            |---|---|---|---|---|---|
            {Lines(real, "all", scope => empty[(scope, "real")])}
            {Lines(many, $"{ManyOffices.Count}", scope => empty[(scope, "many")])}

            The floor reads the same offices and their municipalities by id. `ALL` of the {ManyOffices.Count} is a page of {Scopes.Page}.
            """);
    }

    private static string Lines(Dictionary<string, Timing> timings, string offices, Func<string, List<double>> empty) => string.Join('\n', timings.Select(timing => string.Create(
        CultureInfo.InvariantCulture,
        $"| `{timing.Key}` | {offices} | {timing.Value.At(0.5):0.0} ms | {timing.Value.At(0.95):0.0} ms " +
        $"| {Timing.Quantile(empty(timing.Key), 0.5):0.0} / {Timing.Quantile(empty(timing.Key), 0.95):0.0} ms " +
        $"| {timing.Value.FloorAt(0.5):0.0} / {timing.Value.FloorAt(0.95):0.0} ms |")));

    private static Dictionary<string, object> Summary(Dictionary<string, Timing> timings) => timings.ToDictionary(timing => timing.Key, timing => timing.Value.Summary);
}
