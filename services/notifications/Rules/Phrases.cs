using System.Collections.Immutable;
using Samstyring.Norwegian;

namespace Samstyring.Notifications.Rules;

/// <summary>A directive as an explanation quotes it.</summary>
/// <param name="Issuer">"Nav Rogaland".</param>
/// <param name="Text">What it says; null where the reader may not read it, and then only the line is named.</param>
public sealed record Quote(Words Issuer, Words? Text);

/// <summary>Plain bokmål and nynorsk from a finding: what collides, both texts with source and clause, the fields, a concrete case, who may settle it.</summary>
public static partial class Phrases
{
    private static readonly string[] Months =
        ["januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"];

    /// <summary>The explanation.</summary>
    /// <param name="finding">What was found.</param>
    /// <param name="office">The office, for its name and those of its owners.</param>
    /// <param name="quotes">The directives by id, as far as the reader may read them.</param>
    /// <param name="catalogues">The words of the codes.</param>
    public static Words Explain(Finding finding, Office office, IReadOnlyDictionary<string, Quote> quotes, Catalogues catalogues) => new(
        Explain(finding, office, quotes, new Tongue(catalogues, office, Nynorsk: false)),
        Explain(finding, office, quotes, new Tongue(catalogues, office, Nynorsk: true)));

