using System.Diagnostics;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Samstyring.Machine.Tests;

/// <summary>What a person who has read only the README does, with real processes.</summary>
public sealed class MachineTests : IClassFixture<MachineTests.Running>
{
    private static readonly string[] Processes = ["postgres", "identity", "steering", "offices", "notifications", "gateway"];
    private static readonly string[] Offices = ["1783", "1124", "0612"];

    private readonly Machine machine;

    public MachineTests(Running running) => machine = running.Machine;

    [Fact]
    public async Task Up_Detached_LeavesEveryProcessHealthy()
    {
        var (code, output) = await machine.Dev("status");
        Assert.Equal(0, code);
        Assert.Equal(Processes.Order(StringComparer.Ordinal), (await machine.Pids()).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Processes.Length, output.Split('\n').Count(line => line.Contains(" healthy ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GrpcJs_ThroughTheGateway_PublishesWatchesAndReadsErrors() =>
        await machine.Foreign("node", "client.js", "municipal-director:5035", "office:1783");

    [Fact]
    public async Task Python_ThroughTheGateway_PublishesWatchesAndReadsErrors() =>
        await machine.Foreign("/usr/bin/python3", "client.py", "municipal-director:5035", "office:1783");

    [Fact]
    public async Task Demo_Played_ShowsHeldReleasedAndResolved()
    {
        var output = await machine.Must("demo");
        Assert.Contains("Holdt tilbake", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Frigitt", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Nav Værnes", output, StringComparison.Ordinal);
        Assert.Contains("konstruert", output, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("identity")]
    [InlineData("steering")]
    [InlineData("offices")]
    [InlineData("notifications")]
    [InlineData("gateway")]
    public async Task Service_KilledDuringTheDemo_FeedsEndTheSame(string service)
    {
        // Each demonstration withdraws what the one before it published, so the same missions are there in the end.
        await machine.Must("demo");
        var expected = await Feeds();
        using var demo = machine.Start("demo");
        await demo.StandardOutput.ReadLineAsync();
        Process.GetProcessById((await machine.Pids())[service]).Kill();
        await machine.Must("restart", service);
        var (code, output) = await Machine.End(demo);
        Assert.True(code == 0, output);
        var actual = await Feeds();
        Assert.NotEmpty(expected);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public async Task Down_AfterUp_LeavesNoProcess()
    {
        using var other = await Machine.Up("down");
        var pids = (await other.Pids()).Values.ToList();
        Assert.Equal(Processes.Length, pids.Count);
        await other.Must("down");
        Assert.All(pids, pid => Assert.False(Directory.Exists($"/proc/{pid}"), $"process {pid} is left"));
    }

    private async Task<List<string>> Feeds()
    {
        var feeds = new List<string>();
        foreach (var office in Offices)
        {
            feeds.AddRange((await machine.Feed(office)).Select(mission => $"{office}: {mission}"));
        }

        return feeds;
    }

    public sealed class Running : IAsyncLifetime
    {
        public Machine Machine { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Machine = await Machine.Up("machine");

        public ValueTask DisposeAsync()
        {
            Machine.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
