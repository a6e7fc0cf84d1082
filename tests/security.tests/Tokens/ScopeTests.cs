using Google.Protobuf;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Security.Tests.Access;
using Xunit;

namespace Samstyring.Security.Tests.Tokens;

/// <summary>What a machine may do is what its token grants, beside its role.</summary>
public sealed class ScopeTests(Ground ground)
{
    private static readonly Dictionary<string, string> Needed = new()
    {
        ["CreateDirective"] = MachineScopes.DirectiveWrite,
        ["UpdateDirective"] = MachineScopes.DirectiveWrite,
        ["ImportDirectives"] = MachineScopes.DirectiveWrite,
        ["ExportDirectives"] = MachineScopes.DirectiveRead,
        ["GetDirective"] = MachineScopes.DirectiveRead,
        ["ListDirectives"] = MachineScopes.DirectiveRead,
        ["ListDirectiveRevisions"] = MachineScopes.DirectiveRead,
        ["GetDirectiveStatus"] = MachineScopes.DirectiveRead,
        ["ListFindings"] = MachineScopes.DirectiveRead,
        ["GetFinding"] = MachineScopes.DirectiveRead,
        ["WatchMissions"] = MachineScopes.MissionRead,
        ["ListMissions"] = MachineScopes.MissionRead,
        ["GetMission"] = MachineScopes.MissionRead,
        ["GetMissionChanges"] = MachineScopes.MissionRead,
        ["UpdateOfficeProfile"] = MachineScopes.RegisterWrite,
        ["ImportOfficeProfiles"] = MachineScopes.RegisterWrite,
        ["ProposeRegisterUpdate"] = MachineScopes.RegisterWrite,
    };

    // What everyone signed in may read of the register.
    private static readonly string[] Open =
    [
        "GetOffice", "ListOffices", "ListMunicipalities", "ListCounties", "ResolveScope", "ExplainScope", "GetOfficeHistory", "ExportOfficeProfiles", "GetAgreement", "ListAgreements",
        "ListAgreementReminders", "GetRegisterUpdate", "ListRegisterUpdates",
    ];

    public static TheoryData<string> Rpcs => [.. Policies.Rpcs.Where(rpc => Policies.Allow(rpc, "system"))];

    [Theory]
    [MemberData(nameof(Rpcs))]
    public async Task Machine_WithoutTheScope_IsDenied(string name)
    {
        Assert.Equal(Open.Contains(name), !Needed.ContainsKey(name));
        var others = MachineScopes.All.Where(scope => scope != Needed.GetValueOrDefault(name)).ToArray();
        foreach (var gateway in new[] { false, true })
        {
            var without = await Ask(name, gateway, Needed.ContainsKey(name) ? others : []);
            var with = await Ask(name, gateway, Needed.TryGetValue(name, out var scope) ? [scope] : []);

            if (scope is not null)
            {
                Assert.Equal((StatusCode.PermissionDenied, "TOKEN_SCOPE_MISSING", scope), (without.Code, without.Refusal.Reason, without.Refusal.Metadata.GetValueOrDefault("scope")));
            }

            Assert.NotEqual("TOKEN_SCOPE_MISSING", with.Refusal.Reason);
            Assert.False(with.Code is StatusCode.Unauthenticated or StatusCode.Internal or StatusCode.Unknown, $"{with.Code}");
        }
    }

    private async Task<Answer> Ask(string name, bool gateway, string[] scopes)
    {
        var (rpc, machine) = (Rpc.Named(name), (Role: "system", Unit: Places.Municipality));
        var objects = await ground.Objects;
        var token = ground.Issuer.Token(machine.Role, machine.Unit, alter: token => token.Claims["scope"] = string.Join(' ', scopes));
        return await rpc.Send(ground.To(rpc.Service, token, gateway), Requests.Of(name, machine, "own", objects["system", "own"]).ToByteArray());
    }
}
