using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Samstyring.House.Tests;

public partial class DependencyTests
{
    [Fact]
    public void Service_Assemblies_DoNotReferToEachOther()
    {
        var names = House.Services.Select(a => a.GetName().Name!).ToHashSet();
        var crossings = from assembly in House.Services
                        from reference in assembly.GetReferencedAssemblies()
                        where names.Contains(reference.Name!)
                        select $"{assembly.GetName().Name} -> {reference.Name}";
        Assert.Empty(crossings);
    }

    [Theory]
    [InlineData("gateway/")]
    [InlineData("cli/")]
    [InlineData("identity/")]
    [InlineData("web/")]
    public void Edge_Projects_ReferToNoService(string folder) =>
        Assert.All(House.Under(folder, ".csproj"), project => Assert.DoesNotContain("services/", House.Read(project), StringComparison.Ordinal));

    // The bench races the judge's rules in memory; everything else it measures from outside.
    [Fact]
    public void Bench_RefersToNoServiceButTheJudge() =>
        Assert.All(House.Under("bench/", ".csproj"), project => Assert.DoesNotContain(
            "services/", House.Read(project).Replace("../services/notifications/Samstyring.Notifications.csproj", "", StringComparison.Ordinal), StringComparison.Ordinal));

    [Fact]
    public void Project_Every_IsInTheSolution()
    {
        var listed = XDocument.Parse(House.Read("Samstyring.slnx")).Descendants("Project").Select(p => p.Attribute("Path")!.Value).Order(StringComparer.Ordinal);
        Assert.Equal(House.Under("", ".csproj").Order(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void PackageVersion_StandsOnlyInTheCentralFile() =>
        Assert.All(House.Under("", ".csproj"), project => Assert.DoesNotMatch(VersionedReference(), House.Read(project)));

    [Fact]
    public void Sql_OfOutboxAndInbox_NeverPollsByIdGreaterThanTheLast()
    {
        var polls = from file in House.Under("services/", ".cs")
                    from Match text in RawString().Matches(House.Read(file))
                    where text.Value.Contains("box", StringComparison.Ordinal) && PollById().IsMatch(text.Value)
                    select $"{file}: {text.Value}";
        Assert.Empty(polls);
        Assert.Matches(PollById(), "where id > @last");
    }

    [GeneratedRegex("""<PackageReference [^>]*Version=""")]
    private static partial Regex VersionedReference();

    [GeneratedRegex("\"\"\".*?\"\"\"", RegexOptions.Singleline)]
    private static partial Regex RawString();

    [GeneratedRegex(@"\bid\s*>\s*@")]
    private static partial Regex PollById();
}
