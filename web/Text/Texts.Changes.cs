using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>What has changed, in words.</summary>
internal sealed partial class Texts
{
    public string ChangesTitle => Say("Endringer siden du sist leste", "Endringar sidan du sist las");

    public string ChangesLead => Say(
        "Det som er nytt eller endret i innhold, kommer først. Overstreket er borte, understreket er nytt.",
        "Det som er nytt eller endra i innhald, kjem først. Overstroke er borte, understreka er nytt.");

    public string NoChanges => Say("Ingenting er endret siden du sist leste", "Ingenting er endra sidan du sist las");

    public string NoChangesText => Say("Nye og endrede oppdrag vises her til du merker dem som lest.", "Nye og endra oppdrag vert viste her til du merkar dei som lesne.");

    public string EditorialTitle => Say("Redaksjonelle endringer", "Redaksjonelle endringar");

    public string EditorialLead => Say("Innholdet er det samme. Du trenger ikke kvittere på nytt.", "Innhaldet er det same. Du treng ikkje kvittere på nytt.");

    public string MarkRead => Say("Merk alt som lest", "Merk alt som lese");

    public string MarkReadHelp => Say("Å merke som lest er ikke en kvittering. Du kvitterer på hvert oppdrag.", "Å merkje som lese er inga kvittering. Du kvitterer på kvart oppdrag.");

    public string FromVersion(int old, int now) => Say($"Versjon {old} til {now}", $"Versjon {old} til {now}");

    public string SourceCome(string issuer, string title) => Say($"Ny kilde: {issuer}, «{title}»", $"Ny kjelde: {issuer}, «{title}»");

    public string SourceGone(string issuer, string title) => Say($"Ikke lenger kilde: {issuer}, «{title}»", $"Ikkje lenger kjelde: {issuer}, «{title}»");

    public string SourceChanged(string issuer) => Say($"Endret av {issuer}", $"Endra av {issuer}");

    public string FlagGone => Say("Avklart", "Avklart");

    public string Added => Say("Nytt:", "Nytt:");

    public string Removed => Say("Borte:", "Borte:");

    /// <summary>What a field of a mission or a source is called; empty for one that says nothing to a reader.</summary>
    public string Field(string name) => name switch
    {
        "title" => Say("Tittel", "Tittel"),
        "text" => Say("Tekst", "Tekst"),
        "theme" => ThemeLabel,
        "action_code" => Say("Handling", "Handling"),
        "target_group" => ForWhom,
        "valid" => When,
        "deadline" => Deadline,
        "responsible_leader" => Responsible,
        "state" => Say("Tilstand", "Tilstand"),
        "end_reason" => Say("Avsluttet fordi", "Avslutta fordi"),
        "bindingness" => Force,
        "modality" => Say("Ordlyd", "Ordlyd"),
        "priority_rank" => Say("Prioritet", "Prioritet"),
        "indicator_id" => Say("Indikator", "Indikator"),
        "target" => Target,
        "document_id" => Document,
        "clause_ref" => Say("Punkt", "Punkt"),
        "issuer_org" => Say("Avsender", "Avsendar"),
        _ => "",
    };

    /// <summary>A value as the platform carries it between versions, in words.</summary>
    public string Value(string field, string value) => (field, value) switch
    {
        (_, "") => "",
        ("deadline", _) => Day(value),
        ("theme", _) => Theme(value),
        ("action_code", _) => Catalogue.Action(value, Nynorsk),
        ("indicator_id", _) => Catalogue.Indicator(value, Nynorsk),
        ("valid", _) => Period(JsonParser.Default.Parse<Period>(value)),
        ("target_group", _) => For(JsonParser.Default.Parse<TargetGroup>(value)) is { Length: > 0 } whom ? whom : Everybody,
        ("target", _) => Amount(JsonParser.Default.Parse<Target>(value)),
        ("issuer_org", _) => Of(JsonParser.Default.Parse<OrgRef>(value)),
        _ => (Mission.Descriptor.FindFieldByName(field) ?? MissionSource.Descriptor.FindFieldByName(field)) is { FieldType: FieldType.Enum } named
            && named.EnumType.FindValueByName(value) is { } found ? Of((System.Enum)System.Enum.ToObject(named.EnumType.ClrType, found.Number)) : value,
    };
}
