using System.Globalization;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Testing;

/// <summary>Directives as people would write them, complete enough to be published; a test says only what matters to it.</summary>
public static class Situations
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(DateTime.UtcNow);

    /// <summary>The directorate steers youth follow-up, by way of the counties.</summary>
    public static DirectiveContent FromTheDirectorate(string scope, string title = "Ungdomsgaranti: tett oppfølging av unge") => Complete(title, scope, content =>
    {
        content.Line = Line.State;
        content.IssuerOrg = new OrgRef { Kind = OrgKind.Directorate };
        content.IssuerRole = IssuerRole.Directorate;
        content.DocumentType = DocumentType.SteeringLetter;
        content.RecipientRole = RecipientRole.CountyDirector;
    });

    /// <summary>A municipal director's own priority for the office.</summary>
    public static DirectiveContent FromTheMunicipality(string number, string title = "Barnefamilier med vedvarende lav inntekt prioriteres") =>
        Complete(title, $"MUNICIPALITY({number})", content =>
        {
            content.Line = Line.Municipal;
            content.IssuerOrg = new OrgRef { Kind = OrgKind.Municipality, Number = number };
            content.IssuerRole = IssuerRole.MunicipalDirector;
            content.DocumentType = DocumentType.MunicipalLetter;
            content.Theme = "SOCIAL_SERVICES";
        });

    /// <summary>Makes a directive an order to do, or not to do, something.</summary>
    public static DirectiveContent Ordering(this DirectiveContent content, Modality modality, string action)
    {
        content.Bindingness = Bindingness.Order;
        content.Modality = modality;
        content.Level = Level.Activity;
        content.ActionCode = action;
        content.Theme = "FOLLOW_UP.USER_MEETINGS";
        return content;
    }

    public static string Id() => Guid.NewGuid().ToString();

    /// <summary>Creates and publishes, and answers the published directive.</summary>
    public static async Task<Directive> Publish(this SteeringService.SteeringServiceClient issuer, DirectiveContent content)
    {
        var created = await issuer.CreateDirectiveAsync(new CreateDirectiveRequest { RequestId = Id(), Content = content }, deadline: Soon());
        var published = await issuer.PublishDirectiveAsync(
            new PublishDirectiveRequest { RequestId = Id(), DirectiveId = created.Directive.DirectiveId, Etag = created.Directive.Etag }, deadline: Soon());
        return published.Directive;
    }

    /// <summary>Relays unchanged to all of the caller's offices that the directive reaches.</summary>
    public static async Task<Directive> Relay(this SteeringService.SteeringServiceClient node, string directiveId)
    {
        var response = await node.RelayDirectiveAsync(
            new RelayDirectiveRequest { Relays = { new Relay { RequestId = Id(), DirectiveId = directiveId } } }, deadline: Soon());
        var result = response.Results.Single();
        return result.Directive ?? throw new InvalidOperationException(result.Refusal.ToString());
    }

    public static async Task<Directive> Withdraw(this SteeringService.SteeringServiceClient issuer, Directive directive, params string[] offices) =>
        (await issuer.WithdrawDirectiveAsync(
            new WithdrawDirectiveRequest { RequestId = Id(), DirectiveId = directive.DirectiveId, Etag = directive.Etag, Reason = "Endret prioritering", OfficeNumbers = { offices } },
            deadline: Soon())).Directive;

    public static DateTime Soon() => DateTime.UtcNow.AddSeconds(15);

    /// <summary>Today by a clock.</summary>
    public static DateOnly Day(TimeProvider clock) => Common.Oslo.DateOf(clock.GetUtcNow());

    private static DirectiveContent Complete(string title, string scope, Action<DirectiveContent> write)
    {
        var content = new DirectiveContent
        {
            Title = new LocalizedText { Nb = title },
            Text = new LocalizedText { Nb = $"{title}. Konstruert for test." },
            OriginalForm = Form.Nb,
            DocumentId = "test-2027",
            ClauseRef = "1",
            Bindingness = Bindingness.Prioritisation,
            Modality = Modality.Should,
            Level = Level.Goal,
            Theme = "FOLLOW_UP.YOUTH",
            DecidedAt = Iso(Today.AddDays(-10)),
            Valid = new Period { From = Iso(Today.AddDays(-1)), To = Iso(Today.AddYears(1)) },
            Horizon = Horizon.Annual,
            Scope = scope,
            RecipientRole = RecipientRole.NavLeader,
            ConsequenceAssessment = Assessments.NoConsequence(DateTime.UtcNow.AddDays(-12)),
        };
        write(content);
        return content;
    }

    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
