using System.Collections.Immutable;
using Samstyring.Common;
using Samstyring.Norwegian;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Case = Samstyring.Notifications.Coordination.Case;
using CaseState = Samstyring.Notifications.Coordination.CaseState;
using CloseReason = Samstyring.Notifications.Coordination.CloseReason;
using Finding = Samstyring.Notifications.Rules.Finding;
using GateState = Samstyring.Notifications.Gate.GateState;
using Modality = Samstyring.Steering.V1.Modality;
using Pb = Samstyring.Notifications.V1;
using Resolution = Samstyring.Notifications.Coordination.Resolution;
using ResolutionCheck = Samstyring.Notifications.Coordination.ResolutionCheck;
using SteeringPb = Samstyring.Steering.V1;
using WayOut = Samstyring.Notifications.Coordination.WayOut;

namespace Samstyring.Notifications.Tests.Coordination;

/// <summary>
/// One office in memory: what the database keeps, as dictionaries, and the platform's own pure parts between them. Random acts of both owners in any order,
/// and after each of them what must always hold.
/// </summary>
internal sealed class OwnersModel
{
    private const int OfficeId = 1;
    private static readonly Org County = Org.County("5700");
    private static readonly Org Municipality = Org.Municipality("5035");

    private readonly Random random;
    private readonly Dictionary<string, SteeringPb.Directive> messages = [];
    private readonly Dictionary<(string Id, int Revision), GateRow> gates = [];
    private readonly Dictionary<string, FindingRow> findings = [];
    private readonly Dictionary<string, MissionRow> missions = [];
    private readonly Dictionary<string, Case> cases = [];
    private readonly Dictionary<string, (CaseState State, CloseReason? Agreed, ImmutableArray<string> Directives)> here = [];
    private readonly HashSet<string> everReleased = [];
    private readonly List<string> log = [];
    private DateTimeOffset now = new(World.Year - 1, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private long position;

    public OwnersModel(int seed) => random = new Random(seed);

    /// <summary>How often something of interest has happened: a check that never bites proves nothing.</summary>
    public Dictionary<string, int> Seen { get; } = [];

    private DateOnly Today => Oslo.DateOf(now);

    public void Play(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Step();
        }
    }

    public override string ToString() => string.Join('\n', log);

    private void Step()
    {
        switch (random.Next(12))
        {
            case 0 or 1 or 2:
                Publish();
                break;
            case 3:
                Revise();
                break;
            case 4:
                Withdraw();
                break;
            case 5 or 6:
                Propose();
                break;
            case 7 or 8 or 9:
                Answer();
                break;
            case 10:
                Escalate();
                break;
            default:
                now = now.AddDays(random.Next(3) == 0 ? random.Next(6, 20) : random.Next(1, 6));
                log.Add($"{Today:yyyy-MM-dd}");
                Run(GateCause.Day);
                break;
        }
    }

    private void Publish()
    {
        var number = random.Next(3);
        var d = random.Next(2) == 0
            ? World.State($"s{number}", c => c.Bindingness = random.Next(4) == 0 ? SteeringPb.Bindingness.Statutory : SteeringPb.Bindingness.Order)
            : World.Ban($"m{number}", c => (c.Modality, c.ActionCode) = random.Next(3) == 0
                ? (Modality.Must, "USER_MEETING.PHYSICAL.FIRST")
                : (Modality.MustNot, "USER_MEETING.PHYSICAL"));
        if (messages.TryAdd(d.DirectiveId, d))
        {
            log.Add($"publish {d.DirectiveId} {d.Content.Bindingness} {d.Content.Modality}");
            Run(GateCause.Directive);
        }
    }

