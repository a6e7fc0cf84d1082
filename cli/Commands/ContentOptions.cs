using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Google.Protobuf;
using Samstyring.Norwegian;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Commands;

/// <summary>The content of a directive from a file, from options, or from a file with options over it.</summary>
internal static partial class ContentOptions
{
    public static readonly Option<string?> File = new("--file", "-f") { Description = "Innholdet som proto-JSON; - er standard inn" };

    private static readonly (Option<string?> Option, Action<DirectiveContent, string> Set)[] Fields =
    [
        Field("--title", "Tittel på bokmål", (c, v) => (c.Title ??= new()).Nb = v),
        Field("--title-nn", "Tittel på nynorsk", (c, v) => (c.Title ??= new()).Nn = v),
        Field("--text", "Tekst på bokmål", (c, v) => (c.Text ??= new()).Nb = v),
        Field("--text-nn", "Tekst på nynorsk", (c, v) => (c.Text ??= new()).Nn = v),
        Field("--document", "Kildedokument", (c, v) => c.DocumentId = v),
        Field("--clause", "Punkt i dokumentet", (c, v) => c.ClauseRef = v),
        Field("--document-type", "Dokumenttype, for eksempel STEERING_LETTER", (c, v) => c.DocumentType = Enums.Parse<DocumentType>("--document-type", v)),
        Field("--bindingness", "Styrke, for eksempel RESULT_REQUIREMENT", (c, v) => c.Bindingness = Enums.Parse<Bindingness>("--bindingness", v)),
        Field("--modality", "MUST, MUST_NOT, SHOULD eller MAY", (c, v) => c.Modality = Enums.Parse<Modality>("--modality", v)),
        Field("--level", "GOAL, RESULT eller ACTIVITY", (c, v) => c.Level = Enums.Parse<Level>("--level", v)),
        Field("--theme", "Temakode, for eksempel FOLLOW_UP.YOUTH", (c, v) => c.Theme = v),
        Field("--action", "Handlingskode", (c, v) => c.ActionCode = v),
        Field("--group", "Målgrupper, adskilt med komma", (c, v) => (c.TargetGroup ??= new()).Groups.Add(v.Split(',', StringSplitOptions.TrimEntries))),
        Field("--age", "Alder, for eksempel 18..29", (c, v) => (c.TargetGroup ??= new()).Age = Interval("--age", v)),
        Field("--indicator", "Indikator", (c, v) => c.IndicatorId = v),
        Field("--direction", "UP, DOWN eller HOLD", (c, v) => c.Direction = Enums.Parse<Direction>("--direction", v)),
        Field("--target", "Måltall, for eksempel «<= 5 DAY», «>= 70 PERCENT» eller «2..4 DAY»", (c, v) => c.Target = Target(v)),
        Field("--rank", "Avsenderens egen rangering, fra 1", (c, v) => c.PriorityRank = Whole("--rank", v)),
        Field("--legal-basis", "Hjemmel: kilde og paragraf, for eksempel «sosialtjenesteloven § 17»", (c, v) => c.LegalBasis.Add(Source(v))),
        Field("--decided", "Vedtaksdato", (c, v) => c.DecidedAt = v),
        Field("--from", "Første dag", (c, v) => (c.Valid ??= new()).From = v),
        Field("--to", "Dagen etter siste dag", (c, v) => (c.Valid ??= new()).To = v),
        Field("--deadline", "Frist", (c, v) => c.Deadline = v),
        Field("--horizon", "ANNUAL, FOUR_YEAR eller OTHER", (c, v) => c.Horizon = Enums.Parse<Horizon>("--horizon", v)),
        Field("--scope", "Omfang, for eksempel ALL, COUNTY(5700) eller OFFICE(1783)", (c, v) => c.Scope = v),
        Field("--recipient", "Mottaker, for eksempel NAV_LEADER eller COUNTY_DIRECTOR", (c, v) => c.RecipientRole = Enums.Parse<RecipientRole>("--recipient", v)),
    ];

    private static readonly Option<string?> NoConsequence = new("--no-consequence")
    {
        Description = "Konsekvensvurdering signert av deg: ingen konsekvens for partneren, med denne begrunnelsen",
    };

    private static readonly Option<string?> Consulted = new("--consulted")
    {
        Description = "Partnere som er involvert, og når: for eksempel MUNICIPALITY:5035=2026-05-01,COUNTY:5700=2026-05-01",
    };

    public static IEnumerable<Option> All => [File, .. Fields.Select(f => f.Option), NoConsequence, Consulted];

    /// <summary>The content that the arguments describe; who issues it comes from the token where neither file nor options say it.</summary>
    public static async Task<DirectiveContent> Read(Run run)
    {
        var content = run.Get(File) is { } file ? Parse<DirectiveContent>(await ReadText(file, run.Session.Cancel), "content") : new DirectiveContent();
        foreach (var (option, set) in Fields)
        {
            if (run.Get(option) is { } value)
                set(content, value);
        }
        if (content.OriginalForm == Form.Unspecified && content.Title is { } title)
            content.OriginalForm = title.Nb.Length > 0 ? Form.Nb : Form.Nn;
        if (run.Get(Consulted) is { } consulted)
            content.PartnerInvolvement.Add(consulted.Split(',', StringSplitOptions.TrimEntries).Select(Involved));
        var bearer = await run.Session.WhoAmI();
        if (bearer is not null)
            SetIssuer(content, bearer);
        if (run.Get(NoConsequence) is { } reason)
            content.ConsequenceAssessment = Assessed(reason, bearer is null ? "" : bearer.Name.Length > 0 ? bearer.Name : bearer.Subject);
        return content;
    }

