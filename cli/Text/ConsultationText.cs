using Samstyring.Norwegian;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Text;

/// <summary>Questions to partners as text.</summary>
internal static class ConsultationText
{
    public static void Write(Out text, Consultation consultation)
    {
        text.Line(text.Of(consultation.Title));
        text.Field("Id", $"{consultation.ConsultationId}, {text.Of(consultation.State)}");
        text.Field("Direktiv", $"{consultation.DirectiveId}, revisjon {consultation.Revision}");
        text.Field(text.Say("Fra", "Frå"), text.Of(consultation.IssuerOrg));
        text.Field("Spurt", Dates.Instant(consultation.RequestedAt));
        text.Field("Frist", Dates.Day(consultation.Deadline));
        text.Field(text.Say("Skjermet", "Skjerma"), consultation.Shielding?.Basis);
        text.Field("Spørsmål", text.Of(consultation.Question));
        foreach (var partner in consultation.Partners)
            text.Field(text.Of(partner.Org), Answer(text, partner));
        text.Paragraph(text.Of(consultation.Text));
    }

    public static void List(Out text, IEnumerable<Consultation> consultations)
    {
        var rows = consultations.Select(c => (string[])
        [
            c.ConsultationId, text.Of(c.State), Dates.Day(c.Deadline), text.Of(c.IssuerOrg), $"{c.Partners.Count(p => p.AnsweredAt is not null)}/{c.Partners.Count}", text.Of(c.Title),
        ]).ToList();
        text.Table(["Id", "Tilstand", "Frist", text.Say("Fra", "Frå"), "Svar", "Tittel"], rows);
        text.Line(rows.Count == 1 ? text.Say("Én høring", "Éi høyring") : text.Say($"{rows.Count} høringer", $"{rows.Count} høyringar"));
    }

    private static string Answer(Out text, ConsultedPartner partner)
    {
        if (partner.AnsweredAt is null)
            return text.Say("ikke svart", "ikkje svart");
        var reason = partner.Reason.Length > 0 ? $": {partner.Reason}" : "";
        var earlier = partner.AboutEarlierText ? text.Say(" (om en tidligere tekst)", " (om ein tidlegare tekst)") : "";
        return $"{text.Of(partner.Answer)}{reason}{earlier}, {Dates.Instant(partner.AnsweredAt)}";
    }
}
