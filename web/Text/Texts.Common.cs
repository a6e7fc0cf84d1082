using Samstyring.Norwegian;

namespace Samstyring.Web;

/// <summary>What stands on every page, and the pages that are there for everybody.</summary>
internal sealed partial class Texts
{
    public string SkipToContent => Say("Hopp til innholdet", "Hopp til innhaldet");

    public string MainNavigation => Say("Sider", "Sider");

    public string FooterNavigation => Say("Om nettstedet", "Om nettstaden");

    public string LogIn => Say("Logg inn", "Logg inn");

    public string LogOut => Say("Logg ut", "Logg ut");

    public string Settings => Say("Innstillinger", "Innstillingar");

    public string About => Say("Om Samstyring", "Om Samstyring");

    public string Accessibility => Say("Tilgjengelighet", "Tilgjenge");

    public string Privacy => Say("Personvern", "Personvern");

    public string FrontLead => Say(
        "Staten og kommunen eier Nav-kontoret sammen. Her får kontoret ett oppdrag fra begge.",
        "Staten og kommunen eig Nav-kontoret saman. Her får kontoret eitt oppdrag frå båe.");

    public string FrontLeader => Say("Nav-leder", "Nav-leiar");

    public string FrontLeaderText => Say(
        "Én liste over det kontoret skal gjøre, i rekkefølge, med kilden ett klikk unna. Du ser hva som er nytt, og kan spørre eierne.",
        "Éi liste over det kontoret skal gjere, i rekkjefølgje, med kjelda eitt klikk unna. Du ser kva som er nytt, og kan spørje eigarane.");

    public string FrontOwners => Say("Eierne", "Eigarane");

    public string FrontOwnersText => Say(
        "Før et styringssignal sendes, ser du hva det treffer hos den andre eieren. Det som ikke lar seg forene, avgjør dere som likeverdige.",
        "Før eit styringssignal vert sendt, ser du kva det råkar hos den andre eigaren. Det som ikkje lèt seg sameine, avgjer de som likeverdige.");

    public string FrontOversight => Say("Tilsyn og revisjon", "Tilsyn og revisjon");

    public string FrontOversightText => Say(
        "Hvem som bestemte hva, når og på hvilket grunnlag, kan følges hele veien.",
        "Kven som avgjorde kva, når og på kva grunnlag, kan følgjast heile vegen.");

    public string LogOutQuestion => Say("Vil du logge ut?", "Vil du logge ut?");

    public string LoggedOut => Say("Du er logget ut", "Du er logga ut");

    public string LoggedOutText => Say(
        "Er du på en delt maskin, bør du også avslutte hos innloggingstjenesten.",
        "Er du på ei delt maskin, bør du òg avslutte hos innloggingstenesta.");

    public string EndSession => Say("Avslutt hos innloggingstjenesten", "Avslutt hos innloggingstenesta");

    public string BackToFront => Say("Til forsiden", "Til framsida");

    public string SettingsLanguage => Say("Språk", "Språk");

    public string SettingsLanguageText => Say(
        "Gjelder sidene her. Tekster fra eierne vises i den formen du velger når de finnes i begge.",
        "Gjeld sidene her. Tekstar frå eigarane vert viste i den forma du vel når dei finst i båe.");

    public string Bokmal => Say("Bokmål", "Bokmål");

    public string NynorskName => Say("Nynorsk", "Nynorsk");

    public string Save => Say("Lagre", "Lagre");

    public string SignedInAs => Say("Innlogget som", "Innlogga som");

    public string SignedInUnit => Say("For", "For");

    public string AboutLead => Say(
        "Samstyring samordner det staten og kommunen ber Nav-kontorene om.",
        "Samstyring samordnar det staten og kommunen ber Nav-kontora om.");

    public string AboutHow => Say("Slik virker det", "Slik verkar det");

    public IReadOnlyList<string> AboutHowSteps => Nynorsk
        ?
        [
            "Eigarane skriv styringssignala sine her, kvar på si side: direktorat og Nav fylke, kommunestyre og kommunedirektør.",
            "Kvart signal vert samanlikna med det kontora alt har fått, før det når fram.",
            "Det som ikkje kan gjerast samstundes, vert halde tilbake til eigarane er samde. Lov og tilsyn vert aldri haldne tilbake.",
            "Nav-leiaren får éi liste. Kvart oppdrag viser kven som står bak, og kva det byggjer på.",
        ]
        :
        [
            "Eierne skriver styringssignalene sine her, hver på sin side: direktorat og Nav fylke, kommunestyre og kommunedirektør.",
            "Hvert signal sammenlignes med det kontorene allerede har fått, før det når fram.",
            "Det som ikke kan gjøres samtidig, holdes tilbake til eierne er enige. Lov og tilsyn holdes aldri tilbake.",
            "Nav-lederen får én liste. Hvert oppdrag viser hvem som står bak, og hva det bygger på.",
        ];

