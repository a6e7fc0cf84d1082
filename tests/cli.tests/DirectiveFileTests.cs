using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Tests;

/// <summary>Files of directives: what is sent, and what is shown.</summary>
public sealed class DirectiveFileTests
{
    [Fact]
    public async Task Import_WithoutFaults_SaysHowManyBecameWhat()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new ImportDirectivesResponse
        {
            Created = 2,
            Changed = 1,
            Same = 7,
            Rows = { new ImportedRow { Line = 2, MissingForPublication = 3 }, new ImportedRow { Line = 3 } },
        };
        var file = await Written("key,title.nb\r\na,Tittel\r\n");
        var (exit, output, _) = await platform.Run("directive", "import", file);
        var (_, nynorsk, _) = await platform.Run("directive", "import", file, "--validate-only", "--lang", "nn");

        Assert.Equal(Exit.Done, exit);
        Assert.Equal(["2 nye utkast, 1 endret, 7 som før.", "1 mangler noe før de kan publiseres."], output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        Assert.Contains("Berre kontrollert; ingenting er skrive.", nynorsk, StringComparison.Ordinal);
        var requests = platform.Requests.Cast<ImportDirectivesRequest>().ToList();
        Assert.All(requests, request => Assert.True(request.Csv == "key,title.nb\r\na,Tittel\r\n" && request.RequestId.Length > 0));
        Assert.Equal([false, true], requests.Select(request => request.ValidateOnly));
    }

    [Fact]
    public async Task Import_WithFaults_ListsEveryLineAndIsRefused()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new ImportDirectivesResponse
        {
            Faulty = 1,
            Faults = { new RowFault { Row = 12, Field = "target.lo", Value = "x", Reason = "FIELD_MALFORMED", Text = new LocalizedText { Nb = "Kan ikke leses.", Nn = "Kan ikkje lesast." } } },
        };
        var (exit, output, _) = await platform.Run("directive", "import", await Written("key\r\n"));
        Assert.Equal(Exit.Refused, exit);
        Assert.Matches("12 +target.lo +x +Kan ikke leses. \\(FIELD_MALFORMED\\)", output);
        Assert.Contains("1 feil i 1 rader; ingenting er skrevet.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Pages_AreOneFile()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => ((ExportDirectivesRequest)request).PageToken.Length == 0
            ? new ExportDirectivesResponse { Csv = "key,theme\r\na,A\r\n", NextPageToken = "two" }
            : new ExportDirectivesResponse { Csv = "b,B\r\n" };
        var file = Path.GetTempFileName();
        var (exit, output, _) = await platform.Run("directive", "export", "--state", "DRAFT", "--theme", "A", "-o", file);
        Assert.Equal((Exit.Done, ""), (exit, output));
        Assert.Equal("key,theme\r\na,A\r\nb,B\r\n", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        Assert.All(
            platform.Requests.Cast<ExportDirectivesRequest>(), request => Assert.Equal((DirectiveState.Draft, "A"), (request.Filter.State, request.Filter.Theme)));
    }

    private static async Task<string> Written(string text)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);
        return file;
    }
}
