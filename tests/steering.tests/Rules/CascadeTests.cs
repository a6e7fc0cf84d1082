using FsCheck;
using FsCheck.Fluent;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;
using Directive = Samstyring.Steering.Rules.Directive;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Steering.Tests.Rules;

public class CascadeTests
{
    private static readonly Reach Two = new(["0219", "1783"], ["0200", "5700"], ["3201", "5032", "5035"]);
    private static readonly Reach Vaernes = new(["1783"], ["5700"], ["5032", "5035"]);
    private static readonly DateTimeOffset Later = Contents.Now.AddDays(3);

    [Fact]
    public void Relay_Unchanged_KeepsTheContentAndChangesIssuerAndRecipient()
    {
        var parent = ByDirectorate();
        var child = Relay(parent, Issuers.Trondelag).Child;
        var expected = parent.Published!.Content.Clone();
        (expected.IssuerOrg, expected.IssuerRole, expected.RecipientRole) = (Issuers.Trondelag.Org, IssuerRole.CountyDirector, RecipientRole.NavLeader);
        expected.Scope = "COUNTY(5700)";
        expected.DerivedFrom.Add(new SourceRef { DirectiveId = parent.Id.ToString() });
        Assert.Equal(expected, child.Published!.Content);
        Assert.Equal((1, DirectiveState.Published, Issuers.Trondelag.Node), (child.Published.Revision, child.State, child.Issuer));
    }

    [Fact]
    public void Relay_DownTheStateLine_ExtendsThePathAndLeavesAReceipt()
    {
        var (parent, child) = Relay(ByDirectorate(), Issuers.Trondelag);
        Assert.Equal(
            [new Passage(Issuers.Directorate.Node, null, Contents.Now), new Passage(Issuers.Trondelag.Node, Later, Later)],
            child.Published!.FullPath);
        Assert.Equal([new Passage(Issuers.Trondelag.Node, Later, Later)], parent.Published!.Receipts);
        Assert.Equal((2L, ByDirectorate().Etag), (parent.Version, parent.Etag));
    }

    [Fact]
    public void Relay_DownTheMunicipalLine_GoesFromCouncilToOffice()
    {
        var parent = Publish(Contents.ToMunicipalDirector(), Issuers.Council("5035"), Vaernes);
        var child = Relay(parent, Issuers.Stjordal).Child;
        Assert.Equal(["COUNCIL:5035", "MUNICIPAL_DIRECTOR:5035"], child.Published!.FullPath.Select(p => p.Node.Text));
        Assert.Equal((IssuerRole.MunicipalDirector, "MUNICIPALITY(5035)", Line.Municipal), (child.Published.Content.IssuerRole, child.Published.Content.Scope, child.Published.Content.Line));
    }

    [Fact]
    public void Relay_Again_KeepsTheFirstReceipt()
    {
        var (parent, _) = Relay(ByDirectorate(), Issuers.Trondelag);
        var content = Cascade.Pass(parent, Issuers.Trondelag, null, null);
        var (again, child) = Cascade.Relay(parent, Issuers.Trondelag, NewId(), content, Answer(Vaernes), Later.AddDays(1)).Value;
        Assert.Same(parent, again);
        Assert.Equal(new Passage(Issuers.Trondelag.Node, Later, Later.AddDays(1)), child.Published!.FullPath[^1]);
    }

    [Fact]
    public void Relay_Adapted_ChangesWhatIsAdaptedOnly()
    {
        var adaptation = new Adaptation
        {
            Title = new LocalizedText { Nb = "Unge i Trøndelag" },
            Text = new LocalizedText { Nn = "Minst 75 prosent" },
            Bindingness = Bindingness.Order,
            Modality = Modality.MustNot,
            Direction = Direction.Hold,
            Target = new Target { Lo = "75", Unit = "PERCENT" },
            TargetGroup = new TargetGroup { Groups = { "UNGE" } },
            Valid = new Period { From = "2027-02-01", To = "2027-12-01" },
            Deadline = "2027-11-01",
            PriorityRank = 2,
            ResponsibleLeader = ResponsibleLeader.StateLeader,
            DocumentId = "BREV-1",
            ClauseRef = "9",
        };
        var parent = ByDirectorate();
        var content = Cascade.Pass(parent, Issuers.Trondelag, null, adaptation);
        var unchanged = Cascade.Pass(parent, Issuers.Trondelag, null, null);
        foreach (var field in Adaptation.Descriptor.Fields.InDeclarationOrder())
        {
            var same = DirectiveContent.Descriptor.FindFieldByName(field.Name);
            Assert.Equal(field.Accessor.GetValue(adaptation), same.Accessor.GetValue(content));
            Assert.NotEqual(same.Accessor.GetValue(unchanged), same.Accessor.GetValue(content));
            same.Accessor.Clear(content);
            same.Accessor.Clear(unchanged);
        }

        Assert.Equal(unchanged, content);
    }

    [Fact]
    public void Relay_ToSomeOffices_NarrowsTheScope() => Assert.Equal(
        "AND(COUNTY(5700), OFFICE(1783))", Scope(ByDirectorate(), Issuers.Trondelag, "OFFICE(1783)"));

    [Fact]
    public void Relay_OfANarrowParent_KeepsItsScope() => Assert.Equal(
        "AND(SIZE(SMALL), COUNTY(5700))", Scope(Publish(Contents.ToCounties("SIZE(SMALL)"), Issuers.Directorate, Two), Issuers.Trondelag, ""));

