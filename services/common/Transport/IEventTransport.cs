namespace Samstyring.Common.Transport;

/// <summary>What became of a delivery.</summary>
public enum Delivery
{
    /// <summary>Taken; it need not be sent again.</summary>
    Taken,

    /// <summary>The subscriber answers, but could not handle this event now.</summary>
    Retry,

    /// <summary>The subscriber does not answer.</summary>
    Unreachable,
}

/// <summary>Brings an event to a subscriber. The acknowledgement of a broker is never taken for storage: the outbox row stays.</summary>
public interface IEventTransport
{
    /// <summary>Sends one event.</summary>
    Task<(Delivery Delivery, string? Error)> Send(string subscriber, CloudEvent e, CancellationToken cancel);
}
