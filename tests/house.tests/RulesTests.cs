using System.Reflection;
using Xunit;

namespace Samstyring.House.Tests;

/// <summary>A rule is a pure function: facts, command and time in, decision out.</summary>
public class RulesTests
{
    private static readonly string[] Impure = ["Npgsql", "Dapper", "Grpc.", "Microsoft.", "System.Net.Http", "System.Data"];

    private static readonly string[] Ambient =
    [
        "System.DateTime.get_Now", "System.DateTime.get_UtcNow", "System.DateTime.get_Today", "System.DateTimeOffset.get_Now", "System.DateTimeOffset.get_UtcNow",
        "System.Guid.NewGuid", "System.Guid.CreateVersion7", "System.TimeProvider.", "System.Random.", "System.Environment.", "System.Diagnostics.Stopwatch.",
        "System.Security.Cryptography.RandomNumberGenerator.", "System.IO.File.", "System.Threading.Thread.",
    ];

    private static IEnumerable<Type> Rules => House.Services.SelectMany(a => a.GetTypes()).Where(t => t.Namespace is { } space && space.Split('.').Contains("Rules"));

    [Fact]
    public void Rules_OfEveryService_ReferToNothingImpure()
    {
        var impure = from type in Rules
                     from member in Calls.Of(type)
                     let owner = (member as Type ?? member.DeclaringType)!
                     let assembly = owner.Assembly.GetName().Name!
                     where Impure.Any(i => assembly.StartsWith(i, StringComparison.Ordinal))
                     select $"{type.FullName} -> {owner.FullName}.{member.Name}";
        Assert.Empty(impure);
    }

    [Fact]
    public void Rules_OfEveryService_ReadNoClockChanceOrEnvironment()
    {
        var ambient = from type in Rules
                      from member in Calls.Of(type)
                      let name = $"{member.DeclaringType?.FullName}.{member.Name}"
                      // Iterators ask for the thread they were made on; the compiler writes that.
                      where name != "System.Environment.get_CurrentManagedThreadId" && Ambient.Any(a => name.StartsWith(a, StringComparison.Ordinal))
                      select $"{type.FullName} -> {name}";
        Assert.Empty(ambient);
    }

    [Fact]
    public void Calls_OfAMethodThatReadsTheClock_NameIt() =>
        Assert.Contains(Calls.Of(typeof(Planted)), m => m is MethodInfo { Name: "get_UtcNow" });

    [Fact]
    public void Rules_Exist_InEveryService() =>
        Assert.All(House.Services, a => Assert.Contains(Rules, t => t.Assembly == a));

    private static class Planted
    {
        internal static DateTime Read() => DateTime.UtcNow;
    }
}
