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
        for (var i = 0; i < WarmUps; i++)
        {
            await publishing.Measure();
            await floor.Measure(publishing.Offices);
        }

        // By turns, so that what else the machine does meets figure and floor alike.
        var timing = new Timing();
        for (var i = 0; i < Publications; i++)
        {
            timing.Add((await publishing.Measure(), await floor.Measure(publishing.Offices)));
        }

        return new(
            new { offices = publishing.Offices, visible_ms = timing.Summary },
            string.Create(CultureInfo.InvariantCulture, $"""
            {Publications} publications by turns with the floor, after a warm-up; {publishing.Offices} feeds open through the gateway.

            | measure | p50 | p95 | floor in the same run, p50 / p95 | ratio, p50 / p95 |
            |---|---|---|---|---|
            | publish until visible in all {publishing.Offices} feeds | {timing.At(0.5):0.0} ms | {timing.At(0.95):0.0} ms | {timing.FloorAt(0.5):0.0} / {timing.FloorAt(0.95):0.0} ms | {timing.At(0.5) / timing.FloorAt(0.5):0.0} / {timing.At(0.95) / timing.FloorAt(0.95):0.0} |

            The floor is three durable commits, two posts over loopback and one COPY of {publishing.Offices} rows.
            """));
    }
}
