using Dapper;
using Google.Protobuf;
using Npgsql;
using Samstyring.Common;
using Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>Replicas of consultations. A version that is not higher than the stored one changes nothing.</summary>
public sealed class ConsultationStore
{
    /// <summary>Stores a consultation.</summary>
    public Task Save(Tx tx, ConsultationChanged e)
    {
        const string sql =
            """
            insert into consultation as c (consultation_id, version, waiting_for, consultation) values (@id, @Version, @waiting, @doc)
            on conflict (consultation_id) do update set version = excluded.version, waiting_for = excluded.waiting_for, consultation = excluded.consultation
            where c.version < excluded.version
            """;
        var c = e.Consultation;
        var waiting = c.State == ConsultationState.Open
            ? c.Partners.Where(p => p.Answer == ConsultationAnswer.Unspecified).Select(p => DirectiveReader.Org(p.Org).ToString()).ToArray()
            : [];
        return tx.Connection.ExecuteAsync(new CommandDefinition(
            sql, new { id = c.ConsultationId, e.Version, waiting, doc = c.ToByteArray() }, tx.Transaction, cancellationToken: tx.Cancel));
    }

    /// <summary>Those that wait for an organisation, by id.</summary>
    public async Task<IReadOnlyList<Consultation>> WaitingFor(NpgsqlConnection connection, string org, CancellationToken cancel)
    {
        const string sql = "select consultation from consultation where waiting_for @> array[@org] order by consultation_id";
        return [.. (await connection.QueryAsync<byte[]>(new CommandDefinition(sql, new { org }, cancellationToken: cancel))).Select(Consultation.Parser.ParseFrom)];
    }
}
