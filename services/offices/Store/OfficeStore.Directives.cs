using Dapper;
using Google.Protobuf;
using Npgsql;
using Samstyring.Steering.V1;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>
    /// Keeps a directive and locks its row until the transaction ends. Null, with nothing kept, when it is known in this version or a later one.
    /// </summary>
    public async Task<MappedDirective?> SaveDirective(NpgsqlConnection connection, long version, Directive directive)
    {
        const string Sql =
            """
            insert into directive (directive_id, version, document) values (@DirectiveId, @version, @document)
            on conflict (directive_id) do update set version = excluded.version, document = excluded.document
             where directive.version < excluded.version
            returning document, mapping_version, mapping_digest
            """;
        var row = await connection.QuerySingleOrDefaultAsync<DirectiveRow>(Sql, new { directive.DirectiveId, version, document = directive.ToByteArray() });
        return row?.ToDirective();
    }

    /// <summary>Every directive, its row locked until the transaction ends.</summary>
    public async Task<IReadOnlyList<MappedDirective>> Directives(NpgsqlConnection connection) =>
        [.. (await connection.QueryAsync<DirectiveRow>("select document, mapping_version, mapping_digest from directive order by directive_id for update"))
            .Select(row => row.ToDirective())];

    /// <summary>Keeps what was published last of a directive.</summary>
    public Task SaveMapping(NpgsqlConnection connection, string directiveId, long version, byte[] digest) => connection.ExecuteAsync(
        "update directive set mapping_version = @version, mapping_digest = @digest where directive_id = @directiveId", new { directiveId, version, digest });

    /// <summary>The version and digest of each office as published last.</summary>
    /// <param name="only">Ids of the offices wanted; null: all.</param>
    public async Task<IReadOnlyDictionary<int, (long Revision, byte[] Digest)>> PublishedOffices(NpgsqlConnection connection, int[]? only = null) =>
        (await connection.QueryAsync<(int Id, long Revision, byte[] Digest)>(
            "select office_id, revision, digest from office where @only::integer[] is null or office_id = any(@only)", new { only }))
        .ToDictionary(row => row.Id, row => (row.Revision, row.Digest));

    /// <summary>Keeps what was published last of an office.</summary>
    public Task SavePublishedOffice(NpgsqlConnection connection, int officeId, long revision, byte[] digest) => connection.ExecuteAsync(
        "update office set revision = @revision, digest = @digest where office_id = @officeId", new { officeId, revision, digest });

    private sealed record DirectiveRow(byte[] Document, long MappingVersion, byte[] MappingDigest)
    {
        public MappedDirective ToDirective() => new(Directive.Parser.ParseFrom(Document), MappingVersion, MappingDigest);
    }
}

/// <summary>A directive with the version and digest of the mapping published last; 0 when none has been.</summary>
public sealed record MappedDirective(Directive Directive, long MappingVersion, byte[] MappingDigest);
