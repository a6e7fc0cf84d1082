using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common;
using Samstyring.Notifications.Api;
using Samstyring.Notifications.V1;
using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Steering;
using Samstyring.Steering.Api;
using Samstyring.Steering.V1;

namespace Samstyring.Testing;

/// <summary>All three services in this process, on the real register, joined by their events as on one machine.</summary>
public sealed class Platform : IAsyncDisposable
{
    private Platform(ServiceFixture<SteeringApi> steering, ServiceFixture<OfficesApi> offices, ServiceFixture<NotificationsApi> notifications, Network network) =>
        (Steering, Offices, Notifications, Network) = (steering, offices, notifications, network);

    public ServiceFixture<SteeringApi> Steering { get; }

    public ServiceFixture<OfficesApi> Offices { get; }

    public ServiceFixture<NotificationsApi> Notifications { get; }

    public Network Network { get; }

    /// <summary>Starts everything and loads the register.</summary>
    /// <param name="configure">What all hosts are set to beside that, such as another issuer.</param>
    /// <param name="profileOf">The only office that gets an example profile; null: all do.</param>
    public static async Task<Platform> Start(Action<IWebHostBuilder>? configure = null, string? profileOf = null)
    {
        var network = new Network();
        var notifications = await ServiceFixture<NotificationsApi>.Start("notifications", host => Join(host, network, configure, (Topics.AuditHead, "steering")));
        network.Add("notifications", notifications.Handler);
        var offices = await ServiceFixture<OfficesApi>.Start("offices", host => Join(
            host, network, configure, (Topics.OfficesMapping, "notifications"), (Topics.OfficesOffice, "notifications"), (Topics.AuditHead, "notifications")));
        network.Add("offices", offices.Handler);
        var steering = await ServiceFixture<SteeringApi>.Start("steering", host =>
        {
            Join(host, network, configure, (Topics.SteeringDirective, "offices"), (Topics.SteeringConsultation, "notifications"), (Topics.AuditHead, "offices"));
            host.UseSetting("Offices:Address", "http://offices");
            host.ConfigureTestServices(services => services.AddSingleton(new OfficesClient(offices.With(""))));
        });
        network.Add("steering", steering.Handler);
        var platform = new Platform(steering, offices, notifications, network);
        var (facts, faults) = new RegisterFiles(Path.Combine(AppContext.BaseDirectory, "register")).Read();
        _ = faults.Count == 0 ? 0 : throw new InvalidOperationException(string.Join("\n", faults));
        await offices.Parts.GetRequiredService<RegisterImport>().Run(facts!, CancellationToken.None);

        // Invented profiles: without them nobody has said who leads an office, and every order is flagged with that.
        _ = await ExampleCommand.Run(offices.Parts, profileOf) == 0 ? 0 : throw new InvalidOperationException("The example profiles were refused.");
        offices.Parts.GetRequiredService<OutboxSignal>().Set();
        await Eventually.Is(() => notifications.Scalar<int>("select count(*) from inbox"), seen => seen == 248 + (profileOf is null ? 248 : 1), TimeSpan.FromMinutes(2));
        return platform;
    }

    public SteeringService.SteeringServiceClient Issuer(string role, string unit = "") => new(Steering.As(role, unit));

    public NotificationsService.NotificationsServiceClient Reader(string role, string unit = "") => new(Notifications.As(role, unit));

    /// <summary>The missions an office's leader sees now.</summary>
    public async Task<IReadOnlyList<Mission>> Feed(string office, bool ended = false) =>
        [.. (await Reader("office", office).ListMissionsAsync(
            new ListMissionsRequest { OfficeNumber = office, PageSize = 200, IncludeEnded = ended }, deadline: DateTime.UtcNow.AddSeconds(5))).Missions];

    /// <summary>Waits until a directive has been judged at this many offices, and answers its state at each.</summary>
    public Task<GetDirectiveStatusResponse> Judged(string directiveId, int offices) => Eventually.Is(
        async () => await Reader("auditor").GetDirectiveStatusAsync(
            new GetDirectiveStatusRequest { DirectiveId = directiveId, PageSize = 200 }, deadline: DateTime.UtcNow.AddSeconds(5)),
        status => status.Counts.Released + status.Counts.ReleasedWithFlag + status.Counts.Held == offices);

    /// <summary>Waits until this revision of a directive has been judged where it reaches, and answers its state at each office.</summary>
    public Task<GetDirectiveStatusResponse> Settled(string directiveId, int revision) => Eventually.Is(
        async () => await Reader("auditor").GetDirectiveStatusAsync(
            new GetDirectiveStatusRequest { DirectiveId = directiveId, PageSize = 200 }, deadline: DateTime.UtcNow.AddSeconds(5)),
        status => status.Offices.Count > 0 && status.Offices.All(o => o.Revision == revision && o.State is GateState.Released or GateState.ReleasedWithFlag or GateState.Held));

    /// <summary>Puts the clocks of all services forward.</summary>
    public void Advance(TimeSpan by)
    {
        Steering.Time.Advance(by);
        Offices.Time.Advance(by);
        Notifications.Time.Advance(by);
    }

    public async ValueTask DisposeAsync()
    {
        await Steering.DisposeAsync();
        await Offices.DisposeAsync();
        await Notifications.DisposeAsync();
        Network.Dispose();
    }

    private static void Join(IWebHostBuilder host, Network network, Action<IWebHostBuilder>? configure, params (string Topic, string Name)[] subscribers)
    {
        for (var i = 0; i < subscribers.Length; i++)
        {
            host.UseSetting($"Events:Subscribers:{i}:Name", subscribers[i].Name);
            host.UseSetting($"Events:Subscribers:{i}:Topic", subscribers[i].Topic);
            host.UseSetting($"Events:Subscribers:{i}:Url", $"http://{subscribers[i].Name}");
        }

        // The tests' clock is put forward, the database's is not.
        host.UseSetting("Notifications:DayInterval", "00:10:00");
        host.ConfigureTestServices(services => services.AddSingleton(new HttpClient(network, disposeHandler: false)));
        configure?.Invoke(host);
    }
}
