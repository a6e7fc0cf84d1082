using System.Diagnostics;
using System.Globalization;
using Samstyring.Mutation;

// mutation [--sample N] [FILE...]: which share of the mutants of the rules the tests notice. Every Nth mutant, or those of the files, when asked for.
if (args is ["work", var judge, var count, var from])
{
    Work(judge, Number(count), Number(from));
    return 0;
}

var sample = args is ["--sample", var nth, ..] ? Number(nth) : 1;
var files = args.Skip(args is ["--sample", ..] ? 2 : 0).ToHashSet();
var service = Path.GetFullPath(Path.Combine(Root(), "services", "notifications"));
var path = Path.Combine(AppContext.BaseDirectory, "mutated", "Samstyring.Notifications.dll");
Directory.CreateDirectory(Path.GetDirectoryName(path)!);
var all = Mutated.Write(service, path);
var ids = all.Count == 0 ? 0 : all.Max(m => m.Id) + 1;
var chosen = all.Where((m, i) => i % sample == 0 && (files.Count == 0 || files.Contains(m.Place.Split(':')[0]))).ToList();
Console.WriteLine($"{all.Count} mutants in the rules, {chosen.Count} tried");

// Two workers; one that is stuck is ended, which is noticed too.
var queue = new Queue<Mutant>(chosen);
var noticed = new Dictionary<int, string>();
var watch = Stopwatch.StartNew();
Task.WaitAll([.. Enumerable.Range(0, 2).Select(_ => Task.Run(() => Drain(queue, -1)))]);

// What runs once in a process has to be changed before it begins, and so has what no trial came by.
var again = new Queue<Mutant>(chosen.Where(m => noticed[m.Id] is "" or "-" && (m.Once || noticed[m.Id] == "-")));
var unreached = again.Where(m => noticed[m.Id] == "-").Select(m => m.Id).ToHashSet();
Task.WaitAll([.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
{
    while (Next(again) is { } mutant)
    {
        Drain(new Queue<Mutant>([mutant]), mutant.Id);
    }
}))]);

var survivors = chosen.Where(m => noticed[m.Id] is "" or "-").ToList();
foreach (var m in survivors)
{
    Console.WriteLine($"{m.Place,-28} {(unreached.Contains(m.Id) ? "unreached " : "")}{m.What}");
}

foreach (var file in chosen.GroupBy(m => m.Place.Split(':')[0]).OrderBy(g => g.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"{file.Key,-28} {file.Count(),5} mutants {file.Count(m => noticed[m.Id].Length > 1),5} noticed");
}

Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture,
    $"Noticed: {chosen.Count - survivors.Count} of {chosen.Count} = {100.0 * (chosen.Count - survivors.Count) / Math.Max(1, chosen.Count):0.0} % in {watch.Elapsed.TotalMinutes:0} min"));
return 0;

Mutant? Next(Queue<Mutant> from)
{
    lock (noticed)
    {
        return from.TryDequeue(out var mutant) ? mutant : null;
    }
}

void Drain(Queue<Mutant> from, int begin)
{
    while (Next(from) is { } first)
    {
        using var worker = new Process
        {
            StartInfo = new(Environment.ProcessPath!, ["work", path, $"{ids}", $"{begin}"]) { RedirectStandardInput = true, RedirectStandardOutput = true },
        };
        worker.Start();
        try
        {
            if (Answer(worker, TimeSpan.FromMinutes(10)) is null)
            {
                if (begin < 0)
                {
                    throw new InvalidOperationException("The trials could not be begun; what they wrote above says why.");
                }

                noticed[first.Id] = "does not begin";
                continue;
            }

            for (var mutant = first; mutant is not null; mutant = Next(from))
            {
                worker.StandardInput.WriteLine(mutant.Id);
                var answer = Answer(worker, TimeSpan.FromMinutes(1));
                lock (noticed)
                {
                    noticed[mutant.Id] = answer ?? "does not end";
                    if (answer is "")
                    {
                        Console.Error.WriteLine($"not noticed{(mutant.Once && begin < 0 ? " so far" : "")}: {mutant.Place} {mutant.What}");
                    }

                    if (noticed.Count % 50 == 0)
                    {
                        Console.Error.WriteLine($"{noticed.Count} of {chosen.Count}, {noticed.Values.Count(v => v.Length > 1)} noticed, {watch.Elapsed:mm\\:ss}");
                    }
                }

                if (answer is null)
                {
                    break;
                }
            }
        }
        finally
        {
            if (!worker.HasExited)
            {
                worker.Kill();
            }
        }
    }
}

// Null when it has ended, or has not answered after that much work; a busy machine gives it less of that in a minute.
static string? Answer(Process worker, TimeSpan most)
{
    worker.Refresh();
    var (until, patience) = (worker.TotalProcessorTime + most, Stopwatch.StartNew());
    var line = worker.StandardOutput.ReadLineAsync();
    while (!worker.HasExited && worker.TotalProcessorTime < until && patience.Elapsed < 20 * most)
    {
        if (line.Wait(TimeSpan.FromSeconds(1)))
        {
            if (line.Result is null || line.Result.StartsWith('='))
            {
                return line.Result?[1..];
            }

            line = worker.StandardOutput.ReadLineAsync();
        }

        worker.Refresh();
    }

    return null;
}

// Answers each mutant with the trial that notices it: "" none, "-" none came by it.
static void Work(string judge, int mutants, int from)
{
    var trials = new Trials(judge, from >= 0 ? from : null);
    if (from >= 0)
    {
        Console.WriteLine("=ready");
        Console.ReadLine();
        Console.WriteLine($"={trials.All.FirstOrDefault(t => Trials.Fails(t.Run)).Name}");
        return;
    }

    var reach = trials.All.Select(t => (t.Name, t.Run, Reach: trials.Reach(t.Run, mutants))).ToList();
    foreach (var failing in reach.Where(t => t.Reach is null))
    {
        Console.Error.WriteLine($"left out, it fails without a mutant: {failing.Name}");
    }

    var by = reach.Where(t => t.Reach is not null).OrderBy(t => t.Reach!.Value.Time)
        .SelectMany(t => t.Reach!.Value.Reached.Select(id => (Id: id, t.Name, t.Run))).ToLookup(t => t.Id);
    Console.WriteLine("=ready");
    while (Console.ReadLine() is { } line)
    {
        var id = Number(line);
        trials.Active = id;
        Console.WriteLine($"={(by.Contains(id) ? by[id].FirstOrDefault(t => Trials.Fails(t.Run)).Name : "-")}");
        trials.Active = -1;
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

static string Root()
{
    var folder = AppContext.BaseDirectory;
    while (!File.Exists(Path.Combine(folder, "Samstyring.slnx")))
    {
        folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Samstyring.slnx was not found above the program.");
    }

    return folder;
}
