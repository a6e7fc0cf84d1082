using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Tests.Store;
using Samstyring.Offices.V1;
using Samstyring.Testing;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

public sealed class ExplainScopeTests(AttributeScopeTests.RegisteredOffices registered) : IClassFixture<AttributeScopeTests.RegisteredOffices>
{
    private const string Day = "2027-02-15";

    [Theory]
    [InlineData("SERVES(2..5)", true, "Kontoret tjener 5 kommuner.", "Kontoret tener 5 kommunar.")]
    [InlineData("SERVES(1)", false, "Kontoret tjener 5 kommuner.", "Kontoret tener 5 kommunar.")]
    [InlineData("COUNTY(5700)", true, "Kontoret er i Nav fylke 5700.", "Kontoret er i Nav fylke 5700.")]
    [InlineData("COUNTY(0600, 1800)", false, "Kontoret er ikke i Nav fylke 0600 eller 1800, men i 5700.", "Kontoret er ikkje i Nav fylke 0600 eller 1800, men i 5700.")]
    [InlineData("OFFICE(0105)", false, "Kontoret er 1783, som ikke er nevnt.", "Kontoret er 1783, som ikkje er nemnt.")]
    [InlineData("MUNICIPALITY(5035, 0301)", true, "Kontoret tjener 5035.", "Kontoret tener 5035.")]
    [InlineData("MUNICIPALITY(0301)", false, "Kontoret tjener ikke 0301, men 5032, 5033, 5034, 5035 og 5036.", "Kontoret tener ikkje 0301, men 5032, 5033, 5034, 5035 og 5036.")]
    [InlineData("LEADERSHIP(DUAL)", false, "Ledelsesmodellen er SINGLE.", "Leiingsmodellen er SINGLE.")]
    [InlineData("SERVICE_AREA(namdalen)", true, "Kontoret er med i tjenesteområde namdalen.", "Kontoret er med i tenesteområde namdalen.")]
    [InlineData("PROVIDES(REFUGEE_SETTLEMENT)", true, "Kontoret har REFUGEE_SETTLEMENT.", "Kontoret har REFUGEE_SETTLEMENT.")]
    [InlineData("PROVIDES(FINANCIAL_ASSISTANCE)", true, "Alle kontor har FINANCIAL_ASSISTANCE, som er lovpålagt.", "Alle kontora har FINANCIAL_ASSISTANCE, som er lovpålagt.")]
    [InlineData("PROVIDES(HOUSING_SUPPORT)", false, "Kontoret er ikke registrert med HOUSING_SUPPORT, men med REFUGEE_SETTLEMENT.", "Kontoret er ikkje registrert med HOUSING_SUPPORT, men med REFUGEE_SETTLEMENT.")]
    [InlineData("MINIMUM_ONLY", false, "Kontoret har mer enn det lovpålagte minimumet: REFUGEE_SETTLEMENT.", "Kontoret har meir enn det lovpålagde minimumet: REFUGEE_SETTLEMENT.")]
    [InlineData("EXCEPT(COUNTY(5700), OFFICE(1783))", false, "Kontoret er unntatt.", "Kontoret er unnateke.")]
    [InlineData("EXCEPT(COUNTY(5700), MUNICIPALITY(5035))", true, "Kontoret er unntatt for noen av innbyggerne, og med for de andre.", "Kontoret er unnateke for nokre av innbyggjarane, og med for dei andre.")]
    [InlineData("EXCEPT(COUNTY(5700), OFFICE(0105))", true, "Kontoret er med, og er ikke unntatt.", "Kontoret er med, og er ikkje unnateke.")]
    [InlineData("EXCEPT(COUNTY(0600), OFFICE(1783))", false, "Kontoret er ikke med i det som det er gjort unntak fra.", "Kontoret er ikkje med i det som det er gjort unntak frå.")]
    [InlineData("AND(MUNICIPALITY(5035), MUNICIPALITY(5036))", false, "Delene gjelder hver for seg, men ikke for innbyggerne i samme kommune.", "Delane gjeld kvar for seg, men ikkje for innbyggjarane i same kommune.")]
    [InlineData("AND(COUNTY(5700), SERVES(1))", false, "1 av 2 deler gjelder ikke for kontoret.", "1 av 2 delar gjeld ikkje for kontoret.")]
    [InlineData("OR(COUNTY(5700), SERVES(1))", true, "1 av 2 deler gjelder for kontoret.", "1 av 2 delar gjeld for kontoret.")]
    public async Task ExplainScope_AtVaernes_SaysWhatTheRegisterSays(string scope, bool holds, string nb, string nn)
    {
        var part = (await Explain(scope, "1783")).Explanation;
        Assert.Equal((holds, false, nb, nn), (part.Holds, part.IsUnregistered, part.Text.Nb, part.Text.Nn));
    }

