using System.Collections.Immutable;
using Google.Protobuf;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Case = Samstyring.Notifications.Coordination.Case;
using Resolution = Samstyring.Notifications.Coordination.Resolution;
using ResolutionCheck = Samstyring.Notifications.Coordination.ResolutionCheck;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<PreviewResolutionResponse> PreviewResolution(PreviewResolutionRequest request, ServerCallContext context) =>
        rpc.Read<PreviewResolutionResponse>(context, async read =>
        {
            var found = await CaseOf(read, request.CaseId);
            if (found.IsRefused)
            {
                return found.Refusal;
            }

            var fields = new Fields();
            var resolution = CaseRequests.Resolution(fields, found.Value, request.Resolution);
            var at = await OfficesOf(read, fields, found.Value, request.Resolution);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (Resolutions.Admits(found.Value, resolution) is { } refused)
            {
                return refused;
            }

            var check = await CheckOf(read, found.Value, resolution, at);
            return new PreviewResolutionResponse
            {
                Check = check.Message,
                Signers = { at.SelectMany(o => Resolutions.Signers(found.Value, o.Signers)).Distinct().Select(FindingMessage.Org) },
            };
        });

    // The offices a resolution is for: those that are named, or all of the case that the caller's unit owns.
    private async Task<ImmutableArray<OfficeSigners>> OfficesOf(ReadContext read, Fields fields, Case one, V1.Resolution? r)
    {
        var open = (await cases.Offices(read.Connection, read.Caller, [one.Id], read.Cancel))[one.Id]
            .Where(o => o.State != (short)Coordination.CaseState.Closed).Select(o => o.ToSigners()).ToList();
        foreach (var unknown in r?.OfficeNumbers.Where(n => open.All(o => o.Number != n)) ?? [])
        {
            fields.Add("resolution.office_numbers", ErrorReason.OfficeUnknown, unknown, ("number", unknown));
        }

        var actor = Actor.By(read.Caller);
        return [.. open.Where(o => r is { OfficeNumbers.Count: > 0 } ? r.OfficeNumbers.Contains(o.Number) : actor.Of(o.Signers) is not null)];
    }

    // What the judge says of a resolution at its offices. Accepting both changes nothing that could be judged.
    private async Task<(ResolutionCheck Check, V1.ResolutionCheck Message)> CheckOf(ReadContext read, Case one, Resolution resolution, ImmutableArray<OfficeSigners> at)
    {
        if (resolution.Accepts || at.IsEmpty)
        {
            return (ResolutionCheck.Clean, new() { Solves = true });
        }

        var messages = await previews.Messages(read.Connection, resolution.Amendments.Select(a => a.DirectiveId), read.Cancel);
        var revised = resolution.Amendments.Select(a => Amended(messages[a.DirectiveId], a)).ToDictionary(m => m.DirectiveId);
        var directives = revised.Values.Select(m => DirectiveReader.Read(m, Catalogues.Newest)).ToList();
        var (before, after, messageOf) = await previews.Revised(
            read.Connection, [.. at.Select(o => o.OfficeId)], directives, resolution.Withdrawn.ToHashSet(), read.Today, read.Cancel);
        var numbers = at.Select(o => o.Number).ToHashSet();
        HashSet<string> focus = [.. resolution.ToCarryOut, .. one.Directives];
        var check = ResolutionJudge.Check(one, before, after, numbers, focus);
        return (check, new()
        {
            Solves = check.Solves,
            Remaining = { check.Remaining.Select(f => Shown(f)) },
            Appearing = { check.Appearing.Select(f => Shown(f)) },
        });

        V1.Finding Shown(Rules.Finding f) => FindingReply.Preview(
            read.Caller, f, after.Offices.First(o => o.Number == f.Office), id => revised.TryGetValue(id, out var message) ? message : messageOf(id));
    }

    private static SteeringPb.Directive Amended(SteeringPb.Directive message, CaseAmendment amendment)
    {
        var next = message.Clone();
        next.Revision++;
        next.ChangeClass = SteeringPb.ChangeClass.Material;
        Adaptations.Apply(next.Content, JsonParser.Default.Parse<SteeringPb.Adaptation>(amendment.Changes));
        return next;
    }
}
