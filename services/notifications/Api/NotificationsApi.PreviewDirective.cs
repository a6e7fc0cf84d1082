using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Scope = Samstyring.Common.Scope;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    // Stands for the draft where it has no id yet; sorts after every other.
    private const string DraftId = "~draft";

    /// <inheritdoc/>
    public override async Task PreviewDirective(
        PreviewDirectiveRequest request, IServerStreamWriter<PreviewDirectiveResponse> responseStream, ServerCallContext context)
    {
        var groups = await rpc.Read<PreviewGroups>(context, async read =>
        {
            var scope = Scope.Parse(request.Content?.Scope ?? "");
            if (request.Content is not { } content || scope.Scope is null)
            {
                return Refusal.Fields([request.Content is null
                    ? new FieldFault("content", ErrorReason.FieldRequired)
                    : new FieldFault("content.scope", ErrorReason.ScopeMalformed, request.Content.Scope, new Dictionary<string, string>
                    {
                        ["position"] = $"{scope.Position}", ["expected"] = scope.Expected,
                    })]);
            }

            var fields = new Fields();
            DraftShape.Check(fields, "content", content);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (read.Caller.Org is not { } org || !org.Equals(content.IssuerOrg))
            {
                return Refusal.Of(ErrorReason.ForeignOrganisation);
            }

            var draft = DirectiveReader.Read(
                new SteeringPb.Directive
                {
                    DirectiveId = request.DirectiveId.Length == 0 ? DraftId : request.DirectiveId,
                    Revision = int.MaxValue,
                    State = SteeringPb.DirectiveState.Published,
                    Content = content,
                },
                Catalogues.Newest);
            var (facts, messageOf) = await previews.Load(read.Connection, draft, scope.Scope, Oslo.DateOf(read.Now), read.Cancel);
            var preview = new SteeringPb.Directive { DirectiveId = draft.Id, Content = content };
            return new PreviewGroups(draft, facts, id => id == draft.Id ? preview : messageOf(id), read.Caller);
        });
        foreach (var part in groups.Parts())
        {
            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }

    // The findings that name the draft, put together by what they say of which directives.
    private sealed class PreviewGroups(Directive draft, Facts facts, Func<string, SteeringPb.Directive> messageOf, Caller caller)
    {
        public IEnumerable<PreviewDirectiveResponse> Parts()
        {
            var offices = facts.Offices.Where(o => o.Reaches.Any(r => r.DirectiveId == draft.Id)).ToDictionary(o => o.Number);
            HashSet<string> focus = [draft.Id];
            var found = offices.Values
                .AsParallel()
                .SelectMany(office => Judge.Findings(new Predicates(facts, office).About(focus)).Where(f => f.Names(draft.Id)).Select(f => (Office: office, Finding: f)))
                .ToList();
            var groups = found
                .GroupBy(x => (x.Finding.Kind, x.Finding.Verdict, x.Finding.Severity, Ids: string.Join(',', x.Finding.Directives.Select(d => d.Id)), x.Finding.WitnessClass))
                .OrderBy(g => g.Key.Severity).ThenBy(g => g.Key.Kind).ThenBy(g => g.Key.Ids, StringComparer.Ordinal).ThenBy(g => g.Key.WitnessClass, StringComparer.Ordinal)
                .ToList();
            foreach (var group in groups)
            {
                var first = group.OrderBy(x => x.Office.Number, StringComparer.Ordinal).First();
                yield return new()
                {
                    Group = new()
                    {
                        Finding = FindingReply.Preview(caller, first.Finding, first.Office, messageOf),
                        OfficeNumbers = { group.Select(x => x.Office.Number).Distinct().Order(StringComparer.Ordinal) },
                    },
                };
            }

            var now = Outcomes(found.ToLookup(x => x.Office.Number, x => x.Finding));
            var relayed = Predicates.ToBeRelayed(draft) ? Outcomes(found.ToLookup(x => x.Office.Number, x => GateDecision.WhenRelayed(x.Finding, draft))) : default(Reached?);
            yield return new()
            {
                Summary = new()
                {
                    Offices = offices.Count,
                    Held = now.Held.Count,
                    Flagged = now.Flagged.Count,
                    GroupsBySeverity = { Enum.GetValues<Rules.Severity>().Select(s => groups.Count(g => g.Key.Severity == s)) },
                    WhenRelayed = relayed is { } then ? new() { Held = then.Held.Count, Flagged = then.Flagged.Count } : null,
                    HeldOfficeNumbers = { (relayed ?? now).Held },
                    FlaggedOfficeNumbers = { (relayed ?? now).Flagged },
                },
            };
        }

        private Reached Outcomes(ILookup<string, Rules.Finding> offices)
        {
            var isHeld = offices.OrderBy(at => at.Key, StringComparer.Ordinal).ToLookup(at => at.Any(f => GateDecision.Holds(f, draft)));
            return new([.. isHeld[true].Select(at => at.Key)], [.. isHeld[false].Where(at => at.Any(GateDecision.Flags)).Select(at => at.Key)]);
        }

        // The numbers of the offices where the draft would be held, and where it would get a flag.
        private readonly record struct Reached(IReadOnlyList<string> Held, IReadOnlyList<string> Flagged);
    }
}
