using System.Globalization;

namespace Samstyring.Bench;

/// <summary>Part <c>publish</c>: a national directive until every open feed shows it, and its floor.</summary>
internal static class PublishPart
{
    private const int WarmUps = 5;
    private const int Publications = 50;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        await using var floor = await Floor.Create();
        await using var publishing = await Publishing.Open(platform);
        // By turns, so that what else the machine does meets figures and floor alike.
        var (clear, flagged) = (new Timing(), new Timing());
        for (var i = -WarmUps; i < Publications; i++)
        {
            var times = (Clear: await publishing.Measure(), Flagged: await publishing.Measure(Letters.National(0)));
            var least = await floor.Measure(publishing.Offices);
            if (i >= 0)
            {
                clear.Add((times.Clear, least));
                flagged.Add((times.Flagged, least));
            }
        }

        return new(
            new { offices = publishing.Offices, visible_ms = clear.Summary, flagged_ms = flagged.Summary },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Publications} publications of each by turns with the floor, after a warm-up; {publishing.Offices} feeds open through the gateway.

            | publish until visible in all {publishing.Offices} feeds | p50 | p95 | floor in the same run, p50 / p95 | ratio, p50 / p95 |
            |---|---|---|---|---|
            {Row("a directive in which there is nothing to find", clear)}
            {Row("one that nobody has assessed, flagged at every office", flagged)}

            The floor is three durable commits, two posts over loopback and one COPY of {publishing.Offices} rows.
            """));
    }

    private static string Row(string what, Timing timing) => string.Create(
        CultureInfo.InvariantCulture,
        $"| {what} | {timing.At(0.5):0.0} ms | {timing.At(0.95):0.0} ms | {timing.FloorAt(0.5):0.0} / {timing.FloorAt(0.95):0.0} ms | {timing.At(0.5) / timing.FloorAt(0.5):0.0} / {timing.At(0.95) / timing.FloorAt(0.95):0.0} |");
}
