using System.Globalization;
using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Store;
using Samstyring.Offices.V1;

namespace Samstyring.Notifications.Events;

/// <summary>An office has changed: its replica is stored, and it is judged again with those it shares state resources with.</summary>
public sealed class OfficesOffice(RegisterStore register, GateRun gate) : Common.EventHandler<OfficeChanged>(Topics.OfficesOffice)
{
    /// <inheritdoc/>
    public override async Task Handle(CloudEvent e, OfficeChanged message, Tx tx)
    {
        if (await register.SaveOffice(tx, message) is { Length: > 0 } judged)
        {
            await gate.Run(tx, judged, GateCause.Office);
            await tx.Audit("gate.office", message.Office.OfficeId.ToString(CultureInfo.InvariantCulture), message.Version);
        }
    }
}
