using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Primitives;
using Samstyring.Norwegian;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>
/// A directive as it stands in the form. Fields are named by their path in the message, so that a fault of the service finds its field. What the form does not
/// show of an earlier revision stays as it was.
/// </summary>
public sealed partial class DirectiveForm
{
    /// <summary>The parts of the consequence assessment, in the order of the form.</summary>
    public static readonly IReadOnlyList<string> Parts = ["economy", "staffing", "tasks", "ict", "timing"];

    private readonly Dictionary<string, StringValues> values;

    // Fields with something else than a whole number, where messages can hold nothing else.
    private readonly HashSet<string> notWhole = [];

    private DirectiveForm(Dictionary<string, StringValues> values) => this.values = values;

    /// <summary>What a person has typed.</summary>
    public static DirectiveForm Of(IFormCollection form) => new(form.ToDictionary(f => f.Key, f => f.Value));

    /// <summary>The form of a directive that nobody has written yet.</summary>
    internal static DirectiveForm New(Issuing issuer)
    {
        var form = new DirectiveForm([]);
        form.Set("scope.kind", issuer.All.Length > 0 ? "OWN" : "");
        form.Set("recipient_role", issuer.Middle);
        return form;
    }

    /// <summary>The fields that say something else in another form, and what they say there.</summary>
    public IEnumerable<(string Name, string Theirs)> DiffersFrom(DirectiveForm other) =>
        other.values.Keys.Where(name => other.values[name].ToString() != values.GetValueOrDefault(name).ToString()).Select(name => (name, other.values[name].ToString()));

    /// <summary>A field as it was typed; empty when it was not.</summary>
    public string this[string name] => values.TryGetValue(name, out var value) && value.Count > 0 ? value[0] ?? "" : "";

    public bool Has(string name, string value) => values.TryGetValue(name, out var chosen) && chosen.Contains(value);

    /// <summary>The form of a directive that is there.</summary>
    /// <param name="content">What it says.</param>
    /// <param name="own">The scope of all offices that the issuer steers.</param>
    public static DirectiveForm Of(DirectiveContent content, string own)
    {
        var form = new DirectiveForm([]);
        form.Set("title.nb", content.Title?.Nb);
        form.Set("title.nn", content.Title?.Nn);
        form.Set("text.nb", content.Text?.Nb);
        form.Set("text.nn", content.Text?.Nn);
        form.Set("theme", content.Theme);
        form.Set("action_code", content.ActionCode);
        form.Set("indicator_id", content.IndicatorId);
        form.Set("direction", content.Direction);
        form.Set("target.lo", Typed(content.Target?.Lo));
        form.Set("target.hi", Typed(content.Target?.Hi));
        form.Set("priority_rank", content.HasPriorityRank ? content.PriorityRank.ToString(CultureInfo.InvariantCulture) : "");
        form.Scope = ScopeChoice.Of(content.Scope, own);
        form.values["target_group.groups"] = content.TargetGroup?.Groups.ToArray() ?? [];
        form.Set("target_group.age.lo", content.TargetGroup?.Age is { HasLo: true } lo ? $"{lo.Lo}" : "");
        form.Set("target_group.age.hi", content.TargetGroup?.Age is { HasHi: true } hi ? $"{hi.Hi}" : "");
        form.Set("recipient_role", content.RecipientRole);
        form.Set("valid.from", content.Valid?.From);
        form.Set("valid.to", LastDay(content.Valid));
        form.Set("deadline", content.Deadline);
        form.Set("decided_at", content.DecidedAt);
        form.Set("horizon", content.Horizon);
        form.Set("bindingness", content.Bindingness);
        form.Set("modality", content.Modality);
        form.Set("level", content.Level);
        form.Set("document_type", content.DocumentType);
        form.Set("document_id", content.DocumentId);
        form.Set("clause_ref", content.ClauseRef);
        var basis = content.LegalBasis.FirstOrDefault();
        form.Set("legal_basis", basis?.SourceId);
        form.Set("legal_basis.clause_ref", basis?.ClauseRef);
        if (content.ConsequenceAssessment is { } assessment)
            form.Assess(assessment);
        return form;
    }

    /// <summary>Whom it reaches, as it stands in the form.</summary>
    public ScopeChoice Scope
    {
        get => new(this["scope.kind"], values.GetValueOrDefault("scope.counties").OfType<string>().ToList(), this["scope.numbers"], this["scope.except"], this["scope"]);
        set
        {
            Set("scope.kind", value.Kind);
            values["scope.counties"] = value.Counties.ToArray();
            Set("scope.numbers", value.Numbers);
            Set("scope.except", value.Except);
            Set("scope", value.Expression);
        }
    }

