using Google.Protobuf;
using Samstyring.Types.V1;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Rules;

/// <summary>One row of an office's profile.</summary>
/// <param name="Content">The message of the part, without its days, its municipality and what the platform sets.</param>
/// <param name="MunicipalityId">The municipality it names; null: none.</param>
/// <param name="Valid">The days it is about.</param>
public sealed record ProfileRow(ProfilePart Part, IMessage Content, int? MunicipalityId, Period Valid)
{
    /// <summary>What it speaks of.</summary>
    public string Key => MunicipalityId is null ? Part.Subject(Content) : $"{Part.Subject(Content)} {MunicipalityId}";

    /// <summary>Whether both speak of the same thing on some day.</summary>
    public bool Meets(ProfileRow other) => Part == other.Part && Key == other.Key && Valid.Overlaps(other.Valid);
}

/// <summary>A row that the register believes.</summary>
/// <param name="IsAgreed">In force; else a proposal that awaits signatures.</param>
/// <param name="Signatures">Of rows that need them.</param>
/// <param name="Source">What it rests on.</param>
public sealed record KnownRow(long Id, ProfileRow Row, bool IsAgreed, IReadOnlyList<PartySignature> Signatures, string Source);

/// <summary>A row that somebody wants.</summary>
/// <param name="At">Where it stands in what was sent, for faults.</param>
public sealed record WantedRow(string At, ProfileRow Row, string Source);

/// <summary>A municipality that an office serves, or has served, or will.</summary>
/// <param name="Numbers">Every number it has had, the one of today first.</param>
/// <param name="IsHost">Whether it runs the municipal side today.</param>
/// <param name="Days">When the office serves it.</param>
public sealed record ServedMunicipality(int Id, IReadOnlyList<string> Numbers, bool IsHost, IReadOnlyList<Period> Days);

/// <summary>The codes that profiles may speak of.</summary>
/// <param name="Themes">Each theme with the lines that own it or a theme below it; the owners together are none of the lines.</param>
public sealed record ProfileCodes(
    IReadOnlySet<string> Services, IReadOnlySet<string> Systems, IReadOnlyDictionary<string, IReadOnlyList<Line>> Themes)
{
    /// <summary>The lines that own something of some themes.</summary>
    public IReadOnlyList<Line> OwnersOf(IEnumerable<string> themes) => [.. themes.SelectMany(theme => Themes.GetValueOrDefault(theme, [])).Distinct().Order()];
}

/// <summary>What a change of a profile is decided from.</summary>
/// <param name="Life">The days on which there is such an office.</param>
/// <param name="Owners">Those of today.</param>
/// <param name="Rows">All that the register believes.</param>
/// <param name="Systems">What agreements for data processing give the profile already.</param>
public sealed record ProfileFacts(
    int OfficeId, string Number, DateOnly Today, Period Life, IReadOnlyList<ServedMunicipality> Municipalities, IReadOnlyList<Party> Owners,
    IReadOnlyList<KnownRow> Rows, ProfileCodes Codes, IReadOnlyList<CoveredSystem> Systems)
{
    /// <summary>Whether a row says no more than an agreement does: as GetOffice showed it, and not for the owners to register.</summary>
    public bool FollowsFromAgreement(ProfileRow row) => row.Content is V1.DataProcessingAgreement agreement && Days.Cover(
        Systems.Where(covered => covered.System == agreement.System
            && Municipalities.Any(municipality => municipality.Id == row.MunicipalityId && municipality.Numbers.Contains(covered.Municipality)))
            .Select(covered => covered.Valid),
        row.Valid);
}

/// <summary>An owner, or the platform, writes parts of a profile.</summary>
/// <param name="At">Where the profile stands in what was sent.</param>
/// <param name="From">First day of the change; null: the rows are all of the part.</param>
/// <param name="Writer">The owner; null: the platform, which may write what any single owner may.</param>
/// <param name="Signer">Who signs for the owner; null: a caller that cannot sign.</param>
public sealed record UpdateProfile(
    string At, IReadOnlyList<ProfilePart> Parts, DateOnly? From, IReadOnlyList<WantedRow> Rows, Party? Writer, Signer? Signer, DateTimeOffset Now);

/// <summary>A row that comes to the register.</summary>
public sealed record NewRow(ProfileRow Row, string Source, bool IsAgreed, IReadOnlyList<PartySignature> Signatures);

/// <summary>A signature that came to a proposal.</summary>
/// <param name="Agrees">Whether it was the last.</param>
public sealed record SignedRow(long Id, PartySignature Signature, bool Agrees);

/// <summary>What changes in an office's profile.</summary>
/// <param name="Ended">Rows the register no longer believes.</param>
public sealed record ProfileChange(IReadOnlyList<long> Ended, IReadOnlyList<NewRow> Added, IReadOnlyList<SignedRow> Signed)
{
    /// <summary>Whether the profile stays as it is.</summary>
    public bool IsEmpty => Ended.Count + Added.Count + Signed.Count == 0;
}
