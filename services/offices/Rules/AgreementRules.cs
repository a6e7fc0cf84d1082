using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>A party puts an agreement forward.</summary>
/// <param name="NewId">The id of the agreement, should it be a new one.</param>
/// <param name="Existing">The agreement meant; null: a new one, or the proposal with the same content.</param>
/// <param name="Revision">The newest revision the party has read; counts with <paramref name="Existing"/>.</param>
/// <param name="Content">In normal form and without fault.</param>
/// <param name="Parties">Those of the content, in its order.</param>
public sealed record PutAgreement(
    Guid NewId, Agreement? Existing, int Revision, Pb.AgreementContent Content, IReadOnlyList<Party> Parties, Period Valid, Signer Signer, DateTimeOffset Now);

/// <summary>What putting an agreement did.</summary>
/// <param name="After">The agreement.</param>
/// <param name="IsNewRevision">Else only a signature came to its newest revision.</param>
/// <param name="Signature">The signature given.</param>
public sealed record AgreementChange(Agreement After, bool IsNewRevision, PartySignature Signature);

/// <summary>A party proposes another value for a clause.</summary>
public sealed record ProposeAmendment(Guid NewId, int Revision, string ClauseRef, string Value, DateOnly EffectiveFrom, Signer Signer, DateTimeOffset Now);

/// <summary>
/// How agreements come to be and change. Every party has one signature, two parties never have the same signer, and nothing holds before all have signed:
/// neither owner can bind the other (domain.md, section 5).
/// </summary>
public static class AgreementRules
{
    /// <summary>Signs the newest revision when the content is that of it, else begins a new revision, or a new agreement, with this one signature.</summary>
    /// <param name="office">The office, by id and number.</param>
    /// <param name="there">All its agreements.</param>
    /// <param name="put">The command.</param>
    public static Outcome<AgreementChange> Put((int Id, string Number) office, IReadOnlyCollection<Agreement> there, PutAgreement put)
    {
        var signature = new PartySignature(put.Signer.Party, put.Signer.Actor, put.Signer.Mandate, put.Now);
        var agreement = put.Existing ?? there.FirstOrDefault(other => other.Newest.AgreedAt is null && other.Newest.Content.Equals(put.Content));
        if (put.Existing is not null && put.Revision != put.Existing.Newest.Number)
        {
            return Superseded(put.Existing);
        }

        if (agreement is not null && agreement.Newest.Content.Equals(put.Content))
        {
            var revision = agreement.Newest;
            if (CheckSigner(revision.Parties, revision.Signatures, put.Signer) is { } refused)
            {
                return refused;
            }

            var signed = revision with { Signatures = [.. revision.Signatures, signature] };
            var after = agreement with { Revisions = [.. agreement.Revisions.SkipLast(1), signed] };
            return Unless(CheckOverlap(there, after), new AgreementChange(after, false, signature));
        }

        if (!put.Parties.Contains(put.Signer.Party))
        {
            return NotAParty(put.Signer);
        }

        if (agreement is not null && CheckRevises(agreement, put) is { } changed)
        {
            return changed;
        }

        var number = (agreement?.Newest.Number ?? 0) + 1;
        var begun = new Revision(number, put.Content, put.Parties, put.Valid, [signature], put.Now);
        var result = agreement is null
            ? new Agreement(put.NewId, office.Id, office.Number, put.Content.Type, [begun], [])
            : agreement with { Revisions = [.. agreement.Revisions, begun] };
        return Unless(CheckOverlap(there, result), new AgreementChange(result, true, signature));
    }

    /// <summary>Adds an amendment of the newest agreed revision with the proposer's signature.</summary>
    public static Outcome<Amendment> Propose(Agreement agreement, ProposeAmendment propose)
    {
        if (agreement.Agreed is not { } revision)
        {
            return Refusal.Of(ErrorReason.AgreementNotAgreed, ("agreement_id", $"{agreement.Id}"));
        }

        if (CheckSigner(revision.Parties, [], propose.Signer) is { } refused)
        {
            return refused;
        }

        if (propose.Revision != revision.Number)
        {
            return Superseded(agreement);
        }

        var fields = new Fields();
        var clause = revision.Content.Clauses.SingleOrDefault(clause => clause.ClauseRef == propose.ClauseRef && clause.Term.Length > 0);
        if (clause is null)
        {
            fields.Add("clause_ref", ErrorReason.ClauseUnknown, propose.ClauseRef);
        }
        else
        {
            Terms.CheckValue(fields, "value", agreement.Type, clause.Term, propose.Value);
        }

        if (!agreement.Days(revision).Contains(propose.EffectiveFrom))
        {
            fields.Add("effective_from", ErrorReason.NumberOutOfRange, $"{propose.EffectiveFrom:yyyy-MM-dd}");
        }

        var signature = new PartySignature(propose.Signer.Party, propose.Signer.Actor, propose.Signer.Mandate, propose.Now);
        return fields.Any
            ? fields.ToRefusal()
            : new Amendment(propose.NewId, revision.Number, propose.ClauseRef, propose.Value, propose.EffectiveFrom, [signature], propose.Now);
    }

