using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Samstyring.Offices.Tests.Import;

public sealed partial class DataTests
{
    [Fact]
    public void Readme_EveryFile_HasItsChecksum()
    {
        var stated = Row().Matches(File.ReadAllText(Path.Combine(Registers.DataFolder, "README.md")))
            .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        var actual = Directory.GetFiles(Registers.DataFolder, "*.csv")
            .ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path))));
        Assert.Equal(actual.OrderBy(pair => pair.Key), stated.OrderBy(pair => pair.Key));
    }

    [GeneratedRegex(@"^\| ([a-z-]+\.csv) \|.*`([0-9a-f]{64})` \|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
