using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group authority and agreement: K-15, K-17, K-18, K-19, K-32, K-34, K-35 say.</content>
public static partial class Phrases
{
    private static string? Authority(Finding finding, Tongue t)
    {
        var x = finding.Directives.FirstOrDefault();
        return (finding.Kind, finding.Verdict) switch
        {
            (FindingKind.OutsideAuthority, Verdict.Ambiguous) => t.Of(
                "Føringen forutsetter en tjeneste i kontoret som ikke står i katalogen, så det er ikke avklart om den støtter opp under arbeid først.",
                "Føringa føreset ei teneste i kontoret som ikkje står i katalogen, så det er ikkje avklart om ho støttar opp under arbeid først."),
            (FindingKind.OutsideAuthority, _) when finding.WitnessClass == "RS-03/B4" => NotWorkOriented([.. finding.Witness.Numbers.Skip(1)], t),
            (FindingKind.OutsideAuthority, _) => Reserved([.. finding.Witness.Numbers], t),
            (FindingKind.AgreementBreach, _) => Breach([.. finding.Witness.Numbers], t),
            (FindingKind.ServiceNotProvided, Verdict.Ambiguous) => t.Of(
                $"Tjenesten {t.Service(x!.ServiceCode!)} står ikke i katalogen, og kontoret har den ikke i sin portefølje.",
                $"Tenesta {t.Service(x.ServiceCode!)} står ikkje i katalogen, og kontoret har ho ikkje i porteføljen sin."),
            (FindingKind.ServiceNotProvided, _) => NotProvided(x!.ServiceCode!, Lacking(finding.Witness.Numbers, t), t),
            (FindingKind.MinimumWeakened, Verdict.Ambiguous) => t.Of(
                $"Tjenesten {t.Service(x!.ServiceCode!)} står ikke i katalogen, så det er ikke avklart om den hører til minimumsløsningen.",
                $"Tenesta {t.Service(x.ServiceCode!)} står ikkje i katalogen, så det er ikkje avklart om ho høyrer til minimumsløysinga."),
            (FindingKind.MinimumWeakened, _) => Weakened(x!, t),
            (FindingKind.PilotIgnored, _) => t.Of(
                $"Kontoret deltar i forsøket {finding.WitnessClass}, som gir unntak for temaet {t.Theme(x!.Theme)}. Føringen nevner ikke forsøket.",
                $"Kontoret er med i forsøket {finding.WitnessClass}, som gir unntak for temaet {t.Theme(x.Theme)}. Føringa nemner ikkje forsøket."),
            (FindingKind.DpaMissing, Verdict.Ambiguous) => t.Of(
                $"Systemet {SystemName(finding.WitnessClass, t)} står ikke i katalogen, så det er ikke avklart om det krever databehandleravtale.",
                $"Systemet {SystemName(finding.WitnessClass, t)} står ikkje i katalogen, så det er ikkje avklart om det krev databehandlaravtale."),
            (FindingKind.DpaMissing, _) => DpaMissing(SystemName(finding.WitnessClass, t), Lacking(finding.Witness.Numbers.Skip(1), t), t),
            (FindingKind.WorkingConditionsClash, _) => t.Of(
                $"{t.Line(x!.Line)} regulerer {t.Theme(x.Theme)} for alle ansatte, men kontoret har også ansatte hos {t.LineOf(Owners.Other(x.Line))}, som har egne avtaler.",
                $"{t.Line(x.Line)} regulerer {t.Theme(x.Theme)} for alle tilsette, men kontoret har òg tilsette hos {t.LineOf(Owners.Other(x.Line))}, som har eigne avtalar."),
            _ => null,
        };
    }

    // "LEADERSHIP_MODEL SINGLE" of the subject RS-05.
    private static string Reserved(ImmutableArray<string> numbers, Tongue t)
    {
        var subject = numbers[0]["subject ".Length..];
        var claims = Join(numbers.Skip(1).Select(number => Claim(number, t)));
        var row = t.Catalogues.ReservedSubjects.FirstOrDefault(r => r.Id == subject && numbers.Skip(1).Any(n => Claimed(n).Term == r.Term));
        var who = row?.MayDecide switch
        {
            [Line.Joint] => t.Of("Det kan bare eierne avgjøre sammen.", "Det kan berre eigarane avgjere saman."),
            [Line.State] => t.Of("Det kan bare staten avgjøre.", "Det kan berre staten avgjere."),
            [Line.Municipal] => t.Of("Det kan bare kommunen avgjøre.", "Det kan berre kommunen avgjere."),
            _ => t.Of("Det følger av loven og kan ikke svekkes.", "Det følgjer av lova og kan ikkje svekkjast."),
        };
        return t.Of($"Føringen pålegger noe om {claims}.", $"Føringa pålegg noko om {claims}.") + " " + who;
    }

