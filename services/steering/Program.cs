using Grpc.Net.Client;
using Samstyring.Common;
using Samstyring.Steering;
using Samstyring.Steering.Api;
using Samstyring.Steering.Store;

var builder = ServiceHost.CreateBuilder(args, "steering", typeof(SteeringApi).Assembly, Access.Policies, Access.ScopesOfMachines);
builder.Services.AddOptions<SteeringOptions>().Bind(builder.Configuration.GetSection("Offices")).ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<MessageSizes>().AddGrpc().AddServiceOptions<SteeringApi>(MessageSizes.Limit);
builder.Services.AddSingleton<DirectiveStore>();
builder.Services.AddSingleton(services =>
    new OfficesClient(GrpcChannel.ForAddress(services.GetRequiredService<Microsoft.Extensions.Options.IOptions<SteeringOptions>>().Value.Address!).CreateCallInvoker()));

var app = builder.Build();
app.MapCommon();
app.MapGrpcService<SteeringApi>();
return await app.RunOrMigrate(args);
