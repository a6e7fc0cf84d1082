using Dapper;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

/// <summary>Profiles of offices, row by row. Rows are added, signed and marked as replaced, and never changed.</summary>
public sealed partial class ProfileStore(AgreementStore agreements)
{
    /// <summary>
    /// Writes a change. Rules have looked at every row the register believes, under the office's lock; should the database still find two rows that say
    /// different things about a day, that is refused and nothing may be committed.
    /// </summary>
    /// <param name="by">The owner that writes; null: the platform.</param>
    public async Task<Refusal?> Save(Tx tx, int officeId, ProfileChange change, Party? by)
    {
        try
        {
            await End(tx, [.. change.Ended]);
            await Sign(tx, change.Signed);
            await Add(tx, officeId, change.Added, by);
        }
        catch (PostgresException conflict) when (conflict.SqlState == PostgresErrorCodes.ExclusionViolation)
        {
            return Refusal.Fields([new FieldFault("profile", ErrorReason.PeriodOverlaps)]);
        }

        await WriteSearched(tx, officeId);
        return null;
    }

    private static Task<int> End(Tx tx, long[] rows) =>
        tx.Connection.ExecuteAsync("update profile_row set replaced_at = @Now where profile_row_id = any(@rows)", new { rows, tx.Now });

    private static async Task Sign(Tx tx, IReadOnlyList<SignedRow> signed)
    {
        const string Agree = "update profile_row set agreed_at = @Now where profile_row_id = @Id";
        foreach (var row in signed)
        {
            await SaveSignature(tx, row.Id, row.Signature);
            if (row.Agrees)
            {
                await tx.Connection.ExecuteAsync(Agree, new { row.Id, tx.Now });
            }
        }
    }

    private static async Task Add(Tx tx, int officeId, IReadOnlyList<NewRow> added, Party? by)
    {
        await Insert(tx, officeId, by, [.. added.Where(row => row.Signatures.Count == 0)]);
        foreach (var row in added.Where(row => row.Signatures.Count > 0))
        {
            var id = (await Insert(tx, officeId, by, [row])).Single();
            foreach (var signature in row.Signatures)
            {
                await SaveSignature(tx, id, signature);
            }
        }
    }

    private static Task<IEnumerable<long>> Insert(Tx tx, int officeId, Party? by, IReadOnlyList<NewRow> added)
    {
        const string Sql =
            """
            insert into profile_row
                (office_id, part, key, municipality_id, valid, content, source, recorded_kind, recorded_number, recorded_at, agreed_at)
            select @officeId, part, key, municipality, daterange(first, after), content, source, @kind, @number, @Now,
                   case when agreed then @Now::timestamptz end
              from unnest(@parts, @keys, @municipalities, @first, @after, @contents, @sources, @agreed)
                as row (part, key, municipality, first, after, content, source, agreed)
            returning profile_row_id
            """;
        return tx.Connection.QueryAsync<long>(Sql, new
        {
            officeId,
            kind = (short)(by?.Kind ?? 0),
            number = by?.Number ?? "",
            tx.Now,
            parts = added.Select(row => row.Row.Part.Name).ToArray(),
            keys = added.Select(row => row.Row.Key).ToArray(),
            municipalities = added.Select(row => row.Row.MunicipalityId).ToArray(),
            // An array of ranges would arrive as one multirange.
            first = added.Select(row => row.Row.Valid.From).ToArray(),
            after = added.Select(row => row.Row.Valid.To).ToArray(),
            contents = added.Select(row => row.Row.Content.ToByteArray()).ToArray(),
            sources = added.Select(row => row.Source).ToArray(),
            agreed = added.Select(row => row.IsAgreed).ToArray(),
        });
    }

    private static Task<int> SaveSignature(Tx tx, long rowId, PartySignature signature)
    {
        const string Sql =
            """
            insert into party (kind, unit_id, municipality_id, city_district)
            values (@kind, case when @kind = 3 then @Id end, case when @kind <> 3 then @Id end, @District) on conflict do nothing;
            insert into profile_signature (profile_row_id, party_id, actor, mandate, signed_at)
            select @rowId, p.party_id, @Actor, @Mandate, @At from party p
             where p.kind = @kind and coalesce(p.unit_id, p.municipality_id) = @Id and p.city_district = @District
            """;
        var party = signature.Party;
        return tx.Connection.ExecuteAsync(
            Sql, new { rowId, kind = (short)party.Kind, party.Id, party.District, signature.Actor, signature.Mandate, signature.At });
    }

    // What scopes search: the rows in force, in tables of their own.
    private async Task WriteSearched(Tx tx, int officeId)
    {
        const string Clear =
            """
            delete from office_leadership where office_id = @officeId;
            delete from office_service where office_id = @officeId;
            delete from office_group_member where office_id = @officeId
            """;
        const string Leadership = "insert into office_leadership (office_id, model, valid) values (@officeId, @model, @valid)";
        const string Service =
            """
            insert into office_service (office_id, service_code, municipality_id, clause_ref, valid)
            values (@officeId, @ServiceCode, @municipality, @ClauseRef, @valid)
            """;
        // Name and flags of a group are those written last at any of its offices.
        const string Member =
            """
            with the_group as (
                insert into office_group (kind, code, name, pools_state_resources, exempt_themes) values (@kind, @code, @name, @pools, @themes)
                on conflict (kind, code) do update
                   set name = excluded.name, pools_state_resources = excluded.pools_state_resources, exempt_themes = excluded.exempt_themes
                returning group_id
            )
            insert into office_group_member (group_id, office_id, valid) select group_id, @officeId, @valid from the_group
            """;
        var connection = tx.Connection;
        await connection.ExecuteAsync(Clear, new { officeId });
        var rows = (await Rows(connection, [officeId], tx.Today)).Where(known => known.IsAgreed).Select(known => known.Row).ToList();
        foreach (var row in rows.Where(row => row.Part.IsSearched))
        {
            var valid = row.Valid.ToRange();
            await (row.Content switch
            {
                LeadershipPeriod leadership => connection.ExecuteAsync(Leadership, new { officeId, model = (short)leadership.Model, valid }),
                ProvidedService service => connection.ExecuteAsync(
                    Service, new { officeId, service.ServiceCode, municipality = row.MunicipalityId, service.ClauseRef, valid }),
                ServiceArea area => connection.ExecuteAsync(
                    Member, Group(officeId, GroupKind.ServiceArea, area.ServiceAreaId, area.Name, area.PoolsStateResources, [], valid)),
                Membership network => connection.ExecuteAsync(Member, Group(officeId, GroupKind.Network, network.NetworkId, network.Name, false, [], valid)),
                Pilot pilot => connection.ExecuteAsync(Member, Group(officeId, GroupKind.Pilot, pilot.PilotId, "", false, [.. pilot.ExemptThemes], valid)),
                _ => throw new InvalidOperationException($"Nothing searches {row.Part.Name}."),
            });
        }
    }

    private static object Group(int officeId, GroupKind kind, string code, string name, bool pools, string[] themes, NpgsqlRange<DateOnly> valid) =>
        new { officeId, kind = (short)kind, code, name, pools, themes, valid };
}
