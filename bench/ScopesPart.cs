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
        for (var round = 0; round < Rounds; round++)
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

        return new(
            new { real_ms = Summary(real), many_ms = Summary(many) },
            $"""
            {Rounds} interleaved rounds. Every answer was compared with the register's data before it was timed; the {ManyOffices.Count} offices are
            constructed.

            | resolving a scope | offices | p50 | p95 | floor in the same run, p50 / p95 |
            |---|---|---|---|---|
            {Lines(real, "all")}
            {Lines(many, $"{ManyOffices.Count}")}

            The floor reads the same offices and their municipalities by id.
            """);
    }

    private static string Lines(Dictionary<string, Timing> timings, string offices) => string.Join('\n', timings.Select(timing => string.Create(
        CultureInfo.InvariantCulture,
        $"| `{timing.Key}` | {offices} | {timing.Value.At(0.5):0.0} ms | {timing.Value.At(0.95):0.0} ms " +
        $"| {timing.Value.FloorAt(0.5):0.0} / {timing.Value.FloorAt(0.95):0.0} ms |")));

    private static Dictionary<string, object> Summary(Dictionary<string, Timing> timings) => timings.ToDictionary(timing => timing.Key, timing => timing.Value.Summary);
}
