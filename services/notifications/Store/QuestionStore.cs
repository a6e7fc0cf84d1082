using Dapper;
using Google.Protobuf;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Store;

/// <summary>A question as stored, with its office and the mission it is about.</summary>
public sealed record StoredQuestion(
    string QuestionId, int OfficeId, string Number, string CountyUnit, string[] Municipalities, string MissionKey, DateTimeOffset AskedAt, byte[] Question,
    byte[] Mission);

/// <summary>What leaders have asked the owners of their office.</summary>
public sealed class QuestionStore
{
    private const string Columns =
        """
        select q.question_id, o.office_id, o.number, o.county_unit, o.municipalities, q.mission_key, q.asked_at, q.question,
          (select x.mission from mission x where x.office_id = q.office_id and x.mission_key = q.mission_key order by x.version desc limit 1) as mission
        from question q join office o using (office_id)
        """;

    /// <summary>A question; null when there is none of that id.</summary>
    public Task<StoredQuestion?> Find(NpgsqlConnection connection, NpgsqlTransaction? transaction, string questionId, CancellationToken cancel) =>
        connection.QuerySingleOrDefaultAsync<StoredQuestion?>(
            new CommandDefinition($"{Columns} where q.question_id = @questionId", new { questionId }, transaction, cancellationToken: cancel));

    /// <summary>A page of the questions at the offices that a unit owns, the oldest first, after a place in that order.</summary>
    public async Task<IReadOnlyList<StoredQuestion>> Page(
        NpgsqlConnection connection, Caller owner, string office, bool answered, DateTimeOffset afterAt, string afterId, int limit, CancellationToken cancel)
    {
        const string sql =
            $"""
            {Columns}
            where (q.asked_at, q.question_id) > (@afterAt, @afterId) and (@answered or q.answered_at is null) and (@office = '' or o.number = @office)
              and (o.county_unit = @county or @municipality = any(o.municipalities))
            order by q.asked_at, q.question_id limit @limit
            """;
        var (county, municipality) = (owner.Role == Role.County ? owner.Unit : "", owner.Role == Role.MunicipalDirector ? owner.Unit : "");
        return (await connection.QueryAsync<StoredQuestion>(new CommandDefinition(
            sql, new { office, answered, afterAt, afterId, limit, county, municipality }, cancellationToken: cancel))).AsList();
    }

    /// <summary>Writes a question, or its answer.</summary>
    public Task Save(Tx tx, int officeId, string missionKey, MissionQuestion question)
    {
        const string sql =
            """
            insert into question (question_id, office_id, mission_key, kind, asked_at, asked_by, question)
            values (@QuestionId, @officeId, @missionKey, @kind, @askedAt, @actor, @doc)
            on conflict (question_id) do update set answered_at = @answeredAt, answered_by = @actor, question = excluded.question
            """;
        return tx.Connection.ExecuteAsync(new CommandDefinition(
            sql,
            new
            {
                question.QuestionId,
                officeId,
                missionKey,
                kind = (short)question.Kind,
                askedAt = question.AskedAt.ToDateTimeOffset(),
                answeredAt = question.AnsweredAt?.ToDateTimeOffset(),
                actor = tx.Caller.ActorId,
                doc = question.ToByteArray(),
            },
            tx.Transaction, cancellationToken: tx.Cancel));
    }
}
