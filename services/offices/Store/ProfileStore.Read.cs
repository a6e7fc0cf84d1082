using Dapper;
using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Office = Samstyring.Offices.V1.Office;
using Party = Samstyring.Offices.Rules.Party;

namespace Samstyring.Offices.Store;

public sealed partial class ProfileStore
{
    /// <summary>The rows of one office that the register believes: those in force on some day, and proposals.</summary>
    public async Task<IReadOnlyList<KnownRow>> Rows(NpgsqlConnection connection, int[] offices, DateOnly day) =>
        [.. (await Read(connection, offices, day)).SelectMany(office => office.Select(row => row.Known))];

    /// <summary>Adds to each office what its owners have registered.</summary>
    /// <param name="asOf">Municipalities go by the numbers of this day.</param>
    public async Task AddTo(NpgsqlConnection connection, DateOnly asOf, IReadOnlyDictionary<int, Office> offices)
    {
        var rows = await Read(connection, [.. offices.Keys], asOf);
        foreach (var (id, office) in offices)
        {
            office.Profile = new OfficeProfile();
            var open = rows[id].Any(row => !row.Known.IsAgreed);
            var owners = open ? await agreements.Owners(connection, id, asOf, asOf) : [];
            foreach (var row in rows[id])
            {
                Add(office.Profile, row.Known, ProfileMessages.Of(row.Known, row.MunicipalityNumber, owners));
            }

            office.Profile.Sources.AddRange(
                rows[id].Select(row => row.Known.Source).Where(source => source.Length > 0).Distinct().Order(StringComparer.Ordinal));
        }
    }

    /// <summary>The rows in force of each office, as messages, with what they rest on.</summary>
    public async Task<ILookup<int, (ProfilePart Part, IMessage Row, string Source)>> Messages(NpgsqlConnection connection, int[] offices, DateOnly day) =>
        (await Read(connection, offices, day)).SelectMany(office => office).Where(row => row.Known.IsAgreed)
            .ToLookup(row => row.OfficeId, row => (row.Known.Row.Part, ProfileMessages.Of(row.Known, row.MunicipalityNumber, []), row.Known.Source));

    /// <summary>What a change of an office's profile is decided from.</summary>
    public async Task<ProfileFacts> Facts(NpgsqlConnection connection, int officeId, string number, DateOnly today, ProfileCodes codes)
    {
        const string Life = "select range_merge(range_agg(valid)) from office_number where office_id = @officeId and status <> 4";
        const string Served =
            """
            select l.municipality_id, array_agg(distinct l.valid) as days, bool_or(l.role = 1 and l.valid @> @today) as is_host,
                   (select array_agg(n.number order by n.valid @> @today desc, lower(n.valid) desc nulls last)
                      from municipality_number n where n.municipality_id = l.municipality_id) as numbers
              from office_municipality l where l.office_id = @officeId group by l.municipality_id order by l.municipality_id
            """;
        var life = await connection.ExecuteScalarAsync<NpgsqlRange<DateOnly>>(Life, new { officeId });
        var served = await connection.QueryAsync<(int Id, NpgsqlRange<DateOnly>[] Days, bool IsHost, string[] Numbers)>(Served, new { officeId, today });
        var covering = await agreements.Load(connection, await agreements.Ids(connection, [officeId], AgreementType.DataProcessing), today);
        return new ProfileFacts(
            officeId, number, today, life.ToPeriod(),
            [.. served.Select(row => new ServedMunicipality(row.Id, row.Numbers, row.IsHost, [.. row.Days.Select(days => days.ToPeriod())]))],
            await agreements.Owners(connection, officeId, today, today),
            await Rows(connection, [officeId], today),
            codes,
            [.. covering.SelectMany(DataProcessing.Of)]);
    }

