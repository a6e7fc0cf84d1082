using Dapper;
using Npgsql;
using NpgsqlTypes;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Types.V1;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Amendment = Samstyring.Offices.Rules.Amendment;
using Party = Samstyring.Offices.Rules.Party;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Store;

public sealed partial class AgreementStore
{
    // Numbers are those of the day, or the last ones of a unit or municipality that is no more.
    internal const string PartyNumber =
        """
        select p.party_id, p.kind, coalesce(p.unit_id, p.municipality_id) as id, p.city_district as district,
               case p.kind when 5 then p.city_district when 4 then m.number else u.number end as number
          from party p
          left join lateral (select n.number from municipality_number n where n.municipality_id = p.municipality_id
                              order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) m on true
          left join lateral (select n.number from county_unit_number n where n.unit_id = p.unit_id
                              order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) u on true
        """;

    /// <summary>Ids of the agreements of some offices, in the order they were first put forward.</summary>
    /// <param name="offices">Ids; null: every office.</param>
    /// <param name="type">Unspecified: every type.</param>
    /// <param name="after">The id to go on after.</param>
    public async Task<Guid[]> Ids(
        NpgsqlConnection connection, int[]? offices, Pb.AgreementType type = Pb.AgreementType.Unspecified, Guid after = default, int limit = int.MaxValue) =>
        [.. await connection.QueryAsync<Guid>(
            """
            select agreement_id from agreement
             where (@offices::integer[] is null or office_id = any(@offices)) and (@type = 0 or type = @type) and agreement_id > @after
             order by agreement_id limit @limit
            """,
            new { offices, type = (short)type, after, limit })];

    /// <summary>Agreements with all revisions and amendments, in the order of their ids.</summary>
    /// <param name="ids">Ids; those unknown are left out.</param>
    /// <param name="day">Parties go by the numbers of this day.</param>
    public async Task<IReadOnlyList<Agreement>> Load(NpgsqlConnection connection, Guid[] ids, DateOnly day)
    {
        if (ids.Length == 0)
        {
            return [];
        }

        const string Sql =
            """
            select a.agreement_id, a.office_id, a.type, n.number as office_number
              from agreement a
             cross join lateral (select n.number from office_number n where n.office_id = a.office_id
                                  order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) n
             where a.agreement_id = any(@ids) order by a.agreement_id
            """;
        var heads = (await connection.QueryAsync<HeadRow>(Sql, new { ids, day })).ToList();
        var parties = (await connection.QueryAsync<PartyRow>(
            $"""
            select party_id, kind, id, district, number from ({PartyNumber}) p
             where party_id in (select party_id from agreement_party where agreement_id = any(@ids))
            """,
            new { ids, day }))
            .ToDictionary(row => row.PartyId, row => new Party((OrgKind)row.Kind, row.Id, row.District, row.Number));
        var revisions = await Revisions(connection, ids, day, parties);
        var amendments = await Amendments(connection, ids, parties);
        return [.. heads.Select(head => new Agreement(
            head.AgreementId, head.OfficeId, head.OfficeNumber, (Pb.AgreementType)head.Type,
            [.. revisions[head.AgreementId]], [.. amendments[head.AgreementId]]))];
    }

    /// <summary>The owners of an office on a day: its county unit, the municipalities it serves and, where it serves some, city districts.</summary>
    /// <param name="numbersOf">They go by the numbers of this day.</param>
    public async Task<IReadOnlyList<Party>> Owners(NpgsqlConnection connection, int officeId, DateOnly day, DateOnly numbersOf)
    {
        const string Sql =
            """
            select 3::smallint as kind, l.unit_id as id, '' as district,
                   (select n.number from county_unit_number n where n.unit_id = l.unit_id
                     order by n.valid @> @numbersOf desc, lower(n.valid) desc nulls last limit 1) as number
              from office_county_unit l where l.office_id = @officeId and l.valid @> @day
            union
            select 4::smallint, l.municipality_id, '',
                   (select n.number from municipality_number n where n.municipality_id = l.municipality_id
                     order by n.valid @> @numbersOf desc, lower(n.valid) desc nulls last limit 1)
              from office_municipality l where l.office_id = @officeId and l.valid @> @day
            union
            select 5::smallint, l.municipality_id, l.city_district, l.city_district
              from office_municipality l where l.office_id = @officeId and l.valid @> @day and l.city_district <> ''
             order by 1, 4
            """;
        var rows = await connection.QueryAsync<(short Kind, int Id, string District, string Number)>(Sql, new { officeId, day, numbersOf });
        return [.. rows.Select(row => new Party((OrgKind)row.Kind, row.Id, row.District, row.Number))];
    }

