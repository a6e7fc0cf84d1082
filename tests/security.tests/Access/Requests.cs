using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Security.Tests.Access;

/// <summary>
/// A request of each rpc about an object. It says all that is asked for, so that the relation to the object is what decides; and where it would change something
/// it is about an outdated version, so that it does not.
/// </summary>
public static class Requests
{
    private const string Etag = "\"outdated\"";
    private const string Day = "2027-01-04";

    public static IMessage Of(string rpc, (string Role, string Unit) caller, string relation, Target at) => rpc switch
    {
        "CreateDirective" => new CreateDirectiveRequest { RequestId = Id(), Content = ContentOf(caller, relation) },
        "UpdateDirective" => new UpdateDirectiveRequest { RequestId = Id(), DirectiveId = at.Directive, Etag = Etag, Content = ContentOf(caller, "own"), ChangeClass = ChangeClass.Material },
        "ImportDirectives" => new ImportDirectivesRequest { RequestId = Id(), Csv = "title.nb\nUten nøkkel\n", ValidateOnly = true },
        "ExportDirectives" => new ExportDirectivesRequest { PageSize = 1 },
        "PublishDirective" => new PublishDirectiveRequest { RequestId = Id(), DirectiveId = at.Directive, Etag = Etag },
        "RelayDirective" => new RelayDirectiveRequest { Relays = { new Relay { RequestId = Id(), DirectiveId = at.Directive, Scope = "OFFICE(0101)" } } },
        "WithdrawDirective" => new WithdrawDirectiveRequest { RequestId = Id(), DirectiveId = at.Directive, Etag = Etag, Reason = "Prøve" },
        "GetDirective" => new GetDirectiveRequest { DirectiveId = at.Directive },
        "ListDirectives" => new ListDirectivesRequest { PageSize = 1 },
        "ListDirectiveRevisions" => new ListDirectiveRevisionsRequest { DirectiveId = at.Directive },
        "RecordAssessment" => new RecordAssessmentRequest
        {
            RequestId = Id(),
            DirectiveId = at.Directive,
            Etag = Etag,
            ChangeClass = ChangeClass.Editorial,
            Assessment = ContentOf(caller, "own").ConsequenceAssessment,
        },
        "RequestConsultation" => new RequestConsultationRequest
        {
            RequestId = Id(),
            DirectiveId = at.Draft,
            Etag = Etag,
            Question = new() { Nb = "Hva betyr dette?" },
            Partners = { new OrgRef { Kind = OrgKind.Municipality, Number = "5036" } },
        },
        "AnswerConsultation" => new AnswerConsultationRequest { RequestId = Id(), ConsultationId = at.Consultation, TextDigest = new string('0', 64), Answer = ConsultationAnswer.Agrees },
        "GetConsultation" => new GetConsultationRequest { ConsultationId = at.Consultation },
        "ListConsultations" => new ListConsultationsRequest { PageSize = 1 },
        "GetOffice" => new GetOfficeRequest { OfficeNumber = at.Office },
        "ListOffices" => new ListOfficesRequest { PageSize = 1 },
        "ListMunicipalities" => new ListMunicipalitiesRequest { PageSize = 1 },
        "ListCounties" => new ListCountiesRequest { PageSize = 1 },
        "ResolveScope" => new ResolveScopeRequest { Scope = $"OFFICE({at.Office})", PageSize = 1 },
        "ExplainScope" => new ExplainScopeRequest { Scope = "ALL", OfficeNumber = at.Office },
        "UpdateOfficeProfile" => new UpdateOfficeProfileRequest
        {
            RequestId = Id(),
            OfficeNumber = at.Office,
            Revision = 0,
            UpdateMask = FieldMask.FromString("scorecard"),
            Profile = new(),
            Source = "Prøve",
        },
        "GetOfficeHistory" => new GetOfficeHistoryRequest { OfficeNumber = at.Office, PageSize = 1 },
        "ExportOfficeProfiles" => new ExportOfficeProfilesRequest { PageSize = 1, Scope = $"OFFICE({at.Office})" },
        "ImportOfficeProfiles" => new ImportOfficeProfilesRequest { RequestId = Id(), Csv = "office", ValidateOnly = true, Mandate = "Prøve" },
        "PutAgreement" => new PutAgreementRequest
        {
            RequestId = Id(),
            AgreementId = at.Agreement,
            Revision = 99,
            OfficeNumber = at.Office,
            Mandate = "Prøve",
            Content = at.Agreed,
        },
        "GetAgreement" => new GetAgreementRequest { AgreementId = at.Agreement },
        "ListAgreements" => new ListAgreementsRequest { OfficeNumber = at.Office, PageSize = 1 },
        "ProposeAmendment" => new ProposeAmendmentRequest
        {
            RequestId = Id(),
            AgreementId = at.Agreement,
            Revision = 99,
            ClauseRef = "1",
            Value = "1",
            EffectiveFrom = Day,
            Mandate = "Prøve",
        },
        "SignAmendment" => new SignAmendmentRequest { RequestId = Id(), AgreementId = at.Agreement, AmendmentId = Target.Missing.Draft, Mandate = "Prøve" },
        "ListAgreementReminders" => new ListAgreementRemindersRequest { PageSize = 1 },
        "RecordStructureChange" => new RecordStructureChangeRequest { RequestId = Id(), Change = new() },
        "ProposeRegisterUpdate" => new ProposeRegisterUpdateRequest { RequestId = Id(), Json = "{", AsOf = Day },
        "GetRegisterUpdate" => new GetRegisterUpdateRequest { RegisterUpdateId = 999_999 },
        "ListRegisterUpdates" => new ListRegisterUpdatesRequest { PageSize = 1 },
        "ApproveRegisterUpdate" => new ApproveRegisterUpdateRequest { RequestId = Id(), RegisterUpdateId = 999_999 },
        "RejectRegisterUpdate" => new RejectRegisterUpdateRequest { RequestId = Id(), RegisterUpdateId = 999_999, Note = "Prøve" },
        "SimulateCostSplit" => new SimulateCostSplitRequest { OfficeNumber = at.Office, Employer = Employer.State, FteDelta = "1" },
        "WatchMissions" => new WatchMissionsRequest { OfficeNumber = at.Office },
        "ListMissions" => new ListMissionsRequest { OfficeNumber = at.Office, PageSize = 1 },
        "GetMission" => new GetMissionRequest { OfficeNumber = at.Office, MissionKey = at.Mission },
        "GetMissionChanges" => new GetMissionChangesRequest { OfficeNumber = at.Office, PageSize = 1 },
        "MarkMissionsSeen" => new MarkMissionsSeenRequest { RequestId = Id(), OfficeNumber = at.Office, Missions = { new MissionVersion { MissionKey = at.Mission, Version = 1 } } },
        "AcknowledgeMission" => new AcknowledgeMissionRequest
        {
            RequestId = Id(),
            OfficeNumber = at.Office,
            MissionKey = at.Mission,
            Version = 1,
            ContentHash = new string('0', 64),
        },
        "AskForClarification" => new AskForClarificationRequest { RequestId = Id(), OfficeNumber = at.Office, MissionKey = at.Mission, Text = "Prøve" },
        "ReportObstacle" => new ReportObstacleRequest { RequestId = Id(), OfficeNumber = at.Office, MissionKey = at.Mission, Text = "Prøve" },
        "AnswerQuestion" => new AnswerQuestionRequest { RequestId = Id(), QuestionId = at.Question, Answer = "Prøve" },
        "ListQuestions" => new ListQuestionsRequest { OfficeNumber = at.Office, IncludeAnswered = true, PageSize = 1 },
        "GetDirectiveStatus" => new GetDirectiveStatusRequest { DirectiveId = at.Directive, PageSize = 1 },
        "ListFindings" => new ListFindingsRequest { Filter = new() { OfficeNumber = at.Office, Kind = FindingKind.ContradictoryOrders }, PageSize = 1 },
        "GetFinding" => new GetFindingRequest { FindingId = at.Finding },
        "GetFindingFacts" => new GetFindingFactsRequest { FindingId = at.Finding },
        "PreviewDirective" => new PreviewDirectiveRequest { Content = ContentOf(caller, relation) },
        "JudgeFacts" => new JudgeFactsRequest { FactsJson = "{" },
        "ListCases" => new ListCasesRequest { Filter = new() { OfficeNumber = at.Office }, PageSize = 1 },
        "GetCase" => new GetCaseRequest { CaseId = at.Case },
        "PreviewResolution" => new PreviewResolutionRequest { CaseId = at.Case, Resolution = new() { WayOut = WayOut.AcceptBoth, Reason = "Prøve" } },
        "ProposeResolution" => new ProposeResolutionRequest
        {
            RequestId = Id(),
            CaseId = at.Case,
            Resolution = new() { WayOut = WayOut.AcceptBoth, Reason = "Prøve", OfficeNumbers = { "0101" } },
            Mandate = "Prøve",
        },
        "AnswerResolution" => new AnswerResolutionRequest { RequestId = Id(), CaseId = at.Case, ProposalNumber = 99, Answer = ResolutionAnswer.Sign, Mandate = "Prøve" },
        "EscalateCase" => new EscalateCaseRequest { RequestId = Id(), CaseId = at.Case, To = ResolverClass.LineTop, Reason = "Prøve" },
        "GiveAccount" => new GiveAccountRequest { RequestId = Id(), CaseId = at.Case, Text = "Prøve" },
        "RecordMediation" => new RecordMediationRequest { RequestId = Id(), CaseId = at.Case, Outcome = MediationOutcome.Agreement, Text = "Prøve", Reference = "1" },
        "RecordNoDecision" => new RecordNoDecisionRequest { RequestId = Id(), CaseId = at.Case, MeetingDate = "2026-01-05", Note = "Prøve" },
        "GetMeetingAgenda" => new GetMeetingAgendaRequest { OfficeNumber = at.Office },
        "ListTasks" => new ListTasksRequest { PageSize = 1 },
        "ListAuditEntries" => new ListAuditEntriesRequest { PageSize = 1 },
        "ListAuditHeads" => new ListAuditHeadsRequest { PageSize = 1 },
        "VerifyAudit" => new VerifyAuditRequest(),
        "ListDeadLetters" => new ListDeadLettersRequest { PageSize = 1 },
        "GetDeadLetter" => new GetDeadLetterRequest { DeadLetterId = "999999" },
        "ReplayDeadLetter" => new ReplayDeadLetterRequest { RequestId = Id(), DeadLetterId = "999999" },
        "ParkDeadLetter" => new ParkDeadLetterRequest { RequestId = Id(), DeadLetterId = "999999", Reason = "Prøve" },
        _ => throw new InvalidOperationException($"No request of {rpc} is known: say here what it asks for."),
    };

