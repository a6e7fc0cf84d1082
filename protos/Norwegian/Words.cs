using Samstyring.Audit.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Norwegian;

/// <summary>The Norwegian word for every value that is shown: bokmål, nynorsk.</summary>
public static class Words
{
    private static readonly Dictionary<Enum, (string Nb, string Nn)> All = new()
    {
        [Line.State] = ("stat", "stat"),
        [Line.Municipal] = ("kommune", "kommune"),
        [Line.CountyGovernor] = ("statsforvalter", "statsforvaltar"),
        [Line.Joint] = ("felles", "felles"),

        [DirectiveState.Draft] = ("utkast", "utkast"),
        [DirectiveState.Published] = ("publisert", "publisert"),
        [DirectiveState.Superseded] = ("erstattet", "erstatta"),
        [DirectiveState.Withdrawn] = ("trukket", "trekt"),

        [AssessmentAnswer.None] = ("ingen", "ingen"),
        [AssessmentAnswer.Some] = ("noe", "noko"),

        [AssessmentConclusion.NoConsequence] = ("ingen konsekvens for partneren", "ingen konsekvens for partnaren"),
        [AssessmentConclusion.Handled] = ("håndtert", "handtert"),
        [AssessmentConclusion.Open] = ("åpen", "open"),

        [ConsultationAnswer.Agrees] = ("enig", "samd"),
        [ConsultationAnswer.Objects] = ("imot", "imot"),
        [ConsultationAnswer.NoComment] = ("ingen merknad", "ingen merknad"),

        [ConsultationState.Open] = ("venter på svar", "ventar på svar"),
        [ConsultationState.Answered] = ("besvart av alle", "svart på av alle"),
        [ConsultationState.Overdue] = ("fristen har gått ut", "fristen har gått ut"),
        [ConsultationState.Closed] = ("avsluttet uten alle svar", "avslutta utan alle svar"),

        [ChangeClass.Material] = ("vesentlig endring", "vesentleg endring"),
        [ChangeClass.Editorial] = ("redaksjonell endring", "redaksjonell endring"),

        [Bindingness.Information] = ("informasjon", "informasjon"),
        [Bindingness.Advice] = ("råd", "råd"),
        [Bindingness.Prioritisation] = ("prioritering", "prioritering"),
        [Bindingness.Frame] = ("ramme", "ramme"),
        [Bindingness.ResultRequirement] = ("resultatkrav", "resultatkrav"),
        [Bindingness.Order] = ("pålegg", "pålegg"),
        [Bindingness.Statutory] = ("lovkrav", "lovkrav"),
        [Bindingness.Supervision] = ("tilsyn", "tilsyn"),

        [Modality.Must] = ("skal", "skal"),
        [Modality.MustNot] = ("skal ikke", "skal ikkje"),
        [Modality.Should] = ("bør", "bør"),
        [Modality.May] = ("kan", "kan"),

        [Direction.Up] = ("opp", "opp"),
        [Direction.Down] = ("ned", "ned"),
        [Direction.Hold] = ("hold", "hald"),

        [Level.Goal] = ("mål", "mål"),
        [Level.Result] = ("resultat", "resultat"),
        [Level.Activity] = ("aktivitet", "aktivitet"),

        [Horizon.Annual] = ("ettårig", "eittårig"),
        [Horizon.FourYear] = ("fireårig", "fireårig"),
        [Horizon.Other] = ("annen", "annan"),

        [IssuerRole.Department] = ("departementet", "departementet"),
        [IssuerRole.Directorate] = ("direktoratet", "direktoratet"),
        [IssuerRole.CountyDirector] = ("fylkesdirektøren", "fylkesdirektøren"),
        [IssuerRole.Council] = ("kommunestyret", "kommunestyret"),
        [IssuerRole.MunicipalDirector] = ("kommunedirektøren", "kommunedirektøren"),
        [IssuerRole.CountyGovernor] = ("statsforvalteren", "statsforvaltaren"),
        [IssuerRole.JointOwners] = ("eierne sammen", "eigarane saman"),

        [RecipientRole.NavLeader] = ("Nav-leder", "Nav-leiar"),
        [RecipientRole.StateLeader] = ("statlig leder", "statleg leiar"),
        [RecipientRole.MunicipalLeader] = ("kommunal leder", "kommunal leiar"),
        [RecipientRole.BothLeaders] = ("begge ledere", "begge leiarane"),
        [RecipientRole.CountyDirector] = ("fylkesdirektør", "fylkesdirektør"),
        [RecipientRole.MunicipalDirector] = ("kommunedirektør", "kommunedirektør"),
        [RecipientRole.CountyGovernor] = ("statsforvalter", "statsforvaltar"),

        [ResponsibleLeader.StateLeader] = ("statlig leder", "statleg leiar"),
        [ResponsibleLeader.MunicipalLeader] = ("kommunal leder", "kommunal leiar"),

        [DocumentType.AllocationLetter] = ("tildelingsbrev", "tildelingsbrev"),
        [DocumentType.SteeringLetter] = ("mål- og disponeringsbrev", "mål- og disponeringsbrev"),
        [DocumentType.CountyGovernorAssignment] = ("embetsoppdrag", "embetsoppdrag"),
        [DocumentType.CouncilDecision] = ("kommunestyrevedtak", "kommunestyrevedtak"),
        [DocumentType.BudgetFrame] = ("budsjettramme", "budsjettramme"),
        [DocumentType.FourYearPlan] = ("økonomiplan", "økonomiplan"),
        [DocumentType.MunicipalLetter] = ("oppdragsbrev", "oppdragsbrev"),
        [DocumentType.JointPlan] = ("felles virksomhetsplan", "felles verksemdsplan"),
        [DocumentType.Regulation] = ("regelverk", "regelverk"),
        [DocumentType.SupervisionReport] = ("tilsynsrapport", "tilsynsrapport"),
        [DocumentType.TrainingOffer] = ("kompetansetilbud", "kompetansetilbod"),
        [DocumentType.MeetingDecision] = ("møtevedtak", "møtevedtak"),
        [DocumentType.Other] = ("annet", "anna"),

        [GateState.Received] = ("mottatt", "motteke"),
        [GateState.Judged] = ("kontrollert", "kontrollert"),
        [GateState.Released] = ("frigitt", "frigjeve"),
        [GateState.ReleasedWithFlag] = ("frigitt med flagg", "frigjeve med flagg"),
        [GateState.Held] = ("holdt tilbake", "halde tilbake"),
        [GateState.Resolved] = ("løst", "løyst"),
        [GateState.Withdrawn] = ("trukket", "trekt"),
        [GateState.Expired] = ("frist utløpt", "fristen gått ut"),

        [MissionState.Released] = ("frigitt", "frigjeve"),
        [MissionState.ReleasedWithFlag] = ("frigitt med flagg", "frigjeve med flagg"),
        [MissionState.Ended] = ("avsluttet", "avslutta"),

        [EndReason.Withdrawn] = ("trukket", "trekt"),
        [EndReason.Replaced] = ("erstattet", "erstatta"),
        [EndReason.Expired] = ("perioden er over", "perioden er over"),
        [EndReason.OutOfScope] = ("gjelder ikke lenger kontoret", "gjeld ikkje lenger kontoret"),

        [Verdict.Conflict] = ("konflikt", "konflikt"),
        [Verdict.NoConflict] = ("ingen konflikt", "ingen konflikt"),
        [Verdict.Ambiguous] = ("tvetydig", "tvitydig"),
        [Verdict.Underspecified] = ("mangler opplysninger", "manglar opplysningar"),

        [Severity.Blocking] = ("blokkerende", "blokkerande"),
        [Severity.NeedsClarification] = ("krever avklaring", "krev avklaring"),
        [Severity.Warning] = ("varsel", "varsel"),
        [Severity.Info] = ("info", "info"),

        [FindingState.Open] = ("åpent", "ope"),
        [FindingState.Escalated] = ("løftet", "løfta"),
        [FindingState.Closed] = ("lukket", "lukka"),

        [CloseReason.OwnersAgreed] = ("eierne er enige", "eigarane er samde"),
        [CloseReason.DirectiveChanged] = ("direktivet er endret", "direktivet er endra"),
        [CloseReason.DirectiveWithdrawn] = ("direktivet er trukket", "direktivet er trekt"),
        [CloseReason.ProfileChanged] = ("kontorprofilen er endret", "kontorprofilen er endra"),
        [CloseReason.CatalogueSettled] = ("katalogen er avklart", "katalogen er avklart"),
        [CloseReason.LegalDecision] = ("avgjort av rette myndighet", "avgjort av rett styresmakt"),
        [CloseReason.WindowPassed] = ("perioden er over", "perioden er over"),
        [CloseReason.RulesChanged] = ("vurdert på nytt med andre regler", "vurdert på nytt med andre reglar"),

        [AuditFault.Changed] = ("en innførsel er endret eller flyttet", "ei innføring er endra eller flytta"),
        [AuditFault.Missing] = ("en innførsel mangler", "ei innføring manglar"),
        [AuditFault.Truncated] = ("slutten er kuttet av", "slutten er kutta av"),
        [AuditFault.Rewritten] = ("sporet er skrevet på nytt", "sporet er skrive på nytt"),

        [Samstyring.Events.V1.DeadLetterState.Open] = ("venter på noen", "ventar på nokon"),
        [Samstyring.Events.V1.DeadLetterState.Replayed] = ("behandlet på nytt", "handsama på nytt"),
        [Samstyring.Events.V1.DeadLetterState.Parked] = ("lagt til side", "lagd til side"),

        [LinkBasis.Source] = ("kilde", "kjelde"),
        [LinkBasis.Name] = ("navn", "namn"),
        [LinkBasis.Derived] = ("avledet, ubekreftet", "avleidd, ikkje stadfest"),

        [Samstyring.Offices.V1.OfficeStatus.UnderEstablishment] = ("under etablering", "under etablering"),
        [Samstyring.Offices.V1.OfficeStatus.Active] = ("aktivt", "aktivt"),
        [Samstyring.Offices.V1.OfficeStatus.Closing] = ("under avvikling", "under avvikling"),
        [Samstyring.Offices.V1.OfficeStatus.Closed] = ("nedlagt", "nedlagt"),

        [RegisterUpdateState.Proposed] = ("lagt fram", "lagd fram"),
        [RegisterUpdateState.Approved] = ("godkjent", "godkjend"),
        [RegisterUpdateState.Rejected] = ("lagt til side", "lagd til side"),

        [UnitDifferenceKind.Opened] = ("ny", "ny"),
        [UnitDifferenceKind.Renamed] = ("nytt navn", "nytt namn"),
        [UnitDifferenceKind.Renumbered] = ("nytt nummer", "nytt nummer"),
        [UnitDifferenceKind.StatusChanged] = ("ny status", "ny status"),
        [UnitDifferenceKind.Closed] = ("nedlagt", "nedlagd"),
        [UnitDifferenceKind.TypeChanged] = ("ny type", "ny type"),
        [UnitDifferenceKind.OrganisationNumberChanged] = ("nytt organisasjonsnummer", "nytt organisasjonsnummer"),
        [UnitDifferenceKind.CountyUnitChanged] = ("nytt Nav fylke", "nytt Nav fylke"),

        [NotUsedReason.TypeUnknown] = ("ukjent type", "ukjend type"),
        [NotUsedReason.KindChanged] = ("enheten er av et annet slag i registeret", "eininga er av eit anna slag i registeret"),
        [NotUsedReason.ClosedAndUnknown] = ("nedlagt og ukjent for registeret", "nedlagd og ukjend for registeret"),
        [NotUsedReason.MunicipalityWithoutOffice] = ("kommuner eller bydeler ville stått uten kontor", "kommunar eller bydelar ville stått utan kontor"),
        [NotUsedReason.LaterChangeEntered] = ("en senere endring er lagt inn", "ei seinare endring er lagd inn"),
        [NotUsedReason.CountyUnitUnknown] = ("overordnet enhet er ikke et Nav fylke", "overordna eining er ikkje eit Nav fylke"),
        [NotUsedReason.CountyUnitHasOffices] = ("kontor ville stått uten Nav fylke", "kontor ville stått utan Nav fylke"),
        [NotUsedReason.NumberTaken] = ("nummeret er i bruk", "nummeret er i bruk"),
        [NotUsedReason.NotInFile] = ("står ikke i filen og blir stående", "står ikkje i fila og blir ståande"),

        [SizeClass.Small] = ("under 3 000 innbyggere", "under 3 000 innbyggjarar"),
        [SizeClass.Medium] = ("3 000 til 15 000 innbyggere", "3 000 til 15 000 innbyggjarar"),
        [SizeClass.Large] = ("over 15 000 innbyggere", "over 15 000 innbyggjarar"),

        [LanguageForm.Bokmal] = ("bokmål", "bokmål"),
        [LanguageForm.Nynorsk] = ("nynorsk", "nynorsk"),
        [LanguageForm.Neutral] = ("nøytral", "nøytral"),

        [LeadershipModel.Single] = ("én leder", "éin leiar"),
        [LeadershipModel.Dual] = ("todelt ledelse", "todelt leiing"),

        [Employer.State] = ("stat", "stat"),
        [Employer.Municipal] = ("kommune", "kommune"),

        [MunicipalityRole.Host] = ("vertskommune", "vertskommune"),
        [MunicipalityRole.Participant] = ("deltaker", "deltakar"),

        [AgreementType.Partnership] = ("partnerskapsavtale", "partnarskapsavtale"),
        [AgreementType.Operating] = ("driftsavtale", "driftsavtale"),
        [AgreementType.Leader] = ("lederavtale", "leiaravtale"),
        [AgreementType.DataProcessing] = ("databehandleravtale", "databehandlaravtale"),
        [AgreementType.AssistiveTechnology] = ("avtale om hjelpemidler", "avtale om hjelpemiddel"),
        [AgreementType.HostMunicipality] = ("vertskommuneavtale", "vertskommuneavtale"),
        [AgreementType.Other] = ("annen avtale", "annan avtale"),

        [AgreementState.Proposed] = ("venter på undertegning", "ventar på underskrift"),
        [AgreementState.Agreed] = ("undertegnet av alle", "underskriven av alle"),
        [AgreementState.Superseded] = ("erstattet", "erstatta"),

        [CostKeyType.Fte] = ("etter årsverk", "etter årsverk"),
        [CostKeyType.Percent] = ("faste andeler", "faste delar"),
        [CostKeyType.Population] = ("etter innbyggertall", "etter innbyggjartal"),

        [ReminderMark.EightMonths] = ("høyst 8 måneder igjen", "høgst 8 månader igjen"),
        [ReminderMark.SixMonths] = ("høyst 6 måneder igjen", "høgst 6 månader igjen"),
        [ReminderMark.ThreeMonths] = ("høyst 3 måneder igjen", "høgst 3 månader igjen"),
        [ReminderMark.FourteenDays] = ("høyst 14 dager igjen", "høgst 14 dagar igjen"),
        [ReminderMark.SevenDays] = ("høyst 7 dager igjen", "høgst 7 dagar igjen"),
        [ReminderMark.Ended] = ("utløpt", "gått ut"),

        [FindingKind.ContradictoryOrders] = ("motstridende pålegg", "motstridande pålegg"),
        [FindingKind.OpposedDirections] = ("motsatt retning på samme indikator", "motsett retning på same indikator"),
        [FindingKind.DisjointTargets] = ("uforenlige måltall", "uforeinlege måltal"),
        [FindingKind.CapacityOverbooked] = ("kapasitet overbooket", "kapasitet overbooka"),
        [FindingKind.PriorityCollision] = ("prioritetskollisjon", "prioritetskollisjon"),
        [FindingKind.UnfundedDemand] = ("krav uten dekning i partnerens ramme", "krav utan dekning i ramma til partnaren"),
        [FindingKind.CostShift] = ("kostnadsoverveltning", "kostnadsoverføring"),
        [FindingKind.CostKeyDrift] = ("kostnadsnøkkel ute av takt", "kostnadsnøkkel ute av takt"),
        [FindingKind.BudgetTimingGap] = ("tidsgap mot budsjettvedtak", "tidsgap mot budsjettvedtak"),
        [FindingKind.HorizonBreak] = ("horisontbrudd", "horisontbrot"),
        [FindingKind.AssessmentMissing] = ("manglende konsekvensvurdering", "manglande konsekvensvurdering"),
        [FindingKind.PartnerNotConsulted] = ("manglende involvering", "manglande involvering"),
        [FindingKind.OwnerBypassed] = ("omgått eierledd", "omgått eigarledd"),
        [FindingKind.UncoordinatedOffer] = ("ukoordinert kompetansetilbud", "ukoordinert kompetansetilbod"),
        [FindingKind.OutsideAuthority] = ("styring utenfor myndighet", "styring utanfor myndigheit"),
        [FindingKind.AdviceAsOrder] = ("råd forvekslet med pålegg", "råd forveksla med pålegg"),
        [FindingKind.AgreementBreach] = ("strid med avtaleklausul", "strid med avtaleklausul"),
        [FindingKind.ServiceNotProvided] = ("tjeneste utenfor porteføljen", "teneste utanfor porteføljen"),
        [FindingKind.MinimumWeakened] = ("svekket minimumsløsning", "svekt minimumsløysing"),
        [FindingKind.CountyLettersDiffer] = ("mål- og disponeringsbrev og embetsoppdrag er ulike", "mål- og disponeringsbrev og embetsoppdrag er ulike"),
        [FindingKind.SameLineCollision] = ("kollisjon innen samme linje", "kollisjon innan same linje"),
        [FindingKind.CascadeDistortion] = ("forvanskning eller brudd i kaskaden", "forvansking eller brot i kaskaden"),
        [QuestionKind.Clarification] = ("ber om avklaring", "ber om avklaring"),
        [QuestionKind.Obstacle] = ("melder en hindring", "melder ei hindring"),

        [FindingKind.DoubleReporting] = ("dobbeltrapportering", "dobbeltrapportering"),
        [FindingKind.IndicatorSplit] = ("samme indikator, ulik definisjon", "same indikator, ulik definisjon"),
        [FindingKind.ScorecardImbalance] = ("ubalansert målekort", "ubalansert målekort"),
        [FindingKind.DetailAsymmetry] = ("detaljstyringsasymmetri", "detaljstyringsasymmetri"),
        [FindingKind.InitiativeQueue] = ("satsingskø", "satsingskø"),
        [FindingKind.DeadlineCollision] = ("fristkollisjon", "fristkollisjon"),
        [FindingKind.IntermunicipalSplit] = ("sprik i interkommunalt kontor", "sprik i interkommunalt kontor"),
        [FindingKind.RecipientUnclear] = ("todelt ledelse uten klar mottaker", "todelt leiing utan klar mottakar"),
        [FindingKind.OutdatedBasis] = ("foreldet grunnlag", "forelda grunnlag"),
        [FindingKind.PilotIgnored] = ("forsøk eller unntak ikke respektert", "forsøk eller unntak ikkje respektert"),
        [FindingKind.OutsideJointPlan] = ("uforankret i felles virksomhetsplan", "uforankra i felles verksemdsplan"),
        [FindingKind.DpaMissing] = ("databehandleravtale mangler", "databehandlaravtale manglar"),
        [FindingKind.WorkingConditionsClash] = ("ulike arbeidsvilkår", "ulike arbeidsvilkår"),
        [FindingKind.AccessAsymmetry] = ("ulik tilgang for eierne", "ulik tilgang for eigarane"),

        [CaseState.Open] = ("åpen", "open"),
        [CaseState.Escalated] = ("løftet til neste trinn", "løfta til neste steg"),
        [CaseState.Closed] = ("avsluttet", "avslutta"),

        [WayOut.Amend] = ("endre", "endre"),
        [WayOut.Withdraw] = ("trekke", "trekkje"),
        [WayOut.OrderInTime] = ("ta det etter hverandre", "ta det etter kvarandre"),
        [WayOut.SplitTargetGroup] = ("dele målgruppen", "dele målgruppa"),
        [WayOut.AcceptBoth] = ("godta begge", "godta båe"),
        [WayOut.JointText] = ("felles ordlyd", "felles ordlyd"),

        [ProposalState.Open] = ("venter på svar", "ventar på svar"),
        [ProposalState.Agreed] = ("enighet", "semje"),
        [ProposalState.Rejected] = ("avvist", "avvist"),
        [ProposalState.Lapsed] = ("falt bort", "falle bort"),

        [ResolutionAnswer.Sign] = ("undertegnet", "underskrive"),
        [ResolutionAnswer.Reject] = ("avvist", "avvist"),

        [CaseAct.Opened] = ("åpnet", "opna"),
        [CaseAct.Reopened] = ("åpnet igjen", "opna att"),
        [CaseAct.Escalated] = ("løftet", "løfta"),
        [CaseAct.Proposed] = ("foreslått", "gjort framlegg"),
        [CaseAct.Signed] = ("undertegnet", "underskrive"),
        [CaseAct.Rejected] = ("avvist", "avvist"),
        [CaseAct.Agreed] = ("enighet", "semje"),
        [CaseAct.Lapsed] = ("falt bort", "falle bort"),
        [CaseAct.Closed] = ("avsluttet", "avslutta"),
        [CaseAct.AccountGiven] = ("framstilling gitt", "framstilling gjeve"),
        [CaseAct.Mediation] = ("mekling", "mekling"),
        [CaseAct.NoDecision] = ("uten beslutning", "utan avgjerd"),
        [CaseAct.Collected] = ("samlet i regional sak", "samla i regional sak"),

        [ResolverClass.BothOwners] = ("begge eiere", "båe eigarane"),
        [ResolverClass.RegionalArena] = ("regional arena", "regional arena"),
        [ResolverClass.LineTop] = ("toppen av linjen", "toppen av linja"),
        [ResolverClass.Issuer] = ("avsender", "avsendar"),
        [ResolverClass.DisputeBoard] = ("mekling og nemnd", "mekling og nemnd"),
        [ResolverClass.Municipalities] = ("kommunene", "kommunane"),
        [ResolverClass.Leaders] = ("lederne", "leiarane"),

        [MediationOutcome.Inadmissible] = ("avvist som tvist", "avvist som tvist"),
        [MediationOutcome.Agreement] = ("enighet i mekling", "semje i mekling"),
        [MediationOutcome.Forwarded] = ("oversendt nemnda", "sendt til nemnda"),
        [MediationOutcome.BoardDecision] = ("avgjort av nemnda", "avgjort av nemnda"),
    };

