using System.Text.Json;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Events;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;

namespace Samstyring.Offices.Import;

/// <summary>
/// Brings the register to what the files say, in one transaction, and publishes the offices and the mappings that change with it. Repeating an import changes
/// nothing, and what a person has recorded is left as it is.
/// </summary>
public sealed class RegisterImport(
    NpgsqlDataSource database, OfficeStore store, OfficePublisher publisher, DirectiveMapper mapper, EventSubscribers subscribers, TimeProvider clock)
{
    /// <summary>The report, or null with the faults that prevent it: the register is then as it was.</summary>
    public async Task<(ImportReport? Report, IReadOnlyList<RowFault> Faults)> Run(RegisterFacts facts, CancellationToken cancel)
    {
        await using var connection = await database.OpenConnectionAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        var tx = new Tx(connection, transaction, Caller.Platform, clock.GetUtcNow(), subscribers, cancel);
        await RegisterStore.LockForImport(connection, tx.Now);
        var register = await RegisterStore.Open(connection, tx.Today);
        var served = await register.ServedPlaces();
        var kinds = await Write(register, facts);
        if (await register.LeftWithout(served) is { Count: > 0 } without)
        {
            return (null, [.. without.Select(number => new RowFault(
                "nav-kontor-kommune.csv", 0, number.Length > 4 ? "bydel_gt_2020" : "kommunenummer_2024", number, "has an office, and would have none"))]);
        }

        var published = await publisher.PublishChanged(tx);
        var mapped = 0;
        foreach (var directive in await store.Directives(connection))
        {
            mapped += await mapper.Map(tx, directive) ? 1 : 0;
        }

        var report = new ImportReport(
            facts.Counties.Count, facts.Municipalities.Count, facts.CountyUnits.Count + facts.OtherUnits.Count + facts.Offices.Count, facts.Offices.Count,
            facts.Links.Count + facts.WithoutOffice.Count, facts.Links.Values.Count(link => link.Basis == V1.LinkBasis.Derived), kinds, facts.WithoutOffice,
            register.LeftAlone, published, mapped);
        var id = await RegisterStore.SaveReport(connection, tx.Now, JsonSerializer.Serialize(report));
        await tx.Audit("IMPORT", "register", id);
        await transaction.CommitAsync(cancel);
        return (report, []);
    }

    private static async Task<IReadOnlyList<KindReport>> Write(RegisterStore register, RegisterFacts facts)
    {
        var (history, successions) = NumberHistory.Build(
            [.. facts.Municipalities.Select(row => new CurrentNumber(row.Key, row.Value.Name, row.Value.FullName))], facts.EndedNumbers);
        var counties = await register.Counties(facts.Counties);
        var countyUnits = await register.CountyUnits(facts.CountyUnits);
        var otherUnits = await register.OtherUnits(facts.OtherUnits);
        var (municipalities, endedNumbers) = await register.Municipalities(facts.Municipalities, history);
        return
        [
            counties, countyUnits, otherUnits, municipalities, endedNumbers,
            await register.Successions(successions),
            await register.Populations(facts.Municipalities),
            await register.Offices(facts.Offices),
            await register.Links(facts.Links),
            await register.CountyLines(facts.CountyLines),
        ];
    }
}
