using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Org = Samstyring.Notifications.Rules.Org;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
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
            var actor = new Actor(caller.Role, caller.Unit, caller.ActorId, "", null);
            var org = caller.Org is { } own ? DirectiveReader.Org(own) : default(Org?);
            var all = (await tasks.Cases(read.Connection, caller, read.Cancel)).SelectMany(at => Tasks.Of(at, actor, org, read.Today))
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
}
