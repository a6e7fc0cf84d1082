using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    private const int MaxSource = 200;

    public override Task<Pb.UpdateOfficeProfileResponse> UpdateOfficeProfile(Pb.UpdateOfficeProfileRequest request, ServerCallContext context) =>
        rpc.Write<Pb.UpdateOfficeProfileRequest, Pb.UpdateOfficeProfileResponse>(context, request, request.RequestId, async tx =>
        {
            var fields = new Fields();
            var number = fields.Required("office_number", request.OfficeNumber);
            var parts = Parts(fields, "update_mask", request.UpdateMask);
            var from = fields.Date("from", request.From);
            Texts.Check(fields, "source", request.Source, MaxSource);
            CheckMandate(fields, tx.Caller, request.Mandate, isSigned: parts.Any(part => part.IsSigned));
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            await LockFor(tx, parts);
            var office = await FindOffice(tx, number, tx.Today);
            if (office.IsRefused)
            {
                return office.Refusal;
            }

            await agreements.LockOffice(tx.Connection, office.Value);
            var facts = await profiles.Facts(tx.Connection, office.Value, number, tx.Today, await profiles.Codes(tx.Connection));
            if (WriterOf(facts, tx.Caller) is not { } writer)
            {
                return Foreign(facts.Owners);
            }

            var (revision, _) = (await store.PublishedOffices(tx.Connection, [office.Value]))[office.Value];
            if (request.Revision != revision)
            {
                return Refusal.Of(ErrorReason.EtagMismatch, ("revision", $"{revision}"));
            }

            var contents = new ProfileContents(facts, fields, from);
            var rows = contents.Read("profile", parts, request.Profile ?? new Pb.OfficeProfile(), request.Source.Normalize());
            var isWhole = !fields.Any;
            var elsewhere = await profiles.OfServiceAreas(tx.Connection, rows, [office.Value], tx.Today);
            ProfileRules.CheckServiceAreas([.. rows.Select(row => (number, row))], elsewhere, fields);
            var update = new UpdateProfile("profile", parts, from, rows, writer, SignerOf(tx.Caller, writer, request.Mandate), tx.Now);
            var decided = ProfileRules.Decide(facts, update, fields, isWhole);
            using (Steps.Start("tx.state"))
            {
                if ((decided.IsRefused ? decided.Refusal : await profiles.Save(tx, office.Value, decided.Value, writer)) is { } refused)
                {
                    return refused;
                }
            }

            await publisher.PublishChanged(tx, [office.Value]);
            await (parts.Any(part => part.IsSearched) ? mapper.MapThoseThatSearchProfiles(tx) : Task.CompletedTask);
            var written = (await store.Offices(tx.Connection, tx.Today, [office.Value])).Single();
            await tx.Audit("profile.update", $"{office.Value}", written.Revision);
            return new Pb.UpdateOfficeProfileResponse { Office = written };
        });

    // A system acts for the owner it works for, and signs nothing: that is the act of a person.
    private static Party? WriterOf(ProfileFacts facts, Caller caller) =>
        facts.Owners.FirstOrDefault(owner => owner.IsOf(caller) || (caller.Role == Role.System && caller.Unit == owner.Number));

    private static Signer? SignerOf(Caller caller, Party writer, string mandate) =>
        writer.IsOf(caller) ? new Signer(writer, caller.ActorId, mandate.Normalize()) : null;

    // What scopes search changes which offices a directive reaches: no directive may be mapped meanwhile, or it would be mapped to what was.
    private static Task LockFor(Tx tx, IReadOnlyList<ProfilePart> parts) =>
        parts.Any(part => part.IsSearched) ? RegisterStore.LockForImport(tx.Connection, tx.Now) : RegisterStore.LockForMapping(tx.Connection);

    private static List<ProfilePart> Parts(Fields fields, string field, FieldMask? mask)
    {
        var parts = new List<ProfilePart>();
        foreach (var path in mask?.Paths.Distinct() ?? [])
        {
            if (ProfilePart.Named(path) is { } part)
            {
                parts.Add(part);
            }
            else
            {
                var isOther = Pb.OfficeProfile.Descriptor.FindFieldByName(path) is not null;
                fields.Add(field, isOther ? ErrorReason.FieldNotAllowed : ErrorReason.EnumUnknown, path);
            }
        }

        if (mask is null or { Paths.Count: 0 })
        {
            fields.Add(field, ErrorReason.FieldRequired);
        }

        return parts;
    }
}
