using Google.Protobuf;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli.Tests;

public sealed class VerbTests
{
    private static readonly string FactsFile = Written("""{"as_of": "2026-11-16", "offices": [], "directives": []}""");
    private static readonly string ChangeFile = Written("{}");

    private static readonly Dictionary<string, string> Verbs = new()
    {
        ["SteeringService/CreateDirective"] = "directive create --title Hei",
        ["SteeringService/UpdateDirective"] = "directive edit d1 --title Hei",
        ["SteeringService/PublishDirective"] = "directive publish d1",
        ["SteeringService/RelayDirective"] = "directive relay d1 d2",
        ["SteeringService/WithdrawDirective"] = "directive withdraw d1 --reason feil",
        ["SteeringService/GetDirective"] = "directive show d1",
        ["SteeringService/ListDirectives"] = "directive list --state PUBLISHED --line STATE",
        ["SteeringService/ListDirectiveRevisions"] = "directive revisions d1",
        ["SteeringService/RecordAssessment"] = "assessment record d1 --economy - --staffing halv --lines MUNICIPAL --consulted COUNTY:5700 --conclusion HANDLED --user-forum true",
        ["SteeringService/RequestConsultation"] = "consultation request d1 --partner MUNICIPALITY:5035 --question Hva? --deadline 2027-02-01 --shield offl",
        ["SteeringService/AnswerConsultation"] = "consultation answer c1 OBJECTS --reason nei",
        ["SteeringService/GetConsultation"] = "consultation show c1",
        ["SteeringService/ListConsultations"] = "consultation list --awaiting-answer",
        ["SteeringService/ImportDirectives"] = $"directive import {Path.GetTempFileName()} --validate-only",
        ["SteeringService/ExportDirectives"] = "directive export --state DRAFT --theme FOLLOW_UP",
        ["NotificationsService/GetDirectiveStatus"] = "directive status d1 --state HELD",
        ["OfficesService/GetOffice"] = "office show 1783",
        ["OfficesService/ListOffices"] = "office list --scope COUNTY(5700)",
        ["OfficesService/ResolveScope"] = "office resolve ALL --from 2027-01-01",
        ["OfficesService/ExplainScope"] = "scope explain --scope ALL --office 1783 --as-of 2027-01-01",
        ["OfficesService/ListMunicipalities"] = "municipality list --without-office",
        ["OfficesService/ListCounties"] = "county list",
        ["OfficesService/PutAgreement"] = "agreement put 1783 --agreement a1 --revision 1",
        ["OfficesService/GetAgreement"] = "agreement get a1 --as-of 2027-01-01 --known-on 2026-12-01",
        ["OfficesService/ListAgreements"] = "agreement list --office 1783 --type OPERATING",
        ["OfficesService/ProposeAmendment"] = "amendment propose a1 4.2 excluded --from 2027-05-01",
        ["OfficesService/SignAmendment"] = "amendment sign a1 m1",
        ["OfficesService/ListAgreementReminders"] = "reminders --as-of 2027-01-01",
        ["OfficesService/SimulateCostSplit"] = "cost-split 1783 --employer STATE --delta -3.0 --percent STATE=60,5035=40",
        ["OfficesService/UpdateOfficeProfile"] = "profile update 1783 --part staffing --rows {}",
        ["OfficesService/GetOfficeHistory"] = "profile history 1783 --part staffing --known-on 2026-12-01",
        ["OfficesService/ExportOfficeProfiles"] = "profile export --scope COUNTY(5700)",
        ["OfficesService/ImportOfficeProfiles"] = $"profile import {Path.GetTempFileName()} --validate-only",
        ["OfficesService/RecordStructureChange"] = $"structure record -f {ChangeFile}",
        ["OfficesService/ProposeRegisterUpdate"] = $"register propose {ChangeFile} --as-of 2026-11-12",
        ["OfficesService/GetRegisterUpdate"] = "register show 7",
        ["OfficesService/ListRegisterUpdates"] = "register list",
        ["OfficesService/ApproveRegisterUpdate"] = "register approve 7",
        ["OfficesService/RejectRegisterUpdate"] = "register reject 7 --note feil",
        ["AuditService/ListAuditEntries"] = "audit list --service steering --object d1",
        ["AuditService/ListAuditHeads"] = "audit heads --service offices",
        ["AuditService/VerifyAudit"] = "audit verify --service notifications",
        ["DeadLetterService/ListDeadLetters"] = "dead-letter list --service notifications --state PARKED",
        ["DeadLetterService/GetDeadLetter"] = "dead-letter show 7 --service offices",
        ["DeadLetterService/ReplayDeadLetter"] = "dead-letter replay 7 --service notifications",
        ["DeadLetterService/ParkDeadLetter"] = "dead-letter park 7 --service notifications --reason feil",
        ["NotificationsService/ListMissions"] = "mission list 1783",
        ["NotificationsService/GetMission"] = "mission show 1783 key",
        ["NotificationsService/WatchMissions"] = "mission watch 1783",
        ["NotificationsService/MarkMissionsSeen"] = "mission seen 1783 key@1 other@2",
        ["NotificationsService/AcknowledgeMission"] = "mission ack 1783 key@1 --hash h1",
        ["NotificationsService/GetMissionChanges"] = "mission changes 1783 --key key --since 1",
        ["NotificationsService/AskForClarification"] = "mission ask 1783 key Hva?",
        ["NotificationsService/ReportObstacle"] = "mission obstacle 1783 key Stengt",
        ["NotificationsService/ListQuestions"] = "question list --office 1783 --answered",
        ["NotificationsService/AnswerQuestion"] = "question answer q1 Slik.",
        ["NotificationsService/ListFindings"] = "finding list --kind CONTRADICTORY_ORDERS",
        ["NotificationsService/GetFinding"] = "finding show f1",
        ["NotificationsService/GetFindingFacts"] = "finding facts f1",
        ["NotificationsService/PreviewDirective"] = "directive preview --title Hei --scope ALL --no-consequence Ingen --consulted MUNICIPALITY:5035=2026-05-01",
        ["NotificationsService/ListCases"] = "case list --office 1783 --state OPEN --regional",
        ["NotificationsService/GetCase"] = "case show c1",
        ["NotificationsService/PreviewResolution"] = "case preview c1 --way-out AMEND --amend d1={\"deadline\":\"2027-01-01\"}",
        ["NotificationsService/ProposeResolution"] = "case propose c1 --way-out ACCEPT_BOTH --reason avtalt --mandate fullmakt",
        ["NotificationsService/AnswerResolution"] = "case answer c1 1 --mandate fullmakt --meeting 2027-01-01",
        ["NotificationsService/EscalateCase"] = "case escalate c1 --to REGIONAL_ARENA --reason uenighet",
        ["NotificationsService/GiveAccount"] = "case account c1 --text framstilling",
        ["NotificationsService/RecordMediation"] = "case mediate c1 --outcome FORWARDED --text mekling --reference 12",
        ["NotificationsService/GetMeetingAgenda"] = "agenda show 1783 --date 2027-01-01",
        ["NotificationsService/RecordNoDecision"] = "agenda no-decision c1 --meeting 2027-01-01 --note utsatt",
        ["NotificationsService/ListTasks"] = "task list",
        ["NotificationsService/JudgeFacts"] = $"judge -f {FactsFile}",
    };

