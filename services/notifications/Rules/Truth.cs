using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The four values of a condition, in the order in which "and" takes the least: false, missing, open, true.</summary>
public enum Truth
{
    /// <summary>The condition does not hold.</summary>
    False = 0,

    /// <summary>A field that somebody owes is missing.</summary>
    Missing = 1,

    /// <summary>A catalogue lacks the knowledge to decide.</summary>
    Open = 2,

    /// <summary>The condition holds.</summary>
    True = 3,
}

/// <summary>
/// A field that is missing, and who owes it: the issuer of a directive, or with <paramref name="DirectiveId"/> empty an owner of the office, "MUNICIPALITY:5035".
/// Nested fields are written with a dot.
/// </summary>
public readonly record struct Owed(string DirectiveId, string Field, string Owner = "")
{
    /// <summary>What an owner of the office owes.</summary>
    public static Owed By(Org owner, string field) => new("", field, owner.ToString());
}

/// <summary>
/// A condition with its value and, where it is missing, what is owed. Operators follow conflicts.md section 1:
/// <c>&amp;</c> is F if any F, else M, else O, else T; <c>|</c> is T if any T, else M, else O, else F; <c>!</c> swaps T and F only.
/// <c>&amp;&amp;</c> stops at the first F and <c>||</c> at the first T, which changes no value.
/// </summary>
public readonly struct Condition
{
    private readonly ImmutableArray<Owed> owed;

    private Condition(Truth value, ImmutableArray<Owed> owed)
    {
        Value = value;
        this.owed = owed;
    }

    /// <summary>The value.</summary>
    public Truth Value { get; }

    /// <summary>What is missing; empty unless the value is <see cref="Truth.Missing"/>. Sorted by field, then directive.</summary>
    public ImmutableArray<Owed> Owed => owed.IsDefault ? [] : owed;

    /// <summary>Undecided because a catalogue lacks knowledge.</summary>
    public static Condition Open { get; } = new(Truth.Open, []);

    /// <summary>True or false.</summary>
    public static implicit operator Condition(bool value) => new(value ? Truth.True : Truth.False, []);

    /// <summary>Undecided because fields are missing.</summary>
    public static Condition Missing(params IEnumerable<Owed> owed) => new(Truth.Missing, Sorted(owed));

    /// <summary>The condition with the given value; what is owed is not known.</summary>
    public static Condition Of(Truth value) => new(value, []);

    /// <summary>Both hold.</summary>
    public static Condition operator &(Condition a, Condition b) =>
        Combine(a, b, (Truth)Math.Min((int)a.Value, (int)b.Value));

    /// <summary>At least one holds.</summary>
    public static Condition operator |(Condition a, Condition b) =>
        Combine(a, b, OrRank(a.Value) >= OrRank(b.Value) ? a.Value : b.Value);

    /// <summary>The opposite; missing and open stay as they are.</summary>
    public static Condition operator !(Condition a) => a.Value switch
    {
        Truth.True => false,
        Truth.False => true,
        Truth.Missing or Truth.Open => a,
        _ => throw new ArgumentOutOfRangeException(nameof(a)),
    };

    /// <summary>Whether the condition certainly holds.</summary>
    public static bool operator true(Condition a) => a.Value == Truth.True;

    /// <summary>Whether the condition certainly fails.</summary>
    public static bool operator false(Condition a) => a.Value == Truth.False;

    private static int OrRank(Truth value) => value switch { Truth.True => 3, Truth.Missing => 2, Truth.Open => 1, _ => 0 };

    private static Condition Combine(Condition a, Condition b, Truth value) =>
        value == Truth.Missing ? new(value, Sorted(a.Owed.Concat(b.Owed))) : new(value, []);

    private static ImmutableArray<Owed> Sorted(IEnumerable<Owed> owed) =>
        [.. owed.Distinct().OrderBy(o => o.Field, StringComparer.Ordinal).ThenBy(o => o.DirectiveId, StringComparer.Ordinal).ThenBy(o => o.Owner, StringComparer.Ordinal)];
}
