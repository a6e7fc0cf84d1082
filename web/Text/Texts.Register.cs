using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web;

/// <summary>The words of the register's pages and of the audit trail.</summary>
internal sealed partial class Texts
{
    public string SearchOffice => Say("Kontor eller kommune", "Kontor eller kommune");

    public string Search => Say("Søk", "Søk");

    public string OfficeCount(int count) => Say(Count(count, "Ett kontor", "kontor"), Count(count, "Eitt kontor", "kontor"));

    public string NoOffice => Say("Ingen kontor passer", "Ingen kontor passar");

    public string NoOfficeText => Say("Søk på navnet til kontoret eller kommunen.", "Søk på namnet til kontoret eller kommunen.");

    public string BackToOffices => Say("Til kontorene", "Til kontora");

    public string StateOwner => Say("Statlig eier", "Statleg eigar");

    public string MunicipalOwners => Say("Kommuner", "Kommunar");

    public string Population => Say("Innbyggere", "Innbyggjarar");

    public string NotKnown => Say("Ikke kjent", "Ikkje kjend");

    public string ProfileTitle => Say("Profilen over tid", "Profilen over tid");

    public string NoProfile => Say("Eierne har ikke registrert noe ennå", "Eigarane har ikkje registrert noko enno");

    public string NoProfileText => Say("Ledelse, bemanning og tjenester står her når eierne har registrert dem.", "Leiing, bemanning og tenester står her når eigarane har registrert det.");

    public string WhatItSays => Say("Verdi", "Verdi");

    public string RestsOn => Say("Bygger på", "Byggjer på");

    public string Replaced => Say("erstattet", "erstatta");

    public string SomeWithheld => Say("Bemanning og økonomi vises bare for eierne av kontoret.", "Bemanning og økonomi vert viste for eigarane av kontoret åleine.");

    public string PartName(string part) => part switch
    {
        "sub_offices" => Say("Avdelingskontor", "Avdelingskontor"),
        "networks" => Say("Nettverk", "Nettverk"),
        "service_areas" => Say("Tjenesteområde", "Tenesteområde"),
        "leadership" => Say("Ledelse", "Leiing"),
        "responsibilities" => Say("Ansvar", "Ansvar"),
        "services" => Say("Tjeneste", "Teneste"),
        "staffing" => Say("Bemanning", "Bemanning"),
        "staffing_guarantees" => Say("Bemanningsgaranti", "Bemanningsgaranti"),
        "change_capacity" => Say("Kapasitet til endring", "Kapasitet til endring"),
        "data_processing_agreements" => Say("Databehandleravtale", "Databehandlaravtale"),
        "pilots" => Say("Forsøk", "Forsøk"),
        "joint_plans" => Say("Felles plan", "Felles plan"),
        "scorecard" => Say("Målekort", "Målekort"),
        "budget_calendar" => Say("Budsjettdatoer", "Budsjettdatoar"),
        "thresholds" => Say("Terskel", "Terskel"),
        _ => Say("Profil", "Profil"),
    };

    /// <summary>One row of a profile in words.</summary>
    public string RowOf(OfficeHistoryRow row)
    {
        var p = row.Profile ?? new OfficeProfile();
        return string.Join(", ", new[]
        {
            string.Join(", ", p.SubOffices.Select(s => s.Name)),
            string.Join(", ", p.Networks.Select(n => n.Name)),
            string.Join(", ", p.ServiceAreas.Select(a => a.Name)),
            string.Join(", ", p.Leadership.Select(l => Of(l.Model))),
            string.Join(", ", p.Responsibilities.Select(r => $"{Theme(r.Theme)}: {Of(r.Leader)}")),
            string.Join(", ", p.Services.Select(s => Catalogue.Service(s.ServiceCode, Nynorsk) + (s.MunicipalityNumber.Length == 0 ? "" : $" ({Of(Municipality(s.MunicipalityNumber))})"))),
            string.Join(", ", p.Staffing.Select(s => Say($"{Of(s.Employer)}: {Numbers.Of(s.Fte)} årsverk", $"{Of(s.Employer)}: {Numbers.Of(s.Fte)} årsverk"))),
            string.Join(", ", p.ChangeCapacity.Select(c => Say($"{Numbers.Of(c.Days)} dager per 60 arbeidsdager", $"{Numbers.Of(c.Days)} dagar per 60 arbeidsdagar"))),
            string.Join(", ", p.DataProcessingAgreements.Select(a => Of(Municipality(a.MunicipalityNumber)))),
            string.Join(", ", p.Pilots.Select(f => Say($"unntatt {And(f.ExemptThemes.Select(Theme))}", $"unnateke {And(f.ExemptThemes.Select(Theme))}"))),
            string.Join(", ", p.JointPlans.Select(f => $"{f.Year}")),
            string.Join(", ", p.Scorecard.Select(i => $"{Catalogue.Indicator(i.IndicatorId, Nynorsk)} ({Of(i.OwnerLine)})")),
            string.Join(", ", p.BudgetCalendar.Select(b => $"{Of(b.Party)}{(b.HasFrameDecision ? $" {Day(b.FrameDecision)}" : "")}{(b.HasBudgetDecision_ ? $" {Day(b.BudgetDecision_)}" : "")}")),
        }.Where(text => text.Length > 0));
    }

