using Samstyring.Norwegian;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Text;

/// <summary>Updates of the register as text.</summary>
internal static class RegisterUpdateText
{
    public static void Proposed(Out text, ProposeRegisterUpdateResponse response)
    {
        if (response.Faults.Count == 0)
        {
            Write(text, response.Update ?? new RegisterUpdate());
            return;
        }

        text.Faults(text.Say("Enhet nr. i filen", "Eining nr. i fila"), response.Faults);
        text.Line($"{response.Faults.Count} feil; ingenting er lagt fram.");
    }

    public static void Write(Out text, RegisterUpdate update)
    {
        text.Line($"Oppdatering {update.RegisterUpdateId}: {text.Of(update.State)}");
        text.Field(text.Say("Kilde", "Kjelde"), update.Source);
        text.Field(text.Say("Gjelder dagen", "Gjeld dagen"), Dates.Day(update.AsOf));
        text.Field(text.Say("Lagt fram av", "Lagd fram av"), update.ProposedBy is null ? text.Say("et system", "eit system") : text.Of(update.ProposedBy));
        text.Field("Merknad", update.Note);
        text.Field(text.Say("Enheter i filen", "Einingar i fila"), $"{update.Units}, {update.UnitsUnchanged} som i registeret");
        text.Field(text.Say("Felt som ikke brukes", "Felt som ikkje blir brukte"), string.Join(", ", update.UnusedFields));
        if (update.Differences.Count > 0)
        {
            text.Line();
            text.Table(
                [text.Say("Enhet", "Eining"), "Type", text.Say("Navn", "Namn"), "Endring", text.Say("Fra", "Frå"), "Før", "Etter"],
                update.Differences.Select(difference => (string[])[
                    difference.Number, difference.Type, difference.Name, text.Of(difference.Kind), difference.From.Length > 0 ? Dates.Day(difference.From) : "godkjenning",
                    difference.Before, difference.After]));
        }
        else
        {
            text.Line(text.Say("Ingen forskjeller.", "Ingen skilnader."));
        }

        foreach (var reason in update.NotUsed.GroupBy(unit => unit.Reason))
        {
            text.Line();
            text.Line($"{text.Say("Brukes ikke", "Blir ikkje brukt")}, {text.Of(reason.Key)}:");
            text.Paragraph(string.Join("; ", reason.Select(unit => $"{unit.Number} {unit.Name} {unit.Type} {unit.Detail}".TrimEnd())));
        }
    }

    public static void List(Out text, IEnumerable<RegisterUpdate> updates) => text.Table(
        ["Nr.", "Tilstand", text.Say("Lagt fram", "Lagd fram"), text.Say("Gjelder dagen", "Gjeld dagen"), text.Say("Kilde", "Kjelde")],
        updates.Select(update => (string[])[$"{update.RegisterUpdateId}", text.Of(update.State), Dates.Instant(update.ProposedAt), Dates.Day(update.AsOf), update.Source]));

    public static void Approved(Out text, ApproveRegisterUpdateResponse response)
    {
        text.Line(text.Say($"Oppdatering {response.Update?.RegisterUpdateId} er godkjent.", $"Oppdatering {response.Update?.RegisterUpdateId} er godkjend."));
        text.Field(text.Say("Kontor endret i dag", "Kontor endra i dag"), $"{response.OfficesChanged}");
        text.Field(text.Say("Direktiver med ny rekkevidde", "Direktiv med ny rekkjevidd"), $"{response.DirectivesMapped}");
    }
}
