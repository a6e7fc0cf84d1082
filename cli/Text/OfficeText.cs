using System.Globalization;
using Samstyring.Norwegian;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Text;

internal static class OfficeText
{
    public static void Write(Out text, Office office)
    {
        text.Line($"{office.Number} {office.Name}");
        text.Field("Status", text.Of(office.Status));
        text.Field(text.Say("Statlig eier", "Statleg eigar"), office.CountyUnit is null ? text.Say("ikke kjent", "ikkje kjend") : $"{office.CountyUnit.Number} {office.CountyUnit.Name}");
        text.Field(text.Say("Innbyggere", "Innbyggjarar"), office.HasPopulation ? $"{Number(office.Population)} ({text.Of(office.SizeClass)})" : "");
        text.Field("Org.nr.", office.OrganisationNumber);
        text.Line(text.Say("  Kommuner:", "  Kommunar:"));
        foreach (var municipality in office.Municipalities)
            text.Line($"    {municipality.Number} {municipality.Name} (grunnlag: {text.Of(municipality.Basis)}{Districts(municipality)})");
    }

    public static void List(Out text, IReadOnlyCollection<Office> offices)
    {
        text.Table(
            ["Nr.", text.Say("Navn", "Namn"), "Nav fylke", text.Say("Kommuner", "Kommunar")],
            offices.Select(o => (string[])[o.Number, o.Name, o.CountyUnit?.Name ?? "–", string.Join(", ", o.Municipalities.Select(m => m.Name))]));
        text.Line($"{offices.Count} kontor");
    }

    public static void Resolved(Out text, ResolveScopeResponse scope)
    {
        text.Table(
            ["Nr.", text.Say("Navn", "Namn"), "Nav fylke", text.Say("Kommuner det gjelder", "Kommunar det gjeld"), text.Say("Dager", "Dagar")],
            scope.Offices.Select(o => (string[])
            [
                o.Number, o.Name, o.CountyUnitNumber, string.Join(" ", o.ConcernedMunicipalityNumbers), string.Join("; ", o.Periods.Select(p => Dates.Period(p, text.Nynorsk))),
            ]));
        text.Line($"{scope.Offices.Count} kontor");
        if (scope.BeyondIssuer.Count > 0)
            text.Line(text.Say($"Utenfor det avsenderen styrer: {string.Join(" ", scope.BeyondIssuer)}", $"Utanfor det avsendaren styrer: {string.Join(" ", scope.BeyondIssuer)}"));
    }

    public static void Explained(Out text, ExplainScopeResponse scope)
    {
        var isIn = scope.Explanation.Holds ? "er med" : text.Say("er ikke med", "er ikkje med");
        text.Line($"{scope.OfficeNumber} {scope.OfficeName} {isIn}, {Dates.Day(scope.AsOf)}");
        Explained(text, scope.Explanation, "  ");
    }

    private static void Explained(Out text, ScopePart part, string indent)
    {
        var mark = part.Holds ? "ja " : part.IsUnregistered ? "?  " : "nei";
        text.Line($"{indent}{mark} {part.Expression}: {text.Of(part.Text)}");
        foreach (var inner in part.Parts)
            Explained(text, inner, indent + "    ");
    }

    public static void Municipalities(Out text, IReadOnlyCollection<Municipality> municipalities)
    {
        text.Table(
            ["Nr.", text.Say("Navn", "Namn"), text.Say("Innbyggere", "Innbyggjarar"), "Målform", "Kontor"],
            municipalities.Select(m => (string[])
            [
                m.Number, m.Name, Number(m.Population), text.Of(m.LanguageForm),
                m.OfficeNumbers.Count == 0 ? text.Say("ikke kjent", "ikkje kjend") : string.Join(" ", m.OfficeNumbers),
            ]));
        text.Line(text.Say($"{municipalities.Count} kommuner", $"{municipalities.Count} kommunar"));
    }

    public static void Counties(Out text, ListCountiesResponse counties)
    {
        text.Table(
            ["Nr.", "Fylke", text.Say("Kommuner", "Kommunar"), text.Say("Innbyggere", "Innbyggjarar")],
            counties.Counties.Select(c => (string[])[c.Number, c.Name, $"{c.MunicipalityCount}", Number(c.Population)]));
        text.Line();
        text.Table(["Nr.", "Nav fylke"], counties.CountyUnits.Select(u => (string[])[u.Number, u.Name]));
    }

    /// <summary>Thousands apart, as in Norwegian: <c>24 145</c>.</summary>
    internal static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    private static string Districts(OfficeMunicipality municipality) =>
        municipality.CityDistricts.Count == 0 ? "" : $"; bydel {string.Join(" ", municipality.CityDistricts)}";
}
