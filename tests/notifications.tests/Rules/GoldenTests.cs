using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>
/// The same facts under the same rule version give the same findings, byte for byte, in every build. When a rule is meant to change, so does its version, and
/// Golden.txt is replaced by what the failing test leaves beside its copy.
/// </summary>
public class GoldenTests
{
    private static readonly Directive Ban = Municipal() with { Modality = Modality.MustNot, ActionCode = "RECEPTION.DROP_IN" };

    [Fact]
    public async Task Findings_OfTheGoldenSituations_AreTheStoredBytes()
    {
        var actual = string.Join('\n', Situations().SelectMany(s => Judge.Findings(At(s.Directives)).Select(f => $"{s.Name}: {Json.Write(FindingMessage.Write(f))}"))) + "\n";
        var golden = Path.Combine(AppContext.BaseDirectory, "Rules", "Golden.txt");
        var stored = await File.ReadAllTextAsync(golden);
        if (actual != stored)
        {
            await File.WriteAllTextAsync($"{golden}.actual", actual);
        }

        Assert.Equal(stored, actual);
    }

    private static IEnumerable<(string Name, Directive[] Directives)> Situations()
    {
        var dropIn = State() with { ActionCode = "RECEPTION.DROP_IN" };
        yield return ("order and ban", [dropIn.Ages(18, 29), Ban.Groups("REFUGEES")]);
        yield return ("ban of a part", [State() with { ActionCode = "RECEPTION" }, Ban]);
        yield return ("ban of every part", [State() with { ActionCode = "RECEPTION" }, Ban, Ban with { Id = "m2", ActionCode = "RECEPTION.APPOINTMENT" }, Ban with { Id = "m3", ActionCode = "RECEPTION.EMERGENCY" }]);
        yield return ("joint ban", [dropIn, State("s2") with { ActionCode = "OPENING.EVENING" }, Ban with { CombinedWith = ["OPENING.EVENING"] }]);
        yield return ("no action", [State(), Ban]);
        yield return ("unknown group", [dropIn.Groups("X"), Ban.Groups("Y")]);
        yield return ("upstream", [dropIn with { RecipientRole = RecipientRole.CountyDirector }, Ban]);
        yield return ("directions", [State().Indicates(Bindingness.ResultRequirement, Direction.Up, new(32, null, "PERSON")), Municipal().Indicates(Bindingness.Frame, Direction.Down, new(null, 20, "PERSON"))]);
        yield return ("no direction", [State().Indicates(Bindingness.Order), Municipal().Indicates(Bindingness.Order, Direction.Down)]);
        yield return ("targets", [State().Indicates(Bindingness.Order, null, new(2.5m, null, "WEEK"), "IND-CASE-TIME-SOCIAL"), Municipal().Indicates(Bindingness.Order, null, new(10, 14, "DAY", 1.5m), "IND-CASE-TIME-SOCIAL")]);
        yield return ("units", [State().Indicates(Bindingness.Order, null, new(1, null, "MONTH"), "IND-CASE-TIME-SOCIAL"), Municipal().Indicates(Bindingness.Order, null, new(10, 14, "DAY"), "IND-CASE-TIME-SOCIAL")]);
    }
}
