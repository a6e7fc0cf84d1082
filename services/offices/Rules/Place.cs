namespace Samstyring.Offices.Rules;

/// <summary>
/// What must have an office on every day (domain.md B5): the territory of one municipal owner. That is a municipality, and in Oslo a city district. Other
/// municipalities may be divided among offices too, but own them as one.
/// </summary>
/// <param name="CityDistrict">Empty: the whole municipality.</param>
public readonly record struct Place(string MunicipalityNumber, string CityDistrict)
{
    /// <summary>The municipality whose city districts are owners.</summary>
    public const string Oslo = "0301";

    /// <summary>Its number, as refusals name it.</summary>
    public string Number => CityDistrict.Length > 0 ? CityDistrict : MunicipalityNumber;

    /// <summary>The place that an office serves by a link to a municipality or a district of it.</summary>
    public static Place Of(string municipality, string district) => new(municipality, municipality == Oslo ? district : "");

    /// <summary>Whether an office that serves the other serves this one, or a part of it where it is a municipality.</summary>
    public bool IsServedBy(Place other) =>
        other.MunicipalityNumber == MunicipalityNumber && (CityDistrict.Length == 0 || other.CityDistrict.Length == 0 || other.CityDistrict == CityDistrict);
}
