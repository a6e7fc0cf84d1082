namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group process and anchoring: K-11, K-12, K-13, K-14, K-16, K-22, K-33, K-36 say.</content>
public static partial class Phrases
{
    private static string? Process(Finding finding, Tongue t) => (finding.Kind, finding.Verdict) switch
    {
        (FindingKind.AssessmentMissing, _) => AssessmentMissing(finding, t),
        (FindingKind.PartnerNotConsulted, _) => PartnerNotConsulted(finding, t),
        (FindingKind.OwnerBypassed, Verdict.Ambiguous) => t.Of(
            $"Den har ikke gått gjennom {t.Node(finding.WitnessClass)}, og det er ikke avklart hvem temaet «{t.Theme(finding.Directives[0].Theme)}» hører til, fordi det ikke står i katalogen.",
            $"Ho har ikkje gått gjennom {t.Node(finding.WitnessClass)}, og det er ikkje avklart kven temaet «{t.Theme(finding.Directives[0].Theme)}» høyrer til, fordi det ikkje står i katalogen."),
        (FindingKind.OwnerBypassed, _) => OwnerBypassed(finding, t),
        (FindingKind.UncoordinatedOffer, Verdict.Ambiguous) => t.Of(
            "Det er ikke avklart om tilbudene er for de samme, fordi en målgruppe ikke står i katalogen.",
            "Det er ikkje avklart om tilboda er for dei same, fordi ei målgruppe ikkje står i katalogen."),
        (FindingKind.UncoordinatedOffer, _) => UncoordinatedOffer(finding, t),
        (FindingKind.AdviceAsOrder, _) when finding.WitnessClass == "a" => t.Of(
            "Den er gitt som informasjon eller råd, men sier skal eller skal ikke. Et råd sier bør eller kan.",
            "Ho er gitt som informasjon eller råd, men seier skal eller skal ikkje. Eit råd seier bør eller kan."),
        (FindingKind.AdviceAsOrder, _) => t.Of(
            "Statsforvalteren fører tilsyn og gir råd, men styrer ikke kontoret.", "Statsforvaltaren fører tilsyn og gir råd, men styrer ikkje kontoret."),
        (FindingKind.CascadeDistortion, _) when finding.WitnessClass.StartsWith("b,", StringComparison.Ordinal) => NotReceived(finding, t),
        (FindingKind.CascadeDistortion, _) => Distorted(finding, t),
        (FindingKind.OutsideJointPlan, _) => t.Of(
            $"Den binder kontoret i {finding.Witness.Day.Year}, men står ikke i den felles virksomhetsplanen som begge eierne har godkjent, og heller ikke blant unntakene der.",
            $"Ho bind kontoret i {finding.Witness.Day.Year}, men står ikkje i den felles verksemdsplanen som begge eigarane har godkjent, og heller ikkje blant unntaka der."),
        (FindingKind.AccessAsymmetry, Verdict.Ambiguous) => t.Of(
            $"{Upper(Outside(finding, t))} kan ikke lese den. Det er ikke avklart om den angår dem, fordi temaet «{t.Theme(finding.Directives[0].Theme)}» ikke står i katalogen.",
            $"{Upper(Outside(finding, t))} kan ikkje lese ho. Det er ikkje avklart om ho vedkjem dei, fordi temaet «{t.Theme(finding.Directives[0].Theme)}» ikkje står i katalogen."),
        (FindingKind.AccessAsymmetry, _) => t.Of(
            $"Den angår {Outside(finding, t)}, som ikke kan lese den, og det er ikke oppgitt et registrert rettslig grunnlag for å skjerme den.",
            $"Ho vedkjem {Outside(finding, t)}, som ikkje kan lese ho, og det er ikkje oppgitt eit registrert rettsleg grunnlag for å skjerme ho."),
        _ => null,
    };

    private static string AssessmentMissing(Finding finding, Tongue t)
    {
        var parts = finding.Witness.Numbers.Select(n => n.Split(' ')[0]).ToList();
        var partner = t.LineOf(Owners.Other(finding.Directives[0].Line));
        return parts.Count == Owners.Unanswered(null).Length
            ? t.Of(
                $"Det er ikke vurdert hva den betyr for {partner}: konsekvensvurderingen er ikke fylt ut.",
                $"Det er ikkje vurdert kva ho har å seie for {partner}: konsekvensvurderinga er ikkje fylt ut.")
            : t.Of(
                $"Det er ikke fullt ut vurdert hva den betyr for {partner}: konsekvensvurderingen mangler {Join(parts.Select(p => Part(p, t)).Distinct())}.",
                $"Det er ikkje fullt ut vurdert kva ho har å seie for {partner}: konsekvensvurderinga manglar {Join(parts.Select(p => Part(p, t)).Distinct())}.");
    }

    private static string Part(string part, Tongue t) => part switch
    {
        "affected_lines" => t.Of("hvem som berøres", "kven som blir råka"),
        "economy" => "økonomi",
        "staffing" => "bemanning",
        "tasks" => t.Of("oppgaver", "oppgåver"),
        "ict" => "IKT",
        "timing" => "tidspunkt",
        "consulted" => t.Of("hvem som er rådspurt", "kven som er spurde til råds"),
        "conclusion" => "konklusjon",
        "reason" => t.Of("begrunnelse", "grunngiving"),
        _ => "underskrift",
    };

