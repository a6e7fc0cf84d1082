using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Samstyring.Web.Pages.Directives;

namespace Samstyring.Web.Pages.Inbox;

/// <summary>What a middle node passes on to its offices, unchanged or adapted; each directive stands or falls alone.</summary>
internal static class Relaying
{
    public static void MapRelaying(this WebApplication app) =>
        app.MapPost("/inbox/relay", Relay).RequireAuthorization(new AuthorizeAttribute { Roles = $"{Roles.County},{Roles.MunicipalDirector}" });

    /// <summary>What would be published at the offices of this node if it passed the content on as it is.</summary>
    public static DirectiveContent AsRelayed(DirectiveContent content, Issuing issuer)
    {
        var relayed = content.Clone();
        issuer.Sign(relayed);
        relayed.RecipientRole = RecipientRole.NavLeader;
        relayed.Scope = $"AND({content.Scope}, {issuer.All})";
        return relayed;
    }

    private static async Task<IResult> Relay(IFormCollection form, Platform platform, Visitor visitor)
    {
        var chosen = form["directive"].OfType<string>().Distinct().ToList();
        if (chosen.Count == 0)
            return Results.LocalRedirect("/inbox?none=true");
        var adaptation = Adaptation(form);
        var offices = form["office"].OfType<string>().ToList();
        var request = new RelayDirectiveRequest();
        foreach (var id in chosen)
        {
            request.Relays.Add(new Steering.V1.Relay
            {
                RequestId = $"{form["request_id"]}/{id}",
                DirectiveId = id,
                Scope = offices.Count == 0 ? "" : $"OFFICE({string.Join(", ", offices)})",
                Adaptation = adaptation,
            });
        }
        try
        {
            var results = (await platform.Steering.RelayDirectiveAsync(request)).Results;
            return new RazorComponentResult<RelayResults>(new Dictionary<string, object?>
            {
                [nameof(RelayResults.Rows)] = chosen.Zip(results).Select(r => (r.First, r.Second)).ToList(),
            });
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return new RazorComponentResult<RelayAdapted>(new Dictionary<string, object?>
            {
                [nameof(RelayAdapted.Id)] = chosen[0],
                [nameof(RelayAdapted.Typed)] = form,
                [nameof(RelayAdapted.Refusal)] = Refused.Of(refusal, visitor.Nynorsk),
            })
            { StatusCode = StatusCodes.Status422UnprocessableEntity };
        }
    }

    private static Adaptation? Adaptation(IFormCollection form)
    {
        var typed = DirectiveForm.Of(form);
        var adaptation = new Adaptation
        {
            Title = Text(typed, "title"),
            Text = Text(typed, "text"),
            Modality = Enum.TryParse<Modality>(typed["modality"], out var modality) ? modality : Modality.Unspecified,
            DocumentId = typed["document_id"],
            ClauseRef = typed["clause_ref"],
        };
        if (typed["deadline"].Length > 0)
            adaptation.Deadline = typed["deadline"];
        return adaptation.Equals(new Adaptation()) ? null : adaptation;
    }

    private static LocalizedText? Text(DirectiveForm typed, string name) =>
        typed[name + ".nb"].Length + typed[name + ".nn"].Length == 0 ? null : new() { Nb = typed[name + ".nb"], Nn = typed[name + ".nn"] };
}
