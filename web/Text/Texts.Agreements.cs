using Samstyring.Norwegian;
using Samstyring.Offices.V1;

namespace Samstyring.Web;

/// <summary>The words of agreements, costs and the pictures of an office.</summary>
internal sealed partial class Texts
{
    public string Agreements => Say("Avtaler og kostnader", "Avtalar og kostnader");

    public string NoAgreements => Say("Ingen avtaler", "Ingen avtalar");

    public string NoAgreementsText => Say("Når eierne har lagt fram en avtale, står den her.", "Når eigarane har lagt fram ein avtale, står han her.");

    public string SignedAt(Signature signature) => Say(
        $"Undertegnet {Day(signature.SignedAt)}{(signature.Mandate.Length > 0 ? $" etter {signature.Mandate}" : "")}",
        $"Underskriven {Day(signature.SignedAt)}{(signature.Mandate.Length > 0 ? $" etter {signature.Mandate}" : "")}");

    public string SignedByAll => Say("Undertegnet av alle", "Underskriven av alle");

    public string CostKeyTitle => Say("Kostnadsnøkkel", "Kostnadsnøkkel");

    public string CostItems => Say("Kostnader", "Kostnader");

    public string CostsAt(string office) => Say($"Kostnader og fordeling ved {office}", $"Kostnader og fordeling ved {office}");

    public string PerYear => Say("I året", "I året");

    public string SharesOf(IEnumerable<CostShare> shares) => string.Join(", ", shares.Select(s => $"{CostParty(s.Party)} {Numbers.Of(s.Percent)}\u00A0%"));

    public string ClausesOf(int count) => Say(Count(count, "Ett punkt i avtalen", "punkter i avtalen"), Count(count, "Eitt punkt i avtalen", "punkt i avtalen"));

    /// <summary>What a clause sets, and its own words.</summary>
    public string ClauseOf(AgreementClause clause) => string.Join(". ", new[] { Begin(ClauseSays(clause.Term, clause.Value)), Of(clause.Text) }.Where(p => p.Length > 0));

    /// <summary>Number and matter: <c>Punkt 5.1: kommunal tjeneste i kontoret (gjeldsrådgivning)</c>.</summary>
    public string ClauseName(AgreementClause clause) =>
        Begin(Clause(clause.ClauseRef)) + (clause.Term.Length == 0 ? "" : $": {Term(clause.Term)}{(clause.Key.Length == 0 ? "" : $" ({Catalogue.Service(clause.Key, Nynorsk)})")}");

    /// <summary>The value of a clause in words.</summary>
    public string ClauseSays(string term, string value) => (term, value) switch
    {
        (_, "included") => Say("inngår", "inngår"),
        (_, "excluded") => Say("inngår ikke", "inngår ikkje"),
        ("LEADERSHIP_MODEL", "SINGLE") => Say("én leder", "éin leiar"),
        ("LEADERSHIP_MODEL", "DUAL") => Say("to ledere", "to leiarar"),
        ("LEADER_EMPLOYER", "STATE") => CostParty("STATE"),
        ("LEADER_EMPLOYER", "MUNICIPAL") => Say("kommunen", "kommunen"),
        ("COST_KEY_TYPE", "FTE") => Of(CostKeyType.Fte),
        ("COST_KEY_TYPE", "PERCENT") => Of(CostKeyType.Percent),
        ("COST_KEY_TYPE", "POPULATION") => Of(CostKeyType.Population),
        _ => value,
    };

    public string AmendmentOf(Amendment amendment, AgreementClause clause) => Say(
        $"{ClauseName(clause)}: {ClauseSays(clause.Term, amendment.Value)} fra {Day(amendment.EffectiveFrom)}",
        $"{ClauseName(clause)}: {ClauseSays(clause.Term, amendment.Value)} frå {Day(amendment.EffectiveFrom)}");

    public string AmendmentTitle => Say("Endring i avtalen", "Endring i avtalen");

    public string ProposeAmendment => Say("Foreslå en endring", "Foreslå ei endring");

    public string CannotAmend => Say("Avtalen kan ikke endres herfra", "Avtalen kan ikkje endrast herifrå");

    public string CannotAmendText => Say(
        "Bare en part kan foreslå en endring, og alle må ha undertegnet avtalen først.",
        "Berre ein part kan foreslå ei endring, og alle må ha skrive under avtalen først.");

    public string WhichClause => Say("Hvilket punkt skal endres?", "Kva punkt skal endrast?");

    public string NoClauseToAmend => Say("Ingen av punktene har en verdi", "Ingen av punkta har ein verdi");

