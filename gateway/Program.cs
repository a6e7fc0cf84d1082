using System.Net;
using Samstyring.Gateway;
using Samstyring.Telemetry;
using Samstyring.Tokens;
using Yarp.ReverseProxy.ServiceDiscovery;

var builder = WebApplication.CreateBuilder(args);
builder.SetPorts();
builder.SetCookie();
builder.SetLimits();
builder.AddTokens();
builder.AddRates();
TelemetryExport.AddTo(builder.Services, builder.Configuration, "gateway", ["Yarp.ReverseProxy"], ["Microsoft.AspNetCore.RateLimiting", "System.Net.Http"]);
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .ConfigureHttpClient((_, handler) => Limits.KeepAlive(handler))
    .AddTransforms(Limits.DefaultDeadline)
    .Services.AddSingleton<IDestinationResolver>(new Replicas(Dns.GetHostAddressesAsync, Replicas.Every));

var app = builder.Build();
app.UseRequestSpans();
app.UseErrors();
app.UseAuthentication();
app.UseRateLimiter();
app.UseAuthorization();
app.MapReverseProxy();
app.MapGet("/health/live", () => Results.Text("ok")).DisableRateLimiting();
await app.RunAsync();
