using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;

namespace Samstyring.Notifications.Rules;

/// <summary>Makes a finding of a rule's answer: verdict, stage, witness, what is owed and who may settle it. Every kind ends here.</summary>
public static class Found
{
    private static readonly Comparer<Directive> IdOrder = Comparer<Directive>.Create((a, b) => string.CompareOrdinal(a.Id, b.Id));

    /// <summary>A finding that is certain.</summary>
    public static Finding Conflict(
        Predicates at, FindingKind kind, Severity severity, IEnumerable<Directive> all, Days window, Person? person, string witnessClass, ImmutableArray<string> fields) =>
        Of(at, kind, severity, true, all, window, person, witnessClass, fields)!;

    /// <summary>The finding about two directives, or null when the condition fails.</summary>
    public static Finding? Pair(
        Predicates at, FindingKind kind, Severity severity, Condition condition, Directive a, Directive b, Person? person, string witnessClass,
        ImmutableArray<string> fields) =>
        Of(at, kind, severity, condition, [a, b], at.Window(a, b), person, witnessClass, fields);

    /// <summary>The finding about one directive at the office on some days, or null when the condition fails or no day of them is current.</summary>
    public static Finding? Self(
        Predicates at, FindingKind kind, Severity severity, Condition condition, Directive x, Days window, string witnessClass, ImmutableArray<string> fields,
        Resolver resolver, ImmutableArray<string>? numbers = null, string owedSuffix = "") =>
        at.IsCurrent(window) ? Of(at, kind, severity, condition, [x], window, null, witnessClass, fields, resolver, numbers, owedSuffix) : null;

