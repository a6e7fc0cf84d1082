using Google.Protobuf.WellKnownTypes;
using Samstyring.Steering.V1;

namespace Samstyring.Testing;

/// <summary>Consequence assessments of constructed directives.</summary>
public static class Assessments
{
    /// <summary>Answered in every part: nothing changes for the partner.</summary>
    /// <param name="signedAt">When a person signed it, in UTC; null: nobody has.</param>
    public static ConsequenceAssessment NoConsequence(DateTime? signedAt = null)
    {
        static AssessmentPart None() => new() { Answer = AssessmentAnswer.None };
        return new ConsequenceAssessment
        {
            AffectedLines = new LineList(),
            Economy = None(),
            Staffing = None(),
            Tasks = None(),
            Ict = None(),
            Timing = None(),
            Consulted = new OrgList(),
            Conclusion = AssessmentConclusion.NoConsequence,
            Reason = "Ingen endring for partneren",
            SignedBy = signedAt is null ? "" : "Kari Nordmann",
            SignedAt = signedAt is { } at ? Timestamp.FromDateTime(at) : null,
        };
    }
}
