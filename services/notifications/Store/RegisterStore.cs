using Dapper;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Notifications.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Notifications.Store;

/// <summary>The replicas of offices and directives. A version that is not higher than the stored one changes nothing.</summary>
public sealed class RegisterStore
{
    // The directives that were derived from one or replace one, over all steps: what becomes of it can change how they are judged, wherever they reach.
    // Relies on the indexes directive_link_target and mapping_directive; "offset 0" keeps PostgreSQL from reading all mappings for the few that rest on it.
    private const string Resting =
        """
        resting (directive_id) as (
          select @directive::text
          union
          select l.directive_id from resting r join directive_link l on l.target_id = r.directive_id),
        concerned (office_id) as (
          select office_id from mapping where directive_id = @directive
          union
          select m.office_id from resting r cross join lateral (
            select office_id from mapping where directive_id = r.directive_id and not settled offset 0) m)
        """;

    /// <summary>
    /// Stores an office, and answers it with all that shared state resources with it or do so now; nothing when a version as high is known.
    /// </summary>
    public async Task<int[]> SaveOffice(Tx tx, OfficeChanged e)
    {
        const string sql =
            """
            insert into office (office_id, number, name, county_unit, municipalities, pools, version, office, judged_on)
            values (@OfficeId, @Number, @Name, @county, @municipalities, @pools, @Version, @office, @Today)
            on conflict (office_id) do update set
              number = excluded.number, name = excluded.name, county_unit = excluded.county_unit, municipalities = excluded.municipalities,
              pools = excluded.pools, version = excluded.version, office = excluded.office
            where office.version < excluded.version
            """;
        var o = e.Office;
        var pools = o.Profile?.ServiceAreas.Where(a => a.PoolsStateResources).Select(a => a.ServiceAreaId).Distinct().ToArray() ?? [];
        var together = await LockOffices(tx, "", [o.OfficeId], pools);
        var stored = await Execute(tx, sql, new
        {
            o.OfficeId,
            o.Number,
            o.Name,
            county = o.CountyUnit?.Number ?? "",
            municipalities = ProfileReader.MunicipalOwners(o),
            e.Version,
            pools,
            office = o.ToByteArray(),
            tx.Today,
        });
        return stored > 0 ? [.. together.Union([o.OfficeId])] : [];
    }

    /// <summary>Stores a directive; false when a version as high is known. Takes its row lock before any office's.</summary>
    public async Task<bool> SaveDirective(Tx tx, DirectiveMapped e)
    {
        const string newest =
            """
            insert into directive (directive_id, version, revision, line, issuer, directive)
            values (@id, @Version, @Revision, @line, @issuer, @doc)
            on conflict (directive_id) do update set
              version = excluded.version, revision = excluded.revision, line = excluded.line, issuer = excluded.issuer, directive = excluded.directive
            where directive.version < excluded.version
            """;
        const string history =
            """
            insert into directive_revision (directive_id, revision, directive) values (@id, @Revision, @doc) on conflict do nothing;
            delete from directive_link where directive_id = @id;
            insert into directive_link (directive_id, kind, target_id)
            select @id, 'D', d from unnest(@derived) d union all select @id, 'S', s from unnest(@supersedes) s
            """;
        var d = e.Directive;
        var content = d.Content;
        var doc = d.ToByteArray();
        if (await Execute(tx, newest, new
        {
            id = d.DirectiveId,
            e.Version,
            d.Revision,
            line = (short)content.Line,
            issuer = DirectiveReader.Org(content.IssuerOrg).ToString(),
            doc,
        }) == 0)
        {
            return false;
        }

        var facts = DirectiveReader.Read(d, Catalogues.Newest);
        await Execute(tx, history, new { id = d.DirectiveId, d.Revision, doc, derived = facts.DerivedFrom.ToArray(), supersedes = facts.Supersedes.ToArray() });
        return true;
    }

    /// <summary>Whether a revision of a directive has come before.</summary>
    public Task<bool> Knows(Tx tx, string directiveId, int revision) => tx.Connection.ExecuteScalarAsync<bool>(new CommandDefinition(
        "select exists (select from directive_revision where directive_id = @directiveId and revision = @revision)",
        new { directiveId, revision }, tx.Transaction, cancellationToken: tx.Cancel));

