using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace Samstyring.Bench;

/// <summary>Part <c>start</c>: how long a second process of each kind takes until it is ready, and what it holds of memory, beside an empty ASP.NET Core application.</summary>
internal static class StartPart
{
    private const int Rounds = 5;

    /// <summary>The argument that makes this program the empty application.</summary>
    public const string Empty = "empty";

    public static async Task<Section> Measure()
    {
        var (start, memory, floor, least) = (
            Processes.Names.ToDictionary(name => name, _ => new List<double>()), new Dictionary<string, long>(), new List<double>(), 0L);
        for (var round = -1; round < Rounds; round++)
        {
            var (time, resident) = await Start(Environment.ProcessPath!, [Empty], new() { ["ASPNETCORE_URLS"] = Address() }, "/");
            Add(floor, round, time);
            least = resident;
            foreach (var name in Processes.Names)
            {
                var environment = Other(Processes.Id(name));
                var path = name is "gateway" or "web" ? "/health/live" : "/health/ready";
                (time, memory[name]) = await Start($"/proc/{Processes.Id(name)}/exe", [], environment, path);
                Add(start[name], round, time);
            }
        }

        var empty = Timing.Quantile(floor, 0.5);
        var rows = Processes.Names.Select(name =>
        {
            var (time, after) = (Timing.Quantile(start[name], 0.5), Processes.Resident(Processes.Id(name)));
            return string.Create(CultureInfo.InvariantCulture, $"| {name} | {time:0} ms | {time / empty:0.0} | {memory[name] / 1024} MB | {(double)memory[name] / least:0.0} | {after / 1024} MB | {(double)after / least:0.0} |");
        });
        return new(
            new { empty_ms = empty, empty_kb = least, start_ms = start.ToDictionary(s => s.Key, s => Timing.Quantile(s.Value, 0.5)), ready_kb = memory },
            string.Create(CultureInfo.InvariantCulture, $"""
            Medians of {Rounds} starts by turns, after one that is not counted. The empty application in the same run: {empty:0} ms, {least / 1024} MB.

            | process | until ready | ratio (target 3) | memory when ready | ratio (target 2) | memory of the one that runs, after what was done to it | ratio (target 4) |
            |---|---|---|---|---|---|---|
            {string.Join("\n", rows)}

            Each is a second process beside the one that runs, on the same database, as another replica would be.
            """));
    }

    /// <summary>The empty application.</summary>
    public static async Task Run()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/", () => "ok");
        await app.RunAsync();
    }

    private static void Add(List<double> times, int round, TimeSpan time)
    {
        if (round >= 0)
        {
            times.Add(time.TotalMilliseconds);
        }
    }

    private static async Task<(TimeSpan Time, long Resident)> Start(string file, string[] arguments, Dictionary<string, string> environment, string path)
    {
        var info = new ProcessStartInfo(new FileInfo(file).ResolveLinkTarget(true)?.FullName ?? file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
        {
            info.Environment[name] = value;
        }

        var address = environment.GetValueOrDefault("Kestrel__Endpoints__Http__Url")
            ?? (environment.TryGetValue("SAMSTYRING_HTTP_PORT", out var port) ? $"http://127.0.0.1:{port}" : environment["ASPNETCORE_URLS"]);
        using var http = new HttpClient { BaseAddress = new(address), Timeout = TimeSpan.FromSeconds(1) };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(info)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            while (!await Answers(http, path))
            {
                if (process.HasExited || watch.Elapsed > TimeSpan.FromMinutes(1))
                {
                    throw new InvalidOperationException($"{file} did not become ready.");
                }

                await Task.Delay(5);
            }

            return (watch.Elapsed, Processes.Resident(process.Id));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }

    private static async Task<bool> Answers(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(new Uri(path, UriKind.Relative));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception not) when (not is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    // What the running one was started with, on ports of its own.
    private static Dictionary<string, string> Other(int id) => Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{id}/environ"))
        .Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair switch
        {
            ["ASPNETCORE_URLS" or "Kestrel__Endpoints__Http__Url" or "Kestrel__Endpoints__Grpc__Url", _] => Address(),
            ["SAMSTYRING_HTTP_PORT" or "SAMSTYRING_GRPC_PORT", _] => new Uri(Address()).Port.ToString(CultureInfo.InvariantCulture),
            _ => pair[1],
        });

    private static string Address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return $"http://{listener.LocalEndpoint}";
    }
}
