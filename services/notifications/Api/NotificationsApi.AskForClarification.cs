using Grpc.Core;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override async Task<AskForClarificationResponse> AskForClarification(AskForClarificationRequest request, ServerCallContext context) =>
        await rpc.Write<AskForClarificationRequest, AskForClarificationResponse>(context, request, request.RequestId, async tx =>
        {
            var asked = await Ask(tx, request.OfficeNumber, request.MissionKey, request.Text, QuestionKind.Clarification);
            return asked.Then<AskForClarificationResponse>(mission => new AskForClarificationResponse { Mission = mission });
        });
}
