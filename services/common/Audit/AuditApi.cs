using System.Globalization;
using Dapper;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Errors.V1;
using Pb = Samstyring.Audit.V1;

namespace Samstyring.Common.Audit;

/// <summary>The audit trail for the auditor: read, heads, verification.</summary>
public sealed class AuditApi(Rpc rpc, AuditVerifier verifier, ServiceName service) : Pb.AuditService.AuditServiceBase
{
    /// <summary>Roles by full method name.</summary>
    public static readonly IReadOnlyDictionary<string, Role[]> Policies =
        Pb.AuditService.Descriptor.Methods.ToDictionary(m => $"/{Pb.AuditService.Descriptor.FullName}/{m.Name}", _ => new[] { Role.Auditor });

    private const int MaxHeads = 1_000;

    private const string EntriesSql =
        $"""
        select {AuditEntry.Columns} from audit
        where (@obj = '' or object = @obj) and (@act = '' or act = @act) and (@before::bigint is null or id < @before)
        order by id desc limit @limit
        """;

    private const string HeadsSql =
        """
        select service, position, hash, at from audit_head
        where @service::text is null or (at, service, position, hash) < (@at::timestamptz, @service, @position, @hash::bytea)
        order by at desc, service desc, position desc, hash desc limit @limit
        """;

    /// <inheritdoc />
    public override Task<Pb.ListAuditEntriesResponse> ListAuditEntries(Pb.ListAuditEntriesRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        var size = fields.PageSize(request.PageSize);
        var before = Number(fields, fields.PageToken(request.PageToken), request.PageToken);
        return fields.Any ? throw RpcErrors.ToException(fields.ToRefusal()) : rpc.Read<Pb.ListAuditEntriesResponse>(context, async read =>
        {
            var rows = (await read.Connection.QueryAsync<AuditEntry>(new CommandDefinition(
                EntriesSql, new { obj = request.Object, act = request.Act, before, limit = size + 1 }, cancellationToken: read.Cancel))).AsList();
            return new Pb.ListAuditEntriesResponse
            {
                Entries = { rows.Take(size).Select(ToProto) },
                NextPageToken = rows.Count > size ? PageToken.Encode(rows[size - 1].Id.ToString(CultureInfo.InvariantCulture)) : "",
            };
        });
    }

    /// <inheritdoc />
    public override Task<Pb.ListAuditHeadsResponse> ListAuditHeads(Pb.ListAuditHeadsRequest request, ServerCallContext context)
    {
        var fields = new Fields();
        var size = fields.PageSize(request.PageSize);
        var after = After(fields, request.PageToken);
        return fields.Any ? throw RpcErrors.ToException(fields.ToRefusal()) : rpc.Read<Pb.ListAuditHeadsResponse>(context, async read =>
        {
            var rows = (await read.Connection.QueryAsync<AuditHead>(new CommandDefinition(
                HeadsSql,
                new { at = after?.At, service = after?.Service, position = after?.Position ?? 0, hash = after?.Hash, limit = size + 1 },
                cancellationToken: read.Cancel))).AsList();
            return new Pb.ListAuditHeadsResponse
            {
                Heads = { rows.Take(size).Select(ToProto) },
                NextPageToken = rows.Count > size ? PageToken.Encode(Key(rows[size - 1])) : "",
            };
        });
    }

    /// <inheritdoc />
    public override async Task VerifyAudit(Pb.VerifyAuditRequest request, IServerStreamWriter<Pb.VerifyAuditResponse> responseStream, ServerCallContext context)
    {
        var fields = new Fields();
        var heads = Heads(fields, request);
        if (fields.Any)
        {
            throw RpcErrors.ToException(fields.ToRefusal());
        }

        var cancel = context.CancellationToken;
        var verdict = await verifier.Verify(heads, entries => responseStream.WriteAsync(new Pb.VerifyAuditResponse { Verified = entries }, cancel), cancel);
        await responseStream.WriteAsync(new Pb.VerifyAuditResponse { Verdict = verdict }, cancel);
    }

    private List<AuditHead> Heads(Fields fields, Pb.VerifyAuditRequest request)
    {
        var heads = new List<AuditHead>();
        if (request.Heads.Count > MaxHeads)
        {
            fields.Add("heads", ErrorReason.FieldTooLong, $"{request.Heads.Count}", ("limit", $"{MaxHeads}"));
            return heads;
        }

        for (var i = 0; i < request.Heads.Count; i++)
        {
            var head = request.Heads[i];
            if (head.Service != service.Value)
            {
                fields.Add($"heads[{i}].service", ErrorReason.FieldNotAllowed, head.Service);
            }
            else if (head.Position < 1)
            {
                fields.Add($"heads[{i}].position", ErrorReason.NumberOutOfRange, $"{head.Position}");
            }
            else if (!IsHash(head.Hash))
            {
                fields.Add($"heads[{i}].hash", ErrorReason.FieldMalformed, head.Hash);
            }
            else
            {
                heads.Add(new AuditHead(head.Service, head.Position, Convert.FromHexString(head.Hash), default));
            }
        }

        return heads;
    }

    private static long? Number(Fields fields, string? key, string token)
    {
        if (key is null)
        {
            return null;
        }

        if (!long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            fields.Add("page_token", ErrorReason.FieldMalformed, token);
        }

        return number;
    }

    private static string Key(AuditHead head) =>
        string.Create(CultureInfo.InvariantCulture, $"{head.At.UtcTicks}|{head.Service}|{head.Position}|{Convert.ToHexString(head.Hash)}");

    private static AuditHead? After(Fields fields, string token)
    {
        if (fields.PageToken(token) is not { } key)
        {
            return null;
        }

        if (key.Split('|') is [var at, var name, var place, var hash]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && long.TryParse(place, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && IsHash(hash))
        {
            return new AuditHead(name, position, Convert.FromHexString(hash), new DateTimeOffset(ticks, TimeSpan.Zero));
        }

        fields.Add("page_token", ErrorReason.FieldMalformed, token);
        return null;
    }

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigit);

    private static Pb.AuditEntry ToProto(AuditEntry entry) => new()
    {
        Position = entry.Position ?? 0,
        At = entry.At.ToTimestamp(),
        Actor = entry.Actor,
        Role = entry.Role,
        Unit = entry.Unit,
        Act = entry.Act,
        Object = entry.Object,
        Revision = entry.Revision,
        DigestBefore = entry.DigestBefore,
        DigestAfter = entry.DigestAfter,
        TraceId = entry.TraceId,
        Hash = entry.Hash is null ? "" : Convert.ToHexStringLower(entry.Hash),
    };

    private static Pb.AuditHead ToProto(AuditHead head) => new()
    {
        Service = head.Service,
        Position = head.Position,
        Hash = Convert.ToHexStringLower(head.Hash),
        At = head.At.ToTimestamp(),
    };
}
