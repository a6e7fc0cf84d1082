using System.Buffers.Text;
using System.Diagnostics;
using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Faults;

/// <summary>A row of the fault matrix.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="What">The fault.</param>
/// <param name="Run">Injects it, heals it and says what else must hold; null: not made yet.</param>
/// <param name="Because">Why it is not run.</param>
internal sealed record Cell(string Name, string What, Func<Trial, Task>? Run, string Because = "");

/// <summary>A directive that is held because of another, in a case that the county has proposed a way out of.</summary>
internal sealed record Contest(Place Place, Directive Held, Kind HeldKind, Directive Other, Kind OtherKind, string CaseId, int Proposal, string Signer);

/// <summary>The fault matrix, in the order of what would hurt users most.</summary>
internal static class Cells
{
    private const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <summary>Wave 1.</summary>
    public static readonly IReadOnlyList<Cell> Wave1 =
    [
        Command("K1", "before BEGIN", "tx.begin start", effects: 0),
        Command("K2", "after the state", "tx.state stop", effects: 0),
        Command("K3", "after the audit entry", "tx.audit stop", effects: 0),
        Command("K4", "after the outbox row, before COMMIT", "tx.commit start", effects: 0, after: "tx.outbox"),
        Command("K5", "after COMMIT, before the reply", "tx.commit stop", effects: 1, after: "tx.outbox"),
        Command("K6", "after the reply", "reply stop", effects: 1, after: "tx.outbox"),
        Relay("R1", "after claiming, before sending", "relay.send start"),
        Relay("R2", "after sending, before marking", "relay.mark start"),
        Relay("R3", "after marking, before COMMIT", "relay.mark stop"),
        new("R4", "steering's relay dies at the 50th of a backlog", t => Backlog(t, "R4", t.Machine.Steering)),
        Consumer("C1", "before BEGIN", "tx.begin start"),
        Consumer("C2", "after the inbox row", "inbox.insert stop"),
        Consumer("C3", "after judging", "judge stop"),
        Consumer("C4", "before COMMIT", "tx.commit start", after: "judge"),
        Consumer("C5", "after COMMIT, before the answer", "tx.commit stop", after: "judge"),
        Consumer("C6", "after the answer", "event.answer stop"),
        new("P1", "the postmaster is killed", t => DatabaseLost(t, Signals.Kill)),
        new("P4", "all sessions are terminated", SessionsLost),
        new("G5", "50 writers on one etag, 100 identical calls", OneEtag),
        new("S1", "notifications dies while writing to streams", t => t.Kill(t.Machine.Notifications, $"stream.write start {t.Random.Next(20, 60)}")),
        new("V4", "SIGTERM with 1 000 open streams", Terminated),
        new("E1", "every event ten times", t => Misbehaving(t, new(Times: 10))),
        new("E2", "events shuffled in windows of 100", t => Misbehaving(t, new(Window: 100))),
        new("E6", "events swallowed for good", t => Misbehaving(t, new(), Swallowed)),
        new("E7", "undecodable events", Undecodable),
        new("E8", "a handler that always throws for one directive", Poison),
        new("G1", "contradictory directives at once, two replicas", Contradictions),
        new("G3", "signature, withdrawal and expiry at once", ThreeWaysOut),
        new("S4", "tokens of another office, epoch and time, cut off and flipped", Tokens),
        new("H1", "down from before a hold's deadline until after it", Expired),
        new("G2", "a national directive against office directives", National),
        new("G6", "commits delayed by 0-50 ms", SlowCommits),
        new("B3", "the broker loses its data", t => Misbehaving(t, new(), Wiped)),
    ];

    /// <summary>What is made of wave 2.</summary>
    public static readonly IReadOnlyList<Cell> Wave2 =
    [
        Signature("K13", "before BEGIN", "tx.begin start", effects: 0),
        Signature("K14", "after the state", "tx.state stop", effects: 0),
        Signature("K15", "after the audit entry", "tx.audit stop", effects: 0),
        Signature("K16", "before COMMIT", "tx.commit start", effects: 0),
        Signature("K17", "after COMMIT, before the reply", "tx.commit stop", effects: 1),
        Signature("K18", "after the reply", "reply stop", effects: 1),
        Relay("R5", "after claiming, before sending", "relay.send start", "offices"),
        Relay("R6", "after sending, before marking", "relay.mark start", "offices"),
        Relay("R7", "after marking, before COMMIT", "relay.mark stop", "offices"),
        new("R8", "offices' relay dies at the 50th of a backlog", t => Backlog(t, "R8", t.Machine.Offices)),
        new("H2", "notifications dies while holds end", DiesExpiring),
        new("P2", "one session's process is killed", BackendLost),
        new("P3", "the database is stopped at once", t => DatabaseLost(t, Signals.Quit)),
        new("P7", "all connections are taken", ConnectionsTaken),
        new("P8", "an office's row is locked for 30 seconds", OfficeLocked),
        new("B1", "the broker is cut off before it answers", t => Misbehaving(t, new(), Away)),
        new("B5", "the broker refuses every event for half a minute", t => Misbehaving(t, new(), Refused)),
        new("T1", "the clock of notifications is a quarter of an hour fast", File.Exists(FakeTime) ? ClockFast : null, "libfaketime is not installed"),
    ];

    /// <summary>All that are made.</summary>
    public static readonly IReadOnlyList<Cell> All = [.. Wave1, .. Wave2];

