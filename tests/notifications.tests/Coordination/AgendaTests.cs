using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.Coordination.CaseWorld;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Coordination;

public class AgendaTests
{
    [Fact]
    public async Task Agenda_ComesInOneCall_WithEveryFixedPoint()
    {
        await using var world = await World.Start();
        var day = DateOnly.FromDateTime(world.Service.Time.GetUtcNow().UtcDateTime);
        var office = OfficeOf(Fjordvik, 2);
        office.Office.Profile.Staffing.Add(new Staffing
        {
            Employer = Employer.Municipal,
            Fte = "5.0",
            FollowUpFte = "4.0",
            Valid = new() { From = $"{day.AddMonths(2):yyyy-MM-dd}" },
        });
        office.Office.Profile.Agreements.Add(new Samstyring.Offices.V1.Agreement
        {
            AgreementId = "a1",
            Type = AgreementType.Operating,
            Valid = new() { From = "2020-01-01", To = $"{day.AddMonths(4):yyyy-MM-dd}" },
        });
        await world.Deliver(office);
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        await world.ProposeAcceptance(id);

        var agenda = (await world.As("municipal-director", "5035").GetMeetingAgendaAsync(new() { OfficeNumber = Fjordvik, Date = $"{day:yyyy-MM-dd}" })).Agenda;

        Assert.Equal(Enum.GetValues<AgendaPointKind>().Skip(1), agenda.Points.Select(p => p.Kind));
        Assert.Equal(["COUNTY:5700", "MUNICIPALITY:5035"], agenda.Owners.Select(Written));
        var item = Assert.Single(Of(agenda, AgendaPointKind.Cases), i => i.Severity == Severity.Blocking);
        Assert.Equal((id, Severity.Blocking, 1), (item.CaseId, item.Severity, Assert.Single(item.OpenProposals)));
        Assert.StartsWith("Motstridende pålegg – ", item.Text.Nb, StringComparison.Ordinal);
        Assert.Equal(["Fra staten: Tittel s1", "Fra kommunen: Tittel m1 (holdt tilbake)"],
            Of(agenda, AgendaPointKind.Directives).OrderByDescending(i => i.DirectiveId, StringComparer.Ordinal).Select(i => i.Text.Nb));
        Assert.Equal("Kommunal bemanning: 5 årsverk", Assert.Single(Of(agenda, AgendaPointKind.Resources)).Text.Nb);
        Assert.Equal("a1", Assert.Single(Of(agenda, AgendaPointKind.Agreements)).AgreementId);
        Assert.Empty(Of(agenda, AgendaPointKind.Other));

        // By then nobody can answer the proposal any more.
        var later = (await world.As("municipal-director", "5035").GetMeetingAgendaAsync(
            new() { OfficeNumber = Fjordvik, Date = $"{day.AddMonths(3):yyyy-MM-dd}" })).Agenda;
        Assert.Empty(Assert.Single(Of(later, AgendaPointKind.Cases), i => i.CaseId == id).OpenProposals);
    }

    [Fact]
    public async Task Meeting_WithoutDecision_LeavesTheCaseOnTheNextAgenda()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        var today = $"{Common.Oslo.DateOf(world.Service.Time.GetUtcNow()):yyyy-MM-dd}";

        var after = (await world.As("county", "5700").RecordNoDecisionAsync(new() { RequestId = "n", CaseId = id, MeetingDate = today, Note = "Utsatt" })).Case;

