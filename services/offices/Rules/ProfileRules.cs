using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>
/// How a profile changes. Each owner writes what is its own, either writes what both share, and what binds both needs the signature of every owner:
/// neither can bind the other (domain.md, sections 4 and 5). What is written earlier about days that have passed stays readable as what was known then.
/// </summary>
public static class ProfileRules
{
    /// <summary>Answers what changes, or every fault.</summary>
    /// <param name="facts">The office as it is.</param>
    /// <param name="update">The command, with the rows that could be read.</param>
    /// <param name="fields">The faults found in reading the rows; those found here are named together with them.</param>
    /// <param name="isWhole">Whether every row could be read; else what follows from a missing one is not told: a gap, for one.</param>
    public static Outcome<ProfileChange> Decide(ProfileFacts facts, UpdateProfile update, Fields fields, bool isWhole)
    {
        var draft = new Draft(facts, update, fields);
        var after = facts.Rows.Where(known => known.IsAgreed && !update.Parts.Contains(known.Row.Part)).Select(known => new WantedRow(update.At, known.Row, ""))
            .ToList();
        foreach (var part in update.Parts)
        {
            var known = facts.Rows.Where(known => known.Row.Part == part).ToList();
            var wanted = update.Rows.Where(row => row.Row.Part == part && !facts.FollowsFromAgreement(row.Row)).ToList();
            if (!part.IsSigned)
            {
                after.AddRange(Replace(draft, part, known, wanted));
            }
            else if (Sign(draft, known, wanted) is { } refused)
            {
                return refused;
            }
        }

        if (isWhole)
        {
            CheckGaps(facts, after, update, fields);
            CheckLeaders(after, update, fields);
        }

        return fields.Any ? ToRefusal(fields) : new ProfileChange(draft.Ended, draft.Added, draft.Signed);
    }

    /// <summary>Whether an owner may write a row alone; the platform (null) may write every row that one owner may.</summary>
    public static bool MayWrite(ProfileFacts facts, Party? writer, ProfileRow row)
    {
        var owner = OwnerOf(facts, row);
        return writer is null || owner switch
        {
            RowOwner.State => writer.IsState,
            RowOwner.Municipal => !writer.IsState && (!facts.Municipalities.Any(m => m.IsHost) || facts.Municipalities.Any(m => m.IsHost && m.Id == writer.Id)),
            RowOwner.Municipality => !writer.IsState && writer.Id == row.MunicipalityId,
            RowOwner.MunicipalityOrState => writer.IsState || writer.Id == row.MunicipalityId,
            _ => true,
        };
    }

    /// <summary>
    /// Offices of one service area agree on each day whether it pools state resources: names every wanted row that says otherwise than another office's does.
    /// </summary>
    /// <param name="wanted">The rows of each office that is written, by its number.</param>
    /// <param name="others">Those of offices that are not.</param>
    /// <param name="fields">Takes the faults.</param>
    public static void CheckServiceAreas(
        IReadOnlyList<(string Office, WantedRow Row)> wanted, IReadOnlyList<(string Office, ProfileRow Row)> others, Fields fields)
    {
        var areas = wanted.Where(own => own.Row.Row.Content is ServiceArea).ToList();
        var all = areas.Select(own => (own.Office, own.Row.Row)).Concat(others).ToLookup(own => ((ServiceArea)own.Row.Content).ServiceAreaId);
        foreach (var (office, row) in areas)
        {
            var area = (ServiceArea)row.Row.Content;
            var against = all[area.ServiceAreaId].Where(other => other.Office != office && other.Row.Valid.Overlaps(row.Row.Valid)
                && ((ServiceArea)other.Row.Content).PoolsStateResources != area.PoolsStateResources).Select(other => other.Office).Distinct().Order(StringComparer.Ordinal);
            if (string.Join(", ", against) is { Length: > 0 } offices)
            {
                fields.Add(
                    $"{row.At}.pools_state_resources", ErrorReason.ServiceAreaDiffers, area.PoolsStateResources ? "true" : "false",
                    ("service_area_id", area.ServiceAreaId), ("offices", offices));
            }
        }
    }

