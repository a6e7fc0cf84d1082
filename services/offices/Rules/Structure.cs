using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>The structure on one day, as the register has it when a change from that day on is entered.</summary>
/// <param name="Offices">Offices that have a number on the day, by number.</param>
/// <param name="Municipalities">Municipalities that have a number on the day, by number.</param>
/// <param name="CountyUnits">Numbers of the county units.</param>
/// <param name="LaterNumbers">Office and municipality numbers that are to begin after the day.</param>
public sealed record StructureFacts(
    IReadOnlyDictionary<string, OfficeThen> Offices,
    IReadOnlyDictionary<string, MunicipalityThen> Municipalities,
    IReadOnlySet<string> CountyUnits,
    IReadOnlySet<string> LaterNumbers);

/// <param name="LaterChange">First day of something that is entered from a later day on; null: nothing is.</param>
public sealed record OfficeThen(int Id, string Number, string Name, string UnitNumber, IReadOnlyList<LinkThen> Links, DateOnly? LaterChange);

/// <param name="LaterChange">First day of something that is entered from a later day on; null: nothing is.</param>
public sealed record MunicipalityThen(int Id, string Number, string Name, DateOnly? LaterChange);

/// <summary>A municipality that an office serves, by its number of the day.</summary>
/// <param name="CityDistrict">Empty: the whole municipality.</param>
/// <param name="ServiceCodes">Services the role is for, separated by semicolons in code order; empty: all.</param>
public sealed record LinkThen(string MunicipalityNumber, string CityDistrict, MunicipalityRole Role, string ServiceCodes, LinkBasis Basis, string Source);

/// <summary>What a change comes to. Numbers are those of the day, after the change.</summary>
/// <param name="Ended">Ids of municipalities whose number ends.</param>
/// <param name="Begun">Numbers that begin; the id is that of the municipality that goes on, null where it is a new one.</param>
/// <param name="Successions">Ids of those that end, and the number that takes over.</param>
/// <param name="ClosedOffices">Ids of offices that have no number any more.</param>
/// <param name="Offices">Offices that begin or change.</param>
public sealed record StructurePlan(
    IReadOnlyList<MunicipalityThen> Ended,
    IReadOnlyList<(string Number, string Name, int? Id)> Begun,
    IReadOnlyList<(int Predecessor, string Successor)> Successions,
    IReadOnlyList<OfficeThen> ClosedOffices,
    IReadOnlyList<OfficePlan> Offices);

/// <param name="Id">Null: the office opens.</param>
/// <param name="Name">Null: as before.</param>
/// <param name="UnitNumber">Null: as before.</param>
/// <param name="Links">Null: as before.</param>
public sealed record OfficePlan(int? Id, string Number, string? Name, string? UnitNumber, IReadOnlyList<LinkThen>? Links);
