using System.Globalization;
using Grpc.Core;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Bench;

/// <summary>
/// Constructed directives, complete enough to be published. What the law requires is never held, so it reaches every feed whatever else is there.
/// </summary>
internal static class Letters
{
    // Each with the direction everybody wants it to go.
    private static readonly (string Indicator, Direction Direction)[] Indicators =
    [
        ("IND-KVP", Direction.Up), ("IND-TO-WORK", Direction.Up), ("IND-REDUCED-TO-WORK", Direction.Up), ("IND-YOUTH-ACTIVE", Direction.Up),
        ("IND-DIGITAL", Direction.Up), ("IND-SICK-LEAVE", Direction.Down), ("IND-SOCIAL-LONG", Direction.Down), ("IND-TEMP-HOUSING", Direction.Down),
    ];

    private static readonly string[] Themes =
        ["COMPETENCE", "YOUTH", "QUALIFICATION_PROGRAMME", "USER_MEETINGS", "SCHOOL_COOPERATION", "CHANNELS", "PREPAREDNESS", "PARTNERSHIP"];

    public static DirectiveContent National(int n) => Of(n, Line.State, new OrgRef { Kind = OrgKind.Directorate }, IssuerRole.Directorate, "ALL");

    public static DirectiveContent County(int n, string county) =>
        Of(n, Line.State, new OrgRef { Kind = OrgKind.County, Number = county }, IssuerRole.CountyDirector, $"COUNTY({county})");

    public static DirectiveContent Municipal(int n, string municipality, string office) =>
        Of(n, Line.Municipal, new OrgRef { Kind = OrgKind.Municipality, Number = municipality }, IssuerRole.MunicipalDirector, $"OFFICE({office})");

    /// <summary>A national goal that has to be reached and is against what everybody else wants of an indicator.</summary>
    public static DirectiveContent Contrary(int n)
    {
        var content = Measured(Complete(National(n)), n);
        content.Bindingness = Bindingness.ResultRequirement;
        content.Direction = content.Direction == Direction.Up ? Direction.Down : Direction.Up;
        return content;
    }

    /// <summary>Says who answers for it, and that nothing changes for the partner, so that little is left to find in it alone.</summary>
    public static DirectiveContent Complete(DirectiveContent content)
    {
        content.ResponsibleLeader = ResponsibleLeader.StateLeader;
        content.ConsequenceAssessment = Assessments.NoConsequence(new(2026, 10, 30, 12, 0, 0, DateTimeKind.Utc));
        return content;
    }

    /// <summary>Writes and publishes a directive.</summary>
    public static async Task<Directive> Publish(SteeringService.SteeringServiceClient steering, DirectiveContent content, Metadata issuer)
    {
        var created = await steering.CreateDirectiveAsync(
            new CreateDirectiveRequest { RequestId = Guid.NewGuid().ToString(), Content = content }, issuer, Soon());
        var published = await steering.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Guid.NewGuid().ToString(), DirectiveId = created.Directive.DirectiveId, Etag = created.Directive.Etag },
            issuer,
            Soon());
        return published.Directive;
    }

    private static DateTime Soon() => DateTime.UtcNow.AddSeconds(15);

    private static DirectiveContent Of(int n, Line line, OrgRef issuer, IssuerRole role, string scope)
    {
        var content = new DirectiveContent
        {
            Title = new LocalizedText { Nb = string.Create(CultureInfo.InvariantCulture, $"Måling {n}") },
            Text = new LocalizedText { Nb = "Konstruert direktiv for måling." },
            OriginalForm = Form.Nb,
            Line = line,
            IssuerOrg = issuer,
            IssuerRole = role,
            DocumentId = "bench",
            ClauseRef = string.Create(CultureInfo.InvariantCulture, $"{n}"),
            DocumentType = DocumentType.Other,
            Bindingness = Bindingness.Statutory,
            Modality = Modality.Must,
            LegalBasis = { new SourceRef { SourceId = "LOV-2006-06-16-20" } },
            Level = Level.Goal,
            Theme = Themes[n % Themes.Length],
            DecidedAt = "2026-11-01",
            Valid = new Period { From = "2026-01-01", To = "2099-01-01" },
            Horizon = Horizon.Annual,
            Scope = scope,
            RecipientRole = RecipientRole.NavLeader,
        };
        return n % 4 == 1 ? Measured(content, n) : content;
    }

    private static DirectiveContent Measured(DirectiveContent content, int n)
    {
        var (indicator, direction) = Indicators[n % Indicators.Length];
        (content.IndicatorId, content.Direction) = (indicator, direction);
        content.TargetGroup = new TargetGroup { Age = new IntInterval { Lo = 16 + (n % 20), Hi = 40 + (n % 27) } };
        return content;
    }
}
