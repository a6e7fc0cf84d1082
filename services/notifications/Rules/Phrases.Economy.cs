using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group economy and staffing: K-06, K-07, K-08, K-31 say.</content>
public static partial class Phrases
{
    private static string? Economy(Finding finding, Tongue t) => finding.Kind switch
    {
        FindingKind.UnfundedDemand => Demand(finding, t),
        FindingKind.CostShift => Shift(finding, t),
        FindingKind.CostKeyDrift => Drift(finding, t),
        FindingKind.OutdatedBasis => Basis(finding, t),
        _ => null,
    };

    // "Det krever 0,8 årsverk fra kommunen i 2027, men rammen for 2027 har bare 0,5 årsverk ledig."
    private static string Demand(Finding finding, Tongue t)
    {
        var (year, staff) = (Witnessed(finding, "year"), finding.WitnessClass.EndsWith("FTE", StringComparison.Ordinal));
        var (claimed, free) = staff
            ? (Comma(Witnessed(finding, "fte")), Comma(Witnessed(finding, "free_fte")) + " årsverk")
            : (Kroner(Witnessed(finding, "nok")), Kroner(Witnessed(finding, "free_nok")) + " kroner");
        var unit = staff ? "årsverk" : "kroner";
        var owner = Witnessed(finding, "owner") == "STATE" ? "staten" : "kommunen";
        var left = free.StartsWith("0 ", StringComparison.Ordinal) ? "ingenting" : t.Of("bare ", "berre ") + free;
        return t.Of(
            $"Det krever {claimed} {unit} fra {owner} i {year}, men rammen for {year} har {left} ledig.",
            $"Det krev {claimed} {unit} frå {owner} i {year}, men ramma for {year} har {left} ledig.");
    }

    private static string Shift(Finding finding, Tongue t)
    {
        var party = Party(Witnessed(finding, "party"), t);
        var (before, after, more) = (Kroner(Witnessed(finding, "before")), Kroner(Witnessed(finding, "after")), Kroner(Witnessed(finding, "more")));
        var (from, to) = (Percent(Witnessed(finding, "share_before")), Percent(Witnessed(finding, "share_after")));
        var (rest, year) = (Kroner(Witnessed(finding, "rest_of_year")), finding.Directives[0].Valid.From.Year.ToString(CultureInfo.InvariantCulture));
        var share = from == to ? $"er {from} prosent og går" : t.Of($"går fra {from} til {to} prosent:", $"går frå {from} til {to} prosent:");
        return t.Of(
            $"Andelen {party} betaler av felles utgifter, {share} fra {before} til {after} kroner, "
            + $"{more} kroner mer i året og {rest} kroner mer i {year}.",
            $"Delen {party} betaler av felles utgifter, {share} frå {before} til {after} kroner, "
            + $"{more} kroner meir i året og {rest} kroner meir i {year}.");
    }

    private static string Drift(Finding finding, Tongue t)
    {
        if (finding.WitnessClass == "REVIEW")
        {
            var reviewed = Date(Day(Witnessed(finding, "last_review")));
            return t.Of($"Kostnadsnøkkelen ble sist gjennomgått {reviewed}.", $"Kostnadsnøkkelen vart sist gjennomgått {reviewed}.");
        }

        var party = Party(Witnessed(finding, "party"), t);
        var staff = Join(finding.Witness.Numbers.Where(n => n.StartsWith("staff ", StringComparison.Ordinal)).Select(n => n.Split(' '))
            .Select(n => $"{Comma(n[2])} prosent {Date(Day(n[1]))}"));
        var share = Comma(Witnessed(finding, "share"));
        return t.Of(
            $"Etter kostnadsnøkkelen betaler {party} {share} prosent, men har {staff} av årsverkene ved kontoret.",
            $"Etter kostnadsnøkkelen betaler {party} {share} prosent, men har {staff} av årsverka ved kontoret.");
    }

    private static string Basis(Finding finding, Tongue t)
    {
        var source = finding.WitnessClass;
        var name = t.Catalogues.Sources.ContainsKey(source) ? t.Source(source)
            : finding.Directives[0].DerivedFrom.Contains(source) ? t.Of("en tidligere føring", "ei tidlegare føring")
            : finding.Directives[0].AgreementClause.Any(c => c.AgreementId == source) ? t.Of($"avtalen {source}", $"avtalen {source}")
            : source;
        if (finding.Verdict == Verdict.Ambiguous)
        {
            return t.Of(
                $"Føringen bygger på {name}, og det er ikke avklart om det gjelder, fordi det ikke står i registeret.",
                $"Føringa byggjer på {name}, og det er ikkje avklart om det gjeld, fordi det ikkje står i registeret.");
        }

        var ended = Witnessed(finding, "ended");
        return ended.Length == 0
            ? t.Of($"Føringen bygger på {name}, som ikke gjelder lenger.", $"Føringa byggjer på {name}, som ikkje gjeld lenger.")
            : t.Of(
                $"Føringen bygger på {name}, som ikke gjelder fra {Date(Day(ended))}.",
                $"Føringa byggjer på {name}, som ikkje gjeld frå {Date(Day(ended))}.");
    }

    // A party of a cost key inside a sentence: a line, or a municipality's number.
    private static string Party(string party, Tongue t) => party switch
    {
        "STATE" => "staten",
        "MUNICIPAL" => "kommunen",
        _ => t.Owner($"MUNICIPALITY:{party}"),
    };

    // The number of that name in the witness: "gap_days 181".
    private static string Witnessed(Finding finding, string name) =>
        finding.Witness.Numbers.First(n => n.StartsWith(name + ' ', StringComparison.Ordinal))[(name.Length + 1)..];

    private static DateOnly Day(string iso) => DateOnly.ParseExact(iso, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Comma(string number) => number.Replace('.', ',');

    // "155769" as "155 769".
    private static string Kroner(string number) => Grouped(number, "#,##0.##");

    private static string Grouped(string number, string format = "#,##0.############################") =>
        Comma(decimal.Parse(number, CultureInfo.InvariantCulture).ToString(format, CultureInfo.InvariantCulture).Replace(',', ' '));

    // "6/13" as "46,15".
    private static string Percent(string fraction)
    {
        var parts = fraction.Split('/').Select(p => decimal.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        return Comma(Compared.Number(Math.Round(100 * parts[0] / (parts.Length > 1 ? parts[1] : 1), 2, MidpointRounding.AwayFromZero)));
    }
}