    /// <summary>The finding about any number of directives, or null when the condition fails.</summary>
    /// <param name="at">The facts at the office.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="severity">What it is if it is certain, and what decides when it is not.</param>
    /// <param name="condition">The rule's answer.</param>
    /// <param name="all">The directives it is about; none for a finding about the office.</param>
    /// <param name="window">The days on which it holds; some are current.</param>
    /// <param name="person">Somebody it strikes, where the rule compares target groups.</param>
    /// <param name="witnessClass">The stable part of the witness; empty: the kind has none.</param>
    /// <param name="fields">The fields compared.</param>
    /// <param name="resolver">Who may settle a conflict; null: both owners. Who owes a missing field settles that.</param>
    /// <param name="numbers">The numbers that cannot hold, as the kind's explanation reads them; null: those of K-02 and K-03.</param>
    /// <param name="owedSuffix">What follows the owed fields in the witness class: the first day of the run (K-04), the year (K-06).</param>
    public static Finding? Of(
        Predicates at, FindingKind kind, Severity severity, Condition condition, IEnumerable<Directive> all, Days window, Person? person,
        string witnessClass, ImmutableArray<string> fields, Resolver? resolver = null, ImmutableArray<string>? numbers = null, string owedSuffix = "")
    {
        if (condition.Value == Truth.False)
        {
            return null;
        }

        var directives = ById(all);
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
            Compares = fields,
            Window = window,
            Witness = new(
                window.FirstNotBefore(at.Facts.AsOf)!.Value, at.Office.Number, person ?? Person.Nobody,
                verdict != Verdict.Conflict ? [] : numbers ?? Numbers(at, kind, directives)),
            Owed = owed,
            Resolver = verdict == Verdict.Underspecified
                ? Owing(at, directives, owed)
                : resolver ?? at.BothOwners(directives),
            WitnessClass = verdict == Verdict.Underspecified
                ? string.Join(',', owed.Select(o => o.Field).Distinct().Concat(owedSuffix is "" ? [] : [owedSuffix]))
                : witnessClass is "" ? "-" : witnessClass,
            RuleVersion = Judge.RuleVersion,
            CatalogueVersion = at.Facts.Catalogues.Version,
        };
    }

    /// <summary>
    /// The findings of a condition "for some" (conflicts.md section 7): one for each class it certainly holds for. If it holds for none, one that names all
    /// that is missing; if nothing is missing either, one for each class that is open.
    /// </summary>
    /// <param name="options">The witness classes and the condition for each; several for one class mean "or".</param>
    /// <param name="finding">Makes the finding of a class; of the empty class when it is about what is missing.</param>
    public static IEnumerable<Finding> ForSome(IEnumerable<(string Class, Condition Condition)> options, Func<string, Condition, Finding?> finding)
    {
        var classes = options.GroupBy(o => o.Class, StringComparer.Ordinal).Select(g => (Class: g.Key, Condition: Any(g.Select(o => o.Condition)))).ToList();
        var any = Any(classes.Select(c => c.Condition));
        var holding = any.Value == Truth.Missing ? [("", any)] : classes.Where(c => c.Condition.Value == any.Value && any.Value != Truth.False);
        return holding.Select(c => finding(c.Item1, c.Item2)).OfType<Finding>();
    }

    /// <summary>Directives in the ordinal order of their ids.</summary>
    public static ImmutableArray<Directive> ById(IEnumerable<Directive> all) => ImmutableArray.CreateRange(all).Sort(IdOrder);

    private static Condition Any(IEnumerable<Condition> conditions) => conditions.Aggregate((Condition)false, (a, b) => a | b);

    // The issuers that owe a field; if an owner of the office does, the owners that do.
    private static Resolver Owing(Predicates at, ImmutableArray<Directive> directives, ImmutableArray<Owed> owed) => owed.Any(o => o.DirectiveId is "")
        ? Resolvers.Owners(at.Office, owed.Where(o => o.DirectiveId is "").Select(o => (Org)o.Owner))
        : Resolvers.Issuers(at.Office, directives.Where(x => owed.Any(o => o.DirectiveId == x.Id)));

    /// <summary>What cannot both hold in a clash of that kind, in the order of the directives.</summary>
    public static ImmutableArray<string> Numbers(Predicates at, FindingKind kind, ImmutableArray<Directive> directives)
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
        "agreement_clause" => string.Join(',', x.AgreementClause.Select(c => $"{c.AgreementId} {c.ClauseRef}")),
        "asserted_terms" => string.Join(',', x.AssertedTerms.Select(t => $"{t.Term}{(t.Key is null ? "" : $"[{t.Key}]")}={t.Value}")),
        "bindingness" => Identifier(x.Bindingness),
        "combined_with" => string.Join(',', x.CombinedWith.Order(StringComparer.Ordinal)),
        "consequence_assessment" => x.ConsequenceAssessment is null ? "" : Owners.Complete(x.ConsequenceAssessment) ? "COMPLETE" : "INCOMPLETE",
        "cost_bearer" => Identifier(x.CostBearer),
        "deadline" => Day(x.Deadline),
        "decided_at" => Day(x.DecidedAt),
        // Without the offices: which of them a path is known to have ended at depends on who is asked, and the finding names its own.
        "delivery_path" => x.DeliveryPath is { } path ? string.Join(',', path.Select(n => n.Node).Where(n => !n.StartsWith("OFFICE:", StringComparison.Ordinal))) : "",
        "depends_on" => string.Join(',', x.DependsOn),
        "derived_from" => string.Join(',', x.DerivedFrom),
        "direction" => Identifier(x.Direction),
        "document_type" => Identifier(x.DocumentType),
        "effort_days" => Number(x.EffortDays),
        "employee_scope" => Identifier(x.EmployeeScope),
        "frame" => x.Frame is { } f ? $"{f.Year} nok={Number(f.Nok)} fte={Number(f.Fte)} free_nok={Number(f.FreeNok)} free_fte={Number(f.FreeFte)}" : "",
        "fte_delta" => string.Join(',', x.FteDelta.Select(d => $"{Identifier(d.Employer)} {Number(d.Fte)}")),
        "fte_demand" => string.Join(',', x.FteDemand.Select(d =>
            $"{Identifier(d.Pool)} {(d.SharePct is null ? Number(d.Fte) : $"{Number(d.SharePct)}%")}{(d.CapacityGroup is null ? "" : $" {d.CapacityGroup}")}")),
        "horizon" => Identifier(x.Horizon),
        "indicator_definition_hash" => x.IndicatorDefinitionHash,
        "indicator_id" => x.IndicatorId ?? "",
        "introduction" => x.Introduction?.ToString() ?? "",
        "issuer_org" => x.IssuerOrg.ToString(),
        "issuer_unit" => x.IssuerUnit ?? "",
        "legal_basis" => string.Join(',', x.LegalBasis.Select(s => s.ClauseRef is null ? s.SourceId : $"{s.SourceId} {s.ClauseRef}")),
        "level" => Identifier(x.Level),
        "line" => Identifier(x.Line),
        "modality" => Identifier(x.Modality),
        "nok" => Number(x.Nok),
        "nok_year" => x.NokYear?.ToString(CultureInfo.InvariantCulture) ?? "",
        "offer" => x.Offer is { } o
            ? $"{o.Dates} {string.Join(' ', o.Audience is null ? [] : Parts(o.Audience))} mandatory={(o.Mandatory ? "true" : "false")} anchored_by={string.Join('+', o.AnchoredBy ?? [])}"
            : "",
        "partner_involvement" => string.Join(',', x.PartnerInvolvement.Select(i =>
            $"{i.Partner} informed={Day(i.InformedAt)} consulted={Day(i.ConsultedAt)} agreed={Day(i.AgreedAt)}")),
        "priority_rank" => x.PriorityRank?.ToString(CultureInfo.InvariantCulture) ?? "",
        "published_at" => Day(x.PublishedAt),
        "read_access" => x.ReadAccess is { } orgs ? string.Join(',', orgs) : "",
        "recipient_role" => Identifier(x.RecipientRole),
        "reporting" => string.Join(',', x.Reporting.Select(r => $"{r.Concept ?? r.IndicatorId} {r.Period} {r.Frequency} {r.System} due={Day(r.Due)}")),
        "requires_system" => string.Join(',', x.RequiresSystem),
        "responsible_leader" => Identifier(x.ResponsibleLeader),
        "scope" => x.Scope,
        "service_code" => x.ServiceCode ?? "",
        "service_effect" => Identifier(x.ServiceEffect),
        "shielding" => x.Shielding?.Basis ?? "",
        "substitute" => x.Substitute is { } s ? $"{Day(s.From)} covers_all={(s.CoversAll ? "true" : "false")}" : "",
        "target" => x.Target is { } t ? $"{Number(t.Lo)}..{Number(t.Hi)} {t.Unit}" + (t.Tolerance == 0 ? "" : $" +-{Number(t.Tolerance)}") : "",
        "target_group" => string.Join(' ', Parts(x.TargetGroup)),
        "theme" => x.Theme,
        "trigger_classes" => string.Join(',', Owners.Triggers(x).Select(Identifier)),
        "valid" => x.Valid.ToString(),
        _ => throw new ArgumentOutOfRangeException(nameof(field), field, null),
    };

    /// <summary>A decimal without trailing zeros and exponent; empty for an open end.</summary>
    public static string Number(decimal? value) => value?.ToString("0.############################", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"ResultRequirement" as "RESULT_REQUIREMENT".</summary>
    public static string Identifier<T>(T value)
        where T : struct, Enum => Identifiers<T>.Of.TryGetValue(value, out var known) ? known : value.ToString();

    /// <summary>The identifier of a stated value; empty when it is absent.</summary>
    public static string Identifier<T>(T? value)
        where T : struct, Enum => value is { } stated ? Identifier(stated) : "";

    /// <summary>ISO 8601; empty when it is absent.</summary>
    public static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static class Identifiers<T>
        where T : struct, Enum
    {
        public static readonly FrozenDictionary<T, string> Of = Enum.GetValues<T>().Distinct().ToFrozenDictionary(value => value, value => string.Concat(
            value.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : char.ToUpperInvariant(c).ToString())));
    }

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
