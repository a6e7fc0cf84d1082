using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Rules;

/// <summary>Whom a row of a profile belongs to: who may write it.</summary>
public enum RowOwner
{
    /// <summary>The county unit.</summary>
    State,

    /// <summary>The municipal side as a whole: the host municipality, or any of them where no host is known.</summary>
    Municipal,

    /// <summary>The municipality the row names.</summary>
    Municipality,

    /// <summary>The municipality the row names, or the county unit: the two parties of a data-processing agreement.</summary>
    MunicipalityOrState,

    /// <summary>Each of the owners.</summary>
    Any,

    /// <summary>All of them together, by signature.</summary>
    All,
}

/// <summary>A part of an office's profile that the owners write (domain.md, section 10).</summary>
/// <param name="Name">The field of <see cref="OfficeProfile"/>.</param>
/// <param name="Subject">
/// What a row speaks of, beside the municipality it names: no two rows say different things about it on the same day.
/// </param>
/// <param name="Owner">Whom a row belongs to, as far as the row itself says.</param>
public sealed record ProfilePart(string Name, Func<IMessage, string> Subject, Func<IMessage, RowOwner> Owner)
{
    private static readonly ProfilePart[] Parts =
    [
        Part<SubOffice>("sub_offices", row => row.Name, _ => RowOwner.Any),
        Part<Membership>("networks", row => row.NetworkId, _ => RowOwner.Any),
        // An office is in one service area at a time: it pools its state staff with one group of offices (domain.md, section 7).
        Part<ServiceArea>("service_areas", _ => "", _ => RowOwner.State),
        Part<LeadershipPeriod>("leadership", _ => "", _ => RowOwner.Any),
        Part<Responsibility>("responsibilities", row => row.Theme, _ => RowOwner.Any),
        Part<ProvidedService>("services", row => row.ServiceCode, _ => RowOwner.Municipality),
        Part<Staffing>("staffing", row => $"{(int)row.Employer}", row => row.Employer == Employer.State ? RowOwner.State : RowOwner.Municipal),
        // State staffing is kept up at the smallest offices (Meld. St. 33): the state's promise.
        Part<Period>("staffing_guarantees", _ => "", _ => RowOwner.State),
        Part<ChangeCapacity>("change_capacity", _ => "", _ => RowOwner.Any),
        Part<DataProcessingAgreement>("data_processing_agreements", row => row.System, _ => RowOwner.MunicipalityOrState),
        Part<Pilot>("pilots", row => row.PilotId, _ => RowOwner.Any),
        Part<JointPlan>("joint_plans", row => row.PlanId, _ => RowOwner.All),
        Part<ScorecardIndicator>("scorecard", row => row.IndicatorId, row => row.OwnerLine switch
        {
            Line.State => RowOwner.State,
            Line.Municipal => RowOwner.Municipal,
            _ => RowOwner.Any,
        }),
        Part<BudgetDecision>(
            "budget_calendar", row => $"{(int)row.Party.Kind} {row.Party.Number}",
            row => row.Party.Kind == OrgKind.County ? RowOwner.State : RowOwner.Municipality),
        Part<Threshold>("thresholds", row => row.Name, _ => RowOwner.All),
    ];

    private static readonly Dictionary<string, ProfilePart> ByName = Parts.ToDictionary(part => part.Name);

    /// <summary>All parts, in the order of the contract.</summary>
    public static IReadOnlyList<ProfilePart> All => Parts;

    /// <summary>What the part consists of.</summary>
    public required MessageDescriptor Row { get; init; }

    /// <summary>Whether a day without a row is a mistake, once there is one about the same thing: an office is led, and staffed, every day.</summary>
    public bool IsContinuous => Name is "leadership" or "staffing";

    /// <summary>Whether it binds all owners, and needs the signature of each.</summary>
    public bool IsSigned => Name is "joint_plans" or "thresholds";

    /// <summary>Whether scopes search it: a change of it can change which offices a directive reaches.</summary>
    public bool IsSearched => Name is "networks" or "service_areas" or "leadership" or "services" or "pilots";

    /// <summary>Whether its rows say which days they are about; the others are about a year, or about every day.</summary>
    public bool IsDated => Row == Period.Descriptor || Row.FindFieldByName("valid") is not null;

    /// <summary>The part of that name; null when there is none that the owners write.</summary>
    public static ProfilePart? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The rows of the part in a profile; thresholds are those in force.</summary>
    public IReadOnlyList<IMessage> RowsOf(OfficeProfile profile) => Name == "thresholds"
        ? [.. profile.Thresholds.Select(threshold => new Threshold { Name = threshold.Key, Value = threshold.Value })]
        : [.. ((IList)Field.Accessor.GetValue(profile)).Cast<IMessage>()];

    /// <summary>Adds a row to a profile.</summary>
    public void AddTo(OfficeProfile profile, IMessage row)
    {
        if (row is Threshold threshold)
        {
            profile.Thresholds[threshold.Name] = threshold.Value;
        }
        else
        {
            ((IList)Field.Accessor.GetValue(profile)).Add(row);
        }
    }

    /// <summary>Equal when they are the same part.</summary>
    public bool Equals(ProfilePart? other) => Name == other?.Name;

    /// <inheritdoc />
    public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

    private FieldDescriptor Field => OfficeProfile.Descriptor.FindFieldByName(Name);

    private static ProfilePart Part<T>(string name, Func<T, string> subject, Func<T, RowOwner> owner)
        where T : IMessage<T>, new() => new(name, row => subject((T)row), row => owner((T)row)) { Row = new T().Descriptor };
}