    /// <summary>So many deaths of steering, notifications and the database, one after the other as the seed has them.</summary>
    public static Cell Soak(int deaths) => new("soak", $"{deaths} deaths in turn", async trial =>
    {
        var deadly = Wave1.Where(c => c.Name[0] is 'K' or 'C' || c.Name is "R1" or "R2" or "R3" or "S1" or "P1" or "P4").ToArray();
        // What waits behind a database that starts again may be late enough to be sent again.
        trial.Heals = null;
        // Every processor is busy: what is at once elsewhere is soon here.
        trial.Promptly = TimeSpan.FromSeconds(5);
        for (var death = 0; death < deaths; death++)
        {
            await trial.Random.GetItems(deadly, 1)[0].Run!(trial);
            await trial.Load.Answered();
        }
    });

    private static Cell Command(string name, string what, string at, int effects, string after = "") => new(name, $"steering dies in a command {what}", async trial =>
    {
        // Steering also takes events; what it dies in has to be a command.
        string? id = null;
        for (var tries = 0; id is null && tries < 5; tries++)
        {
            await trial.Kill(trial.Machine.Steering, At(at, trial.Random.Next(1, 10), after), async trace =>
            {
                await Wait.Until(() => (id = trial.Load.RequestOf(trace)) is not null, TimeSpan.FromSeconds(2));
                if (id is not null)
                {
                    // As it stands before anybody asks again.
                    var left = await trial.Machine.Scalar<int>("steering", "select count(distinct object)::int from audit where trace_id = @trace", new { trace });
                    var events = await trial.Machine.Scalar<int>("steering", "select count(*)::int from outbox where split_part(traceparent, '-', 2) = @trace", new { trace });
                    var answered = await trial.Machine.Scalar<int>("steering", "select count(*)::int from request where request_id = @id", new { id });
                    trial.Also(name, $"effects={left} events={events} answers={answered}", left == effects && answered == effects && (after.Length > 0 ? events == effects : events <= effects));
                }
            });
        }

        trial.Also(name, "died in a command", id is not null);
    });

    // Nobody writes meanwhile, so that what notifications dies in is the signature.
    private static Cell Signature(string name, string what, string at, int effects) => new(name, $"notifications dies in a signature {what}", async trial =>
    {
        await trial.Load.StopWriting();
        await trial.Machine.Delivered();
        var contest = await Contest(trial, trial.Places[trial.Random.Next(trial.Places.Count)]);
        await trial.Machine.Delivered();
        var (id, trace) = (Guid.NewGuid().ToString(), ActivityTraceId.CreateRandom().ToString());
        var unanswered = false;
        await trial.Machine.Notifications.Arm($"kill {At(at, 1)}");
        try
        {
            await Signed(trial, contest, id, trace);
        }
        catch (RpcException gone) when (gone.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded)
        {
            unanswered = true;
        }

        var died = await trial.Machine.Notifications.Died();
        trial.Injected();
        var left = await trial.Machine.Scalar<int>("notifications", "select count(distinct object)::int from audit where trace_id = @trace and act = 'case.answer'", new { trace });
        var answered = await trial.Machine.Scalar<int>("notifications", "select count(*)::int from request where request_id = @id", new { id });
        trial.Machine.Notifications.Start();
        await trial.Machine.Notifications.Ready();
        trial.IsHealed();
        var (first, again) = (await Signed(trial, contest, id, trace), await Signed(trial, contest, id, trace));
        var signatures = first.Case.Proposals.Single(p => p.Number == contest.Proposal).Signatures.Count(s => s.Org.Kind != Types.V1.OrgKind.County);
        trial.Also(name, $"effects={left} answers={answered} signatures={signatures} answered_alike={first.Equals(again)}",
            died == trace && left == effects && answered == effects && signatures == 1 && first.Equals(again) && (unanswered || name == "K18"));
        await trial.Load.Withdraw(contest.HeldKind, contest.Place, contest.Held);
        await trial.Load.Withdraw(contest.OtherKind, contest.Place, contest.Other);
    });

    private static Cell Relay(string name, string what, string at, string service = "steering") => new(name, $"the relay of {service} dies {what}", trial =>
        trial.Kill(trial.Machine.Services[service], At(at, trial.Random.Next(1, 5)), _ => Claimable(trial, name, service)));

    private static Cell Consumer(string name, string what, string at, string after = "") => new(name, $"notifications dies on an event {what}", trial =>
        trial.Kill(trial.Machine.Notifications, At(at, trial.Random.Next(1, 20), after)));

    private static string At(string span, int number, string after = "") => $"{span} {number}{(after.Length > 0 ? $" after {after}" : "")}";

    // What a dead relay had claimed is free at once.
    private static async Task Claimable(Trial trial, string name, string service)
    {
        var waited = await Wait.For(
            async () => await trial.Machine.Scalar<bool>(service,
                """
                select (select count(*) from outbox_delivery where delivered_at is null)
                     = (select count(*) from (select 1 from outbox_delivery where delivered_at is null for update skip locked) x)
                """),
            TimeSpan.FromSeconds(10), "claims to be free");
        trial.Also(name, $"claims free after {waited.TotalMilliseconds:0} ms", waited < trial.Promptly);
    }

    private static async Task Backlog(Trial trial, string name, Service service)
    {
        trial.Load.HoldsBack = false;
        await service.Arm("stall relay.claim start 0");
        await Wait.For(
            async () => await trial.Machine.Scalar<int>(service.Name, "select count(*)::int from outbox_delivery where delivered_at is null") >= 100,
            TimeSpan.FromSeconds(60), "a backlog of 100");
        await trial.Kill(service, "relay.send stop 50", _ => Claimable(trial, name, service.Name));
    }

