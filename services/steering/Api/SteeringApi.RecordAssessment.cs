using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

public sealed partial class SteeringApi
{
    /// <inheritdoc />
    public override Task<Pb.RecordAssessmentResponse> RecordAssessment(Pb.RecordAssessmentRequest request, ServerCallContext context)
    {
        var issuer = IssuerOf(Caller.Of(context), null);
        var fields = new Fields();
        CheckTarget(fields, request.RequestId, request.DirectiveId, request.Etag);
        if (request.Assessment is null)
        {
            fields.Add("assessment", ErrorReason.FieldRequired);
        }
        else
        {
            AssessmentRules.Check(fields, "assessment", request.Assessment);
        }

        Refuse(fields);
        return rpc.Write<Pb.RecordAssessmentRequest, Pb.RecordAssessmentResponse>(context, request, request.RequestId, async tx =>
        {
            var found = await LoadOwn(tx, issuer, request.DirectiveId, request.Etag);
            var recorded = found.Then(d => AssessmentRules.Record(d, request.Assessment!, request.ChangeClass, tx.Caller.ActorId, tx.Now));
            return recorded.IsRefused
                ? recorded.Refusal
                : new Pb.RecordAssessmentResponse
                {
                    Directive = await Save(tx, "assessment.record", found.Value, recorded.Value),
                    MissingParts = { AssessmentRules.Missing(recorded.Value.Newest.Content.ConsequenceAssessment) },
                };
        });
    }
}
