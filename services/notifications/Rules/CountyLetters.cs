using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>The two letters of the directorate, to its counties and to the county governors: K-20.</summary>
public static class CountyLetters
{
    private static readonly ImmutableArray<string> Fields =
        ["action_code", "direction", "document_type", "indicator_id", "modality", "target", "target_group", "theme", "valid"];

    /// <summary>The steering letter, and the assignment to the county governors.</summary>
    internal static readonly ImmutableArray<DocumentType> Letters = [DocumentType.SteeringLetter, DocumentType.CountyGovernorAssignment];

    private static readonly ImmutableArray<string> FormFields = ["action_code", "indicator_id", "modality", "direction", "target_group", "valid"];

    private static readonly Words Directorate = new("Arbeids- og velferdsdirektoratet", "Arbeids- og velferdsdirektoratet");

    /// <summary>
    /// K-20: on a theme marked common, the steering letter and the assignment to the county governors of a year do not say the same. Compared are the
    /// structured forms, never the words. The year is that of the first day of validity. The finding has no office and names the clauses without a twin; it is
    /// upstream when no clause of the steering letter among them goes to the offices. Source: the same signals to the county governor and NAV's county unit,
    /// survey summary (2012).
    /// </summary>
    public static IEnumerable<Finding> Find(Facts facts) =>
        from x in facts.Directives.Values
        where Compares(x)
        let theme = facts.Catalogues.ThemeCode(x.Theme)
        where facts.Catalogues.Themes.GetValueOrDefault(theme) is { Common: true }
        group x by (Theme: theme, x.Valid.From.Year) into clauses
        let witnessClass = FormattableString.Invariant($"{clauses.Key.Theme},{clauses.Key.Year}")
        let found = Compare(facts, witnessClass, Found.ById(clauses))
        where found is not null
        select found;

    /// <summary>Whether the directive is a clause of one of the two letters.</summary>
    public static bool Compares(Directive x) =>
        x is { State: DirectiveState.Published, IssuerRole: IssuerRole.Directorate } && Letters.Contains(x.DocumentType);

    private static Finding? Compare(Facts facts, string witnessClass, ImmutableArray<Directive> clauses)
    {
        var forms = clauses.ToLookup(x => x.DocumentType, x => Form(facts.Catalogues, x));
        ImmutableArray<Directive> alone = [.. clauses.Where(x => !forms[Other(x.DocumentType)].Contains(Form(facts.Catalogues, x)))];
        var window = Days.Of(alone.Select(x => x.Valid));
        if (!window.IsCurrent(facts.AsOf))
        {
            return null;
        }

        ImmutableArray<Owed> owed = [.. alone.Where(x => x.Target is { } target && Factor(facts.Catalogues, x, target) is null).Select(x => new Owed(x.Id, "target.unit"))];
        var underspecified = !owed.IsEmpty;
        var toOffices = alone.Any(x => x.DocumentType == DocumentType.SteeringLetter && !Predicates.ToMiddleNode(x));
        var counts = Letters.Select(type => FormattableString.Invariant($"{Compared.Identifier(type)} {alone.Count(x => x.DocumentType == type)}"));
        return new()
        {
            Kind = FindingKind.CountyLettersDiffer,
            Verdict = underspecified ? Verdict.Underspecified : Verdict.Conflict,
            Severity = Severity.NeedsClarification,
            Stage = toOffices || !alone.Any(Predicates.ToMiddleNode) ? Stage.Office : Stage.Upstream,
            Office = null,
            Directives = alone,
            Compares = Fields,
            Window = window,
            Witness = new(window.FirstNotBefore(facts.AsOf)!.Value, "", Person.Nobody, underspecified ? [] : [.. counts]),
            Owed = owed,
            Resolver = new(underspecified ? ResolverClass.Issuer : ResolverClass.LineTop, Directorate),
            WitnessClass = underspecified ? "target.unit" : witnessClass,
            RuleVersion = Judge.RuleVersion,
            CatalogueVersion = facts.Catalogues.Version,
        };
    }

    private static DocumentType Other(DocumentType type) =>
        type == DocumentType.SteeringLetter ? DocumentType.CountyGovernorAssignment : DocumentType.SteeringLetter;

    // form: what has to be equal. The interval is that of the target with its tolerance in the indicator's base unit, or as written where it has no conversion.
    // An indicator that is not registered has the unit that is written.
    private static string Form(Catalogues catalogues, Directive x)
    {
        var factor = x.Target is null ? null : Factor(catalogues, x, x.Target);
        string[] interval = x.Target is { } target
            ? [Bound(target.Lo - target.Tolerance), Bound(target.Hi + target.Tolerance), factor is null ? target.Unit : BaseUnit(catalogues, x) ?? target.Unit]
            : [];
        return string.Join('|', FormFields.Select(field => Compared.Value(x, field)).Concat(interval));

        string Bound(decimal? end) => Compared.Number(factor is { } one ? one * end : end);
    }

    private static decimal? Factor(Catalogues catalogues, Directive x, Target target) => catalogues.Factor(target.Unit, BaseUnit(catalogues, x) ?? target.Unit);

    private static string? BaseUnit(Catalogues catalogues, Directive x) => x.IndicatorId is { } id ? catalogues.Indicators.GetValueOrDefault(id)?.Unit : null;
}
