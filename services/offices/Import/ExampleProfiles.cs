using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Import;

/// <summary>
/// Invented profiles: public sources say nothing about staffing, leaders or services. Everything follows from the office's number and its population, so the
/// same office always gets the same. Every row says that it is an example, and so does every name. The shares are those the sources give of all offices:
/// three quarters of single leaders employed by the state, one office in six with the minimum services only (Meld. St. 33).
/// </summary>
public static class ExampleProfiles
{
    /// <summary>What every row says it rests on.</summary>
    public const string Source = "EKSEMPEL: oppdiktet for demonstrasjon og prøving, ikke opplysninger om kontoret";

    // Where the office serves a part of a municipality its population is not known; it is a city's.
    private const long CityOffice = 30_000;

    private static readonly string[] Minimum =
        ["ECONOMIC_COUNSELLING", "FINANCIAL_ASSISTANCE", "INDIVIDUAL_PLAN", "INFORMATION_AND_GUIDANCE", "QUALIFICATION_PROGRAMME", "TEMPORARY_HOUSING"];

    // Percent of the offices that have them.
    private static readonly (string Code, int Percent)[] Extra =
        [("HOUSING_SUPPORT", 55), ("REFUGEE_SETTLEMENT", 40), ("SUBSTANCE_FOLLOW_UP", 30), ("INTRODUCTION_PROGRAMME", 20)];

    /// <summary>Services that an office may have beyond the minimum.</summary>
    internal static IEnumerable<string> ExtraServices => Extra.Select(service => service.Code);

    private static readonly string[] OfStateLeader = ["COMPETENCE", "FOLLOW_UP", "OFFICE", "STATE_ICT", "WORKING_CONDITIONS"];

    private static readonly string[] OfMunicipalLeader = ["EXTRA_SERVICES", "MUNICIPAL_ICT", "SOCIAL_SERVICES"];

    /// <summary>The profiles of some offices as a file.</summary>
    public static string Csv(IEnumerable<Office> offices) => ProfileCsv.Header + string.Concat(
        from office in offices
        let profile = Of(office)
        from part in ProfilePart.All
        from row in part.RowsOf(profile)
        select ProfileCsv.Line(office.Number, part, row, Source));

    /// <summary>The profile of an office.</summary>
    public static OfficeProfile Of(Office office)
    {
        var profile = new OfficeProfile();
        var population = office.HasPopulation ? office.Population : CityOffice;
        AddLeaders(profile, office.Number);
        AddStaffing(profile, population);
        AddServices(profile, office);
        AddGroups(profile, office);
        AddBudget(profile, office);
        profile.ChangeCapacity.Add(new ChangeCapacity { Days = population < 3_000 ? "20" : population <= 15_000 ? "40" : "60", Valid = Days() });
        var (state, municipal) = (6 + Draw(office.Number, "state", 6), Draw(office.Number, "municipal", 5));
        profile.Scorecard.AddRange(Enumerable.Range(1, state).Select(i => Indicator($"EKSEMPEL-STAT-{i}", Line.State)));
        profile.Scorecard.AddRange(Enumerable.Range(1, municipal).Select(i => Indicator($"EKSEMPEL-KOMMUNE-{i}", Line.Municipal)));
        return profile;
    }

    private static void AddLeaders(OfficeProfile profile, string office)
    {
        if (Draw(office, "model", 100) >= 8)
        {
            var employer = Draw(office, "leader", 4) == 0 ? Employer.Municipal : Employer.State;
            profile.Leadership.Add(new LeadershipPeriod
            {
                Model = LeadershipModel.Single,
                Leaders = { new Leader { Role = RecipientRole.NavLeader, Employer = employer } },
                Valid = Days(),
            });
            return;
        }

        profile.Leadership.Add(new LeadershipPeriod
        {
            Model = LeadershipModel.Dual,
            Leaders =
            {
                new Leader { Role = RecipientRole.StateLeader, Employer = Employer.State },
                new Leader { Role = RecipientRole.MunicipalLeader, Employer = Employer.Municipal },
            },
            Valid = Days(),
        });
        profile.Responsibilities.AddRange(OfStateLeader.Select(theme => Answers(theme, ResponsibleLeader.StateLeader)));
        profile.Responsibilities.AddRange(OfMunicipalLeader.Select(theme => Answers(theme, ResponsibleLeader.MunicipalLeader)));
    }

