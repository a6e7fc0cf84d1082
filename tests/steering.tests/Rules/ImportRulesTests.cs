using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Import;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;
using Consultation = Samstyring.Steering.Rules.Consultation;
using Directive = Samstyring.Steering.Rules.Directive;

namespace Samstyring.Steering.Tests.Rules;

public class ImportRulesTests
{
    private static readonly DateTimeOffset Later = Contents.Now.AddHours(1);

    [Fact]
    public void Decide_WhatADraftSays_IsTheDraftItself()
    {
        var draft = Draft();
        var row = Assert.Single(Decide(Line(draft), draft).Rows);
        Assert.Equal((ImportOutcome.Same, true), (row.Outcome, ReferenceEquals(draft, row.After)));
    }

    [Fact]
    public void Decide_WhatThePlatformWroteIntoTheDraft_IsNotTheRowsToTakeAway()
    {
        var asked = Asked(Draft());
        Assert.NotEmpty(asked.Draft!.Content.PartnerInvolvement);
        Assert.Equal(ImportOutcome.Same, Assert.Single(Decide("key,partner_involvement\nk,\n", asked).Rows).Outcome);
        var changed = Assert.Single(Decide("key,title.nb,partner_involvement\nk,Ny,\n", asked).Rows);
        Assert.Equal((ImportOutcome.Changed, "Ny"), (changed.Outcome, changed.After!.Draft!.Content.Title.Nb));
        Assert.Equal(asked.Draft.Content.PartnerInvolvement, changed.After.Draft.Content.PartnerInvolvement);
    }

    [Theory]
    [InlineData("", ImportOutcome.Same)]
    [InlineData("MATERIAL", ImportOutcome.Same)]
    [InlineData("EDITORIAL", ImportOutcome.Changed)]
    public void Decide_ClassOfANextRevision_IsPartOfWhatItSays(string change, ImportOutcome outcome)
    {
        var next = DirectiveRules.Update(Published(), Content(), ChangeClass.Material, Contents.Now).Value;
        Assert.Equal(outcome, Assert.Single(Decide($"key,change_class\nk,{change}\n", next).Rows).Outcome);
    }

    [Fact]
    public void Decide_ClassOfAPublishedThatDoesNotChange_IsNothing() =>
        Assert.Equal(ImportOutcome.Same, Assert.Single(Decide("key,change_class\nk,MATERIAL\n", Published()).Rows).Outcome);

    [Fact]
    public void Decide_AssessmentThatIsChanged_IsSignedByTheImporter()
    {
        var content = Content();
        content.ConsequenceAssessment = Assessments.NoConsequence();
        (content.ConsequenceAssessment.SignedBy, content.ConsequenceAssessment.SignedAt) = ("den første", Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(Contents.Now));
        var draft = DirectiveRules.Create(new DirectiveId(Guid.CreateVersion7()), Issuers.Trondelag, content, Contents.Now);
        Assert.Equal(ImportOutcome.Same, Assert.Single(Decide("key,consequence_assessment.signed_by,consequence_assessment.signed_at\nk,en annen,\n", draft).Rows).Outcome);
        var signed = Assert.Single(Decide("key,consequence_assessment.reason\nk,Ny grunn\n", draft).Rows).After!.Draft!.Content.ConsequenceAssessment;
        Assert.Equal(("importøren", Later), (signed.SignedBy, signed.SignedAt.ToDateTimeOffset()));
        // A system signs nothing.
        var unsigned = Assert.Single(Decide("key,consequence_assessment.reason\nk,Ny grunn\n", draft, signer: null).Rows).After!.Draft!.Content.ConsequenceAssessment;
        Assert.Equal(("", null), (unsigned.SignedBy, unsigned.SignedAt));
    }

    [Fact]
    public void Decide_AWithdrawn_IsAFaultWhateverTheRowSays()
    {
        var withdrawn = DirectiveRules.Withdraw(Published(), "Feil", Contents.Now).Value;
        var (rows, faults) = Decide("key\nk\n", withdrawn);
        Assert.Equal(ImportOutcome.Faulty, Assert.Single(rows).Outcome);
        Assert.Equal(("rows[2].key", ErrorReason.WrongState, "k"), Assert.Single(faults.Select(fault => (fault.Field, fault.Reason, fault.Value))));
    }

    [Fact]
    public void Decide_MessagesInWhichNothingIsSaid_AreNoChange()
    {
        var content = Content();
        (content.Offer, content.TargetGroup, content.Deadline) = (new Offer(), new TargetGroup(), "");
        var draft = DirectiveRules.Create(new DirectiveId(Guid.CreateVersion7()), Issuers.Trondelag, content, Contents.Now);
        Assert.Equal(ImportOutcome.Same, Assert.Single(Decide(Line(draft), draft).Rows).Outcome);
    }

    [Fact]
    public void Decide_EmptyListThatIsGiven_IsAnotherThanNone()
    {
        var draft = Draft();
        var given = Assert.Single(Decide("key,read_access.orgs\nk,NONE\n", draft).Rows).After!;
        Assert.Empty(given.Draft!.Content.ReadAccess.Orgs);
        Assert.Null(Assert.Single(Decide("key,read_access.orgs\nk,\n", given).Rows).After!.Draft!.Content.ReadAccess);
    }

    private static string Line(Directive directive) => DirectiveCsv.Header + DirectiveCsv.Line("k", directive.Newest);

    private static (IReadOnlyList<ImportedDirective> Rows, IReadOnlyList<FieldFault> Faults) Decide(string csv, Directive known, string? signer = "importøren")
    {
        var fields = new Fields();
        var importer = new Importer(Issuers.Trondelag, signer, Later, _ => new DirectiveId(Guid.CreateVersion7()));
        return (ImportRules.Decide(DirectiveCsv.Read(csv), new Dictionary<string, Directive> { ["k"] = known }, importer, fields), fields.Faults);
    }

    private static DirectiveContent Content() => Contents.Of(Issuers.Trondelag, "COUNTY(5700)");

    private static Directive Draft() => DirectiveRules.Create(new DirectiveId(Guid.CreateVersion7()), Issuers.Trondelag, Content(), Contents.Now);

    private static Directive Published() => DirectiveRules.Publish(
        Draft(), Issuers.Trondelag, new Resolution(new Reach(["1612"], ["5700"], ["5055"]), [], []), new Dictionary<DirectiveId, Referred>(), Contents.Now).Value;

    private static Directive Asked(Directive draft)
    {
        var consultation = new Consultation
        {
            Id = new ConsultationId(Guid.CreateVersion7()),
            Directive = draft.Id,
            Revision = 1,
            Issuer = draft.Issuer,
            Version = 1,
            Title = new LocalizedText(),
            Question = new LocalizedText(),
            ShieldingBasis = null,
            Partners = [new OrgRef { Kind = OrgKind.Municipality, Number = "5035" }],
            Deadline = new DateOnly(2027, 1, 15),
            RequestedAt = Contents.Now,
        };
        return draft with
        {
            Consultations = [consultation],
            Draft = draft.Draft! with { Content = ConsultationRules.Involve(draft.Draft.Content, [consultation], 1, ChangeClass.Unspecified) },
        };
    }
}
