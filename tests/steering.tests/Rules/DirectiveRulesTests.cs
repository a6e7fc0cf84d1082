using FsCheck;
using FsCheck.Fluent;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Xunit;
using Directive = Samstyring.Steering.Rules.Directive;

namespace Samstyring.Steering.Tests.Rules;

public class DirectiveRulesTests
{
    private static readonly DirectiveId Id = new(Guid.Parse("01930000-0000-7000-8000-000000000001"));
    private static readonly DateTimeOffset Now = Contents.Now;
    private static readonly Reach Trondelag = new(["1612", "1783"], ["5700"], ["5035", "5055"]);
    private static readonly Dictionary<DirectiveId, Referred> Nothing = [];

    [Fact]
    public void Create_Any_IsTheFirstDraft()
    {
        var made = Draft();
        Assert.Equal((1, DirectiveState.Draft, 0L, Issuers.Trondelag.Node), (made.Newest.Revision, made.State, made.Version, made.Issuer));
        Assert.Equal(made.Etag, made.Newest.Etag);
    }

    [Fact]
    public void Update_OfADraft_ReplacesItAndItsEtag()
    {
        var content = Good();
        content.Title.Nb = "Ny tittel";
        var draft = Draft();
        var updated = DirectiveRules.Update(draft, content, ChangeClass.Unspecified, Now.AddHours(1)).Value;
        Assert.Equal((1, "Ny tittel", Now), (updated.Newest.Revision, updated.Newest.Content.Title.Nb, updated.Newest.CreatedAt));
        Assert.NotEqual(draft.Etag, updated.Etag);
    }

    [Fact]
    public void Update_OfAPublished_BeginsTheNextRevisionBesideIt()
    {
        var published = Published();
        var updated = DirectiveRules.Update(published, Good(), ChangeClass.Editorial, Now).Value;
        Assert.Equal((2, DirectiveState.Draft, 1), (updated.Newest.Revision, updated.State, updated.NewestPublished.Revision));
        Assert.Equal(published.Version, updated.Version);
    }

    [Theory]
    [InlineData(true, ChangeClass.Unspecified, ErrorReason.FieldRequired)]
    [InlineData(true, (ChangeClass)9, ErrorReason.EnumUnknown)]
    [InlineData(false, ChangeClass.Material, ErrorReason.FieldNotAllowed)]
    public void Update_WithTheWrongChangeClass_NamesIt(bool published, ChangeClass change, ErrorReason reason)
    {
        var refused = DirectiveRules.Update(published ? Published() : Draft(), Good(), change, Now).Refusal;
        Assert.Equal(("change_class", reason), (refused.Faults.Single().Field, refused.Faults.Single().Reason));
    }

    [Fact]
    public void Publish_Complete_FixesReachReadersAndPath()
    {
        var published = Published();
        Assert.Equal((DirectiveState.Published, 1L), (published.State, published.Version));
        Assert.Null(published.Draft);
        Assert.Equal(Trondelag, published.Published!.Reach);
        Assert.Equal([new Passage(Issuers.Trondelag.Node, null, Now)], published.Published.FullPath);
        Assert.Contains(new Node("MUNICIPAL_DIRECTOR:5035"), published.Published.Readers);
    }

    [Fact]
    public void Publish_WithFaultsOfEverySort_NamesThemTogether()
    {
        var content = Good();
        content.Theme = "";
        content.Modality = Modality.Should;
        content.Bindingness = Bindingness.Order;
        content.Supersedes.Add(Guid.NewGuid().ToString());
        var draft = DirectiveRules.Create(Id, Issuers.Trondelag, content, Now);
        var resolution = new Resolution(Trondelag, ["0219"], [new FieldFault("scope", ErrorReason.OfficeUnknown, "9999")]);
        var refused = DirectiveRules.Publish(draft, Issuers.Trondelag, resolution, Nothing, Now).Refusal;
        Assert.Equal(
            [
                ("content.modality", ErrorReason.FieldNotAllowed), ("content.theme", ErrorReason.FieldRequired),
                ("content.supersedes[0]", ErrorReason.DirectiveNotFound), ("content.scope", ErrorReason.OfficeUnknown),
                ("content.scope", ErrorReason.ScopeBeyondIssuer),
            ],
            refused.Faults.Select(f => (f.Field, f.Reason)));
    }

    [Fact]
    public void Publish_Twice_IsAWrongState() => Assert.Equal(
        ErrorReason.WrongState, DirectiveRules.Publish(Published(), Issuers.Trondelag, Answer(Trondelag), Nothing, Now).Refusal.Reason);

    [Fact]
    public void Publish_OfTheSecondRevision_KeepsThePathAndRaisesTheVersion()
    {
        var second = Published(DirectiveRules.Update(Published(), Good(), ChangeClass.Material, Now).Value);
        Assert.Equal((2, 2L), (second.NewestPublished.Revision, second.Version));
        Assert.Equal(Issuers.Trondelag.Node, Assert.Single(second.Published!.Path).Node);
    }

