using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Api;

public sealed class AccessTests
{
    [Fact]
    public void Policies_NameEveryRpcOnce() => Assert.Equal(
        OfficesService.Descriptor.Methods.Select(method => $"/{OfficesService.Descriptor.FullName}/{method.Name}").Order(),
        Access.Policies.Keys.Order());

    [Fact]
    public void ResolveScope_IsForAllButTheNavLeader() =>
        Assert.Equal([Role.NavLeader, Role.Operator], Enum.GetValues<Role>().Except(Access.Policies["/samstyring.offices.v1.OfficesService/ResolveScope"]));
}
