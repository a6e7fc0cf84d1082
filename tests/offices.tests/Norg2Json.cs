using System.Text.Json.Nodes;
using Samstyring.Offices.Import;

namespace Samstyring.Offices.Tests;

/// <summary>
/// The register's own units as NORG2 would answer them, to be changed by a test. Numbers, names, types and organisation numbers are those of the files; the ids
/// are constructed from the number, and the dates are those NORG2 gives units from before it.
/// </summary>
internal sealed class Norg2Json
{
    private readonly JsonArray units;

    private Norg2Json(JsonArray units) => this.units = units;

    /// <summary>Every unit of the files, or those with these numbers.</summary>
    public static Norg2Json Register(params string[] only)
    {
        var facts = new RegisterFiles(Registers.DataFolder).Read().Facts!;
        var all = facts.Offices.Select(office => Unit(office.Key, office.Value.Name, "LOKAL", office.Value.OrganisationNumber, office.Value.MunicipalOrganisationNumber))
            .Concat(facts.CountyUnits.Concat(facts.OtherUnits).Select(unit => Unit(unit.Key, unit.Value.Name, unit.Value.Type, unit.Value.OrganisationNumber, "")));
        return new Norg2Json([.. all.Where(unit => only.Length == 0 || only.Contains((string)unit["enhetNr"]!))]);
    }

    /// <summary>Changes one field of a unit.</summary>
    public Norg2Json With(string number, string field, JsonNode? value)
    {
        units.Single(unit => (string)unit!["enhetNr"]! == number)![field] = value;
        return this;
    }

    /// <summary>Adds a unit.</summary>
    public Norg2Json Add(string number, string name, string type = "LOKAL", string organisation = "")
    {
        units.Add(Unit(number, name, type, organisation, ""));
        return this;
    }

    /// <summary>Says which unit is above one, as the organisation answer of NORG2 does.</summary>
    public Norg2Json Under(string number, string? superior)
    {
        var i = units.ToList().FindIndex(unit => (string)unit!["enhetNr"]! == number);
        var unit = units[i]!;
        units[i] = new JsonObject { ["enhet"] = unit.DeepClone(), ["overordnetEnhet"] = superior };
        return this;
    }

    public override string ToString() => units.ToJsonString();

    private static JsonObject Unit(string number, string name, string type, string organisation, string municipal) => new()
    {
        ["enhetId"] = 900_000_000 + int.Parse(number, System.Globalization.CultureInfo.InvariantCulture),
        ["navn"] = name,
        ["enhetNr"] = number,
        ["antallRessurser"] = 0,
        ["status"] = "Aktiv",
        ["orgNivaa"] = type == "LOKAL" ? "EN" : type,
        ["type"] = type,
        ["organisasjonsnummer"] = organisation.Length == 0 ? null : organisation,
        ["underEtableringDato"] = "1970-01-01",
        ["aktiveringsdato"] = "1970-01-01",
        ["underAvviklingDato"] = null,
        ["nedleggelsesdato"] = null,
        ["oppgavebehandler"] = true,
        ["versjon"] = 1,
        ["sosialeTjenester"] = "Vakttelefon 00000000",
        ["kanalstrategi"] = null,
        ["orgNrTilKommunaltNavKontor"] = municipal.Length == 0 ? null : municipal,
    };
}
