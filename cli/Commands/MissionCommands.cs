using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring mission</c>: the feed of an office.</summary>
internal static class MissionCommands
{
    private static readonly Argument<string> Office = new("office") { Description = "Kontorets nummer" };
    private static readonly Argument<string> Key = new("key") { Description = "Oppdragets nøkkel" };
    private static readonly Option<int> Version = new("--version-number") { Description = "Versjon; uten: den nyeste" };
    private static readonly Option<bool> Ended = new("--ended") { Description = "Også de som er avsluttet" };
    private static readonly Option<string?> ResumeToken = new("--resume-token") { Description = "Fortsett etter dette tokenet" };
    private static readonly Option<string?> Resume = new("--resume") { Description = "Fil som husker hvor langt du kom; leses først og skrives underveis" };
    private static readonly Option<bool> Once = new("--once") { Description = "Slutt når alt som finnes, er vist" };

    public static Command Build() => new("mission", "Oppdrag: feeden til et Nav-kontor")
    {
        Run.Command("list", "Liste oppdragene slik de er nå, i rangert rekkefølge", [Office, Ended], ListAll),
        Run.Command("show", "Vise et oppdrag", [Office, Key, Version], ShowOne),
        Run.Command("watch", "Følge feeden: først det som finnes, så det som kommer", [Office, ResumeToken, Resume, Once], Watch),
    };

    private static async Task<int> ListAll(Run run)
    {
        var notifications = run.Session.Notifications;
        var request = new ListMissionsRequest { OfficeNumber = run.Get(Office), IncludeEnded = run.Get(Ended) };
        var response = await run.Session.All(request, (page, options) => notifications.ListMissionsAsync(page, options));
        return run.Show(response, text => MissionText.List(text, response));
    }

    private static async Task<int> ShowOne(Run run)
    {
        var request = new GetMissionRequest { OfficeNumber = run.Get(Office), MissionKey = run.Get(Key), Version = run.Get(Version) };
        var response = await run.Session.Read(options => run.Session.Notifications.GetMissionAsync(request, options));
        return run.Show(response, text => MissionText.Write(text, response.Mission));
    }

    /// <summary>Reads the stream to its end, and again from the last token when the platform was away or the persona's token ran out.</summary>
    private static async Task<int> Watch(Run run)
    {
        var file = run.Get(Resume);
        var request = new WatchMissionsRequest
        {
            OfficeNumber = run.Get(Office),
            ResumeToken = run.Get(ResumeToken) ?? (file is not null && File.Exists(file) ? (await File.ReadAllTextAsync(file, run.Session.Cancel)).Trim() : ""),
        };
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var watch = run.Session.Notifications.WatchMissions(request, await run.Session.Stream());
                while (await watch.ResponseStream.MoveNext(run.Session.Cancel))
                {
                    attempt = 0;
                    var entry = watch.ResponseStream.Current;
                    Print(run, entry);
                    request.ResumeToken = entry.ResumeToken;
                    if (file is not null)
                        await File.WriteAllTextAsync(file, entry.ResumeToken, run.Session.Cancel);
                    if (entry.CaughtUp && run.Get(Once))
                        return Exit.Done;
                }
                return Exit.Done;
            }
            catch (RpcException refusal)
            {
                if (!await MayResume(run, refusal, attempt))
                    throw;
                await run.Error.WriteLineAsync(run.Out.Say("Forbindelsen ble brutt; fortsetter der den slapp.", "Sambandet vart brote; held fram der det slapp."));
            }
        }
    }

    private static async Task<bool> MayResume(Run run, RpcException refusal, int attempt) => refusal.StatusCode switch
    {
        // Whoever asks once wants an answer; a watcher waits until the platform is back.
        StatusCode.Unavailable => await run.Session.MayRepeat(refusal, run.Get(Once) ? attempt : Math.Min(attempt, 2)),
        StatusCode.Unauthenticated => attempt == 0 && run.Session.Renew(),
        _ => false,
    };

    private static void Print(Run run, WatchMissionsResponse entry)
    {
        if (run.Json)
            run.Out.Line(JsonFormatter.Default.Format(entry));
        else
            MissionText.Entry(run.Out, entry);
    }
}
