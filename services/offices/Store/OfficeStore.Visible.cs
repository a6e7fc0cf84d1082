using Dapper;
using Npgsql;
using Samstyring.Common;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>
    /// The offices whose economy and agreements a caller may read today: those its unit owns or leads, for oversight those in its county, for a system those
    /// of the unit it works for. Null: all of them.
    /// </summary>
    public async Task<int[]?> OfficesOf(NpgsqlConnection connection, Caller caller, DateOnly today)
    {
        const string Sql =
            """
            select l.office_id from office_county_unit l join county_unit_number n using (unit_id)
             where @asCountyUnit and n.number = @unit and n.valid @> @today and l.valid @> @today
            union
            select l.office_id from office_municipality l join municipality_number n using (municipality_id)
             where @asMunicipality and (n.number = @unit or l.city_district = @unit) and n.valid @> @today and l.valid @> @today
            union
            select l.office_id from office_municipality l join municipality_number n using (municipality_id) join county_number c using (county_id)
             where @asCounty and c.number = @unit and c.valid @> @today and n.valid @> @today and l.valid @> @today
            union
            select n.office_id from office_number n where @asOffice and n.number = @unit and n.valid @> @today
            """;
        var (role, unit) = (caller.Role, caller.Unit);
        return role is Role.Directorate || (role is Role.Auditor && unit.Length == 0)
            ? null
            : [.. await connection.QueryAsync<int>(Sql, new
            {
                unit,
                today,
                asCountyUnit = role is Role.County or Role.System,
                asMunicipality = role is Role.Council or Role.MunicipalDirector or Role.System,
                asCounty = role is Role.CountyGovernor or Role.Auditor,
                asOffice = role is Role.NavLeader,
            })];
    }
}
