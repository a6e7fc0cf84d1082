using System.Text.Json;
using Xunit;

namespace Samstyring.Machine.Tests;

/// <summary>What is kept when something breaks, with real processes.</summary>
public sealed class FaultTests
{
    private const string Office = "1783";
    private static readonly TimeSpan Healed = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Faults_ACommandAndAnEventCutOff_EveryPromiseIsKept()
    {
        using var machine = Machine.Of("faults");
        var (code, output) = await machine.Dev("faults", "--seed", "1", "--cell", "K5,C4");
        Assert.True(code == 0, output);
        Assert.Contains("cells=2 not_run=0 ", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_OneServiceFromAnOlderBackup_TheOthersHealItOrSayWhatTheyHaveBeyondIt()
    {
        using var machine = await Machine.Up("restore");
        var folder = Directory.CreateTempSubdirectory("samstyring").FullName;
        await Publish(machine);
        await Until(async () => (await Sources(machine)).Count == 1, "the first directive");
        await machine.Must("backup", folder);
        await Publish(machine);
        await Until(async () => (await Sources(machine)).Count == 2, "the second directive");
        var expected = await Sources(machine);

        await machine.Must("restore", folder, "notifications");
        await Until(async () => (await Sources(machine)).SequenceEqual(expected), "the feed to be whole again");
        Assert.Contains("lacked", machine.Log("offices"), StringComparison.Ordinal);

        await machine.Must("restore", folder, "steering");
        await Until(() => Task.FromResult(machine.Log("steering").Contains("REVISION_AHEAD", StringComparison.Ordinal)), "steering to say that it is behind");
        Assert.Equal(expected, await Sources(machine));
        Directory.Delete(folder, true);
    }

    private static async Task Publish(Machine machine)
    {
        string[] director = ["cli", "--as", "municipal-director:5035", "--json", "directive"];
        using var created = JsonDocument.Parse(await machine.Must([.. director, "create", "-f", Path.Combine(AppContext.BaseDirectory, "foreign", "directive.json")]));
        await machine.Must([.. director, "publish", created.RootElement.GetProperty("directive").GetProperty("directiveId").GetString()!]);
    }

    // The directives in the feed.
    private static async Task<IReadOnlyList<string>> Sources(Machine machine)
    {
        using var json = JsonDocument.Parse(await machine.Must("cli", "--as", $"office:{Office}", "--json", "mission", "list", Office));
        var missions = json.RootElement.TryGetProperty("missions", out var list) ? list.EnumerateArray().ToList() : [];
        return [.. missions.SelectMany(m => m.GetProperty("sources").EnumerateArray()).Select(s => s.GetProperty("directiveId").GetString()!).Order(StringComparer.Ordinal)];
    }

    private static async Task Until(Func<Task<bool>> condition, string what)
    {
        var until = DateTime.UtcNow + Healed;
        while (!await condition())
        {
            Assert.True(DateTime.UtcNow < until, $"Waited {Healed.TotalSeconds} s for {what}");
        }
    }
}