    [Fact]
    public void Withdraw_Everywhere_EndsItAndItsDraft()
    {
        var withdrawn = DirectiveRules.Withdraw(DirectiveRules.Update(Published(), Good(), ChangeClass.Material, Now).Value, "A\u030Apen feil", Now).Value;
        Assert.Equal("\u00C5pen feil", withdrawn.Withdrawal!.Reason);
        Assert.Equal((DirectiveState.Withdrawn, 2L, true), (withdrawn.State, withdrawn.Version, withdrawn.Withdrawal!.Everywhere));
        Assert.Null(withdrawn.Draft);
        Assert.Equal(ErrorReason.WrongState, DirectiveRules.Withdraw(withdrawn, "feil", Now).Refusal.Reason);
        Assert.Equal(ErrorReason.WrongState, DirectiveRules.Update(withdrawn, Good(), ChangeClass.Material, Now).Refusal.Reason);
    }

    [Fact]
    public void Withdraw_OfADraft_IsAWrongState() => Assert.Equal("DRAFT", DirectiveRules.Withdraw(Draft(), "feil", Now).Refusal.Metadata["state"]);

    [Fact]
    public void Withdraw_AtOffices_AddsUpAndLeavesTheRest()
    {
        var one = DirectiveRules.WithdrawAt(Published(), ["1783"], "feil", Now).Value;
        Assert.Equal((DirectiveState.Published, false), (one.State, one.Withdrawal!.Everywhere));
        var two = DirectiveRules.WithdrawAt(one, ["1783", "1612"], "feil", Now).Value;
        Assert.Equal(["1612", "1783"], two.Withdrawal!.Offices);
        Assert.Equal(ErrorReason.WrongState, DirectiveRules.WithdrawAt(two, ["1612"], "feil", Now).Refusal.Reason);
    }

    [Fact]
    public void Withdraw_AtAnOfficeItNeverReached_NamesTheOffice()
    {
        var fault = DirectiveRules.WithdrawAt(Published(), ["1783", "0219"], "feil", Now).Refusal.Faults.Single();
        Assert.Equal(("office_numbers[1]", ErrorReason.OfficeUnknown, "0219"), (fault.Field, fault.Reason, fault.Value));
    }

    [Fact]
    public void Withdraw_AtOffices_HoldsForTheNextRevision() => Assert.Equal(
        ["1783"],
        Published(DirectiveRules.Update(DirectiveRules.WithdrawAt(Published(), ["1783"], "feil", Now).Value, Good(), ChangeClass.Material, Now).Value)
            .Withdrawal!.Offices);

    [Fact]
    public void Etag_OfAnotherStateOrDirective_IsRefusedWithTheCurrentOne()
    {
        var draft = Draft();
        var updated = DirectiveRules.Update(draft, Good(), ChangeClass.Unspecified, Now).Value;
        var foreign = DirectiveRules.Create(new DirectiveId(Guid.NewGuid()), Issuers.Trondelag, Good(), Now);
        Assert.Null(DirectiveRules.CheckEtag(updated, updated.Etag));
        foreach (var stale in new[] { draft.Etag, foreign.Etag, "anything" })
        {
            var refused = DirectiveRules.CheckEtag(updated, stale)!;
            Assert.Equal((ErrorReason.EtagMismatch, updated.Etag, "1"), (refused.Reason, refused.Metadata["etag"], refused.Metadata["revision"]));
        }
    }

    [Fact]
    public void Life_OfAnyActs_RaisesEditionAndNeverLowersVersionOrRevision() => Prop.ForAll<byte[]>(acts =>
    {
        var directive = Draft();
        foreach (var act in acts)
        {
            var next = Act(directive, act);
            if (next.IsRefused)
            {
                continue;
            }

            if (next.Value.Edition != directive.Edition + 1
                || next.Value.Version < directive.Version
                || (next.Value.Published?.Revision ?? 0) < (directive.Published?.Revision ?? 0)
                || next.Value.Etag == directive.Etag
                || (next.Value.Version == 0) != (next.Value.Published is null))
            {
                return false;
            }

            directive = next.Value;
        }

        return true;
    }).QuickCheckThrowOnFailure();

    private static Outcome<Directive> Act(Directive directive, byte act) => (act % 5) switch
    {
        0 => DirectiveRules.Update(directive, Good(), directive.Published is null ? ChangeClass.Unspecified : ChangeClass.Editorial, Now),
        1 or 2 => DirectiveRules.Publish(directive, Issuers.Trondelag, Answer(Trondelag), Nothing, Now),
        3 => DirectiveRules.WithdrawAt(directive, [Trondelag.Offices[act / 5 % 2]], "feil", Now),
        _ => act > 200 ? DirectiveRules.Withdraw(directive, "feil", Now) : DirectiveRules.WithdrawAt(directive, ["9999"], "feil", Now),
    };

    private static DirectiveContent Good() => Contents.Of(Issuers.Trondelag, "COUNTY(5700)");

    private static Resolution Answer(Reach reach) => new(reach, [], []);

    private static Directive Draft() => DirectiveRules.Create(Id, Issuers.Trondelag, Good(), Now);

    private static Directive Published(Directive? draft = null) =>
        DirectiveRules.Publish(draft ?? Draft(), Issuers.Trondelag, Answer(Trondelag), Nothing, Now).Value;
}
