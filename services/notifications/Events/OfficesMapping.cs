using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Notifications.Events;

/// <summary>A directive and the offices it reaches: published, revised, withdrawn, or reaching others than before. The gate runs at all of them.</summary>
public sealed class OfficesMapping(RegisterStore register, GateRun gate, TimeProvider clock) : Common.EventHandler<DirectiveMapped>(Topics.OfficesMapping)
{
    /// <inheritdoc/>
    public override async Task Handle(CloudEvent e, DirectiveMapped message, Tx tx)
    {
        var isNew = !await register.Knows(tx, message.Directive.DirectiveId, message.Directive.Revision);
        if (await register.SaveDirective(tx, message))
        {
            await gate.RunFor(tx, await register.SaveMapping(tx, message), message.Directive.DirectiveId);
            await tx.Audit("gate.directive", message.Directive.DirectiveId, message.Version);
            if (isNew && message.Directive.PublishedAt is { } published)
            {
                GateMetrics.FeedLag.Record((clock.GetUtcNow() - published.ToDateTimeOffset()).TotalSeconds);
            }
        }
    }
}
