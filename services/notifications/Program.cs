using Samstyring.Common;
using Samstyring.Notifications;
using Samstyring.Notifications.Api;
using Samstyring.Notifications.Events;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;

var builder = ServiceHost.CreateBuilder(args, "notifications", typeof(NotificationsApi).Assembly, Access.Policies, Access.ScopesOfMachines);
builder.Services.AddOptions<NotificationsOptions>().BindConfiguration("Notifications").ValidateDataAnnotations().ValidateOnStart();
builder.Services.AddSingleton<RegisterStore>();
builder.Services.AddSingleton<RegisterCache>();
builder.Services.AddSingleton<GateStore>();
builder.Services.AddSingleton<CaseStore>();
builder.Services.AddSingleton<CaseReader>();
builder.Services.AddSingleton<CaseReply>();
builder.Services.AddSingleton<TaskStore>();
builder.Services.AddSingleton<GateRun>();
builder.Services.AddEventHandler<OfficesMapping>();
builder.Services.AddEventHandler<OfficesOffice>();
builder.Services.AddSingleton<ConsultationStore>();
builder.Services.AddEventHandler<SteeringConsultation>();
builder.Services.AddSingleton<HoldDeadlines>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<HoldDeadlines>());
builder.Services.AddSingleton<FeedStore>();
builder.Services.AddSingleton<FeedSignal>();
builder.Services.AddHostedService(provider => provider.GetRequiredService<FeedSignal>());
builder.Services.AddSingleton<MissionStream>();
builder.Services.AddSingleton<OfficeStore>();
builder.Services.AddSingleton<StatusStore>();
builder.Services.AddSingleton<ReceiptStore>();
builder.Services.AddSingleton<QuestionStore>();
builder.Services.AddSingleton<FindingStore>();
builder.Services.AddSingleton<FindingReply>();
builder.Services.AddSingleton<PreviewStore>();
builder.Services.AddSingleton<NotificationsApi>();

foreach (var gauge in GateMetrics.Gauges)
{
    builder.Services.AddSingleton(gauge);
}

var app = builder.Build();
app.MapCommon();
app.MapGrpcService<NotificationsApi>();
return await app.RunOrMigrate(args);
