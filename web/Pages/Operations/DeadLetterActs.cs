using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Events.V1;

namespace Samstyring.Web.Pages.Operations;

/// <summary>What the operator does with an event that was not handled. A refusal is the same page, filled in; the same request_id twice is one act.</summary>
internal static class DeadLetterActs
{
    public static void MapDeadLetters(this WebApplication app)
    {
        var letter = app.MapGroup("/ops/dead-letters/{service}/{id}").RequireAuthorization(new AuthorizeAttribute { Roles = Roles.Operator });
        letter.MapPost("/replay", (string service, string id, IFormCollection form, Platform platform, Visitor visitor) => Act<DeadLetterReplay>(service, id, form, visitor, async () =>
            await platform.DeadLetters.ReplayDeadLetterAsync(new ReplayDeadLetterRequest { RequestId = form["request_id"], DeadLetterId = id }, ServiceName.At(service))));
        letter.MapPost("/park", (string service, string id, IFormCollection form, Platform platform, Visitor visitor) => Act<DeadLetterPark>(service, id, form, visitor, async () =>
            await platform.DeadLetters.ParkDeadLetterAsync(
                new ParkDeadLetterRequest { RequestId = form["request_id"], DeadLetterId = id, Reason = form["reason"] }, ServiceName.At(service))));
    }

    private static async Task<IResult> Act<TPage>(string service, string id, IFormCollection form, Visitor visitor, Func<Task> act) where TPage : IComponent
    {
        try
        {
            await act();
            return Results.LocalRedirect($"/ops/dead-letters/{service}/{id}");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return new RazorComponentResult<TPage>(new Dictionary<string, object?>
            {
                ["Service"] = service,
                ["Id"] = id,
                ["Typed"] = form,
                ["Refusal"] = Refused.Of(refusal, visitor.Nynorsk),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }
}