    /// <summary>Stores where a directive reaches, and answers every office it reaches or reached, and those of what rests on it.</summary>
    public async Task<int[]> SaveMapping(Tx tx, DirectiveMapped e)
    {
        // Offices the register has not told of yet. In ascending order, as the locks: two transactions that add the same ones never wait for each other.
        const string unknown =
            """
            insert into office (office_id, number, name, county_unit, municipalities, version, judged_on)
            select id, number, name, county, string_to_array(municipalities, ','), 0, @Today
            from unnest(@ids, @numbers, @names, @counties, @municipalities) as x (id, number, name, county, municipalities)
            order by id
            on conflict (office_id) do nothing
            """;
        const string reached =
            """
            insert into mapping (office_id, directive_id, days, concerned, withdrawn)
            select id, @directive, days::datemultirange, string_to_array(concerned, ','), withdrawn
            from unnest(@ids, @days, @concerned, @withdrawn) as x (id, days, concerned, withdrawn)
            on conflict (office_id, directive_id) do update set
              days = excluded.days, concerned = excluded.concerned, withdrawn = excluded.withdrawn, settled = false
            """;
        // It stays mapped where it no longer reaches, so that the mission there is ended and not forgotten.
        const string left =
            """
            update mapping set days = '{}', settled = false,
              withdrawn = @everywhere or office_id in (select office_id from office where number = any(@withdrawnAt))
            where directive_id = @directive and not office_id = any(@ids)
            """;
        const string judged = $"with recursive {Resting} select office_id from concerned";
        var d = e.Directive;
        var valid = Days.Of(DirectiveReader.Range(d.Content.Valid));
        var offices = e.Offices.OrderBy(o => o.OfficeId).ToList();
        var ids = offices.Select(o => o.OfficeId).ToArray();
        var everywhere = d.State == Steering.V1.DirectiveState.Withdrawn;
        await Execute(tx, unknown, new
        {
            ids,
            numbers = offices.Select(o => o.Number).ToArray(),
            names = offices.Select(o => o.Name).ToArray(),
            counties = offices.Select(o => o.CountyUnitNumber).ToArray(),
            municipalities = offices.Select(o => string.Join(',', o.MunicipalityNumbers)).ToArray(),
            tx.Today,
        });
        await LockOffices(tx, d.DirectiveId, ids, []);
        await Execute(tx, reached, new
        {
            directive = d.DirectiveId,
            ids,
            days = offices.Select(o => OfficeReader.Write(Days.Of(o.Periods.Select(DirectiveReader.Range)).Intersect(valid))).ToArray(),
            concerned = offices.Select(o => string.Join(',', o.ConcernedMunicipalityNumbers)).ToArray(),
            withdrawn = offices.Select(o => everywhere || d.WithdrawnAtOffices.Contains(o.Number)).ToArray(),
        });
        await Execute(tx, left, new { directive = d.DirectiveId, ids, everywhere, withdrawnAt = d.WithdrawnAtOffices.ToArray() });
        return [.. await tx.Connection.QueryAsync<int>(
            new CommandDefinition(judged, new { directive = d.DirectiveId }, tx.Transaction, cancellationToken: tx.Cancel))];
    }

    // The offices, those the directive and what rests on it reached, those of the service areas, and all that share state resources with one of them. Before
    // anything is written: whoever judges an office sees its mappings as they were or as they are, never half of them.
    private static async Task<IEnumerable<int>> LockOffices(Tx tx, string directive, int[] ids, string[] pools)
    {
        const string wanted =
            $"""
            with recursive {Resting}
            select unnest(@ids)
            union select office_id from concerned
            union select office_id from office where pools && @pools
            """;
        var all = await tx.Connection.QueryAsync<int>(new CommandDefinition(wanted, new { directive, ids, pools }, tx.Transaction, cancellationToken: tx.Cancel));
        return (await OfficeLocks.Take(tx, all)).Select(office => office.OfficeId);
    }

    private static Task<int> Execute(Tx tx, string sql, object parameters) =>
        tx.Connection.ExecuteAsync(new CommandDefinition(sql, parameters, tx.Transaction, cancellationToken: tx.Cancel));
}