    public string AboutSources => Say(
        "Kontor, kommuner og fylker er fra offentlige registre. Kontorene hører til Arbeids- og velferdsetaten og kommunene.",
        "Kontor, kommunar og fylke er frå offentlege register. Kontora høyrer til Arbeids- og velferdsetaten og kommunane.");

    public string AccessibilityLead => Say(
        "Sidene skal kunne brukes av alle: med tastatur, skjermleser, forstørring og uten JavaScript.",
        "Sidene skal kunne brukast av alle: med tastatur, skjermlesar, forstørring og utan JavaScript.");

    public string AccessibilityStandard => Say(
        "Vi følger WCAG 2.1 på nivå A og AA. Hver side kontrolleres automatisk på begge målformer og tre skjermbredder hver gang nettstedet bygges.",
        "Vi følgjer WCAG 2.1 på nivå A og AA. Kvar side vert kontrollert automatisk på båe målformer og tre skjermbreidder kvar gong nettstaden vert bygd.");

    public string AccessibilityKnown => Say("Kjente mangler", "Kjende manglar");

    public string AccessibilityKnownText => Say(
        "Sidene er ikke prøvd med skjermleser av brukere ennå. Tekst som eierne har skrevet, kan mangle på den ene målformen; da vises den andre.",
        "Sidene er ikkje prøvde med skjermlesar av brukarar enno. Tekst som eigarane har skrive, kan mangle på den eine målforma; då vert den andre vist.");

    public string AccessibilityKeyboard => Say("Med tastatur", "Med tastatur");

    public string AccessibilityKeyboardText => Say(
        "Tab går framover, Skift og Tab tilbake. Den første lenken på hver side hopper over menyen. Enter åpner og lukker det som er foldet sammen.",
        "Tab går framover, Skift og Tab tilbake. Den første lenkja på kvar side hoppar over menyen. Enter opnar og lukkar det som er falda saman.");

    public string PrivacyLead => Say(
        "Vi lagrer det som trengs for å vise hvem som gjorde hva i styringen av kontorene, og ikke mer.",
        "Vi lagrar det som trengst for å vise kven som gjorde kva i styringa av kontora, og ikkje meir.");

    public IReadOnlyList<string> PrivacyPoints => Nynorsk
        ?
        [
            "Når du kvitterer, spør eller underskriv, vert det lagra med rolla di, eininga di og ein id som ikkje seier kven du er.",
            "Namnet ditt vert ikkje lagra i sporet. Det kjem frå innlogginga og er her berre så lenge du er innlogga.",
            "Sidene set fem informasjonskapslar: samstyring for innlogginga, samstyring-attempt medan du loggar inn, samstyring-forms som vernar skjema, samstyring-replica som leier deg til same tenaren kvar gong, og samstyring-form for språket dersom du har valt. Ingen av dei følgjer deg andre stader.",
            "Ingenting vert henta frå andre nettstader når du opnar ei side.",
            "Opplysningar om brukarar av Nav skal aldri skrivast her.",
        ]
        :
        [
            "Når du kvitterer, spør eller undertegner, lagres det med rollen din, enheten din og en id som ikke sier hvem du er.",
            "Navnet ditt lagres ikke i sporet. Det kommer fra innloggingen og er her bare så lenge du er innlogget.",
            "Sidene setter fem informasjonskapsler: samstyring for innloggingen, samstyring-attempt mens du logger inn, samstyring-forms som beskytter skjemaer, samstyring-replica som leder deg til samme tjener hver gang, og samstyring-form for språket hvis du har valgt. Ingen av dem følger deg andre steder.",
            "Ingenting hentes fra andre nettsteder når du åpner en side.",
            "Opplysninger om brukere av Nav skal aldri skrives her.",
        ];

