using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <content>K-18 service not provided, K-19 minimum weakened.</content>
public static partial class Authority
{
    private static readonly ImmutableArray<string> ProvidedFields = ["bindingness", "service_code", "service_effect", "valid"];
    private static readonly ImmutableArray<string> MinimumFields = ["bindingness", "modality", "service_code", "service_effect", "substitute", "valid"];

    /// <summary>
    /// K-18: a directive is about a service that the office has not got. S2 if it binds and on some current day none of the municipalities concerned has the
    /// service. State services are in every portfolio. Source: services beyond the minimum differ from office to office, Meld. St. 33 (2015–2016) chapter 5.
    /// </summary>
    private static IEnumerable<Finding> NotProvided(Predicates at)
    {
        foreach (var x in at.Asked.Where(x => x.Bindingness != Bindingness.Information && x.ServiceEffect != ServiceEffect.Adds && x.ServiceCode is not null))
        {
            var known = at.Facts.Catalogues.Services.TryGetValue(x.ServiceCode!, out var service);
            if (service is { Owner: "STATE" })
            {
                continue;
            }

            var lack = Lack.Of(at, x, owner => Portfolio(at, owner, x.ServiceCode!));
            var condition = at.Office.Profile.Services is null ? Owners.AllOwe(at, "services") : known ? true : Condition.Open;
            var severity = Predicates.Binding(x) && lack.All ? Severity.NeedsClarification : Severity.Warning;
            if (Found.Self(
                at, FindingKind.ServiceNotProvided, severity, condition, x, lack.Window, x.ServiceCode!, ProvidedFields, Resolvers.Issuers(at.Office, [x]), lack.Who) is { } found)
            {
                yield return found;
            }
        }
    }

    // The days on which the service is in the owner's portfolio.
    private static Days Portfolio(Predicates at, ConcernedOwner owner, string service) =>
        Days.Of((at.Office.Profile.Services ?? []).Where(s => s.ServiceCode == service && owner.Is(s.MunicipalityNumber)).Select(s => s.Valid));

    /// <summary>
    /// K-19: a service of the statutory minimum, or the only access to it, is taken away and nothing that covers everybody takes its place. Source: the
    /// minimum shall be there for all users, the directorate's report on the partnership (2012); domain.md B5.
    /// </summary>
    private static IEnumerable<Finding> Weakened(Predicates at)
    {
        foreach (var x in at.Asked.Where(x =>
            Predicates.Ordering(x) && Predicates.Steering(x) && x.ServiceEffect is ServiceEffect.Removes or ServiceEffect.Suspends or ServiceEffect.ClosesAccess
            && !(x.Substitute is { CoversAll: true } substitute && substitute.From <= x.Valid.From)))
        {
            var closes = x.ServiceEffect == ServiceEffect.ClosesAccess;
            if (!closes && x.ServiceCode is null)
            {
                continue;
            }

            var known = at.Facts.Catalogues.Services.TryGetValue(x.ServiceCode ?? "", out var service);
            var days = closes || !known ? at.Reach(x) : at.Reach(x).Intersect(service!.MinimumDays);
            if (Found.Self(
                at, FindingKind.MinimumWeakened, Severity.Blocking, closes || known ? true : Condition.Open, x, days, x.ServiceCode ?? "", MinimumFields,
                at.BothOwners([x]), []) is { } found)
            {
                yield return found;
            }
        }
    }
}
