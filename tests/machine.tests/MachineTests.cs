using System.Diagnostics;
using Xunit;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace Samstyring.Machine.Tests;

/// <summary>What a person who has read only the README does, with real processes.</summary>
public sealed class MachineTests : IClassFixture<MachineTests.Running>
{
    private static readonly string[] Processes = ["postgres", "identity", "steering", "offices", "notifications", "gateway", "web"];
    private static readonly string[] Offices = ["1783", "1124", "0612"];

    private readonly Running running;

    public MachineTests(Running running) => this.running = running;

    private Machine Machine => running.Machine;

    [Fact]
    public async Task Up_Detached_LeavesEveryProcessHealthy()
    {
        var (code, output) = await Machine.Dev("status");
        Assert.Equal(0, code);
        Assert.Equal(Processes.Order(StringComparer.Ordinal), (await Machine.Pids()).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Processes.Length, output.Split('\n').Count(line => line.Contains(" healthy ", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GrpcJs_ThroughTheGateway_PublishesWatchesAndReadsErrors() =>
        await Machine.Foreign("node", "client.js", "municipal-director:5035", "office:1783");

    [Fact]
    public async Task Python_ThroughTheGateway_PublishesWatchesAndReadsErrors() =>
        await Machine.Foreign("/usr/bin/python3", "client.py", "municipal-director:5035", "office:1783");

    [Fact]
    public async Task Demo_Played_ShowsHeldReleasedAndResolved()
    {
        var (output, _) = await running.Demo();
        Assert.Contains("Holdt tilbake", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Frigitt", output, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("Nav Værnes", output, StringComparison.Ordinal);
        Assert.Contains("konstruert", output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Services_KilledOneAfterTheOtherDuringTheDemo_FeedsEndTheSame()
    {
        // Each demonstration withdraws what the one before it published, so the same missions are there in the end.
        var (_, expected) = await running.Demo();
        using var demo = Machine.Start("demo");
        foreach (var (step, service) in new[] { (1, "steering"), (2, "identity"), (4, "offices"), (5, "notifications"), (6, "gateway") })
        {
            await Step(demo, step);
            Process.GetProcessById((await Machine.Pids())[service]).Kill();
            await Machine.Must("restart", service);
        }

        var (code, output) = await Machine.End(demo);
        Assert.True(code == 0, output);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await running.Feeds());
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

    private static async Task Step(Process demo, int number)
    {
        while (await demo.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.Contains($"[1m{number}. ", StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The demonstration ended before step {number}: {await demo.StandardError.ReadToEndAsync()}");
    }

    public sealed class Running : IAsyncLifetime
    {
        private (string Output, List<string> Feeds)? demo;

        public Machine Machine { get; private set; } = null!;

        /// <summary>What the demonstration prints when nothing disturbs it, and the feeds it leaves; played once.</summary>
        public async Task<(string Output, List<string> Feeds)> Demo() => demo ??= (await Machine.Must("demo"), await Feeds());

        public async Task<List<string>> Feeds()
        {
            var feeds = new List<string>();
            foreach (var office in Offices)
            {
                feeds.AddRange((await Machine.Feed(office)).Select(mission => $"{office}: {mission}"));
            }

            return feeds;
        }

        public async ValueTask InitializeAsync() => Machine = await Machine.Up("machine");

        public ValueTask DisposeAsync()
        {
            Machine.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
