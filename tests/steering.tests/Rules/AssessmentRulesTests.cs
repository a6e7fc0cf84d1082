using Google.Protobuf.WellKnownTypes;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class AssessmentRulesTests
{
    private static readonly DateTimeOffset Before = Contents.Now.AddDays(-3);

    public static TheoryData<string, Action<ConsequenceAssessment>> Gaps => new()
    {
        { "affected_lines", a => a.AffectedLines = null },
        { "economy", a => a.Economy = null },
        { "staffing", a => a.Staffing = new AssessmentPart { Text = "?" } },
        { "tasks", a => a.Tasks = new AssessmentPart { Answer = AssessmentAnswer.Some } },
        { "ict", a => a.Ict = null },
        { "timing", a => a.Timing = null },
        { "consulted", a => a.Consulted = null },
        { "conclusion", a => a.Conclusion = AssessmentConclusion.Unspecified },
        { "reason", a => a.Reason = "" },
        { "signed_by", a => a.SignedBy = "" },
        { "signed_at", a => a.SignedAt = null },
    };

    [Fact]
    public void Missing_OfACompleteOne_IsNothing()
    {
        Assert.Empty(AssessmentRules.Missing(Signed()));
        var handled = Signed();
        handled.Economy = new AssessmentPart { Answer = AssessmentAnswer.Some, Text = "Halv stilling" };
        (handled.Conclusion, handled.Reason) = (AssessmentConclusion.Handled, "");
        Assert.Empty(AssessmentRules.Missing(handled));
    }

    [Theory]
    [MemberData(nameof(Gaps))]
    public void Missing_WithOneGap_NamesIt(string part, Action<ConsequenceAssessment> forget)
    {
        var assessment = Signed();
        forget(assessment);
        Assert.Equal([part], AssessmentRules.Missing(assessment));
    }

    [Fact]
    public void Missing_WithNone_NamesEveryPartThatIsAlwaysAsked() => Assert.Equal(
        ["affected_lines", "economy", "staffing", "tasks", "ict", "timing", "consulted", "conclusion", "signed_by", "signed_at"], AssessmentRules.Missing(null));

    [Fact]
    public void Sign_OfANewOneThatComesSigned_IsTheCallersNow()
    {
        var signed = AssessmentRules.Sign(Content(Signed()), null, "person", Contents.Now).ConsequenceAssessment;
        Assert.Equal(("person", Contents.Now), (signed.SignedBy, signed.SignedAt.ToDateTimeOffset()));
    }

    [Fact]
    public void Sign_OfAnUnchangedOne_KeepsItsSignature() => Assert.Equal(
        Signed(), AssessmentRules.Sign(Content(Signed()), Content(Signed()), "another", Contents.Now).ConsequenceAssessment);

    [Fact]
    public void Sign_OfAChangedOne_IsSignedAnew()
    {
        var changed = Signed();
        changed.Reason = "En annen grunn";
        Assert.Equal("another", AssessmentRules.Sign(Content(changed), Content(Signed()), "another", Contents.Now).ConsequenceAssessment.SignedBy);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sign_OfAnUnsignedOneOrByASystem_LeavesItUnsigned(bool bySystem)
    {
        var written = Signed();
        written.SignedBy = bySystem ? written.SignedBy : "";
        var stored = AssessmentRules.Sign(Content(written), null, bySystem ? null : "person", Contents.Now).ConsequenceAssessment;
        Assert.Equal(("", null), (stored.SignedBy, stored.SignedAt));
    }

    private static DirectiveContent Content(ConsequenceAssessment assessment) => new() { ConsequenceAssessment = assessment };

    private static ConsequenceAssessment Signed()
    {
        var assessment = Assessments.NoConsequence();
        (assessment.SignedBy, assessment.SignedAt) = ("first", Before.ToTimestamp());
        return assessment;
    }
}
