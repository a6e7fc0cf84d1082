using System.Diagnostics;
using System.Reflection;

namespace Samstyring.House.Tests;

/// <summary>The repository as these tests look at it: its tracked files, and the services' built assemblies.</summary>
internal static class House
{
    public static readonly Assembly Steering = typeof(Steering.Api.SteeringApi).Assembly;
    public static readonly Assembly Offices = typeof(Offices.Api.OfficesApi).Assembly;
    public static readonly Assembly Notifications = typeof(Notifications.Api.NotificationsApi).Assembly;

    public static readonly string Root = FindRoot();

    public static readonly IReadOnlyList<string> Files = Tracked();

    public static IEnumerable<Assembly> Services => [Steering, Offices, Notifications];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static IEnumerable<string> Under(string folder, string extension) =>
        Files.Where(f => f.StartsWith(folder, StringComparison.Ordinal) && f.EndsWith(extension, StringComparison.Ordinal));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Samstyring.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Samstyring.slnx was not found above the tests.");
        }

        return folder;
    }

    // New files count before they are committed; what git ignores does not.
    private static string[] Tracked()
    {
        var start = new ProcessStartInfo("git", ["-C", Root, "ls-files", "--cached", "--others", "--exclude-standard"]) { RedirectStandardOutput = true };
        using var git = Process.Start(start)!;
        var files = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        return [.. files.Where(f => File.Exists(Path.Combine(Root, f)))];
    }
}
