using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Who may settle a finding (conflicts.md section 4), named.</summary>
public static class Resolvers
{
    /// <summary>R-A: the county and every municipality that one of the directives concerns; all of the office's where the register names none.</summary>
    public static Resolver BothOwners(Office office, IEnumerable<ImmutableSortedSet<string>> concerned)
    {
        var numbers = concerned.SelectMany(c => c).ToImmutableSortedSet(StringComparer.Ordinal);
        var municipalities = office.Municipalities
            .Where(m => numbers.IsEmpty || numbers.Contains(m.Number))
            .OrderBy(m => m.Number, StringComparer.Ordinal)
            .Select(m => Municipality(m.Name));
        var county = office.County?.Name ?? "Nav fylke";
        return new(ResolverClass.BothOwners, Join([Same(county), .. municipalities]));
    }

    /// <summary>R-D: the issuers of the directives that owe something.</summary>
    public static Resolver Issuers(Office office, IEnumerable<Directive> owing) =>
        new(ResolverClass.Issuer, Join([.. owing.Select(x => Organisation(office, x.IssuerOrg)).Distinct()]));

    /// <summary>An organisation, "COUNTY:5700", as a text names it. Its name is known where it owns the office.</summary>
    public static Words Organisation(Office office, string org)
    {
        var colon = org.IndexOf(':', StringComparison.Ordinal);
        var (kind, number) = colon < 0 ? (org, "") : (org[..colon], org[(colon + 1)..]);
        return kind switch
        {
            "DEPARTMENT" => Same("departementet"),
            "DIRECTORATE" => Same("Arbeids- og velferdsdirektoratet"),
            "COUNTY" => Same(office.County is { } county && county.Number == number ? county.Name : $"Nav fylke {number}"),
            "MUNICIPALITY" => office.Municipalities.FirstOrDefault(m => m.Number == number) is { } m ? Municipality(m.Name) : Same($"kommune {number}"),
            "CITY_DISTRICT" => Same($"bydel {number}"),
            "COUNTY_GOVERNOR" => new("statsforvalteren", "statsforvaltaren"),
            "KS" => Same("KS"),
            "PARTNERSHIP" => Same("partnerskapet") with { Nn = "partnarskapet" },
            _ => new("utstederen", "utferdaren"),
        };
    }

    private static Words Municipality(string name) => Same($"{name} kommune");

    private static Words Same(string text) => new(text, text);

    private static Words Join(ImmutableArray<Words> names) => new(Join(names.Select(n => n.Nb)), Join(names.Select(n => n.Nn)));

    private static string Join(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count < 2 ? string.Concat(all) : $"{string.Join(", ", all.SkipLast(1))} og {all[^1]}";
    }
}
