using Grpc.Core;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Notifications.Tests.Api;

public class JudgeFactsTests
{
    private static readonly string Case = Path.Combine(AppContext.BaseDirectory, "corpus", "K-01", "positive-01.json");

    [Fact]
    public async Task Facts_Judged_AnswerFindingsAndGateWithTheSameBytesEachTime()
    {
        await using var world = await World.Start();
        var facts = await File.ReadAllTextAsync(Case, TestContext.Current.CancellationToken);
        var answer = (await world.As("auditor").JudgeFactsAsync(new() { FactsJson = facts })).AnswerJson;

        Assert.Contains("\"kind\": \"K-01\"", answer, StringComparison.Ordinal);
        Assert.Contains("\"decision\": \"HELD\"", answer, StringComparison.Ordinal);
        // Held Monday 2026-11-16, five working days.
        Assert.Contains("\"held_until\": \"2026-11-23\"", answer, StringComparison.Ordinal);
        Assert.Equal(answer, (await world.As("directorate").JudgeFactsAsync(new() { FactsJson = facts })).AnswerJson);
        Assert.Empty(await world.Findings());
    }

    [Theory]
    [InlineData("", "facts", "FIELD_MALFORMED")]
    [InlineData("null", "facts", "FIELD_REQUIRED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": []}""", "facts", "FIELD_MALFORMED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [], "surprise": 1}""", "surprise", "FIELD_MALFORMED")]
    [InlineData("""{"as_of": "16.11.2026", "offices": [], "directives": []}""", "as_of", "FIELD_MALFORMED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [], "rule_version": "1999.1"}""", "rule_version", "ENUM_UNKNOWN")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [{"office_id": "1"}, {"office_id": "1"}], "directives": []}""", "offices[1].office_id", "ENTRY_REPEATED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [{"directive_id": "a", "line": "STATE", "bindingness": "ORDER", "scope": "ALL"}]}""", "directives[0].modality", "FIELD_REQUIRED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [{"directive_id": "a", "line": "STATE", "bindingness": "INFORMATION", "scope": "SOME"}]}""", "directives[0].scope", "SCOPE_MALFORMED")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [], "thresholds": {"made_up": 1}}""", "thresholds.made_up", "ENUM_UNKNOWN")]
    [InlineData("""{"as_of": "2026-11-16", "offices": [], "directives": [], "gate": [{"directive_id": "a", "office": "1", "state": "HELD"}]}""", "gate[0].office", "ENUM_UNKNOWN")]
    public async Task Facts_AtFault_AreRefusedWithThePlace(string facts, string field, string reason)
    {
        await using var world = await World.Start();
        var refused = await RefusedCall.Of(async () => await world.As("auditor").JudgeFactsAsync(new() { FactsJson = facts }));

        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Equal(reason, refused.Fields.GetValueOrDefault(field));
    }
}
