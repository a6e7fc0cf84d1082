using System.Diagnostics;
using Xunit;

namespace Samstyring.House.Tests;

/// <summary>The bugs that <c>./dev faults --planted</c> puts into a copy of the services stand beside sources that go on changing.</summary>
public class PlantedBugTests
{
    public static TheoryData<string> Patches => [.. Directory.EnumerateFiles(Path.Combine(House.Root, "tests/faults/planted"), "*.patch").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_OnTheSources_CanBeApplied(string patch)
    {
        var start = new ProcessStartInfo("git", ["apply", "--check", Path.Combine("tests/faults/planted", patch)]) { WorkingDirectory = House.Root, RedirectStandardError = true };
        using var git = Process.Start(start)!;
        var said = await git.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await git.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(git.ExitCode == 0, said);
    }
}
