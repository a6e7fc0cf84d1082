using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What an issuer does with a directive. A refusal is the same page, filled in; the same request_id twice is one act.</summary>
internal static class DirectiveActs
{
    public static void MapDirectives(this WebApplication app)
    {
        var issuer = app.MapGroup("/directives").RequireAuthorization(new AuthorizeAttribute { Roles = Issuing.Roles });
        issuer.MapPost("/preview", Preview);
        issuer.MapPost("/new", (IFormCollection form, Platform platform, Visitor visitor, Register register, Texts t) => Save("", form, platform, visitor, register, t));
        issuer.MapPost("/{id}/edit", Save);
        issuer.MapPost("/{id}/publish", Publish);
        issuer.MapPost("/{id}/withdraw", Withdraw);
    }

    private static async Task<IResult> Preview(IFormCollection form, Platform platform, Visitor visitor, Register register)
    {
        var id = form["directive_id"].ToString();
        var typed = DirectiveForm.Of(form);
        var content = typed.Write(await Earlier(id, platform), Issuing.As(visitor), register);
        return Editor(id, typed, form, StatusCodes.Status200OK, preview: await Directives.Preview.Of(platform, content, id, visitor.Nynorsk));
    }

    private static async Task<IResult> Save(string id, IFormCollection form, Platform platform, Visitor visitor, Register register, Texts t)
    {
        var typed = DirectiveForm.Of(form);
        var content = typed.Write(await Earlier(id, platform), Issuing.As(visitor), register);
        try
        {
            var saved = id.Length == 0
                ? (await platform.Steering.CreateDirectiveAsync(new() { RequestId = form["request_id"], Content = content })).Directive
                : (await platform.Steering.UpdateDirectiveAsync(new()
                {
                    RequestId = form["request_id"],
                    DirectiveId = id,
                    Etag = form["etag"],
                    Content = content,
                    ChangeClass = Enum.TryParse<ChangeClass>(form["change_class"], out var change) ? change : ChangeClass.Unspecified,
                })).Directive;
            if (form["then"] != "publish")
                return Results.LocalRedirect($"/directives/{saved.DirectiveId}/edit?saved=true");
            var seen = Outcomes.Parse(form["seen"]) is { } outcomes ? $"?seen={Uri.EscapeDataString($"{outcomes}")}" : "";
            return Results.LocalRedirect($"/directives/{saved.DirectiveId}/publish{seen}");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return Editor(id, typed, form, StatusCodes.Status422UnprocessableEntity, typed.Explain(Refused.Of(refusal, visitor.Nynorsk), t));
        }
    }

    private static async Task<IResult> Publish(string id, IFormCollection form, Platform platform, Visitor visitor)
    {
        try
        {
            await platform.Steering.PublishDirectiveAsync(new() { RequestId = form["request_id"], DirectiveId = id, Etag = form["etag"] });
            return Results.LocalRedirect($"/directives/{id}/status");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return new RazorComponentResult<DirectivePublish>(new Dictionary<string, object?>
            {
                [nameof(DirectivePublish.Id)] = id,
                [nameof(DirectivePublish.Seen)] = form["seen"].ToString(),
                [nameof(DirectivePublish.Refusal)] = Refused.Of(refusal, visitor.Nynorsk),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static async Task<IResult> Withdraw(string id, IFormCollection form, Platform platform, Visitor visitor)
    {
        try
        {
            await platform.Steering.WithdrawDirectiveAsync(new() { RequestId = form["request_id"], DirectiveId = id, Etag = form["etag"], Reason = form["reason"] });
            return Results.LocalRedirect($"/directives/{id}/status");
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return new RazorComponentResult<DirectiveWithdraw>(new Dictionary<string, object?>
            {
                [nameof(DirectiveWithdraw.Id)] = id,
                [nameof(DirectiveWithdraw.Refusal)] = Refused.Of(refusal, visitor.Nynorsk),
                [nameof(DirectiveWithdraw.Typed)] = form["reason"].ToString(),
                [nameof(DirectiveWithdraw.RequestId)] = form["request_id"].ToString(),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static async Task<DirectiveContent?> Earlier(string id, Platform platform) =>
        id.Length == 0 ? null : (await platform.Steering.GetDirectiveAsync(new() { DirectiveId = id })).Directive.Content;

    private static RazorComponentResult<DirectiveEditor> Editor(
        string id, DirectiveForm typed, IFormCollection form, int status, Refused? refusal = null, Preview? preview = null) => new(new Dictionary<string, object?>
        {
            [nameof(DirectiveEditor.Id)] = id,
            [nameof(DirectiveEditor.Typed)] = typed,
            [nameof(DirectiveEditor.Etag)] = form["etag"].ToString(),
            // A refused act has not happened: another body needs another id.
            [nameof(DirectiveEditor.RequestId)] = refusal is null ? form["request_id"].ToString() : null,
            [nameof(DirectiveEditor.Refusal)] = refusal,
            [nameof(DirectiveEditor.Preview)] = preview,
        })
        { StatusCode = status };
}
