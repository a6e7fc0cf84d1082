using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Cases;

/// <summary>What parties do in a case. A refusal is the same page, filled in; the same request_id twice is one act.</summary>
internal static class CaseActs
{
    public static void MapCases(this WebApplication app)
    {
        var owner = app.MapGroup("/cases/{id}").RequireAuthorization(new AuthorizeAttribute { Roles = CaseRoles.Owners });
        owner.MapPost("/try", Try);
        owner.MapPost("/propose", (string id, IFormCollection form, Platform platform, Visitor visitor) => Act<CaseRoom>(id, form, visitor, async () =>
            await platform.Notifications.ProposeResolutionAsync(new() { RequestId = form["request_id"], CaseId = id, Resolution = Read(form), Mandate = form["mandate"] })));
        owner.MapPost("/proposals/{number:int}", (string id, int number, IFormCollection form, Platform platform, Visitor visitor) => Act<CaseAnswer>(
            id, form, visitor, async () => await platform.Notifications.AnswerResolutionAsync(new()
            {
                RequestId = form["request_id"],
                CaseId = id,
                ProposalNumber = number,
                Answer = form["answer"] == nameof(ResolutionAnswer.Reject) ? ResolutionAnswer.Reject : ResolutionAnswer.Sign,
                Mandate = form["mandate"],
                Reason = form["reason"],
            }), (nameof(CaseAnswer.Number), number)));
        owner.MapPost("/escalate", (string id, IFormCollection form, Platform platform, Visitor visitor) => Act<CaseEscalate>(id, form, visitor, async () =>
            await platform.Notifications.EscalateCaseAsync(new()
            {
                RequestId = form["request_id"],
                CaseId = id,
                To = Enum.TryParse<ResolverClass>(form["to"], out var to) ? to : ResolverClass.Unspecified,
                Reason = form["reason"],
            })));
        owner.MapPost("/account", (string id, IFormCollection form, Platform platform, Visitor visitor) => Act<CaseRoom>(id, form, visitor, async () =>
            await platform.Notifications.GiveAccountAsync(new() { RequestId = form["request_id"], CaseId = id, Text = form["text"] })));
        app.MapPost("/cases/{id}/mediation", (string id, IFormCollection form, Platform platform, Visitor visitor) => Act<CaseRoom>(id, form, visitor, async () =>
            await platform.Notifications.RecordMediationAsync(new()
            {
                RequestId = form["request_id"],
                CaseId = id,
                Outcome = Enum.TryParse<MediationOutcome>(form["outcome"], out var outcome) ? outcome : MediationOutcome.Unspecified,
                Text = form["text"],
                Reference = form["reference"],
            }))).RequireAuthorization(new AuthorizeAttribute { Roles = Roles.CountyGovernor });
    }

    private static async Task<IResult> Try(string id, IFormCollection form, Platform platform, Visitor visitor)
    {
        try
        {
            var check = await platform.Notifications.PreviewResolutionAsync(new() { CaseId = id, Resolution = Read(form) });
            return Page<CaseRoom>(id, form, StatusCodes.Status200OK, (nameof(CaseRoom.Check), check), (nameof(CaseRoom.RequestId), form["request_id"].ToString()));
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return Page<CaseRoom>(id, form, StatusCodes.Status422UnprocessableEntity, (nameof(CaseRoom.Refusal), Refused.Of(refusal, visitor.Nynorsk)));
        }
    }

    private static async Task<IResult> Act<TPage>(string id, IFormCollection form, Visitor visitor, Func<Task> act, params (string, object?)[] parameters) where TPage : IComponent
    {
        try
        {
            await act();
            return Results.LocalRedirect($"/cases/{id}");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return Page<TPage>(id, form, StatusCodes.Status422UnprocessableEntity, [("Refusal", Refused.Of(refusal, visitor.Nynorsk)), .. parameters]);
        }
    }

    private static RazorComponentResult<TPage> Page<TPage>(string id, IFormCollection form, int status, params (string Name, object? Value)[] parameters) where TPage : IComponent =>
        new(parameters.Append(("Id", id)).Append(("Typed", form)).ToDictionary(p => p.Item1, p => p.Item2)) { StatusCode = status };

    private static Resolution Read(IFormCollection form)
    {
        var resolution = new Resolution { WayOut = Enum.TryParse<WayOut>(form["way"], out var way) ? way : WayOut.Unspecified };
        var directive = form["directive"].ToString();
        switch (resolution.WayOut)
        {
            case WayOut.Withdraw when directive.Length > 0:
                resolution.WithdrawnDirectiveIds.Add(directive);
                break;
            case WayOut.AcceptBoth:
                resolution.Reason = form["reason"];
                break;
            case WayOut.JointText:
                resolution.JointText = new() { Nb = form["joint_text.nb"], Nn = form["joint_text.nn"] };
                break;
            case WayOut.Amend or WayOut.OrderInTime or WayOut.SplitTargetGroup when directive.Length > 0:
                resolution.Amendments.Add(new DirectiveAmendment { DirectiveId = directive, Changes = Changes(form, resolution.WayOut) });
                break;
        }
        return resolution;
    }

    private static Adaptation Changes(IFormCollection form, WayOut way)
    {
        var changes = new Adaptation();
        if (way == WayOut.OrderInTime && form["valid.from"].ToString().Length + form["valid.to"].ToString().Length > 0)
        {
            changes.Valid = new Period();
            if (form["valid.from"].ToString() is { Length: > 0 } from)
                changes.Valid.From = from;
            if (form["valid.to"].ToString() is { Length: > 0 } to)
                changes.Valid.To = Dates.Parse(to) is { } last ? last.AddDays(1).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : to;
        }
        if (way == WayOut.SplitTargetGroup)
            changes.TargetGroup = new TargetGroup { Groups = { form["groups"].OfType<string>() } };
        if (way == WayOut.Amend)
        {
            changes.Modality = Enum.TryParse<Modality>(form["modality"], out var modality) ? modality : Modality.Unspecified;
            changes.Bindingness = Enum.TryParse<Bindingness>(form["bindingness"], out var force) ? force : Bindingness.Unspecified;
            if (form["text.nb"].ToString() is { Length: > 0 } text)
                changes.Text = new() { Nb = text };
            if (form["deadline"].ToString() is { Length: > 0 } deadline)
                changes.Deadline = deadline;
        }
        return changes;
    }
}