    private static ConsequenceAssessment Assessed(string reason, string signer)
    {
        static AssessmentPart None() => new() { Answer = AssessmentAnswer.None };
        return new ConsequenceAssessment
        {
            AffectedLines = new LineList(),
            Economy = None(),
            Staffing = None(),
            Tasks = None(),
            Ict = None(),
            Timing = None(),
            Consulted = new OrgList(),
            Conclusion = AssessmentConclusion.NoConsequence,
            Reason = reason,
            SignedBy = signer,
            SignedAt = Google.Protobuf.WellKnownTypes.Timestamp.FromDateTimeOffset(DateTimeOffset.UtcNow),
        };
    }

    private static PartnerInvolvement Involved(string text)
    {
        var match = InvolvedForm().Match(text);
        if (!match.Success)
            throw new UsageException($"--consulted: «{text}» er ikke skrevet som MUNICIPALITY:5035=2026-05-01.");
        return new PartnerInvolvement
        {
            Partner = new OrgRef { Kind = Enums.Parse<OrgKind>("--consulted", match.Groups["kind"].Value), Number = match.Groups["number"].Value },
            Arena = Arena.Written,
            ConsultedAt = match.Groups["date"].Value,
        };
    }

    public static async Task<string> ReadText(string file, CancellationToken cancel)
    {
        try
        {
            return file == "-" ? await Console.In.ReadToEndAsync(cancel) : await System.IO.File.ReadAllTextAsync(file, cancel);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"Filen {file} kan ikke leses.");
        }
    }

    /// <summary>Reads the message, also out of an answer that `--json` printed: the part of that name, wherever it is.</summary>
    public static T Parse<T>(string json, params string[] parts) where T : IMessage, new()
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var element = document.RootElement;
            foreach (var name in parts.Prepend("directive"))
            {
                if (element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var inner))
                    element = inner;
            }
            return JsonParser.Default.Parse<T>(element.GetRawText());
        }
        catch (Exception fault) when (fault is JsonException or InvalidProtocolBufferException)
        {
            throw new UsageException($"Filen er ikke proto-JSON for {new T().Descriptor.Name}: {fault.Message}");
        }
    }

    private static void SetIssuer(DirectiveContent content, Bearer bearer)
    {
        var (line, kind, role) = bearer.Role switch
        {
            "directorate" => (Line.State, OrgKind.Directorate, IssuerRole.Directorate),
            "county" => (Line.State, OrgKind.County, IssuerRole.CountyDirector),
            "council" => (Line.Municipal, OrgKind.Municipality, IssuerRole.Council),
            "municipal-director" => (Line.Municipal, MunicipalOwner.Of(bearer.Unit).Kind, IssuerRole.MunicipalDirector),
            "county-governor" => (Line.CountyGovernor, OrgKind.CountyGovernor, IssuerRole.CountyGovernor),
            _ => (Line.Unspecified, OrgKind.Unspecified, IssuerRole.Unspecified),
        };
        if (content.Line == Line.Unspecified)
            content.Line = line;
        if (content.IssuerRole == IssuerRole.Unspecified)
            content.IssuerRole = role;
        if (kind != OrgKind.Unspecified)
            content.IssuerOrg ??= new OrgRef { Kind = kind, Number = bearer.Unit };
    }

    private static (Option<string?>, Action<DirectiveContent, string>) Field(string name, string description, Action<DirectiveContent, string> set) =>
        (new Option<string?>(name) { Description = description }, set);

    private static Target Target(string text)
    {
        var match = TargetForm().Match(text);
        if (!match.Success)
            throw new UsageException($"--target: «{text}» er ikke skrevet som «<= 5 DAY», «>= 70 PERCENT», «= 100 PERCENT» eller «2..4 DAY».");
        var target = new Target { Unit = match.Groups["unit"].Value };
        var (low, high) = (match.Groups["lo"].Value, match.Groups["hi"].Value);
        if (low.Length > 0)
            (target.Lo, target.Hi) = (low, high);
        else if (match.Groups["sign"].Value == ">=")
            target.Lo = match.Groups["number"].Value;
        else if (match.Groups["sign"].Value == "<=")
            target.Hi = match.Groups["number"].Value;
        else
            target.Lo = target.Hi = match.Groups["number"].Value;
        return target;
    }

    private static IntInterval Interval(string option, string text)
    {
        var ends = text.Split("..");
        if (ends.Length != 2)
            throw new UsageException($"{option}: «{text}» er ikke skrevet som 18..29.");
        var interval = new IntInterval();
        if (ends[0].Length > 0)
            interval.Lo = Whole(option, ends[0]);
        if (ends[1].Length > 0)
            interval.Hi = Whole(option, ends[1]);
        return interval;
    }

    private static int Whole(string option, string text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new UsageException($"{option}: «{text}» er ikke et helt tall.");

    private static SourceRef Source(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new SourceRef { SourceId = text } : new SourceRef { SourceId = text[..space], ClauseRef = text[(space + 1)..] };
    }

    [GeneratedRegex(@"\A\s*(?:(?<sign><=|>=|=)\s*(?<number>\S+)|(?<lo>[^\s.]+(?:\.\d+)?)\.\.(?<hi>\S+))\s+(?<unit>\S+)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex TargetForm();

    [GeneratedRegex(@"\A(?<kind>[A-Z_]+):(?<number>\d*)=(?<date>\d{4}-\d{2}-\d{2})\z", RegexOptions.CultureInvariant)]
    private static partial Regex InvolvedForm();
}