    public string ProblemTitle(ProblemKind kind) => kind switch
    {
        ProblemKind.NotFound => Say("Siden finnes ikke", "Sida finst ikkje"),
        ProblemKind.SignInAgain => Say("Du må logge inn på nytt", "Du må logge inn på nytt"),
        ProblemKind.SignInFailed => Say("Innloggingen lyktes ikke", "Innlogginga lukkast ikkje"),
        ProblemKind.Refused => Say("Det lot seg ikke gjøre", "Det lét seg ikkje gjere"),
        ProblemKind.Malformed => Say("Forespørselen kunne ikke leses", "Førespurnaden kunne ikkje lesast"),
        ProblemKind.Unavailable => Say("Vi får ikke svar akkurat nå", "Vi får ikkje svar akkurat no"),
        _ => Say("Noe gikk galt hos oss", "Noko gjekk gale hos oss"),
    };

    public string ProblemText(ProblemKind kind) => kind switch
    {
        ProblemKind.NotFound => Say(
            "Adressen kan være feil, eller du har ikke tilgang til det som ligger her.",
            "Adressa kan vere feil, eller du har ikkje tilgang til det som ligg her."),
        ProblemKind.SignInAgain => Say(
            "Innloggingen varer i en time. Det du nettopp sendte, er ikke lagret. Logg inn, gå tilbake i nettleseren og send på nytt.",
            "Innlogginga varer i ein time. Det du nettopp sende, er ikkje lagra. Logg inn, gå tilbake i nettlesaren og send på nytt."),
        ProblemKind.SignInFailed => Say(
            "Forsøket var for gammelt, eller det ble påbegynt i en annen nettleser. Ingenting er endret.",
            "Forsøket var for gammalt, eller det vart teke til med i ein annan nettlesar. Ingenting er endra."),
        ProblemKind.Refused => Say("Ingenting er endret.", "Ingenting er endra."),
        ProblemKind.Malformed => Say(
            "Skjemaet kan være for gammelt. Gå tilbake, last siden på nytt og send igjen.",
            "Skjemaet kan vere for gammalt. Gå tilbake, last sida på nytt og send att."),
        ProblemKind.Unavailable => Say(
            "En del av plattformen svarer ikke. Det som er lagret, er trygt. Prøv igjen om litt.",
            "Ein del av plattforma svarer ikkje. Det som er lagra, er trygt. Prøv att om litt."),
        _ => Say(
            "Det som var lagret fra før, er trygt. Prøv igjen, og oppgi nummeret under hvis det skjer på nytt.",
            "Det som var lagra frå før, er trygt. Prøv att, og gje opp nummeret under dersom det skjer på nytt."),
    };

    public string ContactLostSince => Say("Ingen kontakt med Samstyring siden kl.", "Ingen kontakt med Samstyring sidan kl.");

    public string ContactLost => Say(
        "Det som står her, kan være endret siden da. Siden prøver igjen av seg selv, og det du har skrevet, blir stående.",
        "Det som står her, kan vere endra sidan då. Sida prøver att av seg sjølv, og det du har skrive, vert ståande.");

    public string SignedOut => Say(
        "Innloggingen er utløpt, og siden blir ikke lenger oppdatert. Det du har skrevet, blir stående, og kan sendes når du har logget inn.",
        "Innlogginga har gått ut, og sida vert ikkje lenger oppdatert. Det du har skrive, vert ståande, og kan sendast når du har logga inn.");

    public string LogInBeside => Say("Logg inn i en ny fane", "Logg inn i ei ny fane");

    public string TryAgain => Say("Prøv igjen", "Prøv att");

    public string Reference => Say("Referanse", "Referanse");

    public string RoleName(string role, string unit = "") => role switch
    {
        Roles.Leader => Say("Nav-leder", "Nav-leiar"),
        Roles.Directorate => Say("Direktoratet", "Direktoratet"),
        Roles.County => Say("Fylkesdirektør", "Fylkesdirektør"),
        Roles.Council => Say("Kommunestyret", "Kommunestyret"),
        Roles.MunicipalDirector when MunicipalOwner.IsCityDistrict(unit) => Say("Bydelsdirektør", "Bydelsdirektør"),
        Roles.MunicipalDirector => Say("Kommunedirektør", "Kommunedirektør"),
        Roles.CountyGovernor => Say("Statsforvalteren", "Statsforvaltaren"),
        Roles.Auditor => Say("Revisor", "Revisor"),
        Roles.Operator => Say("Drift", "Drift"),
        _ => Say("Uten rolle", "Utan rolle"),
    };

    /// <summary>The name of who is signed in works for; empty for roles without a unit.</summary>
    public string UnitName => register.Unit(visitor.Role, visitor.Unit, Nynorsk);
}
