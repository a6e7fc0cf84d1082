using System.Collections.Concurrent;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Cli.Tests;

/// <summary>What the gateway is to the command line: all three services at one address, answering what a test tells them to.</summary>
public sealed class StubPlatform : IAsyncDisposable
{
    private StubService server = null!;

    /// <summary>Requests as they came, in order.</summary>
    public ConcurrentQueue<IMessage> Requests { get; } = new();

    /// <summary>The answer to a request; throws to refuse. Null: an empty answer.</summary>
    public Func<IMessage, IMessage?> Answer { get; set; } = _ => null;

    /// <summary>What a watcher gets for its resume token; throws to break the stream.</summary>
    public Func<WatchMissionsRequest, IEnumerable<WatchMissionsResponse>> Feed { get; set; } = _ => [];

    public IEnumerable<Arrival> Arrivals => server.Arrivals;

    public string Address => server.Address;

    public static async Task<StubPlatform> Start()
    {
        var platform = new StubPlatform();
        platform.server = await StubService.Start(
            "platform",
            services => services.AddSingleton(new Steering(platform)).AddSingleton(new Offices(platform)).AddSingleton(new Notifications(platform)).AddSingleton(new Audit(platform)).AddSingleton(new DeadLetters(platform)),
            app =>
            {
                app.MapGrpcService<Steering>();
                app.MapGrpcService<Offices>();
                app.MapGrpcService<Notifications>();
                app.MapGrpcService<Audit>();
                app.MapGrpcService<DeadLetters>();
            });
        return platform;
    }

    /// <summary>Runs the command line against this platform.</summary>
    public async Task<(int Exit, string Output, string Error)> Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exit = await App.Run([.. args, "--server", Address], output, error, TestContext.Current.CancellationToken);
        return (exit, output.ToString(), error.ToString());
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private Task<TResponse> Reply<TResponse>(IMessage request) where TResponse : IMessage, new()
    {
        Requests.Enqueue(request);
        return Task.FromResult((TResponse?)Answer(request) ?? new TResponse());
    }

    private sealed class Steering(StubPlatform platform) : SteeringService.SteeringServiceBase
    {
        public override Task<CreateDirectiveResponse> CreateDirective(CreateDirectiveRequest request, ServerCallContext context) => platform.Reply<CreateDirectiveResponse>(request);

        public override Task<UpdateDirectiveResponse> UpdateDirective(UpdateDirectiveRequest request, ServerCallContext context) => platform.Reply<UpdateDirectiveResponse>(request);

        public override Task<PublishDirectiveResponse> PublishDirective(PublishDirectiveRequest request, ServerCallContext context) => platform.Reply<PublishDirectiveResponse>(request);

        public override Task<RelayDirectiveResponse> RelayDirective(RelayDirectiveRequest request, ServerCallContext context) => platform.Reply<RelayDirectiveResponse>(request);

        public override Task<WithdrawDirectiveResponse> WithdrawDirective(WithdrawDirectiveRequest request, ServerCallContext context) => platform.Reply<WithdrawDirectiveResponse>(request);

        public override Task<GetDirectiveResponse> GetDirective(GetDirectiveRequest request, ServerCallContext context) => platform.Reply<GetDirectiveResponse>(request);

        public override Task<ListDirectivesResponse> ListDirectives(ListDirectivesRequest request, ServerCallContext context) => platform.Reply<ListDirectivesResponse>(request);

        public override Task<ListDirectiveRevisionsResponse> ListDirectiveRevisions(ListDirectiveRevisionsRequest request, ServerCallContext context) => platform.Reply<ListDirectiveRevisionsResponse>(request);

        public override Task<RecordAssessmentResponse> RecordAssessment(RecordAssessmentRequest request, ServerCallContext context) => platform.Reply<RecordAssessmentResponse>(request);

        public override Task<RequestConsultationResponse> RequestConsultation(RequestConsultationRequest request, ServerCallContext context) => platform.Reply<RequestConsultationResponse>(request);

