using System.Collections.Frozen;
using System.Globalization;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Samstyring.Types.V1;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Gate;

/// <summary>A finding as a message and back. Titles, texts and the explanation are not in what is stored: they depend on who reads.</summary>
public static class FindingMessage
{
    private static readonly FrozenDictionary<string, OrgKind> OrgKinds = Enum.GetValues<OrgKind>().ToFrozenDictionary(Compared.Identifier);

    /// <summary>The message that is stored.</summary>
    public static Pb.Finding Write(Finding f)
    {
        var person = f.Witness.Person;
        var witness = new Pb.Witness
        {
            Day = Date(f.Witness.Day),
            OfficeNumber = f.Witness.Office,
            MunicipalityNumber = person.Municipality ?? "",
            PersonGroups = { person.Groups },
            Numbers = { f.Witness.Numbers },
        };
        if (person.Age is { } age)
        {
            witness.PersonAge = age;
        }

        if (person.DurationMonths is { } months)
        {
            witness.PersonDurationMonths = months;
        }

        return new()
        {
            FindingId = f.Fingerprint,
            Kind = (Pb.FindingKind)f.Kind,
            Verdict = (Pb.Verdict)f.Verdict,
            Severity = (Pb.Severity)f.Severity,
            Stage = (Pb.Stage)f.Stage,
            OfficeNumber = f.Office ?? "",
            Directives =
            {
                f.Directives.Select(d => new Pb.FindingDirective
                {
                    DirectiveId = d.Id,
                    Revision = d.Revision,
                    DocumentId = d.DocumentId,
                    ClauseRef = d.ClauseRef,
                    Line = (Types.V1.Line)d.Line,
                    IssuerOrg = Org(d.IssuerOrg),
                }),
            },
            Fields = { f.Fields.Select(c => new Pb.ComparedField { Field = c.Field, Values = { c.Values } }) },
            Window = { f.Window.Ranges.Select(Period) },
            Witness = witness,
            OwedFields = { f.Owed.Select(o => o.Field).Distinct() },
            OwedByDirectiveIds = { f.Owed.Select(o => o.DirectiveId).Where(id => id.Length > 0).Distinct() },
            OwedByOwners = { f.Owed.Select(o => o.Owner).Where(owner => owner.Length > 0).Distinct() },
            Resolver = Resolver(f.SettledBy),
            Versions = { ["catalogues"] = f.CatalogueVersion, ["rules"] = f.RuleVersion },
            WitnessClass = f.WitnessClass,
        };
    }

    /// <summary>The finding a stored message holds.</summary>
    /// <param name="f">The message.</param>
    /// <param name="directives">Its directives in the revisions it names, by id.</param>
    public static Finding Read(Pb.Finding f, IReadOnlyDictionary<string, Directive> directives) => new()
    {
        Kind = (FindingKind)f.Kind,
        Verdict = (Verdict)f.Verdict,
        Severity = (Severity)f.Severity,
        Stage = (Stage)f.Stage,
        Office = f.OfficeNumber.Length == 0 ? null : f.OfficeNumber,
        Directives = [.. f.Directives.Select(d => directives[d.DirectiveId])],
        Compares = [.. f.Fields.Select(c => c.Field)],
        Window = Window(f),
        Witness = new(
            DateOnly.ParseExact(f.Witness.Day, "yyyy-MM-dd", CultureInfo.InvariantCulture),
            f.Witness.OfficeNumber,
            new(
                f.Witness.MunicipalityNumber.Length == 0 ? null : f.Witness.MunicipalityNumber,
                f.Witness.HasPersonAge ? f.Witness.PersonAge : null,
                [.. f.Witness.PersonGroups],
                f.Witness.HasPersonDurationMonths ? f.Witness.PersonDurationMonths : null),
            [.. f.Witness.Numbers]),
        Owed = [
            .. f.OwedByDirectiveIds.SelectMany(id => f.OwedFields.Select(field => new Owed(id, field))),
            .. f.OwedByOwners.SelectMany(owner => f.OwedFields.Select(field => Rules.Owed.By(owner, field))),
        ],
        Resolver = new((ResolverClass)f.Resolver.ResolverClass, new(f.Resolver.Name.Nb, f.Resolver.Name.Nn)),
        WitnessClass = f.WitnessClass,
        RuleVersion = f.Versions["rules"],
        CatalogueVersion = f.Versions["catalogues"],
    };

    /// <summary>The days of a stored finding.</summary>
    public static Days Window(Pb.Finding f) => Days.Of(f.Window.Select(DirectiveReader.Range));

    /// <summary>Who may settle it.</summary>
    public static Pb.Resolver Resolver(Resolver resolver) => new()
    {
        ResolverClass = (Pb.ResolverClass)resolver.Class,
        Name = new() { Nb = resolver.Name.Nb, Nn = resolver.Name.Nn },
    };

    /// <summary>Days as a message; the least and greatest date are open ends.</summary>
    public static Period Period(DayRange range)
    {
        var period = new Period();
        if (range.From != DateOnly.MinValue)
        {
            period.From = Date(range.From);
        }

        if (range.To != DateOnly.MaxValue)
        {
            period.To = Date(range.To);
        }

        return period;
    }

    /// <summary>ISO 8601.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An organisation as a message.</summary>
    public static OrgRef Org(Org org) => new()
    {
        Kind = OrgKinds.GetValueOrDefault(org.Kind),
        Number = org.Number,
    };
}
