using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Dapper;
using Npgsql;
using Samstyring.Common;

namespace Samstyring.Testing;

/// <summary>
/// A PostgreSQL cluster of the test process's own, on a free loopback port, in a temporary folder. Each service has a migrated template; a test gets a clone of
/// it, and connects as the role the service runs as. The server ends with the process, however the process ends.
/// </summary>
public sealed class PostgresCluster
{
    private static readonly Lazy<Task<PostgresCluster>> Started = new(Start);
    private static readonly string[] Services = ["steering", "offices", "notifications"];

    private static Process? server;

    private readonly ConcurrentDictionary<string, Lazy<Task>> templates = new();
    private readonly int port;
    private int clones;

    private PostgresCluster(int port) => this.port = port;

    /// <summary>The cluster of this process; started by the first who asks.</summary>
    public static Task<PostgresCluster> Shared => Started.Value;

    /// <summary>A fresh database of a service, migrated.</summary>
    public async Task<TestDatabase> Clone(string service, Assembly assembly)
    {
        await templates.GetOrAdd(service, _ => new Lazy<Task>(() => Template(service, assembly))).Value;
        var name = $"{service}_{Interlocked.Increment(ref clones)}";
        await Execute($"create database {name} template {service}_template owner {service}_owner");
        return Named(service, name);
    }

    /// <summary>Lets nobody into a database any more, so that it can be copied.</summary>
    public Task Freeze(TestDatabase database) => Execute(
        $"alter database {database.Name} allow_connections false; select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database.Name}'");

    /// <summary>A copy of a frozen database.</summary>
    public async Task<TestDatabase> Copy(TestDatabase frozen)
    {
        var service = frozen.Name.Split('_')[0];
        var name = $"{service}_{Interlocked.Increment(ref clones)}";
        await Execute($"create database {name} template {frozen.Name} owner {service}_owner");
        return Named(service, name);
    }

    private TestDatabase Named(string service, string name) =>
        new(Connection(name, $"{service}_app"), Connection(name, $"{service}_owner") + ";Options=-c samstyring.caller=PLATFORM");

    private async Task Template(string service, Assembly assembly)
    {
        await Execute($"create database {service}_template owner {service}_owner");
        await new Migrations(service, assembly).Apply(Connection($"{service}_template", $"{service}_owner") + ";Pooling=false", CancellationToken.None);
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(Connection("postgres", "owner") + ";Pooling=false");
        await connection.ExecuteAsync(sql);
    }

    private string Connection(string database, string user) =>
        $"Host=127.0.0.1;Port={port};Database={database};Username={user};Maximum Pool Size=20;Include Error Detail=true";

    private static async Task<PostgresCluster> Start()
    {
        Sql.SetUp();
        var bin = Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(v => Path.Combine(v, "bin"))
            .FirstOrDefault(Directory.Exists) ?? throw new InvalidOperationException("PostgreSQL is not installed; ./dev test installs it.");
        var folder = Directory.CreateTempSubdirectory("samstyring-test-").FullName;
        var port = FreePort();
        // PostgreSQL refuses to run as root. The shell ends the server and clears up when its standard input, this process, is gone.
        var script =
            $"""
            cd {folder} && {bin}/initdb -D {folder}/data -U owner -A trust --no-sync -E UTF8 --locale=C.UTF-8 >init.log 2>&1 || exit 1
            {bin}/postgres -D {folder}/data -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off \
              -c max_connections=300 -c full_page_writes=off >server.log 2>&1 &
            read _; kill -QUIT $!; wait; cd /; rm -rf {folder}
            """;
        var asRoot = Environment.UserName == "root";
        if (asRoot)
        {
            await Process.Start("chown", ["postgres", folder])!.WaitForExitAsync();
        }

        string[] arguments = asRoot ? ["-u", "postgres", "--", "sh", "-c", script] : ["-c", script];
        var start = new ProcessStartInfo(asRoot ? "runuser" : "sh", arguments) { RedirectStandardInput = true };
        // Held on to: its standard input must stay open as long as this process lives.
        server = Process.Start(start);
        var cluster = new PostgresCluster(port);
        await Eventually.Succeeds(() => cluster.Execute("select 1"), TimeSpan.FromSeconds(60));
        foreach (var service in Services)
        {
            await cluster.Execute($"create role {service}_owner login; create role {service}_app login");
        }

        await cluster.Execute("create role notifications_feed nologin; grant notifications_feed to notifications_app");
        return cluster;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A database of a test's own.</summary>
/// <param name="App">Connects as the role the service runs as.</param>
/// <param name="Owner">Connects as the owner of the schema, and sees all rows as the platform itself does.</param>
public sealed record TestDatabase(string App, string Owner)
{
    /// <summary>Its name on the server.</summary>
    public string Name => new NpgsqlConnectionStringBuilder(App).Database!;
}
