using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Dapper;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Security.Tests.Access;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Fuzz;

/// <summary>Runs when nothing else of the process does: the memory that it looks at is its own.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public static class Alone;

/// <summary>
/// Bent messages of every rpc in bent frames, directly and through the gateway. Each is sent by a person of its own, so that what it leaves behind is known by who
/// left it. <c>SAMSTYRING_FUZZ_COUNT</c>, <c>_SEED</c> and <c>_FIRST</c> say how many, which, and from where: seed and number give a case, but for the ids of the
/// objects that it is about.
/// </summary>
[Collection(nameof(Alone))]
public sealed partial class FuzzTests(Ground ground, ITestOutputHelper output)
{
    private const int Round = 1_000;

    // Between the middle of the run and its end: what is kept for each caller for a while has come by then, and a longer run asks for more.
    private const long MaxGrowth = 50 * 1024 * 1024;

    // Twice what the longest call may take.
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, int> answers = new();
    private readonly ConcurrentDictionary<string, (TimeSpan Total, int Calls)> times = new();
    private readonly ConcurrentQueue<string> surprises = new();

    [Fact]
    public async Task Messages_Mutated_AreAnsweredAndLeaveNothingWhereRefused()
    {
        var (seed, count, first) = (Setting("SEED", 1), Setting("COUNT", 20_000), Setting("FIRST", 0));
        var objects = await ground.Objects;
        var (facts, csv, directives) = await Texts(objects);
        ground.Log.Lines.Clear();
        var (half, at, began) = ((Working: 0L, Managed: 0L), 0, Stopwatch.StartNew());
        for (var done = 0; done < count && surprises.IsEmpty; done += Round)
        {
            var refused = new ConcurrentDictionary<string, string>();
            var before = await Task.WhenAll(Databases.Select(database => Scalar(database, "select coalesce(max(id), 0)::text from audit", new { })));
            await Parallel.ForEachAsync(Enumerable.Range(first + done, Math.Min(Round, count - done)), new ParallelOptions { MaxDegreeOfParallelism = 6 }, async (number, _) =>
            {
                var sent = Make(seed, number, objects, facts, csv, directives);
                if (await Fault(sent, refused) is { } fault)
                {
                    surprises.Enqueue($"{sent}: {fault}\n  {Convert.ToHexString(sent.Frame.Body.AsSpan(0, Math.Min(sent.Frame.Body.Length, 2_000)))}");
                }
            });
            await NothingIsLeft(refused, before);
            NothingIsWrongInTheLog($"seed {seed}, cases from {first + done}");
            if (at == 0 && 2 * (done + Round) >= count)
            {
                (half, at) = (Memory(), done + Round);
            }
        }

        var (working, managed) = Memory();
        var grown = working - half.Working;
        foreach (var surprise in surprises.Take(20))
        {
            output.WriteLine(surprise);
        }

        output.WriteLine(string.Join(", ", answers.OrderByDescending(answer => answer.Value).Select(answer => $"{answer.Value} {answer.Key}")));
        output.WriteLine("slowest: " + string.Join(", ", times.OrderByDescending(rpc => rpc.Value.Total).Take(8).Select(rpc => $"{rpc.Key} {rpc.Value.Total.TotalMilliseconds / rpc.Value.Calls:0} ms")));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"seed {seed}: {answers.Values.Sum()} mutated messages of {Rpc.All.Count} rpcs in {began.Elapsed.TotalSeconds:0} s, {surprises.Count} surprises, memory {grown / 1048576.0:+0.0;-0.0;0.0} MiB after the first {at}, of it {(managed - half.Managed) / 1048576.0:+0.0;-0.0;0.0} managed"));
        Assert.Empty(surprises);
        Assert.InRange(grown, long.MinValue, MaxGrowth);
    }

    private IEnumerable<string> Databases => [ground.Platform.Steering.Database.Owner, ground.Platform.Offices.Database.Owner, ground.Platform.Notifications.Database.Owner];

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable($"SAMSTYRING_FUZZ_{name}") is { Length: > 0 } value ? int.Parse(value, CultureInfo.InvariantCulture) : usual;

    // Of the texts that are a format of their own, whole ones.
    private async Task<(string Facts, string Csv, string Directives)> Texts(Objects objects)
    {
        var facts = await new NotificationsService.NotificationsServiceClient(ground.Platform.Notifications.As("auditor")).GetFindingFactsAsync(
            new() { FindingId = objects["auditor", "own"].Finding }, deadline: Situations.Soon());
        var profiles = await new OfficesService.OfficesServiceClient(ground.Platform.Offices.As("county", Places.County)).ExportOfficeProfilesAsync(
            new() { Scope = $"OFFICE({Places.Own})" }, deadline: Situations.Soon());
        var directives = await new SteeringService.SteeringServiceClient(ground.Platform.Steering.As("county", Places.County)).ExportDirectivesAsync(
            new() { PageSize = 5 }, deadline: Situations.Soon());
        return (facts.FactsJson, profiles.Csv, directives.Csv);
    }

    private Case Make(int seed, int number, Objects objects, string facts, string csv, string directives)
    {
        var random = new Random(unchecked((seed * 1_000_003) + number));
        var rpc = Rpc.All[random.Next(Rpc.All.Count)];
        if (rpc.Name.StartsWith("List", StringComparison.Ordinal) && random.Next(3) > 0)
        {
            // Long to answer and short to read.
            rpc = Rpc.All[random.Next(Rpc.All.Count)];
        }

        var callers = Objects.Callers.Where(caller => Policies.Allow(rpc.Name, caller.Role)).ToList();
        var caller = callers[random.Next(callers.Count)];
        var relation = random.Next(3) == 0 ? Objects.Relations[random.Next(Objects.Relations.Length)] : "own";
        var request = Requests.Of(rpc.Name, caller, relation, objects[caller.Role, relation]);
        rpc.Method.InputType.FindFieldByName("request_id")?.Accessor.SetValue(request, $"{seed}-{number}");
        switch (request)
        {
            case JudgeFactsRequest judged:
                judged.FactsJson = facts;
                break;
            case ImportOfficeProfilesRequest imported:
                imported.Csv = csv;
                break;
            case ImportDirectivesRequest imported:
                imported.Csv = directives;
                break;
        }

        var (message, what) = Mutations.Of(random, request.ToByteArray(), rpc.Method.InputType);
        var frame = Frame.Of(random, message);
        var throughGateway = random.Next(4) == 0;
        // A person of its own.
        var subject = $"{caller.Role}:{caller.Unit}/{seed}-{number}";
        var actor = Caller.Of(new ClaimsPrincipal(new ClaimsIdentity([new("iss", ground.Issuer.Address), new("sub", subject), new("role", caller.Role)], "test")), "")!.ActorId;
        return new(
            $"seed {seed}, case {number}: {rpc.Name} by {caller.Role} ({relation}{(throughGateway ? ", gateway" : "")}), {string.Join(", ", new[] { what, frame.What }.Where(said => said.Length > 0))}",
            rpc, frame, throughGateway, ground.Issuer.Token(caller.Role, caller.Unit, alter: token => token.Claims["sub"] = subject), actor);
    }

    // What is wrong with the answer; null: nothing.
    private async Task<string?> Fault(Case sent, ConcurrentDictionary<string, string> refused)
    {
        var began = Stopwatch.GetTimestamp();
        var answer = await Ask(sent);
        times.AddOrUpdate(sent.Rpc.Name, (Stopwatch.GetElapsedTime(began), 1), (_, sum) => (sum.Total + Stopwatch.GetElapsedTime(began), sum.Calls + 1));
        if (answer is { Code: StatusCode.DeadlineExceeded } && !sent.Frame.IsHurried)
        {
            // The machine may be busy; a message that takes that long by itself does so again.
            answer = await Ask(sent);
        }

        var reason = answer.Reason.Length > 0 ? answer.Reason : "no reason";
        answers.AddOrUpdate(answer.Code == StatusCode.OK ? "OK" : $"{answer.Code} {reason}", 1, (_, times) => times + 1);
        if (answer.Code is not (StatusCode.OK or StatusCode.DeadlineExceeded or StatusCode.Cancelled))
        {
            refused[sent.Actor] = sent.What;
        }

        return answer switch
        {
            { Http: not 200 } => $"HTTP {answer.Http} {answer.Message}",
            { Code: StatusCode.OK } => null,
            { Code: StatusCode.Unknown or StatusCode.Unavailable or StatusCode.Unauthenticated or StatusCode.DataLoss } => $"{answer.Code} {answer.Message}",
            { Code: StatusCode.Internal } when reason != "MESSAGE_MALFORMED" => $"{answer.Code} {answer.Message}",
            { Code: StatusCode.DeadlineExceeded } when !sent.Frame.IsHurried => "it takes too long",
            { Reason: "" } when answer.Code is not (StatusCode.Unimplemented or StatusCode.DeadlineExceeded or StatusCode.Cancelled) => $"{answer.Code} without a reason: {answer.Message}",
            _ when StackTrace().IsMatch(answer.Message) => $"a trace of the code: {answer.Message}",
            _ => null,
        };
    }

    private async Task<Heard> Ask(Case sent)
    {
        var (address, http) = ground.Raw(sent.Rpc.Service, sent.ThroughGateway);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{address.TrimEnd('/')}/{sent.Rpc.Method.Service.FullName}/{sent.Rpc.Name}")
        {
            Version = new Version(2, 0),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(sent.Frame.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/grpc");
        foreach (var (name, value) in sent.Frame.Headers.Append(("te", "trailers")).Append(("authorization", $"Bearer {sent.Token}")).Append(("samstyring-service", sent.Rpc.Service)))
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var hangs = new CancellationTokenSource(Hang);
        try
        {
            using var response = await http.SendAsync(request, hangs.Token);
            await using var body = await response.Content.ReadAsStreamAsync(hangs.Token);
            var start = new byte[5];
            if (await body.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, hangs.Token) == start.Length && sent.Rpc.Method.IsServerStreaming)
            {
                // It would go on for as long as somebody watches.
                return new((int)response.StatusCode, StatusCode.OK, "", "");
            }

            await body.CopyToAsync(Stream.Null, hangs.Token);
            return Read(response);
        }
        catch (Exception ended)
        {
            return new(0, StatusCode.Unknown, "", hangs.IsCancellationRequested ? "it hangs" : $"no answer: {ended.Message} {ended.InnerException?.Message}");
        }
    }

    private static Heard Read(HttpResponseMessage response)
    {
        string Said(string name) => response.TrailingHeaders.TryGetValues(name, out var values) || response.Headers.TryGetValues(name, out values) ? string.Concat(values) : "";
        var code = int.TryParse(Said("grpc-status"), CultureInfo.InvariantCulture, out var status) && Enum.IsDefined((StatusCode)status) ? (StatusCode)status : StatusCode.Unknown;
        var details = Said(RpcErrors.DetailsTrailer);
        var reason = details.Length == 0 ? "" : RefusedCall.Of(new RpcException(
            new Status(code, ""), new Metadata { { RpcErrors.DetailsTrailer, Convert.FromBase64String(details.PadRight((details.Length + 3) / 4 * 4, '=')) } })).Reason;
        return new((int)response.StatusCode, code, reason, Uri.UnescapeDataString(Said("grpc-message")));
    }

    // Whoever changes something stands in the audit trail, and the answer to the call beside it.
    private async Task NothingIsLeft(ConcurrentDictionary<string, string> refused, string[] before)
    {
        const string left =
            """
            select coalesce(string_agg(actor, ' '), '') from (
              select actor from audit where id > @last and actor = any(@actors) union select actor from request where actor = any(@actors)) found
            """;
        var actors = refused.Keys.ToArray();
        foreach (var (database, last) in Databases.Zip(before))
        {
            var found = await Scalar(database, left, new { actors, last = long.Parse(last, CultureInfo.InvariantCulture) });
            foreach (var actor in found.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                surprises.Enqueue($"{refused[actor]}: refused, and yet it has left something");
            }
        }
    }

    private void NothingIsWrongInTheLog(string when)
    {
        while (ground.Log.Lines.TryDequeue(out var line))
        {
            if (line.Level >= LogLevel.Error || StackTrace().IsMatch(line.Text))
            {
                surprises.Enqueue($"{when}: logged {line.Level} {(line.Text.Length > 1_500 ? line.Text[..1_500] : line.Text)}");
            }
        }
    }

    private static async Task<string> Scalar(string database, string sql, object parameters)
    {
        await using var connection = new NpgsqlConnection(database);
        return (await connection.ExecuteScalarAsync<string>(sql, parameters))!;
    }

    // What is still needed, without what only waits to be given back.
    private static (long Working, long Managed) Memory()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64, GC.GetTotalMemory(forceFullCollection: false));
    }

    [GeneratedRegex(@"(?m)^\s+at \S+\(|Exception\b")]
    private static partial Regex StackTrace();

    private sealed record Case(string What, Rpc Rpc, Frame Frame, bool ThroughGateway, string Token, string Actor)
    {
        public override string ToString() => What;
    }

    private sealed record Heard(int Http, StatusCode Code, string Reason, string Message);
}
