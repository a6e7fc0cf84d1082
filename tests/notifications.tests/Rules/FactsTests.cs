using System.Text.Json;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class FactsTests
{
    private static readonly Directive Letter = State() with
    {
        IssuerRole = IssuerRole.Directorate,
        DocumentType = DocumentType.SteeringLetter,
        Theme = "QUALIFICATION_PROGRAMME",
    };

    [Fact]
    public void OfDocuments_AskedAgain_AreNotSoughtAgain()
    {
        var facts = At(Letter);

        Assert.Equal(FindingKind.CountyLettersDiffer, Assert.Single(facts.OfDocuments).Kind);
        Assert.True(facts.OfDocuments == facts.OfDocuments);
    }

    [Fact]
    public void OfDocuments_OfChangedFacts_AreSoughtAnew()
    {
        var facts = At(Letter);

        Assert.Single(facts.OfDocuments);
        Assert.Empty((facts with { AsOf = Day("2028-01-01") }).OfDocuments);
    }

    [Theory]
    [InlineData(RecipientRole.NavLeader, Stage.Office)]
    [InlineData(RecipientRole.CountyDirector, Stage.Upstream)]
    public void K20_Letter_IsUpstreamWhileItGoesToNoOffice(RecipientRole recipient, Stage expected) =>
        Assert.Equal(expected, Assert.Single(At(Letter with { RecipientRole = recipient }).OfDocuments).Stage);

    [Theory]
    [InlineData("IND-NEW", "WEEK", 2, "WEEK", 2, true)]
    [InlineData("IND-NEW", "WEEK", 2, "DAY", 2, false)]
    [InlineData("IND-NEW", "WEEK", 2, "DAY", 14, false)]
    [InlineData("IND-CASE-TIME-SOCIAL", "WEEK", 2, "DAY", 14, true)]
    [InlineData("IND-CASE-TIME-SOCIAL", "WEEK", 2, "DAY", 13, false)]
    [InlineData("IND-CASE-TIME-SOCIAL", "MONTH", 2, "MONTH", 2, true)]
    [InlineData("IND-CASE-TIME-SOCIAL", "MONTH", 2, "MONTH", 4, false)]
    public void K20_Targets_AreTheSameInOneUnitOnly(string indicator, string unit, int most, string otherUnit, int otherMost, bool same)
    {
        var letter = Letter with { IndicatorId = indicator, Target = new(null, most, unit) };
        var assignment = letter with
        {
            Id = "g1",
            DocumentType = DocumentType.CountyGovernorAssignment,
            RecipientRole = RecipientRole.CountyGovernor,
            Target = new(null, otherMost, otherUnit),
        };

        Assert.Equal(same, At(letter, assignment).OfDocuments.IsEmpty);
    }

    [Fact]
    public void Written_LeavesOutWhatSaysNothing()
    {
        var said = new Directive { Id = "s1", Line = Line.State, IssuerOrg = "DIRECTORATE", Bindingness = Bindingness.Order, Theme = "YOUTH", LegalBasis = [new("NAV-LOVEN")] };
        var file = new FactsFile(AsOf, [new Profile { OfficeId = "5501", Population = 9100 }], [said, said with { Id = "s2", IssuerOrg = Org.None, LegalBasis = [] }]);

        using var written = JsonDocument.Parse(file.Write());
        var (office, directives) = (written.RootElement.GetProperty("offices")[0], written.RootElement.GetProperty("directives"));

        Assert.Equal(["office_id", "population", "thresholds"], Names(office));
        Assert.Equal(["kind"], Names(directives[0].GetProperty("issuer_org")));
        Assert.Equal(["issuer_org", "legal_basis"], Names(directives[0]).Except(Names(directives[1])).Order(StringComparer.Ordinal));
        Assert.Equal("[]", JsonDocument.Parse((file with { Directives = [] }).Write()).RootElement.GetProperty("directives").GetRawText());

        static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(property => property.Name);
    }
}
