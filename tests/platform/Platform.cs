using System.Collections.Concurrent;
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
    private static readonly ConcurrentDictionary<string, Lazy<Task<TestDatabase[]>>> Loaded = new();

    private Platform(ServiceFixture<SteeringApi> steering, ServiceFixture<OfficesApi> offices, ServiceFixture<NotificationsApi> notifications, Network network) =>
        (Steering, Offices, Notifications, Network) = (steering, offices, notifications, network);

    public ServiceFixture<SteeringApi> Steering { get; }

    public ServiceFixture<OfficesApi> Offices { get; }

    public ServiceFixture<NotificationsApi> Notifications { get; }

    public Network Network { get; }

    /// <summary>Starts everything on the real register, on databases of its own.</summary>
    /// <param name="configure">What all hosts are set to beside that, such as another issuer.</param>
    /// <param name="profileOf">The only office that gets an example profile; null: all do.</param>
    public static async Task<Platform> Start(Action<IWebHostBuilder>? configure = null, string? profileOf = null)
    {
        var loaded = await Loaded.GetOrAdd(profileOf ?? "", _ => new(() => Load(profileOf))).Value;
        var cluster = await PostgresCluster.Shared;
        return await Start(configure, await Task.WhenAll(loaded.Select(cluster.Copy)));
    }

    // Loading the register takes as long as many a test: it is done once, and each platform begins with a copy.
    private static async Task<TestDatabase[]> Load(string? profileOf)
    {
        TestDatabase[] databases;
        await using (var platform = await Start(configure: null, new TestDatabase?[3]))
        {
            var (facts, faults) = new RegisterFiles(Path.Combine(AppContext.BaseDirectory, "register")).Read();
            _ = faults.Count == 0 ? 0 : throw new InvalidOperationException(string.Join("\n", faults));
            await platform.Offices.Parts.GetRequiredService<RegisterImport>().Run(facts!, CancellationToken.None);

            // Invented profiles: without them nobody has said who leads an office, and every order is flagged with that.
            _ = await ExampleCommand.Run(platform.Offices.Parts, profileOf) == 0 ? 0 : throw new InvalidOperationException("The example profiles were refused.");
            platform.Offices.Parts.GetRequiredService<OutboxSignal>().Set();
            await Eventually.Is(() => platform.Notifications.Scalar<int>("select count(*) from inbox"), seen => seen == 248 + (profileOf is null ? 248 : 1), TimeSpan.FromMinutes(2));
            await Eventually.Is(() => platform.Offices.Scalar<int>("select count(*) from outbox_delivery where delivered_at is null"), left => left == 0);
            databases = [platform.Steering.Database, platform.Offices.Database, platform.Notifications.Database];
        }

        var cluster = await PostgresCluster.Shared;
        foreach (var database in databases)
        {
            await cluster.Freeze(database);
        }

        return databases;
    }

    // On the databases of steering, offices and notifications; null: a fresh one.
    private static async Task<Platform> Start(Action<IWebHostBuilder>? configure, IReadOnlyList<TestDatabase?> databases)
    {
        var network = new Network();
        var notifications = await ServiceFixture<NotificationsApi>.Start("notifications", host => Join(host, network, configure, (Topics.AuditHead, "steering")), databases[2]);
        network.Add("notifications", notifications.Handler);
        var offices = await ServiceFixture<OfficesApi>.Start(
            "offices",
            host => Join(host, network, configure, (Topics.OfficesMapping, "notifications"), (Topics.OfficesOffice, "notifications"), (Topics.AuditHead, "notifications")),
            databases[1]);
        network.Add("offices", offices.Handler);
        var steering = await ServiceFixture<SteeringApi>.Start(
            "steering",
            host =>
            {
                Join(host, network, configure, (Topics.SteeringDirective, "offices"), (Topics.SteeringConsultation, "notifications"), (Topics.AuditHead, "offices"));
                host.UseSetting("Offices:Address", "http://offices");
                host.ConfigureTestServices(services => services.AddSingleton(new OfficesClient(offices.With(""))));
            },
            databases[0]);
        network.Add("steering", steering.Handler);
        return new Platform(steering, offices, notifications, network);
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

        host.UseSetting("Events:ManifestEvery", "00:10:00");

        // The tests' clock is put forward, the database's is not.
        host.UseSetting("Notifications:DayInterval", "00:10:00");
        host.ConfigureTestServices(services => services.AddSingleton(new HttpClient(network, disposeHandler: false)));
        configure?.Invoke(host);
    }
}
