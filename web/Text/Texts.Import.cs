using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>The words of files of directives.</summary>
internal sealed partial class Texts
{
    public string ImportTitle => Say("Hent inn fra fil", "Hent inn frå fil");

    public string ImportLead => Say(
        "Legg inn mange styringssignaler på én gang, ett på hver rad. Du ser hva som kommer til å skje før noe blir skrevet.",
        "Legg inn mange styringssignal på éin gong, eitt på kvar rad. Du ser kva som kjem til å skje før noko vert skrive.");

    public string FileLabel => Say("Fil", "Fil");

    public string FileHelp => Say("CSV i UTF-8 med komma eller semikolon, høyst 10 MiB og 10 000 rader.", "CSV i UTF-8 med komma eller semikolon, høgst 10 MiB og 10 000 rader.");

    public string LookAtFile => Say("Se hva fila gjør", "Sjå kva fila gjer");

    public string HowToImport => Say("Slik er fila bygd opp", "Slik er fila bygd opp");

    public IReadOnlyList<string> ImportRules =>
    [
        Say("Kolonnen key er deres eget navn på raden. Den samme nøkkelen er det samme styringssignalet neste gang.", "Kolonnen key er dykkar eige namn på rada. Den same nøkkelen er det same styringssignalet neste gong."),
        Say("En ny nøkkel blir et nytt utkast. En kjent nøkkel endrer utkastet, eller begynner på neste revisjon; da sier change_class om endringen er MATERIAL eller EDITORIAL.",
            "Ein ny nøkkel vert eit nytt utkast. Ein kjend nøkkel endrar utkastet, eller tek til på neste revisjon; då seier change_class om endringa er MATERIAL eller EDITORIAL."),
        Say("De andre kolonnene er feltene, for eksempel title.nb og valid.from. En kolonne som mangler, blir stående slik den er. En tom celle tar verdien bort.",
            "Dei andre kolonnane er felta, til dømes title.nb og valid.from. Ein kolonne som manglar, vert ståande slik han er. Ei tom celle tek verdien bort."),
        Say("Kolonnen comment leses ikke. Der står feilene når du henter fila med dem.", "Kolonnen comment vert ikkje lesen. Der står feila når du hentar fila med dei."),
        Say("Det samme to ganger endrer ingenting. Er det feil på én rad, blir ingen skrevet.", "Det same to gonger endrar ingenting. Er det feil på éi rad, vert ingen skrivne."),
    ];

    public string FetchTemplate => Say("Hent mal med alle kolonnene", "Hent mal med alle kolonnane");

    public string FetchOwn => Say("Hent det dere har skrevet, som fil", "Hent det de har skrive, som fil");

    public string ExportAsFile => Say("Hent som fil", "Hent som fil");

    public string TemplateFile => Say("mal-styringssignaler.csv", "mal-styringssignal.csv");

    public string FetchFaults => Say("Hent fila med feilene i en egen kolonne", "Hent fila med feila i ein eigen kolonne");

    /// <summary>A fault as it stands in the row; that of the header says so, since it stands in another.</summary>
    public string Comment(RowFault fault) =>
        (fault.Row == 1 ? $"{FileRow} 1: " : "") + (fault.Field.Length > 0 ? $"{fault.Field}: " : "") + Of(fault.Text);

    public string CommentedFile(string name) => Say($"{name}-med-feil.csv", $"{name}-med-feil.csv");

    public string ExportFile => Say("styringssignaler", "styringssignal");

    public string NoFileChosen => Say("Velg en fil som ikke er tom.", "Vel ei fil som ikkje er tom.");

    public string FileTooLarge => Say("Fila er større enn 10 MiB. Del den i flere.", "Fila er større enn 10 MiB. Del ho i fleire.");

    public string FileNotCsv => Say("Navnet på fila må slutte på .csv. Lagre den som «CSV UTF-8» og prøv igjen.", "Namnet på fila må slutte på .csv. Lagre ho som «CSV UTF-8» og prøv igjen.");

    public string FileNotUtf8 => Say("Fila er ikke i UTF-8. Lagre den som «CSV UTF-8» og prøv igjen.", "Fila er ikkje i UTF-8. Lagre ho som «CSV UTF-8» og prøv igjen.");

    public string FileGone => Say("Fila er ikke her lenger, og ingenting er skrevet fra den siden sist. Velg den på nytt.", "Fila er ikkje her lenger, og ingenting er skrive frå ho sidan sist. Vel ho på nytt.");

