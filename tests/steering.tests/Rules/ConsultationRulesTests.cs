using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;
using Consultation = Samstyring.Steering.Rules.Consultation;
using Directive = Samstyring.Steering.Rules.Directive;

namespace Samstyring.Steering.Tests.Rules;

public class ConsultationRulesTests
{
    private static readonly OrgRef Stjordal = new() { Kind = OrgKind.Municipality, Number = "5035" };
    private static readonly OrgRef Meraker = new() { Kind = OrgKind.Municipality, Number = "5034" };
    private static readonly DateOnly Deadline = new(2026, 12, 4);

    [Fact]
    public void Request_AboutADraft_InformsEveryPartner()
    {
        var asked = Asked();
        Assert.Equal(["5035 2026-11-21 - -", "5034 2026-11-21 - -"], Involved(asked));
        Assert.Equal(2, asked.Edition);
    }

    [Fact]
    public void Request_WithoutADraft_IsRefused()
    {
        var published = Asked() with { Draft = null };
        Assert.Equal(ErrorReason.WrongState, ConsultationRules.Request(published, new ConsultationId(Guid.NewGuid()), Question(), Deadline, Contents.Now).Refusal.Reason);
    }

    [Theory]
    [InlineData(ConsultationAnswer.Agrees, "5035 2026-11-21 2026-11-23 2026-11-23")]
    [InlineData(ConsultationAnswer.Objects, "5035 2026-11-21 2026-11-23 -")]
    [InlineData(ConsultationAnswer.NoComment, "5035 2026-11-21 2026-11-23 -")]
    public void Answer_InTime_SaysThatThePartnerWasConsulted(ConsultationAnswer says, string entry)
    {
        var answered = Answer(Asked(), Stjordal, says, days: 2).Value;
        Assert.Equal([entry, "5034 2026-11-21 - -"], Involved(answered));
        Assert.Equal(2, answered.Consultations[0].Version);
    }

    [Fact]
    public void Answer_OnTheLastDay_IsInTime()
    {
        var lastMoment = new DateTimeOffset(2026, 12, 4, 22, 59, 59, TimeSpan.Zero);
        Assert.False(Answer(Asked(), Stjordal, ConsultationAnswer.Agrees, at: lastMoment).IsRefused);
        Assert.Equal(ErrorReason.ConsultationOverdue, Answer(Asked(), Stjordal, ConsultationAnswer.Agrees, at: lastMoment.AddSeconds(1)).Refusal.Reason);
    }

    [Fact]
    public void Answer_ThatCannotCount_IsRefusedWithItsOwnReason()
    {
        var asked = Asked();
        var once = Answer(asked, Stjordal, ConsultationAnswer.Objects).Value;
        Assert.Equal(ErrorReason.AnsweredAlready, Answer(once, Stjordal, ConsultationAnswer.Agrees).Refusal.Reason);
        Assert.Equal(ErrorReason.NotAsked, Answer(asked, Issuers.OstViken.Org, ConsultationAnswer.Agrees).Refusal.Reason);
        Assert.Equal(ErrorReason.ConsultedTextChanged, Answer(asked, Stjordal, ConsultationAnswer.Agrees, digest: "another").Refusal.Reason);
        var closed = asked with { Consultations = ConsultationRules.Close(asked.Consultations, Contents.Now) };
        Assert.Equal(ErrorReason.WrongState, Answer(closed, Stjordal, ConsultationAnswer.Agrees).Refusal.Reason);
    }

    [Fact]
    public void Agreement_ToATextThatIsChanged_IsAConsultationAndNoAgreement()
    {
        var agreed = Answer(Asked(), Stjordal, ConsultationAnswer.Agrees).Value;
        var changed = Update(agreed, c => c.Target.Lo = "80");
        Assert.Equal("5035 2026-11-21 2026-11-21 -", Involved(changed)[0]);
        Assert.Equal("5035 2026-11-21 2026-11-21 2026-11-21", Involved(Update(changed, c => c.Target.Lo = "70"))[0]);
    }

