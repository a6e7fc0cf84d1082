using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// What the register and the owners say about an office, over time (domain.md section 10). Every row says on which days it holds; a value that was never
/// registered is absent, and a rule that needs it answers UNDERSPECIFIED. Its JSON form is that of a facts file.
/// </summary>
public sealed record Profile
{
    /// <summary>Four-digit unit number.</summary>
    public required string OfficeId { get; init; }

    /// <summary>"Nav Sola".</summary>
    public string? Name { get; init; }

    /// <summary>UNDER_ESTABLISHMENT, ACTIVE, CLOSING or CLOSED. Decides nothing here: scope does.</summary>
    public string? Status { get; init; }

    /// <summary>The NAV county unit: the state owner.</summary>
    public Dated<string> CountyId { get; init; } = new();

    /// <summary>The municipal owners.</summary>
    public ImmutableArray<ProfileMunicipality> Municipalities { get; init; } = [];

    /// <summary>Places without directives of their own.</summary>
    public ImmutableArray<SubOffice> SubOffices { get; init; } = [];

    /// <summary>Networks it belongs to.</summary>
    public ImmutableArray<NetworkMembership> Networks { get; init; } = [];

    /// <summary>The group of offices it shares state resources with.</summary>
    public Dated<ServiceArea> ServiceArea { get; init; } = new();

    /// <summary>Inhabitants.</summary>
    public Dated<int> Population { get; init; } = new();

    /// <summary>SMALL, MEDIUM or LARGE; derived from the population where absent.</summary>
    public Dated<string> SizeClass { get; init; } = new();

    /// <summary>One leader or two.</summary>
    public Dated<LeadershipModel> LeadershipModel { get; init; } = new();

    /// <summary>The leaders and their employers.</summary>
    public ImmutableArray<Leader> Leaders { get; init; } = [];

    /// <summary>Who answers for what in an office with two leaders.</summary>
    public ImmutableArray<Responsibility> Responsibilities { get; init; } = [];

    /// <summary>The portfolio; null: not registered. State services are in every portfolio.</summary>
    public ImmutableArray<ProvidedService>? Services { get; init; }

    /// <summary>Full-time equivalents by employer.</summary>
    public ImmutableArray<Staffing> Staffing { get; init; } = [];

    /// <summary>Days under the staffing guarantee.</summary>
    public DayRange? StaffingGuarantee { get; init; }

    /// <summary>Staff days per 60 working days that can be spent on introductions.</summary>
    public Dated<decimal> ChangeCapacityDays { get; init; } = new();

    /// <summary>How shared costs are divided.</summary>
    public Dated<CostKey> CostKey { get; init; } = new();

    /// <summary>Shared running costs.</summary>
    public ImmutableArray<CostItem> CostItems { get; init; } = [];

    /// <summary>The agreements of the partnership.</summary>
    public ImmutableArray<Agreement> Agreements { get; init; } = [];

    /// <summary>Systems each municipality has a data-processing agreement for.</summary>
    public ImmutableArray<DataProcessingAgreement> DataProcessingAgreements { get; init; } = [];

    /// <summary>Delegated authority. No rule reads it yet.</summary>
    public ImmutableArray<Delegation> Delegations { get; init; } = [];

    /// <summary>Trials and exemptions.</summary>
    public ImmutableArray<Pilot> Pilots { get; init; } = [];

    /// <summary>Joint plans of the owners.</summary>
    public ImmutableArray<JointPlan> JointPlans { get; init; } = [];

    /// <summary>What the office is measured by.</summary>
    public ImmutableArray<ScorecardIndicator> Scorecard { get; init; } = [];

    /// <summary>When the parties decide frames and budgets.</summary>
    public ImmutableArray<BudgetDecision> BudgetCalendar { get; init; } = [];

    /// <summary>Deviations from the default thresholds, signed by both owners.</summary>
    public ImmutableSortedDictionary<string, decimal> Thresholds { get; init; } = ImmutableSortedDictionary<string, decimal>.Empty;

    /// <summary>A profile with nothing registered.</summary>
    public static Profile Of(string number) => new() { OfficeId = number };

