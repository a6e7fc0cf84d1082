using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class ReferenceRulesTests
{
    private static readonly Guid Known = Guid.NewGuid();
    private static readonly DirectiveId Self = new(Guid.NewGuid());

    [Fact]
    public void References_ToUnreadableDirectives_AreAllNamed()
    {
        var content = new DirectiveContent();
        content.DerivedFrom.Add([new SourceRef { SourceId = "LOV" }, new SourceRef { DirectiveId = Guid.NewGuid().ToString() }]);
        content.DependsOn.Add(Guid.NewGuid().ToString());
        content.Supersedes.Add(Guid.NewGuid().ToString());
        Assert.Equal(
            ["content.derived_from[1].directive_id", "content.depends_on[0]", "content.supersedes[0]"],
            Check(content, Issuers.Trondelag).Select(f => f.Field));
    }

    [Fact]
    public void Supersede_OwnDirective_IsAllowed() => Assert.Empty(Check(Superseding(), Issuers.Trondelag));

    [Fact]
    public void Supersede_WhatAnotherOrganisationIssued_IsRefused()
    {
        foreach (var other in new[] { Issuers.Stjordal, Issuers.Directorate, Issuers.OstViken })
        {
            Assert.Equal((ErrorReason.ForeignOrganisation, "COUNTY:5700"), Reason(Check(Superseding(), other).Single()));
        }
    }

    [Fact]
    public void References_ToTheDirectiveItself_AreRefused()
    {
        var content = new DirectiveContent { DependsOn = { Self.ToString() }, Supersedes = { Self.ToString() } };
        Assert.All(Check(content, Issuers.Trondelag), f => Assert.Equal(ErrorReason.FieldNotAllowed, f.Reason));
        Assert.Equal(2, Check(content, Issuers.Trondelag).Count);
    }

    [Fact]
    public void DependOn_TheOtherLine_IsAllowed()
    {
        var content = new DirectiveContent { DependsOn = { Known.ToString() } };
        Assert.Empty(Check(content, Issuers.Stjordal));
    }

    [Fact]
    public void Ids_Repeated_AreListedOnce() => Assert.Equal(
        [new DirectiveId(Known)],
        ReferenceRules.IdsIn(new DirectiveContent { DependsOn = { Known.ToString() }, Supersedes = { Known.ToString(), "no id" } }));

    private static DirectiveContent Superseding() => new() { Supersedes = { Known.ToString() } };

    private static (ErrorReason Reason, string Issuer) Reason(FieldFault fault) => (fault.Reason, fault.Details!["issuer_org"]);

    private static IReadOnlyList<FieldFault> Check(DirectiveContent content, Issuer issuer)
    {
        var fields = new Fields();
        var known = new Dictionary<DirectiveId, Referred> { [new DirectiveId(Known)] = new(Issuers.Trondelag.Node, Line.State) };
        ReferenceRules.Check(fields, "content", Self, content, issuer, known);
        return fields.Faults;
    }
}