    private static async Task<ILookup<Guid, Revision>> Revisions(NpgsqlConnection connection, Guid[] ids, DateOnly day, Dictionary<int, Party> parties)
    {
        var rows = await connection.QueryAsync<RevisionRow>(
            """
            select agreement_id, revision, type, valid, r.recorded_at from agreement_revision r join agreement a using (agreement_id)
             where agreement_id = any(@ids) order by agreement_id, revision
            """,
            new { ids });
        var members = (await connection.QueryAsync<(Guid Id, int Revision, int Party)>(
            "select agreement_id, revision, party_id from agreement_party where agreement_id = any(@ids)", new { ids }))
            .ToLookup(row => (row.Id, row.Revision), row => parties[row.Party]);
        var signatures = (await connection.QueryAsync<SignatureRow>(
            """
            select agreement_id as id, revision, party_id, actor, mandate, signed_at from agreement_signature
             where agreement_id = any(@ids) order by signed_at, party_id
            """,
            new { ids })).ToLookup(row => (row.Id, row.Revision), row => row.ToSignature(parties));
        var clauses = (await connection.QueryAsync<ClauseRow>(
            """
            select agreement_id, revision, clause_ref, chapter, term, key, value, notice_months, text_nb, text_nn from agreement_clause
             where agreement_id = any(@ids) order by clause_ref collate "C"
            """,
            new { ids })).ToLookup(row => (row.AgreementId, row.Revision), row => row.ToMessage());
        var costs = await Costs(connection, ids, day);
        var delegations = (await connection.QueryAsync<DelegationRow>(
            """
            select agreement_id, revision, party_id, to_leader, action_code, legal_basis, valid from agreement_delegation
             where agreement_id = any(@ids) order by to_leader, action_code collate "C", lower(valid) nulls first
            """,
            new { ids })).ToLookup(row => (row.AgreementId, row.Revision));
        return rows.ToLookup(row => row.AgreementId, row =>
        {
            var key = (row.AgreementId, row.Revision);
            var content = new Pb.AgreementContent { Type = (Pb.AgreementType)row.Type, Valid = Messages.Period(row.Valid) };
            content.Costs = costs.GetValueOrDefault(key);
            var own = members[key].OrderBy(party => party.Kind).ThenBy(party => party.Number, StringComparer.Ordinal).ToList();
            content.Parties.AddRange(own.Select(party => party.Org));
            content.Clauses.AddRange(clauses[key]);
            content.Delegations.AddRange(delegations[key].Select(delegation => delegation.ToMessage(parties))
                .OrderBy(delegation => delegation.FromParty.Number, StringComparer.Ordinal));
            return new Revision(row.Revision, content, own, row.Valid.ToPeriod(), [.. signatures[key]], row.RecordedAt);
        });
    }

