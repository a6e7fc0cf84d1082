using Dapper;
using Npgsql;
using Samstyring.Notifications.Rules;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>
/// Keeps what a judgement looks at in memory, and before each use reads what has changed since. Every row tells in which transaction it last changed;
/// transactions below the mark were over at the last reading, so all that they wrote is known. Nothing else keeps memory and database alike: neither a clock
/// nor a message.
/// </summary>
public sealed class RegisterCache : IDisposable
{
    private readonly SemaphoreSlim reading = new(1, 1);
    private RegisterSnapshot committed = RegisterSnapshot.Empty;
    private string mark = "0";

    /// <summary>What is committed now, and what the connection sees: the same and, in a transaction, what that has written itself.</summary>
    public async Task<(RegisterSnapshot Committed, RegisterSnapshot Seen)> Read(NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        // What others commit between these statements is above the mark and read again the next time. The first time no more directives than needed are read.
        const string changed =
            """
            select pg_snapshot_xmin(pg_current_snapshot())::text;

            select office_id, number, name, county_unit, municipalities, office, feed_position,
                   changed_in is not distinct from pg_current_xact_id_if_assigned() as own
            from office where changed_in >= @mark::xid8;

            select office_id, directive_id, days::text as days, concerned, withdrawn, settled,
                   changed_in is not distinct from pg_current_xact_id_if_assigned() as own
            from mapping where changed_in >= @mark::xid8 and not (settled and @mark = '0');

            select directive, changed_in is not distinct from pg_current_xact_id_if_assigned() as own
            from directive where changed_in >= @mark::xid8 and @mark <> '0'
            """;
        await reading.WaitAsync(cancel);
        try
        {
            string next;
            List<OfficeRow> offices;
            List<MappingRow> mappings;
            List<DirectiveRow> directives;
            await using (var answers = await connection.QueryMultipleAsync(new CommandDefinition(changed, new { mark }, transaction, cancellationToken: cancel)))
            {
                next = await answers.ReadSingleAsync<string>();
                offices = [.. await answers.ReadAsync<OfficeRow>()];
                mappings = [.. await answers.ReadAsync<MappingRow>()];
                directives = [.. await answers.ReadAsync<DirectiveRow>()];
            }

            // What the transaction has written is its own until it commits.
            committed = await With(committed, own: false);
            mark = next;
            return (committed, await With(committed, own: true));

            Task<RegisterSnapshot> With(RegisterSnapshot before, bool own) => RegisterCache.With(
                before,
                new([.. offices.Where(o => o.Own == own)], [.. mappings.Where(m => m.Own == own)], [.. directives.Where(d => d.Own == own).Select(Parse)]),
                own, connection, transaction, cancel);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => reading.Dispose();

    // The snapshot with the changes and with the messages it then misses. What is linked to may be linked further; what nobody knows stays missing until it
    // comes as a change.
    private static async Task<RegisterSnapshot> With(
        RegisterSnapshot before, RegisterChanges changes, bool own, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancel)
    {
        const string missing =
            """
            select directive, false as own from directive
            where directive_id = any(@ids) and (@own or changed_in is distinct from pg_current_xact_id_if_assigned())
            """;
        if (changes is { Offices.Count: 0, Mappings.Count: 0, Directives.Count: 0 })
        {
            return before;
        }

        var snapshot = before.With(changes, Catalogues.Newest);
        var sought = own ? [] : before.Missing.ToHashSet();
        while (snapshot.Missing.Where(sought.Add).ToArray() is { Length: > 0 } ids)
        {
            var found = await connection.QueryAsync<DirectiveRow>(new CommandDefinition(missing, new { ids, own }, transaction, cancellationToken: cancel));
            snapshot = snapshot.With(new([], [], [.. found.Select(Parse)]), Catalogues.Newest);
        }

        return snapshot;
    }

    private static SteeringPb.Directive Parse(DirectiveRow row) => SteeringPb.Directive.Parser.ParseFrom(row.Directive);

    private sealed record DirectiveRow(byte[] Directive, bool Own);
}
