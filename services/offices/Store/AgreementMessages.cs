using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Amendment = Samstyring.Offices.Rules.Amendment;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>Agreements in the written forms of the messages; who signed is named by party, never by person.</summary>
internal static class AgreementMessages
{
    /// <summary>One revision of an agreement.</summary>
    public static Pb.Agreement Of(Agreement agreement, Revision revision)
    {
        var days = agreement.Days(revision);
        var message = new Pb.Agreement
        {
            AgreementId = $"{agreement.Id}",
            OfficeNumber = agreement.OfficeNumber,
            Type = agreement.Type,
            Revision = revision.Number,
            State = agreement.StateOf(revision),
            Valid = days.IsEmpty ? revision.Content.Valid.Clone() : Messages.Period(days.ToRange()),
            Costs = revision.Content.Costs?.Clone(),
            PutAt = revision.PutAt.ToTimestamp(),
            AgreedAt = revision.AgreedAt?.ToTimestamp(),
        };
        message.Parties.AddRange(revision.Content.Parties.Select(party => party.Clone()));
        message.Clauses.AddRange(revision.Content.Clauses.Select(clause => clause.Clone()));
        message.Delegations.AddRange(revision.Content.Delegations.Select(delegation => delegation.Clone()));
        message.Signatures.AddRange(revision.Signatures.Select(Of));
        message.Amendments.AddRange(
            agreement.Amendments.Where(amendment => amendment.Revision == revision.Number).OrderBy(amendment => amendment.EffectiveFrom)
                .ThenBy(amendment => agreement.AgreedAt(amendment) ?? DateTimeOffset.MaxValue).Select(amendment => Of(agreement, amendment)));
        return message;
    }

    /// <summary>An amendment.</summary>
    public static Pb.Amendment Of(Agreement agreement, Amendment amendment)
    {
        var message = new Pb.Amendment
        {
            AmendmentId = $"{amendment.Id}",
            Revision = amendment.Revision,
            ClauseRef = amendment.ClauseRef,
            Value = amendment.Value,
            EffectiveFrom = $"{amendment.EffectiveFrom:yyyy-MM-dd}",
            ProposedAt = amendment.ProposedAt.ToTimestamp(),
            AgreedAt = agreement.AgreedAt(amendment)?.ToTimestamp(),
        };
        message.SignedBy.AddRange(amendment.Signatures.Select(signature => signature.Party.Org));
        message.Signatures.AddRange(amendment.Signatures.Select(Of));
        return message;
    }

    private static Pb.Signature Of(PartySignature signature) => new()
    {
        Party = signature.Party.Org,
        SignedAt = $"{Oslo.DateOf(signature.At):yyyy-MM-dd}",
        Mandate = signature.Mandate,
    };
}
