using Dapper;
using Samstyring.Common;
using Samstyring.Steering.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Store;

/// <summary>Consultations: loaded and saved with the directive they are about, read by those who ask and those who are asked.</summary>
public sealed partial class DirectiveStore
{
    private const string ConsultationColumns =
        """
        c.consultation_id, c.directive_id, c.revision, c.issuer, c.version, c.title_nb, c.title_nn, c.question_nb, c.question_nn, c.shielding_basis, c.deadline,
        c.requested_at, c.closed_at
        """;

    /// <summary>The directive a consultation is about; null when there is no such consultation.</summary>
    public async Task<DirectiveId?> DirectiveOf(Tx tx, ConsultationId id)
    {
        const string sql = "select directive_id from consultation where consultation_id = @id";
        return await tx.Connection.ExecuteScalarAsync<Guid?>(Command(tx, sql, new { id = id.Value })) is { } directive ? new DirectiveId(directive) : null;
    }

    /// <summary>A consultation that the viewer asks or is asked in; null when there is none.</summary>
    public async Task<ShownConsultation?> FindConsultation(ReadContext context, Viewer viewer, ConsultationId id) =>
        (await Consultations(context, viewer, new ConsultationQuery(id, null, null, false, 1))).SingleOrDefault();

    /// <summary>Consultations that the viewer asks or is asked in, newest first.</summary>
    public async Task<IReadOnlyList<ShownConsultation>> Consultations(ReadContext context, Viewer viewer, ConsultationQuery query)
    {
        const string sql =
            $"""
            select {ConsultationColumns}, coalesce(f.content, r.content) as content
            from consultation c
            left join directive_draft f on f.directive_id = c.directive_id and f.revision = c.revision
            left join directive_revision r on r.directive_id = c.directive_id and r.revision = c.revision
            where (c.issuer = @node or exists (
                select from consultation_partner p where p.consultation_id = c.consultation_id and p.org_kind = @kind and p.org_number = @number))
              and (@id::uuid is null or c.consultation_id = @id)
              and (@after::uuid is null or c.consultation_id < @after)
              and (@directive::uuid is null or c.directive_id = @directive)
              and (not @awaiting or (c.closed_at is null and c.deadline >= @today and c.issuer <> @node and not exists (
                select from consultation_answer a where a.consultation_id = c.consultation_id and a.org_kind = @kind and a.org_number = @number)))
            order by c.consultation_id desc limit @limit
            """;
        var parameters = new
        {
            node = viewer.Key,
            kind = (short)(viewer.Node?.Org?.Kind ?? OrgKind.Unspecified),
            number = viewer.Node?.Org?.Number ?? "",
            id = query.Id?.Value,
            after = query.After?.Value,
            directive = query.Directive?.Value,
            awaiting = query.AwaitingAnswer,
            today = context.Today,
            limit = query.Limit,
        };
        var rows = (await context.Connection.QueryAsync<ConsultationRow, ContentRow, (ConsultationRow Row, byte[]? Content)>(
            new CommandDefinition(sql, parameters, cancellationToken: context.Cancel), (row, content) => (row, content?.Content), splitOn: "content")).ToList();
        var ids = rows.Select(r => r.Row.ConsultationId).ToArray();
        const string parts =
            """
            select consultation_id, org_kind, org_number from consultation_partner where consultation_id = any(@ids) order by position;
            select consultation_id, org_kind, org_number, says, reason, answered_at, answered_by, text_digest
            from consultation_answer where consultation_id = any(@ids) order by position
            """;
        await using var read = await context.Connection.QueryMultipleAsync(new CommandDefinition(parts, new { ids }, cancellationToken: context.Cancel));
        var partners = (await read.ReadAsync<PartnerRow>()).ToLookup(p => p.ConsultationId);
        var answers = (await read.ReadAsync<AnswerRow>()).ToLookup(a => a.ConsultationId);
        return
        [
            .. rows.Select(r => new ShownConsultation(
                r.Row.ToConsultation(partners[r.Row.ConsultationId], answers[r.Row.ConsultationId]),
                r.Content is null ? null : Pb.DirectiveContent.Parser.ParseFrom(r.Content))),
        ];
    }

