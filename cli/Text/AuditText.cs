using Samstyring.Audit.V1;
using Samstyring.Norwegian;

namespace Samstyring.Cli.Text;

/// <summary>The audit trail as text.</summary>
internal static class AuditText
{
    public static void List(Out text, IEnumerable<AuditEntry> entries)
    {
        var rows = entries.Select(e => (string[])
        [
            e.Position == 0 ? "–" : $"{e.Position}", Dates.Instant(e.At), $"{e.Role} {e.Unit}".TrimEnd(), Short(e.Actor), e.Act, $"{e.Revision}", e.Object,
        ]).ToList();
        text.Table(["Nr.", "Tid", "Rolle", "Person", "Handling", text.Say("Utgave", "Utgåve"), text.Say("Hva", "Kva")], rows);
        text.Line(rows.Count == 1 ? text.Say("Én innførsel", "Éi innføring") : text.Say($"{rows.Count} innførsler", $"{rows.Count} innføringar"));
    }

    public static void Heads(Out text, IEnumerable<AuditHead> heads) => text.Table(
        [text.Say("Tjeneste", "Teneste"), "Nr.", "Tid", "Hash"], heads.Select(h => (string[])[h.Service, $"{h.Position}", Dates.Instant(h.At), h.Hash]));

    public static void Verdict(Out text, AuditVerdict verdict)
    {
        var found = verdict.Fault == AuditFault.Unspecified
            ? "sporet er urørt"
            : $"{text.Of(verdict.Fault)}, nr. {verdict.FaultPosition}";
        text.Line($"{verdict.Service}: {found}");
        text.Field(
            text.Say("Innførsler", "Innføringar"),
            text.Say(
                $"{verdict.Entries} regnet ut på nytt, {verdict.Unsealed} ikke forseglet ennå",
                $"{verdict.Entries} rekna ut på nytt, {verdict.Unsealed} ikkje forsegla enno"));
        text.Field(text.Say("Hoder", "Hovud"), text.Say($"{verdict.HeadsCompared} sammenlignet", $"{verdict.HeadsCompared} samanlikna"));
        text.Field("Siste", verdict.Head is { } head ? $"{head.Position} {head.Hash}" : "");
    }

    private static string Short(string actor) => actor[..Math.Min(12, actor.Length)];
}
