using System.Text.RegularExpressions;
using Google.Protobuf.Reflection;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Xunit;

namespace Samstyring.House.Tests;

public partial class ContractTests
{
    private static readonly (string Folder, ServiceDescriptor Service, IReadOnlyDictionary<string, Role[]> Policies)[] Services =
    [
        ("steering", Steering.V1.SteeringService.Descriptor, Steering.Api.Access.Policies),
        ("offices", Offices.V1.OfficesService.Descriptor, Offices.Api.Access.Policies),
        ("notifications", Notifications.V1.NotificationsService.Descriptor, Notifications.Api.Access.Policies),
    ];

    public static TheoryData<string, string> Rpcs
    {
        get
        {
            var rpcs = new TheoryData<string, string>();
            foreach (var (folder, service, _) in Services)
            {
                foreach (var method in service.Methods)
                {
                    rpcs.Add(folder, method.Name);
                }
            }

            return rpcs;
        }
    }

    public static TheoryData<string> Reasons => [.. Enum.GetNames<ErrorReason>().Where(r => r != nameof(ErrorReason.Unspecified))];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public void Rpc_Every_HasItsApiFileAndATest(string folder, string rpc)
    {
        Assert.Contains(House.Files, f => f.StartsWith($"services/{folder}/Api/", StringComparison.Ordinal) && f.EndsWith($"Api.{rpc}.cs", StringComparison.Ordinal));
        Assert.Contains(House.Under($"tests/{folder}.tests/", ".cs"), f => House.Read(f).Contains(rpc, StringComparison.Ordinal));
    }

    [Fact]
    public void Access_EveryRpc_HasOnePolicy()
    {
        foreach (var (_, service, policies) in Services)
        {
            Assert.Equal(service.Methods.Select(m => $"/{service.FullName}/{m.Name}").Order(StringComparer.Ordinal), policies.Keys.Order(StringComparer.Ordinal));
            Assert.All(policies.Values, roles => Assert.NotEmpty(roles));
        }
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Reason_Every_IsGivenAndTested(string reason)
    {
        var name = ReasonTexts.Name(Enum.Parse<ErrorReason>(reason));
        var given = House.Under("services/", ".cs").Concat(House.Under("gateway/", ".cs")).Where(f => !f.EndsWith("ReasonTexts.cs", StringComparison.Ordinal));
        Assert.True(given.Any(f => Mentions(f, reason, name)), $"{name} is never given");
        Assert.True(House.Under("tests/", ".cs").Concat(House.Under("tests/", ".js")).Any(f => Mentions(f, reason, name)), $"{name} is never tested");
    }

    [Fact]
    public void Readme_EveryCommand_ExistsInDev()
    {
        var commands = DevCommand().Matches(House.Read("README.md")).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.NotEmpty(commands);
        var dev = House.Read("dev");
        Assert.All(commands, command => Assert.Matches($@"(?m)^\s*(\w+ ?\| ?)*{command}( ?\| ?\w+)*\)", dev));
    }

    [Fact]
    public void Repository_NamesNoPathOfAMachine() =>
        Assert.All(
            House.Files.Where(f => !f.EndsWith(".snk", StringComparison.Ordinal)),
            file => Assert.False(MachinePath().IsMatch(House.Read(file)), $"{file} names a path of a machine"));

    private static bool Mentions(string file, string member, string name)
    {
        var text = House.Read(file);
        return text.Contains($"ErrorReason.{member}", StringComparison.Ordinal) || text.Contains($"\"{name}\"", StringComparison.Ordinal) || text.Contains($"'{name}'", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\./dev ([a-z0-9]+)")]
    private static partial Regex DevCommand();

    [GeneratedRegex(@"(^|[^a-z.\w])/(work|root|home)/[a-z]")]
    private static partial Regex MachinePath();
}
