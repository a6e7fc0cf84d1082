using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<ListMissionsResponse> ListMissions(ListMissionsRequest request, ServerCallContext context) =>
        rpc.Read<ListMissionsResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var office = await Office(read.Connection, read.Caller, request.OfficeNumber, read.Cancel);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            var (head, newest) = await feed.Newest(read.Connection, office.Value.OfficeId, read.Cancel);
            await AddReceipts(read, office.Value.OfficeId, newest.Select(m => m.Mission));
            var ranked = Ranked(newest, request.IncludeEnded).Where(m => after is null || string.CompareOrdinal(m.Key, after) > 0).Take(size + 1).ToList();
            return new ListMissionsResponse
            {
                Missions = { ranked.Take(size).Select(m => m.Mission) },
                NextPageToken = ranked.Count > size ? PageToken.Encode(ranked[size - 1].Key) : "",
                ResumeToken = new ResumeToken(head.Epoch, office.Value.OfficeId, head.Position).ToString(),
                Unread = newest.Count(m => m.Mission.Receipt is { Unread: true }),
                Unacknowledged = newest.Count(m => m.Mission.Receipt is { Unacknowledged: true }),
            };
        });

    // Leaders have receipts, each their own; nobody else has.
    private async Task AddReceipts(ReadContext read, int officeId, IEnumerable<Mission> newest)
    {
        if (read.Caller.Role != Role.NavLeader)
        {
            return;
        }

        var own = await receipts.Of(read.Connection, officeId, read.Caller.ActorId, read.Cancel);
        foreach (var mission in newest)
        {
            mission.Receipt = ReceiptOf(mission, own.GetValueOrDefault(mission.MissionKey) ?? Receipt.None);
        }
    }

    // In the order of the feed as it is now, those that have ended last and without a rank.
    private static IEnumerable<(string Key, Mission Mission)> Ranked(IEnumerable<FeedItem> missions, bool includeEnded)
    {
        var rank = 0;
        foreach (var item in missions
            .OrderBy(m => m.Mission.State == MissionState.Ended).ThenBy(m => m.SortKey, StringComparer.Ordinal)
            .Where(m => includeEnded || m.Mission.State != MissionState.Ended))
        {
            var ended = item.Mission.State == MissionState.Ended;
            item.Mission.Rank = ended ? 0 : ++rank;
            yield return (string.Create(CultureInfo.InvariantCulture, $"{(ended ? 1 : 0)} {item.SortKey}"), item.Mission);
        }
    }
}
