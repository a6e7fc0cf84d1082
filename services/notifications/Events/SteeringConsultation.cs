using Samstyring.Common;
using Samstyring.Notifications.Store;
using Samstyring.Steering.V1;

namespace Samstyring.Notifications.Events;

/// <summary>A partner was asked about a draft, or has answered: it stands on the partner's list as long as it waits.</summary>
public sealed class SteeringConsultation(ConsultationStore consultations) : Common.EventHandler<ConsultationChanged>(Topics.SteeringConsultation)
{
    /// <inheritdoc/>
    public override Task Handle(CloudEvent e, ConsultationChanged message, Tx tx) => consultations.Save(tx, message);
}
