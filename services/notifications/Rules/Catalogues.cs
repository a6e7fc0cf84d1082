using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Samstyring.Notifications.Rules;

/// <summary>A word in both forms of Norwegian.</summary>
public sealed record Words(string Nb, string Nn);

/// <summary>A theme and its owner.</summary>
public sealed record Theme(string Owner, string? Parent = null, bool Common = false, string? Term = null, Words? Name = null);

/// <summary>A code of a tree: an action or a target group.</summary>
public sealed record Node(string? Parent = null, Words? Name = null);

/// <summary>An indicator of the register.</summary>
public sealed record Indicator(Words Name, string Unit, decimal Step = 1, string? Concept = null, string DefinitionHash = "");

/// <summary>How much of <paramref name="To"/> one of <paramref name="From"/> is.</summary>
public sealed record Conversion(string From, string To, decimal Factor);

/// <summary>A service: whose it is, whether it supports work first (domain.md B4), and the periods in which it is part of the statutory minimum.</summary>
public sealed record Service(string Owner, bool WorkOriented = true, ImmutableArray<DayRange>? Minimum = null, Words? Name = null)
{
    /// <summary>The days on which it is part of the statutory minimum.</summary>
    [JsonIgnore]
    public Days MinimumDays => Days.Of(Minimum is { IsDefaultOrEmpty: false } periods ? periods : []);
}

/// <summary>A source directives rest on: act, regulation, letter.</summary>
public sealed record Source(SourceStatus Status = SourceStatus.InForce, DateOnly? From = null, DateOnly? To = null, Words? Title = null);

/// <summary>A subject that is reserved to some lines: only those may use MUST or MUST_NOT on the term (domain.md section 5).</summary>
public sealed record ReservedSubject(string Id, string Term, ImmutableArray<Line> MayDecide);

/// <summary>Reference data with a version. A code that is not here is unknown, and a rule that needs it answers AMBIGUOUS.</summary>
public sealed record Catalogues
{
    // A tree deeper than this has a cycle.
    private const int MaxDepth = 64;

    private static readonly Lazy<Catalogues> Embedded = new(ReadEmbedded);

    private FrozenDictionary<string, ImmutableArray<string>>? children;
    private FrozenDictionary<string, Words>? names;

    /// <summary>The platform's own catalogues, newest version.</summary>
    public static Catalogues Newest => Embedded.Value;

    /// <summary>Name of the version.</summary>
    public string Version { get; init; } = "";

    /// <summary>Themes by code.</summary>
    public IReadOnlyDictionary<string, Theme> Themes { get; init; } = FrozenDictionary<string, Theme>.Empty;

    /// <summary>Actions by code.</summary>
    public IReadOnlyDictionary<string, Node> Actions { get; init; } = FrozenDictionary<string, Node>.Empty;

    /// <summary>Target groups by code.</summary>
    public IReadOnlyDictionary<string, Node> TargetGroups { get; init; } = FrozenDictionary<string, Node>.Empty;

    /// <summary>Pairs of groups that nobody belongs to both of; a mark holds for all groups below the marked ones.</summary>
    public ImmutableArray<ImmutableArray<string>> DisjointGroups { get; init; } = [];

    /// <summary>Indicators by id.</summary>
    public IReadOnlyDictionary<string, Indicator> Indicators { get; init; } = FrozenDictionary<string, Indicator>.Empty;

    /// <summary>Names of units by code.</summary>
    public IReadOnlyDictionary<string, Words> Units { get; init; } = FrozenDictionary<string, Words>.Empty;

    /// <summary>Units that can be expressed in each other.</summary>
    public ImmutableArray<Conversion> Conversions { get; init; } = [];

    /// <summary>Services by code.</summary>
    public IReadOnlyDictionary<string, Service> Services { get; init; } = FrozenDictionary<string, Service>.Empty;

    /// <summary>ICT systems that need a data-processing agreement.</summary>
    public ImmutableArray<string> Systems { get; init; } = [];

    /// <summary>Sources by id.</summary>
    public IReadOnlyDictionary<string, Source> Sources { get; init; } = FrozenDictionary<string, Source>.Empty;

    /// <summary>Lawful bases for not giving the partner access.</summary>
    public ImmutableArray<string> ShieldingBases { get; init; } = [];

    /// <summary>The register of reserved subjects; the platform's own where a facts file has catalogues without one.</summary>
    public ImmutableArray<ReservedSubject> ReservedSubjects { get; init; } = [];

