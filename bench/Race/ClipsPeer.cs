using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Samstyring.Bench.Race;

/// <summary>
/// The same rules in CLIPS, an independent rule engine that matches while it is told the facts. Its time is that of telling it the facts and of firing, less
/// that of telling it the same facts when it has no rules.
/// </summary>
internal sealed class ClipsPeer : IDisposable
{
    private const string Templates =
        """
        (deftemplate covers (slot above) (slot action))
        (deftemplate active (slot office) (slot id) (slot line) (slot bindingness) (slot binding) (slot modality) (slot action) (slot indicator) (slot direction)
          (slot target) (slot owes) (slot lo) (slot hi) (slot from) (slot to) (slot young) (slot old))
        """;

    private const string Rules =
        """
        (defrule forbidden
          (active (office ?o) (id ?b) (line ?l) (binding 1) (modality 2) (action ?ban) (from ?bf) (to ?bt) (young ?by) (old ?bo))
          (covers (above ?ban) (action ?act))
          (active (office ?o) (id ?a) (line ~?l) (binding 1) (modality 1) (action ?act)
            (from ?af&:(< ?af ?bt)) (to ?at&:(< ?bf ?at)) (young ?ay&:(<= ?ay ?bo)) (old ?ao&:(<= ?by ?ao)))
          => (printout hits "1 1 " ?o " " ?a " " ?b crlf))
        (defrule forbidden-in-part
          (active (office ?o) (id ?b) (line ?l) (binding 1) (modality 2) (action ?ban) (from ?bf) (to ?bt) (young ?by) (old ?bo))
          (covers (above ?act&~?ban) (action ?ban))
          (active (office ?o) (id ?a) (line ~?l) (binding 1) (modality 1) (action ?act)
            (from ?af&:(< ?af ?bt)) (to ?at&:(< ?bf ?at)) (young ?ay&:(<= ?ay ?bo)) (old ?ao&:(<= ?by ?ao)))
          => (printout hits "1 3 " ?o " " ?a " " ?b crlf))
        (defrule opposed
          (active (office ?o) (id ?a) (line 1) (indicator ?i&~0) (bindingness ?ab&~1) (direction ?ad&~0) (from ?af) (to ?at) (young ?ay) (old ?ao))
          (active (office ?o) (id ?b) (line 2) (indicator ?i&~0) (direction ?bd&~0&~?ad) (bindingness ?bb&~1&:(> (+ ?ab ?bb) 4))
            (from ?bf&:(< ?bf ?at)) (to ?bt&:(< ?af ?bt)) (young ?by&:(<= ?by ?ao)) (old ?bo&:(<= ?ay ?bo)))
          => (printout hits "2 1 " ?o " " ?a " " ?b crlf))
        (defrule disjoint
          (active (office ?o) (id ?a) (line 1) (indicator ?i&~0) (bindingness ?ab&~1) (direction ?ad) (target 1) (lo ?al) (hi ?ah)
            (from ?af) (to ?at) (young ?ay) (old ?ao))
          (active (office ?o) (id ?b) (line 2) (indicator ?i&~0) (target 1) (lo ?bl) (hi ?bh&:(or (> ?al ?bh) (> ?bl ?ah)))
            (direction ?bd&:(<> (+ (* 4 ?ad) ?bd) 6 9)) (bindingness ?bb&~1&:(> (+ ?ab ?bb) 4))
            (from ?bf&:(< ?bf ?at)) (to ?bt&:(< ?af ?bt)) (young ?by&:(<= ?by ?ao)) (old ?bo&:(<= ?ay ?bo)))
          => (printout hits "3 1 " ?o " " ?a " " ?b crlf))
        (defrule owed-by-the-state
          (active (office ?o) (id ?a) (line 1) (indicator ?i&~0) (bindingness ~1) (owes 1) (from ?af) (to ?at) (young ?ay) (old ?ao))
          (active (office ?o) (id ?b) (line 2) (indicator ?i&~0) (bindingness ~1) (owes ?owes) (target ?target)
            (from ?bf&:(< ?bf ?at)) (to ?bt&:(< ?af ?bt)) (young ?by&:(<= ?by ?ao)) (old ?bo&:(<= ?ay ?bo)))
          => (printout hits "2 4 " ?o " " ?a " " ?b crlf)
             (if (> (+ ?owes ?target) 0) then (printout hits "3 4 " ?o " " ?a " " ?b crlf)))
        (defrule owed-by-the-municipality
          (active (office ?o) (id ?a) (line 1) (indicator ?i&~0) (bindingness ~1) (owes 0) (target ?target) (from ?af) (to ?at) (young ?ay) (old ?ao))
          (active (office ?o) (id ?b) (line 2) (indicator ?i&~0) (bindingness ~1) (owes 1)
            (from ?bf&:(< ?bf ?at)) (to ?bt&:(< ?af ?bt)) (young ?by&:(<= ?by ?ao)) (old ?bo&:(<= ?ay ?bo)))
          => (printout hits "2 4 " ?o " " ?a " " ?b crlf)
             (if (= ?target 1) then (printout hits "3 4 " ?o " " ?a " " ?b crlf)))
        """;

