using Samstyring.Common;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Rules;

public class PublicationRulesTests
{
    private static readonly DateOnly Today = new(2026, 11, 21);

    [Theory]
    [MemberData(nameof(IncompleteContent.Names), MemberType = typeof(IncompleteContent))]
    public void Content_Incomplete_NamesFieldAndReason(string name)
    {
        var spoilt = IncompleteContent.Named(name);
        var content = Good();
        spoilt.Spoil(content);
        Assert.Contains(Check(content), f => f.Field == $"content.{spoilt.Field}" && f.Reason == spoilt.Reason);
    }

    [Fact]
    public void Content_Empty_NamesEveryMandatoryField() => Assert.Equal(
        [
            "content.bindingness", "content.clause_ref", "content.document_id", "content.document_type", "content.issuer_org", "content.issuer_role",
            "content.line", "content.modality", "content.original_form", "content.scope", "content.text", "content.theme", "content.title", "content.valid",
        ],
        Check(new DirectiveContent()).Select(f => f.Field).Order(StringComparer.Ordinal));

    [Fact]
    public void Steering_WithoutAnything_NamesLevelHorizonAndDecisionToo() => Assert.Superset(
        new HashSet<string> { "content.level", "content.horizon", "content.decided_at" },
        Check(new DirectiveContent { Bindingness = Bindingness.Prioritisation }).Select(f => f.Field).ToHashSet());

    [Fact]
    public void Information_WithoutModalityLevelHorizonAndDecision_IsComplete()
    {
        var content = Good();
        (content.Bindingness, content.Modality, content.Level, content.Horizon) =
            (Bindingness.Information, Modality.Unspecified, Level.Unspecified, Horizon.Unspecified);
        content.ClearDecidedAt();
        Assert.Empty(Check(content));
    }

    [Theory]
    [InlineData(Bindingness.Statutory)]
    [InlineData(Bindingness.Supervision)]
    public void Law_WithBasisAndOpenEnd_IsComplete(Bindingness bindingness)
    {
        var content = Good();
        content.Bindingness = bindingness;
        content.LegalBasis.Add(new SourceRef { SourceId = "LOV-2009-12-18-131", ClauseRef = "§ 17" });
        content.Valid.ClearTo();
        Assert.Empty(Check(content));
    }

    [Fact]
    public void Governor_WithAnOrder_IsAFindingAndNotRefused()
    {
        var content = Contents.Of(Issuers.Governor, "MUNICIPALITY(5035)");
        content.Bindingness = Bindingness.Order;
        Assert.Empty(Check(content));
    }

    [Fact]
    public void Title_InOneForm_IsEnough()
    {
        var content = Good();
        content.Title.Nb = "";
        Assert.Empty(Check(content));
    }

    [Fact]
    public void Deadline_Today_IsAllowed()
    {
        var content = Good();
        content.Deadline = "2026-11-21";
        Assert.Empty(Check(content));
    }

    [Theory]
    [InlineData(Bindingness.Information, false, false)]
    [InlineData(Bindingness.Advice, false, false)]
    [InlineData(Bindingness.Prioritisation, false, true)]
    [InlineData(Bindingness.Frame, true, true)]
    [InlineData(Bindingness.ResultRequirement, true, true)]
    [InlineData(Bindingness.Order, true, true)]
    [InlineData(Bindingness.Statutory, true, true)]
    [InlineData(Bindingness.Supervision, true, true)]
    public void Bindingness_Each_IsInTheSetsOfTheDomain(Bindingness bindingness, bool binding, bool steering) =>
        Assert.Equal((binding, steering), (PublicationRules.IsBinding(bindingness), PublicationRules.IsSteering(bindingness)));

    private static DirectiveContent Good() => Contents.Of(Issuers.Trondelag, "COUNTY(5700)");

    private static IReadOnlyList<FieldFault> Check(DirectiveContent content)
    {
        var fields = new Fields();
        PublicationRules.Check(fields, "content", content, Today);
        return fields.Faults;
    }
}
