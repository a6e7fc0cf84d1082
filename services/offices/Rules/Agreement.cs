using Samstyring.Common;
using Samstyring.Types.V1;
using Pb = Samstyring.Offices.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>An owner of an office that can be party to its agreements. It stays the same party when its number changes.</summary>
/// <param name="Kind">County unit, municipality or city district.</param>
/// <param name="Id">Id of the county unit or the municipality.</param>
/// <param name="District">Number of the city district; empty for the others.</param>
/// <param name="Number">Its number today.</param>
public sealed record Party(OrgKind Kind, int Id, string District, string Number)
{
    /// <summary>Whether it is the state owner.</summary>
    public bool IsState => Kind == OrgKind.County;

    /// <summary>As messages name it.</summary>
    public OrgRef Org => new() { Kind = Kind, Number = Number };

    /// <summary>As refusals name it: <c>MUNICIPALITY:5035</c>.</summary>
    public string Name => $"{(Kind == OrgKind.CityDistrict ? "CITY_DISTRICT" : Kind.ToString().ToUpperInvariant())}:{Number}";

    /// <summary>Whether a caller acts for it: a county unit for the state, a municipal director for a municipality or a district.</summary>
    public bool IsOf(Caller caller) => caller.Unit == Number && caller.Role == (IsState ? Role.County : Role.MunicipalDirector);
}

/// <summary>Who signs now.</summary>
/// <param name="Actor">The person, opaque.</param>
/// <param name="Mandate">What a municipal signature rests on: delegation or council decision.</param>
public sealed record Signer(Party Party, string Actor, string Mandate);

/// <summary>A signature that has been given.</summary>
public sealed record PartySignature(Party Party, string Actor, string Mandate, DateTimeOffset At);

/// <summary>An agreement as one party has put it forward, and who has signed it so.</summary>
/// <param name="Number">From 1, without gaps.</param>
/// <param name="Content">In normal form, see <see cref="AgreementContents.Normal(Pb.AgreementContent)"/>.</param>
/// <param name="Parties">Those of the content, in its order.</param>
/// <param name="Valid">The period of the content; has a start.</param>
public sealed record Revision(
    int Number, Pb.AgreementContent Content, IReadOnlyList<Party> Parties, Period Valid, IReadOnlyList<PartySignature> Signatures, DateTimeOffset PutAt)
{
    /// <summary>When the last party signed: since then it is agreed, and the register knows it. Null: somebody has not.</summary>
    public DateTimeOffset? AgreedAt => Agreement.LastOf(Parties, Signatures);
}

/// <summary>Another value of a clause from a day on; in force when every party has signed it.</summary>
/// <param name="Revision">The revision it amends.</param>
public sealed record Amendment(
    Guid Id, int Revision, string ClauseRef, string Value, DateOnly EffectiveFrom, IReadOnlyList<PartySignature> Signatures, DateTimeOffset ProposedAt);

/// <summary>An agreement at an office with every revision and amendment.</summary>
/// <param name="Revisions">By number.</param>
/// <param name="Amendments">By first day, then by when they were proposed.</param>
public sealed record Agreement(
    Guid Id, int OfficeId, string OfficeNumber, Pb.AgreementType Type, IReadOnlyList<Revision> Revisions, IReadOnlyList<Amendment> Amendments)
{
    /// <summary>The newest revision that every party has signed; null: none yet.</summary>
    public Revision? Agreed => Revisions.LastOrDefault(revision => revision.AgreedAt is not null);

    /// <summary>The newest revision, agreed or not.</summary>
    public Revision Newest => Revisions[^1];

    /// <summary>
    /// The revision that holds on the day; null: none does. A later agreed revision takes over from its own first day on, and its end is the end.
    /// </summary>
    public Revision? On(DateOnly day) => Revisions.SingleOrDefault(revision => Days(revision).Contains(day));

    /// <summary>The days on which a revision holds; empty when it is not agreed, or another took over before it began.</summary>
    public Period Days(Revision revision)
    {
        var later = Revisions.Where(other => other.Number > revision.Number && other.AgreedAt is not null).Select(other => other.Valid.From).Min();
        return revision.AgreedAt is null ? new Period(revision.Valid.From, revision.Valid.From) : revision.Valid.Intersect(new Period(null, later));
    }

    /// <summary>Where a revision stands.</summary>
    public Pb.AgreementState StateOf(Revision revision) => revision switch
    {
        { AgreedAt: not null } when revision == Agreed => Pb.AgreementState.Agreed,
        { AgreedAt: null } when revision == Newest => Pb.AgreementState.Proposed,
        _ => Pb.AgreementState.Superseded,
    };

    /// <summary>
    /// The value of a clause on a day: that of the newest amendment that every party has signed and that is effective by then, else the clause's own
    /// (conflicts.md, K-17). Null when no revision holds on the day or it has no such clause.
    /// </summary>
    public string? ValueOn(string clauseRef, DateOnly day)
    {
        if (On(day) is not { } revision || revision.Content.Clauses.SingleOrDefault(clause => clause.ClauseRef == clauseRef) is not { } clause)
        {
            return null;
        }

        var amended = Amendments
            .Where(amendment => amendment.Revision == revision.Number && amendment.ClauseRef == clauseRef && amendment.EffectiveFrom <= day)
            .Select(amendment => (amendment, agreed: AgreedAt(amendment))).Where(row => row.agreed is not null)
            .OrderBy(row => row.amendment.EffectiveFrom).ThenBy(row => row.agreed).Select(row => row.amendment.Value);
        return amended.LastOrDefault(clause.Value);
    }

    /// <summary>When the last party signed an amendment; null: somebody has not.</summary>
    public DateTimeOffset? AgreedAt(Amendment amendment) =>
        LastOf(Revisions.Single(revision => revision.Number == amendment.Revision).Parties, amendment.Signatures);

    /// <summary>The agreement as the register knew it just before an instant; null when it knew nothing of it.</summary>
    public Agreement? KnownBefore(DateTimeOffset instant)
    {
        var revisions = Revisions.Where(revision => revision.PutAt < instant)
            .Select(revision => revision with { Signatures = [.. revision.Signatures.Where(signature => signature.At < instant)] }).ToList();
        var amendments = Amendments.Where(amendment => amendment.ProposedAt < instant)
            .Select(amendment => amendment with { Signatures = [.. amendment.Signatures.Where(signature => signature.At < instant)] }).ToList();
        return revisions.Count == 0 ? null : this with { Revisions = revisions, Amendments = amendments };
    }

    internal static DateTimeOffset? LastOf(IReadOnlyList<Party> parties, IReadOnlyList<PartySignature> signatures) =>
        parties.All(party => signatures.Any(signature => signature.Party == party)) ? signatures.Max(signature => signature.At) : null;
}
