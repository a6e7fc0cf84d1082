using Samstyring.Notifications.V1;

namespace Samstyring.Faults;

/// <summary>What has become of a directive, by the commands that were accepted.</summary>
internal sealed record Fate(Kind Kind, Place Place, int Published, bool Withdrawn);

/// <summary>
/// What the feeds have to be, folded from the accepted commands alone: no rule, table or type of the services is used. What the law requires is in its office's
/// feed in its newest published revision until it is withdrawn. An order and a ban of the same are never both there unflagged; whether it is the one or the
/// other that is held back is for the gate to say, and what it says is compared with the feed.
/// </summary>
internal static class Oracle
{
    public static Dictionary<string, Fate> Fold(IEnumerable<Command> accepted)
    {
        var fates = new Dictionary<string, Fate>();
        foreach (var command in accepted)
        {
            var before = fates.GetValueOrDefault(command.Directive.DirectiveId, new Fate(command.Kind, command.Place, 0, false));
            fates[command.Directive.DirectiveId] = command.Act switch
            {
                "publish" => before with { Published = Math.Max(before.Published, command.Directive.Revision) },
                "withdraw" => before with { Withdrawn = true },
                _ => before,
            };
        }

        return fates;
    }

    /// <summary>The offices whose feed is not what it has to be, each with the first difference.</summary>
    public static async Task<List<string>> Differences(Machine machine, IReadOnlyDictionary<string, Fate> fates)
    {
        var wrong = new List<string>();
        var gates = (await machine.Query<(string DirectiveId, int Revision, string Office, short State)>(
                "notifications", "select g.directive_id, g.revision, o.number, g.state from gate g join office o using (office_id) where g.directive_id = any(@ids)",
                new { ids = fates.Keys.ToArray() })).ToDictionary(g => (g.DirectiveId, g.Revision, g.Office), g => (GateState)g.State);
        foreach (var at in fates.GroupBy(f => f.Value.Place))
        {
            var feed = await Feed(machine, at.Key);
            var shown = feed.SelectMany(m => m.Sources.Select(s => (s.DirectiveId, s.Revision, Flagged: m.State == MissionState.ReleasedWithFlag)))
                .Where(s => fates.ContainsKey(s.DirectiveId)).ToList();
            wrong.AddRange(Compare(at.Key, at.ToDictionary(), shown, gates).Take(1));
        }

        return wrong;
    }

    private static IEnumerable<string> Compare(
        Place place, Dictionary<string, Fate> fates, List<(string DirectiveId, int Revision, bool Flagged)> shown,
        Dictionary<(string, int, string), GateState> gates)
    {
        var live = fates.Where(f => f.Value is { Published: > 0, Withdrawn: false }).ToDictionary();
        foreach (var twice in shown.GroupBy(s => s.DirectiveId).Where(g => g.Count() > 1))
        {
            yield return $"{place.Office}: {twice.Key} stands {twice.Count()} times";
        }

        foreach (var (id, fate) in live)
        {
            var isOut = shown.Any(s => s.DirectiveId == id && s.Revision == fate.Published);
            var state = gates.GetValueOrDefault((id, fate.Published, place.Office));
            if (fate.Kind == Kind.Statutory ? !isOut : isOut != state is GateState.Released or GateState.ReleasedWithFlag || state is GateState.Unspecified)
            {
                yield return $"{place.Office}: {fate.Kind} {id} in revision {fate.Published} is {(isOut ? "" : "not ")}in the feed, the gate says {state}";
            }
        }

        // While a new revision of an order or a ban is held back, the one before it stands.
        foreach (var stray in shown.Where(s => !live.TryGetValue(s.DirectiveId, out var fate) || (s.Revision != fate.Published
            && (fate.Kind == Kind.Statutory || gates.GetValueOrDefault((s.DirectiveId, fate.Published, place.Office)) != GateState.Held))))
        {
            yield return $"{place.Office}: {stray.DirectiveId} in revision {stray.Revision} should not be in the feed";
        }

        var unflagged = shown.Where(s => !s.Flagged).Select(s => live.GetValueOrDefault(s.DirectiveId)?.Kind).ToHashSet();
        var contradicted = live.Values.Select(f => f.Kind).ToHashSet().IsSupersetOf([Kind.Order, Kind.Ban]);
        if (contradicted && unflagged.Contains(Kind.Order) && unflagged.Contains(Kind.Ban))
        {
            yield return $"{place.Office}: an order and a ban of the same are both there unflagged";
        }
    }

    private static async Task<List<Mission>> Feed(Machine machine, Place place)
    {
        var client = new NotificationsService.NotificationsServiceClient(machine.Notifications.Channel);
        var headers = await machine.As(place.Leader);
        var missions = new List<Mission>();
        var page = new ListMissionsResponse();
        do
        {
            page = await client.ListMissionsAsync(
                new ListMissionsRequest { OfficeNumber = place.Office, PageSize = 200, PageToken = page.NextPageToken }, headers, DateTime.UtcNow.AddSeconds(5));
            missions.AddRange(page.Missions);
        }
        while (page.NextPageToken.Length > 0);
        return missions;
    }
}
