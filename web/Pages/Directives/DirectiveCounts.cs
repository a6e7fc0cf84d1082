using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>What became of a directive, its own offices and those it was relayed to taken together.</summary>
internal static class DirectiveCounts
{
    private const int Page = 200;

    /// <summary>The numbers; null: it is a draft, or has not come to any office yet.</summary>
    public static async Task<StatusCounts?> Of(Platform platform, Directive directive)
    {
        if (directive.State == DirectiveState.Draft)
            return null;
        var parts = (await Task.WhenAll((await Relayed(platform, directive)).Append(directive).Select(d => Counts(platform, d)))).OfType<StatusCounts>().ToList();
        return parts.Sum(p => p.Offices) == 0 ? null : new StatusCounts
        {
            Offices = parts.Sum(p => p.Offices),
            Released = parts.Sum(p => p.Released),
            ReleasedWithFlag = parts.Sum(p => p.ReleasedWithFlag),
            Held = parts.Sum(p => p.Held),
            Withdrawn = parts.Sum(p => p.Withdrawn),
            Seen = parts.Sum(p => p.Seen),
            Acknowledged = parts.Sum(p => p.Acknowledged),
        };
    }

    /// <summary>What middle nodes have passed on of it.</summary>
    public static async Task<IReadOnlyList<Directive>> Relayed(Platform platform, Directive directive)
    {
        if (!IsForMiddle(directive))
            return [];
        var filter = new DirectiveFilter { DerivedFrom = directive.DirectiveId };
        return (await platform.Steering.ListDirectivesAsync(new ListDirectivesRequest { PageSize = Page, Filter = filter })).Directives;
    }

    /// <summary>It goes to the offices by way of somebody who relays it.</summary>
    public static bool IsForMiddle(Directive directive) => directive.Content.RecipientRole is
        RecipientRole.CountyDirector or RecipientRole.MunicipalDirector or RecipientRole.CountyGovernor;

    /// <summary>What became of it at each office, all pages; empty where it has not come to the gate yet, or is to be relayed first.</summary>
    public static async Task<IReadOnlyList<OfficeStatus>> Offices(Platform platform, Directive directive)
    {
        if (IsForMiddle(directive))
            return [];
        try
        {
            var pages = await Paging.All(
                next => platform.Notifications.GetDirectiveStatusAsync(new GetDirectiveStatusRequest { DirectiveId = directive.DirectiveId, PageSize = Paging.Page, PageToken = next }),
                page => page.NextPageToken);
            return [.. pages.SelectMany(page => page.Offices)];
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            return [];
        }
    }

    private static async Task<StatusCounts?> Counts(Platform platform, Directive directive)
    {
        if (IsForMiddle(directive))
            return null;
        try
        {
            return (await platform.Notifications.GetDirectiveStatusAsync(new GetDirectiveStatusRequest { DirectiveId = directive.DirectiveId, PageSize = 1 })).Counts;
        }
        catch (RpcException notYet) when (notYet.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }
}