    /// <summary>The name of a kind.</summary>
    public static Words Kind(FindingKind kind) => kind switch
    {
        FindingKind.ContradictoryOrders => new("Motstridende pålegg", "Motstridande pålegg"),
        FindingKind.OpposedDirections => new("Motsatt retning på samme indikator", "Motsett retning på same indikator"),
        FindingKind.DisjointTargets => new("Uforenlige måltall", "Uforeinlege måltal"),
        FindingKind.CapacityOverbooked => new("Kapasitet overbooket", "Kapasitet overbooka"),
        FindingKind.PriorityCollision => new("Prioritetskollisjon", "Prioritetskollisjon"),
        FindingKind.UnfundedDemand => new("Krav uten dekning i partnerens ramme", "Krav utan dekning i ramma til partnaren"),
        FindingKind.CostShift => new("Kostnadsoverveltning", "Kostnadsoverveltning"),
        FindingKind.CostKeyDrift => new("Kostnadsnøkkel ute av takt", "Kostnadsnøkkel ute av takt"),
        FindingKind.BudgetTimingGap => new("Tidsgap mot budsjettvedtak", "Tidsgap mot budsjettvedtak"),
        FindingKind.HorizonBreak => new("Horisontbrudd", "Horisontbrot"),
        FindingKind.AssessmentMissing => new("Manglende konsekvensvurdering", "Manglande konsekvensvurdering"),
        FindingKind.PartnerNotConsulted => new("Manglende involvering", "Manglande involvering"),
        FindingKind.OwnerBypassed => new("Omgått eierledd", "Eigarledd som er gått utanom"),
        FindingKind.UncoordinatedOffer => new("Ukoordinert kompetansetilbud", "Ukoordinert kompetansetilbod"),
        FindingKind.OutsideAuthority => new("Styring utenfor myndighet", "Styring utanfor mynde"),
        FindingKind.AdviceAsOrder => new("Råd forvekslet med pålegg", "Råd forveksla med pålegg"),
        FindingKind.AgreementBreach => new("Strid med avtaleklausul", "Strid med avtaleklausul"),
        FindingKind.ServiceNotProvided => new("Tjeneste utenfor porteføljen", "Teneste utanfor porteføljen"),
        FindingKind.MinimumWeakened => new("Svekket minimumsløsning", "Svekt minimumsløysing"),
        FindingKind.CountyLettersDiffer => new("Mål- og disponeringsbrev og embetsoppdrag er ulike", "Mål- og disponeringsbrev og embetsoppdrag er ulike"),
        FindingKind.SameLineCollision => new("Kollisjon innen samme linje", "Kollisjon innan same linje"),
        FindingKind.CascadeDistortion => new("Forvanskning eller brudd i kaskaden", "Forvansking eller brot i kaskaden"),
        FindingKind.DoubleReporting => new("Dobbeltrapportering", "Dobbeltrapportering"),
        FindingKind.IndicatorSplit => new("Samme indikator, ulik definisjon", "Same indikator, ulik definisjon"),
        FindingKind.ScorecardImbalance => new("Ubalansert målekort", "Ubalansert målekort"),
        FindingKind.DetailAsymmetry => new("Detaljstyringsasymmetri", "Detaljstyringsasymmetri"),
        FindingKind.InitiativeQueue => new("Satsingskø", "Satsingskø"),
        FindingKind.DeadlineCollision => new("Fristkollisjon", "Fristkollisjon"),
        FindingKind.IntermunicipalSplit => new("Sprik i interkommunalt kontor", "Sprik i interkommunalt kontor"),
        FindingKind.RecipientUnclear => new("Todelt ledelse uten klar mottaker", "Todelt leiing utan klar mottakar"),
        FindingKind.OutdatedBasis => new("Foreldet grunnlag", "Forelda grunnlag"),
        FindingKind.PilotIgnored => new("Forsøk eller unntak ikke respektert", "Forsøk eller unntak ikkje respektert"),
        FindingKind.OutsideJointPlan => new("Uforankret i felles virksomhetsplan", "Ikkje forankra i felles verksemdsplan"),
        FindingKind.DpaMissing => new("Systemkrav uten databehandleravtale", "Systemkrav utan databehandlaravtale"),
        FindingKind.WorkingConditionsClash => new("Lønns- og arbeidstidsstrid", "Løns- og arbeidstidsstrid"),
        FindingKind.AccessAsymmetry => new("Innsynsasymmetri", "Innsynsasymmetri"),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, null),
    };

    private static string Explain(Finding finding, Office office, IReadOnlyDictionary<string, Quote> quotes, Tongue t)
    {
        // What is compared and the example would tell what a hidden directive says.
        var hidden = finding.Directives.Any(x => quotes.GetValueOrDefault(x.Id)?.Text is null);
        IEnumerable<string> sentences =
        [
            Heading(finding, office, t),
            .. finding.Directives.Select(x => Says(x, quotes.GetValueOrDefault(x.Id), t)),
            hidden ? "" : Collision(finding, t),
            hidden ? "" : Case(finding, office, t),
            Settles(finding, t),
        ];
        return string.Join(' ', sentences.Where(s => s.Length > 0));
    }

    private static string Heading(Finding finding, Office office, Tongue t)
    {
        var kind = t.Of(Kind(finding.Kind));
        var verdict = finding.Verdict switch
        {
            Verdict.Conflict => "",
            Verdict.Ambiguous => t.Of(" (tvetydig)", " (tvitydig)"),
            _ => t.Of(" (mangler opplysninger)", " (manglar opplysningar)"),
        };
        return finding.Office is null ? $"{kind}{verdict}." : $"{kind}{verdict} ved {office.Name}.";
    }

    // "Staten (Nav Rogaland) sier: «...» (MDB 2027, punkt 3.1)."
    private static string Says(Directive x, Quote? quote, Tongue t)
    {
        var line = t.Line(x.Line);
        if (quote?.Text is not { } text)
        {
            return $"{line} {t.Of("har gitt en føring som ikke kan vises her.", "har gitt ei føring som ikkje kan visast her.")}";
        }

        return $"{line} ({t.Of(quote.Issuer)}) {t.Of("sier", "seier")}: «{t.Of(text)}»{Written(x)}.";
    }

    // "MDB 2027, punkt 3.1"; a draft may have no document yet.
    private static string Source(Directive x) => (x.DocumentId, x.ClauseRef) switch
    {
        (var document, "") => document,
        ("", var clause) => $"punkt {clause}",
        var (document, clause) => $"{document}, punkt {clause}",
    };

    private static string Written(Directive x) => Source(x) is { Length: > 0 } source ? $" ({source})" : "";

    // What the kind says of it. What is missing is said in the same words for every kind; the groups say the rest.
    private static string Collision(Finding finding, Tongue t) => finding.Verdict == Verdict.Underspecified
        ? string.Join(' ', Missing(finding, t))
        : Content(finding, t) ?? Capacity(finding, t) ?? Economy(finding, t) ?? Time(finding, t) ?? Process(finding, t) ?? Authority(finding, t)
            ?? Lines(finding, t) ?? Measurement(finding, t) ?? throw new ArgumentOutOfRangeException(nameof(finding), finding.Kind, null);

    private static string? Content(Finding finding, Tongue t) => (finding.Kind, finding.Verdict) switch
    {
        (FindingKind.ContradictoryOrders, Verdict.Conflict) => t.Of(
            $"Den ene sier skal, den andre skal ikke: {Actions(finding, t)}.", $"Den eine seier skal, den andre skal ikkje: {Actions(finding, t)}."),
        (FindingKind.ContradictoryOrders, _) => t.Of(
            $"Det er ikke avklart om forbudet rammer det som er pålagt: {Actions(finding, t)}.",
            $"Det er ikkje avklart om forbodet råkar det som er pålagt: {Actions(finding, t)}."),
        (FindingKind.OpposedDirections or FindingKind.DisjointTargets, Verdict.Ambiguous) => t.Of(
            "Det er ikke avklart om de gjelder de samme personene, fordi en målgruppe ikke står i katalogen.",
            "Det er ikkje avklart om dei gjeld dei same personane, fordi ei målgruppe ikkje står i katalogen."),
        (FindingKind.OpposedDirections, _) => $"Indikatoren «{Indicator(finding, t)}» skal "
            + Join(finding.Directives.Select(x => $"{t.Direction(x.Direction)} {Voice(finding, x, t)}")) + ".",
        (FindingKind.DisjointTargets, _) => $"Indikatoren «{Indicator(finding, t)}» "
            + t.Of("kan ikke samtidig være ", "kan ikkje samstundes vere ") + Join(finding.Witness.Numbers.Select(n => Bound(n, t))) + ".",
        _ => null,
    };

    // What each directive lacks, and what the profile does; owners who owe the same are named together.
    private static IEnumerable<string> Missing(Finding finding, Tongue t) => finding.Owed
        .GroupBy(o => (o.DirectiveId, o.Owner), (by, owed) => (by.DirectiveId, by.Owner, Fields: Join(owed.Select(o => t.Field(o.Field)))))
        .GroupBy(o => (o.DirectiveId, o.Fields), (what, by) => finding.Directives.FirstOrDefault(x => x.Id == what.DirectiveId) is { } x
            ? t.Of(
                $"Føringen fra {t.LineOf(x.Line)}{Written(x)} mangler {what.Fields}, og utstederen må fylle det ut.",
                $"Føringa frå {t.LineOf(x.Line)}{Written(x)} manglar {what.Fields}, og utferdaren må fylle det ut.")
            : Unregistered(what.Fields, Join(by.Select(o => t.Owner(o.Owner))), t));

    private static string Unregistered(string fields, string owners, Tongue t) => t.Of(
        $"Kontorets profil mangler {fields}, og {owners} må registrere det.", $"Profilen til kontoret manglar {fields}, og {owners} må registrere det.");

    // "Det gjelder fra 1. januar 2027 til og med 30. juni 2027, for eksempel en person på 24 år i Fjordvik 1. januar 2027."
    private static string Case(Finding finding, Office office, Tongue t)
    {
        var periods = Join(finding.Window.Ranges.Select(range => Period(range, t)));
        var who = finding.Witness.Person;
        var person = new List<string>();
        if (who.Age is { } age)
        {
            person.Add($"på {age} år");
        }

        if (who.Groups.Length > 0)
        {
            person.Add("blant " + Join(who.Groups.Select(t.Group)));
        }

        if (who.DurationMonths is { } months)
        {
            person.Add(t.Of($"etter {months} måneder", $"etter {months} månader"));
        }

        if (who.Municipality is { } number && office.Municipalities.FirstOrDefault(m => m.Number == number) is { } municipality)
        {
            person.Add(municipality.Name == number ? $"i kommune {number}" : $"i {municipality.Name}");
        }

        var example = person.Count == 0 || (finding.Verdict == Verdict.Ambiguous && who.Groups.IsEmpty && who.Age is null)
            ? ""
            : t.Of(", for eksempel en person ", ", til dømes ein person ") + string.Join(' ', person.Append(Date(finding.Witness.Day)));
        return $"{t.Of("Det gjelder", "Det gjeld")} {periods}{example}.";
    }

    private static string Settles(Finding finding, Tongue t)
    {
        var who = t.Of(finding.Resolver.Name);
        return finding.Resolver.Class switch
        {
            ResolverClass.BothOwners when finding.Verdict == Verdict.Underspecified => t.Of($"Registreres av {who}.", $"Blir registrert av {who}."),
            ResolverClass.Issuer => t.Of($"Rettes av {who}.", $"Blir retta av {who}."),
            ResolverClass.LineTop => t.Of($"Avklares av {who}.", $"Blir avklart av {who}."),
            ResolverClass.RegionalArena => t.Of($"Avklares i den regionale arenaen: {who}.", $"Blir avklart i den regionale arenaen: {who}."),
            _ => t.Of($"Avklares mellom {who}.", $"Blir avklart mellom {who}."),
        };
    }

    private static string Actions(Finding finding, Tongue t) =>
        Join(finding.Directives.SelectMany(x => x.CombinedWith.Append(x.ActionCode)).OfType<string>().Distinct().Order(StringComparer.Ordinal).Select(t.Action));

    private static string Indicator(Finding finding, Tongue t) => t.Indicator(finding.Directives[0].IndicatorId!);

    // "<= 2 WORKING_DAY" as "høyst 2 virkedager".
    private static string Bound(string number, Tongue t)
    {
        var parts = number.Split(' ');
        return $"{(parts[0] == "<=" ? t.Of("høyst", "høgst") : "minst")} {Grouped(parts[1])} {t.Unit(parts[2])}";
    }

    private static string Period(DayRange range, Tongue t)
    {
        if (range.To.DayNumber - range.From.DayNumber == 1)
        {
            return Date(range.From);
        }

        var from = range.From == DateOnly.MinValue ? "" : t.Of("fra ", "frå ") + Date(range.From);
        var to = range.To == DateOnly.MaxValue ? "" : "til og med " + Date(range.To.AddDays(-1));
        return from.Length + to.Length == 0 ? t.Of("uten tidsgrense", "utan tidsgrense") : $"{from} {to}".Trim();
    }

    private static string Date(DateOnly day) => FormattableString.Invariant($"{day.Day}. {Months[day.Month - 1]} {day.Year}");

    // "1 dag" and "2 dager".
    private static string Count(string number, string one, string more) => $"{number} {(number == "1" ? one : more)}";

    /// <summary>"a, b og c".</summary>
    internal static string Join(IEnumerable<string> parts)
    {
        var all = parts.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} og {all[^1]}";
    }
}

