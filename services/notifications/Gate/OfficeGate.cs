using System.Collections.Immutable;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Gate;

/// <summary>
/// One office, judged and decided: what is stored before, and what has to be written. Pure; the transaction that holds the office's row lock calls it
/// between reading and writing.
/// </summary>
public sealed class OfficeGate
{
    private readonly Predicates at;
    private readonly OfficeBefore before;
    private readonly DateTimeOffset now;
    private readonly GateCause cause;
    private readonly HoldDays holdDays;
    private readonly ImmutableArray<Finding> found;
    private readonly ILookup<string, Finding> naming;
    private readonly Dictionary<string, GateRow> after = [];
    private readonly List<GateRow> rows = [];
    private readonly List<GateStep> steps = [];
    private readonly HashSet<string> escalated = [];
    private readonly ILookup<string, Directive> replacing;
    private readonly CasesHere cases;

    private OfficeGate(Predicates at, ImmutableArray<Finding> found, CasesHere cases, OfficeBefore before, DateTimeOffset now, GateCause cause)
    {
        (this.at, this.found, this.before, this.now, this.cause, holdDays) = (at, cases.Apply(found), before, now, cause, HoldDays.Of(at.Thresholds));
        this.cases = cases;
        naming = this.found.SelectMany(f => f.Directives.Select(x => (x.Id, Finding: f))).ToLookup(pair => pair.Id, pair => pair.Finding);

        // What stands here in place of another: what its own line has relayed it as, and what supersedes it and is in force.
        var relayed = at.Relayed.SelectMany(group => group.Where(at.Live).Select(by => (group.Key, by)));
        var superseding = at.Current.Where(by => at.Facts.Lineage.Replaced(by).Count > 0 && at.Reach(by).Contains(Today))
            .SelectMany(by => at.Facts.Lineage.Replaced(by).Where(id => !at.Facts.Directives.TryGetValue(id, out var x) || !at.Facts.Lineage.Replaces(x, by))
                .Select(id => (Key: id, by)));
        replacing = relayed.Concat(superseding).ToLookup(pair => pair.Key, pair => pair.by);
    }

    private DateOnly Today => at.Facts.AsOf;

    /// <summary>Decides about every directive at the office that is asked about.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="found">What the judge finds there.</param>
    /// <param name="cases">How the owners have settled some of it.</param>
    /// <param name="before">What is stored.</param>
    /// <param name="messageOf">The directives' messages, for the missions.</param>
    /// <param name="now">The instant; its date in Oslo is the facts' "as of".</param>
    /// <param name="cause">Why.</param>
    public static OfficePlan Run(
        Predicates at, ImmutableArray<Finding> found, CasesHere cases, OfficeBefore before, Func<string, SteeringPb.Directive> messageOf, DateTimeOffset now,
        GateCause cause)
    {
        var gate = new OfficeGate(at, found, cases, before, now, cause);
        var here = at.Office.Reaches.Select(r => (Reach: r, Directive: at.Facts.Directives[r.DirectiveId])).Where(x => at.Asks(x.Directive)).OrderBy(x => x.Directive.Id, StringComparer.Ordinal).ToList();

        // What replaces another is decided first: it has to be out before the other goes.
        foreach (var (reach, directive) in here.Where(x => !gate.replacing.Contains(x.Directive.Id)))
        {
            gate.Decide(directive, gate.PresenceOf(directive, reach));
        }

        var replaced = new HashSet<string>();
        foreach (var (reach, directive) in here.Where(x => gate.replacing.Contains(x.Directive.Id)))
        {
            if (gate.replacing[directive.Id].Any(by => gate.IsOut(by.Id)))
            {
                replaced.Add(directive.Id);
                gate.Decide(directive, Presence.Gone);
            }
            else if (at.Live(directive) || gate.PresenceOf(directive, reach) != Presence.Reaches)
            {
                gate.Decide(directive, gate.PresenceOf(directive, reach));
            }
            else
            {
                gate.Wait(directive);
            }
        }

        var feed = FeedPlan.Of(
            at, before, messageOf, [.. here.Select(x => gate.Shown(x.Directive, x.Reach, replaced.Contains(x.Directive.Id)))]);
        return new(
            before.OfficeId, gate.FindingChanges(), gate.Closed(), [.. gate.rows], [.. gate.steps], feed, gate.Settled(here, feed));
    }