    /// <summary>Content of the caller's own, or of somebody to whom it has the relation.</summary>
    private static DirectiveContent ContentOf((string Role, string Unit) caller, string relation)
    {
        var (role, unit) = (caller.Role, relation) switch
        {
            (_, "foreign") => ("municipal-director", Places.ForeignMunicipality),
            ("directorate", "line") => ("county", Places.County),
            ("county", "line") => ("directorate", ""),
            ("directorate" or "county", "partner") => ("municipal-director", Places.Municipality),
            (_, "partner") => ("county", Places.County),
            ("office" or "auditor" or "system", _) => ("municipal-director", Places.Municipality),
            _ => caller,
        };
        var content = role switch
        {
            "directorate" => Situations.FromTheDirectorate("ALL"),
            "county" => Objects.OfTheCounty(unit, Places.Own),
            "county-governor" => Situations.FromTheDirectorate("ALL"),
            _ => Situations.FromTheMunicipality(unit),
        };
        if (role == "county-governor")
        {
            (content.Line, content.IssuerOrg, content.IssuerRole) = (Line.CountyGovernor, new() { Kind = OrgKind.CountyGovernor, Number = unit }, IssuerRole.CountyGovernor);
            (content.Bindingness, content.DocumentType, content.RecipientRole) = (Bindingness.Advice, DocumentType.SteeringLetter, RecipientRole.NavLeader);
        }
        else if (role == "council")
        {
            (content.IssuerRole, content.DocumentType) = (IssuerRole.Council, DocumentType.CouncilDecision);
        }

        return content;
    }

    private static string Id() => Situations.Id();
}