/// <summary>One form of Norwegian, with the words of the catalogues and the names of the office's owners in it. A code without words stands as it is.</summary>
internal sealed record Tongue(Catalogues Catalogues, Office Office, bool Nynorsk)
{
    public string Of(string nb, string nn) => Nynorsk ? nn : nb;

    public string Of(Words words) => Nynorsk ? words.Nn : words.Nb;

    /// <summary>At the head of a sentence.</summary>
    public string Line(Line line) => line switch
    {
        Rules.Line.State => "Staten",
        Rules.Line.Municipal => "Kommunen",
        Rules.Line.CountyGovernor => Of("Statsforvalteren", "Statsforvaltaren"),
        _ => Of("Eierne sammen", "Eigarane saman"),
    };

    /// <summary>Inside a sentence.</summary>
    public string LineOf(Line line) => Line(line).ToLowerInvariant();

    public string Direction(Direction? direction) => direction switch
    {
        Rules.Direction.Up => "opp",
        Rules.Direction.Down => "ned",
        _ => Of("holdes uendret", "haldast uendra"),
    };

    public string Action(string code) => Known(Catalogues.Actions.GetValueOrDefault(code)?.Name, code);

    public string Group(string code) => Known(Catalogues.TargetGroups.GetValueOrDefault(code)?.Name, code);

