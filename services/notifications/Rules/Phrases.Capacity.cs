using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group capacity and priority: K-04, K-05, and the same inside a line K-21 and between municipalities K-29 say.</content>
public static partial class Phrases
{
    private static string? Capacity(Finding finding, Tongue t) => (finding.Kind, finding.WitnessClass) switch
    {
        (FindingKind.CapacityOverbooked, _) => Overbooked(finding, t),
        (FindingKind.PriorityCollision, _) => t.Of(
            $"{Priorities(finding, t)}, og ingen felles virksomhetsplan som begge eierne har godkjent, rangerer dem.",
            $"{Priorities(finding, t)}, og ingen felles verksemdsplan som begge eigarane har godkjent, rangerer dei."),
        (FindingKind.IntermunicipalSplit, "b") => t.Of(
            $"Kommunen har overlatt {t.Service(finding.Directives[0].ServiceCode!)} til vertskommunen og kan ikke styre den tjenesten alene.",
            $"Kommunen har overlate {t.Service(finding.Directives[0].ServiceCode!)} til vertskommunen og kan ikkje styre den tenesta åleine."),
        (FindingKind.SameLineCollision, _) => $"{t.Of("Alt kommer fra samme linje.", "Alt kjem frå same linje.")} {Inner(finding, t)}",
        (FindingKind.IntermunicipalSplit, _) =>
            $"{t.Of("Kommunene ved kontoret sier ulike ting.", "Kommunane ved kontoret seier ulike ting.")} {Inner(finding, t)}",
        _ => null,
    };

    // What the same clash says across lines.
    private static string? Inner(Finding finding, Tongue t)
    {
        var across = finding with { Kind = (FindingKind)int.Parse(finding.WitnessClass["K-".Length..], CultureInfo.InvariantCulture) };
        return Content(across, t) ?? Capacity(across, t);
    }

    private static string Overbooked(Finding finding, Tongue t)
    {
        if (finding.Verdict == Verdict.Ambiguous)
        {
            var groups = finding.Directives.SelectMany(x => x.FteDemand.Select(d => d.CapacityGroup).OfType<string>().Distinct())
                .CountBy(group => group).Where(g => g.Value == 1).Select(g => $"«{g.Key}»").Order(StringComparer.Ordinal);
            return t.Of(
                $"Om det kreves for mye, avhenger av {Join(groups)}: bare én føring nevner de samme medarbeiderne.",
                $"Om det blir kravd for mykje, kjem an på {Join(groups)}: berre éi føring nemner dei same medarbeidarane.");
        }

        var numbers = finding.Witness.Numbers.Select(n => n.Split(' ')).ToDictionary(n => n[0], n => n[1]);
        var (demand, capacity) = (numbers["demand"].Replace('.', ','), numbers["capacity"].Replace('.', ','));
        var staff = numbers["pool"] switch
        {
            "STATE" => t.Of("statlige årsverk til oppfølging", "statlege årsverk til oppfølging"),
            "MUNICIPAL" => t.Of("kommunale årsverk til oppfølging", "kommunale årsverk til oppfølging"),
            _ => t.Of("statlige og kommunale årsverk til oppfølging", "statlege og kommunale årsverk til oppfølging"),
        };
        var where = numbers["pool"] != "MUNICIPAL" && numbers["offices"].Contains(',', StringComparison.Ordinal)
            ? t.Of(" i tjenesteområdet", " i tenesteområdet")
            : "";
        var day = Date(DateOnly.ParseExact(numbers["day"], "yyyy-MM-dd", CultureInfo.InvariantCulture));
        return t.Of($"Det kreves {demand} av {capacity} {staff}{where} {day}.", $"Det blir kravd {demand} av {capacity} {staff}{where} {day}.");
    }

    // "Prioritet 1 er ungdom ifølge staten og kvalifiseringsprogrammet ifølge kommunen"
    private static string Priorities(Finding finding, Tongue t) => $"Prioritet {finding.Directives[0].PriorityRank} er "
        + Join(finding.Directives.Select(x => $"{t.Theme(x.Theme)} {Voice(finding, x, t)}"));

    // According to whom: the line, or where all are of one line the document.
    private static string Voice(Finding finding, Directive x, Tongue t) => t.Of("ifølge ", "ifølgje ")
        + (finding.Directives.Any(other => other.Line != x.Line) ? t.LineOf(x.Line) : Source(x));
}
