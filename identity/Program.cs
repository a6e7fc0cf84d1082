using Samstyring.Identity;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<SigningKey>();
builder.Services.AddSingleton<TokenIssuer>();

var app = builder.Build();
app.MapGet("/health", () => Results.Text("ok"));
app.MapDiscovery();
app.MapToken();
app.Services.GetRequiredService<TokenIssuer>();
await app.RunAsync();