    /// <summary>Writes what was typed over the content of an earlier revision, or over nothing.</summary>
    /// <param name="earlier">The earlier revision; null: none.</param>
    /// <param name="issuer">Who issues it.</param>
    /// <param name="register">Knows offices and municipalities by name.</param>
    internal DirectiveContent Write(DirectiveContent? earlier, Issuing issuer, Register register)
    {
        var content = earlier?.Clone() ?? new DirectiveContent();
        content.Title = Text("title");
        content.Text = Text("text");
        content.OriginalForm = this["title.nb"].Length > 0 ? Form.Nb : this["title.nn"].Length > 0 ? Form.Nn : Form.Unspecified;
        content.Theme = this["theme"];
        content.ActionCode = this["action_code"];
        content.IndicatorId = this["indicator_id"];
        content.Direction = Chosen<Direction>("direction");
        content.Target = Target();
        if (Whole("priority_rank") is { } rank)
            content.PriorityRank = rank;
        else
            content.ClearPriorityRank();
        content.TargetGroup = Group(content.TargetGroup);
        content.Scope = Scope.Write(issuer.All, register);
        content.RecipientRole = Chosen<RecipientRole>("recipient_role");
        content.Valid = Valid();
        Date("deadline", day => content.Deadline = day, content.ClearDeadline);
        Date("decided_at", day => content.DecidedAt = day, content.ClearDecidedAt);
        content.Horizon = Chosen<Horizon>("horizon");
        content.Bindingness = Chosen<Bindingness>("bindingness");
        content.Modality = Chosen<Modality>("modality");
        content.Level = Chosen<Level>("level");
        content.DocumentType = Chosen<DocumentType>("document_type");
        content.DocumentId = this["document_id"];
        content.ClauseRef = this["clause_ref"];
        LegalBasis(content);
        content.ConsequenceAssessment = Assessment(content.ConsequenceAssessment, issuer);
        issuer.Sign(content);
        return content;
    }

    /// <summary>The field of the form that a path of the message belongs to: the one of that name, else the nearest above or below it.</summary>
    public static string FieldOf(string path)
    {
        path = path.StartsWith("content.", StringComparison.Ordinal) ? path["content.".Length..] : path;
        return path switch
        {
            "title" or "text" => path + ".nb",
            "valid" => "valid.from",
            "scope" => "scope.kind",
            "target" or "target.unit" => "target.lo",
            _ when path.StartsWith("legal_basis", StringComparison.Ordinal) => "legal_basis",
            _ when path.StartsWith("target_group.age", StringComparison.Ordinal) && !path.EndsWith("hi", StringComparison.Ordinal) => "target_group.age.lo",
            _ when path.StartsWith("target_group.groups", StringComparison.Ordinal) => "target_group.groups",
            _ when path.StartsWith("scope", StringComparison.Ordinal) => "scope.kind",
            "consequence_assessment" => "assessment.conclusion",
            "consequence_assessment.signed_by" or "consequence_assessment.signed_at" => "assessment.sign",
            _ when path.StartsWith("consequence_assessment.affected_lines", StringComparison.Ordinal) => "assessment.lines",
            _ when path.StartsWith("consequence_assessment.", StringComparison.Ordinal) =>
                path["consequence_".Length..].Replace(".answer", "", StringComparison.Ordinal),
            _ => path,
        };
    }

    /// <summary>What the service says of what was written, with the form's own words where a message cannot hold what was typed.</summary>
    internal Refused Explain(Refused refusal, Texts t) =>
        refusal with { Fields = refusal.Fields.ToDictionary(f => f.Key, f => notWhole.Contains(FieldOf(f.Key)) ? t.NotAWholeNumber : f.Value) };

    private LocalizedText? Text(string name) =>
        this[name + ".nb"].Length + this[name + ".nn"].Length == 0 ? null : new() { Nb = this[name + ".nb"], Nn = this[name + ".nn"] };

    private Target? Target()
    {
        var (lo, hi) = (Decimal("target.lo"), Decimal("target.hi"));
        if (lo.Length + hi.Length == 0)
            return null;
        var target = new Target { Unit = Catalogue.UnitOf(this["indicator_id"]) };
        if (lo.Length > 0)
            target.Lo = lo;
        if (hi.Length > 0)
            target.Hi = hi;
        return target;
    }

    private TargetGroup? Group(TargetGroup? earlier)
    {
        var group = earlier?.Clone() ?? new TargetGroup();
        group.Groups.Clear();
        group.Groups.Add(values.GetValueOrDefault("target_group.groups").OfType<string>().Where(g => g.Length > 0));
        var (lo, hi) = (Whole("target_group.age.lo"), Whole("target_group.age.hi"));
        group.Age = lo is null && hi is null ? null : new IntInterval();
        if (lo is { } from)
            group.Age!.Lo = from;
        if (hi is { } to)
            group.Age!.Hi = to;
        return group.Groups.Count == 0 && group.Age is null && group.DurationMonths is null ? null : group;
    }

    // People write the last day; messages carry the first day after it.
    private Period? Valid()
    {
        if (this["valid.from"].Length + this["valid.to"].Length == 0)
            return null;
        var period = new Period();
        Date("valid.from", day => period.From = day, () => { });
        Date("valid.to", day => period.To = Dates.Parse(day) is { } last && last < DateOnly.MaxValue ? Iso(last.AddDays(1)) : day, () => { });
        return period;
    }

