using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Pages.Consultations;

/// <summary>Asking partners about a draft, and answering them. A refusal is the same page, filled in; the same request_id twice is one act.</summary>
internal static class ConsultationActs
{
    /// <summary>The owners: the county governor is asked, and asks nobody.</summary>
    public const string Askers = $"{Roles.Directorate},{Roles.County},{Roles.Council},{Roles.MunicipalDirector}";

    public static void MapConsultations(this WebApplication app)
    {
        app.MapPost("/directives/{id}/consult", Ask).RequireAuthorization(new AuthorizeAttribute { Roles = Askers });
        app.MapPost("/consultations/{id}/answer", Answer).RequireAuthorization(new AuthorizeAttribute { Roles = Issuing.Roles });
    }

    private static Task<IResult> Ask(string id, IFormCollection form, Platform platform, Visitor visitor, Register register) => Act<ConsultationRequest>(id, form, visitor, async () =>
    {
        var request = new RequestConsultationRequest
        {
            RequestId = form["request_id"],
            DirectiveId = id,
            Etag = form["etag"],
            Question = new LocalizedText { Nb = form["question.nb"], Nn = form["question.nn"] },
            Partners = { Partners(form, register) },
        };
        if (form["deadline"].ToString() is { Length: > 0 } deadline)
            request.Deadline = deadline;
        return $"/consultations/{(await platform.Steering.RequestConsultationAsync(request)).Consultation.ConsultationId}";
    });

    private static Task<IResult> Answer(string id, IFormCollection form, Platform platform, Visitor visitor) => Act<ConsultationPage>(id, form, visitor, async () =>
    {
        await platform.Steering.AnswerConsultationAsync(new()
        {
            RequestId = form["request_id"],
            ConsultationId = id,
            TextDigest = form["text_digest"],
            Answer = Enum.TryParse<ConsultationAnswer>(form["answer"], out var answer) ? answer : ConsultationAnswer.Unspecified,
            Reason = form["reason"],
        });
        return $"/consultations/{id}";
    });

    // Those that were ticked, and municipalities by name; an unknown name goes as it is, for the service to refuse.
    private static IEnumerable<OrgRef> Partners(IFormCollection form, Register register)
    {
        var ticked = from one in form["partner"]
                     let parts = one?.Split(':', 2) ?? []
                     where parts.Length == 2 && Enum.TryParse<OrgKind>(parts[0], out _)
                     select new OrgRef { Kind = Enum.Parse<OrgKind>(parts[0]), Number = parts[1] };
        var named = form["municipalities"].ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => new OrgRef { Kind = OrgKind.Municipality, Number = register.MunicipalityNumber(name) });
        return ticked.Concat(named).Distinct();
    }

    private static async Task<IResult> Act<TPage>(string id, IFormCollection form, Visitor visitor, Func<Task<string>> act) where TPage : IComponent
    {
        try
        {
            return Results.LocalRedirect(await act());
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return new RazorComponentResult<TPage>(new Dictionary<string, object?> { ["Id"] = id, ["Typed"] = form, ["Refusal"] = Refused.Of(refusal, visitor.Nynorsk) })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }
}
