using System.Collections.Immutable;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>What holds of K-15, K-17, K-18, K-19, K-30, K-32, K-34 and K-35 whatever the facts: over every case of the corpus.</summary>
public class AuthorityTests
{
    private static readonly FindingKind[] Kinds =
    [
        FindingKind.OutsideAuthority, FindingKind.AgreementBreach, FindingKind.ServiceNotProvided, FindingKind.MinimumWeakened, FindingKind.RecipientUnclear,
        FindingKind.PilotIgnored, FindingKind.DpaMissing, FindingKind.WorkingConditionsClash,
    ];

    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static TheoryData<string> Cases => [.. Kinds.Select(Finding.Code)
        .SelectMany(kind => Directory.EnumerateFiles(Path.Combine(Root, kind), "positive-*.json"))
        .Where(path => !path.EndsWith(".expected.json", StringComparison.Ordinal))
        .Select(path => Path.GetRelativePath(Root, path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Witness_OfEveryConflict_IsConfirmedFromTheFactsAlone(string name)
    {
        var facts = (await Read(name)).ToFacts();

        Assert.All(Ours(facts), finding => WitnessCheck.Confirm(facts, finding));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Order_OfTheFacts_ChangesNothing(string name)
    {
        var file = await Read(name);
        var turned = file with
        {
            Directives = [.. file.Directives.Reverse()],
            Offices = [.. file.Offices.Reverse().Select(o => o with
            {
                Municipalities = [.. o.Municipalities.Reverse()],
                Services = o.Services is { } services ? [.. services.Reverse()] : null,
                Staffing = [.. o.Staffing.Reverse()],
                Pilots = [.. o.Pilots.Reverse()],
                DataProcessingAgreements = [.. o.DataProcessingAgreements.Reverse()],
                Agreements = [.. o.Agreements.Reverse().Select(a => a with { Clauses = [.. a.Clauses.Reverse()], Parties = [.. a.Parties.Reverse()] })],
            })],
        };

        Assert.Equal(FactsAnswer.Text(file), FactsAnswer.Text(turned));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Withdrawal_RemovesWhatNamesTheDirective_AndTouchesNoOther(string name)
    {
        var file = await Read(name);
        var before = Ours(file.ToFacts());
        foreach (var x in file.Directives)
        {
            var after = Ours((file with { Directives = [.. file.Directives.Select(d => d == x ? d with { State = DirectiveState.Withdrawn } : d)] }).ToFacts());

            Assert.Equal(before.Where(f => !f.Names(x.Id)).Select(f => f.Fingerprint), after.Select(f => f.Fingerprint));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AnotherOffice_InTheFacts_RemovesNothing(string name)
    {
        var file = await Read(name);
        var more = file with { Offices = [.. file.Offices, new Profile { OfficeId = "9999", CountyId = "5700", Municipalities = [new("5099", MunicipalityRole.Host)] }] };

        Assert.Subset(Ours(more.ToFacts()).Select(f => f.Fingerprint).ToHashSet(), Ours(file.ToFacts()).Select(f => f.Fingerprint).ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Window_IsTheDaysOnWhichAJudgementOfThatDayAloneFinds(string name)
    {
        var file = await Read(name);
        foreach (var finding in Ours(file.ToFacts()).Where(f => f.Verdict == Verdict.Conflict))
        {
            // The days around every end of the window; a directive that is in force on that day only.
            foreach (var day in finding.Window.Ranges.SelectMany(r => new[] { r.From, r.From.AddDays(-1), r.To.AddDays(-1), r.To })
                .Where(day => day >= file.AsOf && file.Directives.Any(d => d.Id == finding.Directives[0].Id && d.Valid.Contains(day))))
            {
                var facts = file.ToFacts();
                var alone = facts with
                {
                    Offices = [.. facts.Offices.Select(o => o with { Reaches = [.. o.Reaches.Select(r => r with { Days = r.Days.Intersect(Days.Of(new DayRange(day, day.AddDays(1)))) })] })],
                };

                Assert.Equal(finding.Window.Contains(day), Ours(alone).Any(f => f.Fingerprint == finding.Fingerprint));
            }
        }
    }

    [Fact]
    public void Owners_NotRegistered_OweTogether()
    {
        var office = new Office(Fjordvik, "Nav Fjordvik", null, [], [new("s1", Days.Of(Year2027), [])]);
        var facts = new Facts(AsOf, Catalogues.Newest, new Dictionary<string, Directive> { ["s1"] = State() }, [office]);

        var finding = Assert.Single(Judge.Findings(facts), f => f.Kind == FindingKind.RecipientUnclear);

        Assert.Equal([new Owed("", "leadership_model", "PARTNERSHIP:5501")], finding.Owed);
        Assert.Contains("mangler ledelsesmodell, og eierne må registrere det", Explain(facts, finding).Nb, StringComparison.Ordinal);
    }

    [Fact]
    public void Municipality_ThatLacksAService_IsNamed()
    {
        var x = State() with { ServiceCode = "REFUGEE_SETTLEMENT" };
        var profile = MidtfjellProfile with { Services = [new() { ServiceCode = "REFUGEE_SETTLEMENT", MunicipalityNumber = "5041" }] };
        var office = Office(Midtfjell, [Reach(x, "5041", "5042", "5043")]) with { Profile = profile };
        var facts = new Facts(AsOf, Catalogues.Newest, new Dictionary<string, Directive> { [x.Id] = x }, [office]);

        var finding = Assert.Single(Judge.Findings(facts), f => f.Kind == FindingKind.ServiceNotProvided);

        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains("Indre kommune og Ytre kommune har ikke bosetting av flyktninger i kontorets portefølje.", Explain(facts, finding).Nb, StringComparison.Ordinal);
        Assert.Contains("Indre kommune og Ytre kommune har ikkje busetjing av flyktningar i porteføljen til kontoret.", Explain(facts, finding).Nn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("K-15/positive-01.json", FindingKind.OutsideAuthority, "Føringen pålegger noe om ledelsesmodellen (én leder) og hvem som ansetter lederen (staten). Det kan bare eierne avgjøre sammen.")]
    [InlineData("K-15/positive-05.json", FindingKind.OutsideAuthority, "Føringen pålegger noe om kommunale tjenester i kontoret, bosetting av flyktninger (inngår i kontoret).")]
    [InlineData("K-15/positive-06.json", FindingKind.OutsideAuthority, "Føringen pålegger noe om statens bemanning og budsjett. Det kan bare staten avgjøre.")]
    [InlineData("K-15/positive-12.json", FindingKind.OutsideAuthority, "Det følger av loven og kan ikke svekkes.")]
    [InlineData("K-17/positive-01.json", FindingKind.AgreementBreach,
        "Avtalen AVTALE-5501, punkt 4.2, sier om kommunale tjenester i kontoret, bostøtte: inngår i kontoret. Føringen forutsetter: inngår ikke i kontoret. "
        + "Med avtalt varsel kan det tidligst endres 15. juni 2027.")]
    [InlineData("K-17/positive-02.json", FindingKind.AgreementBreach, "sier om åpningstider: 25 til 35. Føringen forutsetter: høyst 20.")]
    [InlineData("K-17/positive-03.json", FindingKind.AgreementBreach, "sier om lokale mål: YOUTH og HOUSING. Føringen forutsetter: YOUTH og WORK.")]
    [InlineData("K-19/positive-03.json", FindingKind.MinimumWeakened, "Den eneste tilgangen til tjenesten stenges, og ingenting som dekker alle kommer i stedet.")]
    [InlineData("K-34/positive-02.json", FindingKind.DpaMissing, "Kommune 5035 har ikke databehandleravtale for digital søknad om sosialhjelp.")]
    [InlineData("K-35/positive-02.json", FindingKind.WorkingConditionsClash, "Kommunen regulerer lønn for alle ansatte, men kontoret har også ansatte hos staten, som har egne avtaler.")]
    [InlineData("K-32/positive-01.json", FindingKind.PilotIgnored, "Kontoret deltar i forsøket FRI-MIDDEL, som gir unntak for temaet arbeidsmarkedstiltak. Føringen nevner ikke forsøket.")]
    public async Task Explanation_SaysWhatCollides(string name, FindingKind kind, string said)
    {
        var facts = (await Read(name)).ToFacts();

        Assert.Contains(Judge.Findings(facts), f => f.Kind == kind && Explain(facts, f).Nb.Contains(said, StringComparison.Ordinal));
    }

    private static Words Explain(Facts facts, Finding finding) => Phrases.Explain(
        finding, facts.Offices[0], finding.Directives.ToDictionary(d => d.Id, d => new Quote(new("utstederen", "utferdaren"), new("Tekst", "Tekst"))), facts.Catalogues);

    private static ImmutableArray<Finding> Ours(Facts facts) => [.. Judge.Findings(facts).Where(f => Kinds.Contains(f.Kind))];

    private static async Task<FactsFile> Read(string name) =>
        FactsFile.Read(await File.ReadAllTextAsync(Path.Combine(Root, name), TestContext.Current.CancellationToken)).Value;
}