    private void LegalBasis(DirectiveContent content)
    {
        var others = content.LegalBasis.Skip(1).ToList();
        content.LegalBasis.Clear();
        if (this["legal_basis"].Length > 0)
            content.LegalBasis.Add(new SourceRef { SourceId = this["legal_basis"], ClauseRef = this["legal_basis.clause_ref"] });
        content.LegalBasis.Add(others);
    }

    private ConsequenceAssessment? Assessment(ConsequenceAssessment? earlier, Issuing issuer)
    {
        if (values.All(v => !v.Key.StartsWith("assessment.", StringComparison.Ordinal) || this[v.Key].Length == 0))
            return null;
        AssessmentPart? Part(string name) => this[$"assessment.{name}"].Length + this[$"assessment.{name}.text"].Length == 0
            ? null
            : new() { Answer = Chosen<AssessmentAnswer>($"assessment.{name}"), Text = this[$"assessment.{name}.text"] };
        var lines = new LineList();
        lines.Lines.Add(values.GetValueOrDefault("assessment.lines").OfType<string>().Select(Known<Line>));
        var assessment = new ConsequenceAssessment
        {
            AffectedLines = lines,
            Economy = Part("economy"),
            Staffing = Part("staffing"),
            Tasks = Part("tasks"),
            Ict = Part("ict"),
            Timing = Part("timing"),
            Consulted = earlier?.Consulted?.Clone() ?? new OrgList(),
            Conclusion = Chosen<AssessmentConclusion>("assessment.conclusion"),
            Reason = this["assessment.reason"],
        };
        // Whose name it is and when, the platform says when it is stored.
        if (Has("assessment.sign", "yes"))
            (assessment.SignedBy, assessment.SignedAt) = (issuer.Role, Google.Protobuf.WellKnownTypes.Timestamp.FromDateTime(DateTime.UtcNow));
        if (earlier is { HasUserForumConsulted: true })
            assessment.UserForumConsulted = earlier.UserForumConsulted;
        return assessment;
    }

    private void Assess(ConsequenceAssessment assessment)
    {
        values["assessment.lines"] = assessment.AffectedLines?.Lines.Select(l => l.ToString()).ToArray() ?? [];
        foreach (var (name, part) in new[]
        {
            ("economy", assessment.Economy), ("staffing", assessment.Staffing), ("tasks", assessment.Tasks), ("ict", assessment.Ict), ("timing", assessment.Timing),
        })
        {
            Set($"assessment.{name}", part?.Answer ?? AssessmentAnswer.Unspecified);
            Set($"assessment.{name}.text", part?.Text);
        }
        Set("assessment.conclusion", assessment.Conclusion);
        Set("assessment.reason", assessment.Reason);
        Set("assessment.sign", assessment.SignedBy.Length > 0 ? "yes" : "");
    }

    private void Set(string name, string? value) => values[name] = value ?? "";

    private void Set<T>(string name, T value) where T : struct, Enum => values[name] = Convert.ToInt32(value, CultureInfo.InvariantCulture) == 0 ? "" : value.ToString();

    // What the form does not offer becomes a value that no list has, for the service to refuse: nothing that was sent is left out in silence.
    private T Chosen<T>(string name) where T : struct, Enum => this[name].Length == 0 ? default : Known<T>(this[name]);

    private static T Known<T>(string name) where T : struct, Enum =>
        Enum.TryParse<T>(name, out var value) && Enum.IsDefined(value) ? value : (T)Enum.ToObject(typeof(T), int.MaxValue);

    private int? Whole(string name)
    {
        if (this[name].Trim() is not { Length: > 0 } typed)
            return null;
        if (int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        notWhole.Add(name);
        return int.MinValue;
    }

    /// <summary>A number as it is written, <c>1 234,5</c>, in the form of messages; anything else stays as it is, for the service to refuse.</summary>
    private string Decimal(string name) => Space().Replace(this[name], "").Replace(',', '.').Replace('\u2212', '-');

    private void Date(string name, Action<string> set, Action clear)
    {
        if (this[name].Trim() is { Length: > 0 } day)
            set(NorwegianDate().Match(day) is { Success: true } m ? $"{m.Groups[3].Value}-{m.Groups[2].Value.PadLeft(2, '0')}-{m.Groups[1].Value.PadLeft(2, '0')}" : day);
        else
            clear();
    }

    private static string Typed(string? number) => number is { Length: > 0 } ? number.Replace('.', ',') : "";

    private static string LastDay(Period? valid) => valid is { HasTo: true } && Dates.Parse(valid.To) is { } to ? Iso(to.AddDays(-1)) : "";

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\s", RegexOptions.CultureInvariant)]
    private static partial Regex Space();

    // Where a browser has no date field, people write 12.11.2026.
    [GeneratedRegex(@"\A(\d{1,2})\.(\d{1,2})\.(\d{4})\z", RegexOptions.CultureInvariant)]
    private static partial Regex NorwegianDate();
}
