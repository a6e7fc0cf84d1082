namespace Samstyring.Faults;

/// <summary>A bug of <c>planted/</c>, and the cell that has to catch it.</summary>
/// <param name="Name">The name of its patch.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Sql">What it needs of the database of notifications.</param>
internal sealed record PlantedBug(string Name, string Cell, string Sql = "");

/// <summary>
/// Tests the harness: in a throw-away copy of the services all planted bugs are built in and asleep, and one at a time is woken. A cell that does not fail then
/// would not find that bug in the services either.
/// </summary>
internal static class PlantedBugs
{
    public static readonly IReadOnlyList<PlantedBug> All =
    [
        new("inbox-check-dropped", "E1"),
        new("revision-check-dropped", "E2"),
        new("publish-before-commit", "K4"),
        new("answer-before-commit", "C4"),
        new("position-from-a-sequence", "C4",
            """
            do $$
            declare
              o record;
            begin
              for o in select office_id, feed_position from office loop
                execute format('create sequence planted_%s start %s', o.office_id, o.feed_position + 1);
              end loop;
            end
            $$;
            grant usage on all sequences in schema public to notifications_app;
            """),
        new("request-id-in-a-second-transaction", "K5"),
        new("audit-in-a-second-transaction", "K5"),
        new("relay-polls-after-the-last-id", "G6"),
        new("office-lock-missing", "G1"),
        new("stream-resumes-one-off", "S1"),
        new("feed-on-the-base-table", "G1"),
        new("expiry-ignores-the-clock", "T1"),
    ];

    /// <summary>Runs each bug's cell, and says how many were caught.</summary>
    /// <param name="machine">The platform.</param>
    /// <param name="build">The folder of the copy.</param>
    /// <param name="bugs">Which.</param>
    /// <param name="seed">The seed of every cell.</param>
    /// <returns>Whether all were, and the copy keeps its promises while none is awake.</returns>
    public static async Task<bool> Run(Machine machine, string build, IReadOnlyList<PlantedBug> bugs, int seed)
    {
        foreach (var service in machine.Services.Values)
        {
            service.RunFrom(Path.Combine(build, "services", service.Name, "bin", "Release", "net10.0"));
        }

        await machine.Keep();
        var (asleep, unplanted) = (await Failed(machine, new("none", "K5"), seed), new List<string>());
        var caught = 0;
        foreach (var bug in bugs)
        {
            if (await Failed(machine, bug, seed) is not { } failed)
            {
                unplanted.Add(bug.Name);
                Console.WriteLine($"{bug.Name} {bug.Cell} not planted: the cell cannot be run here");
                continue;
            }

            caught += failed.Count > 0 ? 1 : 0;
            Console.WriteLine($"{bug.Name} {bug.Cell} {(failed.Count > 0 ? $"caught by {string.Join(", ", failed.Distinct())}" : "NOT CAUGHT")}");
        }

        Console.WriteLine($"seed={seed} planted bugs caught: {caught} of {bugs.Count}, not planted: {(unplanted.Count == 0 ? "none" : string.Join(' ', unplanted))}; while none is awake {(asleep is { Count: 0 } ? "ok" : "FAILED")}");
        return caught == bugs.Count && asleep is { Count: 0 };
    }

    // The promises that were not kept; null: the cell was not run. That a cell did not come to its end, or calls failed, is not counted: it says nothing about the bug.
    private static async Task<List<string>?> Failed(Machine machine, PlantedBug bug, int seed)
    {
        await machine.Stop(Signals.Kill);
        await machine.Reset();
        if (bug.Sql.Length > 0)
        {
            await machine.Query<int>("notifications", bug.Sql);
        }

        foreach (var service in machine.Services.Values)
        {
            service.Settings["SAMSTYRING_PLANTED"] = bug.Name;
        }

        await machine.Restart();
        return await new Summary(seed).Run(machine, Cells.All.Single(c => c.Name == bug.Cell)) is { } lines
            ? [.. lines.Where(l => !l.Holds && l.Name is not ("cell" or "calls")).Select(l => l.Name)]
            : null;
    }
}
