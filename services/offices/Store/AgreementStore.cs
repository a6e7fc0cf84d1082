using Dapper;
using Npgsql;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Amendment = Samstyring.Offices.Rules.Amendment;

namespace Samstyring.Offices.Store;

/// <summary>Agreements with everything they consist of. Rows are added and never changed, but for the mark on a period that another has replaced.</summary>
public sealed partial class AgreementStore
{
    /// <summary>Locks an office until the transaction ends: what is decided about its agreements is decided one at a time.</summary>
    public Task LockOffice(NpgsqlConnection connection, int officeId) =>
        connection.ExecuteAsync("select from office where office_id = @officeId for update", new { officeId });

    /// <summary>Writes a new revision, or a signature that came to the newest one; and the days it holds when that was the last signature.</summary>
    public async Task Save(Tx tx, AgreementChange change)
    {
        var (agreement, revision) = (change.After, change.After.Newest);
        if (change.IsNewRevision)
        {
            await SaveRevision(tx, agreement, revision);
        }

        const string Sign =
            """
            insert into agreement_signature (agreement_id, revision, party_id, actor, mandate, signed_at)
            select @Id, @Number, p.party_id, @Actor, @Mandate, @At from party p
             where p.kind = @kind and coalesce(p.unit_id, p.municipality_id) = @partyId and p.city_district = @District
            """;
        var (signature, party) = (change.Signature, change.Signature.Party);
        await tx.Connection.ExecuteAsync(
            Sign,
            new
            {
                agreement.Id,
                revision.Number,
                signature.Actor,
                signature.Mandate,
                signature.At,
                kind = (short)party.Kind,
                partyId = party.Id,
                party.District,
            });
        if (revision.AgreedAt is not null)
        {
            await TakeOver(tx, agreement, revision);
        }
    }

    /// <summary>Writes an amendment with the signature of the party that proposes it.</summary>
    public async Task Save(Tx tx, Agreement agreement, Amendment amendment)
    {
        const string Sql =
            """
            insert into agreement_amendment (amendment_id, agreement_id, revision, clause_ref, value, effective_from, proposed_at)
            values (@Id, @agreementId, @Revision, @ClauseRef, @Value, @EffectiveFrom, @ProposedAt)
            """;
        await tx.Connection.ExecuteAsync(
            Sql,
            new
            {
                amendment.Id,
                agreementId = agreement.Id,
                amendment.Revision,
                amendment.ClauseRef,
                amendment.Value,
                amendment.EffectiveFrom,
                amendment.ProposedAt,
            });
        await SaveSignature(tx, agreement, amendment);
    }

    /// <summary>Writes the newest signature of an amendment.</summary>
    public Task SaveSignature(Tx tx, Agreement agreement, Amendment amendment)
    {
        const string Sql =
            """
            insert into amendment_signature (amendment_id, agreement_id, revision, party_id, actor, mandate, signed_at)
            select @Id, @agreementId, @Revision, p.party_id, @Actor, @Mandate, @At from party p
             where p.kind = @kind and coalesce(p.unit_id, p.municipality_id) = @partyId and p.city_district = @District
            """;
        var signature = amendment.Signatures[^1];
        return tx.Connection.ExecuteAsync(
            Sql,
            new
            {
                amendment.Id,
                agreementId = agreement.Id,
                amendment.Revision,
                signature.Actor,
                signature.Mandate,
                signature.At,
                kind = (short)signature.Party.Kind,
                partyId = signature.Party.Id,
                signature.Party.District,
            });
    }

    // The revision that held until now ends on the new one's first day, or never was, where that lies before its own.
    private static Task<int> TakeOver(Tx tx, Agreement agreement, Revision revision)
    {
        const string Sql =
            """
            with replaced as (
                update agreement_period set replaced_at = @Now
                 where agreement_id = @Id and replaced_at is null and valid && daterange(lower(@valid), null)
                returning agreement_id, revision, office_id, type, valid
            )
            insert into agreement_period (agreement_id, revision, office_id, type, valid, recorded_at)
            select agreement_id, revision, office_id, type, daterange(lower(valid), lower(@valid)), @Now
              from replaced where lower(valid) < lower(@valid)
            """;
        const string Begin =
            """
            insert into agreement_period (agreement_id, revision, office_id, type, valid, recorded_at)
            values (@Id, @Number, @OfficeId, @type, @valid, @Now)
            """;
        var parameters = new { agreement.Id, revision.Number, agreement.OfficeId, type = (short)agreement.Type, valid = revision.Valid.ToRange(), tx.Now };
        return tx.Connection.ExecuteAsync($"{Sql}; {Begin}", parameters);
    }

