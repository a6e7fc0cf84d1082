using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Samstyring.Bench;

/// <summary>
/// What a publication costs at the very least on this machine now: three durable commits (steering, offices, notifications), two posts over loopback
/// (one per event hop) and one COPY of a row per office.
/// </summary>
internal sealed class Floor : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly WebApplication receiver;
    private readonly HttpClient http = new();
    private readonly byte[] body = new byte[4096];

    private Floor(NpgsqlConnection connection, WebApplication receiver) => (this.connection, this.receiver) = (connection, receiver);

    public static async Task<Floor> Create()
    {
        await using (var admin = new NpgsqlConnection(Platform.Postgres + ";Database=postgres;Pooling=false"))
        {
            await admin.OpenAsync();
            await Run(admin, "drop database if exists bench_floor");
            await Run(admin, "create database bench_floor");
        }

        var connection = new NpgsqlConnection(Platform.Postgres + ";Database=bench_floor;Pooling=false");
        await connection.OpenAsync();
        await Run(connection, "create table one (id bigint generated always as identity primary key, data text)");
        await Run(connection, "create table many (office int, directive uuid, data text, primary key (office, directive))");
        await Run(connection, "create table draft (directive uuid primary key, content bytea)");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var receiver = builder.Build();
        receiver.MapPost("/", async (HttpContext context) =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            return "ok";
        });
        await receiver.StartAsync();
        return new Floor(connection, receiver);
    }

    /// <summary>One publication's floor.</summary>
    public async Task<TimeSpan> Measure(int offices)
    {
        var watch = Stopwatch.StartNew();
        await Run(connection, "insert into one (data) values ('x')");
        await Post();
        await Run(connection, "insert into one (data) values ('x')");
        await Post();
        var directive = Guid.NewGuid();
        await using (var copy = await connection.BeginBinaryImportAsync("copy many (office, directive, data) from stdin (format binary)"))
        {
            for (var office = 0; office < offices; office++)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(office);
                await copy.WriteAsync(directive);
                await copy.WriteAsync("a row of a feed");
            }

            await copy.CompleteAsync();
        }

        return watch.Elapsed;
    }

    /// <summary>One COPY of a row for each content, committed.</summary>
    public async Task<TimeSpan> Copy(IReadOnlyList<byte[]> contents)
    {
        var watch = Stopwatch.StartNew();
        await using (var copy = await connection.BeginBinaryImportAsync("copy draft (directive, content) from stdin (format binary)"))
        {
            foreach (var content in contents)
            {
                await copy.StartRowAsync();
                await copy.WriteAsync(Guid.NewGuid());
                await copy.WriteAsync(content);
            }

            await copy.CompleteAsync();
        }

        return watch.Elapsed;
    }

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync();
        await receiver.DisposeAsync();
        http.Dispose();
    }

    private async Task Post()
    {
        using var content = new ByteArrayContent(body);
        using var response = await http.PostAsync(new Uri(receiver.Urls.First()), content);
        response.EnsureSuccessStatusCode();
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
