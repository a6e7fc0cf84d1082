using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// One revision of a directive, parsed. Absent fields are null or empty and mean what domain.md section 8 says; nothing is guessed. Its JSON form is that of a
/// facts file.
/// </summary>
public sealed record Directive
{
    /// <summary>Stable over revisions.</summary>
    [JsonPropertyName("directive_id")]
    public required string Id { get; init; }

    /// <summary>From 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Whether the change from the last published revision is editorial; a first revision is not.</summary>
    [JsonIgnore]
    public bool Editorial { get; init; }

    /// <summary>The same as the wire says it; null on a first revision.</summary>
    public ChangeClass? ChangeClass
    {
        get => Editorial ? Rules.ChangeClass.Editorial : null;
        init => Editorial = value == Rules.ChangeClass.Editorial;
    }

    /// <summary>The issuer's state.</summary>
    public DirectiveState State { get; init; } = DirectiveState.Published;

    /// <summary>Offices where a published directive is withdrawn.</summary>
    public ImmutableArray<string> WithdrawnAtOffices { get; init; } = [];

    /// <summary>What it is called. Never decides anything.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>What it says. Never decides anything.</summary>
    public LocalizedText? Text { get; init; }

    /// <summary>NB or NN: the form that was decided. Never decides anything.</summary>
    public string? OriginalForm { get; init; }

    /// <summary>The chain of authority.</summary>
    public required Line Line { get; init; }

    /// <summary>Who issued it.</summary>
    public Org IssuerOrg { get; init; }

    /// <summary>Department inside the organisation; null: the organisation.</summary>
    public string? IssuerUnit { get; init; }

    /// <summary>The issuer's place in its line.</summary>
    public IssuerRole? IssuerRole { get; init; }

    /// <summary>Source document.</summary>
    public string DocumentId { get; init; } = "";

    /// <summary>Clause of the document.</summary>
    public string ClauseRef { get; init; } = "";

    /// <summary>Type of the document.</summary>
    public DocumentType DocumentType { get; init; } = DocumentType.Other;

    /// <summary>Directives this one was derived from.</summary>
    public ImmutableArray<string> DerivedFrom { get; init; } = [];

    /// <summary>Directives this one replaces.</summary>
    public ImmutableArray<string> Supersedes { get; init; } = [];

    /// <summary>Directives this one presupposes.</summary>
    public ImmutableArray<string> DependsOn { get; init; } = [];

    /// <summary>Acts and sections it rests on.</summary>
    public ImmutableArray<SourceRef> LegalBasis { get; init; } = [];

    /// <summary>Agreement clauses it rests on.</summary>
    public ImmutableArray<AgreementClauseRef> AgreementClause { get; init; } = [];

    /// <summary>How strongly it binds.</summary>
    public required Bindingness Bindingness { get; init; }

    /// <summary>Null for INFORMATION.</summary>
    public Modality? Modality { get; init; }

    /// <summary>Goal, result or activity.</summary>
    public Level? Level { get; init; }

    /// <summary>Theme code.</summary>
    public string Theme { get; init; } = "";

    /// <summary>What is to be done or not done; null when not stated.</summary>
    public string? ActionCode { get; init; }

    /// <summary>With <see cref="ActionCode"/> one joint action; only for MUST_NOT.</summary>
    public ImmutableArray<string> CombinedWith { get; init; } = [];

    /// <summary>Whom it is about.</summary>
    public TargetGroup TargetGroup { get; init; } = TargetGroup.Everybody;

    /// <summary>The service it concerns; null: none in particular.</summary>
    public string? ServiceCode { get; init; }

    /// <summary>What happens to that service; null: nothing.</summary>
    public ServiceEffect? ServiceEffect { get; init; }

    /// <summary>What replaces a removed service or access.</summary>
    public Substitute? Substitute { get; init; }

    /// <summary>Indicator id; null when it has none.</summary>
    public string? IndicatorId { get; init; }

    /// <summary>Digest of the indicator's definition.</summary>
    public string IndicatorDefinitionHash { get; init; } = "";

    /// <summary>Wanted movement of the indicator.</summary>
    public Direction? Direction { get; init; }

    /// <summary>Wanted value of the indicator.</summary>
    public Target? Target { get; init; }

    /// <summary>The issuer's own ranking, from 1; null: unranked.</summary>
    public int? PriorityRank { get; init; }

    /// <summary>Agreement terms it presupposes.</summary>
    public ImmutableArray<AssertedTerm> AssertedTerms { get; init; } = [];

    /// <summary>Least staffing demanded, per office.</summary>
    public ImmutableArray<FteDemand> FteDemand { get; init; } = [];

