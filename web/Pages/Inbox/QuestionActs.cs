using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Samstyring.Web.Pages.Inbox;

/// <summary>An owner's answer to a NAV-leder; the first owner who answers has answered.</summary>
internal static class QuestionActs
{
    public static void MapQuestions(this WebApplication app) =>
        app.MapPost("/questions/{id}", Answer).RequireAuthorization(new AuthorizeAttribute { Roles = $"{Roles.County},{Roles.MunicipalDirector}" });

    private static async Task<IResult> Answer(string id, IFormCollection form, Platform platform, Visitor visitor)
    {
        try
        {
            await platform.Notifications.AnswerQuestionAsync(new() { RequestId = form["request_id"], QuestionId = id, Answer = form["answer"] });
            return Results.LocalRedirect("/questions");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            var refused = Refused.Of(refusal, visitor.Nynorsk);
            return new RazorComponentResult<Questions>(new Dictionary<string, object?>
            {
                [nameof(Questions.Id)] = id,
                [nameof(Questions.Typed)] = form["answer"].ToString(),
                [nameof(Questions.Fault)] = refused.Fields.GetValueOrDefault("answer", refused.Message),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }
}
