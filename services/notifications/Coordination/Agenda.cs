using System.Collections.Immutable;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Coordination;

/// <summary>A directive at the office as the agenda shows it.</summary>
/// <param name="Directive">The directive.</param>
/// <param name="Days">Its days at the office.</param>
/// <param name="IsHeld">Whether the gate holds it.</param>
/// <param name="Title">Its title; null where the reader may not see it.</param>
public sealed record AgendaDirective(Directive Directive, Days Days, bool IsHeld, Words? Title);

/// <summary>
/// The agenda of a partnership meeting from the template's fixed points (systems.md S-29): what was decided and what was not, the cases that wait, what comes
/// from both lines, changes of resources, agreements about to end, the joint plan and the year ahead. Pure: the same facts give the same agenda.
/// </summary>
public static class Agenda
{
    private const int MonthsBack = 3;
    private const int MonthsAhead = 12;
    private const int MonthsToRenew = 8;

    /// <summary>The points, in the order of the template; a point without matters stays, with none.</summary>
    /// <param name="office">The office.</param>
    /// <param name="cases">Its cases: those that stand, and those that ended in the last three months.</param>
    /// <param name="directives">What reaches it.</param>
    /// <param name="catalogues">Names of themes.</param>
    /// <param name="revisions">The newest revisions of the cases' directives.</param>
    /// <param name="day">The day of the meeting.</param>
    public static IEnumerable<Pb.AgendaPoint> Points(
        Office office, IReadOnlyCollection<Case> cases, IReadOnlyCollection<AgendaDirective> directives, Catalogues catalogues,
        IReadOnlyDictionary<string, int> revisions, DateOnly day) =>
    [
        Point(Pb.AgendaPointKind.FollowUp, "Oppfølging fra sist", "Oppfølging frå sist", FollowUp(cases, catalogues, revisions, day)),
        Point(Pb.AgendaPointKind.Cases, "Saker som venter på eierne", "Saker som ventar på eigarane", Open(cases, catalogues, revisions, day)),
        Point(Pb.AgendaPointKind.Directives, "Styringssignaler fra begge linjer", "Styringssignal frå båe linjene", Coming(directives, day)),
        Point(Pb.AgendaPointKind.Resources, "Bemanning og kostnader", "Bemanning og kostnader", Resources(office.Profile, day)),
        Point(Pb.AgendaPointKind.Agreements, "Avtaler som går ut", "Avtaler som går ut", Ending(office.Profile, day)),
        Point(Pb.AgendaPointKind.Plan, "Felles virksomhetsplan og resultater", "Felles verksemdsplan og resultat", Plans(office.Profile, day)),
        Point(Pb.AgendaPointKind.YearWheel, "Årshjul", "Årshjul", YearWheel(office, directives, day)),
        Point(Pb.AgendaPointKind.Other, "Eventuelt", "Eventuelt", []),
    ];

    private static IEnumerable<Pb.AgendaItem> FollowUp(
        IEnumerable<Case> cases, Catalogues catalogues, IReadOnlyDictionary<string, int> revisions, DateOnly day)
    {
        foreach (var one in cases.OrderBy(c => c.ClosedAt).ThenBy(c => c.Id, StringComparer.Ordinal))
        {
            if (one is { State: CaseState.Closed, ClosedAt: { } at } && Common.Oslo.DateOf(at) > day.AddMonths(-MonthsBack))
            {
                var name = Name(one, catalogues);
                yield return Item($"Avsluttet: {name.Nb}", $"Avslutta: {name.Nn}", Common.Oslo.DateOf(at), one);
            }

            if (one.Proposals.Any(p => p.ToCarryOut(one, revisions).Any()))
            {
                var name = Name(one, catalogues);
                yield return Item($"Avtalt, men ikke gjennomført: {name.Nb}", $"Avtalt, men ikkje gjennomført: {name.Nn}", one.Deadline, one);
            }
            else if (one.State != CaseState.Closed && one.Timeline.LastOrDefault(e => e.Act == CaseAct.NoDecision) is { } undecided)
            {
                var name = Name(one, catalogues);
                yield return Item($"Uten beslutning sist: {name.Nb}", $"Utan avgjerd sist: {name.Nn}", undecided.MeetingDate, one);
            }
        }
    }

