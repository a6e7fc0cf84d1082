using System.Collections.Immutable;
using Samstyring.Norwegian;

namespace Samstyring.Notifications.Rules;

/// <summary>Who may settle a finding (conflicts.md section 4), named: a role at a named organisation.</summary>
public static class Resolvers
{
    /// <summary>
    /// R-A: the county and every municipality concerned. What two directives collide in concerns those whom both of them do; else all whom one does. All of the
    /// office's where the register names none.
    /// </summary>
    /// <param name="office">The office.</param>
    /// <param name="concerned">Of each directive, the municipalities it concerns there; none named: everybody.</param>
    public static Resolver BothOwners(Office office, IEnumerable<ImmutableSortedSet<string>> concerned)
    {
        var each = concerned.ToList();
        var named = each.Where(c => !c.IsEmpty).ToList();
        var both = each.Count == 2 && named.Count > 0 ? named.Aggregate((a, b) => a.Intersect(b)) : [];
        return new(ResolverClass.BothOwners, Join([County(office), .. Municipalities(office, both.IsEmpty ? named : [both])]));
    }

    /// <summary>R-A with all owners of the office.</summary>
    public static Resolver BothOwners(Office office) => BothOwners(office, []);

    /// <summary>R-B: the regional arena of the office's county.</summary>
    public static Resolver RegionalArena(Office office) => new(
        ResolverClass.RegionalArena,
        Join([County(office), new("kommunedirektørutvalget", "kommunedirektørutvalet"), new("statsforvalteren", "statsforvaltaren"), Same("KS")]));

    /// <summary>R-C: the top of one line. It changes its own directive, never the other line's.</summary>
    public static Resolver LineTop(Office office, Line line, Org issuer) => new(ResolverClass.LineTop, line switch
    {
        Line.State => Same("Arbeids- og velferdsdirektoratet"),
        Line.Municipal => Organisation(office, issuer) is var m ? new($"kommunedirektøren i {m.Nb}", $"kommunedirektøren i {m.Nn}") : Same("kommunedirektøren"),
        _ => Organisation(office, issuer),
    });

    /// <summary>R-D: the issuers of the directives that owe something.</summary>
    public static Resolver Issuers(Office office, IEnumerable<Directive> owing) =>
        new(ResolverClass.Issuer, Join([.. owing.Select(x => Organisation(office, x.IssuerOrg)).Distinct()]));

    /// <summary>R-F: the municipalities of the office between themselves.</summary>
    public static Resolver BetweenMunicipalities(Office office) => new(ResolverClass.Municipalities, Join([.. Municipalities(office, [])]));

    /// <summary>R-G: the two leaders of the office.</summary>
    public static Resolver Leaders(Office office) =>
        new(ResolverClass.Leaders, new($"de to lederne ved {office.Name}", $"dei to leiarane ved {office.Name}"));

    /// <summary>R-E: mediation by the county governor, then the dispute board.</summary>
    public static Resolver DisputeBoard { get; } = new(
        ResolverClass.DisputeBoard,
        new("statsforvalteren (mekling), deretter tvisteløsningsnemnda", "statsforvaltaren (mekling), deretter tvisteløysingsnemnda"));

    /// <summary>R-C when its time is up: the meeting at the top of the line.</summary>
    public static Resolver LineMeeting(Office office, Line line, Org issuer) => new(ResolverClass.LineTop, line switch
    {
        Line.State => new("direktørmøtet i Arbeids- og velferdsdirektoratet", "direktørmøtet i Arbeids- og velferdsdirektoratet"),
        Line.Municipal => Organisation(office, issuer) is var m ? new($"kommunestyret i {m.Nb}", $"kommunestyret i {m.Nn}") : Same("kommunestyret"),
        _ => Organisation(office, issuer),
    });

    /// <summary>Owners who have not registered what a rule needs.</summary>
    public static Resolver Owners(Office office, IEnumerable<Org> owners) =>
        new(ResolverClass.BothOwners, Join([.. owners.Distinct().Select(o => Organisation(office, o))]));

    /// <summary>An organisation as a text names it. Its name is known where it owns the office.</summary>
    public static Words Organisation(Office office, Org org) => org.Kind switch
    {
        "DEPARTMENT" => Same("departementet"),
        "DIRECTORATE" => Same("Arbeids- og velferdsdirektoratet"),
        "COUNTY" => Same(office.County is { } county && county.Number == org.Number ? county.Name : $"Nav fylke {org.Number}"),
        "MUNICIPALITY" => office.Municipalities.FirstOrDefault(m => m.Number == org.Number) is { } m ? Municipality(m) : Same($"kommune {org.Number}"),
        "CITY_DISTRICT" => Same(MunicipalOwner.CityDistrict(org.Number)),
        "COUNTY_GOVERNOR" => new("statsforvalteren", "statsforvaltaren"),
        "KS" => Same("KS"),
        "PARTNERSHIP" => Same("partnerskapet") with { Nn = "partnarskapet" },
        _ => new("utstederen", "utferdaren"),
    };

    private static Words County(Office office) => Same(office.County?.Name ?? "Nav fylke");

    // In Oslo what is concerned is a city district.
    private static IEnumerable<Words> Municipalities(Office office, IEnumerable<ImmutableSortedSet<string>> concerned)
    {
        var numbers = concerned.SelectMany(c => c).ToImmutableSortedSet(StringComparer.Ordinal);
        return office.Municipalities
            .Where(m => numbers.IsEmpty || numbers.Contains(m.Number))
            .OrderBy(m => m.Number, StringComparer.Ordinal)
            .Select(Municipality)
            .Concat(numbers.Where(number => number is { Length: > 4 }).Select(number => Organisation(office, $"CITY_DISTRICT:{number}")));
    }

    // Where no register has named it, the number stands for the name.
    private static Words Municipality(Owner m) => Same(m.Name == m.Number ? $"kommune {m.Number}" : $"{m.Name} kommune");

    private static Words Same(string text) => new(text, text);

    private static Words Join(ImmutableArray<Words> names) => new(Phrases.Join(names.Select(n => n.Nb)), Phrases.Join(names.Select(n => n.Nn)));
}
