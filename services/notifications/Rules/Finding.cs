using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Samstyring.Notifications.Rules;

/// <summary>A field that was compared, with its value in each directive of the finding, in the same order.</summary>
public sealed record ComparedField(string Field, ImmutableArray<string> Values);

/// <summary>A concrete case that can be checked against the directives alone: this day, this office, this person, these numbers.</summary>
public sealed record Witness(DateOnly Day, string Office, Person Person, ImmutableArray<string> Numbers);

/// <summary>Who may settle a finding: the class, and the role at named organisations.</summary>
public sealed record Resolver(ResolverClass Class, Words Name);

/// <summary>One answer of the judge that is not NO_CONFLICT.</summary>
public sealed record Finding
{
    private readonly Memory memory = new();

    /// <summary>The kind, K-01 to K-36.</summary>
    public required FindingKind Kind { get; init; }

    /// <summary>CONFLICT, AMBIGUOUS or UNDERSPECIFIED.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>S1 to S4.</summary>
    public required Severity Severity { get; init; }

    /// <summary>UPSTREAM when a directive of the finding is addressed to a middle node; then nothing is held.</summary>
    public required Stage Stage { get; init; }

    /// <summary>Unit number of the office; null for kinds without one, until the gate applies the finding at an office.</summary>
    public required string? Office { get; init; }

    /// <summary>All directives of the finding, in the ordinal order of their ids.</summary>
    public required ImmutableArray<Directive> Directives { get; init; }

    /// <summary>The names of the fields that were compared.</summary>
    public required ImmutableArray<string> Compares { get; init; }

    /// <summary>The fields that were compared, with what each directive says.</summary>
    public IEnumerable<ComparedField> Fields => Compares.Select(name => new ComparedField(name, [.. Directives.Select(x => Compared.Value(x, name))]));

    /// <summary>The days on which it holds, also those that have passed.</summary>
    public required Days Window { get; init; }

    /// <summary>A concrete case; null where no person can be named because a group is unknown.</summary>
    public required Witness Witness { get; init; }

    /// <summary>For UNDERSPECIFIED: what is missing and who owes it.</summary>
    public ImmutableArray<Owed> Owed { get; init; } = [];

    /// <summary>Who may settle it, by its kind.</summary>
    public required Resolver Resolver { get; init; }

    /// <summary>Who may settle it since its case has climbed the ladder; null: it has not.</summary>
    public Resolver? OnHigherRung { get; init; }

    /// <summary>Who may settle it now.</summary>
    public Resolver SettledBy => OnHigherRung ?? Resolver;

    /// <summary>The stable part of the witness; "-" when the kind has none.</summary>
    public required string WitnessClass { get; init; }

    /// <summary>The rules judged with.</summary>
    public required string RuleVersion { get; init; }

    /// <summary>The reference data judged with.</summary>
    public required string CatalogueVersion { get; init; }

    /// <summary>
    /// Identity of the problem: lower-hex SHA-256 of kind, verdict, directive ids, office, rule version and witness class (conflicts.md section 7).
    /// Revisions, amounts, texts and dates are not in it, so an unchanged problem keeps its finding.
    /// </summary>
    public string Fingerprint
    {
        get
        {
            // Asked for again and again. A copy made by "with" shares the memory and may say something else.
            if (memory.Last is not { } last || !ReferenceEquals(last.Item1, this))
            {
                memory.Last = last = Tuple.Create(this, Hash());
            }

            return last.Item2;
        }
    }

    /// <summary>"K-01".</summary>
    public static string Code(FindingKind kind) => string.Create(CultureInfo.InvariantCulture, $"K-{(int)kind:00}");

    /// <summary>Whether the finding names the directive.</summary>
    public bool Names(string directiveId) => Directives.Any(d => d.Id == directiveId);

    private string Hash() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(
        '|', Code(Kind), Verdict.ToString().ToUpperInvariant(), string.Join(',', Directives.Select(d => d.Id)), Office ?? "-", RuleVersion, WitnessClass))));

    // Takes no part in equality.
    private sealed class Memory
    {
        public Tuple<Finding, string>? Last { get; set; }

        public override bool Equals(object? obj) => obj is Memory;

        public override int GetHashCode() => 0;
    }
}
