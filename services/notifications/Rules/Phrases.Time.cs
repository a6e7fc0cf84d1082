using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group time: K-09, K-10, K-27, K-28 say.</content>
public static partial class Phrases
{
    private static string? Time(Finding finding, Tongue t) => finding.Kind switch
    {
        FindingKind.BudgetTimingGap => Gap(finding, t),
        FindingKind.HorizonBreak => Horizon(finding, t),
        FindingKind.InitiativeQueue => finding.WitnessClass.StartsWith("COUNT", StringComparison.Ordinal) ? Introductions(finding, t) : Load(finding, t),
        FindingKind.DeadlineCollision => Deadlines(finding, t),
        _ => null,
    };

    private static string Gap(Finding finding, Tongue t)
    {
        if (finding.Verdict == Verdict.Ambiguous)
        {
            return t.Of(
                "Det er ikke avklart om føringen angår partneren, fordi temaet ikke står i katalogen.",
                "Det er ikkje avklart om føringa vedkjem partnaren, fordi temaet ikkje står i katalogen.");
        }

        var owner = t.Owner(Witnessed(finding, "owner"));
        var (decided, published, days) = (On("frame_decided"), On("published"), Witnessed(finding, "gap_days"));
        var (effect, next) = (On("takes_effect"), On("next_frame_decision"));
        var later = t.Of(Count(days, "dag", "dager"), Count(days, "dag", "dagar"));
        return t.Of(
            $"Budsjettrammen til {owner} ble vedtatt {decided}. "
            + $"Føringen kom {later} senere, {published}, og gjelder fra {effect}, før neste rammevedtak {next}.",
            $"Budsjettramma til {owner} vart vedteken {decided}. "
            + $"Føringa kom {later} seinare, {published}, og gjeld frå {effect}, før neste rammevedtak {next}.");

        string On(string name) => Date(Day(Witnessed(finding, name)));
    }

    private static string Horizon(Finding finding, Tongue t)
    {
        var planned = finding.Directives.First(x => x.Horizon == Rules.Horizon.FourYear);
        var promised = finding.Directives.First(x => x.Horizon == Rules.Horizon.Annual);
        var (until, from) = (Date(promised.Valid.To.AddDays(-1)), Date(promised.Valid.To));
        return t.Of(
            $"Den fireårige føringen fra {t.LineOf(planned.Line)} bygger på en ettårig føring fra {t.LineOf(promised.Line)} "
            + $"som bare gjelder til og med {until}. Fra {from} er det planlagt, men ikke lovet.",
            $"Den fireårige føringa frå {t.LineOf(planned.Line)} byggjer på ei eittårig føring frå {t.LineOf(promised.Line)} "
            + $"som berre gjeld til og med {until}. Frå {from} er det planlagt, men ikkje lova.");
    }

    private static string Introductions(Finding finding, Tongue t)
    {
        var (count, most, quarter) = (Witnessed(finding, "count"), Comma(Witnessed(finding, "most")), Day(Witnessed(finding, "quarter")));
        var number = ((quarter.Month + 2) / 3).ToString(CultureInfo.InvariantCulture);
        var year = quarter.Year.ToString(CultureInfo.InvariantCulture);
        return t.Of(
            $"{count} nye satsinger innføres i {number}. kvartal {year}, og kontoret kan ta imot {most}.",
            $"{count} nye satsingar blir innførte i {number}. kvartal {year}, og kontoret kan ta imot {most}.");
    }

    private static string Load(Finding finding, Tongue t)
    {
        var (load, capacity) = (Comma(Witnessed(finding, "load_rounded")), Comma(Witnessed(finding, "capacity_days")));
        var day = Date(finding.Witness.Day);
        return t.Of(
            $"Innføringene tar til sammen {load} dagsverk per virkedag {day}, og kontoret har {capacity} dagsverk per 60 virkedager til slikt.",
            $"Innføringane tek til saman {load} dagsverk per vyrkedag {day}, og kontoret har {capacity} dagsverk per 60 vyrkedagar til slikt.");
    }

    // "Fristene er 9. september 2027 og 10. september 2027, 1 virkedag fra hverandre, og leveringene tar til sammen 4 dagsverk."
    private static string Deadlines(Finding finding, Tongue t)
    {
        var (dates, apart, effort) = (finding.WitnessClass.Split(','), Witnessed(finding, "working_days"), Comma(Witnessed(finding, "effort_days")));
        var (first, second) = (Date(Day(dates[0])), Date(Day(dates[1])));
        return first == second
            ? t.Of(
                $"Begge har frist {first}, og leveringene tar til sammen {effort} dagsverk.",
                $"Begge har frist {first}, og leveringane tek til saman {effort} dagsverk.")
            : t.Of(
                $"Fristene er {first} og {second}, {Count(apart, "virkedag", "virkedager")} fra hverandre, og leveringene tar til sammen {effort} dagsverk.",
                $"Fristane er {first} og {second}, {Count(apart, "vyrkedag", "vyrkedagar")} frå kvarandre, og leveringane tek til saman {effort} dagsverk.");
    }
}