    private static string NotWorkOriented(ImmutableArray<string> numbers, Tongue t)
    {
        var services = Join(numbers.Select(number => t.Service(Claimed(number).Key)));
        return t.Of(
            $"Føringen forutsetter at {services} inngår i kontoret. Det er ikke avtalt, og tjenesten støtter ikke opp under arbeid først.",
            $"Føringa føreset at {services} inngår i kontoret. Det er ikkje avtalt, og tenesta støttar ikkje opp under arbeid først.");
    }

    private static string Breach(ImmutableArray<string> numbers, Tongue t)
    {
        var (agreement, clause) = (numbers[0]["agreement ".Length..], numbers[1]["clause ".Length..]);
        var (agreed, presupposed) = (Claimed(numbers[2]), Claimed(numbers[3]));
        var says = t.Of(
            $"Avtalen {agreement}, punkt {clause}, sier om {Term(agreed.Term, agreed.Key, t)}: {TermValue(agreed.Value, t)}. Føringen forutsetter: {TermValue(presupposed.Value, t)}.",
            $"Avtalen {agreement}, punkt {clause}, seier om {Term(agreed.Term, agreed.Key, t)}: {TermValue(agreed.Value, t)}. Føringa føreset: {TermValue(presupposed.Value, t)}.");
        if (numbers.Length == 4)
        {
            return says;
        }

        var earliest = Date(DateOnly.ParseExact(numbers[4]["earliest ".Length..], "yyyy-MM-dd", CultureInfo.InvariantCulture));
        return says + t.Of($" Med avtalt varsel kan det tidligst endres {earliest}.", $" Med avtalt varsel kan det tidlegast endrast {earliest}.");
    }

    private static string NotProvided(string service, string lacking, Tongue t) => lacking.Length == 0
        ? t.Of($"Kontoret har ikke {t.Service(service)} i sin portefølje.", $"Kontoret har ikkje {t.Service(service)} i porteføljen sin.")
        : t.Of(
            $"{lacking} har ikke {t.Service(service)} i kontorets portefølje. Tjenesten kan legges til ved å endre avtalen.",
            $"{lacking} har ikkje {t.Service(service)} i porteføljen til kontoret. Tenesta kan leggjast til ved å endre avtalen.");

    private static string Weakened(Directive x, Tongue t)
    {
        var service = x.ServiceCode is null ? t.Of("tjenesten", "tenesta") : t.Service(x.ServiceCode);
        return x.ServiceEffect switch
        {
            ServiceEffect.ClosesAccess => t.Of(
                $"Den eneste tilgangen til {service} stenges, og ingenting som dekker alle kommer i stedet.",
                $"Den einaste tilgangen til {service} blir stengd, og ingenting som dekkjer alle kjem i staden."),
            _ => t.Of(
                $"Minimumsløsningen skal være der for alle, men {service} {(x.ServiceEffect == ServiceEffect.Removes ? "fjernes" : "stanses")} uten noe som dekker alle i stedet.",
                $"Minimumsløysinga skal vere der for alle, men {service} blir {(x.ServiceEffect == ServiceEffect.Removes ? "fjerna" : "stansa")} utan noko som dekkjer alle i staden."),
        };
    }

    private static string DpaMissing(string system, string lacking, Tongue t) => lacking.Length == 0
        ? t.Of($"Det finnes ingen databehandleravtale for {system}.", $"Det finst ingen databehandlaravtale for {system}.")
        : t.Of($"{lacking} har ikke databehandleravtale for {system}.", $"{lacking} har ikkje databehandlaravtale for {system}.");

    private static string SystemName(string code, Tongue t) => code switch
    {
        "DIGITAL_SOCIAL_APPLICATION" => "digital søknad om sosialhjelp",
        "MODIA" => "Modia",
        "SOCIAL_CASE_SYSTEM" => t.Of("fagsystemet for sosiale tjenester", "fagsystemet for sosiale tenester"),
        _ => code,
    };

    // "MUNICIPALITY 5042" by name.
    private static string Lacking(IEnumerable<string> numbers, Tongue t) => Join(numbers.Select(number => t.Owner(number.Replace(' ', ':')))) is { Length: > 0 } names ? Upper(names) : "";

