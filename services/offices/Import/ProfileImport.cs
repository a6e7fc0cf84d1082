using Npgsql;
using Samstyring.Common;
using Samstyring.Common.Csv;
using Samstyring.Errors.V1;
using Samstyring.Offices.Events;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Party = Samstyring.Offices.Rules.Party;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Import;

/// <summary>Writes a file of profiles: every office of it by the rules of a single update, and nothing when one row of any office has a fault.</summary>
public sealed class ProfileImport(
    NpgsqlDataSource database, OfficeStore store, ProfileStore profiles, AgreementStore agreements, OfficePublisher publisher, DirectiveMapper mapper,
    EventSubscribers subscribers, TimeProvider clock)
{
    /// <summary>Writes a file as the platform, which may write every row that one owner may, in a transaction of its own.</summary>
    public async Task<Pb.ImportOfficeProfilesResponse> Run(ProfileFile file, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
        var response = (await Run(tx, file, validateOnly: false, _ => (null, null))).Value;
        await transaction.CommitAsync(cancel);
        return response;
    }

    /// <summary>Answers the faults, or what has been written.</summary>
    /// <param name="tx">The transaction it happens in.</param>
    /// <param name="file">The file as read.</param>
    /// <param name="validateOnly">Only look for faults.</param>
    /// <param name="writerOf">
    /// The owner that writes at an office, and who signs for it; null: none of its owners. A writer that is null is the platform.
    /// </param>
    public async Task<Outcome<Pb.ImportOfficeProfilesResponse>> Run(
        Tx tx, ProfileFile file, bool validateOnly, Func<ProfileFacts, (Party? Writer, Signer? Signer)?> writerOf)
    {
        var fields = new Fields();
        fields.AddRange(file.Faults);
        await (file.Rows.Any(row => row.Part.IsSearched) ? RegisterStore.LockForImport(tx.Connection, tx.Now) : RegisterStore.LockForMapping(tx.Connection));
        var offices = await Offices(tx, file, fields);
        var codes = await profiles.Codes(tx.Connection);
        var changes = new List<(int OfficeId, Party? Writer, ProfileChange Change)>();
        var wanted = new List<(string Office, WantedRow Row)>();
        // In the order of their ids, as everybody locks them.
        foreach (var (id, rows) in offices.OrderBy(office => office.Key))
        {
            await agreements.LockOffice(tx.Connection, id);
            var facts = await profiles.Facts(tx.Connection, id, rows[0].OfficeNumber, tx.Today, codes);
            var own = new Fields();
            if (writerOf(facts) is not { } by)
            {
                own.Add($"rows[{rows[0].Line}].office_number", ErrorReason.ForeignOrganisation, facts.Number, ("issuer_org", facts.Number));
            }
            else
            {
                var read = Read(facts, rows, own);
                wanted.AddRange(read.Select(row => (facts.Number, row)));
                if (Decide(facts, rows, read, by.Writer, by.Signer, tx.Now, own, isWhole: file.Faults.Count == 0) is { IsEmpty: false } change)
                {
                    changes.Add((id, by.Writer, change));
                }
            }

            fields.AddRange(own.Faults);
        }

        int[] written = [.. offices.Where(office => office.Value.Exists(row => row.Row is Pb.ServiceArea)).Select(office => office.Key)];
        ProfileRules.CheckServiceAreas(wanted, await profiles.OfServiceAreas(tx.Connection, wanted.Select(own => own.Row), written, tx.Today), fields);
        return fields.Any ? Faults(fields) : validateOnly ? Done(changes) : await Save(tx, changes, file);
    }

    private static List<WantedRow> Read(ProfileFacts facts, List<ProfileLine> rows, Fields fields)
    {
        var contents = new ProfileContents(facts, fields, from: null);
        return [.. rows.Select(line => (At: $"rows[{line.Line}]", line)).Select(row => (row, Read: contents.Read(row.At, row.line.Part, row.line.Row)))
            .Where(row => row.Read is not null).Select(row => new WantedRow(row.row.At, row.Read!, row.row.line.Source))];
    }

    private static ProfileChange? Decide(
        ProfileFacts facts, List<ProfileLine> rows, List<WantedRow> wanted, Party? writer, Signer? signer, DateTimeOffset now, Fields fields, bool isWhole)
    {
        var update = new UpdateProfile($"rows[{rows[0].Line}]", [.. rows.Select(row => row.Part).Distinct()], null, wanted, writer, signer, now);
        var decided = ProfileRules.Decide(facts, update, fields, isWhole && !fields.Any);
        if (decided is { IsRefused: true, Refusal.Faults.Count: 0 })
        {
            fields.Add(update.At, decided.Refusal.Reason, facts.Number, [.. decided.Refusal.Metadata.Select(detail => (detail.Key, detail.Value))]);
        }

        return decided.IsRefused ? null : decided.Value;
    }

    private async Task<Dictionary<int, List<ProfileLine>>> Offices(Tx tx, ProfileFile file, Fields fields)
    {
        var offices = new Dictionary<int, List<ProfileLine>>();
        foreach (var rows in file.Rows.GroupBy(row => row.OfficeNumber))
        {
            var (id, known) = await store.FindOffice(tx.Connection, rows.Key, tx.Today);
            if (id is { } found)
            {
                offices[found] = [.. rows];
                continue;
            }

            var at = $"rows[{rows.First().Line}].office_number";
            if (known.Count == 0)
            {
                fields.Add(at, ErrorReason.OfficeUnknown, rows.Key, ("number", rows.Key));
            }
            else
            {
                var instead = await store.OfficeSuccessors(tx.Connection, rows.Key, tx.Today);
                fields.Add(at, ErrorReason.OfficeNumberExpired, rows.Key, OfficeStore.ExpiryDetails(rows.Key, known[0], tx.Today, instead));
            }
        }

        return offices;
    }

    private async Task<Outcome<Pb.ImportOfficeProfilesResponse>> Save(
        Tx tx, IReadOnlyList<(int OfficeId, Party? Writer, ProfileChange Change)> changes, ProfileFile file)
    {
        foreach (var (id, writer, change) in changes)
        {
            if (await profiles.Save(tx, id, change, writer) is { } refused)
            {
                return refused;
            }
        }

        int[] ids = [.. changes.Select(change => change.OfficeId)];
        await publisher.PublishChanged(tx, ids);
        foreach (var (id, (revision, _)) in await store.PublishedOffices(tx.Connection, ids))
        {
            await tx.Audit("profile.import", $"{id}", revision);
        }

        await (file.Rows.Any(row => row.Part.IsSearched) ? mapper.MapThoseThatSearchProfiles(tx) : Task.CompletedTask);
        return Done(changes);
    }

    private static Pb.ImportOfficeProfilesResponse Done(IReadOnlyList<(int OfficeId, Party? Writer, ProfileChange Change)> changes) => new()
    {
        OfficesChanged = changes.Count,
        RowsAdded = changes.Sum(change => change.Change.Added.Count),
        RowsEnded = changes.Sum(change => change.Change.Ended.Count),
    };

    private static Pb.ImportOfficeProfilesResponse Faults(Fields fields) => new()
    {
        Faults = { RowFaults.Of(fields.Faults, ProfileCsv.ColumnOf) },
    };
}
