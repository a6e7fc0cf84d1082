using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<JudgeFactsResponse> JudgeFacts(JudgeFactsRequest request, ServerCallContext context)
    {
        var read = request.FactsJson.Length > FactsFile.MaxLength
            ? Refusal.Fields([new FieldFault("facts_json", ErrorReason.FieldTooLong, $"{request.FactsJson.Length}")])
            : FactsFile.Read(request.FactsJson);
        return read.IsRefused
            ? throw RpcErrors.ToException(read.Refusal)
            : Task.FromResult(new JudgeFactsResponse { AnswerJson = FactsAnswer.Text(read.Value) });
    }
}
