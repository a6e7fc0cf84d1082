using Grpc.Net.Client;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Offices.Api;
using Samstyring.Offices.Import;
using Samstyring.Steering.Api;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

/// <summary>Steering and offices together, on Norway's register: what the fake register of the other tests stands in for.</summary>
public sealed class RealRegisterTests(RealRegisterTests.World world) : IClassFixture<RealRegisterTests.World>
{
    [Fact]
    public async Task Publish_Nationally_ReachesEveryLocalOffice() => Assert.Equal(248, (await Publish(world.Client("directorate"), Contents.ToCounties())).OfficeCount);

    [Fact]
    public async Task Publish_ByAMunicipalityOfASharedOffice_ReachesThatOfficeAndItsOwners()
    {
        var published = await Publish(world.Client("municipal-director", "5035"), Contents.Of(Issuers.Stjordal, "MUNICIPALITY(5035)"));
        Assert.Equal(1, published.OfficeCount);
        foreach (var (role, unit) in new[] { ("county", "5700"), ("municipal-director", "5034") })
        {
            Assert.Equal(published.Directive.Content, (await world.Client(role, unit).GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = published.Directive.DirectiveId })).Directive.Content);
        }
    }

    [Theory]
    [InlineData("MUNICIPALITY(0219)", "MUNICIPALITY_NUMBER_EXPIRED", "successors", "3201")]
    [InlineData("MUNICIPALITY(9999)", "MUNICIPALITY_UNKNOWN", "number", "9999")]
    [InlineData("OFFICE(9999)", "OFFICE_UNKNOWN", "number", "9999")]
    [InlineData("COUNTY(9900)", "COUNTY_UNKNOWN", "number", "9900")]
    [InlineData("MUNICIPALITY(1835)", "SCOPE_EMPTY", "", "")]
    [InlineData("OFFICE(0101)", "SCOPE_BEYOND_ISSUER", "offices", "0101")]
    public async Task Publish_WithAScopeTheRegisterRefuses_SaysWhy(string scope, string reason, string detail, string value)
    {
        var refused = await RefusedCall.Of(() => Publish(world.Client("county", "5700"), Contents.Of(Issuers.Trondelag, scope)));
        Assert.Equal(reason, refused.Fields["content.scope"]);
        Assert.Equal(value, detail.Length == 0 ? "" : refused.Metadata[$"content.scope.{detail}"]);
    }

    [Fact]
    public async Task Publish_WithTwoBadNumbersAndAMissingField_NamesAllThree()
    {
        var content = Contents.Of(Issuers.Trondelag, "OR(MUNICIPALITY(0219), OFFICE(9999))");
        content.Theme = "";
        var refused = await RefusedCall.Of(() => Publish(world.Client("county", "5700"), content));
        Assert.Equal(("FIELD_REQUIRED", 2), (refused.Fields["content.theme"], refused.Descriptions["content.scope"].Count()));
    }

    [Fact]
    public async Task Relay_OfANationalDirective_ReachesTheCountysOffices()
    {
        var parent = (await Publish(world.Client("directorate"), Contents.ToCounties())).Directive;
        var rows = new RelayDirectiveRequest
        {
            Relays =
            {
                new Relay { RequestId = SteeringHost.NewId(), DirectiveId = parent.DirectiveId },
                new Relay { RequestId = SteeringHost.NewId(), DirectiveId = parent.DirectiveId, Scope = "MUNICIPALITY(5035)" },
                new Relay { RequestId = SteeringHost.NewId(), DirectiveId = parent.DirectiveId, Scope = "OFFICE(0101)" },
            },
        };
        var results = (await world.Client("county", "5700").RelayDirectiveAsync(rows)).Results;
        Assert.Equal(
            ["COUNTY(5700)", "AND(COUNTY(5700), MUNICIPALITY(5035))", "SCOPE_EMPTY"],
            results.Select(r => r.Directive?.Content.Scope ?? r.Refusal.Fields["scope"]));
        var offices = await world.Steering.Scalar<int>(
            "select cardinality(reach_offices) from directive_revision where directive_id = @id", new { id = Guid.Parse(results[0].Directive.DirectiveId) });
        Assert.InRange(offices, 10, 60);
    }

    [Fact]
    public async Task Relay_DownTheMunicipalLine_ReachesTheSharedOffice()
    {
        var parent = (await Publish(world.Client("council", "5035"), Contents.ToMunicipalDirector())).Directive;
        var row = new Relay { RequestId = SteeringHost.NewId(), DirectiveId = parent.DirectiveId };
        var child = (await world.Client("municipal-director", "5035").RelayDirectiveAsync(new RelayDirectiveRequest { Relays = { row } })).Results.Single().Directive;
        Assert.Equal("1783", await world.Steering.Scalar<string>(
            "select reach_offices[1] from directive_revision where directive_id = @id", new { id = Guid.Parse(child.DirectiveId) }));
    }

    private static async Task<PublishDirectiveResponse> Publish(SteeringService.SteeringServiceClient client, DirectiveContent content)
    {
        var draft = (await client.CreateDirectiveAsync(new CreateDirectiveRequest { RequestId = SteeringHost.NewId(), Content = content })).Directive;
        return await client.PublishDirectiveAsync(new PublishDirectiveRequest { RequestId = SteeringHost.NewId(), DirectiveId = draft.DirectiveId, Etag = draft.Etag });
    }

    /// <summary>Both services, with the register imported.</summary>
    public sealed class World : IAsyncLifetime
    {
        private ServiceFixture<OfficesApi> offices = null!;

        public ServiceFixture<SteeringApi> Steering { get; private set; } = null!;

        public SteeringService.SteeringServiceClient Client(string role, string unit = "") => new(Steering.As(role, unit));

        public async ValueTask InitializeAsync()
        {
            offices = await ServiceFixture<OfficesApi>.Start("offices");
            await offices.Parts.GetRequiredService<RegisterImport>().Run(new RegisterFiles(Path.Combine(Root(), "data")).Read().Facts!, CancellationToken.None);
            var channel = GrpcChannel.ForAddress("http://offices", new GrpcChannelOptions { HttpHandler = offices.Handler });
            Steering = await ServiceFixture<SteeringApi>.Start("steering", builder =>
            {
                builder.UseSetting("Offices:Address", "http://offices");
                builder.ConfigureTestServices(services => services.AddSingleton(new OfficesClient(channel.CreateCallInvoker())));
            });
        }

        public async ValueTask DisposeAsync()
        {
            await Steering.DisposeAsync();
            await offices.DisposeAsync();
        }

        private static string Root()
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(folder!.FullName, "global.json")))
            {
                folder = folder.Parent;
            }

            return folder.FullName;
        }
    }
}
