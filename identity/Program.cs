using Samstyring.Identity;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<SigningKey>();
builder.Services.AddSingleton<TokenIssuer>();
builder.Services.AddSingleton<Clients>();
builder.Services.AddSingleton<Codes>();
builder.Services.AddSingleton<Assertions>();

var app = builder.Build();
app.MapGet("/health", () => Results.Text("ok"));
app.MapDiscovery();
app.MapSignIn();
app.MapToken();
app.Services.GetRequiredService<TokenIssuer>();
app.Services.GetRequiredService<Clients>();
await app.RunAsync();
