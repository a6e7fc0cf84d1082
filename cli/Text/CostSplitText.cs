using Samstyring.Norwegian;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Text;

/// <summary>The bill before and after, in whole kroner: a column for each key, today's first.</summary>
internal static class CostSplitText
{
    public static void Write(Out text, SimulateCostSplitResponse split)
    {
        text.Line(text.Say(
            $"Kontor {split.OfficeNumber}: {OfficeText.Number(split.NokPerYear)} kr i året, endring fra og med {Dates.Day(split.From)}",
            $"Kontor {split.OfficeNumber}: {OfficeText.Number(split.NokPerYear)} kr i året, endring frå og med {Dates.Day(split.From)}"));
        var keys = split.Splits.OrderByDescending(key => key.Current).ToList();
        var parties = keys.SelectMany(key => key.Shares).Select(share => share.Party).Distinct().OrderBy(Order).ThenBy(party => party, StringComparer.Ordinal);
        text.Table(
            ["", "", .. keys.Select(key => key.Current ? $"{text.Of(key.Type)} (i dag)" : text.Of(key.Type))],
            parties.SelectMany(party => Rows(text, split, keys, party)));
    }

    /// <summary>A party of a cost key as people call it.</summary>
    public static string Party(Out text, string party) => party switch
    {
        "STATE" => "staten",
        "MUNICIPAL" => "kommunal side",
        _ => $"kommune {party}",
    };

    /// <summary>A decimal as Norwegians write it.</summary>
    public static string Decimal(string number) => number.Replace('.', ',');

    private static IEnumerable<string[]> Rows(Out text, SimulateCostSplitResponse split, List<CostSplit> keys, string party)
    {
        var shares = keys.Select(key => key.Shares.FirstOrDefault(share => share.Party == party)).ToList();
        string[] Row(string head, string label, Func<CostSplitShare, string> cell) => [head, label, .. shares.Select(share => share is null ? Right("–") : cell(share))];
        yield return Row(Party(text, party), "før", share => Amount(share.NokBefore, share.PercentBefore));
        yield return Row("", "etter", share => Amount(share.NokAfter, share.PercentAfter));
        yield return Row("", "endring per år", share => Change(share.NokChange));
        yield return Row("", $"endring i {Year(split)}", share => Change(share.NokChangeThisYear));
    }

    private static int Order(string party) => party switch { "STATE" => 0, "MUNICIPAL" => 1, _ => 2 };

    private static string Year(SimulateCostSplitResponse split) => split.From.Split('-')[0];

    private static string Amount(long nok, string percent) => $"{Right(OfficeText.Number(nok))}  {Decimal(percent),6} %";

    private static string Change(long nok) => Right($"{(nok > 0 ? "+" : "")}{OfficeText.Number(nok)}");

    private static string Right(string kroner) => kroner.PadLeft(13);
}
