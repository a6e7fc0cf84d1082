using Samstyring.Cli.Commands;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Text;

internal static class FindingText
{
    public static void List(Out text, IEnumerable<Finding> findings)
    {
        var rows = findings.Select(f => (string[])
        [
            f.FindingId[..Math.Min(12, f.FindingId.Length)], f.OfficeNumber, text.Of(f.Severity), text.Of(f.Verdict), text.Of(f.State), text.Of(f.Kind),
        ]).ToList();
        text.Table(["Id", "Kontor", "Alvor", "Utfall", "Tilstand", "Slag"], rows);
        text.Line($"{rows.Count} funn");
    }

    public static void Write(Out text, Finding finding)
    {
        text.Line($"{text.Of(finding.Kind)}: {text.Of(finding.Verdict)}, {text.Of(finding.Severity)}");
        text.Field("Id", finding.FindingId);
        text.Field("Tilstand", finding.CloseReason == CloseReason.Unspecified ? text.Of(finding.State) : $"{text.Of(finding.State)} ({text.Of(finding.CloseReason)})");
        text.Field("Kontor", finding.OfficeNumber);
        text.Field(text.Say("Perioder", "Periodar"), string.Join("; ", finding.Window.Select(p => Dates.Period(p, text.Nynorsk))));
        text.Field(text.Say("Avklares av", "Vert avklart av"), text.Of(finding.Resolver?.Name));
        text.Field(text.Say("Mangler", "Manglar"), string.Join(", ", finding.OwedFields));
        text.Paragraph(text.Of(finding.Explanation));
        foreach (var directive in finding.Directives)
            text.Field(text.Of(directive.Line), $"{text.Of(directive.Title)} ({text.Of(directive.IssuerOrg)}, {directive.DocumentId} {directive.ClauseRef}; {directive.DirectiveId})");
        foreach (var field in finding.Fields.Where(f => f.Values.Any(value => value.Length > 0)))
            text.Field(Label(text, field.Field), string.Join(" | ", field.Values.Select(value => Value(text, field.Field, value))));
        if (finding.Witness is { } witness)
            text.Field(text.Say("For eksempel", "Til dømes"), string.Join(", ", Example(text, witness).Where(part => part.Length > 0)));
        text.Field("Vurdert med", string.Join(", ", finding.Versions.Select(v => $"{v.Key} {v.Value}")));
    }

    /// <summary>One part of a preview: a group of findings with its offices, or the summary.</summary>
    public static void Write(Out text, PreviewDirectiveResponse part)
    {
        if (part.Group is { } group)
        {
            text.Line($"{text.Of(group.Finding.Kind)}: {text.Of(group.Finding.Verdict)}, {text.Of(group.Finding.Severity)}, ved {group.OfficeNumbers.Count} kontor");
            text.Paragraph(text.Of(group.Finding.Explanation));
            text.Field("Kontor", string.Join(", ", group.OfficeNumbers));
        }
        else if (part.Summary is { } summary)
        {
            text.Line(text.Say(
                $"Når {summary.Offices} kontor: holdes tilbake ved {summary.Held}, frigis med flagg ved {summary.Flagged}.",
                $"Når {summary.Offices} kontor: blir halde tilbake ved {summary.Held}, frigjeve med flagg ved {summary.Flagged}."));
            if (summary.WhenRelayed is { } relayed)
            {
                text.Line(text.Say(
                    $"Når det er sendt videre: holdes tilbake ved {relayed.Held}, frigis med flagg ved {relayed.Flagged}.",
                    $"Når det er sendt vidare: blir halde tilbake ved {relayed.Held}, frigjeve med flagg ved {relayed.Flagged}."));
            }
        }
    }

    private static string Label(Out text, string field) => field switch
    {
        "action_code" => "Handling",
        "combined_with" => text.Say("Sammen med", "Saman med"),
        "bindingness" => "Styrke",
        "modality" => text.Say("Skal eller skal ikke", "Skal eller skal ikkje"),
        "direction" => "Retning",
        "indicator_id" => "Indikator",
        "target" => text.Say("Måltall", "Måltal"),
        "target_group" => "Målgruppe",
        "theme" => "Tema",
        "scope" => "Omfang",
        "valid" => text.Say("Gjelder", "Gjeld"),
        _ => field,
    };

    private static string Value(Out text, string field, string value) => field switch
    {
        _ when value.Length == 0 => "–",
        "bindingness" => text.Of(Enums.Parse<Bindingness>(field, value)),
        "modality" => text.Of(Enums.Parse<Modality>(field, value)),
        "direction" => text.Of(Enums.Parse<Direction>(field, value)),
        "valid" when value.Split('/') is [var from, { Length: > 0 } to] => Dates.Period(new Period { From = from, To = to }, text.Nynorsk),
        _ => value,
    };

    private static IEnumerable<string> Example(Out text, Witness witness)
    {
        yield return Dates.Day(witness.Day);
        yield return witness.OfficeNumber.Length == 0 ? "" : $"kontor {witness.OfficeNumber}";
        yield return witness.MunicipalityNumber.Length == 0 ? "" : $"kommune {witness.MunicipalityNumber}";
        yield return witness.HasPersonAge ? text.Say($"en person på {witness.PersonAge} år", $"ein person på {witness.PersonAge} år") : "";
        yield return string.Join(" ", witness.PersonGroups);
        yield return string.Join(" / ", witness.Numbers);
    }
}
