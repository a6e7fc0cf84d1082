using System.Globalization;
using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Agreement = Samstyring.Offices.V1.Agreement;

namespace Samstyring.Offices.Store;

public sealed partial class OfficeStore
{
    /// <summary>What the running costs of an office depend on, on a day.</summary>
    public async Task<CostFacts> CostFacts(NpgsqlConnection connection, int officeId, DateOnly day)
    {
        const string Municipalities =
            """
            select n.number, case when bool_and(l.city_district = '') then min(p.inhabitants)::bigint end
              from office_municipality l
              join municipality_number n on n.municipality_id = l.municipality_id and n.valid @> @day
              left join lateral (select * from municipality_inhabitants i where i.municipality_id = l.municipality_id and i.valid @> @day limit 1) p on true
             where l.office_id = @officeId and l.valid @> @day
             group by n.number order by n.number
            """;
        var there = await agreements.Load(connection, await agreements.Ids(connection, [officeId], AgreementType.Operating), day);
        var staffing = (await profiles.Rows(connection, [officeId], day))
            .Where(known => known.Row.Valid.Contains(day)).Select(known => known.Row.Content).OfType<Staffing>()
            .ToDictionary(row => row.Employer, row => decimal.Parse(row.Fte, CultureInfo.InvariantCulture));
        var municipalities = await connection.QueryAsync<(string Number, long? Inhabitants)>(Municipalities, new { officeId, day });
        return new CostFacts(
            there.Select(agreement => agreement.On(day)?.Content.Costs).OfType<CostTerms>().SingleOrDefault(),
            staffing.TryGetValue(Employer.State, out var state) ? state : null,
            staffing.TryGetValue(Employer.Municipal, out var municipal) ? municipal : null,
            [.. municipalities]);
    }

    // Agreements and what follows from them: every revision that holds on some day, past and future ones too.
    private async Task AddAgreements(NpgsqlConnection connection, DateOnly asOf, IReadOnlyDictionary<int, Office> offices)
    {
        var ids = offices.Keys.ToArray();
        foreach (var agreement in await agreements.Load(connection, await agreements.Ids(connection, ids), asOf))
        {
            foreach (var revision in agreement.Revisions.Where(revision => !agreement.Days(revision).IsEmpty))
            {
                AddAgreement(offices[agreement.OfficeId].Profile, AgreementMessages.Of(agreement, revision));
            }

            AddSystems(offices[agreement.OfficeId].Profile, agreement);
        }
    }

    // Beside what the owners have registered: on a day that both speak of, there is one row.
    private static void AddSystems(OfficeProfile profile, Rules.Agreement agreement)
    {
        var registered = profile.DataProcessingAgreements.Select(
            row => new CoveredSystem(row.MunicipalityNumber, row.System, new Fields().Period("", row.Valid) ?? Period.Always));
        var rows = DataProcessing.Union(registered.Concat(DataProcessing.Of(agreement)));
        profile.DataProcessingAgreements.Clear();
        profile.DataProcessingAgreements.AddRange(rows.Select(row => new DataProcessingAgreement
        {
            MunicipalityNumber = row.Municipality,
            System = row.System,
            Valid = Messages.Period(row.Valid.ToRange()),
        }));
    }

    private static void AddAgreement(OfficeProfile profile, Agreement agreement)
    {
        profile.Agreements.Add(agreement);
        profile.Delegations.AddRange(agreement.Delegations);
        if (agreement.Costs is { } costs)
        {
            var key = new CostKey { Type = costs.Type, Shares = { costs.Shares }, Valid = agreement.Valid };
            if (costs.HasLastReview)
            {
                key.LastReview = costs.LastReview;
            }

            profile.CostKeys.Add(key);
            profile.CostItems.AddRange(costs.Items.Select(item => new CostItem { Item = item.Item, NokPerYear = item.NokPerYear, Valid = agreement.Valid }));
        }
    }
}
