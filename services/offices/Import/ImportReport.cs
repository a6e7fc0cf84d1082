using System.Globalization;
using System.Text;

namespace Samstyring.Offices.Import;

/// <summary>What an import did to one kind of fact.</summary>
public sealed record KindReport(string Kind, int Added, int Changed, int Ended, int Unchanged)
{
    /// <summary>Whether the register is as it was.</summary>
    public bool IsUnchanged => Added + Changed + Ended == 0;
}

/// <summary>Something the files say otherwise than what a person has recorded; the record stands.</summary>
/// <param name="Kind">The kind of fact, as in <see cref="KindReport"/>.</param>
/// <param name="Subject">The number of the office, unit or municipality; of a link both.</param>
public sealed record LeftAlone(string Kind, string Subject);

/// <summary>What an import found, did and does not know.</summary>
public sealed record ImportReport(
    int Counties,
    int Municipalities,
    int Units,
    int Offices,
    int LinkRows,
    int DerivedLinks,
    IReadOnlyList<KindReport> Kinds,
    IReadOnlyList<MunicipalityWithoutOffice> WithoutOffice,
    IReadOnlyList<LeftAlone> LeftAlone,
    int OfficesPublished,
    int MappingsPublished)
{
    /// <summary>Whether the register is as it was.</summary>
    public bool IsUnchanged => Kinds.All(kind => kind.IsUnchanged);

    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"Register: {Counties} counties, {Municipalities} municipalities, {Units} units of which {Offices} offices, {LinkRows} rows of offices and municipalities.");
        text.AppendLine(CultureInfo.InvariantCulture, $"  {"",-24}{"added",8}{"changed",9}{"ended",7}{"unchanged",11}");
        foreach (var kind in Kinds)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"  {kind.Kind,-24}{kind.Added,8}{kind.Changed,9}{kind.Ended,7}{kind.Unchanged,11}");
        }

        foreach (var gap in WithoutOffice)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Not known: which office serves {gap.Name} ({gap.Number}): {gap.Why}.");
        }

        foreach (var kind in LeftAlone.GroupBy(left => left.Kind))
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"Står som registrert av en person, filene sier noe annet ({kind.Key}): {string.Join(", ", kind.Select(left => left.Subject))}.");
        }

        text.AppendLine(CultureInfo.InvariantCulture, $"Unconfirmed: {DerivedLinks} rows rest on the office's name only (DERIVED); directives are mapped by them.");
        text.Append(CultureInfo.InvariantCulture, $"Published: {OfficesPublished} offices, {MappingsPublished} directives mapped anew.");
        return text.ToString();
    }
}