    // "MUNICIPAL_SERVICE_IN_OFFICE[HOUSING_SUPPORT] excluded".
    private static (string Term, string Key, string Value) Claimed(string number)
    {
        var (named, value) = number.IndexOf(' ', StringComparison.Ordinal) is var space && space < 0 ? (number, "") : (number[..space], number[(space + 1)..]);
        return named.IndexOf('[', StringComparison.Ordinal) is var bracket && bracket < 0 ? (named, "", value) : (named[..bracket], named[(bracket + 1)..^1], value);
    }

    private static string Claim(string number, Tongue t)
    {
        var (term, key, value) = Claimed(number);
        return Term(term, key, t) + (value.Length == 0 ? "" : $" ({TermValue(value, t)})");
    }

    private static string Term(string term, string key, Tongue t)
    {
        var name = term switch
        {
            "OFFICE_LOCATION" => t.Of("hvor kontoret ligger", "kvar kontoret ligg"),
            "OFFICE_ORGANISATION" => t.Of("organiseringen av kontoret", "organiseringa av kontoret"),
            "MUNICIPAL_SERVICE_IN_OFFICE" => t.Of("kommunale tjenester i kontoret", "kommunale tenester i kontoret"),
            "USER_REPRESENTATION" => t.Of("brukerrepresentasjon", "brukarrepresentasjon"),
            "LEADERSHIP_MODEL" => t.Of("ledelsesmodellen", "leiingsmodellen"),
            "LEADER_EMPLOYER" => t.Of("hvem som ansetter lederen", "kven som tilset leiaren"),
            "COST_KEY_TYPE" => "type kostnadsnøkkel",
            "COST_SHARE" => t.Of("fordelingen av kostnader", "fordelinga av kostnader"),
            "COST_ITEM" => "felles kostnader",
            "DELEGATION" => t.Of("delegering av myndighet", "delegering av mynde"),
            "INTERMUNICIPAL_COOPERATION" => t.Of("samarbeid mellom kommuner", "samarbeid mellom kommunar"),
            "SOCIAL_SERVICES_TRAINING" => t.Of("opplæring i sosiale tjenester", "opplæring i sosiale tenester"),
            "STATE_ICT" => t.Of("statens IKT", "IKT i staten"),
            "MUNICIPAL_ICT" => t.Of("kommunens IKT", "IKT i kommunen"),
            "STATE_STAFF_AND_BUDGET" => t.Of("statens bemanning og budsjett", "bemanninga og budsjettet til staten"),
            "MUNICIPAL_STAFF_AND_BUDGET" => t.Of("kommunens bemanning og budsjett", "bemanninga og budsjettet til kommunen"),
            "MINIMUM_SERVICE" => t.Of("minimumsløsningen", "minimumsløysinga"),
            "LOCAL_GOAL" => "lokale mål",
            "OPENING_HOURS" => t.Of("åpningstider", "opningstider"),
            "STAFFING_LEVEL" => "bemanningsnivå",
            "NOTICE_PERIOD" => "varslingsfrist",
            _ => term,
        };
        return key.Length == 0 ? name : $"{name}, {(key is "STATE" or "MUNICIPAL" ? TermValue(key, t) : t.Service(key))}";
    }

    private static string TermValue(string value, Tongue t) => value.ToUpperInvariant() switch
    {
        "SINGLE" => t.Of("én leder", "éin leiar"),
        "DUAL" => t.Of("to ledere", "to leiarar"),
        "STATE" => "staten",
        "MUNICIPAL" => "kommunen",
        "STATE_LEADER" => t.Of("den statlige lederen", "den statlege leiaren"),
        "MUNICIPAL_LEADER" => t.Of("den kommunale lederen", "den kommunale leiaren"),
        "INCLUDED" => "inngår i kontoret",
        "EXCLUDED" => t.Of("inngår ikke i kontoret", "inngår ikkje i kontoret"),
        "TRUE" => "ja",
        "FALSE" => "nei",
        "FTE" => "etter årsverk",
        "PERCENT" => t.Of("faste prosenter", "faste prosentar"),
        "POPULATION" => t.Of("etter folketall", "etter folketal"),
        _ when Terms.Interval(value) is { } interval && interval.Lo != interval.Hi =>
            interval.Lo == decimal.MinValue ? t.Of("høyst ", "høgst ") + Number(interval.Hi)
            : interval.Hi == decimal.MaxValue ? "minst " + Number(interval.Lo)
            : $"{Number(interval.Lo)} til {Number(interval.Hi)}",
        _ => Join(value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)),
    };

    private static string Number(decimal value) => Compared.Number(value).Replace('.', ',');
}
