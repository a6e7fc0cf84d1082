using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Types.V1;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Office = Samstyring.Offices.V1.Office;
using Party = Samstyring.Offices.Rules.Party;

namespace Samstyring.Offices.Api;

// What is the owners' alone: agreements and economy.
public sealed partial class OfficesApi
{
    private const int MaxMandate = 200;

    private static Refusal AgreementNotFound(string id) => Refusal.Of(ErrorReason.AgreementNotFound, ("agreement_id", id));

    private static Refusal Foreign(IReadOnlyList<Party> owners) =>
        Refusal.Of(ErrorReason.ForeignOrganisation, ("issuer_org", string.Join(", ", owners.Select(owner => owner.Name))));

    // A municipal signature says what it rests on; the county director signs by office.
    private static void CheckMandate(Fields fields, Caller caller, string mandate, bool isSigned = true)
    {
        Texts.Check(fields, "mandate", isSigned && caller.Line == Line.Municipal ? fields.Required("mandate", mandate) : mandate, MaxMandate);
    }

    private static Outcome<Signer> SignerOf(Caller caller, IReadOnlyList<Party> parties, string mandate) =>
        parties.FirstOrDefault(party => party.IsOf(caller)) is { } party
            ? new Signer(party, caller.ActorId, mandate.Normalize())
            : Refusal.Of(ErrorReason.NotAParty, ("unit", caller.Unit));

    // An agreement that the caller may not read answers as a missing one. Locked: the office's agreements stay as they are until the transaction ends.
    private async Task<Agreement?> FindAgreement(ReadContext read, string id, bool andLock = false)
    {
        if (!Guid.TryParse(id, out var key) || (await agreements.Load(read.Connection, [key], read.Today)).SingleOrDefault() is not { } found)
        {
            return null;
        }

        if (await store.OfficesOf(read.Connection, read.Caller, read.Today) is { } own && !own.Contains(found.OfficeId))
        {
            return null;
        }

        if (!andLock)
        {
            return found;
        }

        await RegisterStore.LockForMapping(read.Connection);
        await agreements.LockOffice(read.Connection, found.OfficeId);
        return (await agreements.Load(read.Connection, [key], read.Today)).Single();
    }

    // Staffing, costs and agreements are for the owners and the leader of the office, those who oversee it and the directorate (matrix, note 6).
    private static void Withhold(Office office, int[]? readable)
    {
        if (readable is null || readable.Contains(office.OfficeId))
        {
            return;
        }

        office.Profile.Staffing.Clear();
        office.Profile.CostKeys.Clear();
        office.Profile.CostItems.Clear();
        office.Profile.Agreements.Clear();
        office.WithheldFields.AddRange(["profile.staffing", "profile.cost_keys", "profile.cost_items", "profile.agreements"]);
    }
}
