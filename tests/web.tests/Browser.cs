using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Samstyring.Web.Tests;

/// <summary>One Chromium for all tests, driven by a script in Node that ends with this process.</summary>
public sealed class Browser : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly Process node;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> waiting = new();
    private int last;

    public Browser(string address)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "browser.js"), address]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.Environment["NODE_PATH"] = Path.Combine(Checkout.Root, "tests", "node_modules");
        foreach (var proxy in start.Environment.Keys.Where(k => k.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(proxy);
        }

        node = Process.Start(start)!;
        _ = Task.Run(Read);
    }

    /// <summary>A person's own window. Those with the same name share it.</summary>
    public Window Window(string name, int width = 1280, bool script = true, bool nynorsk = false) =>
        new(this, name, new { viewport = new { width, height = 900 }, javaScriptEnabled = script, nynorsk });

    internal Task<JsonElement> Run(string name, object options, string script, object? args) => Ask(id => new { id, name, options, script, args });

    /// <summary>Closes a window and answers the names of those that are open still.</summary>
    internal async Task<IReadOnlyList<string>> Close(string name) =>
        [.. (await Ask(id => new { id, name, close = true })).GetProperty("answer").EnumerateArray().Select(n => n.GetString()!)];

    private async Task<JsonElement> Ask(Func<int, object> request)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var line = JsonSerializer.Serialize(request(id));
        lock (node)
        {
            node.StandardInput.WriteLine(line);
            node.StandardInput.Flush();
        }

        return await answer.Task.WaitAsync(Patience);
    }

    public void Dispose()
    {
        node.StandardInput.Close();
        if (!node.WaitForExit(5000))
        {
            node.Kill(entireProcessTree: true);
        }

        node.Dispose();
    }

    private void Read()
    {
        while (node.StandardOutput.ReadLine() is { } line)
        {
            var answer = JsonDocument.Parse(line).RootElement;
            if (waiting.TryRemove(answer.GetProperty("id").GetInt32(), out var asked))
            {
                asked.SetResult(answer);
            }
        }
    }
}

/// <summary>A window of one person, who leaves when it is disposed of: what an open page holds, a stream of the feed too, would go on beside all tests that follow.</summary>
public sealed class Window(Browser browser, string name, object options) : IAsyncDisposable
{
    /// <summary>Runs a script with <c>page</c> (Playwright's) and <c>args</c>; an error on the console, or a request to another site, fails the test.</summary>
    public async Task<JsonElement> Do(string script, object? args = null)
    {
        var result = await browser.Run(name, options, script, args);
        if (result.TryGetProperty("error", out var error))
        {
            throw new InvalidOperationException(error.GetString());
        }

        Assert.Equal("[]", result.GetProperty("faults").ToString());
        return result.GetProperty("answer");
    }

    public async Task<string> Text(string script, object? args = null) => (await Do(script, args)).GetString()!;

    /// <summary>Leaves a screenshot of the page as it is, wide and narrow, and answers its faults of accessibility in both.</summary>
    public Task<JsonElement> Look(string picture) => Do(
        """
        const found = [];
        for (const width of [1280, 320]) {
          await page.setViewportSize({ width, height: width === 320 ? 640 : 900 });
          await page.screenshot({ path: `${args.folder}/${args.picture}-${width}-nb.png`, fullPage: true });
          found.push(await violations(page));
        }
        return found;
        """,
        new { folder = Directory.CreateDirectory(Path.Combine(Checkout.Root, ".local", "screenshots")).FullName, picture });

    public async ValueTask DisposeAsync() => await browser.Close(name);

    /// <summary>Signs in as a persona and goes to a page.</summary>
    public async Task<Window> SignIn(string persona, string to = "/")
    {
        await Do("await page.goto(args)", $"/login?hint={Uri.EscapeDataString(persona)}&to={Uri.EscapeDataString(to)}");
        return this;
    }
}