    /// <summary>The rows of service areas at other offices, on the days on which there are such offices.</summary>
    /// <param name="among">The areas these rows are about.</param>
    /// <param name="offices">Offices to leave out.</param>
    public async Task<IReadOnlyList<(string Office, ProfileRow Row)>> OfServiceAreas(
        NpgsqlConnection connection, IEnumerable<WantedRow> among, int[] offices, DateOnly today)
    {
        const string Sql =
            """
            select o.number, r.content, r.valid * o.life as valid
              from office_group g
              join office_group_member m using (group_id)
              join profile_row r on r.office_id = m.office_id and r.part = 'service_areas' and r.replaced_at is null and r.agreed_at is not null
             cross join lateral (select range_merge(range_agg(n.valid)) as life, (array_agg(n.number order by n.valid @> @today desc, lower(n.valid) desc nulls last))[1] as number
                                   from office_number n where n.office_id = r.office_id and n.status <> 4) o
             where g.kind = 1 and g.code = any(@codes) and r.office_id <> all(@offices) and r.valid && o.life
             group by r.profile_row_id, o.number, o.life
            """;
        var codes = among.Select(row => row.Row.Content).OfType<ServiceArea>().Select(area => area.ServiceAreaId).Distinct().ToArray();
        var part = ProfilePart.Named("service_areas")!;
        return codes.Length == 0 ? [] :
            [.. (await connection.QueryAsync<(string Number, byte[] Content, NpgsqlRange<DateOnly> Valid)>(Sql, new { codes, offices, today }))
                .Select(row => (row.Number, new ProfileRow(part, ServiceArea.Parser.ParseFrom(row.Content), null, row.Valid.ToPeriod())))];
    }

    /// <summary>The codes that profiles may speak of.</summary>
    public async Task<ProfileCodes> Codes(NpgsqlConnection connection)
    {
        const string Themes =
            """
            with recursive below as (
                select theme as top, theme, owner from theme
                union all
                select b.top, t.theme, t.owner from below b join theme t on t.parent = b.theme
            )
            select top, coalesce(array_agg(distinct owner order by owner) filter (where owner <> 4), '{}') from below group by top
            """;
        return new ProfileCodes(
            (await connection.QueryAsync<string>("select service_code from service")).ToHashSet(),
            (await connection.QueryAsync<string>("select system from system")).ToHashSet(),
            (await connection.QueryAsync<(string Theme, short[] Owners)>(Themes))
                .ToDictionary(row => row.Theme, row => (IReadOnlyList<Line>)[.. row.Owners.Select(owner => (Line)owner)]));
    }

    /// <summary>Every row an office has had, in the order of its parts, of what they speak of, and of when they were recorded.</summary>
    /// <param name="day">Municipalities go by the numbers of this day.</param>
    public async Task<IReadOnlyList<OfficeHistoryRow>> History(NpgsqlConnection connection, int officeId, DateOnly day)
    {
        var rows = (await Read(connection, [officeId], day, alsoReplaced: true))[officeId].ToList();
        var owners = await agreements.Owners(connection, officeId, day, day);
        return [.. rows.Select(row => ProfileMessages.History(
            row.Known, row.MunicipalityNumber, owners, row.By, (row.RecordedAt, row.AgreedAt, row.ReplacedAt)))];
    }

    /// <summary>Every link an office has had to a municipality, by number, in the order of when they were recorded.</summary>
    public async Task<IReadOnlyList<OfficeHistoryRow>> LinkHistory(NpgsqlConnection connection, int officeId, DateOnly day)
    {
        const string Sql =
            """
            select r.municipality_id, n.number, n.name, r.role, r.service_codes, r.basis, r.source, r.city_district, r.valid, r.recorded_at, r.replaced_at
              from office_municipality_record r
             cross join lateral (select n.number, n.name from municipality_number n where n.municipality_id = r.municipality_id
                                  order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) n
             where r.office_id = @officeId and r.replaced_at is distinct from r.recorded_at
             order by n.number, r.city_district, r.office_municipality_record_id
            """;
        return [.. (await connection.QueryAsync<LinkRow>(Sql, new { officeId, day })).Select(row => row.ToMessage())];
    }