    private void Revise()
    {
        if (Pick(messages.Values.Where(d => d.State == SteeringPb.DirectiveState.Published)) is not { } old)
        {
            return;
        }

        var change = random.Next(2) == 0 ? SteeringPb.ChangeClass.Editorial : SteeringPb.ChangeClass.Material;
        var next = World.Revised(old, change, c => c.Text.Nb += ".");
        if (change == SteeringPb.ChangeClass.Material && random.Next(2) == 0)
        {
            next.Content.Modality = next.Content.Modality == Modality.Must ? Modality.MustNot : Modality.Must;
        }

        messages[old.DirectiveId] = next;
        log.Add($"revise {old.DirectiveId} {change} {next.Content.Modality}");
        if (change == SteeringPb.ChangeClass.Material)
        {
            foreach (var (id, at) in here.Where(h => h.Value.Directives.Contains(old.DirectiveId)).ToList())
            {
                here[id] = at with { Agreed = null, Directives = [] };
            }
        }

        Run(GateCause.Directive);
    }

    private void Withdraw()
    {
        if (Pick(messages.Values.Where(d => d.State == SteeringPb.DirectiveState.Published)) is { } old)
        {
            messages[old.DirectiveId] = World.Withdrawn(old);
            log.Add($"withdraw {old.DirectiveId}");
            Run(GateCause.Directive);
        }
    }

    private void Propose()
    {
        if (Pick(cases.Values) is not { } one)
        {
            return;
        }

        var proposed = Resolutions.Propose(
            one, Actor(), new Resolution(WayOut.AcceptBoth) { Reason = "Enighet" }, [new(OfficeId, World.Fjordvik, [County, Municipality])], ResolutionCheck.Clean,
            Revisions(one), now, Today);
        Take(proposed, "propose");
    }

    private void Answer()
    {
        if (Pick(cases.Values.Where(c => c.Proposals.Length > 0)) is { } one)
        {
            Take(Resolutions.Answer(
                one, Actor(), random.Next(1, one.Proposals.Length + 1), random.Next(5) == 0 ? Notifications.Coordination.Answer.Reject : Notifications.Coordination.Answer.Sign, "", Revisions(one), now, Today),
                "answer");
        }
    }

    private void Take(Outcome<(Case Case, ImmutableArray<OfficeSigners> Settled)> outcome, string act)
    {
        log.Add(outcome.IsRefused ? $"{act} refused {outcome.Refusal.Reason}" : $"{act} {outcome.Value.Case.Id[..6]} settled={outcome.Value.Settled.Length}");
        if (outcome.IsRefused)
        {
            Count(outcome.Refusal.Reason.ToString());
            return;
        }

        var (one, settled) = outcome.Value;
        cases[one.Id] = one;
        if (!settled.IsEmpty)
        {
            // Nothing is settled but by a signature of each owner, given by two people for the very revisions that stand.
            var proposal = one.Proposals.Single(p => p.State == ProposalState.Agreed && p.Signatures[^1].At == now && p.Offices.All(p.IsSigned));
            Must(proposal.Signatures.Where(s => s.Answer == Notifications.Coordination.Answer.Sign).Select(s => s.Org).ToHashSet().SetEquals([County, Municipality]), "both owners have signed");
            Must(proposal.Signatures.Select(s => s.Actor).Distinct().Count() == proposal.Signatures.Length, "two people have signed");
            Must(proposal.Revisions.All(r => messages[r.Key].Revision == r.Value), "what was signed stands");
            here[one.Id] = here[one.Id] with { Agreed = CloseReason.OwnersAgreed, Directives = [.. one.Directives] };
            Count("settled");
            Run(GateCause.Case);
        }
    }

    private void Escalate()
    {
        if (Pick(cases.Values) is { } one && Disputes.Admits(one, Ladder.Next(one.Resolver.Class, one.AgreementTerm)) is null)
        {
            Climb(one, County);
            Run(GateCause.Case);
        }
    }

    private void Climb(Case one, Org? by)
    {
        var rung = Ladder.Next(one.Resolver.Class, one.AgreementTerm);
        cases[one.Id] = CaseRules.Escalate(one, Ladder.Name(one, rung, Office(), null), by, "", now, Today);
        here[one.Id] = here[one.Id] with { State = here[one.Id].State == CaseState.Closed ? CaseState.Closed : CaseState.Escalated };
        log.Add($"escalate {one.Id[..6]} to {rung}");
        Count("escalated");
    }