        public override Task<AnswerConsultationResponse> AnswerConsultation(AnswerConsultationRequest request, ServerCallContext context) => platform.Reply<AnswerConsultationResponse>(request);

        public override Task<GetConsultationResponse> GetConsultation(GetConsultationRequest request, ServerCallContext context) => platform.Reply<GetConsultationResponse>(request);

        public override Task<ListConsultationsResponse> ListConsultations(ListConsultationsRequest request, ServerCallContext context) => platform.Reply<ListConsultationsResponse>(request);

        public override Task<ImportDirectivesResponse> ImportDirectives(ImportDirectivesRequest request, ServerCallContext context) => platform.Reply<ImportDirectivesResponse>(request);

        public override Task<ExportDirectivesResponse> ExportDirectives(ExportDirectivesRequest request, ServerCallContext context) => platform.Reply<ExportDirectivesResponse>(request);
    }

    private sealed class Offices(StubPlatform platform) : OfficesService.OfficesServiceBase
    {
        public override Task<GetOfficeResponse> GetOffice(GetOfficeRequest request, ServerCallContext context) => platform.Reply<GetOfficeResponse>(request);

        public override Task<UpdateOfficeProfileResponse> UpdateOfficeProfile(UpdateOfficeProfileRequest request, ServerCallContext context) => platform.Reply<UpdateOfficeProfileResponse>(request);

        public override Task<GetOfficeHistoryResponse> GetOfficeHistory(GetOfficeHistoryRequest request, ServerCallContext context) => platform.Reply<GetOfficeHistoryResponse>(request);

        public override Task<ExportOfficeProfilesResponse> ExportOfficeProfiles(ExportOfficeProfilesRequest request, ServerCallContext context) => platform.Reply<ExportOfficeProfilesResponse>(request);

        public override Task<ImportOfficeProfilesResponse> ImportOfficeProfiles(ImportOfficeProfilesRequest request, ServerCallContext context) => platform.Reply<ImportOfficeProfilesResponse>(request);

        public override Task<ListOfficesResponse> ListOffices(ListOfficesRequest request, ServerCallContext context) => platform.Reply<ListOfficesResponse>(request);

        public override Task<ListMunicipalitiesResponse> ListMunicipalities(ListMunicipalitiesRequest request, ServerCallContext context) => platform.Reply<ListMunicipalitiesResponse>(request);

        public override Task<ListCountiesResponse> ListCounties(ListCountiesRequest request, ServerCallContext context) => platform.Reply<ListCountiesResponse>(request);

        public override Task<ResolveScopeResponse> ResolveScope(ResolveScopeRequest request, ServerCallContext context) => platform.Reply<ResolveScopeResponse>(request);

        public override Task<ExplainScopeResponse> ExplainScope(ExplainScopeRequest request, ServerCallContext context) => platform.Reply<ExplainScopeResponse>(request);

        public override Task<PutAgreementResponse> PutAgreement(PutAgreementRequest request, ServerCallContext context) => platform.Reply<PutAgreementResponse>(request);

        public override Task<GetAgreementResponse> GetAgreement(GetAgreementRequest request, ServerCallContext context) => platform.Reply<GetAgreementResponse>(request);

        public override Task<ListAgreementsResponse> ListAgreements(ListAgreementsRequest request, ServerCallContext context) => platform.Reply<ListAgreementsResponse>(request);

        public override Task<ProposeAmendmentResponse> ProposeAmendment(ProposeAmendmentRequest request, ServerCallContext context) => platform.Reply<ProposeAmendmentResponse>(request);

        public override Task<SignAmendmentResponse> SignAmendment(SignAmendmentRequest request, ServerCallContext context) => platform.Reply<SignAmendmentResponse>(request);

        public override Task<ListAgreementRemindersResponse> ListAgreementReminders(ListAgreementRemindersRequest request, ServerCallContext context) => platform.Reply<ListAgreementRemindersResponse>(request);

        public override Task<RecordStructureChangeResponse> RecordStructureChange(RecordStructureChangeRequest request, ServerCallContext context) => platform.Reply<RecordStructureChangeResponse>(request);

