using Samstyring.Types.V1;

namespace Samstyring.Norwegian;

/// <summary>Who owns an office for the municipal line: a municipality or, in Oslo, a city district. Its number tells which: four digits or six.</summary>
public static class MunicipalOwner
{
    private const int MunicipalityDigits = 4;

    /// <summary>Whether the number is that of a city district.</summary>
    public static bool IsCityDistrict(string number) => number.Length > MunicipalityDigits;

    /// <summary>The organisation that has the number.</summary>
    public static OrgRef Of(string number) => new() { Kind = IsCityDistrict(number) ? OrgKind.CityDistrict : OrgKind.Municipality, Number = number };
}
