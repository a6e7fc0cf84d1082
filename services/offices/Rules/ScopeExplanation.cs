using System.Globalization;
using Samstyring.Common;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Rules;

/// <summary>What the register says of an office on a day, as far as scopes can ask.</summary>
/// <param name="IsActive">Whether directives reach it.</param>
/// <param name="Municipalities">Numbers of those it serves.</param>
/// <param name="CountyUnit">Empty: not registered.</param>
/// <param name="Inhabitants">Null: not known, as where it serves a part of a municipality.</param>
/// <param name="Leadership">offices.v1.LeadershipModel; 0: not registered.</param>
/// <param name="Services">Those its owners have registered.</param>
/// <param name="Minimum">Those that the law has every office provide.</param>
public sealed record ScopeFacts(
    string Number, string Name, bool IsActive, string[] Municipalities, string CountyUnit, long? Inhabitants, short Leadership, string[] ServiceAreas,
    string[] Networks, string[] Pilots, string[] Services, string[] Minimum);

/// <summary>Whether a part of a scope holds for an office, and for the residents of which municipalities.</summary>
public sealed record ScopeFinding(Scope Part, bool Holds, IReadOnlyList<string> Municipalities);

/// <summary>The findings of a scope's parts, in the order of <see cref="ScopeParts.In"/>.</summary>
public sealed record ScopeFindings(ScopeFacts Facts, IReadOnlyList<ScopeFinding> Parts);

/// <summary>The parts of scopes.</summary>
public static class ScopeParts
{
    /// <summary>A scope and all its parts, each before its own.</summary>
    public static IEnumerable<Scope> In(Scope scope) => Of(scope).SelectMany(In).Prepend(scope);

    /// <summary>What a scope is put together from.</summary>
    public static IReadOnlyList<Scope> Of(Scope scope) => scope switch
    {
        Scope.And and => and.Parts,
        Scope.Or or => or.Parts,
        Scope.Except except => [except.Whole, except.Without],
        _ => [],
    };
}

/// <summary>
/// Says in words why parts of a scope hold for an office or not. Whether they do has been found before; here it is put beside what the register says of the
/// office, and what the register does not know is called that.
/// </summary>
public static class ScopeExplanation
{
    /// <summary>The tree of a scope's parts.</summary>
    public static ScopePart Of(ScopeFindings findings)
    {
        using var next = findings.Parts.GetEnumerator();
        return Read(next, findings.Facts);
    }

    private static ScopePart Read(IEnumerator<ScopeFinding> next, ScopeFacts office)
    {
        next.MoveNext();
        var finding = next.Current;
        var parts = ScopeParts.Of(finding.Part).Select(_ => Read(next, office)).ToList();
        var (isRegistered, nb, nn) = office.IsActive ? Say(finding.Part, finding.Holds, parts, office)
            : (true, "Kontoret er ikke i drift denne dagen.", "Kontoret er ikkje i drift denne dagen.");
        return new ScopePart
        {
            Expression = finding.Part.ToString(),
            Holds = finding.Holds,
            IsUnregistered = !isRegistered && !finding.Holds,
            Text = new LocalizedText { Nb = nb, Nn = nn },
            MunicipalityNumbers = { finding.Municipalities },
            Parts = { parts },
        };
    }

