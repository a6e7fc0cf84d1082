using System.Net;
using System.Text;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Text;

internal static class AgendaText
{
    public static void Write(Out text, Agenda agenda)
    {
        text.Line($"{text.Say("Partnerskapsmøte", "Partnarskapsmøte")} {agenda.OfficeName}, {Dates.Day(agenda.Date)}");
        text.Field(text.Say("Eiere", "Eigarar"), string.Join(", ", agenda.Owners.Select(text.Of)));
        var number = 0;
        foreach (var point in agenda.Points)
        {
            text.Line($"{++number}. {text.Of(point.Title)}");
            foreach (var item in point.Items)
                text.Line($"   {Line(text, item)}");
        }
    }

    /// <summary>A page to print: no script, no style from elsewhere, room for notes.</summary>
    public static string Page(Out text, Agenda agenda)
    {
        var title = $"{text.Say("Partnerskapsmøte", "Partnarskapsmøte")} {agenda.OfficeName}, {Dates.Day(agenda.Date)}";
        var page = new StringBuilder();
        page.AppendLine("<!doctype html>")
            .AppendLine($"<html lang=\"{text.Say("nb", "nn")}\"><head><meta charset=\"utf-8\"><title>{Safe(title)}</title>")
            .AppendLine("<style>body{font:12pt/1.5 serif;max-width:45em;margin:2em auto;padding:0 1em}h2{font-size:1.1em;break-after:avoid}li{break-inside:avoid}"
                + "ul:empty::after{content:\"–\"}@page{margin:2cm}</style></head><body>")
            .AppendLine($"<h1>{Safe(title)}</h1><p>{Safe(string.Join(", ", agenda.Owners.Select(text.Of)))}</p>");
        var number = 0;
        foreach (var point in agenda.Points)
        {
            page.AppendLine($"<h2>{++number}. {Safe(text.Of(point.Title))}</h2>");
            page.AppendLine($"<ul>{string.Concat(point.Items.Select(item => $"<li>{Safe(Line(text, item))}</li>"))}</ul>");
        }

        return page.AppendLine("</body></html>").ToString();
    }

    private static string Line(Out text, AgendaItem item) => string.Join(", ", new[]
    {
        item.Date.Length > 0 ? $"{Dates.Day(item.Date)}: {text.Of(item.Text)}" : text.Of(item.Text),
        item.Severity == Severity.Unspecified ? "" : text.Of(item.Severity),
        item.OpenProposals.Count == 0 ? "" : $"{text.Say("forslag", "framlegg")} {string.Join(", ", item.OpenProposals)} {text.Say("venter på svar", "ventar på svar")}",
        item.CaseId.Length > 12 ? $"sak {item.CaseId[..12]}" : item.CaseId,
    }.Where(part => part.Length > 0));

    private static string Safe(string text) => WebUtility.HtmlEncode(text);
}
