using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <summary>Makes a finding of a rule's answer: verdict, stage, witness, what is owed and who may settle it. Every kind ends here.</summary>
public static class Found
{
    /// <summary>A finding that is certain.</summary>
    public static Finding Conflict(
        Predicates at, FindingKind kind, Severity severity, IEnumerable<Directive> all, Days window, Person? person, string witnessClass, string[] fields) =>
        Of(at, kind, severity, true, all, window, person, witnessClass, fields)!;

    /// <summary>The finding about two directives, or null when the condition fails.</summary>
    public static Finding? Pair(
        Predicates at, FindingKind kind, Severity severity, Condition condition, Directive a, Directive b, Person? person, string witnessClass,
        string[] fields) =>
        Of(at, kind, severity, condition, [a, b], at.Window(a, b), person, witnessClass, fields);

    /// <summary>The finding about any number of directives, or null when the condition fails.</summary>
    public static Finding? Of(
        Predicates at, FindingKind kind, Severity severity, Condition condition, IEnumerable<Directive> all, Days window, Person? person,
        string witnessClass, string[] fields)
    {
        if (condition.Value == Truth.False)
        {
            return null;
        }

        ImmutableArray<Directive> directives = [.. all.OrderBy(x => x.Id, StringComparer.Ordinal)];
        var owed = condition.Owed;
        var verdict = condition.Value switch
        {
            Truth.True => Verdict.Conflict,
            Truth.Missing => Verdict.Underspecified,
            _ => Verdict.Ambiguous,
        };
        return new()
        {
            Kind = kind,
            Verdict = verdict,
            Severity = severity,
            Stage = directives.Any(Predicates.ToMiddleNode) ? Stage.Upstream : Stage.Office,
            Office = at.Office.Number,
            Directives = directives,
            Fields = [.. fields.Select(field => new ComparedField(field, [.. directives.Select(x => Compared.Value(x, field))]))],
            Window = window,
            Witness = new(
                window.FirstNotBefore(at.Facts.AsOf)!.Value, at.Office.Number, person ?? new(null, null, [], null),
                verdict == Verdict.Conflict ? Numbers(at, kind, directives) : []),
            Owed = owed,
            Resolver = verdict == Verdict.Underspecified
                ? Resolvers.Issuers(at.Office, directives.Where(x => owed.Any(o => o.DirectiveId == x.Id)))
                : Resolvers.BothOwners(at.Office, directives.Select(at.Concerned)),
            WitnessClass = verdict == Verdict.Underspecified ? string.Join(',', owed.Select(o => o.Field).Distinct()) : witnessClass,
            RuleVersion = Judge.RuleVersion,
            CatalogueVersion = at.Facts.Catalogues.Version,
        };
    }

    // What cannot both hold, in the order of the directives.
    private static ImmutableArray<string> Numbers(Predicates at, FindingKind kind, ImmutableArray<Directive> directives)
    {
        if (kind == FindingKind.OpposedDirections)
        {
            return [.. directives.Select(x => Compared.Value(x, "direction"))];
        }

        if (kind != FindingKind.DisjointTargets || at.Intervals(directives, out _) is not { } sides)
        {
            return [];
        }

        var unit = at.Facts.Catalogues.Indicators.GetValueOrDefault(directives[0].IndicatorId!)?.Unit ?? directives[0].Target!.Unit;
        return sides[0].Hi < sides[1].Lo
            ? [Bound("<=", sides[0].Hi), Bound(">=", sides[1].Lo)]
            : [Bound(">=", sides[0].Lo), Bound("<=", sides[1].Hi)];

        string Bound(string sign, decimal? value) => $"{sign} {Compared.Number(value)} {unit}";
    }
}

/// <summary>The written form of the fields that rules compare.</summary>
public static class Compared
{
    /// <summary>The value of a field in a directive; empty when it is absent.</summary>
    public static string Value(Directive x, string field) => field switch
    {
        "action_code" => x.ActionCode ?? "",
        "bindingness" => Identifier(x.Bindingness),
        "combined_with" => string.Join(',', x.CombinedWith.Order(StringComparer.Ordinal)),
        "direction" => x.Direction is { } direction ? Identifier(direction) : "",
        "indicator_id" => x.IndicatorId ?? "",
        "modality" => x.Modality is { } modality ? Identifier(modality) : "",
        "scope" => x.Scope,
        "target" => x.Target is { } t ? $"{Number(t.Lo)}..{Number(t.Hi)} {t.Unit}" + (t.Tolerance == 0 ? "" : $" +-{Number(t.Tolerance)}") : "",
        "target_group" => string.Join(' ', Parts(x.TargetGroup)),
        "theme" => x.Theme,
        "valid" => x.Valid.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };

    /// <summary>A decimal without trailing zeros and exponent; empty for an open end.</summary>
    public static string Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"ResultRequirement" as "RESULT_REQUIREMENT".</summary>
    public static string Identifier<T>(T value)
        where T : struct, Enum =>
        string.Concat(value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString()));

    private static IEnumerable<string> Parts(TargetGroup group)
    {
        if (group.Groups.Length > 0)
        {
            yield return "groups=" + string.Join(',', group.Groups.Order(StringComparer.Ordinal));
        }

        if (group.Age is { } age)
        {
            yield return $"age={age}";
        }

        if (group.DurationMonths is { } months)
        {
            yield return $"duration_months={months}";
        }
    }
}
