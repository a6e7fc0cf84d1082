using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Org = Samstyring.Notifications.Rules.Org;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    private const int MaxTasks = 1_000;

    /// <inheritdoc/>
    public override Task<ListTasksResponse> ListTasks(ListTasksRequest request, ServerCallContext context) =>
        rpc.Read<ListTasksResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var caller = read.Caller;
            var actor = Actor.By(caller);
            var org = caller.Org is { } own ? DirectiveReader.Org(own) : default(Org?);
            var all = (await tasks.Cases(read.Connection, caller, read.Cancel)).SelectMany(at => Tasks.Of(at, actor, org, read.Today))
                .Concat(await OtherTasks(read, org))
                .Concat((await tasks.Owned(read.Connection, caller, read.Cancel)).SelectMany(office => Tasks.Renewals(office, read.Today)))
                .Select(task => (Task: task, Place: Tasks.Place(task)))
                .Where(t => string.CompareOrdinal(t.Place, after) > 0)
                .OrderBy(t => t.Place, StringComparer.Ordinal)
                .Take(size + 1)
                .ToList();
            return new ListTasksResponse
            {
                Tasks = { all.Take(size).Select(t => t.Task) },
                NextPageToken = all.Count > size ? PageToken.Encode(all[size - 1].Place) : "",
            };
        });

    // Consultations for those who are asked, questions for the owners of an office, missions for its leaders.
    private async Task<IEnumerable<WorkItem>> OtherTasks(ReadContext read, Org? org)
    {
        var asked = org is { } own ? await consultations.WaitingFor(read.Connection, $"{own}", read.Cancel) : [];
        var open = read.Caller.Role is Role.County or Role.MunicipalDirector
            ? await questions.Page(read.Connection, read.Caller, "", false, DateTimeOffset.MinValue, "", MaxTasks, read.Cancel)
            : [];
        var missions = new List<Mission>();
        if (read.Caller.Role == Role.NavLeader && await offices.Find(read.Connection, read.Caller.Unit, read.Cancel) is { } office)
        {
            var (_, newest) = await feed.Newest(read.Connection, office.OfficeId, read.Cancel);
            await AddReceipts(read, office.OfficeId, newest.Select(m => m.Mission));
            missions.AddRange(newest.Select(m => m.Mission).Where(m => m.Receipt is { Unacknowledged: true }));
        }

        return asked.Select(c => Tasks.Of(c, read.Today)).Concat(open.Select(q => Tasks.Of(q.Number, MissionQuestion.Parser.ParseFrom(q.Question), q.MissionKey)))
            .Concat(missions.Select(Tasks.Of));
    }
}