    private static async Task<IReadOnlyList<Consultation>> ReadConsultations(SqlMapper.GridReader rows)
    {
        var consultations = (await rows.ReadAsync<ConsultationRow>()).ToList();
        var partners = (await rows.ReadAsync<PartnerRow>()).ToLookup(p => p.ConsultationId);
        var answers = (await rows.ReadAsync<AnswerRow>()).ToLookup(a => a.ConsultationId);
        return [.. consultations.Select(c => c.ToConsultation(partners[c.ConsultationId], answers[c.ConsultationId]))];
    }

    private static async Task SaveConsultations(Tx tx, Directive before, Directive after)
    {
        var known = before.Consultations.ToDictionary(c => c.Id);
        foreach (var consultation in after.Consultations)
        {
            if (!known.TryGetValue(consultation.Id, out var old))
            {
                await InsertConsultation(tx, consultation);
            }
            else if (consultation.Version > old.Version)
            {
                await UpdateConsultation(tx, old, consultation);
            }
        }
    }

    private static async Task InsertConsultation(Tx tx, Consultation made)
    {
        const string sql =
            """
            insert into consultation (consultation_id, directive_id, revision, issuer, version, title_nb, title_nn, question_nb, question_nn, shielding_basis,
              deadline, requested_at)
            values (@id, @directive, @revision, @issuer, @version, @titleNb, @titleNn, @questionNb, @questionNn, @basis, @deadline, @requestedAt)
            """;
        await tx.Connection.ExecuteAsync(Command(tx, sql, new
        {
            id = made.Id.Value,
            directive = made.Directive.Value,
            revision = made.Revision,
            issuer = made.Issuer.Text,
            version = made.Version,
            titleNb = made.Title.Nb,
            titleNn = made.Title.Nn,
            questionNb = made.Question.Nb,
            questionNn = made.Question.Nn,
            basis = made.ShieldingBasis,
            deadline = made.Deadline,
            requestedAt = made.RequestedAt,
        }));
        const string partner =
            """
            insert into consultation_partner (consultation_id, position, org_kind, org_number)
            select @id, p.position, p.kind, p.number from unnest(@kinds, @numbers) with ordinality as p (kind, number, position)
            """;
        await tx.Connection.ExecuteAsync(Command(tx, partner, new
        {
            id = made.Id.Value,
            kinds = made.Partners.Select(p => (short)p.Kind).ToArray(),
            numbers = made.Partners.Select(p => p.Number).ToArray(),
        }));
    }

    private static async Task UpdateConsultation(Tx tx, Consultation before, Consultation after)
    {
        const string sql = "update consultation set version = @version, closed_at = @closedAt where consultation_id = @id";
        await tx.Connection.ExecuteAsync(Command(tx, sql, new { id = after.Id.Value, version = after.Version, closedAt = after.ClosedAt }));
        const string answer =
            """
            insert into consultation_answer (consultation_id, org_kind, org_number, position, says, reason, answered_at, answered_by, text_digest)
            values (@id, @kind, @number, @position, @says, @reason, @at, @by, @digest)
            """;
        var added = after.Answers.Skip(before.Answers.Count).Select((a, i) => new
        {
            id = after.Id.Value,
            kind = (short)a.Org.Kind,
            number = a.Org.Number,
            position = before.Answers.Count + i,
            says = (short)a.Says,
            reason = a.Reason,
            at = a.At,
            by = a.By,
            digest = a.TextDigest,
        });
        await tx.Connection.ExecuteAsync(Command(tx, answer, added));
    }

    private sealed record ContentRow(byte[]? Content);
}

/// <summary>A consultation as it is shown, with what its revision says now.</summary>
/// <param name="Consultation">The consultation.</param>
/// <param name="Content">The revision's content; null when the draft was given up.</param>
public sealed record ShownConsultation(Consultation Consultation, Pb.DirectiveContent? Content);

/// <summary>What a list of consultations is asked for; unset conditions hold for all.</summary>
public sealed record ConsultationQuery(ConsultationId? Id, ConsultationId? After, DirectiveId? Directive, bool AwaitingAnswer, int Limit);