    private static string PartnerNotConsulted(Finding finding, Tongue t)
    {
        var x = finding.Directives[0];
        var classes = Join(Owners.Triggers(x).Select(c => Trigger(c, t)));
        var decided = x.DecidedAt is { } day ? t.Of($"Den ble besluttet {Date(day)}.", $"Ho vart avgjord {Date(day)}.") : "";
        var partners = finding.Witness.Numbers.Select(n => n.Split(' ')).Select(n => n is ["INFORMED_ONLY", var org, var informed]
            ? t.Of($"{t.Owner(org)} ble bare orientert {Date(IsoDay(informed))}", $"{t.Owner(org)} vart berre orientert {Date(IsoDay(informed))}")
            : t.Of($"{t.Owner(n[1])} ble ikke tatt med på råd", $"{t.Owner(n[1])} vart ikkje teken med på råd"));
        return t.Of($"Den gjelder {classes}, som partneren skal rådspørres om før det besluttes.", $"Ho gjeld {classes}, som partnaren skal spørjast til råds om før det blir avgjort.")
            + $" {decided} {Upper(Join(partners))}.";
    }

    private static string Trigger(TriggerClass trigger, Tongue t) => trigger switch
    {
        TriggerClass.StaffReduction => t.Of("nedtrekk i bemanningen", "nedtrekk i bemanninga"),
        TriggerClass.TaskChange => t.Of("endringer i kontorets oppgaver", "endringar i oppgåvene til kontoret"),
        TriggerClass.NewRegulation => "nytt regelverk",
        TriggerClass.ChangedNeeds => t.Of("endrede behov", "endra behov"),
        _ => t.Of("strategier, planer eller satsingsområder", "strategiar, planar eller satsingsområde"),
    };

    private static string OwnerBypassed(Finding finding, Tongue t)
    {
        var x = finding.Directives[0];
        var passed = (x.DeliveryPath ?? []).Select(n => n.Node).Where(n => !n.StartsWith("OFFICE:", StringComparison.Ordinal)).Select(t.Node).ToList();
        var way = passed.Count == 0 ? "rett til kontoret" : $"{Join(passed)}, så kontoret";
        var again = finding.Witness.Numbers.FirstOrDefault() is { } number && number.Split(' ') is [_, var count]
            ? t.Of(
                $" Utstederen har gått utenom et eierledd med minst {Count(count, "føring", "føringer")} her de siste tolv månedene.",
                $" Utferdaren har gått utanom eit eigarledd med minst {Count(count, "føring", "føringar")} her dei siste tolv månadene.")
            : "";
        return t.Of(
            $"Den gikk til kontoret uten å gå gjennom {t.Node(finding.WitnessClass)} (veien var: {way}).",
            $"Ho gjekk til kontoret utan å gå gjennom {t.Node(finding.WitnessClass)} (vegen var: {way}).") + again;
    }

    private static string UncoordinatedOffer(Finding finding, Tongue t)
    {
        if (finding.WitnessClass == "c")
        {
            var missing = Join(finding.Witness.Numbers.Select(n => n.EndsWith("COUNTY", StringComparison.Ordinal) ? "Nav fylke" : t.Of("kommunen", "kommunen")));
            return t.Of(
                $"Kompetansetilbudet ble ikke forankret hos begge eierne før det gikk til kontoret: {missing} står ikke bak det.",
                $"Kompetansetilbodet vart ikkje forankra hos begge eigarane før det gjekk til kontoret: {missing} står ikkje bak det.");
        }

        var when = Join(finding.Directives.Select(x => x.Offer!.Dates is { } dates ? Period(dates, t) : ""));
        return finding.WitnessClass == "a"
            ? t.Of(
                $"To tilbud om «{t.Theme(finding.Directives[0].Theme)}» til de samme ligger tett på hverandre: {when}.",
                $"To tilbod om «{t.Theme(finding.Directives[0].Theme)}» til dei same ligg tett på kvarandre: {when}.")
            : t.Of($"To tilbud til de samme ligger på samme dato: {when}.", $"To tilbod til dei same ligg på same dato: {when}.");
    }

    private static string Distorted(Finding finding, Tongue t)
    {
        var child = finding.Directives.First(x => finding.Witness.Numbers[0] == $"child {x.Id}");
        var ways = finding.Witness.Numbers.Skip(1).Select(n => n.Split(' ')[1]).Select(way => way switch
        {
            "MODALITY" => t.Of("den er sterkere formulert", "ho er sterkare formulert"),
            "BINDINGNESS" => t.Of("den binder mer", "ho bind meir"),
            "TARGET" => t.Of("måltallet ligger utenfor det kilden krever", "måltalet ligg utanfor det kjelda krev"),
            _ => t.Of("den gjelder kontor som kilden ikke gjelder", "ho gjeld kontor som kjelda ikkje gjeld"),
        });
        var of = Source(child) is { Length: > 0 } source ? $" i {source}," : "";
        return t.Of(
            $"Føringen{of} går lenger enn kilden den bygger på: {Join(ways)}.",
            $"Føringa{of} går lenger enn kjelda ho byggjer på: {Join(ways)}.");
    }

    private static string NotReceived(Finding finding, Tongue t)
    {
        var (node, due) = (t.Node(finding.WitnessClass[2..]), Date(IsoDay(finding.Witness.Numbers[0].Split(' ')[1])));
        return t.Of(
            $"Den er sendt til {node}, som ikke har bekreftet at den er mottatt innen fristen {due}.",
            $"Ho er send til {node}, som ikkje har stadfesta at ho er motteken innan fristen {due}.");
    }

    // The owners that may not read it; while it is not sure that it is their matter, their line.
    private static string Outside(Finding finding, Tongue t) => finding.Witness.Numbers.IsEmpty
        ? t.LineOf(finding.WitnessClass == "STATE" ? Line.State : Line.Municipal)
        : Join(finding.Witness.Numbers.Select(n => t.Owner(n.Split(' ')[1])));

    private static DateOnly IsoDay(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    private static string Upper(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