    public string Indicator(string id) => Known(Catalogues.Indicators.GetValueOrDefault(id)?.Name, id);

    public string Unit(string code) => Known(Catalogues.Units.GetValueOrDefault(code), code);

    public string Field(string field) => field switch
    {
        "agreements" => Of("avtalene", "avtalane"),
        "action_code" => Of("hva som skal eller ikke skal gjøres (handling)", "kva som skal eller ikkje skal gjerast (handling)"),
        "budget_calendar" => Of("når neste budsjettramme vedtas (budsjettkalender)", "når neste budsjettramme blir vedteken (budsjettkalender)"),
        "cost_bearer" => Of("hvem som betaler", "kven som betaler"),
        "cost_items" => Of("de felles utgiftene", "dei felles utgiftene"),
        "cost_key" => Of("kostnadsnøkkelen", "kostnadsnøkkelen"),
        "cost_key.last_review" => Of("når kostnadsnøkkelen sist ble gjennomgått", "når kostnadsnøkkelen sist vart gjennomgått"),
        "cost_key.shares" => Of("andelene i kostnadsnøkkelen", "delane i kostnadsnøkkelen"),
        "county_id" => Of("hvilket Nav fylke som eier kontoret", "kva Nav fylke som eig kontoret"),
        "decided_at" => Of("datoen for beslutningen", "datoen for avgjerda"),
        "delivery_path" => Of("hvilken vei den har gått til kontoret", "kva veg ho har gått til kontoret"),
        "depends_on" => Of("hva den bygger på", "kva ho byggjer på"),
        "direction" => Of("ønsket retning eller måltall", "ønskt retning eller måltal"),
        "effort_days" => Of("hvor mange dagsverk innføringen tar", "kor mange dagsverk innføringa tek"),
        "employee_scope" => Of("hvilke ansatte den gjelder (arbeidsgiver)", "kva tilsette ho gjeld (arbeidsgivar)"),
        "frame.decided_at" => Of("når budsjettrammen ble vedtatt", "når budsjettramma vart vedteken"),
        "frame.free_fte" => Of("en vedtatt ramme som sier hvor mange årsverk som er ledige", "ei vedteken ramme som seier kor mange årsverk som er ledige"),
        "frame.free_nok" => Of("en vedtatt ramme som sier hvor mange kroner som er ledige", "ei vedteken ramme som seier kor mange kroner som er ledige"),
        "fte_demand" or "fte_demand.fte" => Of("hvor mange årsverk den krever", "kor mange årsverk ho krev"),
        "introduction.to" => Of("når innføringen er ferdig", "når innføringa er ferdig"),
        "leadership_model" => Of("ledelsesmodell", "leiingsmodell"),
        "municipalities" => Of("hvilke kommuner som eier kontoret", "kva kommunar som eig kontoret"),
        "nok" => Of("hvor mange kroner det gjelder", "kor mange kroner det gjeld"),
        "nok_year" => Of("hvilket år beløpet gjelder", "kva år beløpet gjeld"),
        "offer.anchored_by" => Of("hvem tilbudet er forankret hos", "kven tilbodet er forankra hos"),
        "offer.audience" => Of("hvem tilbudet er for", "kven tilbodet er for"),
        "offer.dates" => Of("datoene for tilbudet", "datoane for tilbodet"),
        "reporting.concept" => Of("hva som skal rapporteres", "kva som skal rapporterast"),
        "reporting.system" => Of("hvilket system det skal rapporteres i", "kva system det skal rapporterast i"),
        "services" => Of("hvilke tjenester kontoret har (tjenesteportefølje)", "kva tenester kontoret har (tenesteportefølje)"),
        "staffing" => Of("bemanningen hos hver arbeidsgiver", "bemanninga hos kvar arbeidsgivar"),
        "staffing.follow_up_fte" => Of("antall årsverk til oppfølging", "talet på årsverk til oppfølging"),
        "target" => Of("måltall eller ønsket retning", "måltal eller ønskt retning"),
        "target.unit" => Of("en måleenhet som kan regnes om", "ei måleeining som kan reknast om"),
        _ => field,
    };

