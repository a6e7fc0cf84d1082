using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Import;

/// <summary>What the files say, read and checked: every number it refers to is in it.</summary>
public sealed record RegisterFacts(
    IReadOnlyDictionary<string, CountyFact> Counties,
    IReadOnlyDictionary<string, UnitFact> CountyUnits,
    IReadOnlyDictionary<string, UnitFact> OtherUnits,
    IReadOnlyDictionary<string, MunicipalityFact> Municipalities,
    IReadOnlyList<EndedNumber> EndedNumbers,
    IReadOnlyDictionary<string, OfficeFact> Offices,
    IReadOnlyDictionary<LinkKey, LinkFact> Links,
    IReadOnlyDictionary<string, CountyLineFact> CountyLines,
    IReadOnlyList<MunicipalityWithoutOffice> WithoutOffice);

public sealed record CountyFact(string Name);

/// <summary>A unit that is not an office; <paramref name="Type"/> is the source's code, FYLKE for a county unit.</summary>
public sealed record UnitFact(string Name, string Type, string OrganisationNumber);

public sealed record MunicipalityFact(
    string Name, string FullName, string CountyNumber, LanguageForm LanguageForm, string AdministrativeCentre, int Inhabitants, DateOnly CountedOn);

public sealed record OfficeFact(string Name, OfficeStatus Status, string OrganisationNumber, string MunicipalOrganisationNumber);

/// <param name="CityDistrict">Empty: the whole municipality.</param>
public sealed record LinkKey(string OfficeNumber, string MunicipalityNumber, string CityDistrict);

/// <param name="ServiceCodes">Services the role is for, separated by semicolons in code order; empty: all.</param>
/// <param name="From">First day, where a source states it. It says since when a link that is new to the register holds, and is no change of one it has.</param>
public sealed record LinkFact(MunicipalityRole Role, string ServiceCodes, LinkBasis Basis, string Source, DateOnly? From)
{
    public bool Equals(LinkFact? other) =>
        other is not null && Role == other.Role && ServiceCodes == other.ServiceCodes && Basis == other.Basis && Source == other.Source;

    public override int GetHashCode() => HashCode.Combine(Role, ServiceCodes, Basis, Source);
}

/// <summary>The county unit an office belongs to.</summary>
public sealed record CountyLineFact(string UnitNumber, string Source);

public sealed record MunicipalityWithoutOffice(string Number, string Name, string Why);

/// <summary>A value in a file that cannot be used.</summary>
/// <param name="Line">0: what is missing stands on no line.</param>
public sealed record RowFault(string File, long Line, string Column, string Value, string Reason)
{
    public override string ToString() => $"{File}{(Line > 0 ? $":{Line}" : "")}: {Column} \"{Value}\": {Reason}";
}
