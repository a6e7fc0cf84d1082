using Grpc.Core;
using Npgsql;
using Samstyring.Steering.V1;

namespace Samstyring.Bench;

/// <summary>
/// Two hundred constructed directives at every office of the running platform, most of them national, published as their issuers do. They stay: what is
/// measured later meets them too, until <c>./dev erase</c>.
/// </summary>
internal static class ActiveDirectives
{
    public const int AtEachOffice = National + County + Municipal;

    private const int National = 160;
    private const int County = 32;
    private const int Municipal = 8;
    private const int InFlight = 4;

    /// <summary>Publishes them where an office has fewer, and answers at how many offices that many are active now.</summary>
    public static async Task<int> Fill(Platform platform)
    {
        var before = await Offices();
        if (before.Fewest < AtEachOffice)
        {
            await Console.Error.WriteLineAsync($"Publishing {AtEachOffice} constructed directives at {before.Count} offices; this takes some minutes, once");
            await Publish(platform);
        }

        // They are published faster than they are judged.
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(30));
        while ((await Offices()).Fewest < AtEachOffice)
        {
            await timer.WaitForNextTickAsync(patience.Token);
        }

        return before.Count;
    }

    private static async Task Publish(Platform platform)
    {
        var steering = new SteeringService.SteeringServiceClient(platform.Gateway);
        var offices = await platform.AllOffices();
        var letters = new List<(string Persona, DirectiveContent Content)>();
        for (var n = 0; n < National; n++)
        {
            letters.Add(("directorate", Letters.National(n)));
        }

        foreach (var county in offices.Select(office => office.CountyUnit.Number).Distinct())
        {
            letters.AddRange(Enumerable.Range(0, County).Select(n => ($"county:{county}", Letters.County(n, county))));
        }

        foreach (var office in offices)
        {
            var municipality = office.Municipalities[0].Number;
            letters.AddRange(Enumerable.Range(0, Municipal).Select(
                n => ($"municipal-director:{municipality}", Letters.Municipal(n, municipality, office.Number))));
        }

        // What reaches few offices first: each national directive is judged against all that is there.
        letters.Reverse();
        var personas = new Dictionary<string, Metadata>();
        foreach (var persona in letters.Select(letter => letter.Persona).Distinct())
        {
            personas[persona] = await platform.As(persona);
        }

        await Parallel.ForEachAsync(letters, new ParallelOptions { MaxDegreeOfParallelism = InFlight }, async (letter, _) =>
            await Letters.Publish(steering, Letters.Complete(letter.Content), personas[letter.Persona]));
    }

    // How many offices there are, and how many directives reach the one with the fewest.
    private static async Task<(int Count, int Fewest)> Offices()
    {
        await using var connection = new NpgsqlConnection(Platform.Postgres + ";Database=notifications;Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select count(*)::int, min(n)::int
              from (select count(m.directive_id) as n from office o left join mapping m on m.office_id = o.office_id and not m.settled group by o.office_id) x
            """,
            connection);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.IsDBNull(1) ? 0 : reader.GetInt32(1));
    }
}
