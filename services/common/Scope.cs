namespace Samstyring.Common;

/// <summary>
/// Which offices a directive is for, as an expression (domain.md section 9). Parsing says nothing about the register: whether a number exists is the
/// offices service's to say. <see cref="object.ToString"/> gives the canonical text, which parses to an equal expression.
/// </summary>
public abstract record Scope
{
    private Scope()
    {
    }

    /// <summary>Reads an expression. Spaces are free, names are upper case.</summary>
    public static ScopeParse Parse(string text) => new ScopeParser(text).Run();

    /// <summary>Every office.</summary>
    public sealed record All : Scope
    {
        /// <inheritdoc />
        public override string ToString() => "ALL";
    }

    /// <summary>Offices with no service beyond the statutory minimum.</summary>
    public sealed record MinimumOnly : Scope
    {
        /// <inheritdoc />
        public override string ToString() => "MINIMUM_ONLY";
    }

    /// <summary>A form that lists codes or numbers: any of them.</summary>
    /// <param name="Form">Which form.</param>
    /// <param name="Values">At least one, in the order written.</param>
    public sealed record Named(ScopeForm Form, IReadOnlyList<string> Values) : Scope
    {
        /// <inheritdoc />
        public bool Equals(Named? other) => other is not null && Form == other.Form && Values.SequenceEqual(other.Values);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(Form, Values.Count, Values[0]);

        /// <inheritdoc />
        public override string ToString() => $"{ScopeParser.NameOf(Form)}({string.Join(", ", Values)})";
    }

    /// <summary>Offices that serve between <paramref name="Min"/> and <paramref name="Max"/> municipalities, both included; null: no upper bound.</summary>
    public sealed record Serves(int Min, int? Max) : Scope
    {
        /// <inheritdoc />
        public override string ToString() => Max == Min ? $"SERVES({Min})" : $"SERVES({Min}..{Max})";
    }

    /// <summary>Offices in every part.</summary>
    public sealed record And(IReadOnlyList<Scope> Parts) : Scope
    {
        /// <inheritdoc />
        public bool Equals(And? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(nameof(And), Parts.Count, Parts[0]);

        /// <inheritdoc />
        public override string ToString() => $"AND({string.Join(", ", Parts)})";
    }

    /// <summary>Offices in some part.</summary>
    public sealed record Or(IReadOnlyList<Scope> Parts) : Scope
    {
        /// <inheritdoc />
        public bool Equals(Or? other) => other is not null && Parts.SequenceEqual(other.Parts);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(nameof(Or), Parts.Count, Parts[0]);

        /// <inheritdoc />
        public override string ToString() => $"OR({string.Join(", ", Parts)})";
    }

    /// <summary>Offices in <paramref name="Whole"/> that are not in <paramref name="Without"/>.</summary>
    public sealed record Except(Scope Whole, Scope Without) : Scope
    {
        /// <inheritdoc />
        public override string ToString() => $"EXCEPT({Whole}, {Without})";
    }
}

/// <summary>The forms that list codes or numbers.</summary>
public enum ScopeForm
{
    /// <summary>Office numbers, four digits.</summary>
    Office,

    /// <summary>Municipality numbers, four digits.</summary>
    Municipality,

    /// <summary>Numbers of NAV county units, four digits.</summary>
    County,

    /// <summary>Ids of service areas.</summary>
    ServiceArea,

    /// <summary>Ids of networks.</summary>
    Network,

    /// <summary>SMALL, MEDIUM or LARGE.</summary>
    Size,

    /// <summary>SINGLE or DUAL.</summary>
    Leadership,

    /// <summary>Service codes.</summary>
    Provides,

    /// <summary>Ids of pilots.</summary>
    Pilot,
}

/// <summary>What parsing gave: an expression, or where and why it stopped.</summary>
/// <param name="Scope">The expression; null when the text is malformed.</param>
/// <param name="Position">Character at which it stopped, from 0.</param>
/// <param name="Expected">What was expected there.</param>
public readonly record struct ScopeParse(Scope? Scope, int Position, string Expected);
