using System.Collections;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Security.Tests.Access;
using Samstyring.Telemetry;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Logs;

/// <summary>
/// Strings that occur nowhere else are put where people write, where persons are named and where secrets lie, in calls that pass, that are refused and that fail;
/// then everything that the processes told of themselves is searched for them.
/// </summary>
public sealed class CanaryTests(ITestOutputHelper output)
{
    /// <summary>What all of them begin with; none is a number, a date or a scope.</summary>
    private const string Bird = "kanarifugl";

    // What nobody may find in a log even where a call passes; every other text is one only in calls that are refused for it.
    private static readonly HashSet<string> Written =
    [
        "nb", "nn", "text", "title", "reason", "note", "mandate", "answer", "question", "description", "name", "source", "signed_by", "reference", "document_id", "comment", "label",
    ];

    private int birds;

    [Fact]
    public async Task Logs_CanaryStrings_NeverAppear()
    {
        await using var collector = await OtlpReceiver.Start();
        var ground = new Ground(host =>
        {
            host.UseSetting(TelemetryExport.EndpointSetting, collector.Address);
            host.UseSetting("OTEL_METRIC_EXPORT_INTERVAL", "500");
            // Not as the tests are elsewhere, but as in operation: the driver's exceptions repeat no values.
            host.UseSetting("ConnectionStrings:App", host.GetSetting("ConnectionStrings:App")!.Replace("Include Error Detail=true", $"Password={Fly()}", StringComparison.Ordinal));
        });
        var (passed, refused, failed) = (0, 0, 0);
        string token;
        await using (ground)
        {
            await ground.InitializeAsync();
            var objects = await ground.Objects;
            token = Token(ground, ("county", Places.County));
            foreach (var rpc in Rpc.All)
            {
                foreach (var caller in Objects.Callers.Where(c => Policies.Allow(rpc.Name, c.Role)).Take(3))
                {
                    var to = ground.To(rpc.Service, Token(ground, caller), throughGateway: true);
                    foreach (var everyText in new[] { false, true })
                    {
                        var request = Requests.Of(rpc.Name, caller, "own", objects[caller.Role, "own"]);
                        LetFly(request, everyText);
                        _ = (await rpc.Send(to, request.ToByteArray())).Code == StatusCode.OK ? passed++ : refused++;
                    }
                }

                // Not the message of the rpc, and not a token.
                _ = await rpc.Send(ground.To(rpc.Service, token, throughGateway: true), Encoding.UTF8.GetBytes($"\n\xFF{Fly()}"));
                _ = await rpc.Send(ground.To(rpc.Service, $"{Fly()}.{Fly()}.{Fly()}", throughGateway: true), []);
            }

            foreach (var body in new[] { Fly(), $$$"""{"id":"{{{Fly()}}}","data":{"text":"{{{Fly()}}}"}}""" })
            {
                _ = await ground.Platform.Notifications.Deliver(Topics.OfficesMapping, body);
                _ = await ground.Platform.Offices.Deliver(Topics.SteeringDirective, body, token: Fly());
            }

            // With the databases gone everything fails on the way.
            var cluster = await PostgresCluster.Shared;
            foreach (var database in new[] { ground.Platform.Steering.Database, ground.Platform.Offices.Database, ground.Platform.Notifications.Database })
            {
                await cluster.Freeze(database);
            }

            foreach (var rpc in Rpc.All)
            {
                var caller = Objects.Callers.First(c => Policies.Allow(rpc.Name, c.Role));
                var request = Requests.Of(rpc.Name, caller, "own", objects[caller.Role, "own"]);
                LetFly(request, everyText: false);
                failed += (await rpc.Send(ground.To(rpc.Service, Token(ground, caller)), request.ToByteArray())).Code is StatusCode.Unavailable or StatusCode.Internal ? 1 : 0;
            }

            _ = ground.Platform.Steering.TakeErrors().Concat(ground.Platform.Offices.TakeErrors()).Concat(ground.Platform.Notifications.TakeErrors()).ToList();
        }

        string[] secrets = [Bird, token[(token.LastIndexOf('.') + 1)..]];
        var lines = ground.Log.Lines.Select(line => line.Text).ToList();
        var posts = collector.Posts.Select(post => (post.Path, Text: post.Body.ToStringUtf8())).ToList();
        output.WriteLine(
            $"{birds} canaries in {passed} calls that passed, {refused} that were refused and {failed} that failed; {lines.Count} lines of logs, {posts.Count} posts of traces and metrics: " +
            $"{Hits(lines, secrets).Count + Hits(posts.Select(post => post.Text), secrets).Count} hits");
        foreach (var hit in Hits(lines, secrets).Take(20))
        {
            output.WriteLine(hit.Length > 800 ? hit[..800] : hit);
        }

        Assert.Empty(Hits(lines, secrets).Select(hit => hit.Split('\n')[0]));
        Assert.Empty(Hits(posts.Select(post => post.Text), secrets));

        // It is searched where there is something to find.
        Assert.True(passed >= 50 && refused >= 50 && failed >= 50, $"{passed} {refused} {failed}");
        Assert.Contains(lines, line => line.Contains("Refused /samstyring.steering.v1.SteeringService/", StringComparison.Ordinal));
        Assert.Contains(posts, post => post.Path == "/v1/traces" && post.Text.Contains("rpc.method", StringComparison.Ordinal));
        Assert.Contains(posts, post => post.Path == "/v1/metrics" && post.Text.Contains("rpc.server.duration", StringComparison.Ordinal));
    }

    private static List<string> Hits(IEnumerable<string> texts, string[] secrets) =>
        [.. texts.Where(text => secrets.Any(secret => text.Contains(secret, StringComparison.OrdinalIgnoreCase)))];

    private string Fly() => $"{Bird}{Interlocked.Increment(ref birds)}";

    // A person whose subject, name and address are ones.
    private string Token(Ground ground, (string Role, string Unit) caller) => ground.Issuer.Token(caller.Role, caller.Unit, alter: token =>
    {
        token.Claims["sub"] = Fly();
        token.Claims["name"] = Fly();
        token.Claims["email"] = $"{Fly()}@example.org";
    });

    // Into every text of the message that people write, or into every text there is.
    private void LetFly(IMessage message, bool everyText)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            switch (field.Accessor.GetValue(message))
            {
                case string when field.Name != "request_id" && (everyText || Written.Contains(field.Name)):
                    field.Accessor.SetValue(message, Fly());
                    break;
                case IMessage inner:
                    LetFly(inner, everyText);
                    break;
                case IList list when field.FieldType == FieldType.Message && !field.IsMap:
                    foreach (IMessage inner in list)
                    {
                        LetFly(inner, everyText);
                    }

                    break;
                case IList list when field.FieldType == FieldType.String && everyText:
                    list.Add(Fly());
                    break;
            }
        }
    }
}