    [Theory]
    [InlineData("LEADERSHIP(DUAL)", "0101", "Ledelsesmodellen er ikke registrert.")]
    [InlineData("NETWORK(ungdom)", "1783", "Kontoret er ikke registrert i noe nettverk.")]
    [InlineData("PILOT(forsok)", "1783", "Kontoret er ikke registrert i noe forsøk.")]
    [InlineData("MINIMUM_ONLY", "0213", "Kontorets tjenester er ikke registrert.")]
    [InlineData("PROVIDES(HOUSING_SUPPORT)", "0213", "Kontorets tjenester ut over det lovpålagte minimumet er ikke registrert.")]
    [InlineData("SIZE(SMALL)", "0314", "Størrelsesklassen er ikke kjent: innbyggertallet er ikke registrert.")]
    [InlineData("AND(OFFICE(0101), LEADERSHIP(DUAL))", "0101", "1 av 2 deler gjelder ikke for kontoret.")]
    public async Task ExplainScope_WhatNobodyRegistered_IsCalledUnregistered(string scope, string office, string nb)
    {
        var part = (await Explain(scope, office)).Explanation;
        Assert.Equal((false, nb), (part.Holds, part.Text.Nb));
        Assert.True(part.IsUnregistered || part.Parts.Any(inner => inner.IsUnregistered));
    }

