using Samstyring.Norwegian;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Text;

internal static class CaseText
{
    public static void List(Out text, IEnumerable<Case> cases)
    {
        var rows = cases.Select(c => (string[])
        [
            c.CaseId[..Math.Min(12, c.CaseId.Length)], Dates.Day(c.Deadline), text.Of(c.Severity), text.Of(c.State), Offices(c),
            c.Kind == FindingKind.Unspecified ? c.Theme : text.Of(c.Kind),
        ]).ToList();
        text.Table(["Id", "Frist", "Alvor", "Tilstand", "Kontor", "Slag"], rows);
        text.Line($"{rows.Count} {text.Say("saker", "saker")}");
    }

    public static void List(Out text, IEnumerable<WorkItem> tasks)
    {
        var rows = tasks.Select(t => (string[])
        [
            t.Overdue ? $"{Dates.Day(t.Due)} !" : Dates.Day(t.Due), string.Join(",", t.OfficeNumbers.Take(3)) + (t.OfficeNumbers.Count > 3 ? ",…" : ""),
            Subject(t), text.Of(t.Text),
        ]).ToList();
        text.Table(["Frist", "Kontor", "Gjelder", text.Say("Oppgave", "Oppgåve")], rows);
        text.Line($"{rows.Count} {text.Say("oppgaver", "oppgåver")}");
    }

    public static void Write(Out text, Case c)
    {
        text.Line($"{text.Of(c.Kind)}: {text.Of(c.Severity)}, {text.Of(c.State)}{(c.Regional ? ", regional" : "")}");
        text.Field("Id", c.CaseId);
        text.Field("Frist", Dates.Day(c.Deadline));
        text.Field(text.Say("Avklares av", "Vert avklart av"), text.Of(c.Resolver?.Name));
        text.Field(text.Say("Avsluttet", "Avslutta"), c.CloseReason == CloseReason.Unspecified ? "" : text.Of(c.CloseReason));
        text.Field("Regional sak", c.RegionalCaseId);
        foreach (var office in c.Offices)
            text.Field(office.OfficeNumber, $"{office.OfficeName}: {text.Of(office.State)}; {text.Say("undertegnes av", "blir underskriven av")} {Orgs(text, office.Signers)}");
        foreach (var finding in c.Findings)
            text.Paragraph(text.Of(finding.Explanation));
        foreach (var proposal in c.Proposals)
            Write(text, proposal);
        foreach (var account in c.Accounts)
            text.Field(text.Of(account.Org), account.Text);
        foreach (var mediation in c.Mediations)
            text.Field(text.Of(mediation.Outcome), $"{mediation.Text} {mediation.Reference}".TrimEnd());
        foreach (var e in c.Timeline)
        {
            text.Line(string.Join(' ', new[]
            {
                "  ", Dates.Instant(e.At), text.Of(e.Act), e.Org is null ? "" : $"({text.Of(e.Org)})", e.ProposalNumber > 0 ? $"#{e.ProposalNumber}" : "",
                e.ResolverClass == ResolverClass.Unspecified ? "" : $"→ {text.Of(e.ResolverClass)}",
                e.CloseReason == CloseReason.Unspecified ? "" : text.Of(e.CloseReason),
                e.MeetingDate.Length > 0 ? $"{text.Say("i møte", "i møte")} {Dates.Day(e.MeetingDate)}" : "", string.Join(", ", e.OfficeNumbers), e.Note,
            }.Where(part => part.Length > 0)));
        }
    }

    public static void Write(Out text, PreviewResolutionResponse response)
    {
        text.Line(response.Check.Solves ? text.Say("Løser saken", "Løyser saka") : text.Say("Løser ikke saken", "Løyser ikkje saka"));
        foreach (var finding in response.Check.Remaining.Concat(response.Check.Appearing))
            text.Paragraph($"{text.Of(finding.Kind)}, {text.Of(finding.Severity)}: {text.Of(finding.Explanation)}");
        text.Field(text.Say("Undertegnes av", "Blir underskriven av"), Orgs(text, response.Signers));
    }

    private static void Write(Out text, Proposal p)
    {
        text.Line($"  {text.Say("Forslag", "Framlegg")} {p.Number}: {text.Of(p.Resolution.WayOut)}, {text.Of(p.State)}, {text.Say("svar innen", "svar innan")} {Dates.Day(p.AnswerBy)}");
        foreach (var amendment in p.Resolution.Amendments)
            text.Field(amendment.DirectiveId, amendment.Changes?.ToString());
        text.Field(text.Say("Trekkes", "Blir trekt"), string.Join(", ", p.Resolution.WithdrawnDirectiveIds));
        text.Field(text.Say("Begrunnelse", "Grunngjeving"), p.Resolution.Reason);
        text.Field(text.Say("Felles ordlyd", "Felles ordlyd"), text.Of(p.Resolution.JointText));
        foreach (var s in p.Signatures)
            text.Field(text.Of(s.Org), string.Join("; ", new[] { text.Of(s.Answer), s.Mandate, s.Reason }.Where(part => part.Length > 0)));
        text.Field(text.Say("Venter på", "Ventar på"), Orgs(text, p.Signers.Where(o => p.Signatures.All(s => !s.Org.Equals(o)))));
        text.Field(text.Say("Gjennomføres", "Blir gjennomført"), string.Join(", ", p.ToCarryOut));
    }

    private static string Orgs(Out text, IEnumerable<Samstyring.Types.V1.OrgRef> orgs) => string.Join(", ", orgs.Select(text.Of));

    private static string Offices(Case c) => c.Offices.Count switch
    {
        0 => "",
        <= 3 => string.Join(",", c.Offices.Select(o => o.OfficeNumber)),
        _ => $"{c.Offices.Count} kontor",
    };

    private static string Subject(WorkItem t) => new[] { t.DirectiveId, t.AgreementId, t.ConsultationId, t.QuestionId, t.MissionKey, t.CaseId }
        .First(id => id.Length > 0 || ReferenceEquals(id, t.CaseId)) is { Length: > 12 } id ? id[..12] : t.CaseId;
}
