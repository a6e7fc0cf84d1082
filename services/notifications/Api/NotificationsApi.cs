using Npgsql;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

/// <summary>The NotificationsService; one file per rpc.</summary>
public sealed partial class NotificationsApi(
    Rpc rpc, OfficeStore offices, FeedStore feed, MissionStream stream, StatusStore status, FindingStore findings, FindingReply reply,
    PreviewStore previews, CaseReader cases, CaseStore caseStore, CaseReply caseReply, GateRun gate, TaskStore tasks)
    : NotificationsService.NotificationsServiceBase
{
    // An office that the caller may not see answers as a missing one.
    private async Task<Outcome<OfficeHead>> Office(NpgsqlConnection connection, Caller caller, string number, CancellationToken cancel)
    {
        if (number.Length == 0)
        {
            return Refusal.Fields([new FieldFault("office_number", ErrorReason.FieldRequired)]);
        }

        return await offices.Find(connection, number, cancel) is { } office && Access.SeesOffice(caller, office)
            ? office
            : Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", number));
    }
}