    /// <summary>Change of staffing from the first day of validity, per office.</summary>
    public ImmutableArray<FteDelta> FteDelta { get; init; } = [];

    /// <summary>Whole kroner, per office and year.</summary>
    public decimal? Nok { get; init; }

    /// <summary>The year of <see cref="Nok"/>.</summary>
    public int? NokYear { get; init; }

    /// <summary>Who pays <see cref="Nok"/>.</summary>
    public CostBearer? CostBearer { get; init; }

    /// <summary>The adopted ceiling of a frame directive.</summary>
    public Frame? Frame { get; init; }

    /// <summary>Staff days to introduce or deliver; absent reads as 0 except for an introduction.</summary>
    public decimal? EffortDays { get; init; }

    /// <summary>Window in which something new is introduced.</summary>
    public DayRange? Introduction { get; init; }

    /// <summary>When the issuer decided.</summary>
    public DateOnly? DecidedAt { get; init; }

    /// <summary>The date in Oslo of publication.</summary>
    [JsonConverter(typeof(InstantDateConverter))]
    public DateOnly? PublishedAt { get; init; }

    /// <summary>The days in force.</summary>
    public DayRange Valid { get; init; } = DayRange.Always;

    /// <summary>Delivery date.</summary>
    public DateOnly? Deadline { get; init; }

    /// <summary>How far ahead it is meant.</summary>
    public Horizon? Horizon { get; init; }

    /// <summary>The scope as written.</summary>
    public string Scope { get; init; } = "";

    /// <summary>Whom it is addressed to.</summary>
    public RecipientRole RecipientRole { get; init; } = RecipientRole.NavLeader;

    /// <summary>Who answers when both leaders receive it.</summary>
    public ResponsibleLeader? ResponsibleLeader { get; init; }

    /// <summary>Whose employees it regulates.</summary>
    public EmployeeScope? EmployeeScope { get; init; }

    /// <summary>Nodes passed, in order; null: not known, empty: known to be none.</summary>
    public ImmutableArray<PathNode>? DeliveryPath { get; init; }

    /// <summary>What it means for the partner.</summary>
    public Assessment? ConsequenceAssessment { get; init; }

    /// <summary>Changes that require consultation, as the issuer states them; some are derived besides.</summary>
    public ImmutableArray<TriggerClass> TriggerClasses { get; init; } = [];

    /// <summary>Who was informed, consulted and agreed when.</summary>
    public ImmutableArray<Involvement> PartnerInvolvement { get; init; } = [];

    /// <summary>What is to be reported where and when.</summary>
    public ImmutableArray<Reporting> Reporting { get; init; } = [];

    /// <summary>ICT systems needed.</summary>
    public ImmutableArray<string> RequiresSystem { get; init; } = [];

    /// <summary>Training or leadership offer.</summary>
    public Offer? Offer { get; init; }

    /// <summary>Who may read it; null: all owners of the offices reached.</summary>
    public ImmutableArray<Org>? ReadAccess { get; init; }

    /// <summary>Legal basis for not giving the partner access.</summary>
    public Shielding? Shielding { get; init; }
}

/// <summary>A text in one form of Norwegian or both. Never decides a verdict.</summary>
public sealed record LocalizedText(string? Nb = null, string? Nn = null)
{
    /// <summary>Both forms, each with the other where it is absent.</summary>
    [JsonIgnore]
    public Words Words => new(Nb ?? Nn ?? "", Nn ?? Nb ?? "");
}

/// <summary>An organisation: COUNTY and "5700". Written "COUNTY:5700", or the kind alone where there is one of it.</summary>
[JsonConverter(typeof(OrgConverter))]
public readonly record struct Org(string Kind, string Number)
{
    /// <summary>No organisation.</summary>
    public static Org None { get; } = new("", "");

    /// <summary>A municipality.</summary>
    public static Org Municipality(string number) => new("MUNICIPALITY", number);

    /// <summary>A NAV county unit.</summary>
    public static Org County(string number) => new("COUNTY", number);

    /// <summary>Reads the written form.</summary>
    public static implicit operator Org(string written) => written.IndexOf(':', StringComparison.Ordinal) is var colon && colon < 0
        ? new(written, "")
        : new(written[..colon], written[(colon + 1)..]);

    /// <inheritdoc/>
    public override string ToString() => string.IsNullOrEmpty(Number) ? Kind ?? "" : $"{Kind}:{Number}";
}

/// <summary>A source of the register and the section of it.</summary>
[JsonConverter(typeof(SourceRefConverter))]
public sealed record SourceRef(string SourceId, string? ClauseRef = null);

/// <summary>A clause of an agreement.</summary>
public sealed record AgreementClauseRef(string AgreementId, string ClauseRef);

