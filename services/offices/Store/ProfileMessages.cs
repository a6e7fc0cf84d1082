using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Party = Samstyring.Offices.Rules.Party;

namespace Samstyring.Offices.Store;

/// <summary>Rows of profiles in the written forms of the messages.</summary>
internal static class ProfileMessages
{
    /// <summary>The message of a row, whole.</summary>
    /// <param name="municipalityNumber">Number of the municipality it names; empty: none.</param>
    /// <param name="owners">The owners whose signatures a proposal awaits.</param>
    public static IMessage Of(KnownRow known, string municipalityNumber, IReadOnlyList<Party> owners)
    {
        var row = known.Row;
        var message = row.Part.Row.Parser.ParseFrom(row.Content.ToByteString());
        var valid = Messages.Period(row.Valid.ToRange());
        switch (message)
        {
            case Types.V1.Period days:
                days.MergeFrom(valid);
                break;
            case JointPlan plan:
                plan.ApprovedBy.AddRange(known.IsAgreed ? [Line.State, Line.Municipal] : ProfileRules.SignedLines(owners, known.Signatures));
                plan.SignedBy.AddRange(known.Signatures.Select(signature => signature.Party.Org));
                break;
            case Threshold threshold:
                threshold.SignedBy.AddRange(known.Signatures.Select(signature => signature.Party.Org));
                break;
            case BudgetDecision { Party.Kind: OrgKind.Municipality } budget:
                budget.Party.Number = municipalityNumber;
                break;
            default:
                message.Descriptor.FindFieldByName("municipality_number")?.Accessor.SetValue(message, municipalityNumber);
                message.Descriptor.FindFieldByName("valid")?.Accessor.SetValue(message, valid);
                break;
        }

        return message;
    }

    /// <summary>A row in the history of its office.</summary>
    /// <param name="by">Who recorded it; null: the platform.</param>
    /// <param name="known">Since when the register knows it, when it came into force, until when the register thought so.</param>
    public static OfficeHistoryRow History(
        KnownRow row, string municipalityNumber, IReadOnlyList<Party> owners, OrgRef? by,
        (DateTimeOffset RecordedAt, DateTimeOffset? AgreedAt, DateTimeOffset? ReplacedAt) known)
    {
        var profile = new OfficeProfile();
        row.Row.Part.AddTo(profile, Of(row, municipalityNumber, owners));
        return new OfficeHistoryRow
        {
            Part = row.Row.Part.Name,
            Profile = profile,
            Valid = Messages.Period(row.Row.Valid.ToRange()),
            RecordedAt = known.RecordedAt.ToTimestamp(),
            AgreedAt = known.AgreedAt?.ToTimestamp(),
            ReplacedAt = known.ReplacedAt?.ToTimestamp(),
            RecordedBy = by,
            Source = row.Source,
        };
    }

    /// <summary>A link to a municipality in the history of its office.</summary>
    /// <param name="known">Since when the register knows it, and until when it thought so.</param>
    public static OfficeHistoryRow History(OfficeMunicipality link, (DateTimeOffset RecordedAt, DateTimeOffset? ReplacedAt) known) => new()
    {
        Part = "municipalities",
        Municipality = link,
        Valid = link.Valid,
        RecordedAt = known.RecordedAt.ToTimestamp(),
        AgreedAt = known.RecordedAt.ToTimestamp(),
        ReplacedAt = known.ReplacedAt?.ToTimestamp(),
        Source = link.Source,
    };
}
