using Grpc.Core;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>Each reason's gRPC code and its text in both forms of Norwegian; <c>{value}</c> and the names of details are filled in.</summary>
public static class ReasonTexts
{
    private const string Prefix = "ERROR_REASON_";

    private static readonly Dictionary<ErrorReason, (StatusCode Code, string Nb, string Nn)> Texts = new()
    {
        [ErrorReason.InvalidFields] = (StatusCode.InvalidArgument, "Forespørselen har feil i ett eller flere felt.", "Førespurnaden har feil i eitt eller fleire felt."),
        [ErrorReason.FieldRequired] = (StatusCode.InvalidArgument, "Feltet mangler.", "Feltet manglar."),
        [ErrorReason.FieldMalformed] = (StatusCode.InvalidArgument, "«{value}» kan ikke leses her.", "«{value}» kan ikkje lesast her."),
        [ErrorReason.FieldNotAllowed] = (StatusCode.InvalidArgument, "Feltet kan ikke ha verdien «{value}» sammen med de andre feltene.", "Feltet kan ikkje ha verdien «{value}» saman med dei andre felta."),
        [ErrorReason.FieldTooLong] = (StatusCode.InvalidArgument, "Feltet er for langt eller har for mange verdier ({value}).", "Feltet er for langt eller har for mange verdiar ({value})."),
        [ErrorReason.EnumUnknown] = (StatusCode.InvalidArgument, "«{value}» er ikke en kjent verdi.", "«{value}» er ikkje ein kjend verdi."),
        [ErrorReason.PeriodReversed] = (StatusCode.InvalidArgument, "Perioden {value} slutter før den begynner, eller er tom.", "Perioden {value} sluttar før han tek til, eller er tom."),
        [ErrorReason.PeriodOpen] = (StatusCode.InvalidArgument, "Perioden må ha en slutt.", "Perioden må ha ein slutt."),
        [ErrorReason.IntervalReversed] = (StatusCode.InvalidArgument, "Nedre grense er høyere enn øvre grense ({value}).", "Nedre grense er høgare enn øvre grense ({value})."),
        [ErrorReason.NumberNotFinite] = (StatusCode.InvalidArgument, "«{value}» er ikke et tall.", "«{value}» er ikkje eit tal."),
        [ErrorReason.NumberOutOfRange] = (StatusCode.InvalidArgument, "«{value}» er utenfor det feltet kan holde.", "«{value}» er utanfor det feltet kan halde."),
        [ErrorReason.TextForbiddenCharacter] = (StatusCode.InvalidArgument, "Teksten har styretegn eller tegn som snur skriveretningen ({value}).", "Teksten har styreteikn eller teikn som snur skriveretninga ({value})."),
        [ErrorReason.ScopeMalformed] = (StatusCode.InvalidArgument, "Omfanget «{value}» kan ikke leses: ventet {expected} ved tegn {position}.", "Omfanget «{value}» kan ikkje lesast: venta {expected} ved teikn {position}."),
        [ErrorReason.ScopeEmpty] = (StatusCode.InvalidArgument, "Omfanget «{value}» treffer ingen kontor.", "Omfanget «{value}» treffer ingen kontor."),
        [ErrorReason.ScopeBeyondIssuer] = (StatusCode.InvalidArgument, "Omfanget «{value}» rekker ut over det avsenderen styrer: {offices}.", "Omfanget «{value}» rekk ut over det avsendaren styrer: {offices}."),
        [ErrorReason.MunicipalityUnknown] = (StatusCode.InvalidArgument, "Det finnes ingen kommune med nummer {number}.", "Det finst ingen kommune med nummer {number}."),
        [ErrorReason.MunicipalityNumberExpired] = (StatusCode.InvalidArgument, "Kommunenummer {number} gjelder ikke lenger. Nytt nummer: {successors}.", "Kommunenummer {number} gjeld ikkje lenger. Nytt nummer: {successors}."),
        [ErrorReason.OfficeUnknown] = (StatusCode.InvalidArgument, "Det finnes ingen Nav-kontor med nummer {number}.", "Det finst ikkje noko Nav-kontor med nummer {number}."),
        [ErrorReason.OfficeNumberExpired] = (StatusCode.InvalidArgument, "Kontornummer {number} gjelder ikke lenger. Nytt nummer: {successors}.", "Kontornummer {number} gjeld ikkje lenger. Nytt nummer: {successors}."),
        [ErrorReason.CountyUnknown] = (StatusCode.InvalidArgument, "Det finnes ikke noe Nav fylke med nummer {number}.", "Det finst ikkje noko Nav fylke med nummer {number}."),
        [ErrorReason.GroupUnknown] = (StatusCode.InvalidArgument, "«{id}» er ikke registrert.", "«{id}» er ikkje registrert."),
        [ErrorReason.DirectiveNotFound] = (StatusCode.NotFound, "Direktivet finnes ikke, eller du har ikke tilgang til det.", "Direktivet finst ikkje, eller du har ikkje tilgang til det."),
        [ErrorReason.OfficeNotFound] = (StatusCode.NotFound, "Kontoret finnes ikke, eller du har ikke tilgang til det.", "Kontoret finst ikkje, eller du har ikkje tilgang til det."),
        [ErrorReason.FindingNotFound] = (StatusCode.NotFound, "Funnet finnes ikke, eller du har ikke tilgang til det.", "Funnet finst ikkje, eller du har ikkje tilgang til det."),
        [ErrorReason.MissionNotFound] = (StatusCode.NotFound, "Oppdraget finnes ikke, eller du har ikke tilgang til det.", "Oppdraget finst ikkje, eller du har ikkje tilgang til det."),
        [ErrorReason.MissionVersionSuperseded] = (StatusCode.FailedPrecondition, "Oppdraget har en nyere versjon ({version}). Les den før du kvitterer.", "Oppdraget har ein nyare versjon ({version}). Les han før du kvitterer."),
        [ErrorReason.ContentHashMismatch] = (StatusCode.FailedPrecondition, "Innholdet du kvitterer for, er ikke innholdet i versjon {version}. Les oppdraget på nytt.", "Innhaldet du kvitterer for, er ikkje innhaldet i versjon {version}. Les oppdraget på nytt."),
        [ErrorReason.MissionEnded] = (StatusCode.FailedPrecondition, "Oppdraget er avsluttet (versjon {version}), og da kan dette ikke gjøres.", "Oppdraget er avslutta (versjon {version}), og då kan dette ikkje gjerast."),
        [ErrorReason.QuestionNotFound] = (StatusCode.NotFound, "Spørsmålet finnes ikke, eller du har ikke tilgang til det.", "Spørsmålet finst ikkje, eller du har ikkje tilgang til det."),
        [ErrorReason.AgreementNotFound] = (StatusCode.NotFound, "Avtalen finnes ikke, eller du har ikke tilgang til den.", "Avtalen finst ikkje, eller du har ikkje tilgang til han."),
        [ErrorReason.AmendmentNotFound] = (StatusCode.NotFound, "Endringen finnes ikke i denne avtalen.", "Endringa finst ikkje i denne avtalen."),
        [ErrorReason.EtagMismatch] = (StatusCode.Aborted, "Noen har endret dette siden du leste det. Les på nytt og prøv igjen.", "Nokon har endra dette sidan du las det. Les på nytt og prøv igjen."),
        [ErrorReason.RequestIdReused] = (StatusCode.AlreadyExists, "Forespørselens id er brukt før med et annet innhold.", "Id-en til førespurnaden er brukt før med eit anna innhald."),
        [ErrorReason.WrongState] = (StatusCode.FailedPrecondition, "Direktivet er {state}, og da kan dette ikke gjøres.", "Direktivet er {state}, og då kan dette ikkje gjerast."),
        [ErrorReason.NotAddressedToUnit] = (StatusCode.FailedPrecondition, "Direktivet er ikke stilet til din enhet og kan ikke videresendes av den.", "Direktivet er ikkje stila til di eining og kan ikkje sendast vidare av ho."),
        [ErrorReason.ConflictRetry] = (StatusCode.Aborted, "En annen endring kom imellom. Prøv igjen.", "Ei anna endring kom imellom. Prøv igjen."),
        [ErrorReason.PartyNotOwner] = (StatusCode.InvalidArgument, "{value} er ikke eier av kontoret {day}.", "{value} er ikkje eigar av kontoret {day}."),
        [ErrorReason.PartiesIncomplete] = (StatusCode.InvalidArgument, "Denne typen avtale har andre parter: {expected}.", "Denne typen avtale har andre partar: {expected}."),
        [ErrorReason.EntryRepeated] = (StatusCode.InvalidArgument, "«{value}» står flere ganger.", "«{value}» står fleire gonger."),
        [ErrorReason.SharesNotHundred] = (StatusCode.InvalidArgument, "Andelene blir {value} prosent til sammen, ikke 100.", "Delane blir {value} prosent til saman, ikkje 100."),
        [ErrorReason.AgreementOverlaps] = (StatusCode.InvalidArgument, "En annen avtale gjelder på de samme dagene ({value}).", "Ein annan avtale gjeld på dei same dagane ({value})."),
        [ErrorReason.AgreementGap] = (StatusCode.InvalidArgument, "Avtalen gjelder ikke lenger enn til {ends_on}. En revisjon kan ikke begynne etter det; inngå en ny avtale.", "Avtalen gjeld ikkje lenger enn til {ends_on}. Ein revisjon kan ikkje ta til etter det; inngå ein ny avtale."),
        [ErrorReason.ClauseUnknown] = (StatusCode.InvalidArgument, "Avtalen har ingen klausul «{value}» med en verdi som kan endres.", "Avtalen har ingen klausul «{value}» med ein verdi som kan endrast."),
        [ErrorReason.NotAParty] = (StatusCode.PermissionDenied, "Enheten din ({unit}) er ikke part her og kan ikke undertegne.", "Eininga di ({unit}) er ikkje part her og kan ikkje skrive under."),
        [ErrorReason.SignedAlready] = (StatusCode.FailedPrecondition, "{party} har allerede undertegnet.", "{party} har alt skrive under."),
        [ErrorReason.SignedBySamePerson] = (StatusCode.PermissionDenied, "Samme person har undertegnet for {party}. To parter kan ikke ha samme underskriver.", "Same person har skrive under for {party}. To partar kan ikkje ha same underskrivar."),
        [ErrorReason.RevisionSuperseded] = (StatusCode.FailedPrecondition, "Dette er erstattet av revisjon {revision}. Les på nytt.", "Dette er erstatta av revisjon {revision}. Les på nytt."),
        [ErrorReason.AgreementNotAgreed] = (StatusCode.FailedPrecondition, "Avtalen er ikke undertegnet av alle parter ennå og kan ikke endres slik.", "Avtalen er ikkje underskriven av alle partar enno og kan ikkje endrast slik."),
        [ErrorReason.EconomyIncomplete] = (StatusCode.FailedPrecondition, "Eierne har ikke registrert det beregningen trenger ({missing}).", "Eigarane har ikkje registrert det utrekninga treng ({missing})."),
        [ErrorReason.PeriodOverlaps] = (StatusCode.InvalidArgument, "Det er to rader om det samme på de samme dagene ({value}).", "Det er to rader om det same på dei same dagane ({value})."),
        [ErrorReason.PeriodGap] = (StatusCode.InvalidArgument, "Dager mangler: {gap}. Her må det stå noe for hver dag.", "Dagar manglar: {gap}. Her må det stå noko for kvar dag."),
        [ErrorReason.MunicipalityNotServed] = (StatusCode.InvalidArgument, "Kontoret har ikke kommune {value} på alle disse dagene.", "Kontoret har ikkje kommune {value} på alle desse dagane."),
        [ErrorReason.RowNotOwn] = (StatusCode.PermissionDenied, "Denne raden skrives av en annen eier ({owner}).", "Denne rada blir skriven av ein annan eigar ({owner})."),
        [ErrorReason.DayNotAhead] = (StatusCode.InvalidArgument, "{value} er ikke en dag som kommer. En endring legges inn før den gjelder.", "{value} er ikkje ein dag som kjem. Ei endring blir lagd inn før ho gjeld."),
        [ErrorReason.LaterChangeEntered] = (StatusCode.InvalidArgument, "For {value} er det alt lagt inn noe som gjelder fra {day}.", "For {value} er det alt lagt inn noko som gjeld frå {day}."),
        [ErrorReason.HostNotParticipant] = (StatusCode.InvalidArgument, "Vertskommunen {value} er ikke blant kommunene kontoret har.", "Vertskommunen {value} er ikkje mellom kommunane kontoret har."),
        [ErrorReason.MunicipalityWithoutOffice] = (StatusCode.InvalidArgument, "Kommune eller bydel {value} ville stå uten Nav-kontor.", "Kommune eller bydel {value} ville stå utan Nav-kontor."),
        [ErrorReason.CityDistrictUnknown] = (StatusCode.InvalidArgument, "Kontoret kan ikke betjene bydel {value}: den er ukjent eller ligger i en annen kommune.", "Kontoret kan ikkje betene bydel {value}: han er ukjend eller ligg i ein annan kommune."),
        [ErrorReason.ServiceAreaDiffers] = (StatusCode.InvalidArgument, "Kontor {offices} sier noe annet om tjenesteområdet {service_area_id}; kontorene i ett område må si det samme.", "Kontor {offices} seier noko anna om tenesteområdet {service_area_id}; kontora i eitt område må seie det same."),
        [ErrorReason.NumberTaken] = (StatusCode.InvalidArgument, "Nummeret {value} er i bruk.", "Nummeret {value} er i bruk."),
        [ErrorReason.StatusContradictsDates] = (StatusCode.InvalidArgument, "Statusen «{value}» stemmer ikke med datoene: {dates}.", "Statusen «{value}» stemmer ikkje med datoane: {dates}."),
        [ErrorReason.RegisterUpdateNotFound] = (StatusCode.NotFound, "Registeroppdateringen finnes ikke.", "Registeroppdateringa finst ikkje."),
        [ErrorReason.RegisterUpdateDecided] = (StatusCode.FailedPrecondition, "Registeroppdateringen er avgjort ({state}).", "Registeroppdateringa er avgjord ({state})."),
        [ErrorReason.RegisterUpdateStale] = (StatusCode.Aborted, "Registeret er endret siden forslaget ble laget, og forskjellene er ikke lenger de samme. Legg fram filen på nytt.", "Registeret er endra sidan framlegget vart laga, og skilnadene er ikkje lenger dei same. Legg fram fila på nytt."),
        [ErrorReason.ApproverIsProposer] = (StatusCode.PermissionDenied, "Den som la fram oppdateringen, kan ikke godkjenne den. Det må en annen person gjøre.", "Den som la fram oppdateringa, kan ikkje godkjenne henne. Det må ein annan person gjere."),
        [ErrorReason.ConsultationNotFound] = (StatusCode.NotFound, "Høringen finnes ikke, eller du har ikke tilgang til den.", "Høyringa finst ikkje, eller du har ikkje tilgang til ho."),
        [ErrorReason.ConsultationOverdue] = (StatusCode.FailedPrecondition, "Fristen for å svare gikk ut {deadline}.", "Fristen for å svare gjekk ut {deadline}."),
        [ErrorReason.AnsweredAlready] = (StatusCode.FailedPrecondition, "{party} har allerede svart.", "{party} har alt svart."),
        [ErrorReason.NotAsked] = (StatusCode.PermissionDenied, "Enheten din ({unit}) er ikke spurt i denne høringen.", "Eininga di ({unit}) er ikkje spurd i denne høyringa."),
        [ErrorReason.ConsultedTextChanged] = (StatusCode.Aborted, "Utkastet er endret siden du leste det. Les høringen på nytt og svar på det som står der nå.", "Utkastet er endra sidan du las det. Les høyringa på nytt og svar på det som står der no."),
        [ErrorReason.DayNotWorking] = (StatusCode.InvalidArgument, "{value} er ikke en arbeidsdag. Den neste er {next}.", "{value} er ikkje ein arbeidsdag. Den neste er {next}."),
        [ErrorReason.TokenInvalid] = (StatusCode.Unauthenticated, "Innloggingen mangler eller gjelder ikke ({token}).", "Innlogginga manglar eller gjeld ikkje ({token})."),
        [ErrorReason.RoleNotAllowed] = (StatusCode.PermissionDenied, "Rollen din kan ikke gjøre dette.", "Rolla di kan ikkje gjere dette."),
        [ErrorReason.ForeignOrganisation] = (StatusCode.PermissionDenied, "Dette hører til en annen organisasjon ({issuer_org}).", "Dette høyrer til ein annan organisasjon ({issuer_org})."),
        [ErrorReason.MessageTooLarge] = (StatusCode.ResourceExhausted, "Meldingen er for stor.", "Meldinga er for stor."),
        [ErrorReason.TokenScopeMissing] = (StatusCode.PermissionDenied, "Systemet ditt har ikke fått tilgangen {scope}.", "Systemet ditt har ikkje fått tilgangen {scope}."),
        [ErrorReason.MessageMalformed] = (StatusCode.Internal, "Meldingen kan ikke leses.", "Meldinga kan ikkje lesast."),
        [ErrorReason.RateExceeded] = (StatusCode.ResourceExhausted, "For mange kall på kort tid. Vent litt og prøv igjen.", "For mange kall på kort tid. Vent litt og prøv igjen."),
        [ErrorReason.ImportRunning] = (StatusCode.ResourceExhausted,
            "En annen import for virksomheten pågår. Prøv igjen når den er ferdig.", "Ein annan import for verksemda går føre seg. Prøv igjen når han er ferdig."),
        [ErrorReason.ResumeTokenExpired] = (StatusCode.OutOfRange, "Feeden kan ikke fortsette herfra. Les oversikten på nytt.", "Feeden kan ikkje halde fram herifrå. Les oversikta på nytt."),
        [ErrorReason.ResumeTokenInvalid] = (StatusCode.InvalidArgument, "Tokenet hører ikke til denne feeden.", "Tokenet høyrer ikkje til denne feeden."),
        [ErrorReason.DeadlineTooLong] = (StatusCode.InvalidArgument, "Fristen på kallet er lengre enn {max_seconds} sekunder.", "Fristen på kallet er lengre enn {max_seconds} sekund."),
        [ErrorReason.DeadlineExceeded] = (StatusCode.DeadlineExceeded, "Kallet rakk ikke fram innen fristen.", "Kallet rakk ikkje fram innan fristen."),
        [ErrorReason.CallCancelled] = (StatusCode.Cancelled, "Kallet ble avbrutt.", "Kallet vart avbrote."),
        [ErrorReason.Unavailable] = (StatusCode.Unavailable, "En del av plattformen svarer ikke akkurat nå. Prøv igjen.", "Ein del av plattforma svarer ikkje akkurat no. Prøv igjen."),
        [ErrorReason.Internal] = (StatusCode.Internal, "Noe gikk galt hos oss (referanse {trace_id}).", "Noko gjekk gale hos oss (referanse {trace_id})."),
        [ErrorReason.CaseNotFound] = (StatusCode.NotFound, "Saken finnes ikke, eller du har ikke tilgang til den.", "Saka finst ikkje, eller du har ikkje tilgang til ho."),
        [ErrorReason.CaseClosed] = (StatusCode.FailedPrecondition, "Saken er avsluttet.", "Saka er avslutta."),
        [ErrorReason.ProposalNotFound] = (StatusCode.NotFound, "Saken har ikke noe forslag nummer {proposal_number}.", "Saka har ikkje noko framlegg nummer {proposal_number}."),
        [ErrorReason.ProposalDecided] = (StatusCode.FailedPrecondition, "Forslaget er avgjort ({state}) og kan ikke besvares.", "Framlegget er avgjort ({state}) og kan ikkje svarast på."),
        [ErrorReason.AnswerLate] = (StatusCode.FailedPrecondition, "Svarfristen var {answer_by}. Legg fram et nytt forslag.", "Svarfristen var {answer_by}. Legg fram eit nytt framlegg."),
        [ErrorReason.ResolverOther] = (StatusCode.FailedPrecondition, "Saken ligger nå hos {resolver}.", "Saka ligg no hos {resolver}."),
        [ErrorReason.AcceptanceNotAdmissible] = (StatusCode.FailedPrecondition, "Dette ({kind}) kan ikke løses ved at begge godtar det: en opplysning mangler, eller loven setter grensen.", "Dette ({kind}) kan ikkje løysast ved at båe godtek det: ei opplysning manglar, eller lova set grensa."),
        [ErrorReason.ResolutionDoesNotSolve] = (StatusCode.FailedPrecondition, "Forslaget løser ikke saken: funn står igjen ({findings}).", "Framlegget løyser ikkje saka: funn står att ({findings})."),
        [ErrorReason.ResolutionMakesConflict] = (StatusCode.FailedPrecondition, "Forslaget løser saken, men skaper en ny konflikt ({findings}).", "Framlegget løyser saka, men skaper ein ny konflikt ({findings})."),
        [ErrorReason.EscalationNotAdmissible] = (StatusCode.FailedPrecondition, "Saken kan ikke løftes dit (regel {rule}). Neste trinn fra {from}: {next}.", "Saka kan ikkje løftast dit (regel {rule}). Neste steg frå {from}: {next}."),
        [ErrorReason.AccountsMissing] = (StatusCode.FailedPrecondition, "Begge eiere må ha gitt sin framstilling først. Gitt av: {given}.", "Båe eigarane må ha gjeve si framstilling først. Gjeve av: {given}."),
        [ErrorReason.DirectiveNotInCase] = (StatusCode.InvalidArgument, "Direktivet «{value}» er ikke med i saken.", "Direktivet «{value}» er ikkje med i saka."),
        [ErrorReason.DeadLetterNotFound] = (StatusCode.NotFound, "Det finnes ingen slik hendelse som venter.", "Det finst inga slik hending som ventar."),
        [ErrorReason.DeadLetterDecided] = (StatusCode.FailedPrecondition, "Hendelsen er avgjort før ({state}).", "Hendinga er avgjord før ({state})."),
        [ErrorReason.DeadLetterStillFails] = (StatusCode.FailedPrecondition, "Hendelsen kan fortsatt ikke behandles: {error}", "Hendinga kan framleis ikkje handsamast: {error}"),
        [ErrorReason.FindingClosed] = (StatusCode.FailedPrecondition,
            "Funnet er lukket, og det som ble vurdert, er ikke lenger slik.", "Funnet er lukka, og det som vart vurdert, er ikkje lenger slik."),
    };

