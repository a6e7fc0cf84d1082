using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Offices.V1;
using Samstyring.Testing;

[assembly: AssemblyFixture(typeof(Samstyring.Offices.Tests.SharedRegister))]

namespace Samstyring.Offices.Tests;

/// <summary>Hosts with the real register, and copies of its files that a test may change.</summary>
public static class Registers
{
    /// <summary>The repository's data folder.</summary>
    public static string DataFolder { get; } = FindData();

    /// <summary>A host with the real register, for tests that only read.</summary>
    public static Task<ServiceFixture<OfficesApi>> Shared => SharedRegister.Host.Value;

    /// <summary>A host of the test's own with what the files of a folder say.</summary>
    public static async Task<ServiceFixture<OfficesApi>> Imported(string folder)
    {
        var host = await Empty();
        await Import(host, folder);
        return host;
    }

    /// <summary>A host with an empty register; <c>--import</c> would read the folder.</summary>
    public static Task<ServiceFixture<OfficesApi>> Empty(string? folder = null) =>
        ServiceFixture<OfficesApi>.Start("offices", builder => builder.UseSetting("Register:Folder", folder ?? DataFolder));

    /// <summary>Imports the files of a folder, which must be without fault.</summary>
    public static async Task<ImportReport> Import(ServiceFixture<OfficesApi> host, string folder)
    {
        var (report, faults) = await TryImport(host, folder);
        Assert.Empty(faults);
        return report!;
    }

    /// <summary>Imports the files of a folder, which the reader must find without fault.</summary>
    public static async Task<(ImportReport? Report, IReadOnlyList<Samstyring.Offices.Import.RowFault> Faults)> TryImport(ServiceFixture<OfficesApi> host, string folder)
    {
        var (facts, faults) = new RegisterFiles(folder).Read();
        Assert.Empty(faults);
        return await host.Parts.GetRequiredService<RegisterImport>().Run(facts!, CancellationToken.None);
    }

    /// <summary>Registers what a file of profiles says, as the platform.</summary>
    public static async Task Profiles(ServiceFixture<OfficesApi> host, string csv)
    {
        var response = await host.Parts.GetRequiredService<ProfileImport>().Run(ProfileCsv.Read(csv), CancellationToken.None);
        Assert.Empty(response.Faults);
    }

    /// <summary>A client that calls as someone who may read the register and resolve scopes.</summary>
    public static OfficesService.OfficesServiceClient Client(this ServiceFixture<OfficesApi> host, string role = "directorate", string unit = "") =>
        new(host.As(role, unit));

    /// <summary>Executes a statement as the owner: what no rpc writes.</summary>
    public static async Task Execute(this ServiceFixture<OfficesApi> host, string sql)
    {
        await using var connection = new NpgsqlConnection(host.Database.Owner);
        await connection.ExecuteAsync(sql);
    }

    private static string FindData()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "data", "fylker.csv")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No data folder above the tests.");
        }

        return Path.Combine(folder.FullName, "data");
    }
}

/// <summary>The host of the tests that only read: started by the first that asks, ended with the last test.</summary>
public sealed class SharedRegister : IAsyncDisposable
{
    internal static readonly Lazy<Task<ServiceFixture<OfficesApi>>> Host = new(() => Registers.Imported(Registers.DataFolder));

    public async ValueTask DisposeAsync()
    {
        if (Host.IsValueCreated)
        {
            await (await Host.Value).DisposeAsync();
        }
    }
}

/// <summary>A copy of the register's files to change; deleted with the test.</summary>
public sealed class RegisterCopy : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("samstyring-register-");

    public RegisterCopy()
    {
        foreach (var file in Directory.GetFiles(Registers.DataFolder, "*.csv"))
        {
            File.Copy(file, Path.Combine(folder.FullName, Path.GetFileName(file)));
        }
    }

    public string Folder => folder.FullName;

    /// <summary>Replaces a text that must occur.</summary>
    public RegisterCopy Replace(string file, string before, string after)
    {
        var path = Path.Combine(Folder, file);
        var text = File.ReadAllText(path);
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
        return this;
    }

    /// <summary>Adds a line at the end.</summary>
    public RegisterCopy Append(string file, string line)
    {
        File.AppendAllText(Path.Combine(Folder, file), line + "\r\n");
        return this;
    }

    /// <summary>Removes the lines that begin so; there must be one.</summary>
    public RegisterCopy RemoveLines(string file, string start)
    {
        var path = Path.Combine(Folder, file);
        var lines = File.ReadAllLines(path);
        var kept = lines.Where(line => !line.StartsWith(start, StringComparison.Ordinal)).ToArray();
        Assert.NotEqual(lines.Length, kept.Length);
        File.WriteAllLines(path, kept);
        return this;
    }

    public RegisterCopy Delete(string file)
    {
        File.Delete(Path.Combine(Folder, file));
        return this;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
