using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class PhrasesTests
{
    [Fact]
    public void DisjointTargets_AreExplainedInBothForms()
    {
        var text = Explain(
            State().Indicates(Bindingness.ResultRequirement, null, new(0, 2, "WORKING_DAY"), "IND-RESPONSE"),
            Municipal().Indicates(Bindingness.ResultRequirement, null, new(5, 5, "WORKING_DAY", 1), "IND-RESPONSE"));

        Assert.Equal(
            "Uforenlige måltall ved Nav Fjordvik. Kommunen (Fjordvik kommune) sier: «Tekst m1» (Vedtak 12/26, punkt 2). Staten (Nav Trøndelag) sier: «Tekst s1» (MDB 2027, punkt 3.1). "
            + "Indikatoren «Svartid på henvendelser» kan ikke samtidig være minst 4 virkedager og høyst 2 virkedager. "
            + "Det gjelder fra 1. januar 2027 til og med 31. desember 2027, for eksempel en person i Fjordvik 1. januar 2027. Avklares mellom Nav Trøndelag og Fjordvik kommune.",
            text.Nb);
        Assert.Equal(
            "Uforeinlege måltal ved Nav Fjordvik. Kommunen (Fjordvik kommune) seier: «Tekst m1» (Vedtak 12/26, punkt 2). Staten (Nav Trøndelag) seier: «Tekst s1» (MDB 2027, punkt 3.1). "
            + "Indikatoren «Svartid på førespurnader» kan ikkje samstundes vere minst 4 vyrkedagar og høgst 2 vyrkedagar. "
            + "Det gjeld frå 1. januar 2027 til og med 31. desember 2027, til dømes ein person i Fjordvik 1. januar 2027. Blir avklart mellom Nav Trøndelag og Fjordvik kommune.",
            text.Nn);
    }

    [Fact]
    public void OpposedDirections_SayWhoWantsWhat() => Assert.Contains(
        "Indikatoren «Deltakere i kvalifiseringsprogrammet» skal ned ifølge kommunen og opp ifølge staten.",
        Explain(State().Indicates(Bindingness.Order, Direction.Up), Municipal().Indicates(Bindingness.Order, Direction.Down)).Nb,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("", "", "«Tekst s1».")]
    [InlineData("MDB 2027", "", "«Tekst s1» (MDB 2027).")]
    [InlineData("", "3.1", "«Tekst s1» (punkt 3.1).")]
    public void Source_OfADraftThatLacksIt_IsNotNamed(string document, string clause, string expected) => Assert.Contains(
        expected,
        Explain(State().Indicates(Bindingness.Order, Direction.Up) with { DocumentId = document, ClauseRef = clause }, Municipal().Indicates(Bindingness.Order, Direction.Down)).Nb,
        StringComparison.Ordinal);

    [Fact]
    public void Underspecified_SaysWhatIsMissingAndWhoFillsItIn()
    {
        var text = Explain(State(), Municipal() with { Modality = Modality.MustNot, ActionCode = "USER_MEETING" });

        Assert.Contains("Føringen fra staten (MDB 2027, punkt 3.1) mangler hva som skal eller ikke skal gjøres (handling), og utstederen må fylle det ut.", text.Nb, StringComparison.Ordinal);
        Assert.EndsWith("Rettes av Nav Trøndelag.", text.Nb, StringComparison.Ordinal);
        Assert.EndsWith("Blir retta av Nav Trøndelag.", text.Nn, StringComparison.Ordinal);
    }

    [Fact]
    public void Witness_NamesThePersonInWords() => Assert.Contains(
        "for eksempel en person på 24 år blant flyktninger i Fjordvik 1. januar 2027.",
        Explain(State().Indicates(Bindingness.Order, Direction.Up).Ages(18, 29).Groups("REFUGEES"), Municipal().Indicates(Bindingness.Order, Direction.Down)).Nb,
        StringComparison.Ordinal);

    [Fact]
    public void UnknownGroup_IsSaidToBeUnknown() => Assert.Contains(
        "fordi en målgruppe ikke står i katalogen. Det gjelder fra 1. januar 2027 til og med 31. desember 2027. Avklares",
        Explain(State().Indicates(Bindingness.Order, Direction.Up).Groups("X"), Municipal().Indicates(Bindingness.Order, Direction.Down).Groups("Y")).Nb,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(false, "Det er ikke vurdert hva den betyr for kommunen: konsekvensvurderingen er ikke fylt ut.")]
    [InlineData(true, "konsekvensvurderingen mangler hvem som berøres, økonomi, bemanning, oppgaver, IKT, tidspunkt, hvem som er rådspurt, konklusjon og underskrift.")]
    public void Assessment_WithNothingInIt_IsSaidToBeNone(bool signed, string said)
    {
        var empty = new Assessment(SignedBy: signed ? "Kari Nordmann" : null);

        Assert.Contains(said, Explain(State() with { ConsequenceAssessment = empty }).Nb, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "(veien var: rett til kontoret)")]
    [InlineData("DIRECTORATE", "(veien var: Arbeids- og velferdsdirektoratet, så kontoret)")]
    public void Way_IsSaidByWhomItPassed(string? passed, string said)
    {
        PathNode[] path = [.. new[] { passed }.OfType<string>().Select(node => new PathNode(node)), new($"OFFICE:{Fjordvik}")];

        Assert.Contains(said, Explain(State() with { Theme = "SICK_LEAVE", DeliveryPath = [.. path] }).Nb, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2027-01-02", "Det gjelder 1. januar 2027,")]
    [InlineData("2027-01-03", "Det gjelder fra 1. januar 2027 til og med 2. januar 2027,")]
    public void Period_OfOneDay_IsThatDay(string to, string said) => Assert.Contains(
        said,
        Explain(State().Indicates(Bindingness.Order, Direction.Up) with { Valid = Range("2027-01-01", to) }, Municipal().Indicates(Bindingness.Order, Direction.Down)).Nb,
        StringComparison.Ordinal);

    [Fact]
    public void OwnersWhoOweTheSame_AreNamedTogether() => Assert.Contains(
        "Kontorets profil mangler de felles utgiftene, og Nav Trøndelag og Fjordvik kommune må registrere det. Det gjelder",
        Explain(p => p with { CostItems = [] }, State() with { FteDelta = [new(Employer.State, -3)] }).Nb,
        StringComparison.Ordinal);

    [Fact]
    public void EveryKind_HasANameInBothForms() =>
        Assert.All(Enum.GetValues<FindingKind>(), kind => Assert.True(Phrases.Kind(kind) is { Nb.Length: > 0, Nn.Length: > 0 }));

    private static Words Explain(params Directive[] directives) => Explain(profile => profile, directives);

    private static Words Explain(Func<Profile, Profile> change, params Directive[] directives)
    {
        var facts = At(directives);
        facts = facts with { Offices = [.. facts.Offices.Select(o => o with { Profile = change(o.Profile) })] };
        var finding = Assert.Single(Judge.Findings(facts));
        var quotes = directives.ToDictionary(d => d.Id, d => new Quote(Resolvers.Organisation(facts.Offices[0], d.IssuerOrg), new($"Tekst {d.Id}", $"Tekst {d.Id}")));
        return Phrases.Explain(finding, facts.Offices[0], quotes, facts.Catalogues);
    }
}
