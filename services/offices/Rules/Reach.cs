using Samstyring.Types.V1;

namespace Samstyring.Offices.Rules;

/// <summary>
/// What an issuer may reach (domain.md, A5): the state steers by sector, so the department and the directorate reach every office and a county
/// unit its own; the municipality steers by territory, so it reaches its own residents at the offices that serve them. A county governor reaches
/// the municipalities of its county, a partnership its own office. KS issues nothing.
/// </summary>
public abstract record Reach
{
    private Reach()
    {
    }

    public sealed record Everything : Reach;

    public sealed record Nothing : Reach;

    /// <summary>The offices of a NAV county unit.</summary>
    public sealed record CountyUnit(string Number) : Reach;

    /// <summary>
    /// The municipality's own residents, and for <paramref name="ServiceCode"/> also those of the participants where it is the host of that service.
    /// </summary>
    public sealed record Municipality(string Number, string ServiceCode) : Reach;

    /// <summary>A city district of Oslo: the municipal owner there.</summary>
    public sealed record CityDistrict(string Number) : Reach;

    /// <summary>Every municipality of a county, by the number of the county.</summary>
    public sealed record CountyGovernor(string CountyNumber) : Reach;

    /// <summary>One office, by its number.</summary>
    public sealed record Partnership(string OfficeNumber) : Reach;

    /// <param name="issuer">Null: no cut.</param>
    /// <param name="serviceCode">The service the directive is about; empty: none in particular.</param>
    public static Reach Of(OrgRef? issuer, string serviceCode) => issuer?.Kind switch
    {
        null or OrgKind.Department or OrgKind.Directorate => new Everything(),
        OrgKind.County => new CountyUnit(issuer.Number),
        OrgKind.Municipality => new Municipality(issuer.Number, serviceCode),
        OrgKind.CityDistrict => new CityDistrict(issuer.Number),
        OrgKind.CountyGovernor => new CountyGovernor(issuer.Number),
        OrgKind.Partnership => new Partnership(issuer.Number),
        _ => new Nothing(),
    };
}