        public override Task<ProposeRegisterUpdateResponse> ProposeRegisterUpdate(ProposeRegisterUpdateRequest request, ServerCallContext context) => platform.Reply<ProposeRegisterUpdateResponse>(request);

        public override Task<GetRegisterUpdateResponse> GetRegisterUpdate(GetRegisterUpdateRequest request, ServerCallContext context) => platform.Reply<GetRegisterUpdateResponse>(request);

        public override Task<ListRegisterUpdatesResponse> ListRegisterUpdates(ListRegisterUpdatesRequest request, ServerCallContext context) => platform.Reply<ListRegisterUpdatesResponse>(request);

        public override Task<ApproveRegisterUpdateResponse> ApproveRegisterUpdate(ApproveRegisterUpdateRequest request, ServerCallContext context) => platform.Reply<ApproveRegisterUpdateResponse>(request);

        public override Task<RejectRegisterUpdateResponse> RejectRegisterUpdate(RejectRegisterUpdateRequest request, ServerCallContext context) => platform.Reply<RejectRegisterUpdateResponse>(request);

        public override Task<SimulateCostSplitResponse> SimulateCostSplit(SimulateCostSplitRequest request, ServerCallContext context) => platform.Reply<SimulateCostSplitResponse>(request);
    }

    private sealed class DeadLetters(StubPlatform platform) : DeadLetterService.DeadLetterServiceBase
    {
        public override Task<ListDeadLettersResponse> ListDeadLetters(ListDeadLettersRequest request, ServerCallContext context) => platform.Reply<ListDeadLettersResponse>(request);

        public override Task<GetDeadLetterResponse> GetDeadLetter(GetDeadLetterRequest request, ServerCallContext context) => platform.Reply<GetDeadLetterResponse>(request);

        public override Task<ReplayDeadLetterResponse> ReplayDeadLetter(ReplayDeadLetterRequest request, ServerCallContext context) => platform.Reply<ReplayDeadLetterResponse>(request);

        public override Task<ParkDeadLetterResponse> ParkDeadLetter(ParkDeadLetterRequest request, ServerCallContext context) => platform.Reply<ParkDeadLetterResponse>(request);
    }

    private sealed class Audit(StubPlatform platform) : AuditService.AuditServiceBase
    {
        public override Task<ListAuditEntriesResponse> ListAuditEntries(ListAuditEntriesRequest request, ServerCallContext context) => platform.Reply<ListAuditEntriesResponse>(request);

        public override Task<ListAuditHeadsResponse> ListAuditHeads(ListAuditHeadsRequest request, ServerCallContext context) => platform.Reply<ListAuditHeadsResponse>(request);

        public override async Task VerifyAudit(VerifyAuditRequest request, IServerStreamWriter<VerifyAuditResponse> responseStream, ServerCallContext context)
        {
            await responseStream.WriteAsync(new VerifyAuditResponse { Verified = 1 }, context.CancellationToken);
            await responseStream.WriteAsync(await platform.Reply<VerifyAuditResponse>(request), context.CancellationToken);
        }
    }

    private sealed class Notifications(StubPlatform platform) : NotificationsService.NotificationsServiceBase
    {
        public override Task<ListMissionsResponse> ListMissions(ListMissionsRequest request, ServerCallContext context) => platform.Reply<ListMissionsResponse>(request);

        public override Task<GetMissionResponse> GetMission(GetMissionRequest request, ServerCallContext context) => platform.Reply<GetMissionResponse>(request);

        public override Task<MarkMissionsSeenResponse> MarkMissionsSeen(MarkMissionsSeenRequest request, ServerCallContext context) => platform.Reply<MarkMissionsSeenResponse>(request);

        public override Task<AcknowledgeMissionResponse> AcknowledgeMission(AcknowledgeMissionRequest request, ServerCallContext context) => platform.Reply<AcknowledgeMissionResponse>(request);

        public override Task<GetMissionChangesResponse> GetMissionChanges(GetMissionChangesRequest request, ServerCallContext context) => platform.Reply<GetMissionChangesResponse>(request);

