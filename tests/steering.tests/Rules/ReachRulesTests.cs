using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class ReachRulesTests
{
    private static readonly Reach Vaernes = new(["1783"], ["5700"], ["5032", "5035"]);

    [Fact]
    public void Scope_OfNoOffice_IsEmpty() => Assert.Equal(ErrorReason.ScopeEmpty, Check(new Resolution(Reach.None, [], [])).Single().Reason);

    [Fact]
    public void Scope_OnlyBeyondTheIssuer_IsBeyondAndNotEmptyToo()
    {
        var fault = Check(new Resolution(Reach.None, ["0219"], [])).Single();
        Assert.Equal((ErrorReason.ScopeBeyondIssuer, "0219"), (fault.Reason, fault.Details!["offices"]));
    }

    [Fact]
    public void Scope_FarBeyondTheIssuer_NamesSomeAndCountsAll()
    {
        var fault = Check(new Resolution(Vaernes, [.. Enumerable.Range(1000, 230).Select(n => $"{n}")], [])).Single();
        Assert.Equal(("230", true), (fault.Details!["count"], fault.Details["offices"].EndsWith(", …", StringComparison.Ordinal)));
    }

    [Fact]
    public void Scope_WithUnknownNumbers_KeepsWhatTheRegisterSaid()
    {
        var expired = new FieldFault("scope", ErrorReason.MunicipalityNumberExpired, "0219", new Dictionary<string, string> { ["successors"] = "3201" });
        var fault = Check(new Resolution(Reach.None, [], [expired])).Single();
        Assert.Equal(("content.scope", "3201"), (fault.Field, fault.Details!["successors"]));
    }

    [Fact]
    public void Addressed_ToCounties_AreThoseInReach() => Assert.Equal(
        ["COUNTY:5700"], ReachRules.AddressedTo(RecipientRole.CountyDirector, Issuers.Directorate, Vaernes).Select(n => n.Text));

    [Fact]
    public void Addressed_ToTheMunicipalDirector_IsTheCouncilsOwn() => Assert.Equal(
        ["MUNICIPAL_DIRECTOR:5035"], ReachRules.AddressedTo(RecipientRole.MunicipalDirector, Issuers.Council("5035"), Vaernes).Select(n => n.Text));

    [Fact]
    public void Addressed_AcrossTheLines_IsNobody() => Assert.Empty(
        ReachRules.AddressedTo(RecipientRole.MunicipalDirector, Issuers.Trondelag, Vaernes)
            .Concat(ReachRules.AddressedTo(RecipientRole.CountyDirector, Issuers.Stjordal, Vaernes))
            .Concat(ReachRules.AddressedTo(RecipientRole.NavLeader, Issuers.Directorate, Vaernes)));

    [Fact]
    public void Addressed_ByANodeToItself_IsNobody() => Assert.Empty(
        ReachRules.AddressedTo(RecipientRole.CountyDirector, Issuers.Trondelag, Vaernes)
            .Concat(ReachRules.AddressedTo(RecipientRole.MunicipalDirector, Issuers.Stjordal, Vaernes)));

    [Fact]
    public void Readers_WithoutReadAccess_AreAllOwnersOfTheOffices() => Assert.Equal(
        ["COUNCIL:5032", "COUNCIL:5035", "COUNTY:5700", "MUNICIPAL_DIRECTOR:5032", "MUNICIPAL_DIRECTOR:5035"],
        Readers(Contents.Of(Issuers.Trondelag, "OFFICE(1783)"), Issuers.Trondelag));

    [Fact]
    public void Readers_WithReadAccess_AreThoseNamedAndTheOwnLine()
    {
        var content = Contents.ToCounties();
        content.ReadAccess = new OrgAccess { Orgs = { new OrgRef { Kind = OrgKind.Municipality, Number = "5032" } } };
        Assert.Equal(["COUNCIL:5032", "COUNTY:5700", "DIRECTORATE", "MUNICIPAL_DIRECTOR:5032"], Readers(content, Issuers.Directorate));
    }

    [Fact]
    public void Readers_OfWhatIsDerived_AreTheParentsIssuerOfTheSameLineOnly()
    {
        var (own, other) = (Guid.NewGuid(), Guid.NewGuid());
        var content = Contents.Of(Issuers.Trondelag, "OFFICE(1783)");
        content.ReadAccess = new OrgAccess();
        content.DerivedFrom.Add([new SourceRef { DirectiveId = own.ToString() }, new SourceRef { DirectiveId = other.ToString() }]);
        var referred = new Dictionary<DirectiveId, Referred>
        {
            [new DirectiveId(own)] = new(Issuers.Directorate.Node, Line.State),
            [new DirectiveId(other)] = new(Issuers.Stjordal.Node, Line.Municipal),
        };
        Assert.Equal(["COUNTY:5700", "DIRECTORATE"], Readers(content, Issuers.Trondelag, referred));
    }

    private static IEnumerable<string> Readers(DirectiveContent content, Issuer issuer, Dictionary<DirectiveId, Referred>? referred = null)
    {
        var draft = DirectiveRules.Create(new DirectiveId(Guid.NewGuid()), issuer, content, Contents.Now);
        return DirectiveRules.Publish(draft, issuer, new Resolution(Vaernes, [], []), referred ?? [], Contents.Now).Value.Published!.Readers.Select(n => n.Text);
    }

    private static IReadOnlyList<FieldFault> Check(Resolution resolution)
    {
        var fields = new Fields();
        ReachRules.Check(fields, "content.scope", "ALL", resolution);
        return fields.Faults;
    }
}
