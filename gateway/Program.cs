using Samstyring.Gateway;

var builder = WebApplication.CreateBuilder(args);
builder.SetPorts();
builder.SetLimits();
builder.AddTokens();
builder.Services.AddReverseProxy()
    .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    .ConfigureHttpClient((_, handler) => Limits.KeepAlive(handler))
    .AddTransforms(Limits.DefaultDeadline);

var app = builder.Build();
app.UseErrors();
app.UseAuthentication();
app.UseAuthorization();
app.MapReverseProxy();
app.MapGet("/health/live", () => Results.Text("ok"));
app.MapGet("/", (IConfiguration configuration) => Results.Text($"""
    Samstyring

    Statens og kommunens styringssignaler til Nav-kontorene, samordnet til ett oppdrag.

    gRPC (HTTP/2 uten TLS): {configuration["Kestrel:Endpoints:Grpc:Url"]}
    """));
await app.RunAsync();
