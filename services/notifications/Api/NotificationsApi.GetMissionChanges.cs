using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetMissionChangesResponse> GetMissionChanges(GetMissionChangesRequest request, ServerCallContext context) =>
        rpc.Read<GetMissionChangesResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken);
            if (request.SinceVersion < 0)
            {
                fields.Add("since_version", ErrorReason.NumberOutOfRange, $"{request.SinceVersion}");
            }
            else if (request.SinceVersion > 0)
            {
                fields.Required("mission_key", request.MissionKey);
            }

            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var office = await Office(read.Connection, read.Caller, request.OfficeNumber, read.Cancel);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            var officeId = office.Value.OfficeId;
            var own = await receipts.Of(read.Connection, officeId, read.Caller.ActorId, read.Cancel);
            var (_, newest) = await feed.Newest(read.Connection, officeId, read.Cancel);
            if (request.MissionKey.Length > 0 && newest.All(m => m.Mission.MissionKey != request.MissionKey))
            {
                return Refusal.Of(ErrorReason.MissionNotFound, ("mission_key", request.MissionKey));
            }

            // Of what has ended before the caller saw it there is nothing to read.
            var changed = Ranked(newest, includeEnded: true)
                .Where(m => request.MissionKey.Length == 0 || m.Mission.MissionKey == request.MissionKey)
                .Select(m => (m.Key, m.Mission, Since: SinceOf(m.Mission)))
                .Where(m => m.Since < m.Mission.Version && (m.Since > 0 || m.Mission.State != MissionState.Ended))
                .Where(m => after is null || string.CompareOrdinal(m.Key, after) > 0).Take(size + 1).ToList();
            var page = changed.Take(size).ToList();
            var seen = page.Where(m => m.Since > 0).Select(m => (m.Mission.MissionKey, m.Since));
            var old = await feed.Versions(read.Connection, officeId, [.. seen], read.Cancel);
            return new GetMissionChangesResponse
            {
                Changes = { page.Select(m => MissionChanges.Of(old.GetValueOrDefault((m.Mission.MissionKey, m.Since)), m.Mission)) },
                NextPageToken = changed.Count > size ? PageToken.Encode(changed[size - 1].Key) : "",
            };

            int SinceOf(Mission mission) =>
                request.SinceVersion > 0 ? request.SinceVersion : (own.GetValueOrDefault(mission.MissionKey) ?? Receipt.None).Seen;
        });
}
