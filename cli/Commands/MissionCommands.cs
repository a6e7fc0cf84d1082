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

    private static readonly Argument<string[]> Versions = new("oppdrag") { Description = "Nøkkel og versjon: KEY@VERSION", Arity = ArgumentArity.OneOrMore };
    private static readonly Argument<string> One = new("oppdrag") { Description = "Nøkkel og versjon: KEY@VERSION" };
    private static readonly Option<string?> Hash = new("--hash") { Description = "Innholdets kontrollsum, som du leste den; uten: hentes for versjonen" };
    private static readonly Option<string?> OneKey = new("--key") { Description = "Bare dette oppdraget" };
    private static readonly Option<int> Since = new("--since") { Description = "Siden denne versjonen; uten: siden du sist leste" };
    private static readonly Argument<string> Words = new("tekst") { Description = "Hva du spør om eller melder" };

    public static Command Build() => new("mission", "Oppdrag: feeden til et Nav-kontor")
    {
        Run.Command("seen", "Si at du har sett versjoner av oppdrag", [Office, Versions], Seen),
        Run.Command("ack", "Kvittere for nettopp denne versjonen av et oppdrag", [Office, One, Hash], Acknowledge),
        Run.Command("changes", "Vise hva som er endret siden du sist leste", [Office, OneKey, Since], Changes),
        Run.Command("ask", "Be begge eierne om avklaring", [Office, Key, Words], Ask),
        Run.Command("obstacle", "Melde en hindring til begge eierne", [Office, Key, Words], Report),
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

    private static async Task<int> Seen(Run run)
    {
        var request = new MarkMissionsSeenRequest
        {
            RequestId = run.Session.RequestId(),
            OfficeNumber = run.Get(Office),
            Missions = { run.Get(Versions).Select(VersionOf) },
        };
        var response = await run.Session.Write(options => run.Session.Notifications.MarkMissionsSeenAsync(request, options));
        return run.Show(response, text => text.Line("Sett."));
    }

    private static async Task<int> Acknowledge(Run run)
    {
        var one = VersionOf(run.Get(One));
        var office = run.Get(Office);
        var hash = run.Get(Hash) ?? (await run.Session.Read(options => run.Session.Notifications.GetMissionAsync(
            new GetMissionRequest { OfficeNumber = office, MissionKey = one.MissionKey, Version = one.Version }, options))).Mission?.ContentHash ?? "";
        var request = new AcknowledgeMissionRequest
        {
            RequestId = run.Session.RequestId(),
            OfficeNumber = office,
            MissionKey = one.MissionKey,
            Version = one.Version,
            ContentHash = hash,
        };
        var response = await run.Session.Write(options => run.Session.Notifications.AcknowledgeMissionAsync(request, options));
        return run.Show(response, text => text.Line($"Kvittert for versjon {one.Version}."));
    }

    private static async Task<int> Changes(Run run)
    {
        var notifications = run.Session.Notifications;
        var request = new GetMissionChangesRequest { OfficeNumber = run.Get(Office), MissionKey = run.Get(OneKey) ?? "", SinceVersion = run.Get(Since) };
        var response = await run.Session.All(request, (page, options) => notifications.GetMissionChangesAsync(page, options));
        return run.Show(response, text => MissionText.Changes(text, response));
    }

    private static async Task<int> Ask(Run run)
    {
        var request = new AskForClarificationRequest
        {
            RequestId = run.Session.RequestId(),
            OfficeNumber = run.Get(Office),
            MissionKey = run.Get(Key),
            Text = run.Get(Words),
        };
        var response = await run.Session.Write(options => run.Session.Notifications.AskForClarificationAsync(request, options));
        return run.Show(response, text => MissionText.Write(text, response.Mission ?? new Mission()));
    }

    private static async Task<int> Report(Run run)
    {
        var request = new ReportObstacleRequest
        {
            RequestId = run.Session.RequestId(),
            OfficeNumber = run.Get(Office),
            MissionKey = run.Get(Key),
            Text = run.Get(Words),
        };
        var response = await run.Session.Write(options => run.Session.Notifications.ReportObstacleAsync(request, options));
        return run.Show(response, text => MissionText.Write(text, response.Mission ?? new Mission()));
    }

    private static MissionVersion VersionOf(string written) =>
        written.Split('@') is [var key, var version] && int.TryParse(version, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? new() { MissionKey = key, Version = number }
            : throw new UsageException($"«{written}» er ikke KEY@VERSION.");

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