    /// <summary>The owners whose signature is there: the state, when its unit has signed; the municipal line, when every municipality has.</summary>
    public static IReadOnlyList<Line> SignedLines(IReadOnlyList<Party> owners, IReadOnlyList<PartySignature> signatures)
    {
        bool Signed(Party owner) => signatures.Any(signature => signature.Party == owner);
        var states = owners.Where(owner => owner.IsState).ToList();
        // A municipality signs by its director or, where the office serves districts of it, by the directors of all of these: in Oslo they are the owners.
        var municipalities = owners.Where(owner => !owner.IsState).GroupBy(owner => owner.Id).ToList();
        var municipal = municipalities.Count > 0 && municipalities.All(group =>
            group.Any(owner => owner.Kind == OrgKind.Municipality && Signed(owner))
            || (group.Any(owner => owner.Kind == OrgKind.CityDistrict) && group.Where(owner => owner.Kind == OrgKind.CityDistrict).All(Signed)));
        return [.. states.Count > 0 && states.All(Signed) ? [Line.State] : Array.Empty<Line>(), .. municipal ? [Line.Municipal] : Array.Empty<Line>()];
    }

    // The writer's own rows become the wanted ones; those of others stay.
    private static List<WantedRow> Replace(Draft draft, ProfilePart part, List<KnownRow> known, List<WantedRow> wanted)
    {
        var (facts, update, fields) = (draft.Facts, draft.Update, draft.Fields);
        var own = known.Where(row => MayWrite(facts, update.Writer, row.Row)).ToList();
        var others = known.Except(own).ToList();
        foreach (var row in wanted.Where(row => !MayWrite(facts, update.Writer, row.Row) && !others.Exists(other => other.Row == row.Row)))
        {
            fields.Add(row.At, ErrorReason.RowNotOwn, row.Row.Key, ("owner", OwnerName(facts, row.Row)));
        }

        var before = update.From is { } from
            ? own.Select(row => (row, days: row.Row.Valid.Intersect(new Period(null, from)))).Where(cut => !cut.days.IsEmpty)
                .Select(cut => new WantedRow(update.At, cut.row.Row with { Valid = cut.days }, cut.row.Source))
            : [];
        List<WantedRow> mine = [.. before, .. wanted.Where(row => MayWrite(facts, update.Writer, row.Row))];
        draft.Ended.AddRange(own.Where(row => !mine.Exists(other => other.Row == row.Row)).Select(row => row.Id));
        draft.Added.AddRange(mine.Where(row => !own.Exists(other => other.Row == row.Row)).Select(row => new NewRow(row.Row, row.Source, true, [])));
        List<WantedRow> all = [.. others.Select(row => new WantedRow($"{update.At}.{part.Name}", row.Row, row.Source)), .. mine];
        for (var i = 0; i < all.Count; i++)
        {
            if (all.Take(i).FirstOrDefault(other => other.Row.Meets(all[i].Row)) is { } other)
            {
                fields.Add(all[i].At, ErrorReason.PeriodOverlaps, other.Row.Valid.ToString());
            }
        }

        return all;
    }

    private static void CheckGaps(ProfileFacts facts, List<WantedRow> after, UpdateProfile update, Fields fields)
    {
        foreach (var line in after.Where(row => row.Row.Part.IsContinuous && update.Parts.Contains(row.Row.Part)).GroupBy(row => (row.Row.Part, row.Row.Key)))
        {
            var rows = line.OrderBy(row => row.Row.Valid.From ?? DateOnly.MinValue).ToList();
            for (var i = 0; i < rows.Count; i++)
            {
                var gap = new Period(rows[i].Row.Valid.To, i + 1 < rows.Count ? rows[i + 1].Row.Valid.From : facts.Life.To);
                if (gap.From is not null && !gap.Intersect(facts.Life).IsEmpty)
                {
                    var at = update.Rows.Any(row => row.At == rows[i].At) ? $"{rows[i].At}.valid" : $"{update.At}.{line.Key.Part.Name}";
                    fields.Add(at, ErrorReason.PeriodGap, gap.ToString(), ("gap", gap.ToString()));
                }
            }
        }
    }

