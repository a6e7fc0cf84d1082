using Google.Protobuf.WellKnownTypes;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Samstyring.Web.Pages.Offices;

namespace Samstyring.Web.Tests;

/// <summary>The numbers behind the pictures of an office.</summary>
public class OfficeLoadTests
{
    private static readonly DateOnly Today = new(2027, 2, 10);

    private static readonly Mission[] Missions =
    [
        new() { Sources = { Source("s1", Line.State, Bindingness.Order, "2026-12-31T12:00:00Z", "2027-03-01"), Source("m1", Line.Municipal, Bindingness.Prioritisation, "2026-12-31T23:30:00Z") } },
        new() { State = MissionState.Ended, Sources = { Source("m2", Line.Municipal, Bindingness.Frame, "2027-01-15T12:00:00Z") } },
        new() { Sources = { Source("g1", Line.CountyGovernor, Bindingness.Advice, "2027-02-01T12:00:00Z"), Source("s1", Line.State, Bindingness.Order, "2026-12-31T12:00:00Z", "2027-03-01") } },
        new() { Sources = { Source("j1", Line.Joint, Bindingness.Order, "2027-02-01T12:00:00Z"), Source("m3", Line.Municipal, Bindingness.Order, "2024-01-01T12:00:00Z") } },
    ];

    [Fact]
    public void Quarters_OfMissions_CountEachSourceOnceInTheQuarterOfItsReleaseInOslo()
    {
        var quarters = OfficeLoad.Of(Missions, Today);

        Assert.Equal(
            ["2025-4: 0 0 0 0, 0", "2026-1: 0 0 0 0, 0", "2026-2: 0 0 0 0, 0", "2026-3: 0 0 0 0, 0", "2026-4: 1 0 0 0, 1", "2027-1: 0 1 1 1, 0"],
            quarters.Select(q => $"{q.Year}-{q.Quarter}: {string.Join(' ', q.Parts)}, {q.Deadlines}"));
    }

    [Theory]
    [InlineData("all", 2, 2)]
    [InlineData("binding", 1, 1)]
    [InlineData("deadline", 1, 0)]
    [InlineData("indicator", 0, 0)]
    public void Balance_OfWhatHoldsNow_LeavesOutWhatHasEndedAndWhatIsJoint(string measure, int state, int municipality) =>
        Assert.Equal((state, municipality), OfficeLoad.Balance(Missions, measure));

    private static MissionSource Source(string id, Line line, Bindingness bindingness, string released, string deadline = "") => new()
    {
        DirectiveId = id,
        Line = line,
        Bindingness = bindingness,
        Deadline = deadline,
        ReleasedAt = Timestamp.FromDateTimeOffset(DateTimeOffset.Parse(released, System.Globalization.CultureInfo.InvariantCulture)),
    };
}
