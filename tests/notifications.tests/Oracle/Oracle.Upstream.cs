namespace Samstyring.Notifications.Tests.Oracle;

/// <content>What has no office: the two county letters (K-20), and who never received what was addressed to it (K-22(b)).</content>
internal sealed partial class Oracle
{
    private void Letters()
    {
        var clauses = signals.Where(x => x.State == "PUBLISHED" && x.IssuerRole == "DIRECTORATE" && x.Document is "STEERING_LETTER" or "COUNTY_GOVERNOR_ASSIGNMENT"
            && catalogues.GetProperty("themes").GetProperty(x.Theme).TryGetProperty("common", out var common) && common.GetBoolean()).ToList();
        foreach (var letter in clauses.GroupBy(x => (x.Theme, x.From.Year)))
        {
            var alone = letter.Where(x => !letter.Any(y => y.Document != x.Document && Form(x) == Form(y))).ToList();
            Add("K-20", Current([.. AllDays.Where(d => alone.Any(x => x.ValidOn(d)))]) ? T : F, 2, null, alone);
        }
    }

    private static string Form(Signal x) => string.Join('|',
        x.Action, x.Indicator, x.Modality, x.Direction, x.Target is { } target ? $"{target.Lo - target.Tolerance}..{target.Hi + target.Tolerance}" : "none",
        string.Join(',', x.Groups), x.Ages, x.From, x.To);

    private void Receipts()
    {
        foreach (var s in signals.Where(x => x.State == "PUBLISHED" && x.Recipient is "COUNTY_DIRECTOR" or "MUNICIPAL_DIRECTOR" or "COUNTY_GOVERNOR"))
        {
            var due = s.Published!.Value;
            for (var left = 10; left > 0;)
            {
                due = due.AddDays(1);
                left -= WorkingDay(due) ? 1 : 0;
            }

            var reached = places.Where(o => !s.WithdrawnAt.Contains(o.Id) && Reach(s, o).Count > 0).ToList();
            if (asOf <= due || !Current([.. reached.SelectMany(o => Reach(s, o)).Where(d => d > due)]))
            {
                continue;
            }

            var nodes = reached.SelectMany(o => s.Recipient switch
            {
                "COUNTY_DIRECTOR" => [$"COUNTY:{o.County}"],
                "MUNICIPAL_DIRECTOR" => Concerned(s, o).Select(m => $"MUNICIPAL_DIRECTOR:{m}"),
                _ => o.Municipalities.Select(m => $"COUNTY_GOVERNOR:{m[..2]}"),
            }).Distinct().Where(node => node != s.Issuer).ToList();
            foreach (var node in nodes.Where(node => s.Path is null ? node == nodes[0] : !s.Received.Contains(node)))
            {
                Add("K-22", s.Path is null ? M : T, Binding(s) ? 2 : 3, null, [s]);
            }
        }
    }

    private static bool WorkingDay(DateOnly d) => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && (d.Month, d.Day) is not ((1, 1) or (12, 25) or (12, 26));

    private sealed partial class Signal
    {
        public string? IssuerRole { get; } = Text(x, "issuer_role");

        public string? Document { get; } = Text(x, "document_type");

        public string? Ages { get; } = x.TryGetProperty("target_group", out var group) && group.TryGetProperty("age", out var age) ? age.GetRawText() : null;

        public HashSet<string> Received { get; } = x.TryGetProperty("delivery_path", out var path)
            ? [.. path.EnumerateArray().Where(n => n.TryGetProperty("received_at", out _)).Select(n => Text(n, "node")!)]
            : [];
    }
}
