using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group between and inside lines: K-20, K-30 say.</content>
public static partial class Phrases
{
    private static string? Lines(Finding finding, Tongue t) => finding.Kind switch
    {
        FindingKind.RecipientUnclear => t.Of(
            $"Kontoret har to ledere, og verken føringen eller ansvarsfordelingen sier hvem av dem som svarer for temaet {t.Theme(finding.Directives[0].Theme)}.",
            $"Kontoret har to leiarar, og verken føringa eller ansvarsfordelinga seier kven av dei som svarar for temaet {t.Theme(finding.Directives[0].Theme)}."),
        FindingKind.CountyLettersDiffer => LettersDiffer([.. finding.Witness.Numbers], finding.WitnessClass.Split(','), t),
        _ => null,
    };

    // "STEERING_LETTER 1", "COUNTY_GOVERNOR_ASSIGNMENT 0" of "QUALIFICATION_PROGRAMME,2027".
    private static string LettersDiffer(ImmutableArray<string> numbers, string[] theme, Tongue t)
    {
        var (letter, assignment) = (Clauses(numbers[0]), Clauses(numbers[1]));
        return t.Of(
            $"Mål- og disponeringsbrevet og embetsoppdraget for {theme[1]} sier ikke det samme om temaet {t.Theme(theme[0])}: {letter} i brevet og {assignment} i oppdraget står ikke i det andre.",
            $"Mål- og disponeringsbrevet og embetsoppdraget for {theme[1]} seier ikkje det same om temaet {t.Theme(theme[0])}: {letter} i brevet og {assignment} i oppdraget står ikkje i det andre.");

        static string Clauses(string number) => $"{number.Split(' ')[1]} punkt";
    }
}
