using Npgsql;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Feed;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

/// <summary>The NotificationsService; one file per rpc.</summary>
public sealed partial class NotificationsApi(
    Rpc rpc, OfficeStore offices, FeedStore feed, MissionStream stream, StatusStore status, FindingStore findings, FindingReply reply,
    PreviewStore previews, GateStore missions, ReceiptStore receipts, QuestionStore questions)
    : NotificationsService.NotificationsServiceBase
{
    private const int MaxWords = 20_000;

    // An office that the caller may not see answers as a missing one.
    private async Task<Outcome<OfficeHead>> Office(NpgsqlConnection connection, Caller caller, string number, CancellationToken cancel)
    {
        if (number.Length == 0)
        {
            return Refusal.Fields([new FieldFault("office_number", ErrorReason.FieldRequired)]);
        }

        return await offices.Find(connection, number, cancel) is { } office && Access.SeesOffice(caller, office)
            ? office
            : Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", number));
    }

    // The mission as it is while the office's row is locked.
    private async Task<Outcome<LockedMission>> LockedMission(Tx tx, string officeNumber, string missionKey)
    {
        var office = await Office(tx.Connection, tx.Caller, officeNumber, tx.Cancel);
        return office.IsRefused ? office.Refusal
            : await missions.LockMission(tx, office.Value.OfficeId, missionKey) is { } locked ? locked
            : Refusal.Of(ErrorReason.MissionNotFound, ("mission_key", missionKey));
    }

    private async Task<Outcome<Mission>> Ask(Tx tx, string officeNumber, string missionKey, string text, QuestionKind kind)
    {
        var fields = new Fields();
        fields.Required("mission_key", missionKey);
        Words(fields, "text", text);
        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        var found = await LockedMission(tx, officeNumber, missionKey);
        var asked = found.Then(locked => Questions.Ask(locked.Newest, kind, text, tx.Now));
        if (!asked.IsRefused)
        {
            await Save(tx, found.Value, asked.Value, asked.Value.Questions[^1].QuestionId, kind == QuestionKind.Obstacle ? "question.obstacle" : "question.ask");
        }

        return asked;
    }

    // The version, the question it carries, and the entry of the audit trail.
    private async Task Save(Tx tx, LockedMission locked, Mission next, string questionId, string act)
    {
        await missions.Append(tx, locked, next);
        await questions.Save(tx, locked.OfficeId, next.MissionKey, next.Questions.Single(q => q.QuestionId == questionId));
        await tx.Audit(act, questionId, next.Version);
    }

    private static MissionReceipt ReceiptOf(Mission newest, Receipt receipt) => new()
    {
        SeenVersion = receipt.Seen,
        SeenAt = At(receipt.SeenAt),
        AcknowledgedVersion = receipt.Acknowledged,
        AcknowledgedAt = At(receipt.AcknowledgedAt),
        Unread = Receipts.IsUnread(newest, receipt),
        Unacknowledged = Receipts.IsUnacknowledged(newest, receipt),
    };

    // A text that a person has written, at most MaxWords characters.
    private static void Words(Fields fields, string field, string text)
    {
        var length = fields.Required(field, text).EnumerateRunes().Count();
        if (length > MaxWords)
        {
            fields.Add(field, ErrorReason.FieldTooLong, $"{length}");
        }

        foreach (var forbidden in text.EnumerateRunes().Where(rune => rune.Value is 0 or 0xFFFD).Take(1))
        {
            fields.Add(field, ErrorReason.TextForbiddenCharacter, $"U+{forbidden.Value:X4}");
        }
    }
}
