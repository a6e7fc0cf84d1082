using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Replay;

/// <summary>Judges a document of facts with the rules of the platform and writes the answer: every finding, and the gate's decision for each directive and office.</summary>
public static class FactsAnswer
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer as JSON in UTF-8; the same document gives the same bytes.</summary>
    public static byte[] Of(FactsFile file)
    {
        var facts = file.ToFacts();
        var findings = Judge.Findings(facts);
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("rule_version", Judge.RuleVersion);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                Write(json, finding, facts);
            }

            json.WriteEndArray();
            json.WriteStartArray("gate");
            foreach (var office in facts.Offices)
            {
                Decide(json, new Predicates(facts, office), findings, file.Gate ?? []);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>The answer as text.</summary>
    public static string Text(FactsFile file) => Encoding.UTF8.GetString(Of(file));

    private static void Write(Utf8JsonWriter json, Finding f, Rules.Facts facts)
    {
        var office = facts.Offices.FirstOrDefault(o => o.Number == f.Office) ?? facts.Offices.FirstOrDefault();
        var quotes = f.Directives.ToDictionary(d => d.Id, d => new Quote(
            office is null ? new("", "") : Resolvers.Organisation(office, d.IssuerOrg), (d.Text ?? d.Title)?.Words ?? new("uten tekst", "utan tekst")));
        json.WriteStartObject();
        json.WriteString("kind", Finding.Code(f.Kind));
        json.WriteString("verdict", Compared.Identifier(f.Verdict));
        json.WriteString("severity", $"S{(int)f.Severity}");
        json.WriteString("stage", Compared.Identifier(f.Stage));
        List(json, "directives", f.Directives.Select(d => d.Id));
        json.WriteString("office", f.Office);
        json.WriteString("witness_class", f.WitnessClass);
        json.WriteString("window_from", Iso(f.Witness.Day));
        json.WriteStartArray("window");
        foreach (var range in f.Window.Ranges)
        {
            json.WriteStartObject();
            json.WriteString("from", range.From == DateOnly.MinValue ? null : Iso(range.From));
            json.WriteString("to", range.To == DateOnly.MaxValue ? null : Iso(range.To));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("owed");
        foreach (var owed in f.Owed)
        {
            json.WriteStartObject();
            json.WriteString("field", owed.Field);
            json.WriteString("by", owed.DirectiveId.Length > 0 ? owed.DirectiveId : owed.Owner);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("resolver", $"R-{"ABCDEFG"[ResolverIndex(f.Resolver.Class)]}");
        List(json, "witness", f.Witness.Numbers);
        if (office is not null)
        {
            var words = Phrases.Explain(f, office, quotes, facts.Catalogues);
            json.WriteStartObject("explanation");
            json.WriteString("nb", words.Nb);
            json.WriteString("nn", words.Nn);
            json.WriteEndObject();
        }

        json.WriteString("finding_id", f.Fingerprint);
        json.WriteEndObject();
    }

    // R-A to R-G in the order of conflicts.md section 4.
    private static int ResolverIndex(ResolverClass resolver) => resolver switch
    {
        ResolverClass.BothOwners => 0,
        ResolverClass.RegionalArena => 1,
        ResolverClass.LineTop => 2,
        ResolverClass.Issuer => 3,
        ResolverClass.DisputeBoard => 4,
        ResolverClass.Municipalities => 5,
        _ => 6,
    };

    private static void Decide(Utf8JsonWriter json, Predicates at, ImmutableArray<Finding> findings, ImmutableArray<GateFact> gate)
    {
        foreach (var x in at.Current)
        {
            var before = gate.FirstOrDefault(g => g.DirectiveId == x.Id && g.Office == at.Office.Number);
            var naming = findings.Where(f => (f.Office is null || f.Office == at.Office.Number) && f.Names(x.Id)).Select(f => new OpenFinding(f, before?.HeldSince ?? at.Facts.AsOf)).ToList();
            var standing = before is null ? Standing.New : new Standing(before.State, before.HeldSince);
            var decision = GateDecision.Decide(x, Presence.Reaches, standing, released: false, naming, at.Facts.AsOf, HoldDays.Of(at.Thresholds));
            json.WriteStartObject();
            json.WriteString("directive_id", x.Id);
            json.WriteString("office", at.Office.Number);
            json.WriteString("decision", Compared.Identifier(decision.State(standing)));
            if (decision.HeldUntil is { } until)
            {
                json.WriteString("held_until", Iso(until));
            }

            json.WriteEndObject();
        }
    }

    private static void List(Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            json.WriteStringValue(value);
        }

        json.WriteEndArray();
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