    /// <summary>An owner, "MUNICIPALITY:5035", inside a sentence.</summary>
    public string Owner(string owner) => owner.StartsWith("PARTNERSHIP", StringComparison.Ordinal) || owner.Length == 0
        ? Of("eierne", "eigarane")
        : Of(Resolvers.Organisation(Office, owner));

    /// <summary>A node of a delivery path, "MUNICIPAL_DIRECTOR:5035", inside a sentence.</summary>
    public string Node(string node) => ((Org)node) switch
    {
        ("COUNCIL", var number) => $"kommunestyret i {Owner($"MUNICIPALITY:{number}")}",
        ("MUNICIPAL_DIRECTOR", { Length: > 4 } district) => $"bydelsdirektøren i {MunicipalOwner.CityDistrict(district)}",
        ("MUNICIPAL_DIRECTOR", var number) => $"kommunedirektøren i {Owner($"MUNICIPALITY:{number}")}",
        ("OFFICE", var number) => number == Office.Number ? Office.Name : $"Nav-kontor {number}",
        _ => Owner(node),
    };

    public string Theme(string code) => Known(Catalogues.Themes.GetValueOrDefault(Catalogues.ThemeCode(code))?.Name, code);

    public string Source(string id) => Known(Catalogues.Sources.GetValueOrDefault(id)?.Title, id);

    public string Service(string code) => Known(Catalogues.Services.GetValueOrDefault(code)?.Name, code);

    private string Known(Words? words, string code) => words is null ? code : Of(words);
}
