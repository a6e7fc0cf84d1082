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
await app.RunAsync();