    // What binds all owners is put forward by one and holds when the last has signed the same.
    private static Refusal? Sign(Draft draft, List<KnownRow> known, List<WantedRow> wanted)
    {
        var (update, fields) = (draft.Update, draft.Fields);
        // What holds already stays, and may be sent back beside what is to take its place.
        wanted = wanted.FindAll(row => !known.Exists(other => other.IsAgreed && other.Row == row.Row));
        for (var i = 0; i < wanted.Count; i++)
        {
            var (row, at) = (wanted[i].Row, wanted[i].At);
            if (wanted.Take(i).Any(other => other.Row.Meets(row)))
            {
                fields.Add(at, ErrorReason.PeriodOverlaps, row.Valid.ToString());
                continue;
            }

            var proposal = known.Find(other => !other.IsAgreed && other.Row.Meets(row));
            if (proposal?.Row == row && proposal.Signatures.Any(signature => signature.Party == update.Writer))
            {
                continue;
            }

            if (update.Signer is not { } signer)
            {
                fields.Add(at, ErrorReason.RowNotOwn, row.Key, ("owner", "JOINT"));
                continue;
            }

            var signature = new PartySignature(signer.Party, signer.Actor, signer.Mandate, update.Now);
            IReadOnlyList<PartySignature> before = proposal?.Row == row ? proposal.Signatures : [];
            if (before.FirstOrDefault(other => other.Actor == signer.Actor) is { } same)
            {
                return Refusal.Of(ErrorReason.SignedBySamePerson, ("party", same.Party.Name));
            }

            var agrees = SignedLines(draft.Facts.Owners, [.. before, signature]).Count == 2;
            draft.Ended.AddRange(agrees ? known.Where(other => other.IsAgreed && other.Row.Meets(row)).Select(other => other.Id) : []);
            if (proposal?.Row == row)
            {
                draft.Signed.Add(new SignedRow(proposal.Id, signature, agrees));
            }
            else
            {
                draft.Ended.AddRange(proposal is null ? [] : [proposal.Id]);
                draft.Added.Add(new NewRow(row, wanted[i].Source, agrees, [signature]));
            }
        }

        return null;
    }

    // Who answers for what is said of two leaders only; with one there is nothing to divide.
    private static void CheckLeaders(List<WantedRow> after, UpdateProfile update, Fields fields)
    {
        if (!update.Parts.Any(part => part.Name is "leadership" or "responsibilities"))
        {
            return;
        }

        var dual = after.Where(row => row.Row.Content is LeadershipPeriod { Model: LeadershipModel.Dual }).Select(row => row.Row.Valid).ToList();
        foreach (var row in after.Where(row => row.Row.Content is Responsibility && !Days.Cover(dual, row.Row.Valid)))
        {
            var at = update.Rows.Any(wanted => wanted.At == row.At) ? $"{row.At}.valid" : $"{update.At}.leadership";
            fields.Add(at, ErrorReason.FieldNotAllowed, $"{((Responsibility)row.Row.Content).Theme} {row.Row.Valid}");
        }
    }

    // A pilot belongs to the line that owns what it exempts from: no line alone exempts an office from what is the other's.
    private static RowOwner OwnerOf(ProfileFacts facts, ProfileRow row)
    {
        if (row.Content is Pilot pilot)
        {
            return facts.Codes.OwnersOf(pilot.ExemptThemes) switch
            {
                [Line.State] => RowOwner.State,
                [Line.Municipal] => RowOwner.Municipal,
                _ => RowOwner.Any,
            };
        }

        var owner = row.Part.Owner(row.Content);
        return owner == RowOwner.Municipality && row.MunicipalityId is null ? RowOwner.Municipal : owner;
    }

    private static string OwnerName(ProfileFacts facts, ProfileRow row)
    {
        var owner = OwnerOf(facts, row);
        var named = facts.Municipalities.FirstOrDefault(municipality => municipality.Id == row.MunicipalityId);
        return owner is RowOwner.Municipality or RowOwner.MunicipalityOrState && named is not null ? $"MUNICIPALITY:{named.Numbers[0]}"
            : owner == RowOwner.State ? "STATE"
            : "MUNICIPAL";
    }

    // To write what is another's is forbidden, whatever else may be wrong.
    private static Refusal ToRefusal(Fields fields) => fields.Faults.FirstOrDefault(fault => fault.Reason == ErrorReason.RowNotOwn) is { } foreign
        ? new Refusal(ErrorReason.RowNotOwn, foreign.Details!, fields.Faults)
        : fields.ToRefusal();

    // What a decision has come to so far.
    private sealed record Draft(ProfileFacts Facts, UpdateProfile Update, Fields Fields)
    {
        public List<long> Ended { get; } = [];

        public List<NewRow> Added { get; } = [];

        public List<SignedRow> Signed { get; } = [];
    }
}