    private Presence PresenceOf(Directive x, Reach reach) =>
        x.State != DirectiveState.Published || reach.Withdrawn || reach.Days.IsEmpty ? Presence.Gone
        : reach.Days.IsCurrent(Today) ? Presence.Reaches
        : Presence.Over;

    private bool IsOut(string directiveId) => after.TryGetValue(directiveId, out var row) && row.State.IsReleased();

    private void Decide(Directive x, Presence presence)
    {
        var stored = before.Gates[x.Id].OrderByDescending(r => r.Revision).ToList();
        var row = stored.FirstOrDefault(r => r.Revision == x.Revision);
        var last = stored.FirstOrDefault(r => r.Revision < x.Revision);
        var editorial = row is null && x.Editorial;
        var standing = new Standing(row?.State, row is { State: GateState.Held } ? row.HeldOn : editorial && last is { State: GateState.Held } ? last.HeldOn : null);
        var open = naming[x.Id].Select(f => new OpenFinding(f, before.Findings.GetValueOrDefault(f.Fingerprint)?.OpenedOn ?? Today)).ToList();
        var decision = GateDecision.Decide(x, presence, standing, editorial && last?.State.IsReleased() == true, open, Today, holdDays);
        if (row is null && last is { State: GateState.Held or GateState.Received or GateState.Judged })
        {
            Write(last with { State = GateState.Withdrawn }, [GateState.Withdrawn]);
        }

        if (decision.Path.Contains(GateState.Expired))
        {
            escalated.UnionWith(open.Where(f => GateDecision.Holds(f.Finding, x)).Select(f => f.Finding.Fingerprint));
        }

        var start = row ?? new GateRow(x.Id, x.Revision, GateState.Received, now);
        var state = decision.State(standing) ?? start.State;
        var next = start with
        {
            State = state,
            HeldSince = decision.Path.Contains(GateState.Held) ? (editorial ? last?.HeldSince : null) ?? now : start.HeldSince,
            HeldOn = decision.HeldOn ?? start.HeldOn,
            HeldUntil = decision.HeldUntil ?? start.HeldUntil,
            ReleasedAt = state.IsReleased() && (start.ReleasedAt is null || start.State == GateState.Withdrawn) ? now : start.ReleasedAt,
        };
        after[x.Id] = next;
        if (row is null || next != row)
        {
            Write(next, decision.Path);
        }
    }

    // Relayed here as something that is not out: nothing happens to it, and if it has just come it waits unreleased.
    private void Wait(Directive x)
    {
        var row = before.Gates[x.Id].FirstOrDefault(r => r.Revision == x.Revision);
        after[x.Id] = row ?? new GateRow(x.Id, x.Revision, GateState.Judged, now);
        if (row is null)
        {
            Write(after[x.Id], [GateState.Received, GateState.Judged]);
        }
    }

    private void Write(GateRow row, ImmutableArray<GateState> path)
    {
        rows.Add(row);
        steps.AddRange(path.Select(state => new GateStep(row.DirectiveId, row.Revision, state)));
    }

    private ShownDirective Shown(Directive x, Reach reach, bool replaced)
    {
        var row = after[x.Id];
        var presence = PresenceOf(x, reach);
        Pb.EndReason? end = replaced || x.State == DirectiveState.Superseded ? Pb.EndReason.Replaced
            : x.State == DirectiveState.Withdrawn || reach.Withdrawn ? Pb.EndReason.Withdrawn
            : presence == Presence.Gone || (presence == Presence.Over && x.Valid.To > Today) ? Pb.EndReason.OutOfScope
            : presence == Presence.Over ? Pb.EndReason.Expired
            : null;
        string[] names = [x.Id, .. at.Relayed[x.Id].Select(y => y.Id)];
        return new(x, reach, row, end, [.. names.SelectMany(id => naming[id]).Where(GateDecision.Flags).DistinctBy(f => f.Fingerprint)
            .OrderBy(f => f.Severity).ThenBy(f => f.Fingerprint, StringComparer.Ordinal)
            .Select(f => new ShownFlag(f, f.Directives.Select(d => Row(d)?.HeldUntil).Max()))],
            [.. cases.SettledAbout(x.Id)]);
    }

    // Of a directive that is not asked about: as it stands.
    private GateRow? Row(Directive x) => after.GetValueOrDefault(x.Id) ?? before.Gates[x.Id].FirstOrDefault(r => r.Revision == x.Revision);

