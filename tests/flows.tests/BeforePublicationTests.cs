using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>What a directive has to go through before it is decided (S-06, S-43): the gate holds what skipped it and lets go of what has made up for it.</summary>
public sealed class BeforePublicationTests(BeforePublicationTests.Running running) : IClassFixture<BeforePublicationTests.Running>
{
    private static readonly OrgRef Trondelag = new() { Kind = OrgKind.County, Number = "5700" };

    private Platform Platform => running.Platform;

    private SteeringService.SteeringServiceClient Stjordal => Platform.Issuer("municipal-director", "5035");

    [Theory]
    [InlineData(TriggerClass.StaffReduction)]
    [InlineData(TriggerClass.TaskChange)]
    [InlineData(TriggerClass.NewRegulation)]
    [InlineData(TriggerClass.ChangedNeeds)]
    [InlineData(TriggerClass.StrategyOrInitiative)]
    public async Task Change_ThatPartnersWereNotAskedAbout_IsHeldUntilTheyHaveAnswered(TriggerClass change)
    {
        var content = Situations.FromTheMunicipality("5035", $"Endring: {change}");
        content.TriggerClasses.Add(change);
        var published = await Stjordal.Publish(content);
        var held = Assert.Single((await Platform.Judged(published.DirectiveId, 1)).Offices);
        Assert.Equal(GateState.Held, held.State);
        Assert.Contains(FindingKind.PartnerNotConsulted, await Kinds(held));

        var draft = await Next(published, c => c.DecidedAt = "");
        var asked = await Stjordal.RequestConsultationAsync(
            new RequestConsultationRequest
            {
                RequestId = Situations.Id(),
                DirectiveId = draft.DirectiveId,
                Etag = draft.Etag,
                Question = new LocalizedText { Nb = "Hva betyr endringen for dere?" },
                Partners = { Trondelag },
            },
            deadline: Situations.Soon());
        await Platform.Issuer("county", "5700").AnswerConsultationAsync(
            new AnswerConsultationRequest
            {
                RequestId = Situations.Id(),
                ConsultationId = asked.Consultation.ConsultationId,
                TextDigest = asked.Consultation.TextDigest,
                Answer = ConsultationAnswer.NoComment,
            },
            deadline: Situations.Soon());

        // Decided the day after the answer.
        Platform.Advance(TimeSpan.FromDays(1));
        draft = await Next(await Newest(draft), c => c.DecidedAt = Situations.Iso(Situations.Day(Platform.Steering.Time)));
        await Stjordal.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Situations.Id(), DirectiveId = draft.DirectiveId, Etag = draft.Etag }, deadline: Situations.Soon());
        var released = Assert.Single((await Platform.Settled(published.DirectiveId, 2)).Offices);
        Assert.Equal(GateState.Released, released.State);
    }

    [Fact]
    public async Task Prioritisation_WithoutAnAssessment_IsHeldUntilItIsRecorded()
    {
        var content = Situations.FromTheMunicipality("5035", "Uten vurdering");
        var assessment = content.ConsequenceAssessment;
        content.ConsequenceAssessment = null;
        var published = await Stjordal.Publish(content);
        var held = Assert.Single((await Platform.Judged(published.DirectiveId, 1)).Offices);
        Assert.Equal(GateState.Held, held.State);
        Assert.Contains(FindingKind.AssessmentMissing, await Kinds(held));

        var recorded = await Stjordal.RecordAssessmentAsync(
            new RecordAssessmentRequest
            {
                RequestId = Situations.Id(),
                DirectiveId = published.DirectiveId,
                Etag = published.Etag,
                Assessment = assessment,
                ChangeClass = ChangeClass.Editorial,
            },
            deadline: Situations.Soon());
        Assert.Empty(recorded.MissingParts);
        await Stjordal.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Situations.Id(), DirectiveId = published.DirectiveId, Etag = recorded.Directive.Etag }, deadline: Situations.Soon());
        var released = Assert.Single((await Platform.Settled(published.DirectiveId, 2)).Offices);
        Assert.Equal(GateState.Released, released.State);
    }

    private async Task<IReadOnlyList<FindingKind>> Kinds(OfficeStatus office)
    {
        var kinds = new List<FindingKind>();
        foreach (var id in office.FindingIds)
        {
            kinds.Add((await Platform.Reader("county", "5700").GetFindingAsync(new GetFindingRequest { FindingId = id }, deadline: Situations.Soon())).Finding.Kind);
        }

        return kinds;
    }

    private async Task<Directive> Newest(Directive directive) => (await Stjordal.GetDirectiveAsync(
        new GetDirectiveRequest { DirectiveId = directive.DirectiveId }, deadline: Situations.Soon())).Directive;

    private async Task<Directive> Next(Directive directive, Action<DirectiveContent> change)
    {
        var content = directive.Content.Clone();
        change(content);
        return (await Stjordal.UpdateDirectiveAsync(
            new UpdateDirectiveRequest
            {
                RequestId = Situations.Id(),
                DirectiveId = directive.DirectiveId,
                Etag = directive.Etag,
                Content = content,
                ChangeClass = ChangeClass.Material,
            },
            deadline: Situations.Soon())).Directive;
    }

    /// <summary>One platform for all of them.</summary>
    public sealed class Running : IAsyncLifetime
    {
        public Platform Platform { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Platform = await Platform.Start();

        public ValueTask DisposeAsync() => Platform.DisposeAsync();
    }
}