    /// <summary>Adds a signature to an amendment.</summary>
    public static Outcome<Amendment> Sign(Agreement agreement, Guid amendmentId, Signer signer, DateTimeOffset now)
    {
        if (agreement.Amendments.SingleOrDefault(amendment => amendment.Id == amendmentId) is not { } amendment)
        {
            return Refusal.Of(ErrorReason.AmendmentNotFound, ("amendment_id", $"{amendmentId}"));
        }

        var revision = agreement.Revisions.Single(revision => revision.Number == amendment.Revision);
        if (CheckSigner(revision.Parties, amendment.Signatures, signer) is { } refused)
        {
            return refused;
        }

        return revision == agreement.Agreed
            ? amendment with { Signatures = [.. amendment.Signatures, new PartySignature(signer.Party, signer.Actor, signer.Mandate, now)] }
            : Superseded(agreement);
    }

    private static Outcome<AgreementChange> Unless(Refusal? refusal, AgreementChange change) => refusal is null ? change : refusal;

    private static Refusal? CheckSigner(IReadOnlyList<Party> parties, IReadOnlyList<PartySignature> signatures, Signer signer)
    {
        if (!parties.Contains(signer.Party))
        {
            return NotAParty(signer);
        }

        if (signatures.Any(signature => signature.Party == signer.Party))
        {
            return Refusal.Of(ErrorReason.SignedAlready, ("party", signer.Party.Name));
        }

        return signatures.FirstOrDefault(signature => signature.Actor == signer.Actor) is { } other
            ? Refusal.Of(ErrorReason.SignedBySamePerson, ("party", other.Party.Name))
            : null;
    }

    // With other parties it would be another agreement, and a party could be put out of it by the others. An agreement has no days in its middle on which it
    // does not hold: after its end, too, it would be another one.
    private static Refusal? CheckRevises(Agreement agreement, PutAgreement put)
    {
        var fields = new Fields();
        if (put.Content.Type != agreement.Type)
        {
            fields.Add("content.type", ErrorReason.FieldNotAllowed, $"{put.Content.Type}");
        }

        if (!put.Parties.ToHashSet().SetEquals(agreement.Newest.Parties))
        {
            fields.Add("content.parties", ErrorReason.FieldNotAllowed, string.Join(", ", put.Parties.Select(party => party.Name)));
        }

        if (agreement.Agreed?.Valid.To is { } end && put.Valid.From > end)
        {
            fields.Add("content.valid.from", ErrorReason.AgreementGap, $"{put.Valid.From:yyyy-MM-dd}", ("ends_on", $"{end:yyyy-MM-dd}"));
        }

        return fields.Any ? fields.ToRefusal() : null;
    }

    // A municipality has one partnership agreement at an office on a day, and the office one operating agreement and with it one cost key.
    private static Refusal? CheckOverlap(IReadOnlyCollection<Agreement> there, Agreement after)
    {
        var other = there.FirstOrDefault(other => other.Id != after.Id && other.Type == after.Type
            && other.Revisions.Any(revision => other.Days(revision).Overlaps(after.Newest.Valid))
            && (after.Type == Pb.AgreementType.Operating || (after.Type == Pb.AgreementType.Partnership && SharesMunicipality(other, after))));
        return other is null
            ? null
            : Refusal.Fields([new FieldFault(
                "content.valid", ErrorReason.AgreementOverlaps, $"{other.Id}", new Dictionary<string, string> { ["agreement_id"] = $"{other.Id}" })]);
    }

    /// <summary>Whether two agreements have a municipal party in common.</summary>
    internal static bool SharesMunicipality(Agreement one, Agreement other) =>
        one.Newest.Parties.Any(party => !party.IsState && other.Newest.Parties.Contains(party));

    private static Refusal NotAParty(Signer signer) => Refusal.Of(ErrorReason.NotAParty, ("unit", signer.Party.Number));

    private static Refusal Superseded(Agreement agreement) => Refusal.Of(ErrorReason.RevisionSuperseded, ("revision", $"{agreement.Newest.Number}"));
}
