using System.Globalization;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Import;

/// <summary>
/// Reads the register's files (data/README.md says what they mean). All faults of all files are found at once; with any fault there is no register.
/// The two files named <c>tillegg</c> hold what other sources than those of the main files state.
/// </summary>
public sealed class RegisterFiles(string folder)
{
    private const string PopulationColumn = "folketall_";

    private static readonly Dictionary<string, LanguageForm> LanguageForms = new()
    {
        ["Bokmål"] = LanguageForm.Bokmal,
        ["Nynorsk"] = LanguageForm.Nynorsk,
        ["Nøytral"] = LanguageForm.Neutral,
    };

    private static readonly Dictionary<string, OfficeStatus> Statuses = new()
    {
        ["Aktiv"] = OfficeStatus.Active,
        ["Under etablering"] = OfficeStatus.UnderEstablishment,
        ["Under avvikling"] = OfficeStatus.Closing,
        ["Nedlagt"] = OfficeStatus.Closed,
    };

    private static readonly Dictionary<string, LinkBasis> Bases = new()
    {
        ["kilde"] = LinkBasis.Source,
        ["navn"] = LinkBasis.Name,
        ["avledet"] = LinkBasis.Derived,
        ["ukjent"] = LinkBasis.Unspecified,
    };

    private static readonly Dictionary<string, MunicipalityRole> Roles = new()
    {
        ["vert"] = MunicipalityRole.Host,
        ["deltaker"] = MunicipalityRole.Participant,
    };

    private readonly List<RowFault> faults = [];
    private readonly Dictionary<string, CountyFact> counties = [];
    private readonly Dictionary<string, UnitFact> countyUnits = [];
    private readonly Dictionary<string, UnitFact> otherUnits = [];
    private readonly Dictionary<string, MunicipalityFact> municipalities = [];
    private readonly Dictionary<string, EndedNumber> endedNumbers = [];
    private readonly Dictionary<string, OfficeFact> offices = [];
    private readonly Dictionary<LinkKey, LinkFact> links = [];
    private readonly Dictionary<string, CountyLineFact> countyLines = [];
    private readonly List<MunicipalityWithoutOffice> withoutOffice = [];

    /// <summary>The register, or null with the faults that prevent it.</summary>
    public (RegisterFacts? Facts, IReadOnlyList<RowFault> Faults) Read()
    {
        ReadCounties();
        ReadMunicipalities();
        ReadEndedNumbers("kommune-endringer.csv");
        ReadEndedNumbers("kommune-endringer-tillegg.csv");
        ReadUnits();
        ReadLinks();
        ReadRoles();
        return faults.Count > 0
            ? (null, faults)
            : (new RegisterFacts(counties, countyUnits, otherUnits, municipalities, [.. endedNumbers.Values], offices, links, countyLines, withoutOffice), []);
    }

    private void ReadCounties() => Table("fylker.csv").ForEach(["fylkesnummer", "navn"], row =>
        Add(row, counties, "fylkesnummer", row.Digits("fylkesnummer", 2), new CountyFact(row.Required("navn"))));