    public string ImportPreviewTitle => Say("Se over det fila gjør", "Sjå over det fila gjer");

    public string LeaveAndComeBack => Say(
        "Du kan gå fra siden og komme tilbake til den: arbeidet går videre.", "Du kan gå frå sida og kome tilbake til ho: arbeidet går vidare.");

    public string LookUnanswered => Say("Ingenting er skrevet. Velg fila på nytt om litt.", "Ingenting er skrive. Vel fila på nytt om litt.");

    public string WritingUnanswered => Say(
        "Skriv på nytt om litt: det som eventuelt er skrevet, blir ikke skrevet én gang til.", "Skriv på nytt om litt: det som eventuelt er skrive, vert ikkje skrive éin gong til.");

    public string AnotherFile => Say("Velg en annen fil", "Vel ei anna fil");

    public string FaultsInFile => Say("Feil i fila", "Feil i fila");

    public string FileRow => Say("Linje", "Linje");

    public string FileColumn => Say("Kolonne", "Kolonne");

    public string FileValue => Say("Verdi", "Verdi");

    public string FileFault => Say("Feil", "Feil");

    public string FileKey => Say("Nøkkel", "Nøkkel");

    public string WholeRow => Say("hele raden", "heile rada");

    public string EmptyCell => Say("tom", "tom");

    public string RowsInFile => Say("Radene", "Radene");

    public string WhatHappens => Say("Hva som skjer", "Kva som skjer");

    public string MissingToPublish => Say("Mangler før publisering", "Manglar før publisering");

    public string NothingToImport => Say("Alt i fila står allerede slik. Det er ingenting å skrive.", "Alt i fila står alt slik. Det er ingenting å skrive.");

    public string ImportIsDrafts => Say("Ingen andre enn dere ser utkast. Hvert av dem publiserer du for seg.", "Ingen andre enn de ser utkast. Kvart av dei publiserer du for seg.");

    public string FileBeingRead(int lines) => Say($"{LineCount(lines)} blir kontrollert.", $"{LineCount(lines)} vert kontrollerte.");

    public string FileBeingWritten(int lines) => Say($"{LineCount(lines)} blir skrevet som utkast.", $"{LineCount(lines)} vert skrivne som utkast.");

    public string ImportFaults(int faults) => Say(
        $"{Begin(Count(faults, "én feil", "feil"))}. Ingenting er skrevet. Rett fila og velg den på nytt.",
        $"{Begin(Count(faults, "éin feil", "feil"))}. Ingenting er skrive. Rett fila og vel ho på nytt.");

    public string MissingFields(int fields) => fields == 0
        ? Say("Ingenting", "Ingenting")
        : Begin(Say(Count(fields, "én opplysning", "opplysninger"), Count(fields, "éi opplysning", "opplysningar")));

    public string WriteDrafts(int drafts) => Say($"Skriv {Count(drafts, "ett utkast", "utkast")}", $"Skriv {Count(drafts, "eitt utkast", "utkast")}");

    public string FirstRows(int shown, int all) => Say($"De {shown} første av {all} rader.", $"Dei {shown} første av {all} rader.");

    public string Imported(int created, int changed, int same) => Say(
        $"Fila er skrevet: {created} nye utkast, {changed} endret, {same} som før.", $"Fila er skriven: {created} nye utkast, {changed} endra, {same} som før.");

    private string LineCount(int lines) => Say(Count(lines, "Én linje", "linjer"), Count(lines, "Éi linje", "linjer"));

    public string CountOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => Say("Nye", "Nye"),
        ImportOutcome.Changed => Say("Endres", "Vert endra"),
        ImportOutcome.Same => Say("Som før", "Som før"),
        _ => Say("Med feil", "Med feil"),
    };

    public string Of(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => Say("Nytt utkast", "Nytt utkast"),
        ImportOutcome.Changed => Say("Endres", "Vert endra"),
        ImportOutcome.Same => Say("Som før", "Som før"),
        _ => Say("Feil", "Feil"),
    };

    public string ColorOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => "success",
        ImportOutcome.Changed => "info",
        ImportOutcome.Faulty => "danger",
        _ => "neutral",
    };

    public string IconOf(ImportOutcome outcome) => outcome switch
    {
        ImportOutcome.Created => "new",
        ImportOutcome.Changed => "info",
        ImportOutcome.Faulty => "error",
        _ => "strike",
    };
}