    public static TheoryData<string, string> Cases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (rpc, line) in Verbs)
                data.Add(rpc, line);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Verb_Run_CallsItsRpcWithADeadline(string rpc, string line)
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = Whole;

        var (exit, output, error) = await platform.Run(line.Split(' '));

        Assert.True(exit == Exit.Done, error);
        var call = Assert.Single(platform.Arrivals, a => a.Path.EndsWith(rpc, StringComparison.Ordinal));
        Assert.Equal(rpc != "NotificationsService/WatchMissions", call.Headers.ContainsKey("grpc-timeout"));
        Assert.True(rpc == "NotificationsService/WatchMissions" || output.Length > 0);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Verb_Json_PrintsOneDocument(string rpc, string line)
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = Whole;

        var (exit, output, _) = await platform.Run([.. line.Split(' '), "--json"]);

        Assert.Equal(Exit.Done, exit);
        if (rpc != "NotificationsService/WatchMissions")
            using (System.Text.Json.JsonDocument.Parse(output)) { }
    }

    [Fact]
    public void Contracts_EveryRpc_HasAVerb()
    {
        var rpcs = new[] { SteeringService.Descriptor, OfficesService.Descriptor, NotificationsService.Descriptor, AuditService.Descriptor, DeadLetterService.Descriptor }
            .SelectMany(service => service.Methods.Select(method => $"{service.Name}/{method.Name}"));

        Assert.Equal(rpcs.Order(), Verbs.Keys.Order());
    }

    /// <summary>Answers with a directive, office, mission and finding in them, every text empty.</summary>
    private static IMessage? Whole(IMessage request) => request switch
    {
        GetDeadLetterRequest => new GetDeadLetterResponse { DeadLetter = new DeadLetter() },
        ReplayDeadLetterRequest => new ReplayDeadLetterResponse { DeadLetter = new DeadLetter() },
        ParkDeadLetterRequest => new ParkDeadLetterResponse { DeadLetter = new DeadLetter() },
        CreateDirectiveRequest => new CreateDirectiveResponse { Directive = Directive() },
        UpdateDirectiveRequest => new UpdateDirectiveResponse { Directive = Directive() },
        PublishDirectiveRequest => new PublishDirectiveResponse { Directive = Directive() },
        WithdrawDirectiveRequest => new WithdrawDirectiveResponse { Directive = Directive() },
        GetDirectiveRequest => new GetDirectiveResponse { Directive = Directive() },
        RecordAssessmentRequest => new RecordAssessmentResponse { Directive = Directive(), MissingParts = { "timing" } },
        RequestConsultationRequest => new RequestConsultationResponse { Consultation = Consultation() },
        AnswerConsultationRequest => new AnswerConsultationResponse { Consultation = Consultation() },
        GetConsultationRequest => new GetConsultationResponse { Consultation = Consultation() },
        ListDirectiveRevisionsRequest => new ListDirectiveRevisionsResponse { Revisions = { Directive() } },
        RelayDirectiveRequest relay => new RelayDirectiveResponse { Results = { relay.Relays.Select(_ => new RelayResult { Directive = Directive() }) } },
        GetOfficeRequest => new GetOfficeResponse { Office = new Office { Number = "1783", Name = "Nav Værnes" } },
        ExplainScopeRequest => new ExplainScopeResponse { Explanation = new ScopePart { Parts = { new ScopePart() } } },
        PutAgreementRequest => new PutAgreementResponse { Agreement = Agreement() },
        GetAgreementRequest => new GetAgreementResponse { Agreement = Agreement(), Revisions = { Agreement() } },
        ProposeAmendmentRequest => new ProposeAmendmentResponse { Amendment = new Amendment() },
        SignAmendmentRequest => new SignAmendmentResponse { Amendment = new Amendment() },
        GetMissionRequest => new GetMissionResponse { Mission = new Mission() },
        GetCaseRequest => new GetCaseResponse { Case = Case() },
        PreviewResolutionRequest => new PreviewResolutionResponse { Check = new ResolutionCheck() },
        ProposeResolutionRequest => new ProposeResolutionResponse { Case = Case() },
        AnswerResolutionRequest => new AnswerResolutionResponse { Case = Case() },
        EscalateCaseRequest => new EscalateCaseResponse { Case = Case() },
        GiveAccountRequest => new GiveAccountResponse { Case = Case() },
        RecordMediationRequest => new RecordMediationResponse { Case = Case() },
        RecordNoDecisionRequest => new RecordNoDecisionResponse { Case = Case() },
        GetMeetingAgendaRequest => new GetMeetingAgendaResponse { Agenda = new Agenda { Points = { new AgendaPoint { Items = { new AgendaItem() } } } } },
        ListTasksRequest => new ListTasksResponse { Tasks = { new WorkItem() } },
        GetMissionChangesRequest => new GetMissionChangesResponse { Changes = { new MissionChange { Mission = new Mission(), Fields = { new FieldChange() } } } },
        ListQuestionsRequest => new ListQuestionsResponse { Questions = { new AskedQuestion() } },
        GetFindingFactsRequest => new GetFindingFactsResponse { FactsJson = "{}" },
        GetFindingRequest => new GetFindingResponse { Finding = new Finding() },
        PreviewDirectiveRequest => new PreviewDirectiveResponse { Summary = new PreviewSummary { Offices = 1, WhenRelayed = new PreviewCounts { Held = 1 } } },
        JudgeFactsRequest => new JudgeFactsResponse { AnswerJson = """{"rule_version": "1", "findings": [], "gate": []}""" },
        _ => null,
    };

    private static Case Case() => new()
    {
        Offices = { new CaseOffice() },
        Proposals = { new Proposal { Resolution = new Resolution { Amendments = { new DirectiveAmendment() } }, Signatures = { new Samstyring.Notifications.V1.Signature() } } },
        Timeline = { new CaseEvent() },
    };

    private static string Written(string text)
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, text);
        return path;
    }

    private static Consultation Consultation() => new() { ConsultationId = "c1", TextDigest = "d", Partners = { new ConsultedPartner() } };

    private static Agreement Agreement() => new() { AgreementId = "a1", Revision = 1, State = AgreementState.Agreed };

    private static Directive Directive() => new() { DirectiveId = "d1", Etag = "\"1\"", Content = new DirectiveContent { Scope = "ALL" } };
}
