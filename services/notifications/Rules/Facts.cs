using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Everything a judgement may look at. The same facts give the same findings, byte for byte.</summary>
/// <param name="AsOf">Today in Europe/Oslo.</param>
/// <param name="Catalogues">The reference data judged with.</param>
/// <param name="Directives">By id, each in its newest revision that is not a draft; also those that only link others by derivation or replacement.</param>
/// <param name="Offices">The offices judged, each with the directives that reach it.</param>
public sealed record Facts(
    DateOnly AsOf, Catalogues Catalogues, IReadOnlyDictionary<string, Directive> Directives, ImmutableArray<Office> Offices)
{
    private Lineage? lineage;

    /// <summary>What replaces and what was derived from what, over all steps.</summary>
    public Lineage Lineage => lineage is not null && ReferenceEquals(lineage.Directives, Directives) ? lineage : lineage = new(Directives);
}

/// <summary>An owner as a text names it.</summary>
public sealed record Owner(string Number, string Name);

/// <summary>An office on the day of judgement.</summary>
/// <param name="Number">Four-digit unit number.</param>
/// <param name="Name">"Nav Sola".</param>
/// <param name="County">The state owner; null where the register does not know it.</param>
/// <param name="Municipalities">The municipal owners.</param>
/// <param name="Reaches">The directives that reach it, or did.</param>
public sealed record Office(
    string Number, string Name, Owner? County, ImmutableArray<Owner> Municipalities, ImmutableArray<Reach> Reaches);

/// <summary>How a directive reaches an office.</summary>
/// <param name="DirectiveId">The directive.</param>
/// <param name="Days">The days of its validity on which its scope contains the office.</param>
/// <param name="Concerned">The municipalities it concerns there; empty means that the register names none, and then everybody is concerned.</param>
/// <param name="Withdrawn">Whether its issuer has withdrawn it at this office.</param>
public sealed record Reach(string DirectiveId, Days Days, ImmutableSortedSet<string> Concerned, bool Withdrawn = false);

/// <summary>One revision of a directive, parsed. Absent fields are null or empty and mean what domain.md section 8 says.</summary>
public sealed record Directive
{
    /// <summary>Stable over revisions.</summary>
    public required string Id { get; init; }

    /// <summary>From 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether the change from the last published revision is editorial; a first revision is not.</summary>
    public bool Editorial { get; init; }

    /// <summary>The issuer's state.</summary>
    public DirectiveState State { get; init; } = DirectiveState.Published;

    /// <summary>The chain of authority.</summary>
    public required Line Line { get; init; }

    /// <summary>"COUNTY:5700".</summary>
    public string IssuerOrg { get; init; } = "";

    /// <summary>Source document.</summary>
    public string DocumentId { get; init; } = "";

    /// <summary>Clause of the document.</summary>
    public string ClauseRef { get; init; } = "";

    /// <summary>Directives this one was derived from.</summary>
    public ImmutableArray<string> DerivedFrom { get; init; } = [];

    /// <summary>Directives this one replaces.</summary>
    public ImmutableArray<string> Supersedes { get; init; } = [];

    /// <summary>How strongly it binds.</summary>
    public required Bindingness Bindingness { get; init; }

    /// <summary>Null for INFORMATION.</summary>
    public Modality? Modality { get; init; }

    /// <summary>Theme code.</summary>
    public string Theme { get; init; } = "";

    /// <summary>What is to be done or not done; null when not stated.</summary>
    public string? ActionCode { get; init; }

    /// <summary>With <see cref="ActionCode"/> one joint action; only for MUST_NOT.</summary>
    public ImmutableArray<string> CombinedWith { get; init; } = [];

    /// <summary>Whom it is about.</summary>
    public TargetGroup TargetGroup { get; init; } = TargetGroup.Everybody;

    /// <summary>Indicator id; null when it has none.</summary>
    public string? IndicatorId { get; init; }

    /// <summary>Digest of the indicator's definition.</summary>
    public string IndicatorDefinitionHash { get; init; } = "";

    /// <summary>Wanted movement of the indicator.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Wanted value of the indicator.</summary>
    public Target? Target { get; init; }

    /// <summary>The days in force.</summary>
    public DayRange Valid { get; init; } = new(DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>The scope as written.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Whom it is addressed to.</summary>
    public RecipientRole RecipientRole { get; init; } = RecipientRole.NavLeader;
}

/// <summary>Whom a directive is about: any of the groups (empty: everybody), of this age in years, so many months in the situation.</summary>
public sealed record TargetGroup(ImmutableArray<string> Groups, IntInterval? Age = null, IntInterval? DurationMonths = null)
{
    /// <summary>No restriction.</summary>
    public static TargetGroup Everybody { get; } = new([]);
}

/// <summary>A closed interval of whole numbers; a null end is open.</summary>
public readonly record struct IntInterval(int? Lo, int? Hi)
{
    /// <summary>Whether no number is included.</summary>
    public bool IsEmpty => Lo > Hi;

    /// <summary>The numbers in both.</summary>
    public IntInterval Intersect(IntInterval other) => new(Max(Lo, other.Lo), Min(Hi, other.Hi));

    /// <summary>The number of the interval that is nearest to <paramref name="wish"/>.</summary>
    public int Nearest(int wish) => wish < Lo ? Lo.Value : wish > Hi ? Hi.Value : wish;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Lo}..{Hi}");

    private static int? Max(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static int? Min(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}

/// <summary>A closed interval of an indicator; a null end is open. The tolerance widens it on both sides.</summary>
public sealed record Target(decimal? Lo, decimal? Hi, string Unit, decimal Tolerance = 0);