    private static readonly Dictionary<ErrorReason, string> Names = ReasonsReflection.Descriptor.EnumTypes[0].Values
        .ToDictionary(v => (ErrorReason)v.Number, v => v.Name[Prefix.Length..]);

    /// <summary>The reason as it travels in ErrorInfo: <c>ETAG_MISMATCH</c>.</summary>
    public static string Name(ErrorReason reason) => Names[reason];

    /// <summary>The gRPC code a call refused for this reason ends with.</summary>
    public static StatusCode Code(ErrorReason reason) => Texts[reason].Code;

    /// <summary>What is wrong with the field, in bokmål.</summary>
    public static string Nb(FieldFault fault) => Fill(Texts[fault.Reason].Nb, fault.Details, fault.Value);

    /// <summary>What is wrong with the field, in nynorsk.</summary>
    public static string Nn(FieldFault fault) => Fill(Texts[fault.Reason].Nn, fault.Details, fault.Value);

    /// <summary>The refusal for people: one field's text where there is one fault, a sentence about all of them where there are more.</summary>
    public static (string Nb, string Nn) Message(Refusal refusal) => refusal.Faults is [var only]
        ? ($"{only.Field}: {Nb(only)}", $"{only.Field}: {Nn(only)}")
        : (Fill(Texts[refusal.Reason].Nb, refusal.Metadata, ""), Fill(Texts[refusal.Reason].Nn, refusal.Metadata, ""));

    private static string Fill(string text, IReadOnlyDictionary<string, string>? details, string value)
    {
        var filled = text.Replace("{value}", Shorten(value), StringComparison.Ordinal);
        foreach (var (name, detail) in details ?? new Dictionary<string, string>())
        {
            filled = filled.Replace($"{{{name}}}", Shorten(detail), StringComparison.Ordinal);
        }

        return filled;
    }

    // A value that is echoed is cut, and loses what could disturb the line it is shown on.
    private static string Shorten(string value)
    {
        var clean = string.Concat(value.Where(c => !char.IsControl(c) && !char.IsSurrogate(c) && char.GetUnicodeCategory(c) != System.Globalization.UnicodeCategory.Format));
        return clean.Length <= 100 ? clean : clean[..100] + "…";
    }
}