    // One run of the gate, as the service makes it.
    private void Run(GateCause cause)
    {
        if (cause == GateCause.Day)
        {
            var due = cases.Values.Where(c => c.State != CaseState.Closed && c.Deadline is { } deadline && (deadline < Today || (c.State == CaseState.Open
                && gates.Values.Any(g => c.Directives.Contains(g.DirectiveId) && g.State == GateState.Held && g.HeldUntil < Today)))).ToList();
            due.ForEach(c => Climb(c, null));
        }

        var office = Office();
        var facts = new Facts(Today, Catalogues.Newest, messages.Values.Select(m => DirectiveReader.Read(m, Catalogues.Newest)).ToDictionary(d => d.Id), [office]);
        var at = new Predicates(facts, office);
        var found = Judge.Findings(at);
        var standing = new CasesHere(here.Where(h => h.Value.State == CaseState.Escalated || h.Value.Agreed is not null)
            .Select(h => new CaseStanding(h.Key, h.Value.State == CaseState.Escalated, cases[h.Key].Resolver, h.Value.Agreed, h.Value.Directives,
                h.Value.Agreed is null ? null : Resolutions.SettlementOf(cases[h.Key], new DateOnly(2027, 1, 1)))));
        var before = new OfficeBefore(OfficeId, position, gates.Values.ToLookup(g => g.DirectiveId), findings, missions);
        var plan = OfficeGate.Run(at, found, standing, before, id => messages[id], now, cause);
        Apply(plan, facts);
        Check(found, standing, facts);
    }

    private void Apply(OfficePlan plan, Facts facts)
    {
        var touched = plan.Closed.Select(c => findings[c.FindingId].CaseId).OfType<string>().ToHashSet();
        var reasons = plan.Closed.Where(c => findings[c.FindingId].CaseId is not null).ToLookup(c => findings[c.FindingId].CaseId!, c => (CloseReason)c.Reason);
        foreach (var row in plan.Gates)
        {
            gates[(row.DirectiveId, row.Revision)] = row;
        }

        foreach (var closed in plan.Closed)
        {
            findings.Remove(closed.FindingId);
        }

        var changed = plan.Findings.Select(f => new CaseFinding(OfficeId, f.Finding, f.Owners)).ToList();
        foreach (var (change, one) in plan.Findings.Zip(changed))
        {
            var opened = findings.GetValueOrDefault(change.Finding.Fingerprint)?.OpenedOn ?? Today;
            findings[change.Finding.Fingerprint] = new(
                change.Finding.Fingerprint, change.Escalates ? Pb.FindingState.Escalated : Pb.FindingState.Open, opened, FindingMessage.Write(change.Finding), one.CaseId);
        }

        foreach (var entry in plan.Feed)
        {
            Must(entry.Position == ++position, "positions have no gap");
            missions[entry.Row.Topic] = entry.Row;
        }

        touched.UnionWith(changed.Select(c => c.CaseId).OfType<string>());
        foreach (var id in touched)
        {
            var mine = changed.Where(c => c.CaseId == id).ToList();
            cases.TryAdd(id, mine.Count == 0 ? null! : CaseRules.Open(mine[0], facts.Offices[0], facts.Catalogues, new HoldDays(), now, Today));
            var standing = findings.Values.Where(f => f.CaseId == id).ToList();
            var open = standing.Select(f => (Severity?)f.Finding.Severity).Min();
            var was = here.GetValueOrDefault(id);
            var next = CaseRules.Follow(
                cases[id], mine, [new(OfficeId, World.Fjordvik, was.State == 0 ? null : was.State, standing.Count, open, reasons[id].LastOrDefault())], facts.Catalogues, _ => new HoldDays(), now,
                Today);
            cases[id] = next;
            here[id] = (open is null ? CaseState.Closed : next.State == CaseState.Escalated ? CaseState.Escalated : CaseState.Open, was.Agreed, was.State == 0 ? [] : was.Directives);
        }
    }

