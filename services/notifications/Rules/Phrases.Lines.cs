namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group between and inside lines: K-20, K-30 say.</content>
public static partial class Phrases
{
    private static string? Lines(Finding finding, Tongue t) => finding.Kind switch
    {
        FindingKind.RecipientUnclear => t.Of(
            $"Kontoret har to ledere, og verken føringen eller ansvarsfordelingen sier hvem av dem som svarer for temaet {t.Theme(finding.Directives[0].Theme)}.",
            $"Kontoret har to leiarar, og verken føringa eller ansvarsfordelinga seier kven av dei som svarar for temaet {t.Theme(finding.Directives[0].Theme)}."),
        _ => null,
    };
}
