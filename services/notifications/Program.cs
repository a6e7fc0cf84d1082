using Samstyring.Common;

var builder = ServiceHost.CreateBuilder(args, "notifications", typeof(Samstyring.Notifications.Rules.Judge).Assembly, new Dictionary<string, Role[]>());
var app = builder.Build();
app.MapCommon();
return await app.RunOrMigrate(args);
