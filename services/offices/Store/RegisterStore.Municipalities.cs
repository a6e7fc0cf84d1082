using Dapper;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class RegisterStore
{
    /// <summary>
    /// Municipalities with all their numbers, of today and ended. Unlike other facts a number's periods come from the files, so they are taken as stated;
    /// only a change of name, county, language form or centre under a number of today holds from the day of the import.
    /// </summary>
    public async Task<(KindReport Municipalities, KindReport EndedNumbers)> Municipalities(
        IReadOnlyDictionary<string, MunicipalityFact> wanted, IReadOnlyList<MunicipalityNumbers> history)
    {
        var known = await KnownNumbers();
        var (today, ended) = (new Counter(), new Counter());
        var stated = history.SelectMany(municipality => municipality.Numbers).ToDictionary(number => number.Key);
        var kept = recorded["municipality_number"].ToHashSet();
        // What is entered ahead of time is not in the files yet.
        var unstated = known.Values.Where(row => !stated.ContainsKey(row.Key) && row.Valid.UpperBoundInfinite && !(row.Valid.ToPeriod().From > day)).ToList();
        leftAlone.AddRange(unstated.Where(row => kept.Contains(row.MunicipalityId)).Select(row => new LeftAlone("municipalities", row.Key)));
        var gone = unstated.Where(row => !kept.Contains(row.MunicipalityId)).Select(row => row.RowId).ToArray();
        await End("municipality_number", gone);
        today.Ended = gone.Length;

        // First everything that gives up days, then everything that takes them.
        var begin = new List<(MunicipalityNumbers Municipality, NumberPeriod Number, DateOnly? From)>();
        foreach (var (municipality, number) in history.SelectMany(municipality => municipality.Numbers.Select(number => (municipality, number))))
        {
            var count = wanted.ContainsKey(number.Key) ? today : ended;
            if (!known.TryGetValue(number.Key, out var row))
            {
                begin.Add((municipality, number, number.Valid.From ?? (number.Valid.To is null ? FirstDay(isNew: true) : null)));
                count.Added++;
            }
            else if (kept.Contains(row.MunicipalityId))
            {
                count.Unchanged++;
                if (wanted.TryGetValue(number.Key, out var stale) && (row.Valid.ToPeriod().To <= day || Attributes(number.Name, stale) != row.Attributes))
                {
                    leftAlone.Add(new LeftAlone("municipalities", number.Key));
                }
            }
            else if (wanted.TryGetValue(number.Key, out var fact) && Attributes(number.Name, fact) is var now && now != row.Attributes)
            {
                await End("municipality_number", [row.RowId]);
                begin.Add((municipality, number, day));
                count.Changed++;
            }
            else if (!(row.Valid.ToPeriod().To > day || row.Valid.ToPeriod().From > day) && (row.Valid.ToPeriod().To != number.Valid.To || row.Territory != Territory(number)))
            {
                await connection.ExecuteAsync(
                    "update municipality_number set valid = daterange(lower(valid), @to), territory = @territory where municipality_number_id = @RowId",
                    new { row.RowId, to = number.Valid.To, territory = Territory(number).Split(';') });
                count.Changed++;
            }
            else
            {
                count.Unchanged++;
            }
        }

        await Begin(begin, known.ToDictionary(row => row.Key, row => row.Value.MunicipalityId), wanted);
        return (today.Report("municipalities"), ended.Report("ended numbers"));
    }

    /// <summary>Who took over from whom, by the keys of the numbers; the files' word replaces what was stored, but for what a person has recorded.</summary>
    public async Task<KindReport> Successions(IReadOnlyList<NumberSuccession> wanted)
    {
        var ids = await MunicipalityIds();
        var known = (await connection.QueryAsync<(int Predecessor, int Successor, DateOnly On)>(
            "select predecessor_id, successor_id, on_day from municipality_succession")).ToHashSet();
        var stated = wanted.Select(step => (Predecessor: ids[step.Predecessor], Successor: ids[step.Successor], step.On)).ToHashSet();
        var kept = recorded["municipality_number"].ToHashSet();
        var (added, ended) = (stated.Except(known).ToList(), known.Except(stated).Where(step => step.On <= day && !kept.Contains(step.Predecessor)).ToList());
        await connection.ExecuteAsync(
            "delete from municipality_succession where (predecessor_id, successor_id, on_day) = (@Predecessor, @Successor, @On)",
            ended.Select(step => new { step.Predecessor, step.Successor, step.On }));
        await Insert(
            """
            insert into municipality_succession (predecessor_id, successor_id, on_day)
            select predecessor, successor, day from jsonb_to_recordset(@rows::jsonb) as r (predecessor integer, successor integer, day date)
            """,
            added.Select(step => new { predecessor = step.Predecessor, successor = step.Successor, day = step.On }));
        return new KindReport("successions", added.Count, 0, ended.Count, stated.Count - added.Count);
    }

    /// <summary>Population figures. A figure of another day is added beside the old ones; nothing ends.</summary>
    public async Task<KindReport> Populations(IReadOnlyDictionary<string, MunicipalityFact> wanted)
    {
        const string SaveSql =
            """
            insert into municipality_population (municipality_id, counted_on, inhabitants)
            select id, day, inhabitants from jsonb_to_recordset(@rows::jsonb) as r (id integer, day date, inhabitants integer)
            on conflict (municipality_id, counted_on) do update set inhabitants = excluded.inhabitants
            """;
        var ids = await MunicipalityIds();
        var known = (await connection.QueryAsync<(int Id, DateOnly On, int Inhabitants)>("select municipality_id, counted_on, inhabitants from municipality_population"))
            .ToDictionary(row => (row.Id, row.On), row => row.Inhabitants);
        var stated = wanted.Select(row => (Id: ids[row.Key], On: row.Value.CountedOn, row.Value.Inhabitants)).ToList();
        var added = stated.Count(row => !known.ContainsKey((row.Id, row.On)));
        var save = stated.Where(row => !known.TryGetValue((row.Id, row.On), out var before) || before != row.Inhabitants).ToList();
        await Insert(SaveSql, save.Select(row => new { id = row.Id, day = row.On, inhabitants = row.Inhabitants }));
        return new KindReport("population figures", added, save.Count - added, 0, stated.Count - save.Count);
    }

    // By any number, also one that begins later: the files may be ahead of the day.
    private async Task<Dictionary<string, int>> MunicipalityIds() => (await KnownNumbers()).ToDictionary(row => row.Key, row => row.Value.MunicipalityId);

    // The newest row of each number: older ones tell of earlier names.
    private async Task<Dictionary<string, NumberRow>> KnownNumbers()
    {
        const string Sql =
            """
            select distinct on (m.number, m.earlier_use)
                   m.municipality_number_id as row_id, m.municipality_id, m.number || m.earlier_use as key, m.valid, array_to_string(m.territory, ';') as territory,
                   concat_ws('|', m.name, c.number, m.language_form, m.administrative_centre) as attributes
              from municipality_number m
              left join county_number c on c.county_id = m.county_id and c.valid @> @day
             order by m.number, m.earlier_use, lower(m.valid) desc nulls last
            """;
        return (await connection.QueryAsync<NumberRow>(Sql, new { day })).ToDictionary(row => row.Key);
    }

    // A number goes to the municipality of another number of its chain; a chain of new numbers is a new municipality.
    private async Task Begin(
        List<(MunicipalityNumbers Municipality, NumberPeriod Number, DateOnly? From)> rows, Dictionary<string, int> ids,
        IReadOnlyDictionary<string, MunicipalityFact> today)
    {
        const string Sql =
            """
            insert into municipality_number (municipality_id, number, earlier_use, name, county_id, language_form, administrative_centre, territory, valid)
            select id, number, earlier_use, name, county, form, centre, territory, daterange(first, last)
              from jsonb_to_recordset(@rows::jsonb)
                as r (id integer, number text, earlier_use text, name text, county integer, form smallint, centre text, territory text[], first date, last date)
            """;
        var chains = rows.Select(row => row.Municipality).Distinct().Where(chain => !chain.Numbers.Any(number => ids.ContainsKey(number.Key))).ToList();
        foreach (var (chain, id) in chains.Zip(await NewIds("municipality", "municipality_id", chains.Count)))
        {
            ids[chain.Numbers[0].Key] = id;
        }

        var counties = await Ids("county");
        await Insert(Sql, rows.Select(row =>
        {
            var fact = today.GetValueOrDefault(row.Number.Key);
            return new
            {
                id = ids[row.Municipality.Numbers.First(number => ids.ContainsKey(number.Key)).Key],
                number = row.Number.Number,
                earlier_use = row.Number.Key[4..],
                name = row.Number.Name,
                county = fact is null ? (int?)null : counties[fact.CountyNumber],
                form = (short)(fact?.LanguageForm ?? LanguageForm.Unspecified),
                centre = fact?.AdministrativeCentre ?? "",
                territory = Territory(row.Number).Split(';'),
                first = row.From,
                last = row.Number.Valid.To,
            };
        }));
    }

    private static string Territory(NumberPeriod number) => string.Join(';', number.NumbersNow.Order(StringComparer.Ordinal));

    private static string Attributes(string name, MunicipalityFact fact) =>
        $"{name}|{fact.CountyNumber}|{(short)fact.LanguageForm}|{fact.AdministrativeCentre}";

    private sealed record NumberRow(int RowId, int MunicipalityId, string Key, NpgsqlRange<DateOnly> Valid, string Territory, string Attributes);

    private sealed class Counter
    {
        public int Added { get; set; }
        public int Changed { get; set; }
        public int Ended { get; set; }
        public int Unchanged { get; set; }

        public KindReport Report(string kind) => new(kind, Added, Changed, Ended, Unchanged);
    }
}
