using Samstyring.Common;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>What a unit is to the register.</summary>
public enum UnitKind
{
    /// <summary>A NAV office, LOKAL.</summary>
    Office,

    /// <summary>NAV fylke, FYLKE.</summary>
    CountyUnit,

    /// <summary>Every other type; no directive reaches it.</summary>
    Other,
}

/// <summary>A unit as a file states it, as far as it is used. The first day of each stage of its life is null where the file has none.</summary>
/// <param name="Row">Its place in the file, from 1.</param>
/// <param name="NorgId">NORG2's own id, which stays when the number changes.</param>
/// <param name="Status">On the day the file speaks of.</param>
/// <param name="SuperiorNumber">The unit above it; null where the file does not say.</param>
/// <param name="ClosedFrom">The first day on which it is closed.</param>
public sealed record StatedUnit(
    int Row, long NorgId, string Number, string Name, string Type, OfficeStatus Status, string OrganisationNumber, string MunicipalOrganisationNumber,
    string? SuperiorNumber, DateOnly? EstablishedFrom, DateOnly? ActiveFrom, DateOnly? ClosingFrom, DateOnly? ClosedFrom);

/// <summary>What a unit is on some days. Units that are not offices have no status but ACTIVE, and no second organisation number.</summary>
public sealed record UnitState(string Number, string Name, string Type, OfficeStatus Status, string OrganisationNumber, string MunicipalOrganisationNumber);

/// <summary>What a unit is from a day on, until the next span begins; null: it is not, or is closed.</summary>
public sealed record UnitSpan(DateOnly From, UnitState? State);

/// <summary>A unit as the register has it from the day of the comparison on.</summary>
/// <param name="NorgId">Null: no approved update has named it yet.</param>
/// <param name="Life">The first span begins on the day; neighbours differ.</param>
/// <param name="CountyUnitId">Of an office, on the day.</param>
/// <param name="LaterChange">First day of a change of structure that is entered for an office from a later day on.</param>
public sealed record UnitThen(UnitKind Kind, int Id, long? NorgId, IReadOnlyList<UnitSpan> Life, int? CountyUnitId, DateOnly? LaterChange);

/// <summary>An office serves a place, or a part of it, on these days.</summary>
/// <param name="Place">By the number the municipality has last.</param>
public sealed record ServedThen(int OfficeId, Place Place, Period Days);

/// <summary>The register's units from a day on.</summary>
/// <param name="Types">Types of the units that are neither offices nor county units, also of those that are no more.</param>
public sealed record UnitsThen(DateOnly Day, IReadOnlyList<UnitThen> Units, IReadOnlyList<ServedThen> Served, IReadOnlySet<string> Types);

/// <summary>What becomes of one unit of the file.</summary>
/// <param name="Id">Null: it is new to the register.</param>
/// <param name="Life">What it is from the first day on which it is otherwise than the register has it; empty: as the register has it.</param>
/// <param name="CountyUnitNumber">Null: as before.</param>
/// <param name="ClosedBefore">The day from which the register has had it closed.</param>
/// <param name="ClosedFrom">The day from which it is closed; when it is another, what the office serves ends or goes on with it.</param>
public sealed record UnitPlan(
    UnitKind Kind, int? Id, long NorgId, IReadOnlyList<UnitSpan> Life, string? CountyUnitNumber, DateOnly? ClosedBefore, DateOnly? ClosedFrom);

/// <summary>What a file comes to on a day.</summary>
/// <param name="Plans">Also of units that stay as they are: the register learns their ids.</param>
public sealed record UpdatePlan(
    DateOnly Day, IReadOnlyList<UnitPlan> Plans, IReadOnlyList<UnitDifference> Differences, IReadOnlyList<NotUsed> NotUsed, int Unchanged);
