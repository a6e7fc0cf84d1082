using Grpc.Core;
using Samstyring.Steering.Tests.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class CreateDirectiveTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    [Fact]
    public async Task Create_Complete_AnswersTheFirstDraft()
    {
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        var draft = await host.Draft(host.Trondelag, content);
        Assert.Equal((1, DirectiveState.Draft, ChangeClass.Unspecified), (draft.Revision, draft.State, draft.ChangeClass));
        Assert.Equal(content, draft.Content);
        Assert.True(Guid.TryParse(draft.DirectiveId, out _));
        Assert.StartsWith("\"", draft.Etag, StringComparison.Ordinal);
        Assert.Null(draft.PublishedAt);
        Assert.Equal(draft, await host.Seen(host.Trondelag, draft));
    }

    [Fact]
    public async Task Create_Empty_IsADraftToo() => Assert.Equal(new DirectiveContent(), (await host.Draft(host.Trondelag, new DirectiveContent())).Content);

    [Fact]
    public async Task Create_WritesAnAuditRowAndNoEvent()
    {
        var draft = await host.Draft(host.Trondelag, new DirectiveContent());
        Assert.Equal("directive.create|County|5700||64", await host.Service.Scalar<string>(
            "select act || '|' || role || '|' || unit || '|' || digest_before || '|' || length(digest_after) from audit where object = @id", new { id = draft.DirectiveId }));
        Assert.Equal(0, await host.Service.Scalar<long>("select count(*) from outbox where subject = @id", new { id = draft.DirectiveId }));
    }

    [Theory]
    [MemberData(nameof(MalformedContent.Names), MemberType = typeof(MalformedContent))]
    public async Task Create_Malformed_IsRefusedAndStoresNothing(string name)
    {
        var spoilt = MalformedContent.Named(name);
        var content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)");
        spoilt.Spoil(content);
        var rows = await host.Rows();
        var refused = await RefusedCall.Of(() => host.Draft(host.Trondelag, content));
        Assert.Equal((StatusCode.InvalidArgument, "INVALID_FIELDS"), (refused.Code, refused.Reason));
        Assert.Equal(Name(spoilt.Reason), refused.Fields[$"content.{spoilt.Field}"]);
        Assert.NotEmpty(refused.Descriptions[$"content.{spoilt.Field}"]);
        Assert.Equal(rows, await host.Rows());
    }

    [Fact]
    public async Task Create_WithNothingAtAll_NamesEverythingMissing()
    {
        var refused = await RefusedCall.Of(async () => await host.Trondelag.CreateDirectiveAsync(new CreateDirectiveRequest()));
        Assert.Equal(["content", "request_id"], refused.Fields.Keys.Order(StringComparer.Ordinal));
        Assert.All(refused.Fields.Values, reason => Assert.Equal("FIELD_REQUIRED", reason));
    }

    [Fact]
    public async Task Create_WithARequestIdTooLong_IsRefused()
    {
        var request = new CreateDirectiveRequest { RequestId = new string('x', 101), Content = new DirectiveContent() };
        var refused = await RefusedCall.Of(async () => await host.Trondelag.CreateDirectiveAsync(request));
        Assert.Equal("FIELD_TOO_LONG", refused.Fields["request_id"]);
    }

    [Fact]
    public async Task Create_LargerThanAMessageMayBe_IsRefused()
    {
        var content = new DirectiveContent();
        content.RequiresSystem.Add(Enumerable.Repeat(new string('x', 2_000), 1_000));
        var refused = await RefusedCall.Of(() => host.Draft(host.Trondelag, content));
        Assert.Equal((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Create_InAnothersName_IsForeign()
    {
        foreach (var (client, issuer) in new[]
        {
            (host.Trondelag, Issuers.OstViken), (host.Trondelag, Issuers.Stjordal), (host.Stjordal, Issuers.Council("5035")),
            (host.Stjordal, Issuers.Trondelag), (host.StjordalCouncil, Issuers.Council("5001")), (host.Directorate, Issuers.Trondelag),
        })
        {
            var rows = await host.Rows();
            var refused = await RefusedCall.Of(() => host.Draft(client, Contents.Of(issuer, "ALL")));
            Assert.Equal((StatusCode.PermissionDenied, "FOREIGN_ORGANISATION"), (refused.Code, refused.Reason));
            Assert.Equal(rows, await host.Rows());
        }
    }

    [Fact]
    public async Task Create_TextInAnyForm_ComesBackComposed()
    {
        var draft = await host.Draft(host.Trondelag, new DirectiveContent { Title = new() { Nb = "A\u030Apent mottak for Sámi: čđŋ <b>" } });
        Assert.Equal("\u00C5pent mottak for Sámi: čđŋ <b>", draft.Content.Title.Nb);
    }

    [Fact]
    public async Task Create_WithTheSameRequestId_AnswersTheOriginalByteForByte()
    {
        var request = new CreateDirectiveRequest { RequestId = SteeringHost.NewId(), Content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)") };
        var first = await host.Trondelag.CreateDirectiveAsync(request);
        var rows = await host.Rows();
        Assert.Equal(Google.Protobuf.MessageExtensions.ToByteArray(first), Google.Protobuf.MessageExtensions.ToByteArray(await host.Trondelag.CreateDirectiveAsync(request)));
        Assert.Equal(rows, await host.Rows());
    }

    [Fact]
    public async Task Create_WithTheSameRequestIdAndAnotherBody_IsRefused()
    {
        var request = new CreateDirectiveRequest { RequestId = SteeringHost.NewId(), Content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)") };
        await host.Trondelag.CreateDirectiveAsync(request);
        request.Content.ClauseRef = "3.2";
        var refused = await RefusedCall.Of(async () => await host.Trondelag.CreateDirectiveAsync(request));
        Assert.Equal((StatusCode.AlreadyExists, "REQUEST_ID_REUSED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Create_WithTheSameRequestIdByAnotherPerson_IsAnotherDirective()
    {
        var request = new CreateDirectiveRequest { RequestId = SteeringHost.NewId(), Content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)") };
        var first = await host.Trondelag.CreateDirectiveAsync(request);
        var second = await host.As("county", "5700", person: 2).CreateDirectiveAsync(request);
        Assert.NotEqual(first.Directive.DirectiveId, second.Directive.DirectiveId);
    }

    [Fact]
    public async Task Create_OneRequestIdAHundredTimesAtOnce_HasOneEffect()
    {
        var request = new CreateDirectiveRequest { RequestId = SteeringHost.NewId(), Content = Contents.Of(Issuers.Trondelag, "COUNTY(5700)") };
        var rows = await host.Service.Scalar<long>("select count(*) from directive");
        var answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => host.Trondelag.CreateDirectiveAsync(request).ResponseAsync));
        Assert.Single(answers.Distinct());
        Assert.Equal(rows + 1, await host.Service.Scalar<long>("select count(*) from directive"));
    }

    private static string Name(Errors.V1.ErrorReason reason) => Common.ReasonTexts.Name(reason);
}
