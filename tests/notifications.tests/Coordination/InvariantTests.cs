using System.Globalization;
using Xunit;

namespace Samstyring.Notifications.Tests.Coordination;

/// <summary>Whatever the order of arrivals, answers and deadlines, invariants 1, 2, 3 and 7 of architecture.md hold.</summary>
public class InvariantTests
{
    private static int Runs => int.TryParse(Environment.GetEnvironmentVariable("SAMSTYRING_RUNS"), CultureInfo.InvariantCulture, out var runs) ? runs : 10_000;

    [Fact]
    public void Owners_ActInAnyOrder_NothingIsUnjudgedWonByDefaultHeldForEverOrUnreleased()
    {
        var seen = new Dictionary<string, int>();

        for (var seed = 0; seed < Runs; seed++)
        {
            var model = new OwnersModel(seed);
            try
            {
                model.Play(15);
            }
            catch (Exception broken)
            {
                throw new InvalidOperationException($"Run {seed}: {broken.Message}", broken);
            }

            foreach (var (what, count) in model.Seen)
            {
                seen[what] = seen.GetValueOrDefault(what) + count;
            }
        }

        // All that matters has happened, often.
        Assert.All(
            ["settled", "escalated", "held", "together", "ReleasedWithFlag", "SignedAlready", "SignedBySamePerson", "AnswerLate", "RevisionSuperseded", "CaseClosed", "ProposalDecided"],
            what => Assert.True(seen.GetValueOrDefault(what) >= Runs / 200, $"{what}: {seen.GetValueOrDefault(what)} times in {Runs} runs"));
    }
}