    private ImmutableArray<FindingChange> FindingChanges() => [.. found
        .Select(f => (Finding: f, Stored: before.Findings.GetValueOrDefault(f.Fingerprint)))
        .Select(x => new FindingChange(
            x.Finding,
            x.Stored is null,
            (escalated.Contains(x.Finding.Fingerprint) || cases.IsEscalated(x.Finding)) && x.Stored is not { State: Pb.FindingState.Escalated },
            OwnersOf(x.Finding)))
        .Where(c => c.Opens || c.Escalates || Differs(c.Finding, before.Findings[c.Finding.Fingerprint]))];

    // What was stored before there were cases is written again, with its own.
    private static bool Differs(Finding finding, FindingRow stored) =>
        !FindingMessage.Write(finding).Equals(stored.Finding) || (stored.CaseId is null && finding.Severity != Severity.Info);

    // Both owners: the county, and every municipality concerned. What two directives collide in concerns those whom both of them do; else all whom one does.
    private ImmutableArray<Org> OwnersOf(Finding finding)
    {
        var each = finding.Directives.Where(at.IsHere).Select(x => Owners.Municipal(at, x)).ToList();
        var both = each.Count == 2 && finding.Directives.Length == 2 ? each[0].Intersect(each[1]).ToList() : [];
        var municipal = both.Count > 0 ? both : each.SelectMany(m => m).Distinct().ToList();
        return
        [
            .. Owners.County(at) is { } county ? [county] : Array.Empty<Org>(),
            .. (municipal.Count > 0 ? municipal : [.. Owners.Municipal(at)]).OrderBy(o => o.ToString(), StringComparer.Ordinal),
        ];
    }

    private ImmutableArray<FindingEnd> Closed()
    {
        var holds = found.Select(f => f.Fingerprint).ToHashSet();
        return [.. before.Findings.Values.Where(row => !holds.Contains(row.FindingId)).OrderBy(row => row.FindingId, StringComparer.Ordinal)
            .Select(row => new FindingEnd(row.FindingId, cases.AgreedOn(row) ?? ReasonOf(row.Finding)))];
    }

    private Pb.CloseReason ReasonOf(Pb.Finding finding)
    {
        var reaches = at.Office.Reaches.ToDictionary(r => r.DirectiveId);
        var withdrawn = finding.Directives.Any(d =>
            at.Facts.Directives.GetValueOrDefault(d.DirectiveId) is not { State: DirectiveState.Published } || reaches.GetValueOrDefault(d.DirectiveId) is { Withdrawn: true });
        return withdrawn ? Pb.CloseReason.DirectiveWithdrawn
            : finding.Versions.GetValueOrDefault("rules") != Judge.RuleVersion ? Pb.CloseReason.RulesChanged
            : !FindingMessage.Window(finding).IsCurrent(Today) ? Pb.CloseReason.WindowPassed
            : cause == GateCause.Office ? Pb.CloseReason.ProfileChanged
            : Pb.CloseReason.DirectiveChanged;
    }

    // What was withdrawn, replaced or is over, and has left the feed. What was derived from something stays: it keeps its source from being live. So does what
    // was withdrawn here alone: its scope still holds the office, and a version of it is measured by that. What is over stays this year and the next: kinds
    // look back at the frames, counts, offers and promises of a year.
    private ImmutableArray<string> Settled(List<(Reach Reach, Directive Directive)> here, ImmutableArray<FeedEntry> feed)
    {
        var appended = feed.ToDictionary(e => e.Row.Topic, e => e.Row);
        var shown = before.Missions.Values.Where(row => !appended.ContainsKey(row.Topic)).Concat(appended.Values).Where(row => row.IsLive)
            .SelectMany(row => row.Mission.Sources).Select(source => source.DirectiveId).ToHashSet();
        var lastYear = new DateOnly(Today.Year - 1, 1, 1);
        return [.. here
            .Where(x => x.Directive.State != DirectiveState.Published || x.Reach.Days.IsEmpty || (x.Reach.Days.End <= lastYear && x.Directive.DerivedFrom.IsEmpty))
            .Where(x => !naming.Contains(x.Directive.Id)
                && after[x.Directive.Id].State != GateState.Held
                && !shown.Contains(x.Directive.Id))
            .Select(x => x.Directive.Id)];
    }
}
