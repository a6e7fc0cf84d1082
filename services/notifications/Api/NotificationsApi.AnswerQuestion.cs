using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<AnswerQuestionResponse> AnswerQuestion(AnswerQuestionRequest request, ServerCallContext context) =>
        rpc.Write<AnswerQuestionRequest, AnswerQuestionResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            fields.Required("question_id", request.QuestionId);
            CaseRequests.Text(fields, "answer", request.Answer, isRequired: true, MaxAccount);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            // A question at an office that the caller does not own answers as a missing one.
            if (await questions.Find(tx.Connection, tx.Transaction, request.QuestionId, tx.Cancel) is not { } question
                || !Access.SeesOffice(tx.Caller, question.Number, question.CountyUnit, question.Municipalities))
            {
                return Refusal.Of(ErrorReason.QuestionNotFound, ("question_id", request.QuestionId));
            }

            var locked = (await missions.LockMission(tx, question.OfficeId, question.MissionKey))!;
            var answered = Questions.Answer(locked.Newest, request.QuestionId, request.Answer, tx.Caller.Org!, tx.Now);
            if (answered.IsRefused)
            {
                return answered.Refusal;
            }

            await Save(tx, locked, answered.Value, request.QuestionId, "question.answer");
            return new AnswerQuestionResponse { Mission = answered.Value };
        });
}
