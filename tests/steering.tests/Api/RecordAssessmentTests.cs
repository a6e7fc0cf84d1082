using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class RecordAssessmentTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Record_OnADraft_IsSignedByTheCallerAndComplete()
    {
        var draft = await Draft();
        var written = Assessments.NoConsequence();
        (written.SignedBy, written.SignedAt, written.UserForumConsulted) = ("Kari Nordmann", Timestamp.FromDateTimeOffset(DateTimeOffset.UnixEpoch), true);
        var before = host.Service.Time.GetUtcNow();
        var recorded = await Record(draft, written);
        var stored = recorded.Directive.Content.ConsequenceAssessment;
        Assert.Empty(recorded.MissingParts);
        Assert.Equal(await Actor(draft), stored.SignedBy);
        Assert.InRange(stored.SignedAt.ToDateTimeOffset(), before.AddSeconds(-1), host.Service.Time.GetUtcNow());
        Assert.True(stored.UserForumConsulted);
        Assert.Equal(stored, (await host.Seen(host.Trondelag, draft)).Content.ConsequenceAssessment);
    }

    [Fact]
    public async Task Record_OfAnIncompleteOne_NamesTheMissingParts()
    {
        var written = Assessments.NoConsequence();
        (written.Economy, written.Reason) = (null, "");
        Assert.Equal(["economy", "reason"], (await Record(await Draft(), written)).MissingParts);
    }

    [Fact]
    public async Task Record_OnAPublishedDirective_BeginsTheNextRevision()
    {
        var published = await host.PublishedByTrondelag();
        var refused = await RefusedCall.Of(() => Record(published, Assessments.NoConsequence()));
        Assert.Equal((StatusCode.InvalidArgument, "FIELD_REQUIRED"), (refused.Code, refused.Fields["change_class"]));
        var recorded = await Record(published, Assessments.NoConsequence(), ChangeClass.Editorial);
        Assert.Equal((2, DirectiveState.Draft), (recorded.Directive.Revision, recorded.Directive.State));
        Assert.Equal(published.Content.Title, recorded.Directive.Content.Title);
    }

    [Fact]
    public async Task Record_OfSomethingMalformed_NamesEveryFault()
    {
        var written = Assessments.NoConsequence();
        written.Economy.Answer = (AssessmentAnswer)9;
        written.Consulted.Orgs.Add(new OrgRef { Kind = OrgKind.County, Number = "57" });
        var refused = await RefusedCall.Of(async () => await Record(await Draft(), written));
        Assert.Equal(["assessment.consulted.orgs[0].number", "assessment.economy.answer"], refused.Fields.Keys.Order(StringComparer.Ordinal));
        refused = await RefusedCall.Of(async () => await host.Trondelag.RecordAssessmentAsync(new RecordAssessmentRequest()));
        Assert.Equal(["assessment", "directive_id", "etag", "request_id"], refused.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Record_WithAStaleEtagOrByAnother_ChangesNothing()
    {
        var draft = await Draft();
        await Record(draft, Assessments.NoConsequence());
        var rows = await host.Rows();
        Assert.Equal("ETAG_MISMATCH", (await RefusedCall.Of(() => Record(draft, Assessments.NoConsequence()))).Reason);
        Assert.Equal("DIRECTIVE_NOT_FOUND", (await RefusedCall.Of(() => Record(draft, Assessments.NoConsequence(), client: host.Stjordal))).Reason);
        Assert.Equal(rows, await host.Rows());
    }

    [Fact]
    public async Task Update_WithAnotherPersonsName_IsSignedByTheCaller()
    {
        var draft = await Draft();
        var content = draft.Content.Clone();
        content.ConsequenceAssessment = Assessments.NoConsequence();
        content.ConsequenceAssessment.SignedBy = "Ola Nordmann";
        var updated = (await host.Trondelag.UpdateDirectiveAsync(
            new UpdateDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag, Content = content })).Directive;
        Assert.Equal(await Actor(draft), updated.Content.ConsequenceAssessment.SignedBy);
        Assert.NotNull(updated.Content.ConsequenceAssessment.SignedAt);
    }

    private Task<Directive> Draft() => host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));

    private Task<string> Actor(Directive directive) => host.Service.Scalar<string>(
        "select actor from audit where object = @id order by id desc limit 1", new { id = directive.DirectiveId });

    private async Task<RecordAssessmentResponse> Record(
        Directive directive, ConsequenceAssessment assessment, ChangeClass change = ChangeClass.Unspecified, SteeringService.SteeringServiceClient? client = null) =>
        await (client ?? host.Trondelag).RecordAssessmentAsync(new RecordAssessmentRequest
        {
            RequestId = SteeringHost.NewId(),
            DirectiveId = directive.DirectiveId,
            Etag = directive.Etag,
            Assessment = assessment,
            ChangeClass = change,
        });
}
