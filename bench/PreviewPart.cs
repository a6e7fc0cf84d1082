using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Npgsql;
using Samstyring.Notifications.V1;

namespace Samstyring.Bench;

/// <summary>
/// Part <c>preview</c>: a national draft against two hundred active directives at every office, asked about and published through the gateway.
/// </summary>
internal static class PreviewPart
{
    private const int WarmUps = 5;
    private const int Previews = 60;
    private const int Publications = 30;

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        var offices = await ActiveDirectives.Fill(platform);
        var headers = await platform.As("directorate");
        var notifications = new NotificationsService.NotificationsServiceClient(platform.Gateway);
        await using var floor = await Floor.Create();
        await using var publishing = await Publishing.Open(platform);
        await using var connection = new NpgsqlConnection(Platform.Postgres + ";Database=notifications;Pooling=false");
        await connection.OpenAsync();
        var (preview, release) = (new Timing(), new Timing());
        var groups = 0;
        for (var i = -WarmUps; i < Previews; i++)
        {
            var watch = Stopwatch.StartNew();
            var summary = await Preview(notifications, headers, i + WarmUps);
            var time = watch.Elapsed;
            if (summary.Offices != offices)
            {
                throw new InvalidOperationException($"The preview looked at {summary.Offices} offices, not {offices}.");
            }

            groups = Math.Max(groups, summary.GroupsBySeverity.Sum());
            var least = await Rows(connection);
            var released = i < Publications ? (await publishing.Measure(), await floor.Measure(offices)) : default;
            if (i >= 0)
            {
                preview.Add((time, least));
            }

            if (i is >= 0 and < Publications)
            {
                release.Add(released);
            }
        }

        return new(
            new { offices, active_per_office = ActiveDirectives.AtEachOffice, preview_ms = preview.Summary, release_ms = release.Summary },
            string.Create(CultureInfo.InvariantCulture, $"""
            {offices} offices with at least {ActiveDirectives.AtEachOffice} constructed directives active at each; {Previews} previews and {Publications} publications
            by turns, after a warm-up. Through the gateway.

            | measure | p50 | p95 | target for p95 | floor in the same run, p50 / p95 |
            |---|---|---|---|---|
            | preview of a national draft, up to {groups} groups of findings | {preview.At(0.5):0.0} ms | {preview.At(0.95):0.0} ms | 150 ms | {preview.FloorAt(0.5):0.0} / {preview.FloorAt(0.95):0.0} ms |
            | publish a national directive until visible in all {offices} feeds | {release.At(0.5):0.0} ms | {release.At(0.95):0.0} ms | 250 ms | {release.FloorAt(0.5):0.0} / {release.FloorAt(0.95):0.0} ms |

            The floor of a preview reads which directives reach which offices, and the directives, from the database; that of a publication is the same as in `publish`.
            """));
    }

    private static async Task<PreviewSummary> Preview(NotificationsService.NotificationsServiceClient notifications, Metadata headers, int n)
    {
        using var call = notifications.PreviewDirective(
            new PreviewDirectiveRequest { Content = Letters.Contrary(n) }, headers, DateTime.UtcNow.AddSeconds(30));
        PreviewSummary? summary = null;
        await foreach (var part in call.ResponseStream.ReadAllAsync())
        {
            summary = part.Summary ?? summary;
        }

        return summary ?? throw new InvalidOperationException("The preview had no summary.");
    }

    /// <summary>Reads which directives reach which offices, and the directives.</summary>
    public static async Task<TimeSpan> Rows(NpgsqlConnection connection)
    {
        var watch = Stopwatch.StartNew();
        await using var command = new NpgsqlCommand(
            "select office_id, directive_id from mapping where not settled; select directive from directive", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var bytes = 0L;
        while (await reader.ReadAsync())
        {
            bytes += reader.GetString(1).Length;
        }

        await reader.NextResultAsync();
        while (await reader.ReadAsync())
        {
            bytes += reader.GetFieldValue<byte[]>(0).Length;
        }

        GC.KeepAlive(bytes);
        return watch.Elapsed;
    }
}
