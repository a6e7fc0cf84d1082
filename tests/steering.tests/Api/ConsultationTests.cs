using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

/// <summary>RequestConsultation, AnswerConsultation, GetConsultation and ListConsultations.</summary>
public sealed class ConsultationTests : IAsyncLifetime
{
    private static readonly OrgRef Stjordal = new() { Kind = OrgKind.Municipality, Number = "5035" };
    private static readonly OrgRef Meraker = new() { Kind = OrgKind.Municipality, Number = "5034" };
    private static readonly OrgRef Governor = new() { Kind = OrgKind.CountyGovernor, Number = "50" };

    private readonly SteeringHost host = new();

    // A Monday; ten working days later is Monday two weeks after.
    public async ValueTask InitializeAsync()
    {
        await host.InitializeAsync();
        host.Service.Time.Set(new DateTimeOffset(2027, 2, 1, 9, 0, 0, TimeSpan.Zero));
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Request_WithoutADeadline_GivesTenWorkingDaysAndTellsThePartners()
    {
        var asked = await Ask(await Draft());
        var consultation = asked.Consultation;
        Assert.Equal(("2027-02-15", ConsultationState.Open, "COUNTY:5700"), (consultation.Deadline, consultation.State, consultation.IssuerNode));
        Assert.Equal(["2027-02-01", "2027-02-01"], asked.Directive.Content.PartnerInvolvement.Select(i => i.InformedAt));
        var (subject, version, data) = Assert.Single(await host.Service.Published<ConsultationChanged>(Topics.SteeringConsultation));
        Assert.Equal((consultation.ConsultationId, 1, 1), (subject, version, data.Version));
        Assert.Equal(("Unge under 30 i arbeid", null, 2), (data.Consultation.Title.Nb, data.Consultation.Text, data.Consultation.Partners.Count));
    }

    [Fact]
    public async Task Draft_AskedAbout_IsReadByTheAskedAndNobodyElse()
    {
        var asked = await Ask(await Draft());
        foreach (var client in new[] { host.Stjordal, host.StjordalCouncil, host.As("municipal-director", "5034"), host.Trondelag })
        {
            Assert.Equal(asked.Directive.Content.Text, (await Get(client, asked)).Text);
        }

        foreach (var client in new[] { host.OstViken, host.Directorate, host.As("municipal-director", "5032") })
        {
            var refused = await RefusedCall.Of(() => Get(client, asked));
            Assert.Equal((StatusCode.NotFound, "CONSULTATION_NOT_FOUND"), (refused.Code, refused.Reason));
            Assert.Empty((await client.ListConsultationsAsync(new ListConsultationsRequest())).Consultations);
        }

        Assert.Equal("DIRECTIVE_NOT_FOUND", (await RefusedCall.Of(() => host.Seen(host.Stjordal, asked.Directive))).Reason);
    }

    [Fact]
    public async Task Draft_Shielded_ShowsTheAskedItsTitleAlone()
    {
        var asked = await Ask(await Draft(), r => r.Shielding = new Shielding { Basis = "offl. § 14" });
        var seen = await Get(host.Stjordal, asked);
        Assert.Equal(("Unge under 30 i arbeid", null, "offl. § 14"), (seen.Title.Nb, seen.Text, seen.Shielding.Basis));
        Assert.DoesNotContain("70 prosent", seen.ToString(), StringComparison.Ordinal);
        Assert.NotNull((await Get(host.Trondelag, asked)).Text);
        Assert.Equal(ConsultationAnswer.Agrees, (await Answer(host.Stjordal, asked)).Partners[0].Answer);
    }

    [Fact]
    public async Task Answer_InTime_IsSeenByTheIssuerAndInTheDraft()
    {
        var asked = await Ask(await Draft());
        host.Service.Time.Advance(TimeSpan.FromDays(2));
        await Answer(host.Stjordal, asked);
        await Answer(host.As("council", "5034"), asked, ConsultationAnswer.Objects, "Vi har ikke folk");
        var seen = await Get(host.Trondelag, asked);
        Assert.Equal((ConsultationState.Answered, "Vi har ikke folk"), (seen.State, seen.Partners[1].Reason));
        Assert.Equal("", (await Get(host.Stjordal, asked)).Partners[1].Reason);
        var draft = await host.Seen(host.Trondelag, asked.Directive);
        Assert.Equal(
            ["5035 2027-02-03 2027-02-03", "5034 2027-02-03 "], draft.Content.PartnerInvolvement.Select(i => $"{i.Partner.Number} {i.ConsultedAt} {i.AgreedAt}"));
        Assert.NotEqual(asked.Directive.Etag, draft.Etag);
        var events = await host.Service.Published<ConsultationChanged>(Topics.SteeringConsultation);
        Assert.Equal([1L, 2L, 3L], events.Select(e => e.Version));
        Assert.DoesNotContain("ikke folk", events[^1].Data.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_Twice_IsRefusedUnlessItIsTheSameCall()
    {
        var asked = await Ask(await Draft());
        var first = await Answer(host.Stjordal, asked, requestId: "once");
        Assert.Equal(first, await Answer(host.Stjordal, asked, requestId: "once"));
        var refused = await RefusedCall.Of(() => Answer(host.StjordalCouncil, asked, ConsultationAnswer.NoComment));
        Assert.Equal((StatusCode.FailedPrecondition, "ANSWERED_ALREADY", "MUNICIPALITY:5035"), (refused.Code, refused.Reason, refused.Metadata["party"]));
    }

    [Fact]
    public async Task Answer_TooLate_IsRefusedAndChangesNothing()
    {
        var asked = await Ask(await Draft());
        host.Service.Time.Advance(TimeSpan.FromDays(15));
        var rows = await host.Rows();
        var refused = await RefusedCall.Of(() => Answer(host.Stjordal, asked));
        Assert.Equal((StatusCode.FailedPrecondition, "CONSULTATION_OVERDUE", "2027-02-15"), (refused.Code, refused.Reason, refused.Metadata["deadline"]));
        Assert.Equal(rows, await host.Rows());
        Assert.Equal(ConsultationState.Overdue, (await Get(host.Stjordal, asked)).State);
    }

    [Fact]
    public async Task Answer_BySomebodyNotAsked_IsRefused()
    {
        var asked = await Ask(await Draft());
        Assert.Equal("CONSULTATION_NOT_FOUND", (await RefusedCall.Of(() => Answer(host.OstViken, asked))).Reason);
        var refused = await RefusedCall.Of(() => Answer(host.Trondelag, asked));
        Assert.Equal((StatusCode.PermissionDenied, "NOT_ASKED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Answer_AboutAnEarlierText_IsAskedToReadAgain()
    {
        var asked = await Ask(await Draft());
        await Answer(host.Stjordal, asked);
        var draft = await Changed(await host.Seen(host.Trondelag, asked.Directive), c => c.Target.Lo = "90");
        var refused = await RefusedCall.Of(() => Answer(host.As("council", "5034"), asked));
        Assert.Equal((StatusCode.Aborted, "CONSULTED_TEXT_CHANGED"), (refused.Code, refused.Reason));
        var seen = await Get(host.Trondelag, asked);
        Assert.Equal((true, seen.TextDigest), (seen.Partners[0].AboutEarlierText, refused.Metadata["text_digest"]));
        Assert.Equal(["", ""], draft.Content.PartnerInvolvement.Select(i => i.AgreedAt));
        Assert.Equal("2027-02-01", draft.Content.PartnerInvolvement[0].ConsultedAt);
        asked.Consultation.TextDigest = seen.TextDigest;
        Assert.False((await Answer(host.As("council", "5034"), asked)).Partners[1].AboutEarlierText);
    }

    [Fact]
    public async Task Publish_BeforeEverybodyHasAnswered_ClosesTheConsultation()
    {
        var asked = await Ask(await Draft());
        await Answer(host.Stjordal, asked);
        var draft = await host.Seen(host.Trondelag, asked.Directive);
        await host.Trondelag.PublishDirectiveAsync(new PublishDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag });
        Assert.Equal("WRONG_STATE", (await RefusedCall.Of(() => Answer(host.As("council", "5034"), asked))).Reason);
        Assert.Equal(ConsultationState.Closed, (await Get(host.As("council", "5034"), asked)).State);
        var last = (await host.Service.Published<ConsultationChanged>(Topics.SteeringConsultation))[^1];
        Assert.Equal((3, ConsultationState.Closed), (last.Version, last.Data.Consultation.State));
    }

    [Fact]
    public async Task Request_WithEverythingWrong_NamesEverything()
    {
        var draft = await Draft();
        var refused = await RefusedCall.Of(() => Ask(draft, r =>
        {
            r.Question = null;
            r.Deadline = "2027-02-06";
            r.Shielding = new Shielding();
            r.Partners.Clear();
            r.Partners.Add([Issuers.Trondelag.Org, Stjordal, Stjordal, new OrgRef { Kind = OrgKind.Ks }, new OrgRef { Kind = OrgKind.Municipality, Number = "1" }]);
        }));
        Assert.Equal(
            [
                ("deadline", "DAY_NOT_WORKING"), ("partners[0]", "FIELD_NOT_ALLOWED"), ("partners[2]", "ENTRY_REPEATED"), ("partners[3]", "FIELD_NOT_ALLOWED"),
                ("partners[4].number", "FIELD_MALFORMED"), ("question", "FIELD_REQUIRED"), ("shielding.basis", "FIELD_REQUIRED"),
            ],
            refused.Fields.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key, StringComparer.Ordinal));
        Assert.Equal("2027-02-08", refused.Metadata["deadline.next"]);
        refused = await RefusedCall.Of(() => Ask(draft, r => (r.Deadline, r.Partners[0].Kind) = ("2027-02-01", OrgKind.Unspecified)));
        Assert.Equal(("NUMBER_OUT_OF_RANGE", "FIELD_REQUIRED"), (refused.Fields["deadline"], refused.Fields["partners[0].kind"]));
        refused = await RefusedCall.Of(() => Ask(draft, r => r.Partners.Clear()));
        Assert.Equal("FIELD_REQUIRED", refused.Fields["partners"]);
    }

    [Fact]
    public async Task Answer_WithEverythingMissing_NamesEverything()
    {
        var refused = await RefusedCall.Of(async () => await host.Stjordal.AnswerConsultationAsync(new AnswerConsultationRequest()));
        Assert.Equal(["answer", "consultation_id", "request_id", "text_digest"], refused.Fields.Keys.Order(StringComparer.Ordinal));
        var asked = await Ask(await Draft());
        refused = await RefusedCall.Of(() => Answer(host.Stjordal, asked, ConsultationAnswer.Objects));
        Assert.Equal("FIELD_REQUIRED", refused.Fields["reason"]);
        refused = await RefusedCall.Of(() => Answer(host.Stjordal, asked, (ConsultationAnswer)8));
        Assert.Equal("ENUM_UNKNOWN", refused.Fields["answer"]);
    }

    [Fact]
    public async Task List_OfAPartner_HoldsWhatWaitsForIt()
    {
        var first = await Ask(await Draft());
        var second = await Ask(await Draft(), r => r.Partners.Add(Governor));
        await Answer(host.Stjordal, first);
        Assert.Equal([second.Consultation.ConsultationId], await List(host.Stjordal, awaiting: true));
        Assert.Equal([second.Consultation.ConsultationId, first.Consultation.ConsultationId], await List(host.StjordalCouncil));
        Assert.Equal([second.Consultation.ConsultationId], await List(host.As("county-governor", "50"), awaiting: true));
        Assert.Empty(await List(host.Trondelag, awaiting: true));
        Assert.Equal([first.Consultation.ConsultationId], await List(host.Trondelag, directive: first.Directive.DirectiveId));
        host.Service.Time.Advance(TimeSpan.FromDays(15));
        Assert.Empty(await List(host.Stjordal, awaiting: true));
    }

    [Fact]
    public async Task List_InPages_IsWhole()
    {
        var draft = await Draft();
        var all = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            var asked = await Ask(draft);
            draft = asked.Directive;
            all.Insert(0, asked.Consultation.ConsultationId);
        }

        var page = await host.Stjordal.ListConsultationsAsync(new ListConsultationsRequest { PageSize = 2 });
        var rest = await host.Stjordal.ListConsultationsAsync(new ListConsultationsRequest { PageSize = 2, PageToken = page.NextPageToken });
        Assert.Equal(all, page.Consultations.Concat(rest.Consultations).Select(c => c.ConsultationId));
        Assert.Equal("", rest.NextPageToken);
        var foreign = await RefusedCall.Of(async () => await host.Stjordal.ListConsultationsAsync(new ListConsultationsRequest { PageToken = "x", DirectiveId = "y", PageSize = -1 }));
        Assert.Equal(["directive_id", "page_size", "page_token"], foreign.Fields.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Trail_OfAConsultation_HasOneEntryForEachChangeOfEachObject()
    {
        var asked = await Ask(await Draft());
        await Answer(host.Stjordal, asked);
        var entries = await host.Service.Scalar<string>(
            "select string_agg(act || ' ' || revision, ', ' order by id) from audit where object in (@c, @d)",
            new { c = asked.Consultation.ConsultationId, d = asked.Directive.DirectiveId });
        Assert.Equal("directive.create 1, consultation.request 1, consultation.request 1, consultation.answer 1, consultation.answer 2", entries);
    }

    private Task<Directive> Draft() => host.Draft(host.Trondelag, Contents.Of(Issuers.Trondelag, "OFFICE(1783)"));

    private async Task<RequestConsultationResponse> Ask(Directive draft, Action<RequestConsultationRequest>? change = null)
    {
        var request = new RequestConsultationRequest
        {
            RequestId = SteeringHost.NewId(),
            DirectiveId = draft.DirectiveId,
            Etag = draft.Etag,
            Question = new LocalizedText { Nb = "Hva betyr dette for dere?", Nn = "Kva tyder dette for dykk?" },
            Partners = { Stjordal.Clone(), Meraker.Clone() },
        };
        change?.Invoke(request);
        return await host.Trondelag.RequestConsultationAsync(request);
    }

    private static async Task<Consultation> Answer(
        SteeringService.SteeringServiceClient client, RequestConsultationResponse asked, ConsultationAnswer answer = ConsultationAnswer.Agrees, string reason = "",
        string? requestId = null) => (await client.AnswerConsultationAsync(new AnswerConsultationRequest
        {
            RequestId = requestId ?? SteeringHost.NewId(),
            ConsultationId = asked.Consultation.ConsultationId,
            TextDigest = asked.Consultation.TextDigest,
            Answer = answer,
            Reason = reason,
        })).Consultation;

    private static async Task<Consultation> Get(SteeringService.SteeringServiceClient client, RequestConsultationResponse asked) =>
        (await client.GetConsultationAsync(new GetConsultationRequest { ConsultationId = asked.Consultation.ConsultationId })).Consultation;

    private static async Task<string[]> List(SteeringService.SteeringServiceClient client, bool awaiting = false, string directive = "") =>
        [.. (await client.ListConsultationsAsync(new ListConsultationsRequest { AwaitingAnswer = awaiting, DirectiveId = directive })).Consultations.Select(c => c.ConsultationId)];

    private async Task<Directive> Changed(Directive draft, Action<DirectiveContent> change)
    {
        var content = draft.Content.Clone();
        change(content);
        return (await host.Trondelag.UpdateDirectiveAsync(
            new UpdateDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag, Content = content })).Directive;
    }
}
