using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;

namespace Samstyring.Notifications.Tests.Feed;

/// <summary>What a leader asks goes to both owners, and stands in the feed with the answer of one of them.</summary>
public class QuestionTests
{
    [Fact]
    public async Task Question_GoesToBothOwnersAndIsAnsweredInTheFeed()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = world.As("office", Fjordvik);
        var key = (await world.Mission("s1")).MissionKey;
        using var stream = leader.WatchMissions(new() { OfficeNumber = Fjordvik }, deadline: DateTime.UtcNow.AddMinutes(1));
        await UntilCaughtUp(stream);

        var asked = (await leader.AskForClarificationAsync(new() { RequestId = "1", OfficeNumber = Fjordvik, MissionKey = key, Text = "Gjelder det alle?" })).Mission;
        await leader.ReportObstacleAsync(new() { RequestId = "2", OfficeNumber = Fjordvik, MissionKey = key, Text = "Lokalene er stengt." });

        var question = Assert.Single(asked.Questions);
        Assert.Equal((QuestionKind.Clarification, "Gjelder det alle?", "NAV_LEADER", null), (question.Kind, question.Text, question.AskedByRole, question.AnsweredAt));
        Assert.Equal((2, ChangeClass.Editorial, 1, 1), (asked.Version, asked.ChangeClass, asked.MaterialVersion, asked.Rank));
        foreach (var owner in new[] { world.As("county", "5700"), world.As("municipal-director", "5035") })
        {
            var open = (await owner.ListQuestionsAsync(new())).Questions;
            Assert.Equal(["Gjelder det alle?", "Lokalene er stengt."], open.Select(q => q.Question.Text));
            Assert.Equal((Fjordvik, key, "Tittel s1"), (open[0].OfficeNumber, open[0].MissionKey, open[0].MissionTitle.Nb));
        }

        await world.As("municipal-director", "5035").AnswerQuestionAsync(new() { RequestId = "3", QuestionId = question.QuestionId, Answer = "Ja, alle under 30." });

        var mission = await world.Mission("s1");
        Assert.Equal([QuestionKind.Clarification, QuestionKind.Obstacle], mission.Questions.Select(q => q.Kind));
        Assert.Equal(("Ja, alle under 30.", "5035"), (mission.Questions[0].Answer, mission.Questions[0].AnsweredBy.Number));
        Assert.Null(mission.Questions[1].AnsweredAt);
        Assert.Equal((4, 1), (mission.Version, mission.MaterialVersion));
        var county = world.As("county", "5700");
        Assert.Equal([QuestionKind.Obstacle], (await county.ListQuestionsAsync(new() { OfficeNumber = Fjordvik })).Questions.Select(q => q.Question.Kind));
        var page = await county.ListQuestionsAsync(new() { IncludeAnswered = true, PageSize = 1 });
        Assert.Equal("Ja, alle under 30.", Assert.Single(page.Questions).Question.Answer);
        Assert.Equal([QuestionKind.Obstacle], (await county.ListQuestionsAsync(new() { IncludeAnswered = true, PageToken = page.NextPageToken })).Questions.Select(q => q.Question.Kind));
        for (var position = 2; position <= 4; position++)
        {
            Assert.True(await stream.ResponseStream.MoveNext(CancellationToken.None));
            Assert.Equal((position, position), ((int)stream.ResponseStream.Current.Position, stream.ResponseStream.Current.Mission.Version));
        }

