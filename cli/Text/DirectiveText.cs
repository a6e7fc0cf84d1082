using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Text;

internal static class DirectiveText
{
    public static void Write(Out text, Directive directive)
    {
        var content = directive.Content;
        text.Line($"{text.Of(content.Title)}");
        text.Field("Id", $"{directive.DirectiveId}, revisjon {directive.Revision}, {text.Of(directive.State)}");
        text.Field(text.Say("Fra", "Frå"), $"{text.Of(content.IssuerOrg)} ({text.Of(content.Line)})");
        text.Field("Styrke", $"{text.Of(content.Bindingness)}, {text.Of(content.Modality)}");
        text.Field("Tema", content.Theme);
        text.Field("Handling", content.ActionCode);
        text.Field("Indikator", string.Join(' ', new[] { content.IndicatorId, content.Direction == Direction.Unspecified ? "" : text.Of(content.Direction), Range(content.Target) }.Where(p => p.Length > 0)));
        text.Field(text.Say("Gjelder", "Gjeld"), Dates.Period(content.Valid, text.Nynorsk));
        text.Field("Frist", Dates.Day(content.Deadline));
        text.Field("Omfang", content.Scope);
        text.Field(text.Say("Mottaker", "Mottakar"), text.Of(content.RecipientRole == RecipientRole.Unspecified ? RecipientRole.NavLeader : content.RecipientRole));
        text.Field("Kilde", $"{content.DocumentId} {content.ClauseRef}".Trim());
        text.Field(text.Say("Bygger på", "Byggjer på"), string.Join(", ", content.DerivedFrom.Select(s => s.DirectiveId.Length > 0 ? s.DirectiveId : $"{s.SourceId} {s.ClauseRef}")));
        text.Field("Publisert", Dates.Instant(directive.PublishedAt));
        text.Field(text.Say("Trukket", "Trekt"), directive.WithdrawnAt is null ? "" : $"{Dates.Instant(directive.WithdrawnAt)}: {directive.WithdrawalReason}");
        text.Field(text.Say("Trukket ved", "Trekt ved"), string.Join(", ", directive.WithdrawnAtOffices));
        if (content.ConsequenceAssessment is { } assessment)
            AssessmentText.Write(text, assessment);
        text.Paragraph(text.Of(content.Text));
    }

    public static void List(Out text, IEnumerable<Directive> directives)
    {
        var rows = directives.Select(d => (string[])
        [
            d.DirectiveId, text.Of(d.State), text.Of(d.Content.Line), text.Of(d.Content.Bindingness), text.Of(d.Content.IssuerOrg), text.Of(d.Content.Title),
        ]).ToList();
        text.Table(["Id", "Tilstand", "Linje", "Styrke", text.Say("Fra", "Frå"), "Tittel"], rows);
        text.Line(rows.Count == 1 ? text.Say("Ett direktiv", "Eitt direktiv") : $"{rows.Count} direktiv");
    }

    public static void Imported(Out text, ImportDirectivesResponse import, bool validateOnly)
    {
        if (import.Faults.Count > 0)
        {
            text.Faults("Linje", import.Faults);
            text.Line(text.Say(
                $"{import.Faults.Count} feil i {import.Faulty} rader; ingenting er skrevet.", $"{import.Faults.Count} feil i {import.Faulty} rader; ingenting er skrive."));
            return;
        }

        text.Line(text.Say(
            $"{import.Created} nye utkast, {import.Changed} endret, {import.Same} som før.", $"{import.Created} nye utkast, {import.Changed} endra, {import.Same} som før."));
        if (import.Rows.Count(row => row.MissingForPublication > 0) is > 0 and var incomplete)
            text.Line(text.Say($"{incomplete} mangler noe før de kan publiseres.", $"{incomplete} manglar noko før dei kan publiserast."));
        if (validateOnly)
            text.Line(text.Say("Bare kontrollert; ingenting er skrevet.", "Berre kontrollert; ingenting er skrive."));
    }

    public static void Status(Out text, GetDirectiveStatusResponse status)
    {
        var counts = status.Counts ?? new StatusCounts();
        text.Line(text.Say(
            $"{counts.Offices} kontor: {counts.Released} frigitt, {counts.ReleasedWithFlag} frigitt med flagg, {counts.Held} holdt tilbake, {counts.Withdrawn} trukket; sett ved {counts.Seen}, kvittert ved {counts.Acknowledged}",
            $"{counts.Offices} kontor: {counts.Released} frigjeve, {counts.ReleasedWithFlag} frigjeve med flagg, {counts.Held} halde tilbake, {counts.Withdrawn} trekt; sett ved {counts.Seen}, kvittert ved {counts.Acknowledged}"));
        text.Table(
            ["Nr.", "Kontor", "Tilstand", text.Say("Holdes til", "Vert halde til"), "Sett", "Kvittert", "Funn"],
            status.Offices.Select(o => (string[])
            [
                o.OfficeNumber, o.OfficeName, text.Of(o.State), Dates.Day(o.HeldUntil), $"{o.Seen?.Persons ?? 0}", $"{o.Acknowledged?.Persons ?? 0}", string.Join(" ", o.FindingIds.Select(f => f[..Math.Min(12, f.Length)])),
            ]));
    }

    private static string Range(Target? target) => target switch
    {
        null => "",
        { HasLo: true, HasHi: true } => $"{target.Lo}–{target.Hi} {target.Unit}",
        { HasLo: true } => $"≥ {target.Lo} {target.Unit}",
        { HasHi: true } => $"≤ {target.Hi} {target.Unit}",
        _ => "",
    };
}