    public string Overview => Say("Landet", "Landet");

    public string SeeOverview => Say("Landet etter åpne saker", "Landet etter opne saker");

    public string OverviewLead(int open) => open == 0
        ? Say("Ingen kontor har åpne saker som dere er part i.", "Ingen kontor har opne saker som de er part i.")
        : Say($"{Count(open, "Ett kontor", "kontor")} har åpne saker som dere er part i.", $"{Count(open, "Eitt kontor", "kontor")} har opne saker som de er part i.");

    public string TileMeaning(Severity severity) => severity switch
    {
        Severity.Blocking => Say("Blokkerende sak", "Blokkerande sak"),
        Severity.NeedsClarification => Say("Sak som krever avklaring", "Sak som krev avklaring"),
        Severity.Warning => Say("Varsel", "Varsel"),
        _ => Say("Ingen åpen sak", "Inga open sak"),
    };

    public string NothingHere => Say("Ingenting til dette punktet.", "Ingenting til dette punktet.");

    public string AuditWhere => Say("Hvor", "Kvar");

    public string AuditObject => Say("Hva det gjelder", "Kva det gjeld");

    public string AuditWhen => Say("Tidspunkt", "Tidspunkt");

    public string AuditAct => Say("Handling", "Handling");

    public string AuditWho => Say("Hvem", "Kven");

    public string AuditSealed => Say("Forseglet", "Forsegla");

    public string NotSealed => Say("Ikke ennå", "Ikkje enno");

    public string SealedAs(long position) => Say($"Som nummer {Numbers.Of(position)}", $"Som nummer {Numbers.Of(position)}");

    public string NoEntries => Say("Ingen innførsler", "Ingen innføringar");

    public string NoEntriesText => Say("Alt som endres, får en innførsel her.", "Alt som vert endra, får ei innføring her.");

    public string ServiceName(string service) => service switch
    {
        "steering" => Say("Styringssignaler", "Styringssignal"),
        "offices" => Say("Register", "Register"),
        _ => Say("Vurdering og oppdrag", "Vurdering og oppdrag"),
    };

    public string ActName(string act) => act switch
    {
        "directive.create" => Say("Utkast lagret", "Utkast lagra"),
        "directive.update" => Say("Utkast endret", "Utkast endra"),
        "directive.publish" => Say("Publisert", "Publisert"),
        "directive.relay" => Say("Sendt videre", "Sendt vidare"),
        "directive.receive" => Say("Mottatt", "Motteke"),
        "directive.withdraw" => Say("Trukket", "Trekt"),
        _ when act.StartsWith("directive.", StringComparison.Ordinal) => Say("Styringssignal endret", "Styringssignal endra"),
        _ when act.StartsWith("consultation", StringComparison.Ordinal) => Say("Spørsmål til partneren", "Spørsmål til partnaren"),
        _ when act.StartsWith("case", StringComparison.Ordinal) => Say("Sak", "Sak"),
        _ when act.StartsWith("mission", StringComparison.Ordinal) => Say("Oppdrag", "Oppdrag"),
        _ when act.StartsWith("agreement", StringComparison.Ordinal) || act.StartsWith("amendment", StringComparison.Ordinal) => Say("Avtale", "Avtale"),
        "dead-letter.replay" => Say("Hendelse behandlet på nytt", "Hending handsama på nytt"),
        "dead-letter.park" => Say("Hendelse lagt til side", "Hending lagd til side"),
        _ when act.StartsWith("office", StringComparison.Ordinal) || act.StartsWith("profile", StringComparison.Ordinal) => Say("Kontorprofil", "Kontorprofil"),
        _ when act.StartsWith("register", StringComparison.Ordinal) || act.StartsWith("structure", StringComparison.Ordinal) => Say("Register", "Register"),
        _ when act.StartsWith("gate", StringComparison.Ordinal) => Say("Vurdert ved kontoret", "Vurdert ved kontoret"),
        _ => Say("Endring", "Endring"),
    };

    /// <summary>In which role somebody acted, and for whom; never a person.</summary>
    public string WhoActed(string role, string unit)
    {
        var name = role.ToUpperInvariant().Replace("_", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal) switch
        {
            "COUNTY" => (RoleName(Roles.County), Name(OrgKind.County, unit)),
            "MUNICIPALDIRECTOR" => (RoleName(Roles.MunicipalDirector, unit), Of(MunicipalOwner.Of(unit))),
            "COUNCIL" => (RoleName(Roles.Council), Name(OrgKind.Municipality, unit)),
            "COUNTYGOVERNOR" => (RoleName(Roles.CountyGovernor), Name(OrgKind.CountyGovernor, unit)),
            "NAVLEADER" => (RoleName(Roles.Leader), Office(unit)),
            "DIRECTORATE" => (RoleName(Roles.Directorate), ""),
            "AUDITOR" => (RoleName(Roles.Auditor), ""),
            "OPERATOR" => (RoleName(Roles.Operator), ""),
            _ => (Say("Plattformen", "Plattforma"), ""),
        };
        return name.Item2.Length == 0 ? name.Item1 : $"{name.Item1}, {name.Item2}";
    }

    private string Name(OrgKind kind, string number) => Of(new OrgRef { Kind = kind, Number = number });
}
