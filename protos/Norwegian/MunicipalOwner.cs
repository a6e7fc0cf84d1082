using System.Collections.Frozen;
using Samstyring.Types.V1;

namespace Samstyring.Norwegian;

/// <summary>Who owns an office for the municipal line: a municipality or, in Oslo, a city district. Its number tells which: four digits or six.</summary>
public static class MunicipalOwner
{
    private const int MunicipalityDigits = 4;

    private static readonly FrozenDictionary<string, string> CityDistricts = new Dictionary<string, string>
    {
        ["030101"] = "Gamle Oslo",
        ["030102"] = "Grünerløkka",
        ["030103"] = "Sagene",
        ["030104"] = "St. Hanshaugen",
        ["030105"] = "Frogner",
        ["030106"] = "Ullern",
        ["030107"] = "Vestre Aker",
        ["030108"] = "Nordre Aker",
        ["030109"] = "Bjerke",
        ["030110"] = "Grorud",
        ["030111"] = "Stovner",
        ["030112"] = "Alna",
        ["030113"] = "Østensjø",
        ["030114"] = "Nordstrand",
        ["030115"] = "Søndre Nordstrand",
    }.ToFrozenDictionary();

    /// <summary>Whether the number is that of a city district.</summary>
    public static bool IsCityDistrict(string number) => number.Length > MunicipalityDigits;

    /// <summary>"bydel Alna"; with its number where it is not one of Oslo's (Statistics Norway, classification of city districts 2004).</summary>
    public static string CityDistrict(string number) => $"bydel {CityDistricts.GetValueOrDefault(number, number)}";

    /// <summary>The organisation that has the number.</summary>
    public static OrgRef Of(string number) => new() { Kind = IsCityDistrict(number) ? OrgKind.CityDistrict : OrgKind.Municipality, Number = number };
}
