using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using Xunit;

namespace Samstyring.House.Tests;

/// <summary>deploy/k8s, rendered and checked by <c>./dev k8s</c>'s program, which is shown to find faults.</summary>
public sealed partial class ManifestTests
{
    [Fact]
    public void Manifests_EveryOverlay_IsWhatKubernetesKnowsAndTheReadmePromises()
    {
        var (exit, said) = Check(Path.Combine(House.Root, "deploy/k8s"));

        Assert.True(exit == 0, said);
    }

    [Theory]
    [InlineData("steering.yaml", "readinessProbe:", "readinesProbe:", "'\"readinesProbe\"' does not exist")]
    [InlineData("steering.yaml", "periodSeconds: 5", "periodSeconds: often", "not assignable to type 'number'")]
    [InlineData("steering.yaml", "runAsNonRoot: true", "runAsNonRoot: false", "may run as root")]
    [InlineData("steering.yaml", "readOnlyRootFilesystem: true", "readOnlyRootFilesystem: false", "may do more than it needs")]
    [InlineData("steering.yaml", "livenessProbe:\n            httpGet: { path: /health/live, port: http }", "livenessProbe:\n            grpc: { port: 8081 }", "a lost database would restart it")]
    [InlineData("gateway.yaml", "value: samstyring-gateway }", "value: samstyring-gateway }\n            - { name: ASPNETCORE_FORWARDEDHEADERS_ENABLED, value: \"true\" }", "believes what any caller says of itself")]
    [InlineData("web.yaml", "FormatterName, value: json", "FormatterName, value: simple", "its log is not JSON with the time in UTC")]
    [InlineData("settings.env", "FormatterOptions__UseUtcTimestamp=true", "FormatterOptions__UseUtcTimestamp=false", "its log is not JSON with the time in UTC")]
    [InlineData("../overlays/production/kustomization.yaml", "name: ASPNETCORE_FORWARDEDHEADERS_ENABLED", "name: OTHER", "does not read what the ingress says of the caller")]
    [InlineData("../overlays/production/kustomization.yaml", "path: /spec/ingress/0/from", "path: /spec/ingress/0/to", "lets others in than the ingress")]
    [InlineData("../overlays/production/kustomization.yaml", "matchLabels: { app.kubernetes.io/name: web }", "matchLabels: { app.kubernetes.io/name: other }", "keeps the pages out")]
    [InlineData("offices.yaml", "kind: PodDisruptionBudget\nmetadata:\n  name: offices", "kind: PodDisruptionBudget\nmetadata:\n  name: other", "has no PodDisruptionBudget")]
    [InlineData("dapr/subscriptions.yaml", "default: /events/offices.mapping", "default: /events/offices.office", "goes to another topic's address")]
    public void Manifests_WithAFault_AreRefusedWithItsPlace(string file, string text, string fault, string said)
    {
        var copy = Directory.CreateTempSubdirectory().FullName;
        try
        {
            foreach (var manifest in House.Files.Where(f => f.StartsWith("deploy/k8s/", StringComparison.Ordinal)))
            {
                var to = Path.Combine(copy, manifest["deploy/k8s/".Length..]);
                Directory.CreateDirectory(Path.GetDirectoryName(to)!);
                File.Copy(Path.Combine(House.Root, manifest), to);
            }

            // One overlay says it; the others do not depend on the base or say the same twice.
            foreach (var other in new[] { "nais", file.Contains("production", StringComparison.Ordinal) ? "test" : "production" })
                Directory.Delete(Path.Combine(copy, "overlays", other), recursive: true);
            var bent = Path.Combine(copy, "base", file);
            Assert.Contains(text, File.ReadAllText(bent), StringComparison.Ordinal);
            File.WriteAllText(bent, File.ReadAllText(bent).Replace(text, fault, StringComparison.Ordinal));

            var (exit, answer) = Check(copy);

            Assert.NotEqual(0, exit);
            Assert.Contains(said, answer, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(copy, recursive: true);
        }
    }

    [Fact]
    public void Log_ByTheSettingsOfTheManifests_IsJsonWithTheTimeInUtc()
    {
        var settings = House.Read("deploy/k8s/base/settings.env").Split('\n').Where(line => line.StartsWith("Logging__", StringComparison.Ordinal)).Select(line => line.Split('=', 2))
            .Select(setting => KeyValuePair.Create(setting[0].Replace("__", ":", StringComparison.Ordinal), (string?)setting[1]));
        using var services = new ServiceCollection().AddLogging(logging => logging.AddConfiguration(new ConfigurationBuilder().AddInMemoryCollection(settings).Build().GetSection("Logging")).AddConsole())
            .BuildServiceProvider();
        var named = services.GetRequiredService<IOptions<ConsoleLoggerOptions>>().Value.FormatterName;
        using var written = new StringWriter();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        services.GetServices<ConsoleFormatter>().Single(formatter => formatter.Name == named)
            .Write(new LogEntry<string>(LogLevel.Information, "category", new EventId(1), "words", null, (state, _) => state), null, written);

        using var line = JsonDocument.Parse(written.ToString());
        Assert.Equal("words", line.RootElement.GetProperty("Message").GetString());
        var time = line.RootElement.GetProperty("Timestamp").GetString()!;
        Assert.EndsWith("Z", time, StringComparison.Ordinal);
        Assert.InRange(DateTimeOffset.Parse(time, CultureInfo.InvariantCulture), before, DateTimeOffset.UtcNow);
    }

    [Fact]
    public void Subscriptions_Declared_AreThoseTheServicesHear()
    {
        var declared = Declared().Matches(House.Read("deploy/k8s/base/dapr/subscriptions.yaml")).Select(m => (Topic: m.Groups[1].Value, Service: m.Groups[2].Value)).ToHashSet();

        foreach (var assembly in House.Services)
        {
            var service = assembly.GetName().Name!["Samstyring.".Length..].ToLowerInvariant();
            var heard = assembly.GetTypes().Concat(typeof(Common.EventHandler).Assembly.GetTypes())
                .Where(t => t is { IsAbstract: false, IsPublic: true } && t.IsSubclassOf(typeof(Common.EventHandler))).Select(TopicOf);
            Assert.Equal(heard.Order(), declared.Where(d => d.Service == service).Select(d => d.Topic).Order());
        }
    }

    // The topic is what the constructor passes on; nothing else of a handler is needed to read it.
    private static string TopicOf(Type handler)
    {
        var constructor = handler.GetConstructors().Single();
        var made = (Common.EventHandler)constructor.Invoke([.. constructor.GetParameters().Select(_ => (object?)null)]);
        return made.Topic;
    }

    private static (int Exit, string Said) Check(string folder)
    {
        Assert.SkipUnless(HasKubectl(), "kubectl, which renders the manifests, is not on this machine.");
        var start = new ProcessStartInfo("node", [Path.Combine(House.Root, "tests/k8s/check.mjs"), folder]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var check = Process.Start(start)!;
        var error = check.StandardError.ReadToEndAsync();
        var said = check.StandardOutput.ReadToEnd() + error.Result;
        check.WaitForExit();
        return (check.ExitCode, said);
    }

    private static bool HasKubectl()
    {
        try
        {
            using var kubectl = Process.Start(new ProcessStartInfo("kubectl", ["kustomize", "--help"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            kubectl.WaitForExit();
            return kubectl.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    [GeneratedRegex(@"topic: (\S+)\n.*?scopes: \[(\w+)\]", RegexOptions.Singleline)]
    private static partial Regex Declared();
}
