using System.Collections.Frozen;
using Samstyring.Norwegian;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>What the organisations and offices of the register are called. Everybody signed in may read it, so it is read once an hour for all.</summary>
internal sealed class Register(TimeProvider clock) : IDisposable
{

    private static readonly TimeSpan Life = TimeSpan.FromHours(1);

    private readonly SemaphoreSlim reading = new(1);
    private Contents contents = new(
        DateTimeOffset.MinValue, new Dictionary<string, Office>(), new Dictionary<string, Municipality>(), new Dictionary<string, County>(), new Dictionary<string, CountyUnit>());

    /// <summary>Offices by number, in that order.</summary>
    public IReadOnlyList<Office> Offices => contents.Offices.Values.OrderBy(o => o.Number, StringComparer.Ordinal).ToList();

    /// <summary>NAV's county units by number, in that order.</summary>
    public IReadOnlyList<CountyUnit> CountyUnits => contents.CountyUnits.Values.OrderBy(u => u.Number, StringComparer.Ordinal).ToList();

    /// <summary>The office of a number; null: the register has none.</summary>
    public Office? Find(string number) => contents.Offices.GetValueOrDefault(number);

    /// <summary>The number of an office that is written by its name, with or without <c>Nav</c>; anything else stays as it is.</summary>
    public string OfficeNumber(string name) =>
        contents.Offices.Values.FirstOrDefault(o => Same(o.Name, name) || Same(o.Name, "Nav " + name))?.Number ?? name;

    /// <summary>The number of a municipality that is written by its name; anything else stays as it is.</summary>
    public string MunicipalityNumber(string name) => contents.Municipalities.Values.FirstOrDefault(m => Same(m.Name, name))?.Number ?? name;

    /// <summary>Reads the register unless what is here is fresh.</summary>
    public async ValueTask Ready(Platform platform)
    {
        if (IsFresh)
            return;
        await reading.WaitAsync();
        try
        {
            if (!IsFresh)
                contents = await Read(platform.Offices);
        }
        finally
        {
            reading.Release();
        }
    }

    /// <summary>What people call an organisation; its number where the register does not know it.</summary>
    public string Name(OrgRef? org, bool nynorsk) => org?.Kind switch
    {
        OrgKind.County when contents.CountyUnits.TryGetValue(org.Number, out var unit) => unit.Name,
        OrgKind.Municipality when contents.Municipalities.TryGetValue(org.Number, out var municipality) => $"{municipality.Name} kommune",
        OrgKind.CountyGovernor when contents.Counties.TryGetValue(org.Number, out var county) => nynorsk ? $"Statsforvaltaren i {county.Name}" : $"Statsforvalteren i {county.Name}",
        _ => Words.Of(org, nynorsk),
    };

    /// <summary>The name of an office; its number where the register does not know it.</summary>
    public string Office(string number) => contents.Offices.TryGetValue(number, out var office) ? office.Name : number;

    /// <summary>The owners of an office: the state's unit and its municipalities.</summary>
    public IReadOnlyList<OrgRef> Owners(string number) => !contents.Offices.TryGetValue(number, out var office)
        ? []
        : [
            .. office.CountyUnit is { } unit ? [new OrgRef { Kind = OrgKind.County, Number = unit.Number }] : (OrgRef[])[],
            .. office.Municipalities.Select(m => new OrgRef { Kind = OrgKind.Municipality, Number = m.Number }),
        ];

    /// <summary>Whether the municipality, or the city district, owns the office for the municipal line.</summary>
    public static bool IsMunicipalOwner(Office office, string unit) => office.Municipalities.Any(m => m.Number == unit || m.CityDistricts.Contains(unit));

    /// <summary>Whom an owner shares offices with, and so asks about its drafts: the other owners of the same offices; of the directorate the county units.</summary>
    public IReadOnlyList<OrgRef> PartnersOf(string role, string unit) => role switch
    {
        Roles.Directorate => [.. CountyUnits.Select(u => new OrgRef { Kind = OrgKind.County, Number = u.Number })],
        Roles.County => [.. Shared(o => o.CountyUnit?.Number == unit, OrgKind.Municipality)],
        Roles.Council or Roles.MunicipalDirector => [.. Shared(o => IsMunicipalOwner(o, unit), OrgKind.County), new OrgRef { Kind = OrgKind.Directorate }],
        _ => [],
    };

    /// <summary>The name of what a person of the role works for; empty for roles without a unit.</summary>
    public string Unit(string role, string unit, bool nynorsk) => role switch
    {
        Roles.Leader => Office(unit),
        Roles.County => Name(new OrgRef { Kind = OrgKind.County, Number = unit }, nynorsk),
        Roles.Council or Roles.MunicipalDirector => Name(MunicipalOwner.Of(unit), nynorsk),
        Roles.CountyGovernor => Name(new OrgRef { Kind = OrgKind.CountyGovernor, Number = unit }, nynorsk),
        Roles.Directorate => Words.Of(new OrgRef { Kind = OrgKind.Directorate }, nynorsk),
        _ => "",
    };

    /// <summary>The form of Norwegian that a person's municipalities are written to in: nn when all of them have decided on nynorsk, else nb.</summary>
    public string FormOf(string role, string unit)
    {
        var municipalities = role switch
        {
            Roles.Council or Roles.MunicipalDirector => [unit],
            Roles.Leader when contents.Offices.TryGetValue(unit, out var office) => office.Municipalities.Select(m => m.Number).ToList(),
            _ => (IReadOnlyList<string>)[],
        };
        return municipalities.Count > 0 && municipalities.All(m => contents.Municipalities.GetValueOrDefault(m)?.LanguageForm == LanguageForm.Nynorsk) ? "nn" : "nb";
    }

    public void Dispose() => reading.Dispose();

    private IEnumerable<OrgRef> Shared(Func<Office, bool> of, OrgKind kind) =>
        Offices.Where(of).SelectMany(o => Owners(o.Number)).Where(o => o.Kind == kind).Distinct().OrderBy(o => Name(o, nynorsk: false), StringComparer.Ordinal);

    private static bool Same(string name, string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);

    private bool IsFresh => clock.GetUtcNow() - contents.ReadAt < Life;

    private async Task<Contents> Read(OfficesService.OfficesServiceClient register)
    {
        var at = clock.GetUtcNow();
        var offices = (await Paging.All(next => register.ListOfficesAsync(new ListOfficesRequest { PageSize = Paging.Page, PageToken = next }), page => page.NextPageToken))
            .SelectMany(page => page.Offices);
        var municipalities = (await Paging.All(next => register.ListMunicipalitiesAsync(new ListMunicipalitiesRequest { PageSize = Paging.Page, PageToken = next }), page => page.NextPageToken))
            .SelectMany(page => page.Municipalities);
        var counties = await Paging.All(next => register.ListCountiesAsync(new ListCountiesRequest { PageSize = Paging.Page, PageToken = next }), page => page.NextPageToken);
        return new(
            at,
            offices.ToFrozenDictionary(o => o.Number),
            municipalities.ToFrozenDictionary(m => m.Number),
            counties.SelectMany(page => page.Counties).ToFrozenDictionary(c => c.Number),
            counties.SelectMany(page => page.CountyUnits).ToFrozenDictionary(u => u.Number));
    }

    private sealed record Contents(
        DateTimeOffset ReadAt,
        IReadOnlyDictionary<string, Office> Offices,
        IReadOnlyDictionary<string, Municipality> Municipalities,
        IReadOnlyDictionary<string, County> Counties,
        IReadOnlyDictionary<string, CountyUnit> CountyUnits);
}
