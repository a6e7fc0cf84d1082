using System.Globalization;

namespace Samstyring.Bench;

/// <summary>The processes of the running platform, as <c>./dev up</c> wrote them down.</summary>
internal static class Processes
{
    /// <summary>What keeps a person waiting: the three services, the gateway and the pages.</summary>
    public static readonly string[] Names = ["steering", "offices", "notifications", "gateway", "web"];

    /// <summary>Its process id.</summary>
    public static int Id(string name) => int.Parse(
        File.ReadAllText(Path.Combine(Platform.Read("SAMSTYRING_BENCH_RUN"), name + ".pid")).Split(' ', '\n')[0], CultureInfo.InvariantCulture);

    /// <summary>What it holds of the machine's memory, in kilobytes.</summary>
    public static long Resident(int id) => long.Parse(
        File.ReadLines($"/proc/{id}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
        CultureInfo.InvariantCulture);
}
