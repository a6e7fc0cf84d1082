using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Web.Pages.Leader;

namespace Samstyring.Web;

/// <summary>The words of deadlines, the wheel and the printed missions.</summary>
internal sealed partial class Texts
{
    public string DeadlinesLead => Say("Det begge eiere venter fra kontoret, uke for uke.", "Det båe eigarane ventar frå kontoret, veke for veke.");

    public string NoDeadlines => Say("Ingen frister framover", "Ingen fristar framover");

    public string NoDeadlinesText => Say("Når et oppdrag får en frist, står den her.", "Når eit oppdrag får ein frist, står han her.");

    public string WeekOf(int year, int week) => Say($"Uke {week}, {year}", $"Veke {week}, {year}");

    public string NumberShort => Say("Nr.", "Nr.");

    public string DayColumn => Say("Dato", "Dato");

    public string WhoseColumn => Say("Hvem", "Kven");

    public string WhatColumn => Say("Hva", "Kva");

    public string RingName(Ring ring) => ring switch
    {
        Ring.State => Say("Stat", "Stat"),
        Ring.Municipality => Say("Kommune", "Kommune"),
        _ => Say("Felles", "Felles"),
    };

    public string WheelOf(string office, int year) => Say($"Årshjul for {office} {year}", $"Årshjul for {office} {year}");

    public string WheelLead => Say(
        "Begge eieres datoer i samme år. Tallene viser til raden i tabellen.",
        "Datoane til båe eigarane i same år. Tala viser til rada i tabellen.");

    public string WheelDescription(int count) => Say(
        $"Tolv måneder med staten ytterst, felles i midten og kommunen innerst. {count} datoer; de samme står i tabellen.",
        $"Tolv månader med staten ytst, felles i midten og kommunen inst. {count} datoar; dei same står i tabellen.");

    public string YearsLabel => Say("Andre år", "Andre år");

    public string TodayShort => Say("i dag", "i dag");

    public string LegendState => Say("Stat, ytterst", "Stat, ytst");

    public string LegendJoint => Say("Felles, i midten", "Felles, i midten");

    public string LegendMunicipality => Say("Kommune, innerst", "Kommune, inst");

    public string BudgetGap(int days) => Say(
        $"{days} dager går det fra kommunen vedtar rammen til staten vedtar sitt budsjett.",
        $"{days} dagar går det frå kommunen vedtek ramma til staten vedtek budsjettet sitt.");

    public string NothingFrom(Ring ring) => ring == Ring.State
        ? Say("Staten har ingen datoer her dette året.", "Staten har ingen datoar her dette året.")
        : Say("Kommunen har ingen datoer her dette året.", "Kommunen har ingen datoar her dette året.");

    public string NoDates => Say("Ingen datoer dette året", "Ingen datoar dette året");

    public string NoDatesText => Say(
        "Datoer kommer fra oppdragene, eiernes budsjettkalender og avtalene mellom dem.",
        "Datoar kjem frå oppdraga, budsjettkalenderen til eigarane og avtalane mellom dei.");

    public string FrameDecided(string party) => Say($"{party} vedtar rammen", $"{party} vedtek ramma");

    public string BudgetDecided(string party) => Say($"{party} vedtar budsjettet", $"{party} vedtek budsjettet");

    public string AgreementEnds(AgreementType type) => Say($"{Begin(Of(type))} går ut", $"{Begin(Of(type))} går ut");

    public string PrintTitle(string office) => Say($"Samlet oppdrag for {office}", $"Samla oppdrag for {office}");

    public string PrintHelp => Say("Skriv ut eller lagre som PDF fra nettleseren.", "Skriv ut eller lagre som PDF frå nettlesaren.");

    public string OwnersLabel => Say("Eiere", "Eigarar");

    public string PrintedOn => Say("Skrevet ut", "Skrive ut");

    public string Checksum => Say("Kontrollsum", "Kontrollsum");

    public string PrintedFooter(string office, string checksum) => Say(
        $"{office}, {Day(Today)}, kontrollsum {checksum}", $"{office}, {Day(Today)}, kontrollsum {checksum}");

    /// <summary>A source in one line: who, how strongly, where it stands, and what it says where there are several.</summary>
    public string SourceInPrint(Mission mission, MissionSource source)
    {
        var title = mission.Sources.Count > 1 ? $" «{Of(source.Title)}»." : "";
        var clause = source.ClauseRef.Length == 0 ? "" : $", {Clause(source.ClauseRef)}";
        return $"{SourceSays(Of(source.IssuerOrg), source.Modality)} ({Of(source.Bindingness)}).{title} {source.DocumentId}{clause}, {Revision.ToLowerInvariant()} {source.Revision}.";
    }
}
