using System.Diagnostics;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Grpc.Core;
using Grpc.Net.Client;
using Npgsql;

namespace Samstyring.Faults;

/// <summary>The running platform: its processes, its databases, tokens of its issuer and channels to its services.</summary>
internal sealed partial class Machine : IDisposable
{
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(3) };
    private readonly Dictionary<string, string> ports;
    private readonly Dictionary<string, Metadata> personas = [];
    private readonly SemaphoreSlim asking = new(1, 1);

    private Machine(string state)
    {
        var run = Path.Combine(state, "run");
        ports = File.ReadLines(Path.Combine(run, "ports")).Select(line => line.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        Folder = Directory.CreateDirectory(Path.Combine(state, "faults")).FullName;
        Postgres = new Postgres(PidOf(run, "postgres"), int.Parse(ports["postgres"], System.Globalization.CultureInfo.InvariantCulture));
        foreach (var name in new[] { "steering", "offices", "notifications" })
        {
            Services[name] = new Service(name, PidOf(run, name), Folder, ports[$"{name}_http"], ports[$"{name}_grpc"]);
        }
    }

    /// <summary>Where faults are armed and logs are written.</summary>
    public string Folder { get; }

    public Postgres Postgres { get; }

    public Dictionary<string, Service> Services { get; } = [];

    public Service Steering => Services["steering"];

    public Service Offices => Services["offices"];

    public Service Notifications => Services["notifications"];

    /// <summary>Takes over the services of a platform that <c>./dev up</c> has started: they are started again with the hook.</summary>
    public static async Task<Machine> TakeOver(string state)
    {
        var machine = new Machine(state);
        await machine.Restart();

        // The register's offices are on their way.
        await Wait.For(
            async () => await machine.Scalar<bool>("offices", "select exists (select from outbox) and not exists (select from outbox_delivery where delivered_at is null)"),
            TimeSpan.FromMinutes(3), "all offices to be known");
        return machine;
    }

    /// <summary>Asks all services to end, and starts them with settings beside their own.</summary>
    public async Task Restart(params (string Key, string Value)[] settings)
    {
        await Stop(Signals.Term);
        await Task.WhenAll(Services.Values.Select(service =>
        {
            service.Start(settings);
            return service.Ready();
        }));
    }

    /// <summary>Sends all services a signal that ends them, and waits until they have.</summary>
    public Task Stop(int signal) => Task.WhenAll(Services.Values.Select(service =>
    {
        service.Signal(signal);
        return service.Ended();
    }));

    /// <summary>Keeps the databases as they are, for <see cref="Reset"/>.</summary>
    public async Task Keep()
    {
        await Stop(Signals.Term);
        foreach (var name in Services.Keys)
        {
            await Query<int>("postgres", $"create database kept_{name} template {name} owner {name}_owner");
        }
    }

    /// <summary>Puts the databases back as they were kept. No service may run.</summary>
    public async Task Reset()
    {
        foreach (var name in Services.Keys)
        {
            await Query<int>("postgres", $"drop database {name} with (force)");
            await Query<int>("postgres", $"create database {name} template kept_{name} owner {name}_owner");
        }
    }

    /// <summary>Waits until everything that was said has been taken.</summary>
    public async Task Delivered()
    {
        foreach (var service in Services.Keys)
        {
            await Wait.For(
                async () => !await Scalar<bool>(service, "select exists (select from outbox_delivery where delivered_at is null)"),
                TimeSpan.FromSeconds(60), $"all events of {service} to be taken");
        }
    }

    /// <summary>How many events have been sent again because they had been taken and lost, as the logs of the services say.</summary>
    public int SentAgain() => Services.Values.SelectMany(service => service.Log()).Select(line => Lacked().Match(line)).Where(match => match.Success)
        .Sum(match => int.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Headers of calls as a persona.</summary>
    public async Task<Metadata> As(string persona)
    {
        await asking.WaitAsync();
        try
        {
            if (!personas.TryGetValue(persona, out var headers))
            {
                using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "persona", ["persona"] = persona });
                using var response = await http.PostAsync(new Uri($"http://127.0.0.1:{ports["identity_http"]}/token"), form);
                response.EnsureSuccessStatusCode();
                var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
                headers = personas[persona] = new Metadata { { "authorization", $"Bearer {token}" } };
            }

            return headers;
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Rows of a service's database, read as its owner.</summary>
    public async Task<List<T>> Query<T>(string database, string sql, object? parameters = null)
    {
        await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Postgres.Port};Database={database};Username=owner;Pooling=false;Timeout=5");
        await connection.OpenAsync();
        return (await connection.QueryAsync<T>(sql, parameters)).AsList();
    }

    public async Task<T> Scalar<T>(string database, string sql, object? parameters = null) => (await Query<T>(database, sql, parameters)).Single();

    public void Dispose()
    {
        foreach (var service in Services.Values)
        {
            service.Dispose();
        }

        Postgres.Stop();
        http.Dispose();
        asking.Dispose();
    }

    [GeneratedRegex(@"lacked (\d+) events of \S+ that had been taken")]
    private static partial Regex Lacked();

    private static int PidOf(string run, string name) => int.Parse(File.ReadLines(Path.Combine(run, $"{name}.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>Signals as Linux numbers them.</summary>
internal static class Signals
{
    public const int Interrupt = 2;
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Term = 15;

    public static void Send(int pid, int signal) => _ = kill(pid, signal);

    public static bool IsAlive(int pid) =>
        File.Exists($"/proc/{pid}/stat") && Try(() => File.ReadAllText($"/proc/{pid}/stat").Split(") ")[^1][0]) is not ('Z' or 'X' or default(char));

    private static char Try(Func<char> read)
    {
        try
        {
            return read();
        }
        catch (IOException)
        {
            return default;
        }
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);
}

/// <summary>A process of the platform that can be killed and started again as it was.</summary>
internal sealed class Service : IDisposable
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(2) };

    private readonly string folder;
    private readonly Dictionary<string, string> environment;
    private string executable;
    private string place;
    private Process? process;
    private int pid;

    public Service(string name, int pid, string folder, string httpPort, string grpcPort)
    {
        (Name, this.pid, this.folder, HttpPort) = (name, pid, folder, httpPort);
        executable = File.ResolveLinkTarget($"/proc/{pid}/exe", true)!.FullName;
        place = File.ResolveLinkTarget($"/proc/{pid}/cwd", true)!.FullName;
        environment = File.ReadAllText($"/proc/{pid}/environ").Split('\0', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        Channel = GrpcChannel.ForAddress($"http://127.0.0.1:{grpcPort}", new GrpcChannelOptions
        {
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
            MaxReconnectBackoff = TimeSpan.FromMilliseconds(200),
            MaxReceiveMessageSize = null,
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true, ConnectTimeout = TimeSpan.FromSeconds(2) },
        });
    }

    public string Name { get; }

    public string HttpPort { get; }

    public GrpcChannel Channel { get; }

    public int Pid => pid;

    /// <summary>Settings that it is started with from now on, beside its own.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Events that were repeated and had no effect, since it was started.</summary>
    public long Duplicates => File.Exists(Path.Combine(folder, Name + ".duplicates"))
        ? long.Parse(File.ReadAllText(Path.Combine(folder, Name + ".duplicates")), System.Globalization.CultureInfo.InvariantCulture)
        : 0;

    /// <summary>The token that <c>POST /events</c> wants.</summary>
    public string EventsToken => environment["Events__Token"];

    /// <summary>What it has logged.</summary>
    public IEnumerable<string> Log()
    {
        using var log = new StreamReader(new FileStream(Path.Combine(folder, Name + ".log"), FileMode.OpenOrCreate, FileAccess.Read, FileShare.ReadWrite));
        while (log.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    /// <summary>Runs another build of it from now on.</summary>
    public void RunFrom(string build) => (executable, place) = (Path.Combine(build, Path.GetFileName(executable)), build);

    /// <summary>Starts it with the hook, and with settings beside its own.</summary>
    public void Start(params (string Key, string Value)[] settings)
    {
        foreach (var file in Directory.GetFiles(folder, $"{Name}.*").Where(f => !f.EndsWith(".log", StringComparison.Ordinal)))
        {
            File.Delete(file);
        }

        var start = new ProcessStartInfo("sh", ["-c", $"exec '{executable}' >>'{Path.Combine(folder, Name)}.log' 2>&1"]) { WorkingDirectory = place };
        start.Environment.Clear();
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        start.Environment["DOTNET_STARTUP_HOOKS"] = Path.Combine(AppContext.BaseDirectory, "Samstyring.Faults.Hook.dll");
        start.Environment["SAMSTYRING_FAULTS"] = folder;
        start.Environment["SAMSTYRING_FAULTS_NAME"] = Name;
        foreach (var (key, value) in Settings.Select(s => (s.Key, s.Value)).Concat(settings))
        {
            start.Environment[key] = value;
        }

        process = Process.Start(start)!;
        pid = process.Id;
    }

    /// <summary>A second process of the service, on ports of its own.</summary>
    public async Task<Service> Replica(params (string Key, string Value)[] settings)
    {
        var (http, grpc) = (FreePort(), FreePort());
        var replica = new Service($"{Name}-2", pid, folder, http, grpc);
        replica.Start([("Kestrel__Endpoints__Http__Url", $"http://127.0.0.1:{http}"), ("Kestrel__Endpoints__Grpc__Url", $"http://127.0.0.1:{grpc}"), .. settings]);
        await replica.Ready();
        return replica;
    }

    /// <summary>What it ended with.</summary>
    public async Task<int> ExitCode()
    {
        await process!.WaitForExitAsync();
        return process.ExitCode;
    }

    public static string FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return $"{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}";
    }

    public void Signal(int signal) => Signals.Send(pid, signal);

    /// <summary>Arms a fault, <c>kill tx.state stop 1</c>, and waits until the process knows it.</summary>
    public async Task Arm(string fault)
    {
        File.Delete(Path.Combine(folder, Name + ".armed"));
        await File.WriteAllTextAsync(Path.Combine(folder, Name + ".fault"), fault);
        await Wait.For(() => File.Exists(Path.Combine(folder, Name + ".armed")), TimeSpan.FromSeconds(5), $"{Name} to know its fault");
    }

    /// <summary>Starts it with a fault that it knows before it does anything.</summary>
    public async Task StartArmed(string fault)
    {
        Start();
        await Arm(fault);
    }

    public void Disarm() => File.Delete(Path.Combine(folder, Name + ".fault"));

    /// <summary>Waits until the process has killed itself, and answers the trace in which it did.</summary>
    public async Task<string> Died()
    {
        await Ended(TimeSpan.FromSeconds(90));
        return await File.ReadAllTextAsync(Path.Combine(folder, Name + ".hit"));
    }

    public Task Ended(TimeSpan? atMost = null) => Wait.For(() => !Signals.IsAlive(pid), atMost ?? TimeSpan.FromSeconds(15), $"{Name} to end");

    public Task Ready(TimeSpan? atMost = null) => Wait.For(() => Answers("ready"), atMost ?? TimeSpan.FromSeconds(30), $"{Name} to be ready");

    public async Task<bool> Answers(string health)
    {
        try
        {
            using var response = await Http.GetAsync(new Uri($"http://127.0.0.1:{HttpPort}/health/{health}"));
            return response.IsSuccessStatusCode;
        }
        catch (Exception no) when (no is HttpRequestException or OperationCanceledException or SocketException)
        {
            return false;
        }
    }

    /// <summary>Ends it, if it was started here.</summary>
    public void Dispose()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
        }

        Channel.Dispose();
    }
}

/// <summary>The database server of the platform.</summary>
internal sealed class Postgres
{
    private readonly string[] command;
    private readonly string data;
    private int pid;
    private bool isOurs;

    public Postgres(int pid, int port)
    {
        (this.pid, Port) = (pid, port);
        command = File.ReadAllText($"/proc/{pid}/cmdline").Split('\0', StringSplitOptions.RemoveEmptyEntries);
        data = command[Array.IndexOf(command, "-D") + 1];
    }

    public int Port { get; }

    /// <summary>A signal to the postmaster: SIGKILL, as the machine's memory keeper would send it, or SIGQUIT, which is its immediate shutdown.</summary>
    public async Task Kill(int signal)
    {
        Signals.Send(pid, signal);
        await Wait.For(() => !Signals.IsAlive(pid), TimeSpan.FromSeconds(10), "the postmaster to end");
    }

    /// <summary>Starts it again; it recovers by itself. Until its orphans are gone the new one refuses to start.</summary>
    public async Task Start()
    {
        var before = pid;
        await Wait.For(
            async () =>
            {
                var line = string.Join(' ', command.Select(part => $"'{part}'"));
                var start = Environment.UserName == "root"
                    ? new ProcessStartInfo("runuser", ["-u", "postgres", "--", "sh", "-c", $"cd / && exec {line} >>'{data}/../log' 2>&1"])
                    : new ProcessStartInfo("sh", ["-c", $"exec {line} >>'{data}/../log' 2>&1"]);
                using var process = Process.Start(start)!;
                for (var i = 0; i < 40 && !process.HasExited; i++)
                {
                    await Task.Delay(50);
                    pid = ReadPid();
                    if (pid != before && pid != 0 && await Answers())
                    {
                        isOurs = true;
                        return true;
                    }
                }

                return false;
            },
            TimeSpan.FromSeconds(30), "PostgreSQL to start");
    }

    /// <summary>Takes connections until there is none left for the services, as one of them would.</summary>
    public async Task<List<NpgsqlConnection>> TakeConnections()
    {
        var taken = new List<NpgsqlConnection>();
        while (true)
        {
            var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Database=steering;Username=steering_app;Pooling=false;Timeout=5");
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
            }
            catch (PostgresException none) when (none.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return taken;
            }
        }
    }

    /// <summary>A connection whose transaction has locked what the statement reads.</summary>
    public async Task<NpgsqlConnection> Lock(string database, string sql, int id)
    {
        var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Database={database};Username=owner;Pooling=false;Timeout=5");
        await connection.OpenAsync();
        await connection.BeginTransactionAsync();
        await connection.ExecuteAsync(sql, new { id });
        return connection;
    }

    public void Stop()
    {
        if (isOurs)
        {
            Signals.Send(pid, Signals.Interrupt);
        }
    }

    private int ReadPid()
    {
        try
        {
            return int.Parse(File.ReadLines(Path.Combine(data, "postmaster.pid")).First(), System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private async Task<bool> Answers()
    {
        try
        {
            await using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={Port};Database=postgres;Username=owner;Pooling=false;Timeout=2");
            await connection.OpenAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false;
        }
    }
}

/// <summary>Waits for what another process makes true.</summary>
internal static class Wait
{
    public static Task For(Func<bool> condition, TimeSpan atMost, string what) => For(() => Task.FromResult(condition()), atMost, what);

    public static Task<bool> Until(Func<bool> condition, TimeSpan atMost) => Until(() => Task.FromResult(condition()), atMost);

    /// <summary>Whether it becomes true in time.</summary>
    public static async Task<bool> Until(Func<Task<bool>> condition, TimeSpan atMost)
    {
        try
        {
            await For(condition, atMost, "");
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public static async Task<TimeSpan> For(Func<Task<bool>> condition, TimeSpan atMost, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > atMost)
            {
                throw new TimeoutException($"Waited {watch.Elapsed.TotalSeconds:0.0} s for {what}");
            }

            await Task.Delay(20);
        }

        return watch.Elapsed;
    }
}