    [Fact]
    public async Task ExplainScope_OfAnExpression_IsATreeOfItsParts()
    {
        var answer = await Explain("EXCEPT(OR(SIZE(LARGE), COUNTY(5700)), MUNICIPALITY(5035))", "1783");
        Assert.Equal(("1783", Day), (answer.OfficeNumber, answer.AsOf));
        var root = answer.Explanation;
        Assert.Equal("EXCEPT(OR(SIZE(LARGE), COUNTY(5700)), MUNICIPALITY(5035))", root.Expression);
        Assert.Equal(["5032", "5033", "5034", "5036"], root.MunicipalityNumbers);
        Assert.Equal(["OR(SIZE(LARGE), COUNTY(5700))", "MUNICIPALITY(5035)"], root.Parts.Select(part => part.Expression));
        Assert.Equal(["SIZE(LARGE)", "COUNTY(5700)"], root.Parts[0].Parts.Select(part => part.Expression));
        Assert.Matches("^Størrelsesklassen er LARGE: [0-9]+\u00a0[0-9]{3} innbyggere.$", root.Parts[0].Parts[0].Text.Nb);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task ExplainScope_OfEveryOffice_AgreesWithResolveScope(int seed)
    {
        var client = registered.Host.Client();
        var offices = new List<Office>();
        var page = new ListOfficesResponse();
        do
        {
            page = await client.ListOfficesAsync(new ListOfficesRequest { AsOf = Day, PageSize = 200, PageToken = page.NextPageToken });
            offices.AddRange(page.Offices);
        }
        while (page.NextPageToken.Length > 0);
        var random = new Random(seed);
        for (var round = 0; round < 2; round++)
        {
            var scope = Generate(random, offices, depth: 3);
            var resolved = (await client.ResolveScopeAsync(new ResolveScopeRequest { Scope = scope, Period = new Period { From = Day, To = "2027-02-16" } }))
                .Offices.ToDictionary(office => office.Number, office => string.Join(' ', office.ConcernedMunicipalityNumbers));
            foreach (var office in offices)
            {
                var root = (await Explain(scope, office.Number)).Explanation;
                Assert.Equal((scope, resolved.ContainsKey(office.Number)), (root.Expression, root.Holds));
                Assert.Equal(resolved.GetValueOrDefault(office.Number, ""), string.Join(' ', root.MunicipalityNumbers));
                AssertFollows(root);
            }
        }
    }

    [Fact]
    public async Task ExplainScope_SeveralFaults_AreAllNamed()
    {
        var refused = await RefusedCall.Of(() => registered.Host.Client().ExplainScopeAsync(new ExplainScopeRequest { Scope = "ALLE", AsOf = "i dag" }).ResponseAsync);
        Assert.Equal(
            [("as_of", "FIELD_MALFORMED"), ("office_number", "FIELD_REQUIRED"), ("scope", "SCOPE_MALFORMED")],
            refused.Fields.Select(field => (field.Key, field.Value)).Order());
    }

    [Theory]
    [InlineData("MUNICIPALITY(9999)", "1783", StatusCode.InvalidArgument)]
    [InlineData("ALL", "9999", StatusCode.NotFound)]
    public async Task ExplainScope_OfWhatIsNotThere_IsRefused(string scope, string office, StatusCode code) =>
        Assert.Equal(code, (await RefusedCall.Of(() => Explain(scope, office))).Code);

    private async Task<ExplainScopeResponse> Explain(string scope, string office) =>
        await registered.Host.Client("office", "1783").ExplainScopeAsync(new ExplainScopeRequest { Scope = scope, OfficeNumber = office, AsOf = Day });

    // For which municipalities a part holds follows from those of its own parts.
    private static void AssertFollows(ScopePart part)
    {
        Assert.NotEmpty(part.Text.Nb);
        Assert.NotEmpty(part.Text.Nn);
        var parts = part.Parts.Select(inner => inner.MunicipalityNumbers.ToHashSet()).ToList();
        var expected = part.Expression.Split('(')[0] switch
        {
            "AND" => parts.Aggregate((a, b) => [.. a.Intersect(b)]),
            "OR" => parts.Aggregate((a, b) => [.. a.Union(b)]),
            "EXCEPT" => [.. parts[0].Except(parts[1])],
            _ => part.MunicipalityNumbers.ToHashSet(),
        };
        Assert.True(expected.SetEquals(part.MunicipalityNumbers), part.Expression);
        foreach (var inner in part.Parts)
        {
            AssertFollows(inner);
        }
    }

    private static string Generate(Random random, List<Office> offices, int depth)
    {
        string Inner() => Generate(random, offices, depth - 1);
        Office Any() => offices[random.Next(offices.Count)];
        var text = random.Next(depth > 0 ? 16 : 10) switch
        {
            0 => "ALL",
            1 => $"COUNTY({Any().CountyUnit.Number}, {Any().CountyUnit.Number})",
            2 => $"MUNICIPALITY({Any().Municipalities[0].Number}, 5035)",
            3 => $"OFFICE({Any().Number}, 1783)",
            4 => $"SIZE({(random.Next(2) == 0 ? "SMALL" : "MEDIUM, LARGE")})",
            5 => $"SERVES({random.Next(1, 4)}..{random.Next(4, 7)})",
            6 => $"LEADERSHIP({(random.Next(2) == 0 ? "SINGLE" : "DUAL")})",
            7 => random.Next(2) == 0 ? "SERVICE_AREA(namdalen)" : "NETWORK(ungdom)",
            8 => random.Next(2) == 0 ? "PROVIDES(REFUGEE_SETTLEMENT, HOUSING_SUPPORT)" : "MINIMUM_ONLY",
            9 => random.Next(2) == 0 ? "PILOT(forsok)" : "PROVIDES(FINANCIAL_ASSISTANCE)",
            10 or 11 => $"AND({Inner()}, {Inner()})",
            12 or 13 => $"OR({Inner()}, {Inner()}, {Inner()})",
            _ => $"EXCEPT({Inner()}, {Inner()})",
        };
        return Scope.Parse(text).Scope!.ToString()!;
    }
}
