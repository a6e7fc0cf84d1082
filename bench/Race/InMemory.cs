using Samstyring.Notifications.Rules;

namespace Samstyring.Bench.Race;

/// <summary>The peers that read the world from this process's memory.</summary>
internal static class InMemory
{
    /// <summary>What the judge reads of each office before its rules run.</summary>
    public static IEnumerable<Predicates> Read(World world) => world.Facts.Offices.Select(office => new Predicates(world.Facts, office));

    /// <summary>The judge: the production rules of the group, office by office, every finding complete with witness, owed fields and resolver.</summary>
    public static List<Finding> Judge(IEnumerable<Predicates> offices) =>
        [.. offices.SelectMany(Content.Find).Where(finding => finding.Kind <= FindingKind.DisjointTargets)];

    /// <summary>The judge's findings as every peer writes them.</summary>
    public static IEnumerable<Hit> Hits(IEnumerable<Finding> findings) => findings.Select(f => Hit.Of(
        (int)f.Kind, (int)f.Verdict, Number(f.Office!) - 1_000, Number(f.Directives[0].Id), Number(f.Directives[1].Id)));

    /// <summary>Nested loops over arrays of structs: every state directive of an office against every municipal one.</summary>
    public static List<Hit> BruteForce(World world)
    {
        var hits = new List<Hit>();
        for (var office = 0; office < world.Offices; office++)
        {
            var here = world.At(office);
            var municipal = here[world.Mix.State..];
            foreach (ref readonly var a in here[..world.Mix.State])
            {
                foreach (ref readonly var b in municipal)
                {
                    if (Compare.Possible(a, b))
                    {
                        hits.AddRange(Compare.All(office, a, b));
                    }
                }
            }
        }

        return hits;
    }

    /// <summary>The same as nested <c>from</c> clauses.</summary>
    public static List<Hit> Linq(World world) =>
    [
        .. from office in Enumerable.Range(0, world.Offices)
           let here = new ArraySegment<Row>(world.Rows, office * world.Mix.All, world.Mix.All)
           from a in here
           where a.Line == (byte)Line.State
           from b in here
           where b.Line == (byte)Line.Municipal && Compare.Possible(a, b)
           from hit in Compare.All(office, a, b)
           select hit,
    ];

    /// <summary>One pass that reads every directive at every office once.</summary>
    public static long Scan(World world)
    {
        var sum = 0L;
        foreach (ref readonly var row in world.Rows.AsSpan())
        {
            sum += row.Id + row.Line + row.Bindingness + row.Modality + row.Action + row.Indicator + row.Direction + row.Lo + row.Hi + row.From + row.To
                + row.AgeFrom + row.AgeTo + (row.HasTarget ? 1 : 0);
        }

        return sum;
    }

    private static int Number(string written) => int.Parse(written, System.Globalization.CultureInfo.InvariantCulture);
}
