using System.Collections.Immutable;
using System.Text.Json;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Replay;

/// <summary>An earlier state of the gate.</summary>
public sealed record GateFact(
    string DirectiveId, string Office, GateState State,
    [property: System.Text.Json.Serialization.JsonConverter(typeof(InstantDateConverter))] DateOnly? HeldSince = null);

/// <summary>How a directive reaches an office, as the register of offices has answered it.</summary>
public sealed record ReachFact(string DirectiveId, string Office, ImmutableArray<DayRange> Days, ImmutableSortedSet<string> Concerned, bool Withdrawn = false);

/// <summary>
/// One judgement as a document: all that a verdict may look at and nothing else. <see cref="Read"/> refuses what is not one; the same document always
/// gives the same answer, byte for byte.
/// </summary>
public sealed record FactsFile(
    DateOnly AsOf, ImmutableArray<Profile> Offices, ImmutableArray<Directive> Directives, string? RuleVersion = null, Catalogues? Catalogues = null,
    ImmutableSortedDictionary<string, decimal>? Thresholds = null, ImmutableArray<GateFact>? Gate = null,
    ImmutableArray<ReachFact>? Reaches = null)
{
    /// <summary>Largest document that is read, in characters.</summary>
    public const int MaxLength = 8_000_000;

    /// <summary>
    /// The facts an office is judged by: itself and those it shares state resources with, what reaches them as the register has it, all that is linked to
    /// that, and the letters of K-20 wherever they reach.
    /// </summary>
    /// <param name="facts">What is known.</param>
    /// <param name="number">The office.</param>
    /// <param name="gate">What the gate has decided there before.</param>
    public static FactsFile Of(Rules.Facts facts, string number, IEnumerable<GateFact> gate)
    {
        var pools = facts.Offices.Single(o => o.Number == number).Profile.Pools.ToHashSet();
        var offices = facts.Offices.Where(o => o.Number == number || o.Profile.Pools.Any(pools.Contains)).ToList();
        var ids = offices.SelectMany(o => o.Reaches).SelectMany(r => facts.Lineage.Family(r.DirectiveId))
            .Concat(facts.Directives.Values.Where(CountyLetters.Compares).Select(x => x.Id)).ToHashSet();
        return new(
            facts.AsOf,
            [.. offices.Select(o => o.Profile)],
            [.. facts.Directives.Values.Where(x => ids.Contains(x.Id)).OrderBy(x => x.Id, StringComparer.Ordinal)],
            Judge.RuleVersion,
            Thresholds: facts.Thresholds.Values,
            Gate: [.. gate.OrderBy(g => g.DirectiveId, StringComparer.Ordinal)],
            Reaches: [.. offices.SelectMany(o => o.Reaches.Select(r => new ReachFact(r.DirectiveId, o.Number, r.Days.Ranges, r.Concerned, r.Withdrawn)))]);
    }

    /// <summary>Reads a document. The refusal names every fault; a text that is not of the form stops at the first, with its place.</summary>
    public static Outcome<FactsFile> Read(string json)
    {
        var fields = new Fields();
        FactsFile? file = null;
        try
        {
            file = JsonSerializer.Deserialize<FactsFile>(json, FactsJson.Options);
        }
        catch (JsonException e)
        {
            fields.Add(Path(e), ErrorReason.FieldMalformed, FirstSentence(e.Message));
        }

        if (file is null)
        {
            return fields.Any ? fields.ToRefusal() : Refusal.Fields([new FieldFault("facts", ErrorReason.FieldRequired)]);
        }

        file.Check(fields);
        return fields.Any ? fields.ToRefusal() : file;
    }

    /// <summary>The document as text.</summary>
    public string Write() => JsonSerializer.Serialize(this, FactsJson.Options);

    /// <summary>The facts as the rules see them.</summary>
    public Rules.Facts ToFacts()
    {
        var catalogues = Catalogues is null ? Rules.Catalogues.Newest : Catalogues with
        {
            Version = Catalogues.Version.Length > 0 ? Catalogues.Version : "FILE",
            ReservedSubjects = Catalogues.ReservedSubjects.IsEmpty ? Rules.Catalogues.Newest.ReservedSubjects : Catalogues.ReservedSubjects,
            Units = Catalogues.Units.Count == 0 ? Rules.Catalogues.Newest.Units : Catalogues.Units,
        };
        var directives = Directives.Select(d => Defined(d, catalogues)).ToDictionary(d => d.Id);
        var reaching = directives.Values.Select(d => (Directive: d, Scope: Scope.Parse(d.Scope).Scope!)).ToList();
        return new(AsOf, catalogues, directives, [.. Offices.OrderBy(o => o.OfficeId, StringComparer.Ordinal).Select(o => Office(o, reaching, catalogues))])
        {
            Thresholds = Rules.Thresholds.Default.With(Thresholds ?? ImmutableSortedDictionary<string, decimal>.Empty),
        };
    }

    // The definition of a registered indicator, where the document names the indicator alone.
    private static Directive Defined(Directive d, Catalogues catalogues) =>
        d.IndicatorDefinitionHash.Length > 0 || d.IndicatorId is null || !catalogues.Indicators.TryGetValue(d.IndicatorId, out var indicator)
            ? d
            : d with { IndicatorDefinitionHash = indicator.DefinitionHash };

    private Office Office(Profile o, List<(Directive Directive, Scope Scope)> reaching, Catalogues catalogues)
    {
        var county = o.CountyId.On(AsOf)?.Value ?? o.CountyId.Rows.LastOrDefault()?.Value;
        var municipalities = o.Municipalities.Where(m => m.Days.To > AsOf).Select(m => m.MunicipalityNumber).Distinct().Order(StringComparer.Ordinal);
        return new(
            o.OfficeId,
            o.Name ?? $"Nav-kontor {o.OfficeId}",
            county is null ? null : new Owner(county, $"Nav fylke {county}"),
            [.. municipalities.Select(number => new Owner(number, number))],
            Reaches is { } reaches
                ? [.. reaches.Where(r => r.Office == o.OfficeId).Select(r => new Reach(r.DirectiveId, Days.Of(r.Days), r.Concerned, r.Withdrawn))]
                : [.. reaching.Select(r => FactsScope.Of(r.Directive, r.Scope, o, catalogues)).OfType<Reach>()])
        {
            Profile = o,
        };
    }

    private void Check(Fields fields)
    {
        if (RuleVersion is { } version && version != Judge.RuleVersion)
        {
            fields.Add("rule_version", ErrorReason.EnumUnknown, version, ("known", Judge.RuleVersion));
        }

        Unique(fields, "offices", "office_id", Offices.Select(o => o.OfficeId));
        Unique(fields, "directives", "directive_id", Directives.Select(d => d.Id));
        for (var i = 0; i < Directives.Length; i++)
        {
            var (d, at) = (Directives[i], $"directives[{i}]");
            var scope = Scope.Parse(d.Scope);
            if (scope.Scope is null)
            {
                fields.Add($"{at}.scope", ErrorReason.ScopeMalformed, d.Scope, ("position", $"{scope.Position}"), ("expected", scope.Expected));
            }

            if (d.Valid.IsEmpty)
            {
                fields.Add($"{at}.valid", ErrorReason.PeriodReversed, $"{d.Valid}");
            }

            if (d.Bindingness != Bindingness.Information && d.Modality is null)
            {
                fields.Add($"{at}.modality", ErrorReason.FieldRequired);
            }
        }

        foreach (var name in Thresholds?.Keys ?? [])
        {
            if (!Rules.Thresholds.Default.Values.ContainsKey(name))
            {
                fields.Add($"thresholds.{name}", ErrorReason.EnumUnknown, name);
            }
        }

        var (directives, offices) = (Directives.Select(d => d.Id).ToHashSet(), Offices.Select(o => o.OfficeId).ToHashSet());
        Known("gate", (Gate ?? []).Select(g => (g.DirectiveId, g.Office)));
        Known("reaches", (Reaches ?? []).Select(r => (r.DirectiveId, r.Office)));

        void Known(string list, IEnumerable<(string DirectiveId, string Office)> entries)
        {
            foreach (var (entry, i) in entries.Select((e, i) => (e, i)))
            {
                if (!directives.Contains(entry.DirectiveId))
                {
                    fields.Add($"{list}[{i}].directive_id", ErrorReason.EnumUnknown, entry.DirectiveId);
                }

                if (!offices.Contains(entry.Office))
                {
                    fields.Add($"{list}[{i}].office", ErrorReason.EnumUnknown, entry.Office);
                }
            }
        }
    }

    private static void Unique(Fields fields, string list, string member, IEnumerable<string> ids)
    {
        var seen = new HashSet<string>();
        foreach (var (id, i) in ids.Select((id, i) => (id, i)))
        {
            if (!seen.Add(id))
            {
                fields.Add($"{list}[{i}].{member}", ErrorReason.EntryRepeated, id);
            }
        }
    }

    // "$.directives[0].valid" as "directives[0].valid".
    private static string Path(JsonException e) => e.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : "facts";

    private static string FirstSentence(string message) => message.Split(". Path:", 2)[0].Split(" Path:", 2)[0];
}
