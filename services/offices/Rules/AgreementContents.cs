using Google.Protobuf.Collections;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>What parties may put forward: every fault of it, and its normal form, in which equal contents are equal.</summary>
public static class AgreementContents
{
    private const int MaxEntries = 1_000;
    private const int MaxName = 200;
    private const int MaxText = 20_000;
    private const long MaxNok = 1_000_000_000_000;
    private const int MaxNoticeMonths = 120;

    /// <summary>Adds every fault, and answers the period as far as it could be read.</summary>
    public static Period Check(Fields fields, string at, AgreementContent content)
    {
        CheckEnum(fields, $"{at}.type", content.Type);
        var valid = fields.Period($"{at}.valid", content.Valid);
        if (content.Valid is not { From.Length: > 0 })
        {
            fields.Add($"{at}.valid.from", ErrorReason.FieldRequired);
        }

        CheckParties(fields, $"{at}.parties", content);
        if (content.Clauses.Count == 0 && content.Costs is null)
        {
            fields.Add($"{at}.clauses", ErrorReason.FieldRequired);
        }

        CheckCount(fields, $"{at}.clauses", content.Clauses.Count);
        for (var i = 0; i < content.Clauses.Count; i++)
        {
            CheckClause(fields, $"{at}.clauses[{i}]", content.Type, content.Clauses[i], content.Clauses.Take(i));
        }

        CheckCosts(fields, $"{at}.costs", content);
        CheckCount(fields, $"{at}.delegations", content.Delegations.Count);
        for (var i = 0; i < content.Delegations.Count; i++)
        {
            CheckDelegation(fields, $"{at}.delegations[{i}]", content.Delegations[i], content.Delegations.Take(i), content.Parties, valid ?? Period.Always);
        }

        return valid ?? Period.Always;
    }

    /// <summary>
    /// The content without what makes no difference: order, trailing zeros, ways to write the same letter, and delegations that say the agreement's own period.
    /// </summary>
    public static AgreementContent Normal(AgreementContent content)
    {
        var normal = new AgreementContent { Type = content.Type, Valid = Normal(content.Valid) };
        normal.Parties.AddRange(content.Parties.OrderBy(party => party.Kind).ThenBy(party => party.Number, StringComparer.Ordinal));
        normal.Clauses.AddRange(content.Clauses.Select(clause => new AgreementClause(clause)
        {
            ClauseRef = clause.ClauseRef.Normalize(),
            Key = clause.Key.Normalize(),
            Value = clause.Value.Normalize(),
            Text = new LocalizedText { Nb = (clause.Text?.Nb ?? "").Normalize(), Nn = (clause.Text?.Nn ?? "").Normalize() },
        }).OrderBy(clause => clause.ClauseRef, StringComparer.Ordinal));
        if (content.Costs is { } costs)
        {
            normal.Costs = new CostTerms(costs);
            if (costs.LastReview.Length == 0)
            {
                normal.Costs.ClearLastReview();
            }

            normal.Costs.Shares.Clear();
            normal.Costs.Shares.AddRange(costs.Shares
                .Select(share => new CostShare { Party = share.Party, Percent = CostShares.Text(new Fields().Decimal("", share.Percent) ?? 0) })
                .OrderBy(share => share.Party, StringComparer.Ordinal));
            normal.Costs.Items.Clear();
            normal.Costs.Items.AddRange(costs.Items.Select(item => new CostItem(item) { Item = item.Item.Normalize() })
                .OrderBy(item => item.Item, StringComparer.Ordinal));
        }

        normal.Delegations.AddRange(content.Delegations
            .Select(delegation => new Delegation(delegation)
            {
                LegalBasis = delegation.LegalBasis.Normalize(),
                Valid = Normal(delegation.Valid ?? content.Valid),
            })
            .OrderBy(delegation => delegation.FromParty.Number, StringComparer.Ordinal).ThenBy(delegation => delegation.ToLeader)
            .ThenBy(delegation => delegation.ActionCode, StringComparer.Ordinal).ThenBy(delegation => delegation.Valid.From, StringComparer.Ordinal));
        return normal;
    }

