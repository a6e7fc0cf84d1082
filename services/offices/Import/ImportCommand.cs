using Microsoft.Extensions.Options;

namespace Samstyring.Offices.Import;

/// <summary>The command line's <c>--import</c>: imports the register's files, prints what it did and ends.</summary>
public static class ImportCommand
{
    public const string Argument = "--import";

    /// <summary>Answers the exit code: 0, or 1 with every fault of the files printed and the register as it was.</summary>
    public static async Task<int> Run(IServiceProvider services, CancellationToken cancel = default)
    {
        var folder = services.GetRequiredService<IOptions<OfficesOptions>>().Value.Folder;
        var (facts, faults) = new RegisterFiles(folder).Read();
        var report = (ImportReport?)null;
        if (facts is not null)
        {
            (report, faults) = await services.GetRequiredService<RegisterImport>().Run(facts, cancel);
        }

        if (report is null)
        {
            await Console.Error.WriteLineAsync($"{string.Join(Environment.NewLine, faults)}{Environment.NewLine}Nothing imported: {faults.Count} faults.");
            return 1;
        }

        await Console.Out.WriteLineAsync($"{report}");
        return 0;
    }
}