    private static async Task SaveRevision(Tx tx, Agreement agreement, Revision revision)
    {
        const string Sql =
            """
            insert into agreement (agreement_id, office_id, type, recorded_at) values (@Id, @OfficeId, @type, @PutAt) on conflict do nothing;
            insert into agreement_revision (agreement_id, revision, valid, recorded_at) values (@Id, @Number, @valid, @PutAt)
            """;
        const string Parties =
            """
            insert into party (kind, unit_id, municipality_id, city_district)
            select kind, case when kind = 3 then id end, case when kind <> 3 then id end, district from unnest(@kinds, @ids, @districts) as x (kind, id, district)
            on conflict do nothing;
            insert into agreement_party (agreement_id, revision, party_id)
            select @Id, @Number, p.party_id
              from unnest(@kinds, @ids, @districts) as x (kind, id, district)
              join party p on p.kind = x.kind and coalesce(p.unit_id, p.municipality_id) = x.id and p.city_district = x.district
            """;
        const string Clause =
            """
            insert into agreement_clause (agreement_id, revision, clause_ref, chapter, term, key, value, notice_months, text_nb, text_nn)
            values (@Id, @Number, @ClauseRef, @chapter, @Term, @Key, @Value, @notice, @Nb, @Nn)
            """;
        const string Delegation =
            """
            insert into agreement_delegation (agreement_id, revision, party_id, to_leader, action_code, legal_basis, valid)
            select @Id, @Number, p.party_id, @leader, @ActionCode, @LegalBasis, @valid
              from party p where p.kind = @kind and coalesce(p.unit_id, p.municipality_id) = @partyId and p.city_district = @District
            """;
        var (connection, content, parties) = (tx.Connection, revision.Content, revision.Parties);
        await connection.ExecuteAsync(
            Sql, new { agreement.Id, agreement.OfficeId, type = (short)agreement.Type, revision.PutAt, revision.Number, valid = revision.Valid.ToRange() });
        await connection.ExecuteAsync(
            Parties,
            new
            {
                agreement.Id,
                revision.Number,
                kinds = parties.Select(party => (short)party.Kind).ToArray(),
                ids = parties.Select(party => party.Id).ToArray(),
                districts = parties.Select(party => party.District).ToArray(),
            });
        await connection.ExecuteAsync(Clause, content.Clauses.Select(clause => new
        {
            agreement.Id,
            revision.Number,
            clause.ClauseRef,
            chapter = (short)clause.Chapter,
            clause.Term,
            clause.Key,
            clause.Value,
            notice = clause.HasNoticeMonths ? clause.NoticeMonths : (int?)null,
            clause.Text.Nb,
            clause.Text.Nn,
        }));
        if (content.Costs is { } costs)
        {
            await SaveCosts(tx, agreement.Id, revision, costs);
        }

        await connection.ExecuteAsync(Delegation, content.Delegations.Select(delegation =>
        {
            var from = parties.Single(party => party.Org.Equals(delegation.FromParty));
            var valid = new Fields().Period("valid", delegation.Valid) ?? revision.Valid;
            return new
            {
                agreement.Id,
                revision.Number,
                leader = (short)delegation.ToLeader,
                delegation.ActionCode,
                delegation.LegalBasis,
                valid = valid.ToRange(),
                kind = (short)from.Kind,
                partyId = from.Id,
                from.District,
            };
        }));
    }

    private static async Task SaveCosts(Tx tx, Guid id, Revision revision, CostTerms costs)
    {
        const string Key = "insert into agreement_cost_key (agreement_id, revision, type, last_review) values (@id, @Number, @type, @lastReview)";
        const string Share =
            "insert into agreement_cost_share (agreement_id, revision, line, municipality_id, percent) values (@id, @Number, @line, @municipality, @percent)";
        const string Item = "insert into agreement_cost_item (agreement_id, revision, item, nok_per_year) values (@id, @Number, @Item, @NokPerYear)";
        var read = new Fields();
        await tx.Connection.ExecuteAsync(Key, new { id, revision.Number, type = (short)costs.Type, lastReview = read.Date("last_review", costs.LastReview) });
        await tx.Connection.ExecuteAsync(Share, costs.Shares.Select(share => new
        {
            id,
            revision.Number,
            line = (short)(share.Party == CostShares.State ? Line.State : Line.Municipal),
            municipality = revision.Parties.FirstOrDefault(party => party.Kind == OrgKind.Municipality && party.Number == share.Party)?.Id,
            percent = read.Decimal("percent", share.Percent),
        }));
        await tx.Connection.ExecuteAsync(Item, costs.Items.Select(item => new { id, revision.Number, item.Item, item.NokPerYear }));
    }
}
