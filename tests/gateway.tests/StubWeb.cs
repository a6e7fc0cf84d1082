using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Samstyring.Gateway.Tests;

/// <summary>Pages that say which address they were asked for, and a stream that goes on when the test says so.</summary>
public sealed class StubWeb : IAsyncDisposable
{
    private readonly TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication app = null!;

    public string Address => app.Urls.Single();

    public static async Task<StubWeb> Start()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRouting();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        var web = new StubWeb { app = builder.Build() };
        web.app.MapGet("/stream", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: 1\n");
            await context.Response.Body.FlushAsync();
            await web.next.Task;
            await context.Response.WriteAsync("data: 2\n");
        });
        web.app.MapGet("/{**page}", (HttpContext context) =>
            context.Response.WriteAsync($"{context.Request.Path}{context.Request.QueryString} for {context.Request.Headers["X-Forwarded-Host"]}"));
        web.app.MapPost("/{**page}", (HttpContext context) => context.Request.Body.CopyToAsync(Stream.Null));
        await web.app.StartAsync();
        return web;
    }

    public void Next() => next.TrySetResult();

    public ValueTask DisposeAsync() => app.DisposeAsync();
}
