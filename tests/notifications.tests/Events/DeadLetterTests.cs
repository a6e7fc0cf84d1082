using Grpc.Core;
using Samstyring.Events.V1;
using Samstyring.Notifications.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Notifications.Tests.Events;

/// <summary>Events that cannot be handled: kept, seen, replayed and parked, and never lost.</summary>
public sealed class DeadLetterTests : IAsyncLifetime
{
    // It can be read, and no handler can do anything with it: it says nothing about the directive.
    private static readonly DirectiveMapped Poison = new() { Version = 1, Directive = new Directive { DirectiveId = "poison", Revision = 1 } };

    private ServiceFixture<NotificationsApi> service = null!;

    private DeadLetterService.DeadLetterServiceClient Operator => new(service.As("operator"));

    public async ValueTask InitializeAsync() => service = await ServiceFixture<NotificationsApi>.Start("notifications");

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task Event_ThatItsHandlerCannotTake_IsKeptAfterThreeTries()
    {
        var id = Guid.NewGuid();
        Assert.Equal(["RETRY", "RETRY", "DROP", "DROP"], [await Deliver(id), await Deliver(id), await Deliver(id), await Deliver(id)]);

        var letter = Assert.Single((await Operator.ListDeadLettersAsync(new(), deadline: Soon())).DeadLetters);
        Assert.Equal(("offices.mapping", DeadLetterState.Open, ""), (letter.Topic, letter.State, letter.Body));
        Assert.NotEqual("", letter.Reason);
        Assert.Contains("poison", (await Operator.GetDeadLetterAsync(new() { DeadLetterId = letter.DeadLetterId }, deadline: Soon())).DeadLetter.Body, StringComparison.Ordinal);
        Assert.Equal(0, await service.Scalar<int>("select count(*) from inbox"));
    }

    [Fact]
    public async Task Event_ThatCannotBeRead_IsOneLetterHoweverOftenItComes()
    {
        Assert.Equal(["DROP", "DROP"], [await service.Deliver("offices.mapping", "{"), await service.Deliver("offices.mapping", "{")]);
        Assert.Equal(2, Assert.Single((await Operator.ListDeadLettersAsync(new(), deadline: Soon())).DeadLetters).Attempts);
    }

    [Fact]
    public async Task Replay_OfWhatStillFails_SaysWhyAndChangesNothing()
    {
        var letter = await Kept();
        var refused = await RefusedCall.Of(async () => await Replay(letter));
        Assert.Equal((StatusCode.FailedPrecondition, "DEAD_LETTER_STILL_FAILS"), (refused.Code, refused.Reason));
        Assert.Equal(DeadLetterState.Open, (await Operator.GetDeadLetterAsync(new() { DeadLetterId = letter }, deadline: Soon())).DeadLetter.State);
    }

    [Fact]
    public async Task Replay_OfWhatCanBeHandledNow_TakesEffectOnceAndIsAudited()
    {
        var letter = await Kept();
        // As a mended handler would find it.
        await service.Scalar<int>("update dead_letter set topic = 'audit.head', body = replace(body, 'offices.mapping', 'audit.head') returning 1");
        await service.Scalar<int>(
            """
            update dead_letter set body = jsonb_set(body::jsonb, '{data}', '{"service":"steering","position":"7","hash":"00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff","at":"2026-11-20T10:00:00Z"}')::text
            returning 1
            """);
        Assert.Equal(DeadLetterState.Replayed, (await Replay(letter)).DeadLetter.State);
        Assert.Equal(1, await service.Scalar<int>("select count(*) from audit_head"));
        Assert.Equal(1, await service.Scalar<int>("select count(*) from audit where act = 'dead-letter.replay' and role = 'Operator'"));
        var refused = await RefusedCall.Of(async () => await Replay(letter));
        Assert.Equal((StatusCode.FailedPrecondition, "DEAD_LETTER_DECIDED"), (refused.Code, refused.Reason));
    }

    [Fact]
    public async Task Park_WithAReason_KeepsTheLetter()
    {
        var letter = await Kept();
        var refused = await RefusedCall.Of(async () => await Operator.ParkDeadLetterAsync(new() { RequestId = Guid.NewGuid().ToString(), DeadLetterId = letter }, deadline: Soon()));
        Assert.Equal("FIELD_REQUIRED", refused.Fields["reason"]);
        await Operator.ParkDeadLetterAsync(new() { RequestId = Guid.NewGuid().ToString(), DeadLetterId = letter, Reason = "Sendt ved en feil" }, deadline: Soon());
        Assert.Empty((await Operator.ListDeadLettersAsync(new(), deadline: Soon())).DeadLetters);
        var parked = Assert.Single((await Operator.ListDeadLettersAsync(new() { State = DeadLetterState.Parked }, deadline: Soon())).DeadLetters);
        Assert.Equal("Sendt ved en feil", parked.Decision);
    }

    [Fact]
    public async Task Letter_Unknown_IsNotFound()
    {
        var refused = await RefusedCall.Of(async () => await Operator.GetDeadLetterAsync(new() { DeadLetterId = "4711" }, deadline: Soon()));
        Assert.Equal((StatusCode.NotFound, "DEAD_LETTER_NOT_FOUND"), (refused.Code, refused.Reason));
    }

    [Theory]
    [InlineData("auditor", "", true)]
    [InlineData("directorate", "", false)]
    [InlineData("office", "1783", false)]
    public async Task Letters_AreForTheOperatorAndReadByTheAuditor(string role, string unit, bool reads)
    {
        var client = new DeadLetterService.DeadLetterServiceClient(service.As(role, unit));
        if (reads)
        {
            Assert.Empty((await client.ListDeadLettersAsync(new(), deadline: Soon())).DeadLetters);
        }
        else
        {
            Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(async () => await client.ListDeadLettersAsync(new(), deadline: Soon()))).Reason);
        }

        var refused = await RefusedCall.Of(async () => await client.ReplayDeadLetterAsync(new() { RequestId = Guid.NewGuid().ToString(), DeadLetterId = "1" }, deadline: Soon()));
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
    }

    private static DateTime Soon() => DateTime.UtcNow.AddSeconds(10);

    private Task<string> Deliver(Guid id) => service.Deliver("offices.mapping", "offices", "poison", 1, Poison, id);

    private async Task<string> Kept()
    {
        var id = Guid.NewGuid();
        for (var i = 0; i < 3; i++)
        {
            await Deliver(id);
        }

        return (await Operator.ListDeadLettersAsync(new(), deadline: Soon())).DeadLetters.Single().DeadLetterId;
    }

    private async Task<ReplayDeadLetterResponse> Replay(string letter) =>
        await Operator.ReplayDeadLetterAsync(new() { RequestId = Guid.NewGuid().ToString(), DeadLetterId = letter }, deadline: Soon());
}
