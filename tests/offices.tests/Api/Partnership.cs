using System.Globalization;
using Dapper;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Samstyring.Offices.Api;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Api;

/// <summary>An office and its two owners, on a host that the tests of agreements share: each test takes an office of its own.</summary>
public sealed class Partnership
{
    private static readonly Lazy<Task<(ServiceFixture<OfficesApi> Host, Queue<(string, string, string)> Offices)>> Started = new(Start);

    private Partnership(ServiceFixture<OfficesApi> host, string office, string county, string municipality) =>
        (Host, Office, County, Municipality) = (host, office, county, municipality);

    public ServiceFixture<OfficesApi> Host { get; }

    public string Office { get; }

    public string County { get; }

    public string Municipality { get; }

    public OfficesService.OfficesServiceClient State => Host.Client("county", County);

    public OfficesService.OfficesServiceClient Municipal => Host.Client("municipal-director", Municipality);

    /// <summary>An office that serves one whole municipality, and that no other test has.</summary>
    public static async Task<Partnership> Next()
    {
        var (host, offices) = await Started.Value;
        lock (offices)
        {
            var (office, county, municipality) = offices.Dequeue();
            return new Partnership(host, office, county, municipality);
        }
    }

    /// <summary>Nav Værnes, with Stjørdal as the host: five municipalities. For tests that write no agreement there.</summary>
    public static async Task<Partnership> Vaernes() => new((await Started.Value).Host, "1783", "5700", "5035");

    /// <summary>A partnership agreement between the two owners with one clause.</summary>
    public AgreementContent Content(string from = "2020-01-01", string? to = "2040-01-01")
    {
        var content = new AgreementContent
        {
            Type = AgreementType.Partnership,
            Parties = { new OrgRef { Kind = OrgKind.County, Number = County }, new OrgRef { Kind = OrgKind.Municipality, Number = Municipality } },
            Valid = new Period { From = from },
            Clauses =
            {
                new AgreementClause
                {
                    ClauseRef = "4.2", Chapter = ClauseChapter.Services, Term = "MUNICIPAL_SERVICE_IN_OFFICE", Key = "HOUSING_SUPPORT", Value = "included",
                    NoticeMonths = 6, Text = new LocalizedText { Nb = "Bostøtte inngår i kontoret." },
                },
            },
        };
        if (to is not null)
        {
            content.Valid.To = to;
        }

        return content;
    }

    /// <summary>An operating agreement that shares 1 800 000 kr of running costs.</summary>
    public AgreementContent Operating(CostKeyType key = CostKeyType.Fte, params (string Party, string Percent)[] shares)
    {
        var content = Content();
        content.Type = AgreementType.Operating;
        content.Costs = new CostTerms
        {
            Type = key,
            LastReview = "2026-01-15",
            Items = { new CostItem { Item = "Husleie", NokPerYear = 1_500_000 }, new CostItem { Item = "Renhold", NokPerYear = 300_000 } },
        };
        content.Costs.Shares.AddRange(shares.Select(share => new CostShare { Party = share.Party, Percent = share.Percent }));
        return content;
    }

    public PutAgreementRequest Put(AgreementContent content, Agreement? existing = null) => new()
    {
        RequestId = $"{Guid.NewGuid()}",
        AgreementId = existing?.AgreementId ?? "",
        Revision = existing?.Revision ?? 0,
        OfficeNumber = Office,
        Content = content,
        Mandate = "Sak 12/26",
    };

    /// <summary>The agreement that both owners have signed.</summary>
    public async Task<Agreement> Agree(AgreementContent content, Agreement? existing = null)
    {
        var proposed = (await State.PutAgreementAsync(Put(content, existing))).Agreement;
        return (await Municipal.PutAgreementAsync(Put(content, proposed))).Agreement;
    }

    /// <summary>Staffing of both owners, from 2020 on.</summary>
    public async Task Staff(decimal state, decimal municipal)
    {
        await Write(State, Update("staffing", new OfficeProfile { Staffing = { Fte(Employer.State, state) } }));
        await Write(Municipal, Update("staffing", new OfficeProfile { Staffing = { Fte(Employer.Municipal, municipal) } }));
    }

    /// <summary>Staffing, half of it follow-up.</summary>
    public static Staffing Fte(Employer employer, decimal fte, string from = "2020-01-01", string? to = null)
    {
        var valid = new Period { From = from };
        if (to is not null)
        {
            valid.To = to;
        }

        return new Staffing
        {
            Employer = employer,
            Fte = fte.ToString(CultureInfo.InvariantCulture),
            FollowUpFte = (fte / 2).ToString(CultureInfo.InvariantCulture),
            Valid = valid,
        };
    }

    /// <summary>An update of one part of the profile.</summary>
    public UpdateOfficeProfileRequest Update(string part, OfficeProfile profile) => new()
    {
        RequestId = $"{Guid.NewGuid()}",
        OfficeNumber = Office,
        Profile = profile,
        UpdateMask = new FieldMask { Paths = { part } },
        Mandate = "Sak 12/26",
    };

    /// <summary>Writes against the office as it is now.</summary>
    public async Task<Office> Write(OfficesService.OfficesServiceClient client, UpdateOfficeProfileRequest update)
    {
        update.Revision = (await Read("directorate", "")).Revision;
        return (await client.UpdateOfficeProfileAsync(update)).Office;
    }

    /// <summary>An update, against the office as it is now, that is refused.</summary>
    public Task<RefusedCall> RefusedWrite(OfficesService.OfficesServiceClient client, UpdateOfficeProfileRequest update) =>
        RefusedCall.Of(() => Write(client, update));

    public async Task<Office> Read(string role, string unit) =>
        (await Host.Client(role, unit).GetOfficeAsync(new GetOfficeRequest { OfficeNumber = Office })).Office;

    /// <summary>A refused put.</summary>
    public static Task<RefusedCall> Refused(OfficesService.OfficesServiceClient client, PutAgreementRequest put) =>
        RefusedCall.Of(() => client.PutAgreementAsync(put).ResponseAsync);

    /// <summary>A client for one person who acts for several units, each in turn.</summary>
    public async Task<OfficesService.OfficesServiceClient> AsPerson(string subject, string role, string unit)
    {
        var token = (await TestIssuer.Shared).Token(role, unit, alter: descriptor => descriptor.Claims!["sub"] = subject);
        return new OfficesService.OfficesServiceClient(Host.With(token));
    }

    private static async Task<(ServiceFixture<OfficesApi>, Queue<(string, string, string)>)> Start()
    {
        var host = await Registers.Imported(Registers.DataFolder);
        await using var connection = new NpgsqlConnection(host.Database.Owner);
        var offices = await connection.QueryAsync<(string, string, string)>(
            """
            select o.number, u.number, min(m.number)
              from office_number o
              join office_county_unit ou on ou.office_id = o.office_id and ou.valid @> current_date
              join county_unit_number u on u.unit_id = ou.unit_id and u.valid @> current_date
              join office_municipality l on l.office_id = o.office_id and l.valid @> current_date
              join municipality_number m on m.municipality_id = l.municipality_id and m.valid @> current_date
             where o.valid @> current_date
             group by o.number, u.number having count(*) = 1 and bool_and(l.city_district = '')
             order by o.number
            """);
        return (host, new Queue<(string, string, string)>(offices));
    }
}