    /// <summary>Reads catalogues from their written form. Throws <see cref="JsonException"/> when it is not one.</summary>
    public static Catalogues Parse(string json) => JsonSerializer.Deserialize<Catalogues>(json, FactsJson.Options) ?? throw new JsonException("empty");

    /// <summary>
    /// The theme's code in the catalogue. A code may be written with the themes above it, "FOLLOW_UP.YOUTH"; that is the theme YOUTH if its path
    /// is that one. A theme that is not in the catalogue keeps the code it has.
    /// </summary>
    public string ThemeCode(string written)
    {
        if (Themes.ContainsKey(written))
        {
            return written;
        }

        var last = written.LastIndexOf('.');
        var code = written[(last + 1)..];
        return Themes.TryGetValue(code, out var theme) && theme.Parent is { } parent && ThemeCode(written[..last]) == parent ? code : written;
    }

    /// <summary>Whether theme <paramref name="x"/> is <paramref name="y"/> or above it.</summary>
    public bool ThemeHolds(string x, string y) => Holds(code => Themes.GetValueOrDefault(code)?.Parent, ThemeCode(x), ThemeCode(y));

    /// <summary>How many steps theme <paramref name="x"/> is above <paramref name="y"/>; 0 for the same, the greatest number when it is not above it.</summary>
    public int StepsAbove(string x, string y) => Steps(code => Themes.GetValueOrDefault(code)?.Parent, ThemeCode(x), ThemeCode(y));

    /// <summary>in: whether the theme is one of these or below one.</summary>
    public bool ThemeIn(string theme, IEnumerable<string> themes) => themes.Any(h => ThemeHolds(h, theme));

    /// <summary>Whether action <paramref name="x"/> is <paramref name="y"/> or above it (subsumes).</summary>
    public bool ActionHolds(string x, string y) => Holds(code => Actions.GetValueOrDefault(code)?.Parent, x, y);

    /// <summary>The actions directly below one, in ordinal order.</summary>
    public ImmutableArray<string> ChildrenOf(string action)
    {
        children ??= Actions.Where(a => a.Value.Parent is not null)
            .GroupBy(a => a.Value.Parent!, a => a.Key)
            .ToFrozenDictionary(g => g.Key, g => g.Order(StringComparer.Ordinal).ToImmutableArray());
        return children.TryGetValue(action, out var below) ? below : [];
    }

    /// <summary>
    /// norm (conflicts.md K-24) of an indicator's name: NFC, case folded, punctuation deleted, white space collapsed. Null when it is not registered.
    /// </summary>
    public Words? NormalName(string indicator)
    {
        names ??= Indicators.ToFrozenDictionary(i => i.Key, i => new Words(Normal(i.Value.Name.Nb), Normal(i.Value.Name.Nn)));
        return names.GetValueOrDefault(indicator);
    }

    /// <summary>Whether nobody belongs to both groups. Both must be in the catalogue.</summary>
    public bool AreDisjoint(string g, string h) => DisjointGroups.Any(pair =>
        (GroupHolds(pair[0], g) && GroupHolds(pair[1], h)) ||
        (GroupHolds(pair[0], h) && GroupHolds(pair[1], g)));

    /// <summary>What to multiply with to get from one unit to another; null when there is no conversion, or no other unit.</summary>
    public decimal? Factor(string from, string? to) =>
        from == to ? 1 : Conversions.FirstOrDefault(c => c.From == from && c.To == to)?.Factor;

    private static string Normal(string name) => string.Join(' ', string.Concat(name.Normalize(NormalizationForm.FormC).Where(c => !char.IsPunctuation(c)))
        .ToUpperInvariant().ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private bool GroupHolds(string x, string y) => Holds(code => TargetGroups.GetValueOrDefault(code)?.Parent, x, y);

    private static bool Holds(Func<string, string?> parentOf, string x, string y) => Steps(parentOf, x, y) < int.MaxValue;

    private static int Steps(Func<string, string?> parentOf, string x, string y)
    {
        var code = y;
        for (var steps = 0; code is not null && steps < MaxDepth; steps++)
        {
            if (code == x)
            {
                return steps;
            }

            code = parentOf(code);
        }

        return int.MaxValue;
    }

    private static Catalogues ReadEmbedded()
    {
        using var stream = typeof(Catalogues).Assembly.GetManifestResourceStream("catalogues.json")!;
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }
}