        Assert.Equal(
            "question.answer,question.ask,question.obstacle",
            await world.Service.Scalar<string>("select string_agg(act, ',' order by act) from audit where act like 'question.%'"));
        await world.AssertGapless();
    }

    [Fact]
    public async Task Question_OutlivesNewVersionsAndTheEndOfTheMission()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var hash = (await world.Mission("s1")).ContentHash;
        var asked = (await Ask(world, "s1")).Questions[0];
        Assert.Equal(hash, (await world.Mission("s1")).ContentHash);

        await world.Map(Revised(State("s1"), ChangeClass.Material, c => c.Text.Nb = "ny"));
        Assert.Equal(asked, Assert.Single((await world.Mission("s1")).Questions));
        await world.Map(Withdrawn(State("s1")));

        var answered = (await world.As("county", "5700").AnswerQuestionAsync(new() { RequestId = "1", QuestionId = asked.QuestionId, Answer = "Det er trukket." })).Mission;

        Assert.Equal((MissionState.Ended, 5, 4, 0), (answered.State, answered.Version, answered.MaterialVersion, answered.Rank));
        Assert.Equal("s1 ENDED WITHDRAWN", await world.Feed());
        await world.AssertGapless();
    }

    [Fact]
    public async Task Answer_OfTheSecondOwner_IsRefused()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var id = (await Ask(world, "s1")).Questions[0].QuestionId;
        await world.As("county", "5700").AnswerQuestionAsync(new() { RequestId = "1", QuestionId = id, Answer = "Ja" });

        var refused = await RefusedCall.Of(() => world.As("municipal-director", "5035").AnswerQuestionAsync(new() { RequestId = "1", QuestionId = id, Answer = "Nei" }).ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, "ANSWERED_ALREADY", "COUNTY:5700"), (refused.Code, refused.Reason, refused.Metadata["party"]));
        Assert.Equal("Ja", Assert.Single((await world.Mission("s1")).Questions).Answer);
        Assert.Equal(3, (await world.Mission("s1")).Version);
    }

    [Theory]
    [InlineData("county", "1000")]
    [InlineData("municipal-director", "5041")]
    public async Task Answer_OfAnOwnerElsewhere_IsRefusedLikeAMissingQuestion(string role, string unit)
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var id = (await Ask(world, "s1")).Questions[0].QuestionId;
        var other = world.As(role, unit);

        Assert.Empty((await other.ListQuestionsAsync(new())).Questions);
        foreach (var question in new[] { id, "none" })
        {
            var refused = await RefusedCall.Of(() => other.AnswerQuestionAsync(new() { RequestId = $"{question}", QuestionId = question, Answer = "Nei" }).ResponseAsync);
            Assert.Equal((StatusCode.NotFound, "QUESTION_NOT_FOUND"), (refused.Code, refused.Reason));
        }
    }

    [Fact]
    public async Task Question_AboutAnEndedMissionOrBadly_IsRefused()
    {
        await using var world = await World.Start();
        await world.Map(State("s1"));
        var leader = world.As("office", Fjordvik);
        var key = (await world.Mission("s1")).MissionKey;

        var tooLong = await RefusedCall.Of(() => leader.AskForClarificationAsync(new() { RequestId = "1", OfficeNumber = Fjordvik, Text = new string('x', 20_001) }).ResponseAsync);
        Assert.Equal(["mission_key", "text"], tooLong.Fields.Keys.Order());
        var forbidden = await RefusedCall.Of(() => leader.ReportObstacleAsync(new() { RequestId = "2", OfficeNumber = Fjordvik, MissionKey = key, Text = "a\0b" }).ResponseAsync);
        Assert.Equal("TEXT_FORBIDDEN_CHARACTER", forbidden.Fields["text"]);
        var unknown = await RefusedCall.Of(() => leader.ReportObstacleAsync(new() { RequestId = "3", OfficeNumber = Fjordvik, MissionKey = "none", Text = "x" }).ResponseAsync);
        Assert.Equal("MISSION_NOT_FOUND", unknown.Reason);
        var answer = await RefusedCall.Of(() => world.As("county", "5700").AnswerQuestionAsync(new() { RequestId = "4" }).ResponseAsync);
        Assert.Equal(["answer", "question_id"], answer.Fields.Keys.Order());

        await world.Map(Withdrawn(State("s1")));
        var ended = await RefusedCall.Of(() => leader.AskForClarificationAsync(new() { RequestId = "5", OfficeNumber = Fjordvik, MissionKey = key, Text = "x" }).ResponseAsync);
        Assert.Equal((StatusCode.FailedPrecondition, "MISSION_ENDED", "2"), (ended.Code, ended.Reason, ended.Metadata["version"]));
        Assert.Equal(0L, await world.Service.Scalar<long>("select count(*) from question"));
    }

    private static async Task<Mission> Ask(World world, string directiveId) => (await world.As("office", Fjordvik).AskForClarificationAsync(new()
    {
        RequestId = Guid.NewGuid().ToString(),
        OfficeNumber = Fjordvik,
        MissionKey = (await world.Mission(directiveId)).MissionKey,
        Text = "Hva menes?",
    })).Mission;
}
