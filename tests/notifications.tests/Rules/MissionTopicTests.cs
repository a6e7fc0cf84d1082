using Samstyring.Notifications.Rules;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

public class MissionTopicTests
{
    private static readonly Directive Order = new()
    {
        Id = "a",
        Line = Line.State,
        Bindingness = Bindingness.Order,
        Modality = Modality.Must,
        Theme = "FOLLOW_UP",
        ActionCode = "USER_MEETING",
        TargetGroup = new(["YOUTH", "REFUGEES"], new(null, 29)),
        Valid = new(new(2027, 1, 1), new(2028, 1, 1)),
    };

    /// <summary>What makes another mission of it.</summary>
    public static TheoryData<string, Func<Directive, Directive>> Differences => new()
    {
        { "theme", x => x with { Theme = "HOUSING" } },
        { "action", x => x with { ActionCode = "USER_MEETING.PHYSICAL" } },
        { "joint action", x => x with { CombinedWith = ["REPORT"] } },
        { "groups", x => x with { TargetGroup = x.TargetGroup with { Groups = ["YOUTH"] } } },
        { "one code that reads as two", x => x with { TargetGroup = x.TargetGroup with { Groups = ["REFUGEES,YOUTH"] } } },
        { "age", x => x with { TargetGroup = x.TargetGroup with { Age = new(null, 30) } } },
        { "duration", x => x with { TargetGroup = x.TargetGroup with { DurationMonths = new(6) } } },
        { "period", x => x with { Valid = x.Valid with { To = DateOnly.MaxValue } } },
        { "ban", x => x with { Modality = Modality.MustNot } },
        { "no action", x => x with { ActionCode = null } },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public void Topic_OfSomethingElse_Differs(string what, Func<Directive, Directive> differs)
    {
        var other = differs(Order) with { Id = "b" };
        Assert.False(MissionTopic.Same(Order, other), what);
        Assert.NotEqual(MissionTopic.Of(Order), MissionTopic.Of(other));
    }

    [Fact]
    public void Topic_OfTheSame_IsOneWhoeverSaysItHoweverStrongly()
    {
        var other = Order with
        {
            Id = "b",
            Line = Line.Municipal,
            Bindingness = Bindingness.Advice,
            Modality = Modality.Should,
            PriorityRank = 1,
            Deadline = new(2027, 3, 1),
            TargetGroup = new(["REFUGEES", "YOUTH", "YOUTH"], new(null, 29), new()),
        };
        Assert.True(MissionTopic.Same(Order, other));
        Assert.Equal(MissionTopic.Of(Order), MissionTopic.Of(other));
    }

    [Fact]
    public void Topic_WithoutAnAction_IsTheDirectiveItself()
    {
        var silent = Order with { ActionCode = null };
        Assert.Equal("a", MissionTopic.Of(silent));
        Assert.True(MissionTopic.Same(silent, silent with { Theme = "HOUSING" }));
        Assert.False(MissionTopic.Same(silent, silent with { Id = "b" }));
    }
}