    [Fact]
    public void Agreement_WhenOnlyTheHandlingIsWritten_Stands()
    {
        var agreed = Answer(Asked(), Stjordal, ConsultationAnswer.Agrees).Value;
        var handled = Update(agreed, c =>
        {
            (c.DecidedAt, c.DocumentId, c.ClauseRef) = ("2026-12-07", "MDB-2028", "9");
            c.ConsequenceAssessment = Assessments.NoConsequence();
        });
        Assert.Equal("5035 2026-11-21 2026-11-21 2026-11-21", Involved(handled)[0]);
    }

    [Fact]
    public void Involvement_WrittenByTheIssuer_StandsBesideThePlatforms()
    {
        var meeting = new PartnerInvolvement { Partner = Stjordal.Clone(), Arena = Arena.PartnershipMeeting, ConsultedAt = "2026-11-02" };
        var forged = new PartnerInvolvement { Partner = Stjordal.Clone(), Arena = Arena.Written, ConsultedAt = "2026-11-01", AgreedAt = "2026-11-01" };
        var written = new PartnerInvolvement { Partner = Issuers.OstViken.Org.Clone(), Arena = Arena.Written, ConsultedAt = "2026-11-03" };
        var updated = Update(Asked(), c => c.PartnerInvolvement.Add([meeting, forged, written]));
        Assert.Equal(["5035 - 2026-11-02 -", "0200 - 2026-11-03 -", "5035 2026-11-21 - -", "5034 2026-11-21 - -"], Involved(updated));
    }

    [Theory]
    [InlineData(ChangeClass.Editorial, 2)]
    [InlineData(ChangeClass.Material, 0)]
    public void Involvement_InTheNextRevision_CountsWhenTheChangeIsEditorial(ChangeClass change, int entries)
    {
        var answered = Answer(Asked(), Stjordal, ConsultationAnswer.Agrees).Value;
        var content = ConsultationRules.Involve(answered.Draft!.Content, answered.Consultations, 2, change);
        Assert.Equal(entries, content.PartnerInvolvement.Count);
    }

    [Fact]
    public void State_OfAConsultation_FollowsAnswersDayAndDraft()
    {
        var asked = Asked();
        var one = Answer(asked, Stjordal, ConsultationAnswer.Agrees).Value;
        var both = Answer(one, Meraker, ConsultationAnswer.NoComment).Value;
        Assert.Equal(ConsultationState.Open, one.Consultations[0].StateOn(Deadline));
        Assert.Equal(ConsultationState.Overdue, one.Consultations[0].StateOn(Deadline.AddDays(1)));
        Assert.Equal(ConsultationState.Closed, ConsultationRules.Close(one.Consultations, Contents.Now)[0].StateOn(Deadline));
        Assert.Equal(ConsultationState.Answered, ConsultationRules.Close(both.Consultations, Contents.Now)[0].StateOn(Deadline.AddDays(1)));
    }

    private static string[] Involved(Directive directive) =>
    [
        .. directive.Draft!.Content.PartnerInvolvement.Select(i => $"{i.Partner.Number} {Or(i.InformedAt)} {Or(i.ConsultedAt)} {Or(i.AgreedAt)}"),
    ];

    private static string Or(string text) => text.Length == 0 ? "-" : text;

    private static RequestConsultationRequest Question() => new() { Question = new LocalizedText { Nb = "Går det?" }, Partners = { Stjordal, Meraker } };

    private static Directive Asked()
    {
        var draft = DirectiveRules.Create(
            new DirectiveId(Guid.NewGuid()), Issuers.Trondelag, Contents.Of(Issuers.Trondelag, "OFFICE(1783)"), Contents.Now);
        return ConsultationRules.Request(draft, new ConsultationId(Guid.NewGuid()), Question(), Deadline, Contents.Now).Value;
    }

    private static Common.Outcome<Directive> Answer(
        Directive directive, OrgRef org, ConsultationAnswer says, int days = 0, DateTimeOffset? at = null, string? digest = null)
    {
        Consultation consultation = directive.Consultations[0];
        var answer = new Answer(org, says, "", at ?? Contents.Now.AddDays(days), "person", digest ?? ConsultationRules.TextDigest(directive.Draft!.Content));
        return ConsultationRules.Answer(directive, consultation, answer);
    }

    private static Directive Update(Directive directive, Action<DirectiveContent> change)
    {
        var content = directive.Draft!.Content.Clone();
        change(content);
        return DirectiveRules.Update(directive, content, ChangeClass.Unspecified, Contents.Now).Value;
    }
}
