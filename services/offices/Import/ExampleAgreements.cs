using System.Security.Cryptography;
using System.Text;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Import;

/// <summary>
/// Invented agreements between the owners of an office, one of each type that every partnership has: the partnership agreement, the operating agreement with
/// cost items and key, and the leader agreement. Everything follows from the office and its example profile, so the same office always gets the same, and what
/// an agreement says of leadership and services is what the profile says. Every clause, item, mandate and signature says that it is an example.
/// </summary>
public static class ExampleAgreements
{
    /// <summary>What a municipal signature rests on.</summary>
    public const string Mandate = "EKSEMPEL: oppdiktet, ikke et vedtak";

    /// <summary>What the agreements of an office say.</summary>
    /// <param name="office">Its owners are the county unit and its municipalities, in Oslo the city districts.</param>
    /// <param name="inhabitants">Of each municipality, by number.</param>
    public static IReadOnlyList<AgreementContent> Of(Office office, IReadOnlyDictionary<string, long> inhabitants)
    {
        var profile = ExampleProfiles.Of(office);
        return [Partnership(office, profile), Operating(office, profile, inhabitants), Leader(office, profile)];
    }

    /// <summary>The id of an example agreement: the same whenever and wherever it is written.</summary>
    public static Guid Id(string office, AgreementType type)
    {
        Span<byte> id = SHA256.HashData(Encoding.UTF8.GetBytes($"EKSEMPEL {office} {type}")).AsSpan(0, 16);
        // A UUID whose content is its maker's own (RFC 9562, version 8).
        (id[6], id[8]) = ((byte)((id[6] & 0x0F) | 0x80), (byte)((id[8] & 0x3F) | 0x80));
        return new Guid(id, bigEndian: true);
    }

    private static AgreementContent Partnership(Office office, OfficeProfile profile)
    {
        var content = Begin(office, AgreementType.Partnership);
        content.Clauses.Add(Words("1", ClauseChapter.Purpose, "kontoret er felles for eierne", "kontoret er felles for eigarane"));
        content.Clauses.Add(Clause("2", ClauseChapter.Location, "OFFICE_LOCATION", $"EKSEMPEL: {office.Municipalities[0].Name}", 12));
        content.Clauses.AddRange(Leadership("3", profile, 12));
        content.Clauses.Add(Clause("4", ClauseChapter.Goals, "LOCAL_GOAL", "EKSEMPEL: flere unge i arbeid eller utdanning", 3));
        content.Clauses.AddRange(ExampleProfiles.ExtraServices.Select((service, i) => Clause(
            $"5.{i + 1}", ClauseChapter.Services, "MUNICIPAL_SERVICE_IN_OFFICE", profile.Services.Any(row => row.ServiceCode == service) ? "included" : "excluded",
            ExampleProfiles.Draw(office.Number, $"notice {service}", 2) == 0 ? 6 : 3, service)));
        content.Clauses.Add(Clause("6", ClauseChapter.Users, "USER_REPRESENTATION", "EKSEMPEL: brukerutvalg med to møter i halvåret"));
        content.Clauses.Add(Words("7", ClauseChapter.Disputes, "uenighet løses i partnerskapsmøtet først", "usemje blir løyst i partnarskapsmøtet først"));
        return content;
    }

    private static AgreementContent Operating(Office office, OfficeProfile profile, IReadOnlyDictionary<string, long> inhabitants)
    {
        var content = Begin(office, AgreementType.Operating);
        // Four in ten share by staff; the others have fixed shares, which say what the staff was when they were agreed.
        var type = ExampleProfiles.Draw(office.Number, "key", 10) switch { < 4 => CostKeyType.Fte, < 8 => CostKeyType.Percent, _ => CostKeyType.Population };
        content.Clauses.Add(Clause("1", ClauseChapter.Costs, "COST_KEY_TYPE", type.ToString().ToUpperInvariant(), 12));
        content.Clauses.Add(Words("2", ClauseChapter.Costs, "nøkkelen gjennomgås hvert år", "nøkkelen blir gjennomgått kvart år"));
        var staff = profile.Staffing.Sum(row => CostShares.Number(row.Fte));
        content.Costs = new CostTerms
        {
            Type = type,
            LastReview = $"2026-{1 + ExampleProfiles.Draw(office.Number, "review", 9):00}-15",
            Items =
            {
                Item("husleie", staff * 90_000), Item("renhold og strøm", staff * 18_000), Item("vakthold og mottak", staff * 25_000),
                Item("felles utstyr", staff * 12_000),
            },
        };
        if (type != CostKeyType.Fte)
        {
            var state = Math.Round(200m * CostShares.Number(profile.Staffing.Single(row => row.Employer == Employer.State).Fte) / staff, MidpointRounding.AwayFromZero) / 2;
            content.Costs.Shares.AddRange(Shares(office, state, type, inhabitants));
        }

        return content;
    }

