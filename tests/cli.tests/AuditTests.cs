using Samstyring.Audit.V1;

namespace Samstyring.Cli.Tests;

public sealed class AuditTests
{
    private static readonly AuditHead Kept = new() { Service = "steering", Position = 7, Hash = new string('a', 64) };

    [Fact]
    public async Task Verify_OfAllServices_GivesEachTheHeadsThatOthersKeepOfIt()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => request switch
        {
            ListAuditHeadsRequest => new ListAuditHeadsResponse { Heads = { Kept } },
            _ => new VerifyAuditResponse { Verdict = new AuditVerdict { Service = "x", Entries = 7 } },
        };

        var (exit, output, _) = await platform.Run("audit", "verify");

        Assert.Equal(Exit.Done, exit);
        Assert.Contains("sporet er urørt", output, StringComparison.Ordinal);
        var asked = platform.Arrivals.Where(a => a.Path.EndsWith("VerifyAudit", StringComparison.Ordinal)).Select(a => a.Headers["samstyring-service"].ToString());
        Assert.Equal(["steering", "offices", "notifications"], asked);
        Assert.Equal([Kept], platform.Requests.OfType<VerifyAuditRequest>().First().Heads);
        Assert.All(platform.Requests.OfType<VerifyAuditRequest>().Skip(1), r => Assert.Empty(r.Heads));
    }

    [Theory]
    [InlineData(AuditFault.Changed, "endret")]
    [InlineData(AuditFault.Missing, "mangler")]
    [InlineData(AuditFault.Truncated, "kuttet")]
    [InlineData(AuditFault.Rewritten, "skrevet på nytt")]
    public async Task Verify_OfATrailThatWasTouched_SaysWhereAndFails(AuditFault fault, string word)
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => request is VerifyAuditRequest
            ? new VerifyAuditResponse { Verdict = new AuditVerdict { Service = "offices", Fault = fault, FaultPosition = 12 } }
            : null;

        var (exit, output, _) = await platform.Run("audit", "verify", "--service", "offices");

        Assert.Equal(Exit.Unexpected, exit);
        Assert.Contains(word, output, StringComparison.Ordinal);
        Assert.Contains("nr. 12", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Audit_OfAServiceThatIsNone_IsWrongUse()
    {
        await using var platform = await StubPlatform.Start();
        Assert.Equal(Exit.Usage, (await platform.Run("audit", "list", "--service", "gateway")).Exit);
    }
}
