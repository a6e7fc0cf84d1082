using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Errors.V1;
using Pb = Samstyring.Events.V1;

namespace Samstyring.Common.DeadLetters;

/// <summary>Dead letters for the operator: read, replayed through the usual handler, or parked with a reason. Every decision is audited.</summary>
public sealed class DeadLetterApi(Rpc rpc, EventEndpoint events) : Pb.DeadLetterService.DeadLetterServiceBase
{
    private const string Service = "/samstyring.events.v1.DeadLetterService/";
    private const int MaxReason = 1_000;

    /// <summary>Roles by full method name.</summary>
    public static readonly IReadOnlyDictionary<string, Role[]> Policies = new Dictionary<string, Role[]>
    {
        [$"{Service}ListDeadLetters"] = [Role.Operator, Role.Auditor],
        [$"{Service}GetDeadLetter"] = [Role.Operator, Role.Auditor],
        [$"{Service}ReplayDeadLetter"] = [Role.Operator],
        [$"{Service}ParkDeadLetter"] = [Role.Operator],
    };

    /// <inheritdoc />
    public override Task<Pb.ListDeadLettersResponse> ListDeadLetters(Pb.ListDeadLettersRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        var size = fields.PageSize(request.PageSize);
        var (key, before) = (fields.PageToken(request.PageToken), 0L);
        if (key is not null && !long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out before))
        {
            fields.Add("page_token", ErrorReason.FieldMalformed, request.PageToken);
        }

        var state = request.State == Pb.DeadLetterState.Unspecified ? Pb.DeadLetterState.Open : request.State;
        if (!System.Enum.IsDefined(state))
        {
            fields.Add("state", ErrorReason.EnumUnknown, $"{request.State}");
        }

        Refuse(fields);
        return rpc.Read<Pb.ListDeadLettersResponse>(context, async read =>
        {
            var rows = await DeadLetterStore.List(read, Name(state), key is null ? null : before, size + 1);
            return new Pb.ListDeadLettersResponse
            {
                DeadLetters = { rows.Take(size).Select(row => ToProto(row with { Body = "" })) },
                NextPageToken = rows.Count > size ? PageToken.Encode($"{rows[size - 1].Id}") : "",
            };
        });
    }

    /// <inheritdoc />
    public override Task<Pb.GetDeadLetterResponse> GetDeadLetter(Pb.GetDeadLetterRequest request, ServerCallContext context) =>
        rpc.Read<Pb.GetDeadLetterResponse>(context, async read =>
            Id(request.DeadLetterId) is { } id && await DeadLetterStore.Find(read, id) is { } letter
                ? new Pb.GetDeadLetterResponse { DeadLetter = ToProto(letter) }
                : NotFound(request.DeadLetterId));

    /// <inheritdoc />
    public override Task<Pb.ReplayDeadLetterResponse> ReplayDeadLetter(Pb.ReplayDeadLetterRequest request, ServerCallContext context) =>
        rpc.Write<Pb.ReplayDeadLetterRequest, Pb.ReplayDeadLetterResponse>(context, request, request.RequestId, async tx =>
        {
            var letter = await Open(tx, request.DeadLetterId);
            if (letter.IsRefused)
            {
                return letter.Refusal;
            }

            if (await events.Replay(tx, letter.Value.Topic, letter.Value.Body) is { } fault)
            {
                return Refusal.Of(ErrorReason.DeadLetterStillFails, ("error", fault));
            }

            return new Pb.ReplayDeadLetterResponse { DeadLetter = await Decide(tx, letter.Value, Pb.DeadLetterState.Replayed, "") };
        });

    /// <inheritdoc />
    public override Task<Pb.ParkDeadLetterResponse> ParkDeadLetter(Pb.ParkDeadLetterRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        if (fields.Required("reason", request.Reason).Length > MaxReason)
        {
            fields.Add("reason", ErrorReason.FieldTooLong, request.Reason, ("limit", $"{MaxReason}"));
        }

        Refuse(fields);
        return rpc.Write<Pb.ParkDeadLetterRequest, Pb.ParkDeadLetterResponse>(context, request, request.RequestId, async tx =>
        {
            var letter = await Open(tx, request.DeadLetterId);
            return letter.IsRefused
                ? letter.Refusal
                : new Pb.ParkDeadLetterResponse { DeadLetter = await Decide(tx, letter.Value, Pb.DeadLetterState.Parked, request.Reason.Normalize()) };
        });
    }

    private static async Task<Outcome<DeadLetterRow>> Open(Tx tx, string letterId)
    {
        if (Id(letterId) is not { } id || await DeadLetterStore.Lock(tx, id) is not { } letter)
        {
            return NotFound(letterId);
        }

        return letter.State == Name(Pb.DeadLetterState.Open) ? letter : Refusal.Of(ErrorReason.DeadLetterDecided, ("state", letter.State));
    }

    private static async Task<Pb.DeadLetter> Decide(Tx tx, DeadLetterRow letter, Pb.DeadLetterState state, string reason)
    {
        var decided = await DeadLetterStore.Decide(tx, letter.Id, Name(state), reason);
        await tx.Audit(state == Pb.DeadLetterState.Parked ? "dead-letter.park" : "dead-letter.replay", $"{letter.Id}", 1);
        return ToProto(decided);
    }

    private static long? Id(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static Refusal NotFound(string id) => Refusal.Of(ErrorReason.DeadLetterNotFound, ("dead_letter_id", id));

    private static void Refuse(Fields fields)
    {
        if (fields.Any)
        {
            throw RpcErrors.ToException(fields.ToRefusal());
        }
    }

    // As the database spells it.
    private static string Name(Pb.DeadLetterState state) => $"{state}".ToUpperInvariant();

    private static Pb.DeadLetter ToProto(DeadLetterRow row) => new()
    {
        DeadLetterId = $"{row.Id}",
        Topic = row.Topic,
        State = System.Enum.Parse<Pb.DeadLetterState>(row.State, ignoreCase: true),
        Reason = row.Reason,
        Attempts = row.Attempts,
        ReceivedAt = row.ReceivedAt.ToTimestamp(),
        Body = row.Body,
        DecidedAt = row.DecidedAt?.ToTimestamp(),
        DecidedBy = row.DecidedBy,
        Decision = row.Decision,
    };
}
