using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Steering.Tests.Support;

/// <summary>
/// A register of five offices that answers ResolveScope as the offices service does, in memory and over real gRPC; it can be taken down. What the real
/// register answers is the business of its own tests.
/// </summary>
public sealed class FakeOffices : OfficesService.OfficesServiceBase, IAsyncDisposable
{
    private static readonly (string Number, string County, string[] Municipalities)[] Register =
    [
        ("0219", "0200", ["3201"]), ("1612", "5700", ["5055"]), ("1621", "5700", ["5057"]),
        ("1783", "5700", ["5032", "5033", "5034", "5035", "5036"]), ("5701", "5700", ["5001"]),
    ];

    private WebApplication? app;

    /// <summary>Whether it does not answer.</summary>
    public bool Down { get; set; }

    /// <summary>Calls so far.</summary>
    public int Calls { get; private set; }

    /// <summary>How many calls fail before it answers again.</summary>
    public int FailuresLeft { get; set; }

    /// <summary>The last request.</summary>
    public ResolveScopeRequest? Last { get; private set; }

    /// <summary>The authorization header of the last call.</summary>
    public string LastAuthorization { get; private set; } = "";

    /// <summary>Starts it.</summary>
    public static async Task<FakeOffices> Start()
    {
        var offices = new FakeOffices();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseTestServer();
        builder.Services.AddGrpc();
        builder.Services.AddSingleton(offices);
        offices.app = builder.Build();
        offices.app.MapGrpcService<FakeOffices>();
        await offices.app.StartAsync();
        return offices;
    }

    /// <summary>The client that steering uses.</summary>
    public OfficesClient Client() => new(GrpcChannel.ForAddress(
        "http://offices", new GrpcChannelOptions { HttpHandler = app!.GetTestServer().CreateHandler() }).CreateCallInvoker());

    /// <inheritdoc />
    public override Task<ResolveScopeResponse> ResolveScope(ResolveScopeRequest request, ServerCallContext context)
    {
        (Calls, Last, LastAuthorization) = (Calls + 1, request, context.RequestHeaders.GetValue("authorization") ?? "");
        if (Down || FailuresLeft-- > 0)
        {
            throw new RpcException(new Grpc.Core.Status(StatusCode.Unavailable, "down"));
        }

        var fields = new Fields();
        var found = Evaluate(fields, Scope.Parse(request.Scope).Scope!);
        if (fields.Any)
        {
            throw RpcErrors.ToException(fields.ToRefusal());
        }

        var response = new ResolveScopeResponse();
        foreach (var office in Register.Where(o => found.Contains(o.Number)))
        {
            if (Steers(request.Issuer, office.County, office.Municipalities))
            {
                response.Offices.Add(new ResolvedOffice
                {
                    Number = office.Number,
                    CountyUnitNumber = office.County,
                    MunicipalityNumbers = { office.Municipalities },
                });
            }
            else
            {
                response.BeyondIssuer.Add(office.Number);
            }
        }

        return Task.FromResult(response);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => app?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static bool Steers(OrgRef issuer, string county, string[] municipalities) => issuer.Kind switch
    {
        OrgKind.County => issuer.Number == county,
        OrgKind.Municipality => municipalities.Contains(issuer.Number),
        OrgKind.CountyGovernor => municipalities.Any(m => m.StartsWith(issuer.Number, StringComparison.Ordinal)),
        _ => true,
    };

    private static HashSet<string> Evaluate(Fields fields, Scope scope) => scope switch
    {
        Scope.All => Where(_ => true),
        Scope.Named(ScopeForm.Office, var numbers) => Known(fields, numbers, n => Where(o => o.Number == n), ErrorReason.OfficeUnknown),
        Scope.Named(ScopeForm.County, var numbers) => Known(fields, numbers, n => Where(o => o.County == n), ErrorReason.CountyUnknown),
        Scope.Named(ScopeForm.Municipality, var numbers) => Known(fields, numbers, n => Where(o => o.Municipalities.Contains(n)), ErrorReason.MunicipalityUnknown),
        Scope.Named => [],
        Scope.And(var parts) => parts.Select(p => Evaluate(fields, p)).Aggregate((a, b) => [.. a.Intersect(b)]),
        Scope.Or(var parts) => [.. parts.SelectMany(p => Evaluate(fields, p))],
        Scope.Except(var whole, var without) => [.. Evaluate(fields, whole).Except(Evaluate(fields, without))],
        _ => Where(_ => true),
    };

    private static HashSet<string> Known(Fields fields, IReadOnlyList<string> numbers, Func<string, HashSet<string>> find, ErrorReason unknown)
    {
        var found = new HashSet<string>();
        foreach (var number in numbers)
        {
            if (number == "0219" && unknown == ErrorReason.MunicipalityUnknown)
            {
                fields.Add("scope", ErrorReason.MunicipalityNumberExpired, number, ("number", number), ("successors", "3201"), ("valid_to", "2020-01-01"));
            }
            else if (find(number) is { Count: > 0 } some)
            {
                found.UnionWith(some);
            }
            else if (number != "1835")
            {
                fields.Add("scope", unknown, number, ("number", number));
            }
        }

        return found;
    }

    private static HashSet<string> Where(Func<(string Number, string County, string[] Municipalities), bool> test) => [.. Register.Where(test).Select(o => o.Number)];
}