    public string AmendOtherwise => Say(
        "Her endres ett punkt om gangen. Ordlyd, oppsigelsestid, parter, periode og kostnader endres ved at hele avtalen legges fram på nytt. Det gjøres fra kommandolinjen, med agreement put.",
        "Her vert eitt punkt endra om gongen. Ordlyd, oppseiingstid, partar, periode og kostnader vert endra ved at heile avtalen vert lagd fram på nytt. Det vert gjort frå kommandolinja, med agreement put.");

    public string ClauseNow => Say("Står i avtalen", "Står i avtalen");

    public string NoticeLabel => Say("Oppsigelsestid", "Oppseiingstid");

    public string NoticeOf(AgreementClause clause) => clause.HasNoticeMonths
        ? Say(Count(clause.NoticeMonths, "én måned", "måneder"), Count(clause.NoticeMonths, "éin månad", "månader"))
        : Say("Kan bare endres av alle sammen", "Kan berre endrast av alle saman");

    public string AmendmentField(string field) => field switch
    {
        "clause_ref" => Say("Punkt", "Punkt"),
        "value" => Say("Skal stå", "Skal stå"),
        "effective_from" => FieldName("valid.from"),
        "revision" => Say("Revisjon av avtalen", "Revisjon av avtalen"),
        _ => FieldName(field),
    };

    public string ProposeConsequence(string own, string others) => Say(
        $"Du undertegner for {own}. Endringen gjelder først når {others} også har undertegnet.",
        $"Du skriv under for {own}. Endringa gjeld først når {others} òg har skrive under.");

    public string ProposeAndSign => Say("Legg fram og undertegn", "Legg fram og skriv under");

    public string SignaturesTitle => Say("Underskrifter", "Underskrifter");

    public string SignFor(string own) => Say($"Undertegn for {own}", $"Skriv under for {own}");

    /// <summary>What a signature does.</summary>
    /// <param name="from">The first day of the change.</param>
    /// <param name="others">Whose signature is missing after it; empty: nobody's.</param>
    public string SignAmendmentConsequence(string from, string others) => others.Length == 0
        ? Say($"Med din underskrift gjelder endringen fra {from}.", $"Med di underskrift gjeld endringa frå {from}.")
        : Say($"Endringen gjelder først når {others} også har undertegnet.", $"Endringa gjeld først når {others} òg har skrive under.");

    public string YourSignatureWaits => Say("Venter på underskriften din", "Ventar på underskrifta di");

    public string AmendmentSuperseded => Say(
        "Avtalen er lagt fram på nytt siden, så denne endringen kan ikke undertegnes lenger.",
        "Avtalen er lagd fram på nytt sidan, så denne endringa kan ikkje skrivast under lenger.");

    /// <summary>What a clause is about, of the register of reserved subjects.</summary>
    private string Term(string term) => term switch
    {
        "OFFICE_LOCATION" => Say("hvor kontoret ligger", "kvar kontoret ligg"),
        "OFFICE_ORGANISATION" => Say("organisering", "organisering"),
        "MUNICIPAL_SERVICE_IN_OFFICE" => Say("kommunal tjeneste i kontoret", "kommunal teneste i kontoret"),
        "USER_REPRESENTATION" => Say("brukermedvirkning", "brukarmedverknad"),
        "LEADERSHIP_MODEL" => Say("ledelsesmodell", "leiingsmodell"),
        "LEADER_EMPLOYER" => Say("hvor lederen er ansatt", "kvar leiaren er tilsett"),
        "COST_KEY_TYPE" => Say("kostnadsnøkkel", "kostnadsnøkkel"),
        "COST_SHARE" => Say("andel av kostnadene", "del av kostnadene"),
        "COST_ITEM" => Say("felles kostnad", "felles kostnad"),
        "DELEGATION" => Say("delegering", "delegering"),
        "INTERMUNICIPAL_COOPERATION" => Say("interkommunalt samarbeid", "interkommunalt samarbeid"),
        "SOCIAL_SERVICES_TRAINING" => Say("opplæring i sosiale tjenester", "opplæring i sosiale tenester"),
        "STATE_ICT" => Say("statens IKT", "IKT hjå staten"),
        "MUNICIPAL_ICT" => Say("kommunens IKT", "IKT hjå kommunen"),
        "STATE_STAFF_AND_BUDGET" => Say("statens bemanning og budsjett", "bemanninga og budsjettet til staten"),
        "MUNICIPAL_STAFF_AND_BUDGET" => Say("kommunens bemanning og budsjett", "bemanninga og budsjettet til kommunen"),
        "MINIMUM_SERVICE" => Say("minstetjenester", "minstetenester"),
        "LOCAL_GOAL" => Say("lokalt mål", "lokalt mål"),
        "OPENING_HOURS" => Say("åpningstider", "opningstider"),
        "STAFFING_LEVEL" => Say("bemanning", "bemanning"),
        "NOTICE_PERIOD" => Say("oppsigelsestid", "oppseiingstid"),
        _ => Say("annet", "anna"),
    };

