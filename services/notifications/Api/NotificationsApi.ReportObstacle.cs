using Grpc.Core;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override async Task<ReportObstacleResponse> ReportObstacle(ReportObstacleRequest request, ServerCallContext context) =>
        await rpc.Write<ReportObstacleRequest, ReportObstacleResponse>(context, request, request.RequestId, async tx =>
        {
            var asked = await Ask(tx, request.OfficeNumber, request.MissionKey, request.Text, QuestionKind.Obstacle);
            return asked.Then<ReportObstacleResponse>(mission => new ReportObstacleResponse { Mission = mission });
        });
}
