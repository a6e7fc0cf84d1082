using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>What a directive means for the partner, as its issuer has assessed it (domain.md section 8): who has signed it, and what is still missing.</summary>
public static class AssessmentRules
{
    /// <summary>
    /// Parts that keep an assessment from being complete, by field name, as K-11 reads them: every part but the user forum is answered and signed,
    /// NO_CONSEQUENCE also has a reason. SOME without a text says nothing and is no answer.
    /// </summary>
    public static IReadOnlyList<string> Missing(Pb.ConsequenceAssessment? a)
    {
        (string Part, bool Answered)[] parts =
        [
            ("affected_lines", a?.AffectedLines is not null),
            ("economy", Answered(a?.Economy)),
            ("staffing", Answered(a?.Staffing)),
            ("tasks", Answered(a?.Tasks)),
            ("ict", Answered(a?.Ict)),
            ("timing", Answered(a?.Timing)),
            ("consulted", a?.Consulted is not null),
            ("conclusion", a is not null && a.Conclusion != Pb.AssessmentConclusion.Unspecified),
            ("reason", a?.Conclusion != Pb.AssessmentConclusion.NoConsequence || a.Reason.Length > 0),
            ("signed_by", a?.SignedBy.Length > 0),
            ("signed_at", a?.SignedAt is not null),
        ];
        return [.. parts.Where(p => !p.Answered).Select(p => p.Part)];
    }

    /// <summary>Adds every fault of an assessment.</summary>
    public static void Check(Fields fields, string at, Pb.ConsequenceAssessment assessment)
    {
        ContentShape.Check(fields, at, assessment);
        for (var i = 0; i < (assessment.Consulted?.Orgs.Count ?? 0); i++)
        {
            ContentRules.CheckOrg(fields, $"{at}.consulted.orgs[{i}]", assessment.Consulted!.Orgs[i]);
        }
    }

    /// <summary>The draft, or the next revision, with an assessment signed by a person.</summary>
    /// <param name="directive">As it is.</param>
    /// <param name="assessment">Well-formed assessment.</param>
    /// <param name="change">What the change is; unspecified keeps the draft's, and is a fault where a next revision begins.</param>
    /// <param name="signer">Opaque id of the person.</param>
    /// <param name="now">The time.</param>
    public static Outcome<Directive> Record(
        Directive directive, Pb.ConsequenceAssessment assessment, Pb.ChangeClass change, string signer, DateTimeOffset now)
    {
        var content = directive.Newest.Content.Clone();
        content.ConsequenceAssessment = Signed(assessment, signer, now);
        return DirectiveRules.Update(directive, content, change == Pb.ChangeClass.Unspecified ? directive.Draft?.ChangeClass ?? change : change, now);
    }

    /// <summary>
    /// The content with a signature that is true: an assessment that is as it was keeps its signature, one that is new or changed and comes signed is signed by the
    /// caller, now, whatever name and time it came with.
    /// </summary>
    /// <param name="content">What the issuer wrote.</param>
    /// <param name="before">What it wrote before; null for a new directive.</param>
    /// <param name="signer">Opaque id of the person; null for a system, which signs nothing.</param>
    /// <param name="now">The time.</param>
    public static Pb.DirectiveContent Sign(Pb.DirectiveContent content, Pb.DirectiveContent? before, string? signer, DateTimeOffset now)
    {
        if (content.ConsequenceAssessment is not { } written || written.Equals(before?.ConsequenceAssessment))
        {
            return content;
        }

        var signed = content.Clone();
        signed.ConsequenceAssessment = Signed(written, written.SignedBy.Length > 0 ? signer : null, now);
        return signed;
    }

    private static Pb.ConsequenceAssessment Signed(Pb.ConsequenceAssessment assessment, string? signer, DateTimeOffset now)
    {
        var signed = assessment.Clone();
        signed.SignedBy = signer ?? "";
        signed.SignedAt = signer is null ? null : now.ToTimestamp();
        return signed;
    }

    private static bool Answered(Pb.AssessmentPart? part) =>
        part is { Answer: Pb.AssessmentAnswer.None } or { Answer: Pb.AssessmentAnswer.Some, Text.Length: > 0 };
}