    /// <summary>The word; a dash for a value that says nothing, the number for one that this version does not know.</summary>
    public static string Of(Enum value, bool nynorsk)
    {
        if (All.TryGetValue(value, out var word))
            return nynorsk ? word.Nn : word.Nb;
        var number = Convert.ToInt32(value, System.Globalization.CultureInfo.InvariantCulture);
        return number == 0 ? "–" : $"({number})";
    }

    /// <summary>A text in the wanted form, or in the one there is; empty: neither.</summary>
    public static string Of(LocalizedText? text, bool nynorsk) => text switch
    {
        null => "",
        { Nn.Length: > 0 } when nynorsk || text.Nb.Length == 0 => text.Nn,
        _ => text.Nb,
    };

    /// <summary>An organisation by its number, as people call it.</summary>
    public static string Of(OrgRef? org, bool nynorsk) => org?.Kind switch
    {
        null or OrgKind.Unspecified => "–",
        OrgKind.Department => "Arbeids- og inkluderingsdepartementet",
        OrgKind.Directorate => "Arbeids- og velferdsdirektoratet",
        OrgKind.County => $"Nav fylke {org.Number}",
        OrgKind.Municipality => $"kommune {org.Number}",
        OrgKind.CityDistrict => MunicipalOwner.CityDistrict(org.Number),
        OrgKind.CountyGovernor => nynorsk ? $"statsforvaltaren i fylke {org.Number}" : $"statsforvalteren i fylke {org.Number}",
        OrgKind.Ks => "KS",
        _ => $"partnerskap {org.Number}".TrimEnd(),
    };
}
