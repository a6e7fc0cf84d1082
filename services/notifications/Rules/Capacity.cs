using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// Group capacity and priority: K-04 (<see cref="Overbooking"/>), K-05, and K-29(b). What of them is inside one line is K-21, what is between the
/// municipalities of an office K-29.
/// </summary>
public static class Capacity
{
    private static readonly ImmutableArray<string> HandedOverFields = ["issuer_org", "modality", "bindingness", "service_code", "valid"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [.. Overbooking.Find(at), .. PriorityCollisions(at), .. HandedOver(at)];

    /// <summary>K-05: each has its own first priority, and nobody has ranked them together.</summary>
    private static IEnumerable<Finding> PriorityCollisions(Predicates at) => Clashes.OfPairs(
        at, at.Current.Where(x => x.PriorityRank is not null).GroupBy(x => x.PriorityRank).SelectMany(at.Pairs), Clashes.Priorities, people: false);

    /// <summary>K-29(b): a municipality steers a service that it has handed over to the host.</summary>
    private static IEnumerable<Finding> HandedOver(Predicates at) => at.Asked
        .Where(x => x.Line == Line.Municipal && Predicates.Ordering(x) && Predicates.Steering(x) && x.ServiceCode is not null)
        .Select(x => Found.Self(
            at, FindingKind.IntermunicipalSplit, Severity.NeedsClarification, true, x, at.Reach(x).Intersect(Participates(at, x)), "b", HandedOverFields,
            Resolvers.BetweenMunicipalities(at.Office)))
        .OfType<Finding>();

    // The days on which the issuer only participates in the service: a role for the service itself goes before one for all services.
    private static Days Participates(Predicates at, Directive x)
    {
        var roles = at.Office.Profile.Municipalities.Where(m => m.Owner == x.IssuerOrg && m.IsFor(x.ServiceCode)).ToLookup(m => m.IsFor(null));
        var own = Days.Of(roles[false].Where(Takes).Select(m => m.Days));
        return own.Union(Days.Of(roles[true].Where(Takes).Select(m => m.Days)).Except(Days.Of(roles[false].Select(m => m.Days))));

        static bool Takes(ProfileMunicipality m) => m.Role == MunicipalityRole.Participant;
    }
}
