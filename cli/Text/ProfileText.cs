using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Norwegian;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Text;

/// <summary>Profiles row by row.</summary>
internal static class ProfileText
{
    private static readonly Dictionary<string, (string Nb, string Nn)> Parts = new()
    {
        ["sub_offices"] = ("Avdelingskontor", "Avdelingskontor"),
        ["networks"] = ("Nettverk", "Nettverk"),
        ["service_areas"] = ("Tjenesteområde", "Tenesteområde"),
        ["leadership"] = ("Ledelse", "Leiing"),
        ["responsibilities"] = ("Ansvar", "Ansvar"),
        ["services"] = ("Tjenester", "Tenester"),
        ["staffing"] = ("Bemanning", "Bemanning"),
        ["staffing_guarantees"] = ("Bemanningsgaranti", "Bemanningsgaranti"),
        ["change_capacity"] = ("Endringskapasitet (dagsverk per 60 virkedager)", "Endringskapasitet (dagsverk per 60 verkedagar)"),
        ["data_processing_agreements"] = ("Databehandleravtaler", "Databehandlaravtalar"),
        ["pilots"] = ("Forsøk", "Forsøk"),
        ["joint_plans"] = ("Felles virksomhetsplan", "Felles verksemdsplan"),
        ["scorecard"] = ("Målekort", "Målekort"),
        ["budget_calendar"] = ("Budsjettkalender", "Budsjettkalender"),
        ["threshold_proposals"] = ("Foreslåtte terskler", "Føreslåtte tersklar"),
        ["municipalities"] = ("Kommuner", "Kommunar"),
        ["thresholds"] = ("Terskler", "Tersklar"),
    };

    public static void Write(Out text, Office office)
    {
        text.Line($"{office.Number} {office.Name} (revisjon {office.Revision})");
        var profile = office.Profile ?? new OfficeProfile();
        foreach (var field in OfficeProfile.Descriptor.Fields.InDeclarationOrder().Where(field => Parts.ContainsKey(field.Name)))
        {
            var rows = RowsOf(profile, field).ToList();
            if (rows.Count == 0)
                continue;
            text.Line($"  {Part(text, field.Name)}:");
            foreach (var row in rows)
                text.Line($"    {Row(text, row)}");
        }

        foreach (var source in profile.Sources)
            text.Line($"  {text.Say("Bygger på", "Byggjer på")}: {source}");
        if (office.WithheldFields.Count > 0)
            text.Line($"  {text.Say("Ikke vist", "Ikkje vist")}: {string.Join(", ", office.WithheldFields)}");
    }

    public static void History(Out text, GetOfficeHistoryResponse history)
    {
        text.Table(
            ["Del", "Rad", text.Say("Gjelder", "Gjeld"), text.Say("Kjent fra", "Kjend frå"), "til", "Av"],
            history.Rows.Select(row => (string[])
            [
                Part(text, row.Part), Content(text, row), Dates.Period(row.Valid, text.Nynorsk), Dates.Instant(row.RecordedAt),
                row.AgreedAt is null ? text.Say("ikke undertegnet av alle", "ikkje skrive under av alle") : Dates.Instant(row.ReplacedAt),
                row.RecordedBy is null ? "" : text.Of(row.RecordedBy),
            ]));
        text.Line($"{history.Rows.Count} rader");
    }

    public static void Imported(Out text, ImportOfficeProfilesResponse import, bool validateOnly)
    {
        if (import.Faults.Count > 0)
        {
            text.Faults("Linje", import.Faults);
            text.Line(text.Say($"{import.Faults.Count} feil; ingenting er skrevet.", $"{import.Faults.Count} feil; ingenting er skrive."));
            return;
        }

        text.Line(text.Say(
            $"{import.OfficesChanged} kontor endret, {import.RowsAdded} rader nye, {import.RowsEnded} rader erstattet.",
            $"{import.OfficesChanged} kontor endra, {import.RowsAdded} rader nye, {import.RowsEnded} rader erstatta."));
        if (validateOnly)
            text.Line(text.Say("Bare kontrollert; ingenting er skrevet.", "Berre kontrollert; ingenting er skrive."));
    }

    private static string Part(Out text, string part) => Parts.TryGetValue(part, out var name) ? text.Say(name.Nb, name.Nn) : part;

    private static IEnumerable<IMessage> RowsOf(OfficeProfile profile, FieldDescriptor field) => field.IsMap
        ? profile.Thresholds.Select(threshold => new Threshold { Name = threshold.Key, Value = threshold.Value })
        : ((IList)field.Accessor.GetValue(profile)).Cast<IMessage>();

    private static string Content(Out text, OfficeHistoryRow row) => row.RowCase == OfficeHistoryRow.RowOneofCase.Municipality
        ? $"{row.Municipality.Number} {row.Municipality.Name} {text.Of(row.Municipality.Role)}"
        : string.Join("; ", OfficeProfile.Descriptor.Fields.InDeclarationOrder().Where(field => Parts.ContainsKey(field.Name))
            .SelectMany(field => RowsOf(row.Profile ?? new OfficeProfile(), field)).Select(content => Row(text, content, withDays: false)));

    // The fields in the order of the contract, the days last.
    private static string Row(Out text, IMessage row, bool withDays = true)
    {
        var days = row as Period ?? row.Descriptor.FindFieldByName("valid")?.Accessor.GetValue(row) as Period;
        var fields = row is Period ? [] : row.Descriptor.Fields.InFieldNumberOrder().Where(field => field.Name != "valid");
        var cells = fields.Select(field => Cell(text, field, field.Accessor.GetValue(row))).Where(cell => cell.Length > 0).ToList();
        if (withDays && days is not null)
            cells.Add($"({Dates.Period(days, text.Nynorsk)})");
        return string.Join("  ", cells);
    }

    private static string Cell(Out text, FieldDescriptor field, object? value) => value switch
    {
        null or false => "",
        true => field.Name,
        OrgRef org => text.Of(org),
        IMessage message => Row(text, message),
        IList list => string.Join(", ", list.Cast<object>().Select(entry => Cell(text, field, entry))),
        Enum member => Convert.ToInt32(member, System.Globalization.CultureInfo.InvariantCulture) == 0 ? "" : text.Of(member),
        _ => $"{value}",
    };
}