    private static IEnumerable<Pb.AgendaItem> Open(
        IEnumerable<Case> cases, Catalogues catalogues, IReadOnlyDictionary<string, int> revisions, DateOnly day) => cases
        .Where(c => c.State != CaseState.Closed)
        .OrderBy(c => c.Deadline ?? DateOnly.MaxValue).ThenBy(c => c.Severity).ThenBy(c => c.Id, StringComparer.Ordinal)
        .Select(c =>
        {
            var name = Name(c, catalogues);
            var item = Item(name.Nb, name.Nn, c.Deadline, c);
            item.OpenProposals.AddRange(c.Proposals.Where(p => p.Stands(day, revisions)).Select(p => p.Number));
            return item;
        });

    private static IEnumerable<Pb.AgendaItem> Coming(IEnumerable<AgendaDirective> directives, DateOnly day) => directives
        .Where(d => d.Days.IsCurrent(day) && (d.IsHeld || d.Directive.PublishedAt > day.AddMonths(-MonthsBack) || d.Directive.Valid.From > day))
        .OrderBy(d => d.Directive.Valid.From).ThenBy(d => d.Directive.Id, StringComparer.Ordinal)
        .Select(d =>
        {
            var from = d.Directive.Line switch
            {
                Line.State => new Words("Fra staten", "Frå staten"),
                Line.Municipal => new Words("Fra kommunen", "Frå kommunen"),
                Line.CountyGovernor => new Words("Fra statsforvalteren", "Frå statsforvaltaren"),
                _ => new Words("Felles", "Felles"),
            };
            var held = d.IsHeld ? new Words(" (holdt tilbake)", " (halde tilbake)") : new Words("", "");
            return new Pb.AgendaItem
            {
                Text = new() { Nb = $"{from.Nb}: {d.Title?.Nb ?? "skjermet"}{held.Nb}", Nn = $"{from.Nn}: {d.Title?.Nn ?? "skjerma"}{held.Nn}" },
                Date = Compared.Day(d.Directive.Valid.From),
                DirectiveId = d.Title is null ? "" : d.Directive.Id,
            };
        });

    private static IEnumerable<Pb.AgendaItem> Resources(Profile profile, DateOnly day)
    {
        var changes = profile.Staffing.Where(s => IsNear(s.Valid.From, day)).Select(s => (s.Valid.From, Text: s.Employer == Employer.State
                ? new Words($"Statlig bemanning: {Compared.Number(s.Fte)} årsverk", $"Statleg bemanning: {Compared.Number(s.Fte)} årsverk")
                : new Words($"Kommunal bemanning: {Compared.Number(s.Fte)} årsverk", $"Kommunal bemanning: {Compared.Number(s.Fte)} årsverk")))
            .Concat(profile.CostKey.Rows.Where(r => IsNear(r.Valid.From, day)).Select(r => (r.Valid.From, Text: new Words("Ny kostnadsnøkkel", "Ny kostnadsnøkkel"))))
            .Concat(profile.CostItems.Where(i => IsNear(i.Valid.From, day)).Select(i => (i.Valid.From, Text: new Words(
                $"{i.Item}: {Compared.Number(i.NokPerYear)} kr per år", $"{i.Item}: {Compared.Number(i.NokPerYear)} kr per år"))));
        return changes.OrderBy(c => c.From).ThenBy(c => c.Text.Nb, StringComparer.Ordinal).Select(c => Item(c.Text.Nb, c.Text.Nn, c.From));
    }

