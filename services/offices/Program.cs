using Samstyring.Common;
using Samstyring.Offices;
using Samstyring.Offices.Api;
using Samstyring.Offices.Events;
using Samstyring.Offices.Import;
using Samstyring.Offices.Store;

var builder = ServiceHost.CreateBuilder(args, "offices", typeof(OfficesApi).Assembly, Access.Policies, Access.ScopesOfMachines);
builder.Services.AddOptions<OfficesOptions>().BindConfiguration("Register").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<AgreementStore>();
builder.Services.AddSingleton<ProfileStore>();
builder.Services.AddSingleton<OfficeStore>();
builder.Services.AddSingleton<StructureStore>();
builder.Services.AddSingleton<RegisterUpdateStore>();
builder.Services.AddSingleton<OfficePublisher>();
builder.Services.AddSingleton<DirectiveMapper>();
builder.Services.AddSingleton<RegisterImport>();
builder.Services.AddSingleton<ProfileImport>();
builder.Services.AddSingleton<NewDay>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<NewDay>());
builder.Services.AddEventHandler<SteeringDirective>();

var app = builder.Build();
app.MapGrpcService<OfficesApi>();
app.MapCommon();
return args.Contains(ImportCommand.Argument) ? await ImportCommand.Run(app.Services)
    : args.Contains(ExampleCommand.Argument) ? await ExampleCommand.Run(app.Services)
    : await app.RunOrMigrate(args);