    [Fact]
    public void Relay_OfAParentWithdrawnAtAnOffice_LeavesThatOfficeOut()
    {
        var parent = DirectiveRules.WithdrawAt(ByDirectorate(), ["1783"], "feil", Later).Value;
        Assert.Equal("EXCEPT(COUNTY(5700), OFFICE(1783))", Scope(parent, Issuers.Trondelag, ""));
    }

    [Fact]
    public void Relay_OfAnAdaptationWithFaults_NamesAllOfThem()
    {
        var parent = ByDirectorate();
        var adaptation = new Adaptation { Target = new Target { Lo = "9", Hi = "1" }, Bindingness = Bindingness.Order, Modality = Modality.May, Deadline = "2020-01-01" };
        var content = Cascade.Pass(parent, Issuers.Trondelag, null, adaptation);
        var refused = Cascade.Relay(parent, Issuers.Trondelag, NewId(), content, Answer(Reach.None), Later).Refusal;
        Assert.Equal(
            ["adaptation.deadline", "adaptation.modality", "adaptation.target", "adaptation.target.unit", "scope"],
            refused.Faults.Select(f => f.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Relay_OfWhatIsNotAddressedToTheUnit_IsRefused()
    {
        var direct = Publish(Contents.Of(Issuers.Directorate, "ALL"), Issuers.Directorate, Two);
        Assert.Equal("NAV_LEADER", Cascade.Refuse(direct, Issuers.Trondelag)!.Metadata["recipient_role"]);
        Assert.Equal(ErrorReason.NotAddressedToUnit, Cascade.Refuse(ByDirectorate(), Issuers.Stjordal)!.Reason);
        Assert.Equal(ErrorReason.NotAddressedToUnit, Cascade.Refuse(Publish(Contents.ToCounties(), Issuers.Directorate, Vaernes), Issuers.OstViken)!.Reason);
    }

    [Fact]
    public void Relay_OfAWithdrawnParent_IsAWrongState() => Assert.Equal(
        "WITHDRAWN", Cascade.Refuse(DirectiveRules.Withdraw(ByDirectorate(), "feil", Later).Value, Issuers.Trondelag)!.Metadata["state"]);

    [Fact]
    public void Relay_OfWhatReplacesAnother_DoesNotReplaceItOnThisLevel()
    {
        var content = Contents.ToCounties();
        var replaced = NewId();
        content.Supersedes.Add(replaced.ToString());
        var referred = new Dictionary<DirectiveId, Referred> { [replaced] = new(Issuers.Directorate.Node, Line.State) };
        var draft = DirectiveRules.Create(NewId(), Issuers.Directorate, content, Contents.Now);
        var parent = DirectiveRules.Publish(draft, Issuers.Directorate, Answer(Two), referred, Contents.Now).Value;
        Assert.Empty(Relay(parent, Issuers.Trondelag).Child.Published!.Content.Supersedes);
    }

    [Fact]
    public void Relay_ByTheSecondLevel_CanBeReadByTheFirst() => Assert.Contains(
        Issuers.Directorate.Node, Relay(ByDirectorate(), Issuers.Trondelag).Child.Published!.Readers);

    [Fact]
    public void Scope_OfAnyChild_ParsesAndKeepsEveryPart() => Prop.ForAll<byte, byte>((a, b) =>
    {
        string[] scopes = ["ALL", "COUNTY(5700)", "OFFICE(1783)", "EXCEPT(ALL, SIZE(LARGE))", "OR(OFFICE(1612), PILOT(x))", "AND(MINIMUM_ONLY, SERVES(2..))"];
        var (parent, wanted) = (scopes[a % scopes.Length], scopes[b % scopes.Length]);
        var text = Scope(Publish(Contents.ToCounties(parent), Issuers.Directorate, Two), Issuers.Trondelag, wanted);
        return Samstyring.Common.Scope.Parse(text).Scope is not null
            && (parent == "ALL" || text.Contains(parent, StringComparison.Ordinal))
            && (wanted == "ALL" || text.Contains(wanted, StringComparison.Ordinal))
            && text.Contains("COUNTY(5700)", StringComparison.Ordinal);
    }).QuickCheckThrowOnFailure();

    private static string Scope(Directive parent, Issuer relayer, string wanted) =>
        Cascade.Pass(parent, relayer, Samstyring.Common.Scope.Parse(wanted).Scope, null).Scope;

    private static Relayed Relay(Directive parent, Issuer relayer) =>
        Cascade.Relay(parent, relayer, NewId(), Cascade.Pass(parent, relayer, null, null), Answer(Vaernes), Later).Value;

    private static Directive ByDirectorate() => Publish(Contents.ToCounties(), Issuers.Directorate, Two, Guid.Parse("01930000-0000-7000-8000-000000000009"));

    private static Directive Publish(DirectiveContent content, Issuer issuer, Reach reach, Guid? id = null) => DirectiveRules.Publish(
        DirectiveRules.Create(new DirectiveId(id ?? Guid.NewGuid()), issuer, content, Contents.Now),
        issuer, Answer(reach), new Dictionary<DirectiveId, Referred>(), Contents.Now).Value;

    private static Resolution Answer(Reach reach) => new(reach, [], []);

    private static DirectiveId NewId() => new(Guid.NewGuid());
}
