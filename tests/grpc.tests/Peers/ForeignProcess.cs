using System.Diagnostics;
using System.Text;

namespace Samstyring.Grpc.Tests.Peers;

/// <summary>
/// A script in another language that speaks gRPC with us. It ends itself when its standard input is closed, so none is left
/// behind when the tests are killed.
/// </summary>
public sealed class ForeignProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process process;
    private readonly Task<string> errors;

    private ForeignProcess(Process process)
    {
        this.process = process;
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>The folder of the tests, found from where they run.</summary>
    public static string TestsFolder { get; } = FindTestsFolder();

    /// <summary>Starts a script of <c>foreign/</c> with Node.js. Fails when the npm packages are not there.</summary>
    public static ForeignProcess Node(string script, params string[] arguments)
    {
        if (!Directory.Exists(Path.Combine(TestsFolder, "node_modules", "@grpc", "grpc-js")))
        {
            throw new InvalidOperationException(
                $"The package @grpc/grpc-js is missing: run \"npm ci --ignore-scripts\" in {TestsFolder}, or ./dev test, which does it.");
        }

        return Start("node", script, arguments);
    }

    /// <summary>Starts a script of <c>foreign/</c> with Debian's Python, the only one that sees Debian's python3-grpcio.</summary>
    public static ForeignProcess Python(string script, params string[] arguments)
    {
        const string Interpreter = "/usr/bin/python3";
        if (!File.Exists(Interpreter))
        {
            throw new InvalidOperationException($"{Interpreter} is missing: install Debian's python3-grpcio and python3-protobuf.");
        }

        return Start(Interpreter, script, arguments);
    }

    /// <summary>The next line it prints.</summary>
    /// <exception cref="InvalidOperationException">It ended instead; the message carries what it wrote on standard error.</exception>
    public async Task<string> ReadLineAsync()
    {
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        return line ?? throw new InvalidOperationException($"{Name} ended before it answered: {await errors}");
    }

    /// <summary>Waits for its end.</summary>
    /// <exception cref="InvalidOperationException">Its exit code is not 0; the message carries what it wrote.</exception>
    public async Task RunToEndAsync()
    {
        var output = process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{Name} ended with code {process.ExitCode}: {await output}{await errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        await process.WaitForExitAsync();
        process.Dispose();
    }

    private string Name => string.Join(' ', process.StartInfo.ArgumentList.Select(Path.GetFileName));

    private static ForeignProcess Start(string program, string script, string[] arguments)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            WorkingDirectory = TestsFolder,
        };
        start.ArgumentList.Add(Path.Combine(TestsFolder, "grpc.tests", "foreign", script));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Both libraries would send calls to the loopback address through a proxy of the environment.
        foreach (var name in start.Environment.Keys.Where(name => name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        return new ForeignProcess(Process.Start(start)!);
    }

    private static string FindTestsFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "package.json")) && Directory.Exists(Path.Combine(folder.FullName, "grpc.tests")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No folder above {AppContext.BaseDirectory} holds tests/package.json.");
    }
}