    private static (bool IsRegistered, string Nb, string Nn) Say(Scope part, bool holds, List<ScopePart> parts, ScopeFacts office) => part switch
    {
        Scope.All => (true, "Alle kontor er med.", "Alle kontora er med."),
        Scope.And => Together(holds, parts),
        Scope.Or => parts.Count(each => each.Holds) is var some and > 0
            ? (true, $"{some} av {parts.Count} deler gjelder for kontoret.", $"{some} av {parts.Count} delar gjeld for kontoret.")
            : (parts.All(each => !each.IsUnregistered), "Ingen av delene gjelder for kontoret.", "Ingen av delane gjeld for kontoret."),
        Scope.Except => Excepted(holds, parts[0], parts[1]),
        Scope.Serves => office.Municipalities.Length switch
        {
            0 => (false, "Det er ikke registrert hvilke kommuner kontoret tjener.", "Det er ikkje registrert kva kommunar kontoret tener."),
            1 => (true, "Kontoret tjener 1 kommune.", "Kontoret tener 1 kommune."),
            var count => (true, $"Kontoret tjener {count} kommuner.", $"Kontoret tener {count} kommunar."),
        },
        Scope.MinimumOnly => Minimum(office),
        Scope.Named { Form: ScopeForm.Office } => holds
            ? (true, $"Kontoret er {office.Number}.", $"Kontoret er {office.Number}.")
            : (true, $"Kontoret er {office.Number}, som ikke er nevnt.", $"Kontoret er {office.Number}, som ikkje er nemnt."),
        Scope.Named { Form: ScopeForm.Municipality } named => Municipality(named, holds, office),
        Scope.Named { Form: ScopeForm.County } named => office.CountyUnit.Length == 0
            ? (false, "Det er ikke registrert hvilket Nav fylke kontoret hører til.", "Det er ikkje registrert kva Nav fylke kontoret høyrer til.")
            : holds ? (true, $"Kontoret er i Nav fylke {office.CountyUnit}.", $"Kontoret er i Nav fylke {office.CountyUnit}.")
            : (true, $"Kontoret er ikke i Nav fylke {Any(named, "eller")}, men i {office.CountyUnit}.",
                $"Kontoret er ikkje i Nav fylke {Any(named, "eller")}, men i {office.CountyUnit}."),
        Scope.Named { Form: ScopeForm.Size } => office.Inhabitants is not { } inhabitants
            ? (false, "Størrelsesklassen er ikke kjent: innbyggertallet er ikke registrert.",
                "Storleiksklassa er ikkje kjend: innbyggjartalet er ikkje registrert.")
            : (true, $"Størrelsesklassen er {Class(inhabitants)}: {Number(inhabitants)} innbyggere.",
                $"Storleiksklassa er {Class(inhabitants)}: {Number(inhabitants)} innbyggjarar."),
        Scope.Named { Form: ScopeForm.Leadership } => (LeadershipModel)office.Leadership is LeadershipModel.Unspecified
            ? (false, "Ledelsesmodellen er ikke registrert.", "Leiingsmodellen er ikkje registrert.")
            : (true, $"Ledelsesmodellen er {Model(office)}.", $"Leiingsmodellen er {Model(office)}."),
        Scope.Named { Form: ScopeForm.Provides } named => Provided(named, holds, office),
        Scope.Named { Form: ScopeForm.ServiceArea } => Member(office.ServiceAreas, "tjenesteområde", "tenesteområde"),
        Scope.Named { Form: ScopeForm.Network } => Member(office.Networks, "nettverk", "nettverk"),
        Scope.Named => Member(office.Pilots, "forsøk", "forsøk"),
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "Not a form of scope."),
    };

    private static (bool IsRegistered, string Nb, string Nn) Together(bool holds, List<ScopePart> parts)
    {
        var missing = parts.Count(part => !part.Holds);
        return holds ? (true, "Alle delene gjelder for kontoret.", "Alle delane gjeld for kontoret.")
            : missing == 0 ? (true, "Delene gjelder hver for seg, men ikke for innbyggerne i samme kommune.",
                "Delane gjeld kvar for seg, men ikkje for innbyggjarane i same kommune.")
            : (parts.Any(part => part is { Holds: false, IsUnregistered: false }),
                $"{missing} av {parts.Count} deler gjelder ikke for kontoret.", $"{missing} av {parts.Count} delar gjeld ikkje for kontoret.");
    }

    private static (bool IsRegistered, string Nb, string Nn) Excepted(bool holds, ScopePart whole, ScopePart without) => (whole.Holds, without.Holds) switch
    {
        (false, _) => (!whole.IsUnregistered, "Kontoret er ikke med i det som det er gjort unntak fra.",
            "Kontoret er ikkje med i det som det er gjort unntak frå."),
        (true, false) => (true, "Kontoret er med, og er ikke unntatt.", "Kontoret er med, og er ikkje unnateke."),
        _ when holds => (true, "Kontoret er unntatt for noen av innbyggerne, og med for de andre.",
            "Kontoret er unnateke for nokre av innbyggjarane, og med for dei andre."),
        _ => (true, "Kontoret er unntatt.", "Kontoret er unnateke."),
    };

    private static (bool IsRegistered, string Nb, string Nn) Municipality(Scope.Named named, bool holds, ScopeFacts office)
    {
        var served = office.Municipalities.Where(number => holds == named.Values.Contains(number)).ToArray();
        return office.Municipalities.Length == 0
                ? (false, "Det er ikke registrert hvilke kommuner kontoret tjener.", "Det er ikkje registrert kva kommunar kontoret tener.")
            : holds ? (true, $"Kontoret tjener {List(served, "og")}.", $"Kontoret tener {List(served, "og")}.")
            : (true, $"Kontoret tjener ikke {Any(named, "eller")}, men {List(served, "og")}.",
                $"Kontoret tener ikkje {Any(named, "eller")}, men {List(served, "og")}.");
    }

    private static (bool IsRegistered, string Nb, string Nn) Minimum(ScopeFacts office)
    {
        var extra = office.Services.Except(office.Minimum).ToArray();
        return office.Services.Length == 0 ? (false, "Kontorets tjenester er ikke registrert.", "Tenestene til kontoret er ikkje registrerte.")
            : extra.Length == 0 ? (true, "Kontoret har bare tjenester i det lovpålagte minimumet.", "Kontoret har berre tenester i det lovpålagde minimumet.")
            : (true, $"Kontoret har mer enn det lovpålagte minimumet: {List(extra, "og")}.",
                $"Kontoret har meir enn det lovpålagde minimumet: {List(extra, "og")}.");
    }

    private static (bool IsRegistered, string Nb, string Nn) Provided(Scope.Named named, bool holds, ScopeFacts office)
    {
        var required = named.Values.Where(office.Minimum.Contains).ToArray();
        var registered = named.Values.Where(office.Services.Contains).Except(required).ToArray();
        return required.Length > 0
                ? (true, $"Alle kontor har {List(required, "og")}, som er lovpålagt.", $"Alle kontora har {List(required, "og")}, som er lovpålagt.")
            : holds ? (true, $"Kontoret har {List(registered, "og")}.", $"Kontoret har {List(registered, "og")}.")
            : office.Services.Length == 0
                ? (false, "Kontorets tjenester ut over det lovpålagte minimumet er ikke registrert.",
                    "Tenestene til kontoret ut over det lovpålagde minimumet er ikkje registrerte.")
            : (true, $"Kontoret er ikke registrert med {Any(named, "eller")}, men med {List(office.Services, "og")}.",
                $"Kontoret er ikkje registrert med {Any(named, "eller")}, men med {List(office.Services, "og")}.");
    }

    private static (bool IsRegistered, string Nb, string Nn) Member(string[] groups, string nb, string nn) => groups.Length == 0
        ? (false, $"Kontoret er ikke registrert i noe {nb}.", $"Kontoret er ikkje registrert i noko {nn}.")
        : (true, $"Kontoret er med i {nb} {List(groups, "og")}.", $"Kontoret er med i {nn} {List(groups, "og")}.");

    private static string Class(long inhabitants) => OfficeSize.Of(inhabitants).ToString().ToUpperInvariant();

    private static string Model(ScopeFacts office) => ((LeadershipModel)office.Leadership).ToString().ToUpperInvariant();

    // As numbers are written in both forms, with a space that does not break.
    private static string Number(long number) => number.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', '\u00A0');

    private static string Any(Scope.Named named, string word) => List([.. named.Values.Distinct()], word);

    private static string List(string[] values, string word) =>
        values.Length < 2 ? string.Concat(values) : $"{string.Join(", ", values[..^1])} {word} {values[^1]}";
}
