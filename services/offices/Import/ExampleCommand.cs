using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Office = Samstyring.Offices.V1.Office;

namespace Samstyring.Offices.Import;

/// <summary>
/// The command line's <c>--import-example-profiles</c>: gives every office that has no profile an invented one with invented agreements, prints how many and
/// ends. For demonstrations and tests. An office about which somebody has registered something is left alone: what is invented never stands beside what is real.
/// </summary>
public static class ExampleCommand
{
    public const string Argument = "--import-example-profiles";

    /// <summary>Answers the exit code: 0, or 1 with the faults printed and nothing written.</summary>
    /// <param name="services">The parts of the service.</param>
    /// <param name="number">Only this office; null: all.</param>
    /// <param name="cancel">Ends it, with nothing written.</param>
    public static async Task<int> Run(IServiceProvider services, string? number = null, CancellationToken cancel = default)
    {
        var store = services.GetRequiredService<OfficeStore>();
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(
            connection, transaction, Caller.Platform, services.GetRequiredService<TimeProvider>().GetUtcNow(), services.GetRequiredService<EventSubscribers>(), cancel);
        await RegisterStore.LockForImport(connection, tx.Now);
        List<Office> offices = [.. (await store.Offices(connection, tx.Today)).Where(IsBlank).Where(office => number is null || office.Number == number).OrderBy(office => office.OfficeId)];
        var inhabitants = (await store.Municipalities(connection, tx.Today, withoutOffice: false, after: "", int.MaxValue))
            .ToDictionary(municipality => municipality.Number, municipality => municipality.Population);
        var (faults, put) = (new List<string>(), 0);
        foreach (var office in offices)
        {
            put += await Put(tx, services.GetRequiredService<AgreementStore>(), office, inhabitants, faults);
        }

        // Publishes what has been written, the agreements too.
        var profiles = services.GetRequiredService<ProfileImport>();
        var response = (await profiles.Run(tx, ProfileCsv.Read(ExampleProfiles.Csv(offices)), validateOnly: false, _ => (null, null))).Value;
        faults.AddRange(response.Faults.Select(fault => $"Line {fault.Row}, {fault.Field}: {fault.Reason} {fault.Value}"));
        if (faults.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, faults));
            return 1;
        }

        await transaction.CommitAsync(cancel);
        await Console.Out.WriteLineAsync($"Example profiles, invented: {response.OfficesChanged} offices, {response.RowsAdded} rows, {put} agreements.");
        return 0;
    }

    private static bool IsBlank(Office office) =>
        office.Profile.Agreements.Count == 0 && ProfilePart.All.All(part => part.RowsOf(office.Profile).Count == 0);

    // As the owners would do it: each puts the same content, and the last signature makes it an agreement.
    private static async Task<int> Put(Tx tx, AgreementStore agreements, Office office, IReadOnlyDictionary<string, long> inhabitants, List<string> faults)
    {
        await agreements.LockOffice(tx.Connection, office.OfficeId);
        var owners = await agreements.Owners(tx.Connection, office.OfficeId, tx.Today, tx.Today);
        var there = new List<Agreement>();
        foreach (var stated in ExampleAgreements.Of(office, inhabitants))
        {
            var fields = new Fields();
            var valid = AgreementContents.Check(fields, "content", stated);
            if (fields.Any)
            {
                faults.AddRange(fields.Faults.Select(fault => $"Office {office.Number}, {stated.Type}, {fault.Field}: {fault.Reason} {fault.Value}"));
                continue;
            }

            var content = AgreementContents.Normal(stated);
            IReadOnlyList<Party> parties = [.. content.Parties.Select(party => owners.Single(owner => owner.Org.Equals(party)))];
            Agreement? agreement = null;
            foreach (var party in parties)
            {
                var signer = new Signer(party, $"EKSEMPEL {party.Name}", party.IsState ? "" : ExampleAgreements.Mandate);
                var id = ExampleAgreements.Id(office.Number, content.Type);
                var change = AgreementRules.Put(
                    (office.OfficeId, office.Number), there, new PutAgreement(id, agreement, agreement?.Newest.Number ?? 0, content, parties, valid, signer, tx.Now)).Value;
                await agreements.Save(tx, change);
                agreement = change.After;
            }

            await tx.Audit("agreement.put", $"{agreement!.Id}", agreement.Newest.Number);
            there.Add(agreement);
        }

        return there.Count;
    }
}