    private static async Task DatabaseLost(Trial trial, int signal)
    {
        using var end = new CancellationTokenSource();
        var living = Task.Run(() => Liveness(trial.Machine, end.Token));
        await trial.Machine.Postgres.Kill(signal);
        trial.Injected();
        var noticed = TimeSpan.Zero;
        foreach (var service in trial.Machine.Services.Values)
        {
            noticed += await Wait.For(async () => !await service.Answers("ready"), TimeSpan.FromSeconds(10), $"{service.Name} to be not ready");
        }

        await trial.Machine.Postgres.Start();
        trial.IsHealed();
        var since = Stopwatch.GetTimestamp();
        foreach (var service in trial.Machine.Services.Values)
        {
            await service.Ready();
        }

        var back = Stopwatch.GetElapsedTime(since);
        await end.CancelAsync();
        var deaths = await living;
        trial.Also("I9", $"not_ready={noticed.TotalSeconds:0.0}s ready={back.TotalSeconds:0.0}s liveness_failures={deaths}",
            noticed < TimeSpan.FromSeconds(2) && back < TimeSpan.FromSeconds(5) && deaths == 0);
    }

    private static async Task<int> Liveness(Machine machine, CancellationToken end)
    {
        var failures = 0;
        while (!end.IsCancellationRequested)
        {
            foreach (var service in machine.Services.Values)
            {
                failures += await service.Answers("live") ? 0 : 1;
            }

            await Task.Delay(100, CancellationToken.None);
        }

        return failures;
    }

    // PostgreSQL ends all sessions when one dies like that, and recovers by itself.
    private static async Task BackendLost(Trial trial)
    {
        for (var i = 0; i < 3; i++)
        {
            Signals.Send(await trial.Machine.Scalar<int>("postgres", "select pid from pg_stat_activity where usename like '%\\_app' order by random() limit 1"), Signals.Kill);
            trial.Injected();
            await Task.WhenAll(trial.Machine.Services.Values.Select(service => service.Ready()));
            await trial.Load.More(5);
        }

        trial.IsHealed();
        Refusals(trial, "P2");
    }

    // For ten seconds nobody gets a connection beside those that are open.
    private static async Task ConnectionsTaken(Trial trial)
    {
        var taken = await trial.Machine.Postgres.TakeConnections();
        trial.Injected(taken.Count);
        var before = trial.Load.Accepted.Count;
        try
        {
            await Task.Delay(TimeSpan.FromSeconds(10));
        }
        finally
        {
            await Task.WhenAll(taken.Select(connection => connection.DisposeAsync().AsTask()));
        }

        trial.IsHealed();
        trial.Also("P7", $"taken={taken.Count} written={trial.Load.Accepted.Count - before}", taken.Count > 0);
        await trial.Load.More(5);
        Refusals(trial, "P7");
    }

    private static async Task OfficeLocked(Trial trial)
    {
        var usual = await Visible(trial);
        await using var locked = await trial.Machine.Postgres.Lock("notifications", "select from office where office_id = @id for update", trial.Places[0].OfficeId);
        trial.Injected();
        var (since, slowest) = (Stopwatch.GetTimestamp(), TimeSpan.Zero);
        while (Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(30))
        {
            var now = await Visible(trial);
            slowest = now > slowest ? now : slowest;
        }

        await locked.DisposeAsync();
        trial.IsHealed();
        trial.Also("P8", $"others={slowest.TotalSeconds:0.0}s before={usual.TotalSeconds:0.0}s", slowest - usual < TimeSpan.FromSeconds(1));
    }

    private static void Refusals(Trial trial, string name) => trial.Also(name, $"refused={string.Join(',', trial.Load.Refused.Select(r => $"{r.Key}:{r.Value}"))}",
        trial.Load.Refused.Keys.All(code => code is StatusCode.Unavailable or StatusCode.Aborted));

    private static async Task SessionsLost(Trial trial)
    {
        for (var i = 0; i < 5; i++)
        {
            var ended = await trial.Machine.Scalar<int>("postgres", "select count(pg_terminate_backend(pid))::int from pg_stat_activity where usename like '%\\_app'");
            trial.Injected(ended);
            await trial.Load.More(5);
        }

        trial.IsHealed();
        Refusals(trial, "P4");
    }

