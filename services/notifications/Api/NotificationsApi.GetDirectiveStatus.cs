using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetDirectiveStatusResponse> GetDirectiveStatus(GetDirectiveStatusRequest request, ServerCallContext context) =>
        rpc.Read<GetDirectiveStatusResponse>(context, async read =>
        {
            var fields = new Fields();
            fields.Required("directive_id", request.DirectiveId);
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            foreach (var state in request.States)
            {
                Known(fields, "states", state);
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            if (await status.ViewOf(read.Connection, request.DirectiveId, read.Caller, read.Cancel) is not { } view)
            {
                return Refusal.Of(ErrorReason.DirectiveNotFound, ("directive_id", request.DirectiveId));
            }

            // Which offices are counted is decided: an issuer hears of all that it has written to, also of receipts at offices that are not its own.
            await read.Connection.ActAs(Caller.Platform, read.Cancel);
            var states = request.States.Select(s => (short)s).ToArray();
            var rows = await status.Page(read.Connection, request.DirectiveId, view, states, after, size + 1, read.Cancel);
            var counts = await status.Counts(read.Connection, request.DirectiveId, view, read.Cancel);
            return new GetDirectiveStatusResponse
            {
                Offices = { rows.Take(size).Select(Status) },
                NextPageToken = rows.Count > size ? PageToken.Encode(rows[size - 1].Number) : "",
                Counts = new()
                {
                    Offices = counts.Offices,
                    Released = counts.Released,
                    ReleasedWithFlag = counts.ReleasedWithFlag,
                    Held = counts.Held,
                    Withdrawn = counts.Withdrawn,
                    Seen = counts.Seen,
                    Acknowledged = counts.Acknowledged,
                },
            };
        });

    private static OfficeStatus Status(StatusRow row) => new()
    {
        OfficeNumber = row.Number,
        OfficeName = row.Name,
        Revision = row.Revision,
        State = (V1.GateState)row.State,
        ReceivedAt = Timestamp.FromDateTimeOffset(row.ReceivedAt),
        JudgedAt = At(row.JudgedAt),
        HeldSince = At(row.HeldSince),
        HeldUntil = row.HeldUntil is { } until ? FindingMessage.Date(until) : "",
        SettledAt = At(row.SettledAt),
        ReleasedAt = At(row.ReleasedAt),
        FindingIds = { row.FindingIds },
        MissionKey = row.MissionKey ?? "",
        Seen = new() { Persons = row.Seen, FirstAt = At(row.SeenFirst), LastAt = At(row.SeenLast) },
        Acknowledged = new() { Persons = row.Acknowledged, FirstAt = At(row.AcknowledgedFirst), LastAt = At(row.AcknowledgedLast) },
    };

    private static Timestamp? At(DateTimeOffset? instant) => instant is { } at ? Timestamp.FromDateTimeOffset(at) : null;
}