    private static AgreementContent Leader(Office office, OfficeProfile profile)
    {
        var content = Begin(office, AgreementType.Leader);
        content.Clauses.Add(Words("1", ClauseChapter.Purpose, "eierne venter det samme av lederen", "eigarane ventar det same av leiaren"));
        content.Clauses.AddRange(Leadership("2", profile, 6));
        content.Clauses.Add(Clause("3", ClauseChapter.Competence, "SOCIAL_SERVICES_TRAINING", "EKSEMPEL: to dager i året", 3));
        content.Clauses.Add(Clause("4", ClauseChapter.DelegatedAuthority, "DELEGATION", "EKSEMPEL: vedtak om sosiale tjenester"));
        if (profile.Leadership[0].Model == LeadershipModel.Dual)
        {
            content.Delegations.AddRange(content.Parties.Where(party => party.Kind != OrgKind.County).Select(party => new Delegation
            {
                FromParty = party,
                ToLeader = ResponsibleLeader.MunicipalLeader,
                ActionCode = "EXAMPLE_SOCIAL_SERVICES_DECISION",
                LegalBasis = "EKSEMPEL: oppdiktet delegering",
            }));
        }

        return content;
    }

    private static AgreementContent Begin(Office office, AgreementType type)
    {
        string[] ends = ["2027-07-01", "2028-01-01", "2029-01-01", "2030-01-01"];
        return new AgreementContent
        {
            Type = type,
            Valid = new Period { From = "2026-01-01", To = ends[ExampleProfiles.Draw(office.Number, $"end {type}", ends.Length)] },
            Parties =
            {
                new OrgRef { Kind = OrgKind.County, Number = office.CountyUnit.Number },
                office.Municipalities.SelectMany(municipality => municipality.Number == Place.Oslo && municipality.CityDistricts.Count > 0
                    ? municipality.CityDistricts.Select(district => new OrgRef { Kind = OrgKind.CityDistrict, Number = district })
                    : [new OrgRef { Kind = OrgKind.Municipality, Number = municipality.Number }]),
            },
        };
    }

    private static IEnumerable<AgreementClause> Leadership(string number, OfficeProfile profile, int notice)
    {
        var led = profile.Leadership[0];
        yield return Clause($"{number}.1", ClauseChapter.Leadership, "LEADERSHIP_MODEL", led.Model == LeadershipModel.Dual ? "DUAL" : "SINGLE", notice);
        if (led is { Model: LeadershipModel.Single, Leaders: [{ Employer: var employer }] })
        {
            yield return Clause($"{number}.2", ClauseChapter.Employment, "LEADER_EMPLOYER", employer == Employer.State ? "STATE" : "MUNICIPAL", notice);
        }
    }

    // The municipal side as one, or each municipality by its inhabitants or an equal part, in tenths of a percent; the last takes the rest.
    private static IEnumerable<CostShare> Shares(Office office, decimal state, CostKeyType type, IReadOnlyDictionary<string, long> inhabitants)
    {
        yield return new CostShare { Party = CostShares.State, Percent = CostShares.Text(state) };
        var numbers = office.Municipalities.Select(municipality => municipality.Number).ToList();
        if (numbers.Count == 1)
        {
            yield return new CostShare { Party = CostShares.Municipal, Percent = CostShares.Text(100 - state) };
            yield break;
        }

        var rest = 100 - state;
        var weights = numbers.ConvertAll(number => type == CostKeyType.Population ? inhabitants[number] : 1m);
        for (var i = 0; i < numbers.Count; i++)
        {
            var share = i == numbers.Count - 1 ? rest : Math.Floor((100 - state) * weights[i] / weights.Sum() * 10) / 10;
            rest -= share;
            yield return new CostShare { Party = numbers[i], Percent = CostShares.Text(share) };
        }
    }

    private static CostItem Item(string item, decimal nok) => new() { Item = $"EKSEMPEL: {item}", NokPerYear = (long)Math.Round(nok / 1_000) * 1_000 };

    private static AgreementClause Words(string clauseRef, ClauseChapter chapter, string nb, string nn) => new()
    {
        ClauseRef = clauseRef,
        Chapter = chapter,
        Text = new LocalizedText { Nb = $"EKSEMPEL: {nb}.", Nn = $"DØME: {nn}." },
    };

    private static AgreementClause Clause(string clauseRef, ClauseChapter chapter, string term, string value, int? notice = null, string key = "")
    {
        var clause = Words(clauseRef, chapter, "oppdiktet klausul", "oppdikta klausul");
        (clause.Term, clause.Key, clause.Value) = (term, key, value);
        if (notice is { } months)
        {
            clause.NoticeMonths = months;
        }

        return clause;
    }
}
