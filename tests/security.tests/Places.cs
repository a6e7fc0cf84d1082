namespace Samstyring.Security.Tests;

/// <summary>The places of the tests: Nav Værnes with its county and one of its municipalities, its neighbour, and another part of the country.</summary>
public static class Places
{
    public const string Own = "1783";
    public const string County = "5700";
    public const string Municipality = "5035";
    public const string Foreign = "1127";
    public const string ForeignCounty = "1100";
    public const string ForeignMunicipality = "1127";
}