    private static IEnumerable<Pb.AgendaItem> Ending(Profile profile, DateOnly day) => profile.Agreements
        .Where(a => a.Valid.To < DateOnly.MaxValue && a.Valid.To > day.AddMonths(-MonthsBack) && a.Valid.To <= day.AddMonths(MonthsToRenew))
        .OrderBy(a => a.Valid.To).ThenBy(a => a.AgreementId, StringComparer.Ordinal)
        .Select(a =>
        {
            var name = a.Type switch
            {
                AgreementType.Partnership => new Words("Partnerskapsavtalen", "Partnarskapsavtalen"),
                AgreementType.Operating => new Words("Driftsavtalen", "Driftsavtalen"),
                AgreementType.Leader => new Words("Lederavtalen", "Leiaravtalen"),
                _ => new Words("En avtale", "Ein avtale"),
            };
            var item = Item($"{name.Nb} går ut", $"{name.Nn} går ut", a.Valid.To.AddDays(-1));
            item.AgreementId = a.AgreementId;
            return item;
        });

    private static IEnumerable<Pb.AgendaItem> Plans(Profile profile, DateOnly day)
    {
        foreach (var year in new[] { day.Year, day.Year + 1 })
        {
            var plan = profile.JointPlans.FirstOrDefault(p => p.Year == year);
            yield return plan is null ? Item($"{year}: det finnes ingen felles plan", $"{year}: det finst ingen felles plan")
                : plan.Approved ? Item($"{year}: felles plan er godkjent av begge eiere", $"{year}: felles plan er godkjend av båe eigarane")
                : Item($"{year}: felles plan mangler godkjenning", $"{year}: felles plan manglar godkjenning");
        }
    }

    private static IEnumerable<Pb.AgendaItem> YearWheel(Office office, IEnumerable<AgendaDirective> directives, DateOnly day)
    {
        var decisions = office.Profile.BudgetCalendar.SelectMany(b =>
        {
            var party = Resolvers.Organisation(office, b.Party);
            return new (DateOnly? Day, Words Text)[]
            {
                (b.FrameDecision, new($"Rammer vedtas: {party.Nb}", $"Rammer blir vedtekne: {party.Nn}")),
                (b.Budget, new($"Budsjett vedtas: {party.Nb}", $"Budsjett blir vedteke: {party.Nn}")),
            };
        });
        var reports = directives.Where(d => d.Title is not null).SelectMany(d => d.Directive.Reporting
            .Select(r => (Day: r.Due, Text: new Words($"Rapportering: {d.Title!.Nb}", $"Rapportering: {d.Title.Nn}")))
            .Append((Day: d.Directive.Deadline, Text: new Words($"Frist: {d.Title!.Nb}", $"Frist: {d.Title.Nn}"))));
        return decisions.Concat(reports).Where(x => x.Day >= day && x.Day <= day.AddMonths(MonthsAhead))
            .OrderBy(x => x.Day).ThenBy(x => x.Text.Nb, StringComparer.Ordinal).Distinct()
            .Select(x => Item(x.Text.Nb, x.Text.Nn, x.Day));
    }

    private static bool IsNear(DateOnly from, DateOnly day) => from > day.AddMonths(-MonthsBack) && from <= day.AddMonths(MonthsAhead);

    // Kind and theme; what the directives say stands in the case, for those who may read it.
    private static Words Name(Case one, Catalogues catalogues)
    {
        var kind = Phrases.Kind(one.Kind);
        var theme = catalogues.Themes.GetValueOrDefault(catalogues.ThemeCode(one.Theme))?.Name;
        return theme is null ? kind : new($"{kind.Nb} – {theme.Nb}", $"{kind.Nn} – {theme.Nn}");
    }

    private static Pb.AgendaPoint Point(Pb.AgendaPointKind kind, string nb, string nn, IEnumerable<Pb.AgendaItem> items) =>
        new() { Kind = kind, Title = new() { Nb = nb, Nn = nn }, Items = { items } };

    private static Pb.AgendaItem Item(string nb, string nn, DateOnly? day = null, Case? one = null) => new()
    {
        Text = new() { Nb = nb, Nn = nn },
        Date = Compared.Day(day),
        CaseId = one?.Id ?? "",
        Severity = (Pb.Severity)(one?.Severity ?? 0),
        CaseState = (Pb.CaseState)(one?.State ?? 0),
    };
}
