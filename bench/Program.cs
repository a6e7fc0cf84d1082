using Samstyring.Bench;
using Samstyring.Bench.Race;

(string Name, Func<Task<Section>> Measure)[] parts =
[
    ("publish", PublishPart.Measure),
    ("load", LoadPart.Measure),
    ("commands", CommandsPart.Measure),
    ("calls", CallsPart.Measure),
    ("start", StartPart.Measure),
    ("streams", StreamsPart.Measure),
    ("import", ImportPart.Measure),
    ("scopes", ScopesPart.Measure),
    ("judge", JudgePart.Measure),
    ("growth", GrowthPart.Measure),
    ("preview", PreviewPart.Measure),
    ("rejudge", RejudgePart.Measure),
    ("pages", PagesPart.Measure),
];
if (args is [StartPart.Empty])
{
    await StartPart.Run();
    return 0;
}

string[] names = [.. parts.Select(part => part.Name)];
if (args.Except(names).FirstOrDefault() is { } unknown)
{
    await Console.Error.WriteLineAsync($"There is no part '{unknown}'; they are {string.Join(", ", names)}.");
    return 2;
}

foreach (var (name, measure) in parts.Where(part => args.Length == 0 || args.Contains(part.Name)))
{
    var section = await measure();
    await section.Write("bench/results", name, names);
    await Console.Out.WriteLineAsync($"## {name}\n\n{section.Text}\n");
}

return 0;