    private static void AddStaffing(OfficeProfile profile, long population)
    {
        var (state, municipal) = (Math.Max(1.5m, Halves(population * 1.1m / 1_000)), Math.Max(1, Halves(population * 0.7m / 1_000)));
        profile.Staffing.Add(Staff(Employer.State, state, 0.8m));
        profile.Staffing.Add(Staff(Employer.Municipal, municipal, 0.65m));
        if (state <= 3)
        {
            profile.StaffingGuarantees.Add(new Period { From = "2026-01-01", To = "2029-01-01" });
        }
    }

    private static void AddServices(OfficeProfile profile, Office office)
    {
        var extra = Extra.Where(service => Draw(office.Number, service.Code, 100) < service.Percent).Select(service => service.Code);
        profile.Services.AddRange(Minimum.Concat(extra).Select(code => new ProvidedService { ServiceCode = code, Valid = Days() }));
        foreach (var municipality in office.Municipalities)
        {
            profile.DataProcessingAgreements.Add(Agreement(municipality, "MODIA"));
            if (Draw(office.Number, municipality.Number, 100) < 80)
            {
                profile.DataProcessingAgreements.Add(Agreement(municipality, "DIGITAL_SOCIAL_APPLICATION"));
            }

            if (municipality.Role == MunicipalityRole.Participant)
            {
                var name = $"Eksempel: avdelingskontor i {municipality.Name}";
                profile.SubOffices.Add(new SubOffice { Name = name, MunicipalityNumber = municipality.Number, Valid = Days() });
            }
        }
    }

    // Six offices in ten cooperate with others of their county; some of those groups pool their state staff.
    private static void AddGroups(OfficeProfile profile, Office office)
    {
        if (office.CountyUnit is not { } county)
        {
            return;
        }

        profile.Networks.Add(new Membership { NetworkId = $"eksempel-nettverk-{county.Number}", Name = $"Eksempel: nettverk i {county.Name}", Valid = Days() });
        if (Draw(office.Number, "area", 100) < 60)
        {
            var area = Draw(office.Number, "which area", 4);
            profile.ServiceAreas.Add(new ServiceArea
            {
                ServiceAreaId = $"eksempel-omrade-{county.Number}-{area}",
                Name = $"Eksempel: tjenesteområde {area + 1} i {county.Name}",
                PoolsStateResources = area == 0,
                Valid = Days(),
            });
        }
    }

    private static void AddBudget(OfficeProfile profile, Office office)
    {
        if (office.CountyUnit is { } county)
        {
            profile.BudgetCalendar.Add(Budget(OrgKind.County, county.Number, "2026-12-01", "2026-12-18"));
        }

        foreach (var municipality in office.Municipalities)
        {
            var day = 8 + Draw(municipality.Number, "council", 10);
            profile.BudgetCalendar.Add(Budget(OrgKind.Municipality, municipality.Number, "2026-06-18", $"2026-12-{day:00}"));
        }
    }

    private static Period Days() => new() { From = "2026-01-01" };

    private static decimal Halves(decimal number) => Math.Round(number * 2, MidpointRounding.AwayFromZero) / 2;

    private static Staffing Staff(Employer employer, decimal fte, decimal followUp) => new()
    {
        Employer = employer,
        Fte = CostShares.Text(fte),
        FollowUpFte = CostShares.Text(Halves(fte * followUp)),
        Valid = Days(),
    };

    private static Responsibility Answers(string theme, ResponsibleLeader leader) => new() { Theme = theme, Leader = leader, Valid = Days() };

    private static ScorecardIndicator Indicator(string id, Line owner) => new() { IndicatorId = id, OwnerLine = owner, Valid = Days() };

    private static DataProcessingAgreement Agreement(OfficeMunicipality municipality, string system) =>
        new() { MunicipalityNumber = municipality.Number, System = system, Valid = Days() };

    private static BudgetDecision Budget(OrgKind kind, string number, string frame, string decision) =>
        new() { Party = new OrgRef { Kind = kind, Number = number }, FrameDecision = frame, BudgetDecision_ = decision };

    /// <summary>A number below the limit that depends on the two texts alone (FNV-1a).</summary>
    internal static int Draw(string number, string what, int limit)
    {
        var hash = 2_166_136_261u;
        foreach (var c in number + what)
        {
            hash = unchecked((hash ^ c) * 16_777_619u);
        }

        return (int)((hash ^ (hash >> 16)) % (uint)limit);
    }
}