    /// <summary>The employers' staffing on a day: null where an employer has registered none.</summary>
    public Staffing? StaffOn(Employer employer, DateOnly day) => Staffing.FirstOrDefault(s => s.Employer == employer && s.Valid.Contains(day));
}

/// <summary>A value that holds on some days. Rows do not overlap.</summary>
/// <typeparam name="T">The value.</typeparam>
[JsonConverter(typeof(DatedConverterFactory))]
public sealed record Dated<T>(ImmutableArray<DatedRow<T>> Rows) : IDated
    where T : notnull
{
    /// <summary>Never registered.</summary>
    public Dated()
        : this([])
    {
    }

    bool IDated.IsEmpty => Rows.IsEmpty;

    /// <summary>The value on a day; null when none holds.</summary>
    public DatedRow<T>? On(DateOnly day) => Rows.FirstOrDefault(r => r.Valid.Contains(day));

    /// <summary>The days on which the value is such.</summary>
    public Days Where(Func<T, bool> such) => Days.Of(Rows.Where(r => such(r.Value)).Select(r => r.Valid));

    /// <summary>The days on which some value holds.</summary>
    public Days Known => Where(_ => true);

    /// <summary>The same value always.</summary>
    public static implicit operator Dated<T>(T value) => new([new(value, DayRange.Always)]);

    /// <inheritdoc/>
    public bool Equals(Dated<T>? other) => other is not null && Rows.SequenceEqual(other.Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => Rows.Length;
}

/// <summary>A value and the days on which it holds.</summary>
public sealed record DatedRow<T>(T Value, DayRange Valid)
    where T : notnull;

/// <summary>A municipal owner; null services: all. In Oslo the owner is the city district.</summary>
public sealed record ProfileMunicipality(
    string MunicipalityNumber, MunicipalityRole? Role = null, ImmutableArray<string>? ServiceCodes = null, string? CityDistrict = null, DayRange? Valid = null)
{
    /// <summary>The days on which it holds; always, when none are stated.</summary>
    [JsonIgnore]
    public DayRange Days => Valid ?? DayRange.Always;

    /// <summary>The owner as an organisation.</summary>
    [JsonIgnore]
    public Org Owner => string.IsNullOrEmpty(CityDistrict) ? Org.Municipality(MunicipalityNumber) : new("CITY_DISTRICT", CityDistrict);

    /// <summary>Whether the role is for the service; a role for all services is for every one.</summary>
    public bool IsFor(string? service) => ServiceCodes is not { IsDefaultOrEmpty: false } codes || (service is not null && codes.Contains(service));
}

/// <summary>A place the office also is at.</summary>
public sealed record SubOffice
{
    public string? Name { get; init; }

    public string? MunicipalityNumber { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>Membership in a network.</summary>
public sealed record NetworkMembership
{
    [JsonPropertyName("id")]
    public required string NetworkId { get; init; }

    public string? Name { get; init; }

    public ImmutableArray<string> Goals { get; init; } = [];

    public string? Leader { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>A service area and whether its state staff is one pool.</summary>
public sealed record ServiceArea(string Id, bool PoolsStateResources = false);

/// <summary>A leader and the employer.</summary>
public sealed record Leader
{
    public required RecipientRole Role { get; init; }

    public required Employer Employer { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>Who answers for a theme and those below it.</summary>
public sealed record Responsibility
{
    public required string Theme { get; init; }

    public required ResponsibleLeader Leader { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>A service in the portfolio; no municipality: of all of the office's.</summary>
public sealed record ProvidedService
{
    public required string ServiceCode { get; init; }

    public string? MunicipalityNumber { get; init; }

    public string? ClauseRef { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>Full-time equivalents of one employer, and how many of them are follow-up capacity (null: not stated).</summary>
public sealed record Staffing
{
    public required Employer Employer { get; init; }

    public decimal Fte { get; init; }

    public decimal? FollowUpFte { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>How shared costs are divided; percent by party (STATE, MUNICIPAL or a municipality number), and when it was last reviewed.</summary>
public sealed record CostKey(CostKeyType Type, ImmutableSortedDictionary<string, decimal>? Shares = null, DateOnly? LastReview = null);

/// <summary>A shared running cost.</summary>
public sealed record CostItem
{
    public string? Item { get; init; }

    public decimal NokPerYear { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>An agreement in the revision in force.</summary>
public sealed record Agreement
{
    public required string AgreementId { get; init; }

    public AgreementType Type { get; init; } = AgreementType.Other;

    public ImmutableArray<Org> Parties { get; init; } = [];

    public ImmutableArray<AgreementClause> Clauses { get; init; } = [];

    public ImmutableArray<Signature> Signatures { get; init; } = [];

    public ImmutableArray<Amendment> Amendments { get; init; } = [];

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>
/// A typed clause. A value is an enum or boolean identifier, an interval "lo..hi" (an open end empty), or a set "A,B".
/// </summary>
public sealed record AgreementClause
{
    public required string ClauseRef { get; init; }

    public string? Term { get; init; }

    public string? Key { get; init; }

    public string? Value { get; init; }

    public int? NoticeMonths { get; init; }

    public LocalizedText? Text { get; init; }
}

/// <summary>Who signed, when and with what mandate.</summary>
public sealed record Signature
{
    public Org Party { get; init; }

    public DateOnly? SignedAt { get; init; }

    public string? Mandate { get; init; }
}

/// <summary>A change of a clause; it holds when all parties have signed.</summary>
public sealed record Amendment
{
    public required string ClauseRef { get; init; }

    public required string Value { get; init; }

    public required DateOnly EffectiveFrom { get; init; }

    public ImmutableArray<Org> SignedBy { get; init; } = [];
}

/// <summary>A municipality's agreement for a system.</summary>
public sealed record DataProcessingAgreement
{
    public required string MunicipalityNumber { get; init; }

    public required string System { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>Authority one party has delegated to a leader.</summary>
public sealed record Delegation
{
    public Org FromParty { get; init; }

    public ResponsibleLeader? ToLeader { get; init; }

    public string? ActionCode { get; init; }

    public string? LegalBasis { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>A trial or exemption and the themes it exempts.</summary>
public sealed record Pilot
{
    public required string PilotId { get; init; }

    public ImmutableArray<string> ExemptThemes { get; init; } = [];

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>A joint plan of the owners for a year; approved when STATE and MUNICIPAL are in <see cref="ApprovedBy"/>.</summary>
public sealed record JointPlan
{
    public required string PlanId { get; init; }

    public required int Year { get; init; }

    public ImmutableArray<Line> ApprovedBy { get; init; } = [];

    public ImmutableArray<PlanElement> Elements { get; init; } = [];

    public ImmutableArray<PlanException> Exceptions { get; init; } = [];

    /// <summary>Directive ids in order of priority.</summary>
    public ImmutableArray<string> Ranking { get; init; } = [];

    /// <summary>Both owners have approved it.</summary>
    [JsonIgnore]
    public bool Approved => ApprovedBy.Contains(Line.State) && ApprovedBy.Contains(Line.Municipal);

    /// <summary>The days of its year.</summary>
    [JsonIgnore]
    public DayRange Days => new(new(Year, 1, 1), new(Year + 1, 1, 1));
}

/// <summary>An element of a plan and the directives behind it.</summary>
public sealed record PlanElement(string ElementId, ImmutableArray<string> DirectiveIds);

/// <summary>A directive left out of a plan, with the reason.</summary>
public sealed record PlanException(string DirectiveId, string? Reason = null);

/// <summary>A measured indicator and whose it is.</summary>
public sealed record ScorecardIndicator
{
    public required string IndicatorId { get; init; }

    public required Line OwnerLine { get; init; }

    public DayRange Valid { get; init; } = DayRange.Always;
}

/// <summary>Known and expected decisions of a party.</summary>
public sealed record BudgetDecision(
    Org Party, DateOnly? FrameDecision = null, [property: JsonPropertyName("budget_decision")] DateOnly? Budget = null);
