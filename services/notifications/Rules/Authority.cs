using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>
/// Group authority and agreement: K-15 outside authority, K-17 breach of an agreement clause, K-18 service not provided, K-19 minimum weakened,
/// K-32 pilot ignored, K-34 system without data-processing agreement, K-35 pay and working time.
/// </summary>
public static partial class Authority
{
    private static readonly ImmutableArray<string> PilotFields = ["bindingness", "scope", "theme", "valid"];
    private static readonly ImmutableArray<string> SystemFields = ["bindingness", "requires_system", "valid"];
    private static readonly ImmutableArray<string> EmployeeFields = ["bindingness", "employee_scope", "line", "theme", "valid"];
    private static readonly string[] WorkingConditions = ["WORKING_TIME", "PAY", "HOLIDAY", "LEAVE"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) =>
    [
        .. OutsideAuthority(at), .. NotWorkOriented(at), .. Breaches(at), .. NotProvided(at), .. Weakened(at), .. PilotIgnored(at), .. WithoutAgreement(at),
        .. WorkingConditionsClash(at),
    ];

    /// <summary>
    /// K-32: a general directive reaches an office with a trial or exemption on its theme without naming it. Source: the local freedom that a trial gives,
    /// Meld. St. 33 (2015–2016) chapter 5.
    /// </summary>
    private static IEnumerable<Finding> PilotIgnored(Predicates at) =>
        from x in at.Asked
        where Predicates.Steering(x) && Predicates.Holdable(x)
        from pilot in at.Office.Profile.Pilots.GroupBy(p => p.PilotId)
        where !Names(x.Scope, pilot.Key)
        let days = Days.Of(pilot.Where(p => at.Facts.Catalogues.ThemeIn(x.Theme, p.ExemptThemes)).Select(p => p.Valid))
        let found = Found.Self(
            at, FindingKind.PilotIgnored, Severity.NeedsClarification, true, x, at.Reach(x).Intersect(days), pilot.Key, PilotFields,
            Resolvers.LineTop(at.Office, x.Line, x.IssuerOrg), [$"pilot {pilot.Key}"])
        where found is not null
        select found;

    // A pilot that is named inside is meant; one that is named in an exception is out of the reach.
    private static bool Names(string scope, string pilot) => Common.Scope.Parse(scope).Scope is { } parsed && Names(parsed, pilot);

    private static bool Names(Common.Scope scope, string pilot) => scope switch
    {
        Common.Scope.Named named => named.Form == Common.ScopeForm.Pilot && named.Values.Contains(pilot),
        Common.Scope.And and => and.Parts.Any(part => Names(part, pilot)),
        Common.Scope.Or or => or.Parts.Any(part => Names(part, pilot)),
        Common.Scope.Except except => Names(except.Whole, pilot) || Names(except.Without, pilot),
        _ => false,
    };

    /// <summary>
    /// K-34: a directive needs a system that a municipality it concerns has no data-processing agreement for. S2 where on some current day none of them has.
    /// Source: each owner answers for personal data in its own area (domain.md B9, Meld. St. 33 (2015–2016) chapter 5).
    /// </summary>
    private static IEnumerable<Finding> WithoutAgreement(Predicates at) =>
        from x in at.Asked
        where Predicates.Steering(x)
        from system in x.RequiresSystem.Distinct().Order(StringComparer.Ordinal)
        let lack = Lack.Of(at, x, owner => Days.Of(at.Office.Profile.DataProcessingAgreements
            .Where(d => d.System == system && owner.Is(d.MunicipalityNumber)).Select(d => d.Valid)))
        let condition = at.Facts.Catalogues.Systems.Contains(system) ? true : Condition.Open
        let found = Found.Self(
            at, FindingKind.DpaMissing, lack.All ? Severity.NeedsClarification : Severity.Warning, condition, x, lack.Window, system, SystemFields,
            at.BothOwners([x]), [$"system {system}", .. lack.Who])
        where found is not null
        select found;

    /// <summary>
    /// K-35: one employer regulates pay or working time for all employees at an office where the other has staff too. Source: the different pay and working
    /// conditions within one office, the directorate's report on the partnership (2012).
    /// </summary>
    private static IEnumerable<Finding> WorkingConditionsClash(Predicates at)
    {
        var staffing = at.Office.Profile.Staffing;
        var both = Days.Of(staffing.Where(s => s.Employer == Employer.State && s.Fte > 0).Select(s => s.Valid))
            .Intersect(Days.Of(staffing.Where(s => s.Employer == Employer.Municipal && s.Fte > 0).Select(s => s.Valid)));
        foreach (var x in at.Asked.Where(x =>
            Owners.Side(x) is not null && x.Bindingness != Bindingness.Information && at.Facts.Catalogues.ThemeIn(x.Theme, WorkingConditions)))
        {
            var registered = staffing.IsEmpty ? Owners.AllOwe(at, "staffing") : true;
            var all = x.EmployeeScope is { } scope ? scope == EmployeeScope.AllEmployees : Condition.Missing(new Owed(x.Id, "employee_scope"));
            var days = staffing.IsEmpty ? at.Reach(x) : at.Reach(x).Intersect(both);
            if (Found.Self(
                at, FindingKind.WorkingConditionsClash, Severity.Warning, registered & all, x, days, "", EmployeeFields,
                at.BothOwners([x]), []) is { } found)
            {
                yield return found;
            }
        }
    }
}

/// <summary>What some municipalities that a directive concerns have not got.</summary>
/// <param name="Window">The days on which one of them lacks it.</param>
/// <param name="All">On some current day all of them do.</param>
/// <param name="Who">Those that lack it on a current day, "MUNICIPALITY 5042", with the number behind the kind.</param>
internal sealed record Lack(Days Window, bool All, ImmutableArray<string> Who)
{
    /// <summary>What is lacking when each has it on the days that <paramref name="having"/> says.</summary>
    public static Lack Of(Predicates at, Directive x, Func<ConcernedOwner, Days> having)
    {
        var owners = Owners.Concerned(at, x)
            .Select(owner => (owner.Owner, Has: owner.Days.Intersect(having(owner)), Lacks: owner.Days.Except(having(owner))))
            .ToList();
        var window = owners.Select(o => o.Lacks).Aggregate((a, b) => a.Union(b));
        var had = owners.Select(o => o.Has).Aggregate((a, b) => a.Union(b));
        return new(
            window, at.IsCurrent(window.Except(had)),
            [.. owners.Where(o => at.IsCurrent(o.Lacks) && o.Owner != Org.None).Select(o => $"{o.Owner.Kind} {o.Owner.Number}")]);
    }
}
