using System.Text;
using Google.Protobuf;

namespace Samstyring.Cli.Commands;

/// <summary>A file that comes in pages.</summary>
internal static class CsvFile
{
    /// <summary>Puts the pages together and writes them to the file, or shows them where none is named.</summary>
    /// <param name="run">The command.</param>
    /// <param name="file">The file; null: standard out.</param>
    /// <param name="whole">The answer that one page with all of it would be.</param>
    /// <param name="page">The page a token begins, and the token of the next; empty: there is none.</param>
    public static async Task<int> Save(Run run, string? file, Func<string, IMessage> whole, Func<string, Task<(string Csv, string Next)>> page)
    {
        var (text, token) = (new StringBuilder(), "");
        do
        {
            (var csv, token) = await page(token);
            text.Append(csv);
        }
        while (token.Length > 0);

        if (file is null)
            return run.Show(whole(text.ToString()), shown => shown.Line(text.ToString().TrimEnd()));
        await File.WriteAllTextAsync(file, text.ToString(), run.Session.Cancel);
        return Exit.Done;
    }
}
