using System.Diagnostics;
using Grpc.Core;
using Samstyring.Audit.V1;

namespace Samstyring.Faults;

/// <summary>A promise as it was kept: one line.</summary>
internal sealed record Verdict(string Name, string Counted, bool Holds, string Detail = "")
{
    public override string ToString() => $"{Name} {Counted} {(Holds ? "ok" : "FAILED")}{(Holds || Detail.Length == 0 ? "" : $"\n     {Detail}")}";
}

/// <summary>I1 to I6: checked at the end of every cell, on all that has been accepted since the harness began.</summary>
internal sealed class Invariants(Machine machine, Load load, IReadOnlyCollection<Command> accepted, IReadOnlyCollection<Guid> outside, Before before)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <summary>How long after the fault had ended the last feed was what it has to be.</summary>
    public TimeSpan Converged { get; private set; }

    /// <param name="trial">What has been done.</param>
    public async Task<List<Verdict>> Check(Trial trial)
    {
        var fates = Oracle.Fold(accepted);
        var feeds = await Feeds(fates, trial);
        return [await Kept(fates), await Once(), feeds, await Streams(), await Hidden(), await Audit(), await Failures(trial)];
    }

    // No event fails for a fault of its own but those that were made to.
    private async Task<Verdict> Failures(Trial trial)
    {
        var now = await Before.Of(machine);
        return new("I7", $"dead_letters={now.Letters - before.Letters} failures={now.Failures - before.Failures} poisoned={trial.Poisoned}",
            now.Letters - before.Letters == trial.Poisoned && (trial.Poisoned > 0 || now.Failures == before.Failures),
            string.Join("; ", (await Task.WhenAll(machine.Services.Keys.Select(name => machine.Query<string>(name, "select topic || ' ' || last_error from event_failure order by failed_at desc limit 2")))).SelectMany(e => e)));
    }

    private async Task<Verdict> Kept(Dictionary<string, Fate> fates)
    {
        var stored = (await machine.Query<(Guid Id, int? Published, bool Withdrawn)>(
                "steering", "select directive_id, published_revision, withdrawn_at is not null from directive where directive_id = any(@ids)",
                new { ids = fates.Keys.Select(Guid.Parse).ToArray() })).ToDictionary(d => d.Id.ToString(), d => (Published: d.Published ?? 0, d.Withdrawn));
        var lost = fates.Where(f => !stored.TryGetValue(f.Key, out var is_) || is_.Published != f.Value.Published || is_.Withdrawn != f.Value.Withdrawn).ToList();
        var answered = await machine.Scalar<int>(
            "steering", "select count(*)::int from request where request_id = any(@ids)", new { ids = accepted.Select(c => c.RequestId).ToArray() });
        return new("I1", $"acked={accepted.Count} lost={Math.Max(lost.Count, accepted.Count - answered)}", lost.Count == 0 && answered == accepted.Count,
            string.Join("; ", lost.Take(3).Select(l => $"{l.Key} should be {l.Value.Published} {l.Value.Withdrawn}")));
    }

    private async Task<Verdict> Once()
    {
        var twice = new List<string>();
        twice.AddRange(await machine.Query<string>("steering",
            "select act || ' ' || object || ' ' || revision from audit where act like 'directive.%' group by act, object, revision having count(*) > 1"));
        twice.AddRange((await machine.Query<Guid>("steering", "select directive_id from directive where not directive_id = any(@known)",
            new { known = accepted.Select(c => Guid.Parse(c.Directive.DirectiveId)).Concat(outside).Distinct().ToArray() })).Select(id => $"{id} without an accepted command"));
        twice.AddRange(await machine.Query<string>("notifications",
            "select act || ' ' || object || ' ' || revision from audit where act = 'gate.directive' group by act, object, revision having count(*) > 1"));
        twice.AddRange(await machine.Query<string>("notifications",
            "select directive_id || ' received twice' from gate_step where state = 1 group by office_id, directive_id, revision having count(*) > 1"));
        // What took several tries is asked for once more, and some of the others: the answer is the first one, byte for byte.
        var again = load.Accepted.Where(c => c.Tries > 1).Concat(load.Accepted.Where((_, i) => i % 10 == 0)).Distinct().ToList();
        foreach (var command in again)
        {
            try
            {
                twice.AddRange((await command.Again()).AsSpan().SequenceEqual(command.Response) ? [] : [$"{command.Act} {command.RequestId} answered otherwise"]);
            }
            catch (RpcException refused)
            {
                twice.Add($"{command.Act} {command.RequestId} answered {refused.Status}");
            }
        }

        return new("I2", $"ambiguous={load.Accepted.Count(c => c.Tries > 1)} repeated={again.Count} duplicates={twice.Count}", twice.Count == 0, string.Join("; ", twice.Take(3)));
    }

    private async Task<Verdict> Feeds(Dictionary<string, Fate> fates, Trial trial)
    {
        var wrong = new List<string> { "" };
        while (wrong.Count > 0 && Stopwatch.GetElapsedTime(trial.Healed) < Longest)
        {
            try
            {
                wrong = await Oracle.Differences(machine, fates);
            }
            catch (RpcException notYet)
            {
                wrong = [notYet.Status.ToString()];
            }

            await Task.Delay(wrong.Count > 0 ? 50 : 0);
        }

        Converged = Stopwatch.GetElapsedTime(trial.Healed);
        var again = machine.SentAgain() - before.SentAgain;
        return new("I3", $"offices={fates.Values.Select(f => f.Place).Distinct().Count()} different={wrong.Count} converged={Converged.TotalSeconds:0.0}s healed={again}",
            wrong.Count == 0 && (trial.Heals is null || trial.Heals == again > 0), string.Join("; ", wrong.Take(3)));
    }

    private async Task<Verdict> Streams()
    {
        var gaps = new List<string>();
        // Every reader gets what stands in its feed now.
        foreach (var reader in load.Readers)
        {
            var end = await machine.Scalar<long>("notifications", "select feed_position from office where number = @office", new { office = reader.Place.Office });
            gaps.AddRange(await Wait.Until(() => reader.Position >= end, TimeSpan.FromSeconds(10)) ? [] : [$"{reader.Place.Office}: {end} was not shown after {reader.Position}"]);
        }

        gaps.AddRange(load.Readers.SelectMany(r => r.Gaps));
        var repeats = load.Readers.SelectMany(r => r.Repeats).ToList();
        gaps.AddRange(await machine.Query<string>("notifications",
            """
            select o.number || ' has ' || count(p.position) || ' entries and ends at ' || o.feed_position
            from office o left join (select office_id, position from mission union all select office_id, position from receipt where position is not null) p using (office_id)
            group by o.office_id having count(p.position) <> o.feed_position or coalesce(max(p.position), 0) <> o.feed_position
            """));
        return new("I4", $"entries={load.Readers.Sum(r => r.Seen)} resumes={load.Readers.Sum(r => r.Resumes)} gaps={gaps.Count} repeats={repeats.Count}",
            gaps.Count == 0 && repeats.Count == 0, string.Join("; ", gaps.Concat(repeats).Take(3)));
    }

    private async Task<Verdict> Hidden()
    {
        var unreleased = await machine.Scalar<int>("notifications",
            "select count(*)::int from mission m join mission_source s using (office_id, position) left join gate g using (office_id, directive_id, revision) where m.state <> 3 and g.released_at is null");
        var shown = load.Readers.SelectMany(r => r.Shown.Select(s => (r.Place.OfficeId, s.DirectiveId, s.Revision))).ToList();
        unreleased += await machine.Scalar<int>("notifications",
            """
            select count(*)::int from unnest(@offices, @directives, @revisions) x (office_id, directive_id, revision)
            left join gate g using (office_id, directive_id, revision) where g.released_at is null
            """,
            new { offices = shown.Select(s => s.OfficeId).ToArray(), directives = shown.Select(s => s.DirectiveId).ToArray(), revisions = shown.Select(s => s.Revision).ToArray() });
        var foreign = load.Readers.SelectMany(r => r.Foreign).ToList();
        return new("I5", $"shown={shown.Count} unreleased={unreleased} foreign={foreign.Count}", unreleased == 0 && foreign.Count == 0, string.Join("; ", foreign.Take(3)));
    }

    private async Task<Verdict> Audit()
    {
        var (entries, breaks) = (0L, new List<string>());
        var headers = await machine.As("auditor");
        foreach (var service in machine.Services.Values)
        {
            var unsealed = () => machine.Scalar<bool>(service.Name, "select exists (select from audit where position is null)");
            breaks.AddRange(await Wait.Until(async () => !await unsealed(), TimeSpan.FromSeconds(10)) ? [] : [$"{service.Name} has not sealed"]);
            using var call = new AuditService.AuditServiceClient(service.Channel).VerifyAudit(new VerifyAuditRequest(), headers, DateTime.UtcNow.AddSeconds(30));
            var verdict = new AuditVerdict();
            await foreach (var part in call.ResponseStream.ReadAllAsync())
            {
                verdict = part.Verdict ?? verdict;
            }

            entries += verdict.Entries;
            breaks.AddRange(verdict.Fault == AuditFault.Unspecified ? [] : [$"{service.Name}: {verdict.Fault} at {verdict.FaultPosition}"]);
        }

        var without = await machine.Scalar<int>("steering",
            """
            select (select count(*) from directive d where (select count(*) from audit where object = d.directive_id::text and act = 'directive.create') <> 1)::int
                 + (select count(*) from directive_revision r where (
                     select count(*) from audit where object = r.directive_id::text and act = 'directive.publish' and revision = r.revision) <> 1)::int
                 + (select count(*) from directive d where withdrawn_at is not null and (
                     select count(*) from audit where object = d.directive_id::text and act = 'directive.withdraw') <> 1)::int
            """);
        return new("I6", $"entries={entries} breaks={breaks.Count} without={without}", breaks.Count == 0 && without == 0, string.Join("; ", breaks));
    }
}

/// <summary>What was there before a cell, in all services.</summary>
/// <param name="Letters">Dead letters.</param>
/// <param name="Failures">Failures of handlers that were the event's own fault.</param>
/// <param name="SentAgain">Events that reconciliation has sent again.</param>
internal sealed record Before(int Letters, int Failures, int SentAgain)
{
    public static async Task<Before> Of(Machine machine)
    {
        var counts = await Task.WhenAll(machine.Services.Keys.Select(name => machine.Scalar<(int Letters, int Failures)>(
            name, "select (select count(*)::int from dead_letter), (select coalesce(sum(attempts), 0)::int from event_failure)")));
        return new(counts.Sum(c => c.Letters), counts.Sum(c => c.Failures), machine.SentAgain());
    }
}
