using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Samstyring.Web.Pages.Offices;

/// <summary>How a party puts a change of an agreement forward, and another signs it. A refusal is the same page, filled in; the same request_id twice is one act.</summary>
internal static class AgreementActs
{
    public static void MapAgreements(this WebApplication app)
    {
        var agreement = app.MapGroup("/offices/{number}/agreements/{id}").RequireAuthorization(new AuthorizeAttribute { Roles = AgreementWords.Parties });
        agreement.MapPost("/amend", (string number, string id, IFormCollection form, Platform platform, Visitor visitor) => Act<AmendmentProposal>(
            number, id, form, visitor, async () => (await platform.Offices.ProposeAmendmentAsync(new()
            {
                RequestId = form["request_id"],
                AgreementId = id,
                Revision = int.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
                ClauseRef = form["clause_ref"],
                Value = form["value"],
                EffectiveFrom = form["effective_from"],
                Mandate = form["mandate"],
            })).Amendment.AmendmentId));
        agreement.MapPost("/amendments/{amendment}", (string number, string id, string amendment, IFormCollection form, Platform platform, Visitor visitor) => Act<AmendmentPage>(
            number, id, form, visitor, async () => (await platform.Offices.SignAmendmentAsync(
                new() { RequestId = form["request_id"], AgreementId = id, AmendmentId = amendment, Mandate = form["mandate"] })).Amendment.AmendmentId,
            (nameof(AmendmentPage.Amendment), amendment)));
    }

    // Answers with the page of the amendment that the act says.
    private static async Task<IResult> Act<TPage>(
        string number, string id, IFormCollection form, Visitor visitor, Func<Task<string>> act, params (string Name, object? Value)[] more) where TPage : IComponent
    {
        try
        {
            return Results.LocalRedirect($"/offices/{number}/agreements/{id}/amendments/{await act()}");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            var parameters = new Dictionary<string, object?> { ["Number"] = number, ["Id"] = id, ["Typed"] = form, ["Refusal"] = Refused.Of(refusal, visitor.Nynorsk) };
            foreach (var (name, value) in more)
                parameters[name] = value;
            return new RazorComponentResult<TPage>(parameters) { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }
}
