using Samstyring.Events.V1;
using Samstyring.Norwegian;

namespace Samstyring.Cli.Text;

/// <summary>Dead letters as text.</summary>
internal static class DeadLetterText
{
    public static void List(Out text, IReadOnlyCollection<DeadLetter> letters)
    {
        text.Table(
            ["Nr.", "Tid", "Emne", text.Say("Forsøk", "Forsøk"), text.Say("Hvorfor", "Kvifor")],
            letters.Select(l => (string[])[l.DeadLetterId, Dates.Instant(l.ReceivedAt), l.Topic, $"{l.Attempts}", l.Reason]));
        text.Line(letters.Count == 1 ? text.Say("Én hendelse", "Éi hending") : text.Say($"{letters.Count} hendelser", $"{letters.Count} hendingar"));
    }

    public static void One(Out text, DeadLetter letter)
    {
        text.Line($"{letter.DeadLetterId}: {letter.Topic}, {text.Of(letter.State)}");
        text.Field("Tid", Dates.Instant(letter.ReceivedAt));
        text.Field(text.Say("Hvorfor", "Kvifor"), letter.Reason);
        text.Field("Forsøk", $"{letter.Attempts}");
        text.Field(text.Say("Avgjort", "Avgjort"), letter.DecidedAt is null ? "" : $"{Dates.Instant(letter.DecidedAt)} {letter.Decision}");
        text.Field(text.Say("Innhold", "Innhald"), letter.Body);
    }
}