    private const string Session =
        """
        (defglobal ?*begin* = 0 ?*told* = 0 ?*fired* = 0)
        (reset)
        (open "hits.txt" hits "w")
        (load-facts "closure.txt")
        (bind ?*begin* (time))
        (load-facts "active.txt")
        (bind ?*told* (time))
        (run)
        (bind ?*fired* (time))
        (close hits)
        (printout t "took " (- ?*told* ?*begin*) " " (- ?*fired* ?*told*) crlf)

        """;

    private readonly string folder = Directory.CreateTempSubdirectory("samstyring-clips-").FullName;

    private ClipsPeer()
    {
    }

    /// <summary>Writes the world as facts.</summary>
    public static async Task<ClipsPeer> Of(World world)
    {
        var peer = new ClipsPeer();
        await peer.Write("templates.clp", Templates);
        await peer.Write("rules.clp", Rules);
        await peer.Write("tell.clp", "(load \"templates.clp\")\n" + Session);
        await peer.Write("judge.clp", "(load \"templates.clp\")\n(load \"rules.clp\")\n" + Session);
        await peer.Write("closure.txt", string.Join('\n', World.Closure.Select(pair => $"(covers (above {pair.Above}) (action {pair.Action}))")));
        await using var facts = new StreamWriter(Path.Combine(peer.folder, "active.txt"));
        for (var i = 0; i < world.Rows.Length; i++)
        {
            await facts.WriteLineAsync(Fact(i / world.Mix.All, world.Rows[i]));
        }

        return peer;
    }

    /// <summary>The answers, how long matching and firing took, and how long it took to tell the facts without rules.</summary>
    public async Task<(List<Hit> Hits, TimeSpan Time, TimeSpan Telling)> Find()
    {
        var (telling, _) = await Run("tell.clp");
        var (told, fired) = await Run("judge.clp");
        var hits = new List<Hit>();
        await foreach (var line in File.ReadLinesAsync(Path.Combine(folder, "hits.txt")))
        {
            var n = line.Split(' ').Select(word => int.Parse(word, CultureInfo.InvariantCulture)).ToArray();
            hits.Add(Hit.Of(n[0], n[1], n[2], n[3], n[4]));
        }

        return (hits, told - telling + fired, telling);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static string Fact(int office, Row x)
    {
        var owes = x.Indicator != 0 && x.Bindingness >= 3 && x.Direction == 0 && !x.HasTarget;
        return new StringBuilder().Append(
            CultureInfo.InvariantCulture,
            $"(active (office {office}) (id {x.Id}) (line {x.Line}) (bindingness {x.Bindingness}) (binding {(x.Bindingness >= 4 ? 1 : 0)})").Append(
            CultureInfo.InvariantCulture,
            $" (modality {x.Modality}) (action {x.Action}) (indicator {x.Indicator}) (direction {x.Direction}) (target {(x.HasTarget ? 1 : 0)}) (owes {(owes ? 1 : 0)})").Append(
            CultureInfo.InvariantCulture,
            $" (lo {x.Lo}) (hi {x.Hi}) (from {x.From}) (to {x.To}) (young {x.AgeFrom}) (old {x.AgeTo}))").ToString();
    }

    private Task Write(string file, string text) => File.WriteAllTextAsync(Path.Combine(folder, file), text + "\n");

    private async Task<(TimeSpan Told, TimeSpan Fired)> Run(string session)
    {
        var start = new ProcessStartInfo("clips", ["-f2", session])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using var clips = Process.Start(start)!;
        while (await clips.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("took ", StringComparison.Ordinal))
            {
                // It would take its time to forget all facts one by one.
                clips.Kill();
                var took = line.Split(' ');
                return (Seconds(took[1]), Seconds(took[2]));
            }
        }

        throw new InvalidOperationException("CLIPS did not come to its end.");
    }

    private static TimeSpan Seconds(string written) => TimeSpan.FromSeconds(double.Parse(written, CultureInfo.InvariantCulture));
}