    private void ReadMunicipalities() => Table("kommuner.csv").ForEach(
        ["kommunenummer", "navn", "navn_ssb", "fylkesnummer", "administrasjonssenter", "malform"],
        row =>
        {
            // The column's name says what day its figures are of: folketall_2024_01_01.
            var population = row.Columns.FirstOrDefault(column => column.StartsWith(PopulationColumn, StringComparison.Ordinal)) ?? PopulationColumn;
            if (!DateOnly.TryParseExact(population[PopulationColumn.Length..], "yyyy_MM_dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var countedOn))
            {
                row.Fault(population, "", "a column folketall_<year>_<month>_<day> is required");
                return;
            }

            var county = Known(row, "fylkesnummer", row.Digits("fylkesnummer", 2), counties.Keys, "a county");
            var fact = new MunicipalityFact(
                row.Required("navn"), row.Text("navn_ssb"), county, row.Word("malform", LanguageForms), row.Text("administrasjonssenter"),
                row.Whole(population) ?? 0, countedOn);
            Add(row, municipalities, "kommunenummer", row.Digits("kommunenummer", 4), fact);
        });

    private void ReadEndedNumbers(string file) => Table(file).ForEach(
        ["gammelt_nummer", "gammelt_navn", "gyldig_fra_aar", "gyldig_til_aar", "nytt_nummer_2024"],
        row =>
        {
            var key = row.NumberKey("gammelt_nummer");
            var now = Known(row, "nytt_nummer_2024", row.Digits("nytt_nummer_2024", 4), municipalities.Keys, "a municipality");
            var (from, to) = (row.OptionalWhole("gyldig_fra_aar"), row.Whole("gyldig_til_aar") ?? 0);
            if (from > to)
            {
                row.Fault("gyldig_fra_aar", $"{from}", $"later than gyldig_til_aar {to}");
            }

            if (municipalities.ContainsKey(key))
            {
                row.Fault("gammelt_nummer", key, "also stands among the municipalities of today");
            }

            if (key.Length == 0)
            {
                return;
            }

            var before = endedNumbers.GetValueOrDefault(key);
            endedNumbers[key] = new EndedNumber(
                key, row.Required("gammelt_navn"), from, to, new SortedSet<string>(before?.NumbersNow ?? new HashSet<string>(), StringComparer.Ordinal) { now });
        });

    private void ReadUnits()
    {
        const string File = "nav-kontor.csv";
        var lines = new List<(long Line, string Unit)>();
        Table(File).ForEach(["enhetsnr", "navn", "type", "status", "orgnr", "orgnr_kommunalt", "fylke_enhetsnr", "fylke_grunnlag"], row =>
        {
            var (number, name, organisation) = (row.Digits("enhetsnr", 4), row.Required("navn"), row.OptionalDigits("orgnr", 9));
            var (type, status) = (row.Required("type"), row.Word("status", Statuses));
            if (type != "LOKAL")
            {
                Add(row, type == "FYLKE" ? countyUnits : otherUnits, "enhetsnr", number, new UnitFact(name, type, organisation));
                return;
            }

            Add(row, offices, "enhetsnr", number, new OfficeFact(name, status, organisation, row.OptionalDigits("orgnr_kommunalt", 9)));
            if (row.OptionalDigits("fylke_enhetsnr", 4) is { Length: > 0 } unit)
            {
                countyLines[number] = new CountyLineFact(unit, row.Text("fylke_grunnlag"));
                lines.Add((row.Line, unit));
            }
        });
        // County units stand in the same file, before or after their offices.
        faults.AddRange(lines.Where(line => !countyUnits.ContainsKey(line.Unit))
            .Select(line => new RowFault(File, line.Line, "fylke_enhetsnr", line.Unit, "is not a county unit of the register")));
    }

    private void ReadLinks() => Table("nav-kontor-kommune.csv").ForEach(
        ["enhetsnr", "kommunenummer_2024", "kommunenavn", "bydel_gt_2020", "grunnlag", "kilde"],
        row =>
        {
            var municipality = Known(row, "kommunenummer_2024", row.Digits("kommunenummer_2024", 4), municipalities.Keys, "a municipality");
            var (basis, source) = (row.Word("grunnlag", Bases), row.Required("kilde"));
            if (basis == LinkBasis.Unspecified)
            {
                withoutOffice.Add(new MunicipalityWithoutOffice(municipality, row.Text("kommunenavn"), source));
                return;
            }

            var office = Known(row, "enhetsnr", row.Digits("enhetsnr", 4), offices.Keys, "an office");
            var key = new LinkKey(office, municipality, row.OptionalDigits("bydel_gt_2020", 6));
            Add(row, links, "enhetsnr", key, new LinkFact(MunicipalityRole.Unspecified, "", basis, source, null));
        });

    // The only municipality of an office is its host; of several, only where a source names it.
    private void ReadRoles()
    {
        foreach (var alone in links.Keys.GroupBy(key => key.OfficeNumber).Where(office => office.Select(key => key.MunicipalityNumber).Distinct().Count() == 1))
        {
            foreach (var key in alone)
            {
                links[key] = links[key] with { Role = MunicipalityRole.Host };
            }
        }

        Table("nav-kontor-kommune-tillegg.csv").ForEach(["enhetsnr", "kommunenummer_2024", "rolle", "tjenester", "gyldig_fra", "kilde"], row =>
        {
            var key = new LinkKey(row.Digits("enhetsnr", 4), row.Digits("kommunenummer_2024", 4), "");
            if (!links.TryGetValue(key, out var link))
            {
                row.Fault("enhetsnr", key.OfficeNumber, $"serves no municipality {key.MunicipalityNumber}");
                return;
            }

            var services = row.Text("tjenester").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal);
            links[key] = new LinkFact(
                row.Word("rolle", Roles), string.Join(';', services), LinkBasis.Source, $"{row.Required("kilde")}; {link.Source}", row.OptionalDate("gyldig_fra"));
        });
    }

    private CsvTable Table(string file) => new(folder, file, faults);

    private static void Add<TKey, T>(CsvTable row, Dictionary<TKey, T> facts, string column, TKey key, T fact)
        where TKey : notnull
    {
        if (!facts.TryAdd(key, fact))
        {
            row.Fault(column, $"{key}", "stands twice");
        }
    }

    private static string Known(CsvTable row, string column, string number, IEnumerable<string> known, string what) =>
        number.Length == 0 || known.Contains(number) ? number : row.Fault(column, number, $"is not {what} of the register");
}
