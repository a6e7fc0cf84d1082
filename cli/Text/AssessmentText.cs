using Samstyring.Norwegian;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Text;

/// <summary>What a directive means for the partner, as text.</summary>
internal static class AssessmentText
{
    public static void Write(Out text, ConsequenceAssessment assessment)
    {
        text.Field("Konsekvens", text.Of(assessment.Conclusion) + (assessment.Reason.Length > 0 ? $": {assessment.Reason}" : ""));
        text.Field(text.Say("Berørte linjer", "Linjer det gjeld"), assessment.AffectedLines is { } lines ? Listed(lines.Lines.Select(l => text.Of(l))) : "");
        Part(text, "Økonomi", assessment.Economy);
        Part(text, "Bemanning", assessment.Staffing);
        Part(text, text.Say("Oppgaver", "Oppgåver"), assessment.Tasks);
        Part(text, "IKT", assessment.Ict);
        Part(text, "Tidspunkt", assessment.Timing);
        text.Field(text.Say("Spurt", "Spurde"), assessment.Consulted is { } consulted ? Listed(consulted.Orgs.Select(text.Of)) : "");
        if (assessment.HasUserForumConsulted)
            text.Field(text.Say("Brukerutvalg", "Brukarutval"), assessment.UserForumConsulted ? text.Say("hørt", "høyrt") : text.Say("ikke hørt", "ikkje høyrt"));
        text.Field("Signert", Dates.Instant(assessment.SignedAt));
    }

    public static void Recorded(Out text, RecordAssessmentResponse response)
    {
        var directive = response.Directive;
        text.Line($"{text.Of(directive.Content.Title)} ({directive.DirectiveId}, revisjon {directive.Revision})");
        Write(text, directive.Content.ConsequenceAssessment ?? new ConsequenceAssessment());
        text.Line(response.MissingParts.Count == 0
            ? text.Say("Vurderingen er fullstendig.", "Vurderinga er fullstendig.")
            : text.Say($"Mangler: {string.Join(", ", response.MissingParts)}", $"Manglar: {string.Join(", ", response.MissingParts)}"));
    }

    private static void Part(Out text, string label, AssessmentPart? part)
    {
        if (part is not null)
            text.Field(label, part.Answer == AssessmentAnswer.Some ? part.Text : text.Of(part.Answer));
    }

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.DefaultIfEmpty("ingen"));
}
