using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Everything a judgement may look at. The same facts give the same findings, byte for byte.</summary>
/// <param name="AsOf">Today in Europe/Oslo.</param>
/// <param name="Catalogues">The reference data judged with.</param>
/// <param name="Directives">By id, each in its newest revision that is not a draft; also those that only link others by derivation or replacement.</param>
/// <param name="Offices">
/// The offices, each with the directives that reach it. Where offices pool state resources all offices of the area are here (K-04 needs their sum).
/// </param>
public sealed record Facts(
    DateOnly AsOf, Catalogues Catalogues, IReadOnlyDictionary<string, Directive> Directives, ImmutableArray<Office> Offices)
{
    private Lineage? lineage;
    private Documents? documents;

    /// <summary>The thresholds where a profile has none of its own.</summary>
    public Thresholds Thresholds { get; init; } = Thresholds.Default;

    /// <summary>What replaces and what was derived from what, over all steps.</summary>
    public Lineage Lineage => lineage is not null && ReferenceEquals(lineage.Directives, Directives) ? lineage : lineage = new(Directives);

    /// <summary>What is found of whole documents; it has no office and is found once for all.</summary>
    public ImmutableArray<Finding> OfDocuments
    {
        get
        {
            if (documents is not { } found || !ReferenceEquals(found.Of, this))
            {
                documents = found = new(this, [.. CountyLetters.Find(this)]);
            }

            return found.Findings;
        }
    }

    private sealed class Documents(Facts of, ImmutableArray<Finding> findings)
    {
        public Facts Of => of;

        public ImmutableArray<Finding> Findings => findings;
    }
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
    string Number, string Name, Owner? County, ImmutableArray<Owner> Municipalities, ImmutableArray<Reach> Reaches)
{
    /// <summary>What the owners have registered about it, over time.</summary>
    public Profile Profile { get; init; } = Profile.Of(Number);
}

/// <summary>How a directive reaches an office.</summary>
/// <param name="DirectiveId">The directive.</param>
/// <param name="Days">The days of its validity on which its scope contains the office.</param>
/// <param name="Concerned">The municipalities it concerns there; empty means that the register names none, and then everybody is concerned.</param>
/// <param name="Withdrawn">Whether its issuer has withdrawn it at this office.</param>
public sealed record Reach(string DirectiveId, Days Days, ImmutableSortedSet<string> Concerned, bool Withdrawn = false);
