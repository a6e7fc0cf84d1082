using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Samstyring.Machine.Tests;

/// <summary>The platform as a person starts it: <c>./dev up --detach</c>, real processes, in a state folder and on ports of its own.</summary>
public sealed class Machine : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly string state;
    private readonly Dictionary<string, string> environment;

    private Machine(string name)
    {
        state = Path.Combine(Root, ".local", $"test-{name}");
        environment = new Dictionary<string, string>
        {
            ["SAMSTYRING_STATE"] = state,
            ["SAMSTYRING_HTTP_PORT"] = $"{FreePort()}",
            ["SAMSTYRING_GRPC_PORT"] = $"{FreePort()}",
        };
    }

    public static string Root { get; } = FindRoot();

    /// <summary>The gateway's gRPC address, host and port.</summary>
    public string Gateway => $"127.0.0.1:{environment["SAMSTYRING_GRPC_PORT"]}";

    /// <summary>A place and ports for a platform that is not started.</summary>
    public static Machine Of(string name) => new(name);

    public static async Task<Machine> Up(string name)
    {
        var machine = Of(name);
        await machine.Dev("down");
        if (Directory.Exists(machine.state))
        {
            await machine.Dev("erase");
        }

        await machine.Must("up", "--detach");
        return machine;
    }

    /// <summary>Runs <c>./dev</c> and answers its exit code and what it printed.</summary>
    public async Task<(int Code, string Output)> Dev(params string[] arguments)
    {
        using var process = Start(arguments);
        return await End(process);
    }

    /// <summary>Runs <c>./dev</c>, which must succeed, and answers what it printed.</summary>
    public async Task<string> Must(params string[] arguments)
    {
        var (code, output) = await Dev(arguments);
        return code == 0 ? output : throw new InvalidOperationException($"./dev {string.Join(' ', arguments)} ended with {code}:\n{output}");
    }

    /// <summary>Starts <c>./dev</c> without waiting for it.</summary>
    public Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Root, "dev"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Root,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    public static async Task<(int Code, string Output)> End(Process process)
    {
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output + await errors);
    }

    /// <summary>Process ids by name, those that run.</summary>
    public async Task<IReadOnlyDictionary<string, int>> Pids()
    {
        var (_, output) = await Dev("status", "--json");
        using var json = JsonDocument.Parse(output);
        return json.RootElement.EnumerateArray().Where(p => p.GetProperty("pid").ValueKind == JsonValueKind.Number)
            .ToDictionary(p => p.GetProperty("name").GetString()!, p => p.GetProperty("pid").GetInt32());
    }

    /// <summary>What a process has logged.</summary>
    public string Log(string process) => File.ReadAllText(Path.Combine(state, "run", $"{process}.log"));

    /// <summary>What an office's leader sees: title and state of every mission that has not ended, sorted.</summary>
    public async Task<IReadOnlyList<string>> Feed(string office)
    {
        using var json = JsonDocument.Parse(await Must("cli", "--as", $"office:{office}", "--json", "mission", "list", office));
        var missions = json.RootElement.TryGetProperty("missions", out var list) ? list.EnumerateArray().ToList() : [];
        return [.. missions.Select(m => $"{m.GetProperty("title").GetProperty("nb").GetString()} | {m.GetProperty("state").GetString()}").Order(StringComparer.Ordinal)];
    }

    /// <summary>Runs a client in another language against the gateway; it must end with 0.</summary>
    public async Task Foreign(string program, string script, params string[] personas)
    {
        var start = new ProcessStartInfo(program, [Path.Combine(AppContext.BaseDirectory, "foreign", script), Gateway])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.Combine(Root, "tests"),
        };
        start.Environment["NODE_PATH"] = Path.Combine(Root, "tests", "node_modules");
        start.Environment["SAMSTYRING_PROTOS"] = Path.Combine(Root, "protos");
        var tokens = new Dictionary<string, string>();
        foreach (var persona in personas)
        {
            tokens[persona] = (await Must("token", "--as", persona)).Trim();
        }

        start.Environment["SAMSTYRING_TOKENS"] = JsonSerializer.Serialize(tokens);
        // The gRPC libraries would send calls to the loopback address through a proxy of the environment.
        foreach (var proxy in start.Environment.Keys.Where(k => k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(proxy);
        }

        using var process = Process.Start(start)!;
        var (code, output) = await End(process);
        _ = code == 0 ? 0 : throw new InvalidOperationException($"{script} ended with {code}:\n{output}");
    }

    public void Dispose()
    {
        Dev("down").GetAwaiter().GetResult();
        Dev("erase").GetAwaiter().GetResult();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Samstyring.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Samstyring.slnx was not found above the tests.");
        }

        return folder;
    }
}
