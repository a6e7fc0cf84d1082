using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;

namespace Samstyring.Offices.Import;

/// <summary>
/// The command line's <c>--import-example-profiles</c>: gives every office that has no profile an invented one, prints how many and ends. For demonstrations
/// and tests. An office about which somebody has registered something is left alone: what is invented never stands beside what is real.
/// </summary>
public static class ExampleCommand
{
    public const string Argument = "--import-example-profiles";

    /// <summary>Answers the exit code: 0, or 1 with the faults printed and nothing written.</summary>
    public static async Task<int> Run(IServiceProvider services, CancellationToken cancel = default)
    {
        var today = Oslo.DateOf(services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using var connection = await services.GetRequiredService<NpgsqlDataSource>().OpenConnectionAsync(cancel);
        var offices = (await services.GetRequiredService<OfficeStore>().Offices(connection, today))
            .Where(office => ProfilePart.All.All(part => part.RowsOf(office.Profile).Count == 0));
        var file = ProfileCsv.Read(ExampleProfiles.Csv(offices));
        var response = await services.GetRequiredService<ProfileImport>().Run(file, cancel);
        foreach (var fault in response.Faults)
        {
            await Console.Error.WriteLineAsync($"Line {fault.Row}, {fault.Field}: {fault.Reason} {fault.Value}");
        }

        await Console.Out.WriteLineAsync($"Example profiles, invented: {response.OfficesChanged} offices, {response.RowsAdded} rows.");
        return response.Faults.Count == 0 ? 0 : 1;
    }
}