    public string CostTitle => Say("Hva en endring i bemanningen koster", "Kva ei endring i bemanninga kostar");

    public string CostLead => Say("Ingenting lagres. Du ser hva hver part betaler før og etter.", "Ingenting vert lagra. Du ser kva kvar part betaler før og etter.");

    public string WhoseStaff => Say("Ansatt i", "Tilsett i");

    public string FteChange => Say("Årsverk, flere eller færre", "Årsverk, fleire eller færre");

    public string WorkItOut => Say("Regn ut", "Rekn ut");

    public string CostField(string path) => path switch { "fte_delta" => FteChange, "employer" => WhoseStaff, _ => FieldName("valid.from") };

    public string CostSum(long nok, string from) => Say(
        $"{Numbers.Kroner(nok)} i året skal deles. Endringen gjelder fra {Day(from)}.", $"{Numbers.Kroner(nok)} i året skal delast. Endringa gjeld frå {Day(from)}.");

    public string KeyToday => Say("slik det er i dag", "slik det er i dag");

    public string PartyLabel => Say("Part", "Part");

    public string Before => Say("Før", "Før");

    public string After => Say("Etter", "Etter");

    public string ChangePerYear => Say("Endring i året", "Endring i året");

    public string ChangeThisYear(string from) => Say($"Endring i {from.Split('-')[0]}", $"Endring i {from.Split('-')[0]}");

    /// <summary>A party of a cost key.</summary>
    public string CostParty(string party) => party switch
    {
        "STATE" => Say("staten", "staten"),
        "MUNICIPAL" => Say("kommunal side", "kommunal side"),
        _ => Of(Municipality(party)),
    };

    public string ShareOf(long nok, string percent) => $"{Numbers.Kroner(nok)} ({Numbers.Of(percent)}\u00A0%)";

    /// <summary><c>+12 000 kr</c>.</summary>
    public string Signed(long nok) => nok > 0 ? $"+{Numbers.Kroner(nok)}" : Numbers.Kroner(nok);

    public string SignalLoad => Say("Hva kontoret er bedt om", "Kva kontoret er bede om");

    public string SignalLoadLead => Say(
        "Styringssignaler sluppet fram til kontoret, per kvartal. Målestokken er den samme for alle kontor.",
        "Styringssignal som er sleppte fram til kontoret, per kvartal. Målestokken er den same for alle kontor.");

    public string Quarter(int year, int quarter) => Say($"{quarter}. kvartal {year}", $"{quarter}. kvartal {year}");

    public string QuarterShort(int year, int quarter) => Say($"{quarter}. kv. {year % 100:00}", $"{quarter}. kv. {year % 100:00}");

    public string QuarterColumn => Say("Kvartal", "Kvartal");

    /// <summary>Whose it is and how strong: the parts of a bar.</summary>
    public string LoadPart(bool state, bool binding) => (state, binding) switch
    {
        (true, true) => Say("Stat, bindende", "Stat, bindande"),
        (true, false) => Say("Stat, ikke bindende", "Stat, ikkje bindande"),
        (false, true) => Say("Kommune, bindende", "Kommune, bindande"),
        _ => Say("Kommune, ikke bindende", "Kommune, ikkje bindande"),
    };

    public string DeadlinesColumn => Say("Med frist", "Med frist");

    public string NoLoad => Say("Ingenting er sluppet fram ennå", "Ingenting er sleppt fram enno");

    public string NoLoadText => Say("Når kontoret får noe å gjøre, ser du her fra hvem.", "Når kontoret får noko å gjere, ser du her frå kven.");

    public string Balance => Say("Balansen mellom eierne", "Balansen mellom eigarane");

    public string BalanceLead => Say("Av det som gjelder nå: hvor mye hver eier står for. Streken i midten er like mye fra begge.", "Av det som gjeld no: kor mykje kvar eigar står for. Streken i midten er like mykje frå båe.");

    public string BalanceOf(string measure) => measure switch
    {
        "binding" => Say("Bindende", "Bindande"),
        "indicator" => Say("Med indikator", "Med indikator"),
        "deadline" => Say("Med frist", "Med frist"),
        _ => Say("Alt", "Alt"),
    };

    /// <summary>Both shares in figures.</summary>
    public string BalanceText(int state, int municipality) => state + municipality == 0
        ? Say("Ingen", "Ingen")
        : Say($"Stat {state}, kommune {municipality}", $"Stat {state}, kommune {municipality}");

    public string WhatColumnMeasure => Say("Hva som telles", "Kva som vert talt");

    public string AsTable => Say("Det samme som tabell", "Det same som tabell");
}