    private static async Task OneEtag(Trial trial)
    {
        var place = trial.Places[0];
        var client = new SteeringService.SteeringServiceClient(trial.Machine.Steering.Channel);
        var headers = await trial.Machine.As(place.Persona(Kind.Statutory));
        var directive = await trial.Load.Publish(Kind.Statutory, place);
        var first = new WithdrawDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = directive.DirectiveId, Etag = directive.Etag, Reason = "Samtidig" };
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
        {
            var request = first.Clone();
            request.RequestId = Guid.NewGuid().ToString();
            try
            {
                var response = await client.WithdrawDirectiveAsync(request, headers, DateTime.UtcNow.AddSeconds(20));
                trial.Load.Accepted.Enqueue(new("withdraw", Kind.Statutory, place, request.RequestId, "", 1, response.Directive,
                    async () => Google.Protobuf.MessageExtensions.ToByteArray(await client.WithdrawDirectiveAsync(request, headers, DateTime.UtcNow.AddSeconds(10))),
                    Google.Protobuf.MessageExtensions.ToByteArray(response)));
                return StatusCode.OK;
            }
            catch (RpcException refused)
            {
                return refused.StatusCode;
            }
        }));
        var identical = new CreateDirectiveRequest { RequestId = Guid.NewGuid().ToString(), Content = Letters.Of(Kind.Statutory, place, 0) };
        var responses = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ => await client.CreateDirectiveAsync(identical, headers, DateTime.UtcNow.AddSeconds(20))));
        trial.Load.Accepted.Enqueue(new("create", Kind.Statutory, place, identical.RequestId, "", 1, responses[0].Directive,
            async () => Google.Protobuf.MessageExtensions.ToByteArray(await client.CreateDirectiveAsync(identical, headers, DateTime.UtcNow.AddSeconds(10))),
            Google.Protobuf.MessageExtensions.ToByteArray(responses[0])));
        trial.Injected(150);
        trial.IsHealed();
        trial.Also("G5", $"ok={answers.Count(a => a == StatusCode.OK)} aborted={answers.Count(a => a == StatusCode.Aborted)} equal={responses.Count(r => r.Equals(responses[0]))}",
            answers.Count(a => a == StatusCode.OK) == 1 && answers.Count(a => a == StatusCode.Aborted) == 49 && responses.All(r => r.Equals(responses[0])));
    }

    private static async Task Terminated(Trial trial)
    {
        const int streams = 1_000;
        using var end = new CancellationTokenSource();
        var readers = new List<Reader>();
        for (var i = 0; i < streams; i++)
        {
            var place = trial.Places[i % trial.Places.Count];
            readers.Add(new Reader(trial.Machine, place, await trial.Machine.As(place.Leader)));
        }

        var following = readers.Select(r => r.Follow(end.Token)).ToList();
        await Wait.For(() => readers.All(r => r.CaughtUp), TimeSpan.FromSeconds(60), $"{streams} streams");
        var (service, began) = (trial.Machine.Notifications, Stopwatch.GetTimestamp());
        service.Signal(Signals.Term);
        trial.Injected();
        await service.Ended(TimeSpan.FromSeconds(30));
        var ended = Stopwatch.GetElapsedTime(began);
        var code = await service.ExitCode();
        service.Start();
        await service.Ready();
        var ready = Stopwatch.GetElapsedTime(began);
        trial.IsHealed();
        await Wait.For(() => readers.All(r => r.Resumes > 0), TimeSpan.FromSeconds(60), "all streams to go on");
        await end.CancelAsync();
        await Task.WhenAll(following);
        var away = readers.Select(r => r.Away[0] - ready).Order().ToList();
        var p95 = away[(int)(away.Count * 0.95)];
        trial.Also("P10", $"streams={streams} exit={code} after={ended.TotalSeconds:0.0}s resumed_p95={Math.Max(0, p95.TotalSeconds):0.0}s after it was ready, gaps={readers.Sum(r => r.Gaps.Count)} repeats={readers.Sum(r => r.Repeats.Count)}",
            code == 0 && ended < TimeSpan.FromSeconds(10) && p95 < TimeSpan.FromSeconds(2) && readers.All(r => r.Gaps.Count + r.Repeats.Count == 0));
    }

    // All services speak through a stub of the sidecar, and go back to speaking directly afterwards.
    private static async Task Misbehaving(Trial trial, Misbehaviour misbehaviour, Func<Trial, Sidecar, Task>? fault = null)
    {
        var sidecar = await Sidecar.Start(trial.Machine, misbehaviour, trial.Seed);
        trial.Afterwards = async () =>
        {
            await trial.Machine.Delivered();
            await trial.Machine.Restart();
            await sidecar.DisposeAsync();
        };
        await trial.Machine.Restart(("DAPR_HTTP_PORT", sidecar.Port));
        // What was sent directly and not marked before the restart comes once more.
        var known = new HashSet<(string, string)>();
        foreach (var service in trial.Machine.Services.Keys)
        {
            known.UnionWith((await trial.Machine.Query<string>(service, "select source || ' ' || event_id from inbox")).Select(e => (service, e)));
        }

        await sidecar.Subscribe();
        if (fault is not null)
        {
            await fault(trial, sidecar);
            return;
        }

        trial.Heals = null;
        await trial.Load.More(60);
        await trial.Load.StopWriting();
        trial.Injected(sidecar.Published);
        trial.IsHealed();
        // Everything has been taken as often as it was to be, and all but once without an effect.
        await trial.Machine.Delivered();
        await Wait.For(() => sidecar.IsIdle, TimeSpan.FromSeconds(60), "the sidecar to deliver");
        var (repeated, counted) = (0, 0L);
        var isEqual = await Wait.Until(
            () =>
            {
                (repeated, counted) = (sidecar.Taken.Sum(e => e.Value - (known.Contains(e.Key) ? 0 : 1)), trial.Machine.Services.Values.Sum(s => s.Duplicates));
                return repeated == counted;
            },
            TimeSpan.FromSeconds(10));
        trial.Also("events", $"published={sidecar.Published} taken={sidecar.Taken.Count} repeated={repeated} duplicates={counted}",
            isEqual && !sidecar.Taken.IsEmpty && sidecar.Taken.Values.All(n => n >= misbehaviour.Times),
            string.Join(' ', sidecar.Answers.Select(a => $"{a.Key}={a.Value}")));
    }

    private static async Task Swallowed(Trial trial, Sidecar sidecar)
    {
        sidecar.Swallows = true;
        await Wait.For(() => sidecar.Lost >= 20, TimeSpan.FromSeconds(30), "events to be lost");
        sidecar.Swallows = false;
        await Healing(trial, sidecar);
    }

    private static Task Away(Trial trial, Sidecar sidecar) => Outage(trial, sidecar, "B1", BrokerAnswer.CutOff, TimeSpan.FromSeconds(10));

    private static Task Refused(Trial trial, Sidecar sidecar) => Outage(trial, sidecar, "B5", BrokerAnswer.Refused, TimeSpan.FromSeconds(30));

    // Whoever writes does not notice, and what has waited comes when the broker is back.
    private static async Task Outage(Trial trial, Sidecar sidecar, string name, BrokerAnswer answer, TimeSpan time)
    {
        // Whoever was not answered while the services started with the broker has been.
        await trial.Load.Answered();
        var (accepted, refused) = (trial.Load.Accepted.Count, trial.Load.Refused.Values.Sum());
        sidecar.Answering = answer;
        await Task.Delay(time);
        var (written, waiting) = (trial.Load.Accepted.Count - accepted, await trial.Machine.Scalar<int>("steering", "select count(*)::int from outbox_delivery where delivered_at is null"));
        sidecar.Answering = BrokerAnswer.Taken;
        trial.Injected(sidecar.TurnedAway);
        trial.IsHealed();
        trial.Heals = null;
        await trial.Load.StopWriting();
        await trial.Machine.Delivered();
        trial.Also(name, $"turned_away={sidecar.TurnedAway} written={written} waiting={waiting} refused={trial.Load.Refused.Values.Sum() - refused}",
            sidecar.TurnedAway > 0 && written > 0 && waiting > 0 && trial.Load.Refused.Values.Sum() == refused);
    }

    private static async Task Wiped(Trial trial, Sidecar sidecar)
    {
        sidecar.Holds = true;
        await Wait.For(() => sidecar.Published > 20, TimeSpan.FromSeconds(30), "the broker to hold events");
        await trial.Load.More(20);
        await Wait.For(() => { sidecar.Wipe(); return sidecar.Lost > 0; }, TimeSpan.FromSeconds(10), "events to be lost");
        await Healing(trial, sidecar);
    }

    private static async Task Healing(Trial trial, Sidecar sidecar)
    {
        trial.IsHealed();
        trial.Heals = true;
        trial.Injected(sidecar.Lost);
        await trial.Load.More(20);
        trial.Also("events", $"published={sidecar.Published} lost={sidecar.Lost}", sidecar.Lost > 0);
    }

    private static async Task Undecodable(Trial trial)
    {
        string[] bodies = ["", "{", "null", "[]", """{"id":"x"}""", $$$"""{"specversion":"1.0","id":"{{{Guid.NewGuid()}}}","source":"/samstyring/offices","data":7}"""];
        var usual = await Visible(trial);
        var watch = Stopwatch.StartNew();
        var before = await DeadLetters(trial);
        var answers = new List<string>();
        foreach (var body in bodies)
        {
            answers.Add(await Events.Post(trial.Machine.Notifications, "offices.mapping", body));
        }

        trial.Injected(bodies.Length);
        trial.Poisoned = bodies.Length;
        var kept = await DeadLetters(trial) - before;
        var isolated = watch.Elapsed;
        trial.IsHealed();
        await Undelayed(trial, usual, $"dropped={answers.Count(a => a == "DROP")} kept={kept} after={isolated.TotalSeconds:0.0}s",
            answers.All(a => a == "DROP") && kept == bodies.Length && isolated < TimeSpan.FromSeconds(10));
    }

    // An event that can be read and never handled, sent by the real relay of offices.
    private static async Task Poison(Trial trial)
    {
        var usual = await Visible(trial);
        var (before, id) = (await DeadLetters(trial), Guid.NewGuid());
        await trial.Machine.Query<int>(
            "offices",
            """
            with event as (
              insert into outbox (topic, subject, version, data, created_at)
              values ('offices.mapping', @id, 1, @data, now()) returning id),
            head as (
              insert into outbox_head (topic, subject, version, outbox_id, bucket, sum)
              select 'offices.mapping', @id, 1, id, subject_bucket(@id), subject_sum(@id, 1) from event)
            insert into outbox_delivery (outbox_id, subscriber, due_at) select id, 'notifications', now() from event returning 1
            """,
            new { id = id.ToString(), data = $$$"""{"version":"1","directive":{"directiveId":"{{{id}}}","revision":1}}""" });
        trial.Injected();
        trial.Poisoned = 1;
        var isolated = await Wait.For(async () => await DeadLetters(trial) > before, TimeSpan.FromSeconds(30), "the poison to be a dead letter");
        trial.IsHealed();
        await Undelayed(trial, usual, $"isolated={isolated.TotalSeconds:0.0}s", isolated < TimeSpan.FromSeconds(10));
    }

    private static Task<int> DeadLetters(Trial trial) =>
        trial.Machine.Scalar<int>("notifications", "select count(*)::int from dead_letter where state = 'OPEN' and reason <> ''");

    // A publication at another office comes through nearly as fast as before.
    private static async Task Undelayed(Trial trial, TimeSpan usual, string counted, bool holds)
    {
        var now = await Visible(trial);
        trial.Also("I7", $"{counted} others={now.TotalSeconds:0.0}s before={usual.TotalSeconds:0.0}s", holds && now - usual < TimeSpan.FromSeconds(1));
    }

    private static async Task<TimeSpan> Visible(Trial trial)
    {
        var watch = Stopwatch.StartNew();
        var directive = await trial.Load.Publish(Kind.Statutory, trial.Places[^1]);
        await Wait.For(
            async () => await trial.Machine.Scalar<bool>(
                "notifications", "select exists (select from mission_source where directive_id = @id)", new { id = directive.DirectiveId }),
            TimeSpan.FromSeconds(20), "a publication");
        return watch.Elapsed;
    }

    // Two processes of offices, each of which sends to one of two processes of notifications.
    private static async Task Contradictions(Trial trial)
    {
        const int rounds = 5;
        var both = new List<string>();
        using var gate = await trial.Machine.Notifications.Replica();
        using var sender = await trial.Machine.Offices.Replica(Enumerable.Range(0, 3).Select(i => ($"Events__Subscribers__{i}__Url", $"http://127.0.0.1:{gate.HttpPort}")).ToArray());
        for (var round = 0; round < rounds; round++)
        {
            var pairs = await Task.WhenAll(trial.Places.Select(async place =>
            {
                var (order, ban) = (trial.Load.Publish(Kind.Order, place), trial.Load.Publish(Kind.Ban, place));
                return (place, Order: await order, Ban: await ban);
            }));
            trial.Injected(pairs.Length);
            var ids = pairs.SelectMany(p => new[] { p.Order.DirectiveId, p.Ban.DirectiveId }).ToArray();
            await Wait.For(
                async () => await trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate where directive_id = any(@ids)", new { ids }) == ids.Length,
                TimeSpan.FromSeconds(120), "the gate");
            both.AddRange(await trial.Machine.Query<string>(
                "notifications",
                "select a.directive_id || ' ' || b.directive_id from unnest(@orders, @bans) p (a, b) join gate a on a.directive_id = p.a join gate b on b.directive_id = p.b where a.state = 3 and b.state = 3",
                new { orders = pairs.Select(p => p.Order.DirectiveId).ToArray(), bans = pairs.Select(p => p.Ban.DirectiveId).ToArray() }));
            await Task.WhenAll(pairs.Select(async p =>
            {
                await trial.Load.Withdraw(Kind.Order, p.place, p.Order);
                await trial.Load.Withdraw(Kind.Ban, p.place, p.Ban);
            }));
        }

        foreach (var replica in new[] { sender, gate })
        {
            replica.Signal(Signals.Term);
            await replica.Ended();
        }

        trial.IsHealed();
        trial.Also("G1", $"pairs={trial.Faults} processes=2 both_released={both.Count}", both.Count == 0, string.Join("; ", both.Take(3)));
    }

    private static async Task Tokens(Trial trial)
    {
        var (own, other) = (trial.Places[0], trial.Places[1]);
        var client = new NotificationsService.NotificationsServiceClient(trial.Machine.Notifications.Channel);
        var token = (await client.ListMissionsAsync(new() { OfficeNumber = own.Office }, await trial.Machine.As(own.Leader), DateTime.UtcNow.AddSeconds(5))).ResumeToken;
        var foreign = (await client.ListMissionsAsync(new() { OfficeNumber = other.Office }, await trial.Machine.As(other.Leader), DateTime.UtcNow.AddSeconds(5))).ResumeToken;
        var bytes = Base64Url.DecodeFromChars(token);
        var wrong = new List<string>();
        async Task Expect(string what, string sent, params StatusCode[] expected)
        {
            var (code, rows) = await Watch(sent);
            if (!expected.Contains(code) || rows > 0)
            {
                wrong.Add($"{what}: {code}, {rows} foreign rows");
            }

            trial.Injected();
        }

        async Task<(StatusCode, int)> Watch(string sent)
        {
            var rows = 0;
            try
            {
                using var call = client.WatchMissions(
                    new() { OfficeNumber = own.Office, ResumeToken = sent }, await trial.Machine.As(own.Leader), DateTime.UtcNow.AddSeconds(3));
                await foreach (var message in call.ResponseStream.ReadAllAsync())
                {
                    rows += message.Mission is { } mission && mission.OfficeNumber != own.Office ? 1 : 0;
                    if (message.CaughtUp)
                    {
                        return (StatusCode.OK, rows);
                    }
                }

                return (StatusCode.OK, rows);
            }
            catch (RpcException refused)
            {
                return (refused.StatusCode, rows);
            }
        }

        string Changed(int at, byte by) => Base64Url.EncodeToString([.. bytes.Select((b, i) => i == at ? (byte)(b ^ by) : b)]);
        await Expect("its own", token, StatusCode.OK);
        await Expect("of another office", foreign, StatusCode.InvalidArgument);
        await Expect("of another epoch", Changed(5, 1), StatusCode.OutOfRange);
        await Expect("ahead", Changed(22, 1), StatusCode.OutOfRange);
        await Expect("cut off", token[..^3], StatusCode.InvalidArgument);
        foreach (var at in Enumerable.Range(0, bytes.Length))
        {
            await Expect($"bit {at}", Changed(at, (byte)(1 << trial.Random.Next(8))), StatusCode.InvalidArgument, StatusCode.OutOfRange, StatusCode.OK);
        }

        trial.IsHealed();
        trial.Also("S4", $"tokens={trial.Faults} wrong={wrong.Count}", wrong.Count == 0, string.Join("; ", wrong.Take(3)));
    }

    // Days pass: where a clock cannot be set forward, what is stored about the hold is set back.
    private static async Task Expired(Trial trial)
    {
        var ids = await HeldTooLong(trial);
        trial.Machine.Notifications.Start();
        await Ended(trial, "H1", ids);
    }

    // As it begins to end the hold, and when it has.
    private static async Task DiesExpiring(Trial trial)
    {
        var ids = await HeldTooLong(trial);
        foreach (var at in new[] { "gate.write stop 1 after hold.expire", "hold.expire stop 1" })
        {
            await trial.Machine.Notifications.StartArmed($"kill {at}");
            await trial.Machine.Notifications.Died();
            trial.Injected();
        }

        trial.Machine.Notifications.Start();
        await Ended(trial, "H2", ids);
    }

    private static async Task Ended(Trial trial, string name, string[] ids)
    {
        await trial.Machine.Notifications.Ready();
        trial.IsHealed();
        await Wait.For(async () => await Held(trial, ids) == 0, TimeSpan.FromSeconds(60), "the hold to end");
        var (flagged, expired, escalated, late) = (
            await trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate where directive_id = any(@ids) and state = 4", new { ids }),
            await trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate_step where directive_id = any(@ids) and state = 8", new { ids }),
            await trial.Machine.Scalar<int>("notifications",
                "select count(*)::int from finding where state = 2 and finding_id in (select finding_id from finding_directive where directive_id = any(@ids))", new { ids }),
            await trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate where directive_id = any(@ids) and released_at < now() - interval '1 day'", new { ids }));
        trial.Also(name, $"held={ids.Length} expired={expired} released_with_flag={flagged} escalated={escalated} back_dated={late}",
            ids.Length > 0 && expired == ids.Length && flagged == ids.Length && escalated > 0 && late == 0);
    }

    // A quarter of an hour fast: nobody knows what day it is, so no hold ends.
    private static async Task ClockFast(Trial trial)
    {
        var notifications = trial.Machine.Notifications;
        int Alarms() => notifications.Log().Count(line => line.Contains("clocks of service and database differ", StringComparison.Ordinal));
        var (ids, before) = (await HeldTooLong(trial), Alarms());
        notifications.Start(("LD_PRELOAD", FakeTime), ("FAKETIME", "+15m"), ("FAKETIME_DONT_FAKE_MONOTONIC", "1"));
        await notifications.Ready();
        await Wait.For(async () => Alarms() > before || await Held(trial, ids) == 0, TimeSpan.FromSeconds(30), "the clocks to be compared");
        var held = await Held(trial, ids);
        notifications.Signal(Signals.Kill);
        await notifications.Ended();
        notifications.Start();
        await notifications.Ready();
        trial.IsHealed();
        trial.Also("T1", $"held={held} alarms={Alarms() - before}", held > 0 && Alarms() > before);
        await Wait.For(async () => await Held(trial, ids) == 0, TimeSpan.FromSeconds(60), "the hold to end");
    }

    // An order and a ban, of which one is held; notifications has died, and wakes up when the hold has long passed its deadline. Answers what is held.
    private static async Task<string[]> HeldTooLong(Trial trial)
    {
        var place = trial.Places[^1];
        var first = await trial.Load.Publish(Kind.Ban, place);
        var second = await trial.Load.Publish(Kind.Order, place);
        var ids = new[] { first.DirectiveId, second.DirectiveId };
        await Wait.For(async () => await Held(trial, ids) > 0, TimeSpan.FromSeconds(60), "one of the two to be held");
        trial.Machine.Notifications.Signal(Signals.Kill);
        await trial.Machine.Notifications.Ended();
        trial.Injected();
        ids = [.. await trial.Machine.Query<string>("notifications", "select directive_id from gate where directive_id = any(@ids) and state = 5", new { ids })];
        await SetBack(trial, ids, null);
        return ids;
    }

    private static Task SetBack(Trial trial, string[] ids, int? office) => trial.Machine.Query<int>(
        "notifications",
        """
        update office set judged_on = judged_on - 3 where office_id = coalesce(@office, office_id);
        update gate set held_since = held_since - interval '60 days', held_on = held_on - 60, held_until = held_until - 60 where state = 5 and directive_id = any(@ids);
        update finding set opened_on = opened_on - 60 where finding_id in (select finding_id from finding_directive where directive_id = any(@ids))
        """,
        new { ids, office });

    // At every place something is held; its owners agree, its issuer withdraws it and its deadline passes at once.
    private static async Task ThreeWaysOut(Trial trial)
    {
        const int rounds = 3;
        var notifications = trial.Machine.Notifications;
        await Again(trial, notifications, ("Notifications__DayInterval", "00:00:00.100"));
        trial.Afterwards = () => Again(trial, notifications);
        var held = new List<string>();
        for (var round = 0; round < rounds; round++)
        {
            var contests = await Task.WhenAll(trial.Places.Select(place => Contest(trial, place)));
            trial.Injected(contests.Length);
            held.AddRange(contests.Select(c => c.Held.DirectiveId));
            await Task.WhenAll(contests.SelectMany((c, i) => AtOnce(trial, c, i % 3 == round ? 12_000 : 500)));
            await Wait.For(async () => await Held(trial, [.. held]) == 0, TimeSpan.FromSeconds(30), "nothing to be held");
            await Task.WhenAll(contests.Select(c => trial.Load.Withdraw(c.OtherKind, c.Place, c.Other)));
        }

        trial.IsHealed();
        // Each hold with what came of it: signed, withdrawn or run out, and none of these twice. What is released can still be withdrawn.
        var ways = (await trial.Machine.Query<(short Left, bool Once)>(
            "notifications",
            """
            select s.next, not exists (
                select from gate_step again
                where again.directive_id = s.directive_id and again.office_id = s.office_id and again.id > s.id and again.id <> s.next_id and again.state in (6, 8))
            from (
                select *, lead(state) over by_gate as next, lead(id) over by_gate as next_id from gate_step
                where directive_id = any(@held) window by_gate as (partition by directive_id, office_id order by id)
            ) s
            where s.state = 5
            """,
            new { held = held.ToArray() })).ToList();
        var (signed, withdrawn, expired) = (ways.Count(w => w.Left == 6), ways.Count(w => w.Left == 7), ways.Count(w => w.Left == 8));
        trial.Also("G3", $"held={ways.Count} signed={signed} withdrawn={withdrawn} expired={expired} twice={ways.Count(w => !w.Once)}",
            ways.Count >= held.Count && ways.Count == signed + withdrawn + expired && ways.All(w => w.Once) && signed * withdrawn * expired > 0);
    }

    private static async Task Again(Trial trial, Service service, params (string Key, string Value)[] settings)
    {
        service.Signal(Signals.Term);
        await service.Ended();
        service.Start(settings);
        await service.Ready();
    }

    private static async Task<Contest> Contest(Trial trial, Place place)
    {
        var ban = await trial.Load.Publish(Kind.Ban, place);
        var order = await trial.Load.Publish(Kind.Order, place);
        await Wait.For(async () => await Held(trial, [ban.DirectiveId, order.DirectiveId]) > 0, TimeSpan.FromSeconds(60), "one of the two to be held");
        var isBan = await Held(trial, [ban.DirectiveId]) > 0;
        var (held, other) = isBan ? (ban, order) : (order, ban);
        var client = new NotificationsService.NotificationsServiceClient(trial.Machine.Notifications.Channel);
        var county = await trial.Machine.As(place.Persona(Kind.Order));
        var filter = new CaseFilter { OfficeNumber = place.Office, DirectiveId = held.DirectiveId, Kind = FindingKind.ContradictoryOrders };
        var cases = (await client.ListCasesAsync(new() { Filter = filter, PageSize = 10 }, county, DateTime.UtcNow.AddSeconds(5))).Cases;
        // Where it is held because of what a writer has published, the case is about that.
        var about = cases.FirstOrDefault(c => c.Findings.Any(f => f.Directives.Any(d => d.DirectiveId == other.DirectiveId))) ?? cases[0];
        var proposed = await client.ProposeResolutionAsync(
            new()
            {
                RequestId = Guid.NewGuid().ToString(),
                CaseId = about.CaseId,
                Mandate = "Fullmakt",
                Resolution = new() { WayOut = WayOut.AcceptBoth, Reason = "Konstruert" },
            },
            county, DateTime.UtcNow.AddSeconds(10));
        // In Oslo a city district signs.
        var signer = proposed.Case.Offices.Single(o => o.OfficeNumber == place.Office).Signers.First(s => s.Kind != Types.V1.OrgKind.County).Number;
        return new(place, held, isBan ? Kind.Ban : Kind.Order, other, isBan ? Kind.Order : Kind.Ban, about.CaseId, proposed.ProposalNumber, $"municipal-director:{signer}");
    }

    // A withdrawal has the longest way to the gate, so that at some places the others have more time, in milliseconds.
    private static Task[] AtOnce(Trial trial, Contest contest, int within) => [WithdrawHeld(trial, contest), Sign(trial, contest, within), Expire(trial, contest, within)];

    // Too late is an answer too.
    private static async Task Sign(Trial trial, Contest contest, int within)
    {
        await Task.Delay(Random.Shared.Next(within));
        try
        {
            await Signed(trial, contest, Guid.NewGuid().ToString(), ActivityTraceId.CreateRandom().ToString());
        }
        catch (RpcException late) when (late.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound or StatusCode.Aborted)
        {
            trial.Load.Refused.AddOrUpdate(late.StatusCode, 1, (_, n) => n + 1);
        }
    }

    private static async Task<AnswerResolutionResponse> Signed(Trial trial, Contest contest, string requestId, string trace)
    {
        var headers = new Metadata { { "traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01" } };
        foreach (var header in await trial.Machine.As(contest.Signer))
        {
            headers.Add(header);
        }

        return await new NotificationsService.NotificationsServiceClient(trial.Machine.Notifications.Channel).AnswerResolutionAsync(
            new() { RequestId = requestId, CaseId = contest.CaseId, ProposalNumber = contest.Proposal, Answer = ResolutionAnswer.Sign, Mandate = "Fullmakt" },
            headers, DateTime.UtcNow.AddSeconds(10));
    }

    private static async Task WithdrawHeld(Trial trial, Contest contest)
    {
        await Task.Delay(Random.Shared.Next(200));
        await trial.Load.Withdraw(contest.HeldKind, contest.Place, contest.Held);
    }

    private static async Task Expire(Trial trial, Contest contest, int within)
    {
        await Task.Delay(Random.Shared.Next(within));
        await SetBack(trial, [contest.Held.DirectiveId, contest.Other.DirectiveId], contest.Place.OfficeId);
    }

    private static Task<int> Held(Trial trial, string[] ids) =>
        trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate where directive_id = any(@ids) and state = 5", new { ids });

    private static async Task National(Trial trial)
    {
        const int rounds = 5;
        var client = new SteeringService.SteeringServiceClient(trial.Machine.Steering.Channel);
        var headers = await trial.Machine.As("directorate");
        var offices = await trial.Machine.Scalar<int>("notifications", "select count(*)::int from office");
        for (var round = 0; round < rounds; round++)
        {
            var content = Letters.Of(Kind.Statutory, trial.Places[0], round);
            (content.Line, content.IssuerRole, content.Scope) = (Types.V1.Line.State, IssuerRole.Directorate, "ALL");
            content.IssuerOrg = new Types.V1.OrgRef { Kind = Types.V1.OrgKind.Directorate };
            var created = await client.CreateDirectiveAsync(new() { RequestId = Guid.NewGuid().ToString(), Content = content }, headers, DateTime.UtcNow.AddSeconds(10));
            var published = await client.PublishDirectiveAsync(
                new() { RequestId = Guid.NewGuid().ToString(), DirectiveId = created.Directive.DirectiveId, Etag = created.Directive.Etag }, headers, DateTime.UtcNow.AddSeconds(10));
            trial.Injected();
            var id = published.Directive.DirectiveId;
            trial.Load.Outside.Add(Guid.Parse(id));
            await Wait.For(
                async () => await trial.Machine.Scalar<int>("notifications", "select count(*)::int from gate where directive_id = @id and state in (3, 4)", new { id }) == offices,
                TimeSpan.FromSeconds(60), $"{offices} offices");
            await client.WithdrawDirectiveAsync(
                new() { RequestId = Guid.NewGuid().ToString(), DirectiveId = id, Etag = published.Directive.Etag, Reason = "Feilprøving" }, headers, DateTime.UtcNow.AddSeconds(10));
            await trial.Load.More(10);
        }

        trial.IsHealed();
        trial.Also("G2", $"rounds={rounds} offices={offices} refused={string.Join(',', trial.Load.Refused.Select(r => $"{r.Key}:{r.Value}"))}",
            trial.Load.Refused.IsEmpty);
    }

    private static async Task SlowCommits(Trial trial)
    {
        await trial.Machine.Steering.Arm("hold tx.commit start 50");
        await trial.Machine.Offices.Arm("hold tx.commit start 50");
        await trial.Load.More(300);
        trial.Injected(300);
        trial.Machine.Steering.Disarm();
        trial.Machine.Offices.Disarm();
        trial.IsHealed();
    }
}
