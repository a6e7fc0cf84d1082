using Xunit;

namespace Samstyring.House.Tests;

/// <summary>Orientation, not a gate: a long file is a question ("two things?"), and a better answer than splitting one thing in two to please a number.</summary>
public class SizeTests(ITestOutputHelper output)
{
    [Fact]
    public void Files_PerProject_ArePrintedWithTheirOutliers()
    {
        var projects = House.Under("", ".csproj").Select(p => p[..(p.LastIndexOf('/') + 1)]).ToList();
        foreach (var folder in projects.Where(f => f.Length > 0))
        {
            var sizes = House.Under(folder, ".cs").Select(f => (File: f, Lines: House.Read(f).Count(c => c == '\n'))).OrderBy(f => f.Lines).ToList();
            if (sizes.Count > 0)
            {
                output.WriteLine($"{folder,-28} {sizes.Count,4} files, median {sizes[sizes.Count / 2].Lines,4}, p90 {sizes[sizes.Count * 9 / 10].Lines,4}, max {sizes[^1].Lines,4} {sizes[^1].File}");
            }
        }

        Assert.NotEmpty(projects);
    }
}