    private static async Task<ILookup<int, ReadRow>> Read(NpgsqlConnection connection, int[] offices, DateOnly day, bool alsoReplaced = false)
    {
        const string Sql =
            """
            select r.profile_row_id, r.office_id, r.part, r.municipality_id, coalesce(n.number, '') as municipality_number, r.valid, r.content, r.source,
                   r.recorded_kind, r.recorded_number, r.recorded_at, r.agreed_at, r.replaced_at
              from profile_row r
              left join lateral (select n.number from municipality_number n where n.municipality_id = r.municipality_id
                                  order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) n on true
             where r.office_id = any(@offices) and (@alsoReplaced or r.replaced_at is null)
            """;
        const string Signatures =
            $"""
            select s.profile_row_id, p.kind, p.id, p.district, p.number, s.actor, s.mandate, s.signed_at
              from profile_signature s join profile_row r using (profile_row_id) join ({AgreementStore.PartyNumber}) p using (party_id)
             where r.office_id = any(@offices) and (@alsoReplaced or r.replaced_at is null)
             order by s.signed_at, s.party_id
            """;
        var signatures = (await connection.QueryAsync<SignatureRow>(Signatures, new { offices, day, alsoReplaced })).ToLookup(row => row.ProfileRowId);
        var order = ProfilePart.All.Select((part, index) => (part.Name, index)).ToDictionary(part => part.Name, part => part.index);
        return (await connection.QueryAsync<Row>(Sql, new { offices, day, alsoReplaced }))
            .Select(row => row.ToRead(signatures[row.ProfileRowId]))
            .OrderBy(row => order[row.Known.Row.Part.Name]).ThenBy(row => row.Known.Row.Key, StringComparer.Ordinal)
            .ThenBy(row => alsoReplaced ? DateOnly.MinValue : row.Known.Row.Valid.From ?? DateOnly.MinValue).ThenBy(row => row.Known.Id)
            .ToLookup(row => row.OfficeId);
    }

    // A threshold that has not been agreed stands apart from those in force; a plan says itself who has approved it.
    private static void Add(OfficeProfile profile, KnownRow known, IMessage message)
    {
        if (message is Threshold threshold && !known.IsAgreed)
        {
            profile.ThresholdProposals.Add(threshold);
        }
        else
        {
            known.Row.Part.AddTo(profile, message);
        }
    }

    private sealed record ReadRow(
        int OfficeId, KnownRow Known, string MunicipalityNumber, OrgRef? By, DateTimeOffset RecordedAt, DateTimeOffset? AgreedAt, DateTimeOffset? ReplacedAt);

    private sealed record Row(
        long ProfileRowId, int OfficeId, string Part, int? MunicipalityId, string MunicipalityNumber, NpgsqlRange<DateOnly> Valid, byte[] Content,
        string Source, short RecordedKind, string RecordedNumber, DateTimeOffset RecordedAt, DateTimeOffset? AgreedAt, DateTimeOffset? ReplacedAt)
    {
        public ReadRow ToRead(IEnumerable<SignatureRow> signatures)
        {
            var part = ProfilePart.Named(Part) ?? throw new InvalidOperationException($"A row of an unknown part: {Part}.");
            var row = new ProfileRow(part, part.Row.Parser.ParseFrom(Content), MunicipalityId, Valid.ToPeriod());
            var by = RecordedKind == 0 ? null : new OrgRef { Kind = (OrgKind)RecordedKind, Number = RecordedNumber };
            var known = new KnownRow(ProfileRowId, row, AgreedAt is not null, [.. signatures.Select(signature => signature.ToSignature())], Source);
            return new ReadRow(OfficeId, known, MunicipalityNumber, by, RecordedAt, AgreedAt, ReplacedAt);
        }
    }

    private sealed record SignatureRow(
        long ProfileRowId, short Kind, int Id, string District, string Number, string Actor, string Mandate, DateTimeOffset SignedAt)
    {
        public PartySignature ToSignature() => new(new Party((OrgKind)Kind, Id, District, Number), Actor, Mandate, SignedAt);
    }

    private sealed record LinkRow(
        int MunicipalityId, string Number, string Name, short Role, string[] ServiceCodes, short Basis, string Source, string CityDistrict,
        NpgsqlRange<DateOnly> Valid, DateTimeOffset RecordedAt, DateTimeOffset? ReplacedAt)
    {
        public OfficeHistoryRow ToMessage()
        {
            var link = new OfficeMunicipality
            {
                MunicipalityId = MunicipalityId,
                Number = Number,
                Name = Name,
                Role = (MunicipalityRole)Role,
                ServiceCodes = { ServiceCodes },
                Basis = (LinkBasis)Basis,
                Source = Source,
                Valid = Store.Messages.Period(Valid),
            };
            if (CityDistrict.Length > 0)
            {
                link.CityDistricts.Add(CityDistrict);
            }

            return ProfileMessages.History(link, (RecordedAt, ReplacedAt));
        }
    }
}
