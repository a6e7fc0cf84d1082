using Samstyring.Common;
using Samstyring.Offices.Store;
using Samstyring.Steering.V1;

namespace Samstyring.Offices.Events;

/// <summary>A directive has been published, changed or withdrawn: keeps its highest version and maps it to offices.</summary>
public sealed class SteeringDirective(OfficeStore store, DirectiveMapper mapper) : Common.EventHandler<DirectiveChanged>(Topics.SteeringDirective)
{
    public override async Task Handle(CloudEvent e, DirectiveChanged message, Tx tx)
    {
        // An import that is under way finishes first, and one that comes later maps this directive too: none falls between.
        await RegisterStore.LockForMapping(tx.Connection);
        if (await store.SaveDirective(tx.Connection, message.Version, message.Directive) is { } known)
        {
            await mapper.Map(tx, known);
        }
    }
}
