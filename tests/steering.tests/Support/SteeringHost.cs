using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Steering.Api;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Support;

/// <summary>The steering service in memory on a database of its own, with clients for the persons of the tests and the situations they start from.</summary>
public sealed class SteeringHost : IAsyncLifetime
{
    /// <summary>The register it asks.</summary>
    public FakeOffices Offices { get; private set; } = null!;

    /// <summary>The host.</summary>
    public ServiceFixture<SteeringApi> Service { get; private set; } = null!;

    public SteeringService.SteeringServiceClient Directorate => As("directorate");

    public SteeringService.SteeringServiceClient Trondelag => As("county", "5700");

    public SteeringService.SteeringServiceClient OstViken => As("county", "0200");

    public SteeringService.SteeringServiceClient StjordalCouncil => As("council", "5035");

    public SteeringService.SteeringServiceClient Stjordal => As("municipal-director", "5035");

    public async ValueTask InitializeAsync()
    {
        Offices = await FakeOffices.Start();
        Service = await ServiceFixture<SteeringApi>.Start("steering", builder =>
        {
            builder.UseSetting("Offices:Address", "http://offices");
            builder.ConfigureTestServices(services => services.AddSingleton(Offices.Client()));
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Offices.DisposeAsync();
    }

    /// <summary>A client for a person of a unit.</summary>
    public SteeringService.SteeringServiceClient As(string role, string unit = "", int person = 1) => new(Service.As(role, unit, person));

    /// <summary>A draft of the county to its offices, or of whoever the content names.</summary>
    public async Task<Directive> Draft(SteeringService.SteeringServiceClient client, DirectiveContent content) =>
        (await client.CreateDirectiveAsync(new CreateDirectiveRequest { RequestId = NewId(), Content = content })).Directive;

    /// <summary>A published directive.</summary>
    public async Task<Directive> Published(SteeringService.SteeringServiceClient client, DirectiveContent content)
    {
        var draft = await Draft(client, content);
        return (await client.PublishDirectiveAsync(new PublishDirectiveRequest { RequestId = NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag })).Directive;
    }

    /// <summary>A directive of the county to all its offices, published.</summary>
    public Task<Directive> PublishedByTrondelag() => Published(Trondelag, Contents.Of(Issuers.Trondelag, "COUNTY(5700)"));

    /// <summary>A second revision, published.</summary>
    public async Task<Directive> Republished(SteeringService.SteeringServiceClient client, Directive directive, Action<DirectiveContent> change)
    {
        var content = directive.Content.Clone();
        change(content);
        var draft = (await client.UpdateDirectiveAsync(new UpdateDirectiveRequest
        {
            RequestId = NewId(),
            DirectiveId = directive.DirectiveId,
            Etag = directive.Etag,
            Content = content,
            ChangeClass = ChangeClass.Material,
        })).Directive;
        return (await client.PublishDirectiveAsync(new PublishDirectiveRequest { RequestId = NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag })).Directive;
    }

    /// <summary>Relays one directive and answers its row.</summary>
    public async Task<RelayResult> Relayed(
        SteeringService.SteeringServiceClient client, Directive parent, string scope = "", Adaptation? adaptation = null, string? requestId = null)
    {
        var row = new Relay { RequestId = requestId ?? NewId(), DirectiveId = parent.DirectiveId, Scope = scope, Adaptation = adaptation };
        return (await client.RelayDirectiveAsync(new RelayDirectiveRequest { Relays = { row } })).Results.Single();
    }

    /// <summary>Withdraws everywhere, or at the offices named.</summary>
    public async Task<Directive> Withdrawn(SteeringService.SteeringServiceClient client, Directive directive, params string[] offices) =>
        (await client.WithdrawDirectiveAsync(new WithdrawDirectiveRequest
        {
            RequestId = NewId(),
            DirectiveId = directive.DirectiveId,
            Etag = directive.Etag,
            Reason = "Erstattes av felles plan",
            OfficeNumbers = { offices },
        })).Directive;

    /// <summary>The directive as a client sees it.</summary>
    public async Task<Directive> Seen(SteeringService.SteeringServiceClient client, Directive directive, int revision = 0) =>
        (await client.GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = directive.DirectiveId, Revision = revision })).Directive;

    /// <summary>A request id nobody used.</summary>
    public static string NewId() => Guid.NewGuid().ToString();

    /// <summary>Rows in the tables that a refused call must leave as they were.</summary>
    public Task<long> Rows() => Service.Scalar<long>(
        "select (select count(*) from directive) + (select count(*) from directive_revision) + (select count(*) from outbox where topic <> 'audit.head') + (select count(*) from audit) + (select count(*) from request)");
}