    // An end that is written as an empty text is absent.
    private static Types.V1.Period Normal(Types.V1.Period period)
    {
        var normal = new Types.V1.Period(period);
        if (normal.From.Length == 0)
        {
            normal.ClearFrom();
        }

        if (normal.To.Length == 0)
        {
            normal.ClearTo();
        }

        return normal;
    }

    private static void CheckParties(Fields fields, string at, AgreementContent content)
    {
        var parties = content.Parties;
        CheckCount(fields, at, parties.Count);
        for (var i = 0; i < parties.Count; i++)
        {
            if (parties[i].Kind is not (OrgKind.County or OrgKind.Municipality or OrgKind.CityDistrict))
            {
                var reason = parties[i].Kind == OrgKind.Unspecified ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown;
                fields.Add($"{at}[{i}].kind", reason, $"{parties[i].Kind}");
            }

            if (fields.Required($"{at}[{i}].number", parties[i].Number).Length > 0 && parties.Take(i).Contains(parties[i]))
            {
                fields.Add($"{at}[{i}]", ErrorReason.EntryRepeated, parties[i].Number);
            }
        }

        var (states, others) = (parties.Count(party => party.Kind == OrgKind.County), parties.Count(party => party.Kind != OrgKind.County));
        var (complete, expected) = content.Type switch
        {
            AgreementType.HostMunicipality => (states == 0 && others >= 2, "MUNICIPALITY, MUNICIPALITY"),
            AgreementType.Other => (parties.Count >= 2, "2"),
            _ => (states == 1 && others >= 1, "COUNTY, MUNICIPALITY"),
        };
        if (!complete)
        {
            fields.Add(at, ErrorReason.PartiesIncomplete, $"{parties.Count}", ("expected", expected));
        }
    }

    private static void CheckClause(Fields fields, string at, AgreementType type, AgreementClause clause, IEnumerable<AgreementClause> before)
    {
        Texts.Check(fields, $"{at}.clause_ref", fields.Required($"{at}.clause_ref", clause.ClauseRef), MaxName);
        if (clause.ClauseRef.Length > 0 && before.Any(other => other.ClauseRef == clause.ClauseRef))
        {
            fields.Add($"{at}.clause_ref", ErrorReason.EntryRepeated, clause.ClauseRef);
        }

        CheckEnum(fields, $"{at}.chapter", clause.Chapter);
        Texts.Check(fields, $"{at}.key", clause.Key, MaxName);
        Texts.Check(fields, $"{at}.text.nb", clause.Text?.Nb ?? "", MaxText);
        Texts.Check(fields, $"{at}.text.nn", clause.Text?.Nn ?? "", MaxText);
        if (clause.HasNoticeMonths && clause.NoticeMonths is < 0 or > MaxNoticeMonths)
        {
            fields.Add($"{at}.notice_months", ErrorReason.NumberOutOfRange, $"{clause.NoticeMonths}");
        }

        if (clause.Term.Length == 0)
        {
            if (clause.Key.Length > 0 || clause.Value.Length > 0)
            {
                fields.Add($"{at}.term", ErrorReason.FieldRequired);
            }
            else if (string.IsNullOrWhiteSpace(clause.Text?.Nb) && string.IsNullOrWhiteSpace(clause.Text?.Nn))
            {
                fields.Add($"{at}.text", ErrorReason.FieldRequired);
            }
        }
        else if (!Terms.IsKnown(clause.Term))
        {
            fields.Add($"{at}.term", ErrorReason.EnumUnknown, clause.Term);
        }
        else
        {
            Terms.CheckValue(fields, $"{at}.value", type, clause.Term, clause.Value);
            if (Terms.NeedsKey(type, clause.Term))
            {
                fields.Required($"{at}.key", clause.Key);
            }
        }
    }

