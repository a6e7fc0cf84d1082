using Grpc.Core;
using Samstyring.Common;
using Samstyring.Steering.Api;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Steering.Tests.Api;

public sealed class AccessTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    // Roles as columns: DIR CNT COU MUN GOV LED AUD SYS.
    private static readonly Role[] Columns =
        [Role.Directorate, Role.County, Role.Council, Role.MunicipalDirector, Role.CountyGovernor, Role.NavLeader, Role.Auditor, Role.System];

    [Theory]
    [InlineData("CreateDirective", "xxxxx--x")]
    [InlineData("UpdateDirective", "xxxxx--x")]
    [InlineData("PublishDirective", "xxxxx---")]
    [InlineData("RelayDirective", "-x-x----")]
    [InlineData("WithdrawDirective", "xxxxx---")]
    [InlineData("GetDirective", "xxxxxxxx")]
    [InlineData("ListDirectives", "xxxxx-xx")]
    [InlineData("ListDirectiveRevisions", "xxxxxxxx")]
    [InlineData("RecordAssessment", "xxxxx---")]
    [InlineData("RequestConsultation", "xxxx----")]
    [InlineData("AnswerConsultation", "xxxxx---")]
    [InlineData("GetConsultation", "xxxxx---")]
    [InlineData("ListConsultations", "xxxxx---")]
    public void Policy_OfEachRpc_IsThePublishedTable(string rpc, string roles)
    {
        var policies = new AccessPolicies(Access.Policies);
        Assert.Equal(roles, string.Concat(Columns.Select(r => policies.Allows($"/samstyring.steering.v1.SteeringService/{rpc}", r) ? 'x' : '-')));
    }

    [Fact]
    public void Policies_AreThoseOfTheServicesMethods() => Assert.Equal(
        SteeringService.Descriptor.Methods.Select(m => $"/{SteeringService.Descriptor.FullName}/{m.Name}").Order(StringComparer.Ordinal),
        Access.Policies.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public async Task Call_WithoutAToken_IsUnauthenticated()
    {
        var client = new SteeringService.SteeringServiceClient(host.Service.With(""));
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_INVALID"), Code(await RefusedCall.Of(async () => await client.ListDirectivesAsync(new ListDirectivesRequest()))));
    }

    [Fact]
    public async Task Call_WithAnExpiredOrForeignToken_IsUnauthenticated()
    {
        var issuer = await TestIssuer.Shared;
        string[] tokens =
        [
            issuer.Token("county", "5700", alter: t => (t.NotBefore, t.IssuedAt, t.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-1))),
            issuer.Token("county", "5700", alter: t => t.Issuer = "https://elsewhere.example"),
            issuer.Token("county", "5700", alter: t => t.Audience = "another"),
            // What tells a client who signed in, and what says nothing of its kind, is not what lets a caller in.
            issuer.Token("county", "5700", alter: t => t.TokenType = "JWT"),
            issuer.Token("county", "5700", alter: t => t.TokenType = null),
            issuer.Token("county", "5700") + "x",
        ];
        foreach (var token in tokens)
        {
            var client = new SteeringService.SteeringServiceClient(host.Service.With(token));
            Assert.Equal(StatusCode.Unauthenticated, (await RefusedCall.Of(() => host.Draft(client, new DirectiveContent()))).Code);
        }
    }

    [Fact]
    public async Task System_WithoutAnOrganisation_WritesNothing() => Assert.Equal(
        (StatusCode.PermissionDenied, "FOREIGN_ORGANISATION"), Code(await RefusedCall.Of(() => host.Draft(host.As("system"), new DirectiveContent()))));

    [Fact]
    public async Task Leader_OfAnOffice_ListsAndWritesNothing()
    {
        var leader = host.As("office", "1783");
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(async () => await leader.ListDirectivesAsync(new ListDirectivesRequest()))).Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(() => host.Draft(leader, new DirectiveContent()))).Reason);
    }

    private static (StatusCode, string) Code(RefusedCall refused) => (refused.Code, refused.Reason);
}