    private static async Task<Dictionary<(Guid Id, int Revision), Pb.CostTerms>> Costs(NpgsqlConnection connection, Guid[] ids, DateOnly day)
    {
        const string Shares =
            """
            select s.agreement_id, s.revision, case when s.line = 1 then 'STATE' else coalesce(n.number, 'MUNICIPAL') end, s.percent
              from agreement_cost_share s
              left join lateral (select number from municipality_number n where n.municipality_id = s.municipality_id
                                  order by n.valid @> @day desc, lower(n.valid) desc nulls last limit 1) n on true
             where s.agreement_id = any(@ids) order by 3
            """;
        var keys = await connection.QueryAsync<(Guid Id, int Revision, short Type, DateOnly? LastReview)>(
            "select agreement_id, revision, type, last_review from agreement_cost_key where agreement_id = any(@ids)", new { ids });
        var shares = (await connection.QueryAsync<(Guid Id, int Revision, string Party, decimal Percent)>(Shares, new { ids, day }))
            .ToLookup(row => (row.Id, row.Revision), row => new Pb.CostShare { Party = row.Party, Percent = CostShares.Text(row.Percent) });
        var items = (await connection.QueryAsync<(Guid Id, int Revision, string Item, long Nok)>(
            """
            select agreement_id, revision, item, nok_per_year from agreement_cost_item
             where agreement_id = any(@ids) order by item collate "C"
            """,
            new { ids }))
            .ToLookup(row => (row.Id, row.Revision), row => new Pb.CostItem { Item = row.Item, NokPerYear = row.Nok });
        return keys.ToDictionary(row => (row.Id, row.Revision), row =>
        {
            var key = (row.Id, row.Revision);
            var terms = new Pb.CostTerms { Type = (Pb.CostKeyType)row.Type, Shares = { shares[key] }, Items = { items[key] } };
            if (row.LastReview is { } review)
            {
                terms.LastReview = $"{review:yyyy-MM-dd}";
            }

            return terms;
        });
    }

    private static async Task<ILookup<Guid, Amendment>> Amendments(NpgsqlConnection connection, Guid[] ids, Dictionary<int, Party> parties)
    {
        var rows = await connection.QueryAsync<AmendmentRow>(
            """
            select amendment_id, agreement_id, revision, clause_ref, value, effective_from, proposed_at from agreement_amendment
             where agreement_id = any(@ids) order by effective_from, proposed_at, amendment_id
            """,
            new { ids });
        var signatures = (await connection.QueryAsync<SignatureRow>(
            """
            select amendment_id as id, revision, party_id, actor, mandate, signed_at from amendment_signature
             where agreement_id = any(@ids) order by signed_at, party_id
            """,
            new { ids })).ToLookup(row => row.Id, row => row.ToSignature(parties));
        return rows.ToLookup(row => row.AgreementId, row => new Amendment(
            row.AmendmentId, row.Revision, row.ClauseRef, row.Value, row.EffectiveFrom, [.. signatures[row.AmendmentId]], row.ProposedAt));
    }

    private sealed record HeadRow(Guid AgreementId, int OfficeId, short Type, string OfficeNumber);

    private sealed record PartyRow(int PartyId, short Kind, int Id, string District, string Number);

    private sealed record RevisionRow(Guid AgreementId, int Revision, short Type, NpgsqlRange<DateOnly> Valid, DateTimeOffset RecordedAt);

    private sealed record AmendmentRow(
        Guid AmendmentId, Guid AgreementId, int Revision, string ClauseRef, string Value, DateOnly EffectiveFrom, DateTimeOffset ProposedAt);

    private sealed record SignatureRow(Guid Id, int Revision, int PartyId, string Actor, string Mandate, DateTimeOffset SignedAt)
    {
        public PartySignature ToSignature(Dictionary<int, Party> parties) => new(parties[PartyId], Actor, Mandate, SignedAt);
    }

    private sealed record ClauseRow(
        Guid AgreementId, int Revision, string ClauseRef, short Chapter, string Term, string Key, string Value, int? NoticeMonths, string TextNb, string TextNn)
    {
        public Pb.AgreementClause ToMessage()
        {
            var clause = new Pb.AgreementClause
            {
                ClauseRef = ClauseRef,
                Chapter = (Pb.ClauseChapter)Chapter,
                Term = Term,
                Key = Key,
                Value = Value,
                Text = new LocalizedText { Nb = TextNb, Nn = TextNn },
            };
            if (NoticeMonths is { } months)
            {
                clause.NoticeMonths = months;
            }

            return clause;
        }
    }

    private sealed record DelegationRow(
        Guid AgreementId, int Revision, int PartyId, short ToLeader, string ActionCode, string LegalBasis, NpgsqlRange<DateOnly> Valid)
    {
        public Pb.Delegation ToMessage(Dictionary<int, Party> parties) => new()
        {
            FromParty = parties[PartyId].Org,
            ToLeader = (Steering.V1.ResponsibleLeader)ToLeader,
            ActionCode = ActionCode,
            LegalBasis = LegalBasis,
            Valid = Messages.Period(Valid),
        };
    }
}
