using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Events.V1;
using Samstyring.Norwegian;

namespace Samstyring.Web;

/// <summary>The words of the operator's pages.</summary>
internal sealed partial class Texts
{
    public string DeadLetters => Say("Ubehandlede hendelser", "Ubehandla hendingar");

    public string DeadLettersLead => Say(
        "Det en tjeneste har fått fra en annen og ikke kunnet behandle. Prøv igjen når feilen er rettet, eller legg til side med en grunn. Ingenting slettes.",
        "Det ei teneste har fått frå ei anna og ikkje kunna handsame. Prøv att når feilen er retta, eller legg til side med ei grunngjeving. Ingenting vert sletta.");

    public string EveryService => Say("Alle tjenester", "Alle tenester");

    public string NoDeadLetters(DeadLetterState state) => state switch
    {
        DeadLetterState.Replayed => Say("Ingen er behandlet på nytt", "Ingen er handsama på nytt"),
        DeadLetterState.Parked => Say("Ingen er lagt til side", "Ingen er lagde til side"),
        _ => Say("Ingen hendelser venter", "Ingen hendingar ventar"),
    };

    public string NoDeadLettersText => Say(
        "Det en tjeneste har prøvd flere ganger uten å få til, står her.",
        "Det ei teneste har prøvd fleire gonger utan å få til, står her.");

    public string ServiceUnanswered => Say("Tjenesten svarer ikke akkurat nå.", "Tenesta svarer ikkje akkurat no.");

    public string Topic => Say("Emne", "Emne");

    public string WhyNotHandled => Say("Hvorfor den ikke ble behandlet", "Kvifor ho ikkje vart handsama");

    public string Attempts => Say("Forsøk", "Forsøk");

    public string CameIn => Say("Kom inn", "Kom inn");

    public string DecidedOn => Say("Avgjort", "Avgjord");

    /// <summary>The topic, and the number that tells it from others of the topic.</summary>
    public string DeadLetterName(DeadLetter letter) => Say($"{letter.Topic}, nr. {letter.DeadLetterId}", $"{letter.Topic}, nr. {letter.DeadLetterId}");

    /// <summary>How many days ago an instant was: <c>for 3 dager siden</c>.</summary>
    public string Ago(Timestamp? instant) => instant is null ? "" : Dates.Until(Dates.DateOf(instant.ToDateTimeOffset()), Today, Nynorsk);

    public string BackToDeadLetters => Say("Alle ubehandlede hendelser", "Alle ubehandla hendingar");

    public string ReplayLetter => Say("Prøv igjen", "Prøv att");

    public string ReplayConsequence => Say(
        "Tjenesten behandler hendelsen én gang til, som om den kom nå. Har det kommet noe nyere om det samme, gjelder det. Lykkes det ikke, blir den stående her.",
        "Tenesta handsamar hendinga éin gong til, som om ho kom no. Har det kome noko nyare om det same, gjeld det. Lukkast det ikkje, vert ho ståande her.");

    public string ReplayNow => Say("Prøv igjen nå", "Prøv att no");

    public string ParkLetter => Say("Legg til side", "Legg til side");

    public string ParkConsequence => Say(
        "Hendelsen får aldri noen virkning. Den blir liggende, og det er sporbart hvem som la den til side.",
        "Hendinga får aldri nokon verknad. Ho vert liggjande, og det kan sporast kven som la henne til side.");

    public string ParkHelp => Say("Hvorfor den ikke trengs, for den som leser dette senere.", "Kvifor ho ikkje trengst, for den som les dette seinare.");

    public string ParkNow => Say("Legg den til side", "Legg henne til side");

    public string EventAsItCame => Say("Hendelsen slik den kom", "Hendinga slik ho kom");

    public string EventUnreadable => Say("Den kan ikke leses som en hendelse.", "Ho kan ikkje lesast som ei hending.");

    /// <summary>An attribute of CloudEvents.</summary>
    public string EventField(string name) => name switch
    {
        "subject" => Say("Gjelder", "Gjeld"),
        "source" => Say("Fra", "Frå"),
        "id" => Say("Id", "Id"),
        "time" => Say("Sendt", "Send"),
        _ => Say("Versjon", "Versjon"),
    };

    /// <summary>The value of an attribute of CloudEvents; an instant as people write it.</summary>
    public string EventFact(string name, string value) =>
        name == "time" && DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, out var at) ? Instant(Timestamp.FromDateTimeOffset(at)) : value;
}
