namespace Samstyring.Identity;

/// <summary>The ready-made persons on the page: made up, at units that are real (data/nav-kontor.csv, data/kommuner.csv). Any other unit can be written in.</summary>
internal static class Persons
{
    public static readonly IReadOnlyList<Group> Groups =
    [
        new("directorate", "Direktoratet", "Direktoratet", [new("directorate", "Arbeids- og velferdsdirektoratet")]),
        new("county", "Fylkesdirektør i Nav", "Fylkesdirektør i Nav",
            [
                new("county:5700", "Nav Trøndelag"), new("county:1100", "Nav Rogaland"), new("county:0600", "Nav Vest-Viken"), new("county:1200", "Nav Vestland"),
                new("county:0300", "Nav Oslo"),
            ]),
        new("council", "Kommunestyret", "Kommunestyret", [new("council:5035", "Stjørdal kommune"), new("council:1124", "Sola kommune")]),
        new("municipal-director", "Kommunedirektør", "Kommunedirektør",
            [
                new("municipal-director:5035", "Stjørdal kommune"), new("municipal-director:1124", "Sola kommune"),
                new("municipal-director:3310", "Hole kommune"), new("municipal-director:4621", "Voss herad"),
                new("municipal-director:030108", "Bydel Nordre Aker"),
            ]),
        new("county-governor", "Statsforvalteren", "Statsforvaltaren", [new("county-governor:50", "Trøndelag"), new("county-governor:33", "Buskerud")]),
        new("office", "Nav-leder", "Nav-leiar",
            [
                new("office:1783", "Nav Værnes"), new("office:1124", "Nav Sola"), new("office:0612", "Nav Hole"), new("office:1235", "Nav Voss"),
                new("office:0331", "Nav Nordre Aker"),
            ]),
        new("auditor", "Revisor", "Revisor", [new("auditor", "Revisor")]),
        new("operator", "Drift", "Drift", [new("operator", "Driftsansvarlig")]),
    ];

    public sealed record Group(string Role, string Nb, string Nn, IReadOnlyList<Person> People);

    public sealed record Person(string Persona, string Name);
}
