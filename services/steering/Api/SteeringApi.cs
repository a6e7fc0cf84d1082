using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Common.Telemetry;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Store;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

/// <summary>The steering service: one file per rpc; here what several of them share.</summary>
public sealed partial class SteeringApi(Rpc rpc, DirectiveStore store, OfficesClient offices, TimeProvider clock) : Pb.SteeringService.SteeringServiceBase
{
    private static void Refuse(Refusal? refusal)
    {
        if (refusal is not null)
        {
            throw RpcErrors.ToException(refusal);
        }
    }

    private static void Refuse(Fields fields) => Refuse(fields.Any ? fields.ToRefusal() : null);

    private static Refusal NotFound(string id) => Refusal.Of(ErrorReason.DirectiveNotFound, ("directive_id", id));

    // The caller as issuer of the content; a caller that issues nothing, or content that names another issuer, is refused.
    private static Issuer IssuerOf(Caller caller, Pb.DirectiveContent? content)
    {
        content ??= new Pb.DirectiveContent();
        var issuer = Issuer.Of(caller) ?? throw RpcErrors.ToException(Issuer.Foreign(content));
        Refuse(issuer.Refuse(content));
        return issuer;
    }

    private static void CheckTarget(Fields fields, string requestId, string directiveId, string etag)
    {
        fields.RequestId(requestId);
        fields.Required("directive_id", directiveId);
        if (fields.Required("etag", etag).StartsWith("W/", StringComparison.Ordinal))
        {
            fields.Add("etag", ErrorReason.FieldMalformed, etag);
        }
    }

    // Locks the directive for a change by its issuer. One that the caller may not read answers as a missing one.
    private async Task<Outcome<Directive>> LoadOwn(Tx tx, Issuer issuer, string id, string etag)
    {
        var found = DirectiveId.TryParse(id, out var key) ? await store.Load(tx, key) : null;
        if (found is null)
        {
            return NotFound(id);
        }

        if (found.Issuer != issuer.Node)
        {
            return found.Published is { } published && published.Readers.Contains(issuer.Node) ? Issuer.Foreign(published.Content) : NotFound(id);
        }

        return DirectiveRules.CheckEtag(found, etag) is { } stale ? stale : found;
    }

    // The change with its audit entry and, when others can see it, its event, and so for each of its consultations: in one transaction.
    private async Task<Pb.Directive> Save(Tx tx, string act, Directive? before, Directive after)
    {
        using (Steps.Start("tx.state"))
        {
            await (before is null ? store.Insert(tx, after) : store.Save(tx, before, after));
        }

        await tx.Audit(act, after.Id.ToString(), after.Newest.Revision, Digest(before), Digest(after));
        if (after.Version > (before?.Version ?? 0))
        {
            var changed = new Pb.DirectiveChanged { Version = after.Version, Directive = ToProto(after.NewestPublished, null) };
            await tx.Publish(Topics.SteeringDirective, after.Id.ToString(), after.Version, changed);
        }

        foreach (var consultation in after.Consultations)
        {
            await Publish(tx, act, before?.Consultations.FirstOrDefault(c => c.Id == consultation.Id), consultation);
        }

        return ToProto(after.Newest, after.Issuer);
    }

    private static async Task Publish(Tx tx, string act, Consultation? before, Consultation after)
    {
        if (after.Version == before?.Version)
        {
            return;
        }

        await tx.Audit(act, after.Id.ToString(), after.Version, Digest(before, tx.Today), Digest(after, tx.Today));
        var changed = new Pb.ConsultationChanged { Version = after.Version, Consultation = ConsultationReply.InEvent(after, tx.Today) };
        await tx.Publish(Topics.SteeringConsultation, after.Id.ToString(), after.Version, changed);
    }

    private static string Digest(Directive? directive) => directive is null ? "" : Digest(ToProto(directive.Newest, directive.Issuer));

    private static string Digest(Consultation? consultation, DateOnly today) =>
        consultation is null ? "" : Digest(ConsultationReply.Of(consultation, null, consultation.Issuer, today));

    private static string Digest(IMessage message) => Convert.ToHexStringLower(SHA256.HashData(message.ToByteArray()));

    // The etag is for the issuer, the only one who can use it.
    private static Pb.Directive ToProto(Shown shown, Node? viewer)
    {
        var directive = new Pb.Directive
        {
            DirectiveId = shown.Id.ToString(),
            Revision = shown.Revision,
            State = shown.State,
            ChangeClass = shown.ChangeClass,
            Etag = shown.Issuer == viewer ? shown.Etag : "",
            Content = shown.Content,
            CreatedAt = shown.CreatedAt.ToTimestamp(),
            PublishedAt = shown.PublishedAt?.ToTimestamp(),
            WithdrawnAt = shown.Withdrawal?.At.ToTimestamp(),
            WithdrawalReason = shown.Withdrawal?.Reason ?? "",
        };
        directive.WithdrawnAtOffices.AddRange(shown.Withdrawal?.Offices ?? []);
        directive.DeliveryPath.AddRange(shown.Path.Select(p => new Pb.DeliveryNode
        {
            Node = p.Node.Text,
            ReceivedAt = p.ReceivedAt?.ToTimestamp(),
            RelayedAt = p.RelayedAt?.ToTimestamp(),
        }));
        return directive;
    }
}