/// <summary>What replaces a removed service or access, from when, and whether for all.</summary>
public sealed record Substitute(string? Description = null, DateOnly? From = null, bool CoversAll = false);

/// <summary>An agreement term a directive presupposes, typed as clauses are.</summary>
public sealed record AssertedTerm(string Term, string? Key = null, string Value = "");

/// <summary>Least staffing from a pool: full-time equivalents, or a share of the pool's follow-up staff. A capacity group names the same people.</summary>
public sealed record FteDemand(Pool Pool, decimal? Fte = null, decimal? SharePct = null, string? CapacityGroup = null);

/// <summary>A signed change of one employer's staffing.</summary>
public sealed record FteDelta(Employer Employer, decimal Fte);

/// <summary>An adopted ceiling and what of it is not yet bound.</summary>
public sealed record Frame(int Year, decimal? Nok = null, decimal? Fte = null, decimal? FreeNok = null, decimal? FreeFte = null);

/// <summary>A node of the delivery path, "COUNTY:5700" or "OFFICE:1783", with the dates in Oslo.</summary>
public sealed record PathNode(
    string Node,
    [property: JsonConverter(typeof(InstantDateConverter))] DateOnly? ReceivedAt = null,
    [property: JsonConverter(typeof(InstantDateConverter))] DateOnly? RelayedAt = null);

/// <summary>One part of a consequence assessment. A bare SOME has no text.</summary>
[JsonConverter(typeof(AssessmentPartConverter))]
public sealed record AssessmentPart(AssessmentAnswer Answer, string? Text = null);

/// <summary>What the issuer says it means for the partner. Null parts are unanswered.</summary>
public sealed record Assessment(
    ImmutableArray<Line>? AffectedLines = null, AssessmentPart? Economy = null, AssessmentPart? Staffing = null, AssessmentPart? Tasks = null,
    AssessmentPart? Ict = null, AssessmentPart? Timing = null, ImmutableArray<Org>? Consulted = null, AssessmentConclusion? Conclusion = null,
    string? Reason = null, bool? UserForumConsulted = null, string? SignedBy = null,
    [property: JsonConverter(typeof(InstantDateConverter))] DateOnly? SignedAt = null);

/// <summary>How one partner was involved.</summary>
public sealed record Involvement(
    Org Partner, Arena? Arena = null, DateOnly? InformedAt = null, DateOnly? ConsultedAt = null, DateOnly? AgreedAt = null);

/// <summary>A figure that is to be reported.</summary>
public sealed record Reporting(
    string? Concept = null, string? IndicatorId = null, DayRange? Period = null, string? Frequency = null, string? System = null, DateOnly? Due = null,
    decimal? EffortDays = null);

/// <summary>A training or leadership offer; <paramref name="AnchoredBy"/> holds COUNTY and MUNICIPALITY as far as they stand behind it.</summary>
public sealed record Offer(
    DayRange? Dates = null, TargetGroup? Audience = null, bool Mandatory = false, ImmutableArray<string>? AnchoredBy = null);

/// <summary>The legal basis for not giving the partner access.</summary>
public sealed record Shielding(string Basis);

/// <summary>Whom a directive is about: any of the groups (empty: everybody), of this age in years, so many months in the situation.</summary>
public sealed record TargetGroup(ImmutableArray<string> Groups = default, IntInterval? Age = null, IntInterval? DurationMonths = null)
{
    /// <summary>Any of these; empty: everybody.</summary>
    public ImmutableArray<string> Groups { get; init; } = Groups.IsDefault ? [] : Groups;

    /// <summary>No restriction.</summary>
    public static TargetGroup Everybody { get; } = new([]);
}

/// <summary>A closed interval of whole numbers; a null end is open.</summary>
public readonly record struct IntInterval(int? Lo = null, int? Hi = null)
{
    /// <summary>Whether no number is included.</summary>
    [JsonIgnore]
    public bool IsEmpty => Lo > Hi;

    /// <summary>The numbers in both.</summary>
    public IntInterval Intersect(IntInterval other) => new(Max(Lo, other.Lo), Min(Hi, other.Hi));

    /// <summary>The number of the interval that is nearest to <paramref name="wish"/>.</summary>
    public int Nearest(int wish) => Max(Lo, Min(wish, Hi))!.Value;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Lo}..{Hi}");

    private static int? Max(int? a, int? b) => a is null ? b : b is null ? a : Math.Max(a.Value, b.Value);

    private static int? Min(int? a, int? b) => a is null ? b : b is null ? a : Math.Min(a.Value, b.Value);
}

/// <summary>A closed interval of an indicator; a null end is open. The tolerance widens it on both sides.</summary>
public sealed record Target(decimal? Lo = null, decimal? Hi = null, string Unit = "", decimal Tolerance = 0);