        Assert.Equal((CaseAct.NoDecision, today, "Utsatt"), (after.Timeline[^1].Act, after.Timeline[^1].MeetingDate, after.Timeline[^1].Note));
        var agenda = (await world.As("county", "5700").GetMeetingAgendaAsync(new() { OfficeNumber = Fjordvik })).Agenda;
        Assert.Equal(id, Assert.Single(Of(agenda, AgendaPointKind.FollowUp)).CaseId);
        Assert.Contains(Of(agenda, AgendaPointKind.Cases), i => i.CaseId == id);
        Assert.Equal("NUMBER_OUT_OF_RANGE", (await RefusedCall.Of(() => world.As("county", "5700").RecordNoDecisionAsync(new()
        {
            RequestId = "n2",
            CaseId = id,
            MeetingDate = "2999-01-01",
        }).ResponseAsync)).Fields["meeting_date"]);
    }

    [Fact]
    public async Task Decision_OfAMeeting_ClosesTheCaseWhenBothHaveSigned()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var id = (await world.OnlyCase()).CaseId;
        var today = $"{Common.Oslo.DateOf(world.Service.Time.GetUtcNow()):yyyy-MM-dd}";
        await world.ProposeAcceptance(id);

        var closed = (await world.As("municipal-director", "5035").AnswerResolutionAsync(new()
        {
            RequestId = "r",
            CaseId = id,
            ProposalNumber = 1,
            Answer = ResolutionAnswer.Sign,
            Mandate = "Delegasjon",
            MeetingDate = today,
        })).Case;

        Assert.Equal((CaseState.Closed, today), (closed.State, closed.Proposals[0].Signatures[1].MeetingDate));
        var agenda = (await world.As("county", "5700").GetMeetingAgendaAsync(new() { OfficeNumber = Fjordvik })).Agenda;
        Assert.StartsWith("Avsluttet: ", Assert.Single(Of(agenda, AgendaPointKind.FollowUp)).Text.Nb, StringComparison.Ordinal);
        Assert.DoesNotContain(Of(agenda, AgendaPointKind.Cases), i => i.CaseId == id);
    }

    [Fact]
    public async Task Leader_SeesThemeAndStateOfAHeldMatter_NotItsText()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var leader = world.As("office", Fjordvik);

        var one = Assert.Single((await leader.ListCasesAsync(new())).Cases, c => c.Severity == Severity.Blocking);
        var agenda = (await leader.GetMeetingAgendaAsync(new() { OfficeNumber = Fjordvik })).Agenda;

        Assert.Equal(new Case { CaseId = one.CaseId, State = CaseState.Open, Severity = Severity.Blocking, Theme = "FOLLOW_UP.USER_MEETINGS", Deadline = one.Deadline }, one);
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(() => leader.GetCaseAsync(new() { CaseId = one.CaseId }).ResponseAsync)).Reason);
        Assert.DoesNotContain("Tittel m1", agenda.ToString(), StringComparison.Ordinal);
        Assert.Equal("OFFICE_NOT_FOUND", (await RefusedCall.Of(() => leader.GetMeetingAgendaAsync(new() { OfficeNumber = Midtfjell }).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task Tasks_SayWhatWaitsForWhomAndByWhen_AndGoWhenItIsDone()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        await world.Map(Ban("m1"));
        var one = await world.OnlyCase();

        Assert.Equal([TaskKind.SettleCase], await Kinds("county", "5700", one.CaseId));
        Assert.Equal([TaskKind.SettleCase], await Kinds("municipal-director", "5035", one.CaseId));
        await world.ProposeAcceptance(one.CaseId);
        Assert.Empty(await Kinds("county", "5700", one.CaseId));
        var task = Assert.Single((await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks, t => t.CaseId == one.CaseId);
        Assert.Equal((TaskKind.AnswerResolution, 1, one.Deadline, false), (task.Kind, task.ProposalNumber, task.Due, task.Overdue));
        Assert.Equal("Svar på forslag: Motstridende pålegg", task.Text.Nb);
        await world.Sign(one.CaseId);
        Assert.Empty(await Kinds("municipal-director", "5035", one.CaseId));

        async Task<IEnumerable<TaskKind>> Kinds(string role, string unit, string id) =>
            (await world.As(role, unit).ListTasksAsync(new())).Tasks.Where(t => t.CaseId == id).Select(t => t.Kind);
    }

    [Fact]
    public async Task Tasks_AlsoAreConsultationsQuestionsAndMissions_EachWithItsOwner()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var mission = await world.Mission("s1");
        var asked = new Consultation
        {
            ConsultationId = "c1",
            DirectiveId = "d9",
            Title = new() { Nb = "Utkast" },
            Deadline = "2020-01-02",
            State = ConsultationState.Open,
            Partners = { new ConsultedPartner { Org = new() { Kind = Types.V1.OrgKind.Municipality, Number = "5035" } } },
        };
        await world.Service.Deliver(Common.Topics.SteeringConsultation, "steering", "c1", 1, new ConsultationChanged { Version = 1, Consultation = asked });
        await world.As("office", Fjordvik).AskForClarificationAsync(new() { RequestId = "q", OfficeNumber = Fjordvik, MissionKey = mission.MissionKey, Text = "Gjelder det alle?" });

        var director = (await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks;
        var leader = (await world.As("office", Fjordvik).ListTasksAsync(new())).Tasks;

        Assert.Equal([TaskKind.AnswerConsultation, TaskKind.AnswerQuestion], director.Select(t => t.Kind));
        Assert.Equal(("c1", true, "Svar på høring: Utkast"), (director[0].ConsultationId, director[0].Overdue, director[0].Text.Nb));
        Assert.Equal([(TaskKind.AcknowledgeMission, mission.MissionKey)], leader.Select(t => (t.Kind, t.MissionKey)));
        asked.Partners[0].Answer = ConsultationAnswer.Agrees;
        await world.Service.Deliver(Common.Topics.SteeringConsultation, "steering", "c1", 2, new ConsultationChanged { Version = 2, Consultation = asked });
        await world.Service.Deliver(Common.Topics.SteeringConsultation, "steering", "c1", 1, new ConsultationChanged { Version = 1, Consultation = asked });
        Assert.DoesNotContain((await world.As("municipal-director", "5035").ListTasksAsync(new())).Tasks, t => t.Kind == TaskKind.AnswerConsultation);
        Assert.Empty((await world.As("municipal-director", "5041").ListTasksAsync(new())).Tasks);
    }

    private static IReadOnlyList<AgendaItem> Of(Agenda agenda, AgendaPointKind kind) => [.. agenda.Points.Single(p => p.Kind == kind).Items];
}
