using Npgsql;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Tests.Gate;

/// <summary>
/// What a feed has to be by what the gate says, written down another time: what is released is source of one mission, in the revision that is released; those
/// and only those about the same share one; and a mission says what its sources say.
/// </summary>
internal sealed class FeedCheck
{
    private readonly List<(string Office, Mission Mission)> newest = [];
    private readonly List<(string Office, Mission Mission)> versions = [];
    private readonly Dictionary<(string Office, string DirectiveId, int Revision), GateState> gates = [];
    private readonly Dictionary<(string DirectiveId, int Revision), SteeringPb.DirectiveContent> said = [];

    public static async Task<FeedCheck> Read(World world)
    {
        var check = new FeedCheck();
        await using var connection = new NpgsqlConnection(world.Service.Database.Owner);
        await connection.OpenAsync();
        await Each(
            "select number, mission from mission join office using (office_id) order by office_id, position",
            row => check.versions.Add((row.GetString(0), Mission.Parser.ParseFrom((byte[])row[1]))));
        check.newest.AddRange(check.versions.GroupBy(v => (v.Office, v.Mission.MissionKey)).Select(of => of.Last()));
        await Each(
            "select number, directive_id, revision, state from gate join office using (office_id)",
            row => check.gates[(row.GetString(0), row.GetString(1), row.GetInt32(2))] = (GateState)row.GetInt16(3));
        await Each(
            "select directive_id, revision, directive from directive_revision",
            row => check.said[(row.GetString(0), row.GetInt32(1))] = SteeringPb.Directive.Parser.ParseFrom((byte[])row[2]).Content);
        return check;

        async Task Each(string sql, Action<NpgsqlDataReader> read)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await using var rows = await command.ExecuteReaderAsync();
            while (await rows.ReadAsync())
            {
                read(rows);
            }
        }
    }

    /// <summary>Missions of the office that go on and have several sources.</summary>
    public int Merged(string office) => Live(office).Count(m => m.Sources.Count > 1);

    /// <summary>What is wrong with the office's feed.</summary>
    public List<string> Faults(Facts facts, Office office)
    {
        List<string> wrong = [];
        var live = Live(office.Number);
        var places = live.SelectMany(m => m.Sources.Select(s => (s.DirectiveId, s.Revision, Mission: m))).ToLookup(p => p.DirectiveId);
        foreach (var reach in office.Reaches)
        {
            var directive = facts.Directives[reach.DirectiveId];
            var isOut = State(directive.Id, directive.Revision) is GateState.Released or GateState.ReleasedWithFlag && reach.Days.IsCurrent(facts.AsOf);
            var at = places[directive.Id].ToList();
            Expect(at.Count <= 1, $"{directive.Id} is in {at.Count} missions");
            Expect(!isOut || (at.Count == 1 && at[0].Revision == directive.Revision), $"{directive.Id} is released and not shown in revision {directive.Revision}");
            Expect(isOut || at.All(p => p.Revision < directive.Revision), $"{directive.Id} is shown in revision {directive.Revision} and not released");
        }

        foreach (var mission in live)
        {
            var contents = mission.Sources.Select(s => said[(s.DirectiveId, s.Revision)]).ToList();
            Expect(contents.Select((c, i) => About(c, mission.Sources[i].DirectiveId)).Distinct().Count() == 1, $"{mission.MissionKey} is about several things");
            var first = contents.Select((c, i) => (Content: c, Id: mission.Sources[i].DirectiveId))
                .OrderByDescending(x => x.Content.Bindingness is SteeringPb.Bindingness.Statutory or SteeringPb.Bindingness.Supervision)
                .ThenBy(x => x.Content.Deadline.Length == 0).ThenBy(x => x.Content.Deadline, StringComparer.Ordinal)
                .ThenByDescending(x => x.Content.Bindingness).ThenBy(x => !x.Content.HasPriorityRank).ThenBy(x => x.Content.PriorityRank)
                .ThenBy(x => x.Id, StringComparer.Ordinal).First();
            Expect(mission.Sources[0].DirectiveId == first.Id && mission.Title.Equals(first.Content.Title), $"{mission.MissionKey} does not begin with {first.Id}");
            Expect(mission.Deadline == (contents.Select(c => c.Deadline).Where(d => d.Length > 0).Min(StringComparer.Ordinal) ?? ""), $"{mission.MissionKey} has the deadline {mission.Deadline}");
            Expect(mission.Rank > 0, $"{mission.MissionKey} has no rank");
            Expect(mission.Flags.Select(f => f.FindingId).Distinct().Count() == mission.Flags.Count, $"{mission.MissionKey} has a flag twice");
            Expect(mission.Flags.Select(f => f.Severity).SequenceEqual(mission.Flags.Select(f => f.Severity).Order()), $"{mission.MissionKey} does not have the worst flag first");
        }

        var topics = live.GroupBy(m => About(said[(m.Sources[0].DirectiveId, m.Sources[0].Revision)], m.Sources[0].DirectiveId)).Where(g => g.Count() > 1);
        wrong.AddRange(topics.Select(g => $"{g.Count()} missions about {g.Key}"));
        wrong.AddRange(newest.Where(x => x.Office == office.Number && x.Mission.State == MissionState.Ended && x.Mission.Rank != 0).Select(x => $"{x.Mission.MissionKey} has ended and a rank"));
        return wrong;

        GateState? State(string id, int revision) => gates.TryGetValue((office.Number, id, revision), out var state) ? state : null;

        void Expect(bool holds, string fault)
        {
            if (!holds)
            {
                wrong.Add(fault);
            }
        }
    }

    /// <summary>What is wrong with what a leader is told of its receipts, counted from every version there has been and what the leader has done.</summary>
    public IEnumerable<string> ReceiptFaults(string office, ListMissionsResponse answer, Func<string, (int Seen, int Acknowledged)> receiptOf)
    {
        var (unread, unacknowledged) = (0, 0);
        foreach (var mission in answer.Missions)
        {
            var (seen, acknowledged) = receiptOf(mission.MissionKey);
            bool Outdated(int read) => read == 0 || versions.Any(v => v.Office == office && v.Mission.MissionKey == mission.MissionKey
                && v.Mission.Version > read && v.Mission.ChangeClass == SteeringPb.ChangeClass.Material);
            var ended = mission.State == MissionState.Ended;
            var expected = (seen, acknowledged, Outdated(seen) && (!ended || seen > 0), Outdated(acknowledged) && !ended);
            var told = (mission.Receipt.SeenVersion, mission.Receipt.AcknowledgedVersion, mission.Receipt.Unread, mission.Receipt.Unacknowledged);
            if (told != expected)
            {
                yield return $"{mission.MissionKey}: {told} and not {expected}";
            }

            unread += expected.Item3 ? 1 : 0;
            unacknowledged += expected.Item4 ? 1 : 0;
        }

        if ((answer.Unread, answer.Unacknowledged) != (unread, unacknowledged))
        {
            yield return $"{answer.Unread} unread and {answer.Unacknowledged} unacknowledged, not {unread} and {unacknowledged}";
        }
    }

    private List<Mission> Live(string office) => [.. newest.Where(x => x.Office == office && x.Mission.State != MissionState.Ended).Select(x => x.Mission)];

    private static string About(SteeringPb.DirectiveContent c, string id) => c.ActionCode.Length == 0
        ? id
        : (c.Theme, c.ActionCode, Groups: string.Join(',', (c.TargetGroup ?? new()).Groups.Order()), Age: $"{c.TargetGroup?.Age}", c.Valid, Ban: c.Modality == SteeringPb.Modality.MustNot).ToString();
}