    private static void CheckCosts(Fields fields, string at, AgreementContent content)
    {
        if (content.Costs is not { } costs)
        {
            return;
        }

        if (content.Type != AgreementType.Operating)
        {
            fields.Add(at, ErrorReason.FieldNotAllowed, $"{content.Type}");
        }

        CheckEnum(fields, $"{at}.type", costs.Type);
        fields.Date($"{at}.last_review", costs.LastReview);
        CheckCount(fields, $"{at}.shares", costs.Shares.Count);
        if (costs.Type is CostKeyType.Percent or CostKeyType.Population)
        {
            var municipalities = content.Parties.Where(party => party.Kind == OrgKind.Municipality).Select(party => party.Number);
            CostShares.Parse(fields, $"{at}.shares", costs.Shares, [.. municipalities]);
        }
        else if (costs.Shares.Count > 0)
        {
            fields.Add($"{at}.shares", ErrorReason.FieldNotAllowed, $"{costs.Type}");
        }

        CheckCount(fields, $"{at}.items", costs.Items.Count);
        for (var i = 0; i < costs.Items.Count; i++)
        {
            var item = costs.Items[i];
            Texts.Check(fields, $"{at}.items[{i}].item", fields.Required($"{at}.items[{i}].item", item.Item), MaxName);
            if (item.Item.Length > 0 && costs.Items.Take(i).Any(other => other.Item == item.Item))
            {
                fields.Add($"{at}.items[{i}].item", ErrorReason.EntryRepeated, item.Item);
            }

            if (item.NokPerYear is < 0 or > MaxNok)
            {
                fields.Add($"{at}.items[{i}].nok_per_year", ErrorReason.NumberOutOfRange, $"{item.NokPerYear}");
            }

            if (item.Valid is not null)
            {
                fields.Add($"{at}.items[{i}].valid", ErrorReason.FieldNotAllowed);
            }
        }
    }

    private static void CheckDelegation(
        Fields fields, string at, Delegation delegation, IEnumerable<Delegation> before, RepeatedField<OrgRef> parties, Period agreement)
    {
        if (delegation.FromParty is null || !parties.Contains(delegation.FromParty))
        {
            var reason = delegation.FromParty is null ? ErrorReason.FieldRequired : ErrorReason.FieldNotAllowed;
            fields.Add($"{at}.from_party", reason, delegation.FromParty?.Number ?? "");
        }

        CheckEnum(fields, $"{at}.to_leader", delegation.ToLeader);
        Texts.Check(fields, $"{at}.action_code", fields.Required($"{at}.action_code", delegation.ActionCode), MaxName);
        Texts.Check(fields, $"{at}.legal_basis", fields.Required($"{at}.legal_basis", delegation.LegalBasis), MaxName);
        var valid = fields.Period($"{at}.valid", delegation.Valid);
        if (valid is { } own && own.Intersect(agreement) != own)
        {
            fields.Add($"{at}.valid", ErrorReason.FieldNotAllowed, own.ToString());
        }

        var same = before.Where(other =>
            Equals(other.FromParty, delegation.FromParty) && other.ToLeader == delegation.ToLeader && other.ActionCode == delegation.ActionCode);
        if (same.Any(other => (new Fields().Period("", other.Valid) ?? agreement).Overlaps(valid ?? agreement)))
        {
            fields.Add(at, ErrorReason.EntryRepeated, delegation.ActionCode);
        }
    }

    private static void CheckCount(Fields fields, string at, int count)
    {
        if (count > MaxEntries)
        {
            fields.Add(at, ErrorReason.FieldTooLong, $"{count}");
        }
    }

    private static void CheckEnum<T>(Fields fields, string at, T value)
        where T : struct, Enum
    {
        if (!Enum.IsDefined(value) || EqualityComparer<T>.Default.Equals(value, default))
        {
            fields.Add(at, Enum.IsDefined(value) ? ErrorReason.FieldRequired : ErrorReason.EnumUnknown, Enum.IsDefined(value) ? "" : $"{value}");
        }
    }
}
