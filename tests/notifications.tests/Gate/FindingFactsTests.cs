using Grpc.Core;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Samstyring.Testing;
using Xunit;
using static Samstyring.Notifications.Tests.World;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Tests.Gate;

public class FindingFactsTests
{
    [Theory]
    [InlineData(101)]
    [InlineData(102)]
    public async Task Facts_OfWhatStandsAfterAWalk_GiveItAgain(int seed)
    {
        await using var world = await World.Start();
        var steps = new RandomSteps(world, seed);
        await steps.Begin();
        for (var step = 0; step < 40; step++)
        {
            await steps.Next();
        }

        var auditor = world.As("auditor");
        var all = await world.Findings(new());
        Assert.InRange(all.Select(f => f.Kind).Distinct().Count(), 3, 36);
        foreach (var atOffice in all.GroupBy(f => f.OfficeNumber))
        {
            if (atOffice.Key is not (Fjordvik or Midtfjell))
            {
                var refused = await RefusedCall.Of(() => auditor.GetFindingFactsAsync(new() { FindingId = atOffice.First().FindingId }).ResponseAsync);
                Assert.Equal((StatusCode.NotFound, "OFFICE_NOT_FOUND"), (refused.Code, refused.Reason));
                continue;
            }

            var json = (await auditor.GetFindingFactsAsync(new() { FindingId = atOffice.First().FindingId })).FactsJson;
            var file = FactsFile.Read(json).Value;
            Assert.Equal(json, file.Write());
            var answers = await Task.WhenAll(Enumerable.Range(0, 2).Select(async _ => (await auditor.JudgeFactsAsync(new() { FactsJson = json })).AnswerJson));
            Assert.Equal(answers[0], answers[1]);
            var facts = file.ToFacts();
            var again = Judge.Findings(new Predicates(facts, facts.Offices.Single(o => o.Number == atOffice.Key))).Select(f => Said(FindingMessage.Write(f)));
            Assert.Empty(atOffice.Select(Said).Except(again));

            // In the answer to a document K-20 is one finding, whatever the offices.
            Assert.All(atOffice.Where(f => f.Kind != Pb.FindingKind.CountyLettersDiffer), stored => Assert.Contains($"\"finding_id\": \"{stored.FindingId}\"", answers[0], StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Facts_OfAClosedOrUnknownFinding_OrForOthersThanAuditors_AreRefused()
    {
        await using var world = await World.Start();
        var first = State("s1");
        await world.Map(first);
        await world.Map(Ban("m1"));
        var id = Assert.Single(await world.Findings()).FindingId;
        await world.Map(Withdrawn(first));

        var closed = await RefusedCall.Of(() => world.As("auditor").GetFindingFactsAsync(new() { FindingId = id }).ResponseAsync);
        var unknown = await RefusedCall.Of(() => world.As("auditor").GetFindingFactsAsync(new() { FindingId = "f" }).ResponseAsync);
        var none = await RefusedCall.Of(() => world.As("auditor").GetFindingFactsAsync(new()).ResponseAsync);
        var county = await RefusedCall.Of(() => world.As("county", "5700").GetFindingFactsAsync(new() { FindingId = id }).ResponseAsync);

        Assert.Equal((StatusCode.FailedPrecondition, "FINDING_CLOSED"), (closed.Code, closed.Reason));
        Assert.Equal((StatusCode.NotFound, "FINDING_NOT_FOUND"), (unknown.Code, unknown.Reason));
        Assert.Equal(StatusCode.InvalidArgument, none.Code);
        Assert.Equal(StatusCode.PermissionDenied, county.Code);
    }

    // What is found, of what, when and by which witness. Names of owners are no facts, and who settles what has climbed the ladder is its case's.
    private static string Said(Pb.Finding f) => string.Join(
        '|', f.Kind, f.Verdict, f.Severity, f.Stage, string.Join(',', f.Directives.Select(d => $"{d.DirectiveId}@{d.Revision}")), f.WitnessClass,
        string.Join(';', f.Window), f.Witness, string.Join(';', f.OwedFields), string.Join(';', f.OwedByDirectiveIds), string.Join(';', f.OwedByOwners));
}
