using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Party = Samstyring.Offices.Rules.Party;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<Pb.PutAgreementResponse> PutAgreement(Pb.PutAgreementRequest request, ServerCallContext context) =>
        rpc.Write<Pb.PutAgreementRequest, Pb.PutAgreementResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var valid = AgreementContents.Check(fields, "content", request.Content ?? new Pb.AgreementContent());
            CheckMandate(fields, tx.Caller, request.Mandate);
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var content = AgreementContents.Normal(request.Content!);
            var office = await FindOffice(tx, number, tx.Today);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            var parties = await Parties(tx, office.Value, content, valid);
            var (existing, there) = parties.IsRefused ? (null, []) : await AgreementsAt(tx, office.Value, request.AgreementId);
            if (parties.IsRefused || (request.AgreementId.Length > 0 && existing is null))
            {
                return parties.IsRefused ? parties.Refusal : AgreementNotFound(request.AgreementId);
            }

            var put = SignerOf(tx.Caller, parties.Value, request.Mandate).Then(signer => AgreementRules.Put(
                (office.Value, number), there,
                new PutAgreement(Guid.CreateVersion7(tx.Now), existing, request.Revision, content, parties.Value, valid, signer, tx.Now)));
            if (put.IsRefused)
            {
                return put.Refusal;
            }

            var change = put.Value;
            await agreements.Save(tx, change);
            await tx.Audit(change.IsNewRevision ? "agreement.put" : "agreement.sign", $"{change.After.Id}", change.After.Newest.Number);
            await publisher.PublishChanged(tx, [office.Value]);
            return new Pb.PutAgreementResponse { Agreement = AgreementMessages.Of(change.After, change.After.Newest) };
        });

    // The parties as owners of the office, from the first day that is not past. Only owners may put anything forward for it.
    private async Task<Outcome<IReadOnlyList<Party>>> Parties(Tx tx, int officeId, Pb.AgreementContent content, Period valid)
    {
        var day = valid.From > tx.Today ? valid.From.Value : tx.Today;
        var owners = await agreements.Owners(tx.Connection, officeId, day, tx.Today);
        if (!owners.Any(owner => owner.IsOf(tx.Caller)))
        {
            return Foreign(owners);
        }

        var fields = new Fields();
        var parties = content.Parties.Select(party => owners.FirstOrDefault(owner => owner.Org.Equals(party))).ToList();
        for (var i = 0; i < parties.Count; i++)
        {
            if (parties[i] is null)
            {
                fields.Add($"content.parties[{i}]", ErrorReason.PartyNotOwner, content.Parties[i].Number, ("day", $"{day:yyyy-MM-dd}"));
            }
        }

        return fields.Any ? fields.ToRefusal() : parties.OfType<Party>().ToList();
    }

    // Under the office's lock: what two owners put at once is put one after the other.
    private async Task<(Rules.Agreement? Existing, IReadOnlyList<Rules.Agreement> There)> AgreementsAt(Tx tx, int officeId, string agreementId)
    {
        await RegisterStore.LockForMapping(tx.Connection);
        await agreements.LockOffice(tx.Connection, officeId);
        var there = await agreements.Load(tx.Connection, await agreements.Ids(tx.Connection, [officeId]), tx.Today);
        return (there.FirstOrDefault(agreement => $"{agreement.Id}" == agreementId), there);
    }
}
