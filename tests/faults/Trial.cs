using System.Diagnostics;

namespace Samstyring.Faults;

/// <summary>One run of a cell: the load goes on, a fault is injected and healed, and what else has to hold is written down.</summary>
internal sealed class Trial(Machine machine, Load load, IReadOnlyList<Place> places, int seed)
{
    public Machine Machine => machine;

    public Load Load => load;

    public IReadOnlyList<Place> Places => places;

    public int Seed => seed;

    public Random Random { get; } = new(seed);

    /// <summary>What holds beside the invariants.</summary>
    public List<Verdict> Lines { get; } = [];

    public int Faults { get; private set; }

    /// <summary>How many events were made to be dead letters.</summary>
    public int Poisoned { get; set; }

    /// <summary>Whether reconciliation has to send events again that were lost for good; null: it may, since they are late.</summary>
    public bool? Heals { get; set; } = false;

    /// <summary>What takes longer is not at once.</summary>
    public TimeSpan Promptly { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>When the fault was over.</summary>
    public long Healed { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>What is put back when the promises have been looked at.</summary>
    public Func<Task> Afterwards { get; set; } = () => Task.CompletedTask;

    public void Also(string name, string counted, bool holds, string detail = "") => Lines.Add(new(name, counted, holds, detail));

    public void Injected(int count = 1) => Faults += count;

    public void IsHealed() => Healed = Stopwatch.GetTimestamp();

    /// <summary>Lets a service kill itself at a span, looks at what it has left, and starts it again.</summary>
    public async Task Kill(Service service, string at, Func<string, Task>? afterDeath = null)
    {
        await service.Arm($"kill {at}");
        var trace = await service.Died();
        Injected();
        if (afterDeath is not null)
        {
            await afterDeath(trace);
        }

        service.Start();
        await service.Ready();
        IsHealed();
    }
}
