using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group measurement: K-23, K-24, K-25, K-26 say.</content>
public static partial class Phrases
{
    private static string? Measurement(Finding finding, Tongue t) => (finding.Kind, finding.Verdict) switch
    {
        (FindingKind.DoubleReporting, Verdict.Ambiguous) => t.Of(
            "Det er ikke avklart om de ber om det samme tallet, fordi registeret ikke sier hva indikatoren måler.",
            "Det er ikkje avklart om dei bed om det same talet, fordi registeret ikkje seier kva indikatoren måler."),
        (FindingKind.DoubleReporting, _) => DoubleReporting(finding, t),
        (FindingKind.IndicatorSplit, Verdict.Ambiguous) => t.Of(
            $"Det er ikke avklart om indikatorene {Join(finding.WitnessClass.Split(','))} har samme navn, fordi en av dem ikke er registrert.",
            $"Det er ikkje avklart om indikatorane {Join(finding.WitnessClass.Split(','))} har same namn, fordi ein av dei ikkje er registrert."),
        (FindingKind.IndicatorSplit, _) => t.Of(
            $"Begge måler «{Indicator(finding, t)}», men med hver sin definisjon, så tallene kan ikke sammenlignes.",
            $"Begge måler «{Indicator(finding, t)}», men med kvar sin definisjon, så tala kan ikkje samanliknast."),
        (FindingKind.ScorecardImbalance, _) => t.Of(
            $"Målekortet for {Year(finding)} har {Count(Number(finding, "STATE"), "indikator", "indikatorer")} fra staten og {Number(finding, "MUNICIPAL")} fra kommunen; felles indikatorer teller for begge.",
            $"Målekortet for {Year(finding)} har {Count(Number(finding, "STATE"), "indikator", "indikatorar")} frå staten og {Number(finding, "MUNICIPAL")} frå kommunen; felles indikatorar tel for begge."),
        (FindingKind.DetailAsymmetry, _) => t.Of(
            $"I {Year(finding)} gir staten {Count(Number(finding, "STATE"), "føring", "føringer")} om enkeltaktiviteter ({Number(finding, "STATE_ORDERING")} av dem skal eller skal ikke) "
            + $"og kommunen {Number(finding, "MUNICIPAL")} ({Number(finding, "MUNICIPAL_ORDERING")} av dem).",
            $"I {Year(finding)} gir staten {Count(Number(finding, "STATE"), "føring", "føringar")} om enkeltaktivitetar ({Number(finding, "STATE_ORDERING")} av dei skal eller skal ikkje) "
            + $"og kommunen {Number(finding, "MUNICIPAL")} ({Number(finding, "MUNICIPAL_ORDERING")} av dei)."),
        _ => null,
    };

    private static string DoubleReporting(Finding finding, Tongue t)
    {
        var concept = finding.WitnessClass;
        var indicator = t.Catalogues.Indicators.OrderBy(i => i.Key, StringComparer.Ordinal).FirstOrDefault(i => i.Value.Concept == concept).Key;
        var figure = indicator is null ? concept : t.Indicator(indicator);
        var systems = Join(finding.Directives.SelectMany(x => x.Reporting).Select(r => r.System).OfType<string>().Distinct().Order(StringComparer.Ordinal));
        var often = finding.Witness.Numbers.FirstOrDefault(n => n.StartsWith("frequency ", StringComparison.Ordinal))?.Split(' ')[1];
        return t.Of(
            $"Begge ber om «{figure}» for samme tid, men i hvert sitt system ({systems}). Forslag: rapporter én gang{(often is null ? "" : $", {Often(often, t)}")}.",
            $"Begge bed om «{figure}» for same tid, men i kvart sitt system ({systems}). Forslag: rapporter éin gong{(often is null ? "" : $", {Often(often, t)}")}.");
    }

    private static string Often(string frequency, Tongue t) => frequency switch
    {
        "P1D" => t.Of("hver dag", "kvar dag"),
        "P7D" or "P1W" => t.Of("hver uke", "kvar veke"),
        "P1M" => t.Of("hver måned", "kvar månad"),
        "P3M" => t.Of("hvert kvartal", "kvart kvartal"),
        "P4M" => t.Of("hvert tertial", "kvart tertial"),
        "P6M" => t.Of("hvert halvår", "kvart halvår"),
        "P1Y" or "P12M" => t.Of("hvert år", "kvart år"),
        _ => frequency,
    };

    private static string Year(Finding finding) => finding.Witness.Day.Year.ToString(CultureInfo.InvariantCulture);

    private static string Number(Finding finding, string name) =>
        finding.Witness.Numbers.Select(n => n.Split(' ')).First(n => n[0] == name)[1];
}
