using System.Collections;
using System.Collections.Concurrent;
using Grpc.Core;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Access;

/// <summary>
/// The published authorization matrix, <c>matrix.csv</c>: for each rpc and role one letter per relation to the object (own, own line, partner, foreign).
/// A: let through, whatever comes of it. N: answered exactly as if there were no such object. F: refused, the object may be known. E: let through, and nothing of
/// it is in the list. <c>-</c>: the role may never.
/// </summary>
public sealed class MatrixTests(Ground ground, ITestOutputHelper output)
{
    private const string Never = "-";

    private static readonly string[] Roles = ["DIR", "CNT", "COU", "MUN", "GOV", "LED", "AUD", "SYS", "OPR"];

    private static readonly IReadOnlyDictionary<string, string[]> Published = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "matrix.csv"))
        .Skip(1).Select(line => line.Split(';')).ToDictionary(cells => cells[0], cells => cells[1..10]);

    [Fact]
    public void Access_Matrix_MatchesPublishedTable()
    {
        Assert.Equal(Rpc.All.Select(rpc => rpc.Name).Order(StringComparer.Ordinal), Policies.Rpcs.Order(StringComparer.Ordinal));
        Assert.Equal(Policies.Rpcs.Order(StringComparer.Ordinal), Published.Keys.Order(StringComparer.Ordinal));
        foreach (var (rpc, cells) in Published)
        {
            var allowed = Objects.Callers.Select(caller => Policies.Allow(rpc, caller.Role));
            Assert.Equal((rpc, string.Join(' ', cells.Select(cell => cell != Never))), (rpc, string.Join(' ', allowed)));
        }
    }

    [Fact]
    public async Task Access_Matrix_HoldsOnTheWire()
    {
        var objects = await ground.Objects;
        var denied = Denials();
        var (calls, refused) = (0, 0);
        var seen = new ConcurrentDictionary<(string Rpc, bool Gateway), string[]>();
        var work = from gateway in new[] { false, true } from rpc in Rpc.All select (gateway, rpc);
        await Parallel.ForEachAsync(work, new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (item, _) =>
        {
            var (gateway, rpc) = item;
            var cells = new List<string>();
            foreach (var caller in Objects.Callers)
            {
                var invoker = ground.To(rpc.Service, ground.Issuer.Token(caller.Role, caller.Unit), gateway);
                var missing = await rpc.Send(invoker, Bytes(rpc, caller, "own", Target.Missing));
                var cell = "";
                foreach (var relation in Objects.Relations)
                {
                    var answer = await rpc.Send(invoker, Bytes(rpc, caller, relation, objects[caller.Role, relation]));
                    cell += Letter(rpc, answer, missing);
                    Interlocked.Increment(ref calls);
                    Interlocked.Add(ref refused, IsDenial(answer.Code) ? 1 : 0);
                }

                Interlocked.Add(ref refused, IsDenial(missing.Code) ? 1 : 0);
                cells.Add(cell == "DDDD" ? Never : cell);
            }

            seen[(rpc.Name, gateway)] = [.. cells];
        });
        var surprises = seen.Where(row => !row.Value.SequenceEqual(Published.GetValueOrDefault(row.Key.Rpc) ?? [])).OrderBy(row => row.Key.Rpc, StringComparer.Ordinal).ToList();
        foreach (var (key, cells) in surprises.OrderBy(s => s.Key.Gateway))
        {
            output.WriteLine($"{(key.Gateway ? "gateway" : "direct")}: {key.Rpc};{string.Join(';', cells)}");
        }

        output.WriteLine($"{Rpc.All.Count} rpcs x {Roles.Length} roles x {Objects.Relations.Length} relations, through the gateway and directly: {calls} calls, {surprises.Count} surprises");
        Assert.Empty(surprises.Select(s => s.Key));

        // Every refusal has left its line, with who asked and for what. Other tests run beside this one and leave theirs.
        var lines = await Eventually.Is(() => Task.FromResult(Denials() - denied), lines => lines >= refused);
        output.WriteLine($"{refused} refusals, {lines} lines of refusals in the log");
    }

    [Theory]
    [InlineData("GetDirective")]
    [InlineData("ListDirectiveRevisions")]
    [InlineData("PublishDirective")]
    [InlineData("WithdrawDirective")]
    [InlineData("GetConsultation")]
    [InlineData("GetAgreement")]
    [InlineData("GetFinding")]
    [InlineData("GetCase")]
    [InlineData("GetMission")]
    [InlineData("GetDirectiveStatus")]
    [InlineData("AnswerQuestion")]
    public async Task Objects_GuessedId_AnswersLikeMissing(string name)
    {
        // A municipality far away has nothing to do with any of it.
        var (rpc, caller) = (Rpc.Named(name), (Role: "municipal-director", Unit: "4601"));
        var objects = (await ground.Objects)["county", "own"];
        foreach (var gateway in new[] { false, true })
        {
            var invoker = ground.To(rpc.Service, ground.Issuer.Token(caller.Role, caller.Unit), gateway);
            var guessed = await rpc.Send(invoker, Bytes(rpc, caller, "own", objects));
            var missing = await rpc.Send(invoker, Bytes(rpc, caller, "own", Target.Missing));

            Assert.Equal(StatusCode.NotFound, guessed.Code);
            Assert.Equal(Says(missing), Says(guessed));
        }
    }

    private static byte[] Bytes(Rpc rpc, (string Role, string Unit) caller, string relation, Target at) =>
        Google.Protobuf.MessageExtensions.ToByteArray(Requests.Of(rpc.Name, caller, relation, at));

    private static bool IsDenial(StatusCode code) => code is StatusCode.PermissionDenied or StatusCode.NotFound or StatusCode.Unauthenticated;

    private int Denials() => ground.Log.Lines.Count(line => line.Text.StartsWith("Refused ", StringComparison.Ordinal) && !line.Text.Contains("TOKEN_INVALID", StringComparison.Ordinal));

    private static char Letter(Rpc rpc, Answer answer, Answer missing) => answer.Code switch
    {
        StatusCode.PermissionDenied => answer.Refusal.Reason == "ROLE_NOT_ALLOWED" ? 'D' : 'F',
        StatusCode.NotFound when Says(answer) == Says(missing) => 'N',
        StatusCode.OK => OfAnswer(rpc, answer.Response),
        StatusCode.Internal or StatusCode.Unknown or StatusCode.Unavailable or StatusCode.Unimplemented or StatusCode.DeadlineExceeded or StatusCode.Unauthenticated => '!',
        _ => 'A',
    };

    // A relay answers row by row; a list can hold nothing.
    private static char OfAnswer(Rpc rpc, byte[] response)
    {
        var message = rpc.Read(response);
        if (message is RelayDirectiveResponse { Results: [{ Refusal: { } refusal }] })
        {
            return (StatusCode)refusal.Code switch { StatusCode.NotFound => 'N', StatusCode.PermissionDenied => 'F', _ => 'A' };
        }

        // What a list holds says something where it was asked about the object.
        var rows = rpc.Name is "ListAgreements" or "ListCases" or "ListFindings" or "ListQuestions" ? message.Descriptor.Fields.InFieldNumberOrder().FirstOrDefault(field => field.IsRepeated) : null;
        return rows?.Accessor.GetValue(message) is ICollection { Count: 0 } ? 'E' : 'A';
    }

    // All that a caller is told, but for the id that it sent itself.
    private static string Says(Answer answer) =>
        $"{answer.Code} {answer.Refusal.Reason} {answer.Refused?.Status.Detail} {string.Join(',', answer.Refusal.Metadata.Keys)}";
}
