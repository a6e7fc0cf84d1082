using Dapper;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>
    /// The internal ids behind the numbers and codes of a scope, on the day the scope speaks of. Every number and code that names nothing on that day is a
    /// fault of <paramref name="field"/>; a number that was or will be in use says which numbers hold instead.
    /// </summary>
    public async Task<Outcome<ScopeTerms>> Terms(NpgsqlConnection connection, Scope scope, DateOnly day, string field)
    {
        var terms = new Dictionary<(ScopeForm Form, string Value), int>();
        var faults = new Fields();
        foreach (var named in NamedIn(scope).GroupBy(named => named.Form, named => named.Values))
        {
            var values = named.SelectMany(value => value).Distinct().ToArray();
            var found = named.Key switch
            {
                ScopeForm.Office or ScopeForm.County or ScopeForm.Municipality => await Numbers(connection, named.Key, values, day, field, faults),
                ScopeForm.ServiceArea or ScopeForm.Network or ScopeForm.Pilot => await Groups(connection, named.Key, values),
                ScopeForm.Provides => (await connection.QueryAsync<(string Code, bool IsMinimum)>(
                    "select service_code, not isempty(minimum) from service where service_code = any(@values)", new { values }))
                    .ToDictionary(row => row.Code, row => row.IsMinimum ? ScopeTerms.Minimum : 0),
                _ => values.ToDictionary(value => value, _ => 0),
            };
            foreach (var value in values.Where(value => !found.ContainsKey(value) && named.Key is not (ScopeForm.Office or ScopeForm.County or ScopeForm.Municipality)))
            {
                faults.Add(field, ErrorReason.GroupUnknown, value, ("id", value));
            }

            foreach (var (value, id) in found)
            {
                terms[(named.Key, value)] = id;
            }
        }

        return faults.Any ? faults.ToRefusal() : new ScopeTerms(terms);
    }

    /// <summary>
    /// What a municipality number that does not hold on the day is called then (<see cref="Successors.On"/>); empty when the register knows no number for it.
    /// </summary>
    public async Task<IReadOnlyList<string>> MunicipalitySuccessors(NpgsqlConnection connection, string number, DateOnly day)
    {
        var numbers = await connection.QueryAsync<(int Id, string Number, NpgsqlRange<DateOnly> Valid, string[] Territory)>(
            "select municipality_id, number, valid, territory from municipality_number");
        var successions = await connection.QueryAsync<(int Predecessor, int Successor, DateOnly On)>(
            "select predecessor_id, successor_id, on_day from municipality_succession");
        return Successors.On(
            day, number,
            [.. numbers.Select(row => new NumberFact(row.Id, row.Number, row.Valid.ToPeriod(), row.Territory))],
            [.. successions.Select(row => new SuccessionFact(row.Predecessor, row.Successor, row.On))]);
    }

    /// <summary>The offices that serve on the day what an office whose number does not hold then has served.</summary>
    public async Task<IReadOnlyList<string>> OfficeSuccessors(NpgsqlConnection connection, string number, DateOnly day)
    {
        const string Sql =
            """
            select distinct heir.number
              from office_number old
              join office_municipality had on had.office_id = old.office_id
              join office_municipality has on has.municipality_id = had.municipality_id and has.valid @> @day
                                          and (has.city_district = had.city_district or '' in (has.city_district, had.city_district))
              join office_number heir on heir.office_id = has.office_id and heir.valid @> @day
             where old.number = @number
             order by heir.number
            """;
        return [.. await connection.QueryAsync<string>(Sql, new { number, day })];
    }

    /// <summary>Adds a fault when a number of an office, a municipality or a county unit does not hold on the day.</summary>
    public async Task CheckNumber(NpgsqlConnection connection, ScopeForm form, string number, DateOnly day, string field, Fields faults) =>
        await Numbers(connection, form, [number], day, field, faults);

    private async Task<Dictionary<string, int>> Numbers(
        NpgsqlConnection connection, ScopeForm form, string[] values, DateOnly day, string field, Fields faults)
    {
        var (table, key, unknown) = form switch
        {
            ScopeForm.Office => ("office_number", "office_id", ErrorReason.OfficeUnknown),
            ScopeForm.County => ("county_unit_number", "unit_id", ErrorReason.CountyUnknown),
            _ => ("municipality_number", "municipality_id", ErrorReason.MunicipalityUnknown),
        };
        var rows = (await connection.QueryAsync<(string Number, int Id, NpgsqlRange<DateOnly> Valid)>(
            $"select number, {key}, valid from {table} where number = any(@values) order by lower(valid) desc nulls last", new { values })).ToLookup(row => row.Number);
        var found = new Dictionary<string, int>();
        foreach (var number in values)
        {
            var holding = rows[number].Where(row => row.Valid.ToPeriod().Contains(day)).ToList();
            if (holding.Count > 0)
            {
                found[number] = holding[0].Id;
            }
            else if (form == ScopeForm.County || !rows[number].Any())
            {
                faults.Add(field, unknown, number, ("number", number));
            }
            else
            {
                var reason = form == ScopeForm.Office ? ErrorReason.OfficeNumberExpired : ErrorReason.MunicipalityNumberExpired;
                var instead = form == ScopeForm.Office ? await OfficeSuccessors(connection, number, day) : await MunicipalitySuccessors(connection, number, day);
                faults.Add(field, reason, number, ExpiryDetails(number, rows[number].First().Valid.ToPeriod(), day, instead));
            }
        }

        return found;
    }

    /// <summary>Metadata of a number that does not hold on a day: its own days and the numbers that hold instead.</summary>
    public static (string Key, string Value)[] ExpiryDetails(string number, Period valid, DateOnly day, IReadOnlyList<string> instead) =>
    [
        ("number", number),
        valid.To <= day ? ("valid_to", $"{valid.To:yyyy-MM-dd}") : ("valid_from", $"{valid.From:yyyy-MM-dd}"),
        ("successors", string.Join(", ", instead)),
    ];

    private static async Task<Dictionary<string, int>> Groups(NpgsqlConnection connection, ScopeForm form, string[] values) =>
        (await connection.QueryAsync<(string Code, int Id)>(
            "select code, group_id from office_group where kind = @kind and code = any(@values)", new { kind = (short)ScopeTerms.KindOf(form), values }))
        .ToDictionary(row => row.Code, row => row.Id);

    private static IEnumerable<Scope.Named> NamedIn(Scope scope) => scope switch
    {
        Scope.Named named => [named],
        Scope.And and => and.Parts.SelectMany(NamedIn),
        Scope.Or or => or.Parts.SelectMany(NamedIn),
        Scope.Except except => NamedIn(except.Whole).Concat(NamedIn(except.Without)),
        _ => [],
    };
}

/// <summary>Kinds of office groups, as stored.</summary>
public enum GroupKind : short
{
    ServiceArea = 1,
    Network = 2,
    Pilot = 3,
}

/// <summary>The ids behind the numbers and codes of one scope.</summary>
public sealed class ScopeTerms(IReadOnlyDictionary<(ScopeForm Form, string Value), int> ids)
{
    public static GroupKind KindOf(ScopeForm form) => form switch
    {
        ScopeForm.ServiceArea => GroupKind.ServiceArea,
        ScopeForm.Network => GroupKind.Network,
        ScopeForm.Pilot => GroupKind.Pilot,
        _ => throw new ArgumentOutOfRangeException(nameof(form), form, "Names no group."),
    };

    /// <summary>Stands in the place of an id for a service that is part of the statutory minimum on some day.</summary>
    internal const int Minimum = 1;

    /// <summary>Whether one of the services named is part of the statutory minimum on some day: every office provides it then.</summary>
    public bool AnyIsMinimum(Scope.Named services) => services.Values.Any(code => ids[(services.Form, code)] == Minimum);

    public int[] Of(Scope.Named named) => [.. named.Values.Distinct().Select(value => ids[(named.Form, value)])];
}