        public override Task<AskForClarificationResponse> AskForClarification(AskForClarificationRequest request, ServerCallContext context) => platform.Reply<AskForClarificationResponse>(request);

        public override Task<ReportObstacleResponse> ReportObstacle(ReportObstacleRequest request, ServerCallContext context) => platform.Reply<ReportObstacleResponse>(request);

        public override Task<AnswerQuestionResponse> AnswerQuestion(AnswerQuestionRequest request, ServerCallContext context) => platform.Reply<AnswerQuestionResponse>(request);

        public override Task<ListQuestionsResponse> ListQuestions(ListQuestionsRequest request, ServerCallContext context) => platform.Reply<ListQuestionsResponse>(request);

        public override Task<GetDirectiveStatusResponse> GetDirectiveStatus(GetDirectiveStatusRequest request, ServerCallContext context) => platform.Reply<GetDirectiveStatusResponse>(request);

        public override Task<ListFindingsResponse> ListFindings(ListFindingsRequest request, ServerCallContext context) => platform.Reply<ListFindingsResponse>(request);

        public override Task<GetFindingResponse> GetFinding(GetFindingRequest request, ServerCallContext context) => platform.Reply<GetFindingResponse>(request);

        public override Task<GetFindingFactsResponse> GetFindingFacts(GetFindingFactsRequest request, ServerCallContext context) => platform.Reply<GetFindingFactsResponse>(request);

        public override Task<JudgeFactsResponse> JudgeFacts(JudgeFactsRequest request, ServerCallContext context) => platform.Reply<JudgeFactsResponse>(request);

        public override Task<ListCasesResponse> ListCases(ListCasesRequest request, ServerCallContext context) => platform.Reply<ListCasesResponse>(request);

        public override Task<GetCaseResponse> GetCase(GetCaseRequest request, ServerCallContext context) => platform.Reply<GetCaseResponse>(request);

        public override Task<PreviewResolutionResponse> PreviewResolution(PreviewResolutionRequest request, ServerCallContext context) => platform.Reply<PreviewResolutionResponse>(request);

        public override Task<ProposeResolutionResponse> ProposeResolution(ProposeResolutionRequest request, ServerCallContext context) => platform.Reply<ProposeResolutionResponse>(request);

        public override Task<AnswerResolutionResponse> AnswerResolution(AnswerResolutionRequest request, ServerCallContext context) => platform.Reply<AnswerResolutionResponse>(request);

        public override Task<EscalateCaseResponse> EscalateCase(EscalateCaseRequest request, ServerCallContext context) => platform.Reply<EscalateCaseResponse>(request);

        public override Task<GiveAccountResponse> GiveAccount(GiveAccountRequest request, ServerCallContext context) => platform.Reply<GiveAccountResponse>(request);

        public override Task<RecordMediationResponse> RecordMediation(RecordMediationRequest request, ServerCallContext context) => platform.Reply<RecordMediationResponse>(request);

        public override Task<GetMeetingAgendaResponse> GetMeetingAgenda(GetMeetingAgendaRequest request, ServerCallContext context) => platform.Reply<GetMeetingAgendaResponse>(request);

        public override Task<RecordNoDecisionResponse> RecordNoDecision(RecordNoDecisionRequest request, ServerCallContext context) => platform.Reply<RecordNoDecisionResponse>(request);

        public override Task<ListTasksResponse> ListTasks(ListTasksRequest request, ServerCallContext context) => platform.Reply<ListTasksResponse>(request);

        public override async Task PreviewDirective(PreviewDirectiveRequest request, IServerStreamWriter<PreviewDirectiveResponse> responseStream, ServerCallContext context) =>
            await responseStream.WriteAsync(await platform.Reply<PreviewDirectiveResponse>(request), context.CancellationToken);

        public override async Task WatchMissions(WatchMissionsRequest request, IServerStreamWriter<WatchMissionsResponse> responseStream, ServerCallContext context)
        {
            platform.Requests.Enqueue(request);
            foreach (var entry in platform.Feed(request))
                await responseStream.WriteAsync(entry, context.CancellationToken);
        }
    }
}
