using System.Diagnostics;
using System.Globalization;
using Dapper;
using Samstyring.Faults;

// Runs cells of the fault matrix against the platform that SAMSTYRING_STATE names, and prints what held. Exit code 1: something did not.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
DefaultTypeMap.MatchNamesWithUnderscores = true;
string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? args[at + 1] : null;

if (Option("--wave") is not (null or "1" or "2"))
{
    Console.Error.WriteLine("Waves are 1 and 2.");
    return 2;
}

var seed = int.TryParse(Option("--seed"), out var given) ? given : Random.Shared.Next(1, 1_000_000);
var asked = Option("--cell")?.Split(',');
var cells = (asked is null ? (Option("--wave") is "2" ? Cells.Wave2 : Cells.Wave1) : Cells.All.Where(c => asked.Contains(c.Name))).ToList();
if (asked is not null && cells.Count < asked.Length)
{
    Console.Error.WriteLine($"Cells are {string.Join(' ', Cells.All.Select(c => c.Name))}.");
    return 2;
}

var machine = await Machine.TakeOver(Environment.GetEnvironmentVariable("SAMSTYRING_STATE") ?? throw new InvalidOperationException("Run ./dev faults."));
// Also when it is stopped, or fails in a way nobody thought of: no process outlives it.
AppDomain.CurrentDomain.ProcessExit += (_, _) => machine.Dispose();
AppDomain.CurrentDomain.UnhandledException += (_, _) => machine.Dispose();
Console.WriteLine($"seed={seed} writers=20 readers=5 importing=1 load_average={File.ReadAllText("/proc/loadavg").Split(' ')[0]}");
if (Option("--planted") is { } build)
{
    return await PlantedBugs.Run(machine, build, [.. PlantedBugs.All.Where(b => asked is null || asked.Contains(b.Cell))], seed) ? 0 : 1;
}

var summary = new Summary(seed);
if (int.TryParse(Option("--soak"), out var writes))
{
    while (summary.Acknowledged < writes)
    {
        await summary.Run(machine, Cells.Soak(deaths: 20), drafters: 6);
    }
}
else
{
    foreach (var cell in cells)
    {
        await summary.Run(machine, cell);
    }
}

Console.WriteLine(summary);
return summary.Failed == 0 ? 0 : 1;

/// <summary>What all cells have shown together.</summary>
internal sealed class Summary(int seed)
{
    private readonly List<Command> accepted = [];
    private readonly List<Guid> outside = [];
    private readonly List<TimeSpan> converged = [];
    private int ran;
    private int notRun;
    private int faults;
    private int wrongFeeds;

    public int Failed { get; private set; }

    /// <summary>Commands that were accepted.</summary>
    public int Acknowledged => accepted.Count;

    /// <summary>Runs a cell, and answers what held; null: it cannot be run here.</summary>
    public async Task<List<Verdict>?> Run(Machine machine, Cell cell, int drafters = 0)
    {
        Console.WriteLine($"{cell.Name} {cell.What}");
        if (cell.Run is null)
        {
            notRun++;
            Console.WriteLine($"   not run: {cell.Because}");
            return null;
        }

        var began = Stopwatch.GetTimestamp();
        var before = await Before.Of(machine);
        var places = await Places(machine);
        var load = new Load(machine, places, HashCode.Combine(seed, ran)) { Drafters = drafters };
        await using var _ = load;
        var trial = new Trial(machine, load, places, seed + ran++);
        List<Verdict> lines;
        try
        {
            await load.Start();
            await load.More(30);
            await load.Settled();
            await cell.Run(trial);
            await load.StopWriting();
            var invariants = new Invariants(machine, load, [.. accepted, .. load.Accepted], [.. outside, .. load.Outside], before);
            lines = [.. await invariants.Check(trial)];
            lines.InsertRange(0, trial.Lines);
            converged.Add(invariants.Converged);
            wrongFeeds += lines.Any(l => l is { Name: "I3", Holds: false }) ? 1 : 0;
            await trial.Afterwards();
        }
        catch (Exception accident)
        {
            lines = [.. trial.Lines, new("cell", "could not be run to its end", false, accident.Message)];
            await load.StopWriting();
            await Recover(machine);
        }

        var unexpected = load.Unexpected.Count;
        lines.Add(new("calls", $"unexpected={unexpected}", unexpected == 0, string.Join("; ", load.Unexpected.Distinct().Take(3))));
        accepted.AddRange(load.Accepted);
        outside.AddRange(load.Outside);
        faults += trial.Faults;
        Failed += lines.Count(l => !l.Holds);
        lines.ForEach(line => Console.WriteLine($"   {line}"));
        Console.WriteLine($"   {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s");
        return lines;
    }

    public override string ToString()
    {
        var sorted = converged.Order().ToList();
        var (p95, max) = sorted.Count == 0 ? (TimeSpan.Zero, TimeSpan.Zero) : (sorted[(int)(sorted.Count * 0.95)], sorted[^1]);
        return $"seed={seed} cells={ran} not_run={notRun} faults={faults} acked={accepted.Count} published={accepted.Count(c => c.Act == "publish")} feeds_different={wrongFeeds} "
            + $"convergence_p95={p95.TotalSeconds:0.0}s max={max.TotalSeconds:0.0}s failed={Failed} {(Failed == 0 ? "ok" : "FAILED")}";
    }

    // Twenty offices of one municipality each, the same for a seed.
    private async Task<List<Place>> Places(Machine machine)
    {
        var all = await machine.Query<(int OfficeId, string Number, string Municipality, string County)>(
            "notifications", "select office_id, number, municipalities[1], county_unit from office where cardinality(municipalities) = 1 and cardinality(pools) = 0 order by office_id");
        var order = all.ToArray();
        new Random(seed).Shuffle(order);
        return [.. order.DistinctBy(o => o.Municipality).Take(20).Select(o => new Place(o.OfficeId, o.Number, o.Municipality, o.County))];
    }

    private static async Task Recover(Machine machine)
    {
        foreach (var service in machine.Services.Values)
        {
            service.Disarm();
            if (!Signals.IsAlive(service.Pid))
            {
                service.Start();
            }

            await service.Ready();
        }
    }
}
