using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Common;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Replay;

/// <summary>
/// Expands a scope against the offices of a facts file: on which days the directive reaches an office and whom it concerns there (domain.md section 9). The
/// platform's own judgements take this from the offices service; here there is nothing but the file.
/// </summary>
public static class FactsScope
{
    /// <summary>How the directive reaches the office; null: on no day of its validity.</summary>
    public static Reach? Of(Directive x, Scope scope, Profile office, Catalogues catalogues)
    {
        var concerned = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);
        var days = new List<DayRange>();
        foreach (var segment in Segments(office, x.Valid))
        {
            var here = Owners(office, segment.From);
            var part = In(scope, office, catalogues, segment.From, here).Intersect(Issued(x, office, segment.From, here));
            if (part.Count > 0)
            {
                days.Add(segment);
                concerned.UnionWith(part.Where(key => key.Length > 0));
            }
        }

        return days.Count == 0 ? null : new(x.Id, Days.Of(days), concerned.ToImmutable(), x.WithdrawnAtOffices.Contains(office.OfficeId));
    }

    // The periods inside which nothing of the office changes.
    private static IEnumerable<DayRange> Segments(Profile o, DayRange valid)
    {
        IEnumerable<DayRange> all =
        [
            .. o.Municipalities.Select(m => m.Days), .. o.CountyId.Rows.Select(r => r.Valid), .. o.ServiceArea.Rows.Select(r => r.Valid),
            .. o.Networks.Select(n => n.Valid), .. o.Population.Rows.Select(r => r.Valid), .. o.SizeClass.Rows.Select(r => r.Valid),
            .. o.LeadershipModel.Rows.Select(r => r.Valid), .. o.Services?.Select(s => s.Valid) ?? [], .. o.Pilots.Select(p => p.Valid),
        ];
        var starts = all.SelectMany(r => new[] { r.From, r.To }).Where(day => valid.From < day && day < valid.To).Prepend(valid.From).Distinct().Order().ToList();
        return starts.Select((from, i) => new DayRange(from, i + 1 < starts.Count ? starts[i + 1] : valid.To)).Where(r => !r.IsEmpty);
    }

    // The key of an owner: the city district in Oslo, else the municipality. An office whose owners nobody has registered has one without a name.
    private static ImmutableHashSet<string> Owners(Profile o, DateOnly day) => o.Municipalities.IsEmpty
        ? [""]
        : [.. o.Municipalities.Where(m => m.Days.Contains(day)).Select(Key)];

    private static string Key(ProfileMunicipality m) => m.CityDistrict ?? m.MunicipalityNumber;

    private static ImmutableHashSet<string> In(Scope scope, Profile o, Catalogues catalogues, DateOnly day, ImmutableHashSet<string> here) => scope switch
    {
        Scope.All => here,
        Scope.And and => and.Parts.Select(p => In(p, o, catalogues, day, here)).Aggregate((a, b) => a.Intersect(b)),
        Scope.Or or => or.Parts.Select(p => In(p, o, catalogues, day, here)).Aggregate((a, b) => a.Union(b)),
        Scope.Except except => In(except.Whole, o, catalogues, day, here).Except(In(except.Without, o, catalogues, day, here)),
        Scope.Named { Form: ScopeForm.Municipality } named => [.. o.Municipalities
            .Where(m => m.Days.Contains(day) && named.Values.Contains(m.MunicipalityNumber)).Select(Key)],
        Scope.Named { Form: ScopeForm.Provides } named => [.. here.Where(key => named.Values.Any(code => Provides(o, catalogues, code, key, day)))],
        _ => Holds(scope, o, catalogues, day) ? here : [],
    };

    // The statutory minimum and what the state provides are everywhere.
    private static bool Provides(Profile o, Catalogues catalogues, string code, string key, DateOnly day) =>
        (catalogues.Services.TryGetValue(code, out var service) && (service.Owner == "STATE" || service.MinimumDays.Contains(day)))
        || (o.Services ?? []).Any(s => s.ServiceCode == code && s.Valid.Contains(day) && (s.MunicipalityNumber is null || s.MunicipalityNumber == key));

    private static bool Holds(Scope scope, Profile o, Catalogues catalogues, DateOnly day) => scope switch
    {
        Scope.MinimumOnly => o.Services is { } services && !services.Any(s => s.Valid.Contains(day)
            && !(catalogues.Services.TryGetValue(s.ServiceCode, out var service) && (service.Owner == "STATE" || service.MinimumDays.Contains(day)))),
        Scope.Serves serves => o.Municipalities.Where(m => m.Days.Contains(day)).Select(m => m.MunicipalityNumber).Distinct().Count() is var n
            && n >= serves.Min && (serves.Max is null || n <= serves.Max),
        Scope.Named named => named.Form switch
        {
            ScopeForm.Office => named.Values.Contains(o.OfficeId),
            ScopeForm.County => o.CountyId.On(day) is { } county && named.Values.Contains(county.Value),
            ScopeForm.ServiceArea => o.ServiceArea.On(day) is { } area && named.Values.Contains(area.Value.Id),
            ScopeForm.Network => o.Networks.Any(n => n.Valid.Contains(day) && named.Values.Contains(n.NetworkId)),
            ScopeForm.Size => Size(o, day) is { } size && named.Values.Contains(size),
            ScopeForm.Leadership => o.LeadershipModel.On(day) is { } model && named.Values.Contains(Compared.Identifier(model.Value)),
            ScopeForm.Pilot => o.Pilots.Any(p => p.Valid.Contains(day) && named.Values.Contains(p.PilotId)),
            _ => throw new ArgumentOutOfRangeException(nameof(scope), named.Form, null),
        },
        _ => throw new ArgumentOutOfRangeException(nameof(scope), scope, null),
    };

    // Under 3 000, 3 000 to 15 000, over 15 000 inhabitants (domain.md section 9).
    private static string? Size(Profile o, DateOnly day) => o.Population.On(day) is { } population
        ? population.Value < 3000 ? "SMALL" : population.Value <= 15000 ? "MEDIUM" : "LARGE"
        : o.SizeClass.On(day)?.Value;

    // What the issuer may reach (domain.md A5 and section 9).
    private static ImmutableHashSet<string> Issued(Directive x, Profile o, DateOnly day, ImmutableHashSet<string> here)
    {
        var rows = o.Municipalities.Where(m => m.Days.Contains(day)).ToList();
        return x.IssuerOrg.Kind switch
        {
            "MUNICIPALITY" => [.. rows.Where(m => m.MunicipalityNumber == x.IssuerOrg.Number).Concat(Hosted(x, rows)).Select(Key)],
            "CITY_DISTRICT" => [.. rows.Where(m => m.CityDistrict == x.IssuerOrg.Number).Select(Key)],
            "COUNTY" when o.CountyId.On(day) is { } county => county.Value == x.IssuerOrg.Number ? here : [],
            "COUNTY_GOVERNOR" when rows.Count > 0 => [.. rows.Where(m => m.MunicipalityNumber[..2] == Digits(x.IssuerOrg.Number)).Select(Key)],
            "PARTNERSHIP" => o.OfficeId == x.IssuerOrg.Number ? here : [],
            _ => here,
        };
    }

    // As host of its service a municipality reaches the participants' residents.
    private static IEnumerable<ProfileMunicipality> Hosted(Directive x, List<ProfileMunicipality> rows) =>
        x.ServiceCode is { } service && rows.Any(m => m.MunicipalityNumber == x.IssuerOrg.Number && m.Role == MunicipalityRole.Host && m.IsFor(service))
            ? rows.Where(m => m.Role == MunicipalityRole.Participant && m.IsFor(service))
            : [];

    // A county governor goes by the two digits of the county, or by four of which the first two are.
    private static string Digits(string number) => number.Length >= 2 ? number[..2] : number.PadLeft(2, '0').ToString(CultureInfo.InvariantCulture);
}