    private void Check(ImmutableArray<Finding> found, CasesHere standing, Facts facts)
    {
        foreach (var (topic, row) in missions)
        {
            Must(row.Mission.Sources.Count > 0 && row.Mission.Sources.All(s => gates[(s.DirectiveId, s.Revision)].ReleasedAt is not null), $"1: {topic} is in the feed unreleased");
            Must(row.IsLive || row.Mission.EndReason != Pb.EndReason.Unspecified, $"7: {topic} ended without a reason");
            Must(!row.IsLive || row.Mission.Sources.All(s => messages[s.DirectiveId].State == SteeringPb.DirectiveState.Published), $"{topic} shows what is withdrawn");
            everReleased.Add(topic);
            Count(row.Mission.Sources.Count > 1 ? "together" : "alone");
        }

        foreach (var row in gates.Values.Where(g => g.State.IsReleased() && messages[g.DirectiveId].Revision == g.Revision))
        {
            Must(
                missions.Values.Count(m => m.IsLive && m.Mission.Sources.Any(s => s.DirectiveId == row.DirectiveId && s.Revision == row.Revision)) == 1,
                $"{row.DirectiveId} is released and not in exactly one mission");
        }

        // Nothing that was released is ever gone.
        Must(everReleased.All(missions.ContainsKey), "7: a mission has disappeared");
        foreach (var row in gates.Values.Where(g => messages[g.DirectiveId].Revision == g.Revision))
        {
            if (row.State == GateState.Held)
            {
                Count("held");
                Must(messages[row.DirectiveId].Content.Bindingness != SteeringPb.Bindingness.Statutory, "3: what the law requires is held");
                Must(row.HeldUntil >= Today && row.HeldUntil <= WorkingDays.Add(row.HeldOn!.Value, 10), $"3: {row.DirectiveId} is held beyond its time");
            }
        }

        foreach (var finding in found.Where(f => f.Severity <= Severity.NeedsClarification && !standing.Covers(f)))
        {
            foreach (var x in finding.Directives)
            {
                var state = gates[(x.Id, x.Revision)].State;
                Must(state != GateState.Released, $"2: {x.Id} is out without a flag while {Finding.Code(finding.Kind)} stands");
                Count(state.ToString());
            }

            Must(cases[CaseKey.Of(finding)!].State != CaseState.Closed, $"{Finding.Code(finding.Kind)} stands and its case is closed");
        }

        foreach (var one in cases.Values.Where(c => c.State != CaseState.Closed))
        {
            Must(findings.Values.Any(f => f.CaseId == one.Id), "a case goes on without a finding");
            Must(one.Deadline is null || one.Deadline >= Today, "a case is past its deadline and has not climbed");
        }
    }

    private Office Office() => new(
        World.Fjordvik, "Nav Fjordvik", new("5700", "Nav Trøndelag"), [new("5035", "Sted")],
        [.. messages.Values.OrderBy(m => m.DirectiveId, StringComparer.Ordinal).Select(m => new Reach(m.DirectiveId, Days.Of([DirectiveReader.Range(m.Content.Valid)]), ["5035"]))])
    {
        Profile = Profile.Of(World.Fjordvik) with { LeadershipModel = LeadershipModel.Single, CountyId = "5700" },
    };

    // Two people who may each act for either owner, and one of each who may not.
    private Actor Actor()
    {
        var county = random.Next(2) == 0;
        return new(county ? Role.County : Role.MunicipalDirector, county ? "5700" : "5035", Pick(["kari", "ola", county ? "fylke" : "kommune"])!, "Fullmakt", null);
    }

    private Dictionary<string, int> Revisions(Case one) => one.Directives.ToDictionary(id => id, id => messages[id].Revision);

    private T? Pick<T>(IEnumerable<T> from)
        where T : class => from.ToList() is { Count: > 0 } list ? list[random.Next(list.Count)] : null;

    private void Count(string what) => Seen[what] = Seen.GetValueOrDefault(what) + 1;

    private void Must(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException($"{what}\n{this}");
        }
    }
}
