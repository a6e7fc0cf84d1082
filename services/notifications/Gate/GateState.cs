namespace Samstyring.Notifications.Gate;

/// <summary>State of a directive revision at an office. The values are those of the proto.</summary>
public enum GateState
{
    /// <summary>It has arrived.</summary>
    Received = 1,

    /// <summary>It has been judged. Directives to a middle node stay here: they are never missions.</summary>
    Judged = 2,

    /// <summary>It is in the office's feed.</summary>
    Released = 3,

    /// <summary>It is in the office's feed, with an open finding.</summary>
    ReleasedWithFlag = 4,

    /// <summary>It waits for the owners.</summary>
    Held = 5,

    /// <summary>What held it is gone.</summary>
    Resolved = 6,

    /// <summary>Withdrawn, replaced, or no longer reaching the office.</summary>
    Withdrawn = 7,

    /// <summary>Its hold has passed its date.</summary>
    Expired = 8,
}

/// <summary>What can happen to a directive at the gate.</summary>
public enum GateEvent
{
    /// <summary>It arrives, or reaches the office again.</summary>
    Receive,

    /// <summary>It is judged.</summary>
    Judge,

    /// <summary>Nothing stands against it.</summary>
    Release,

    /// <summary>It goes, or stays, out with a flag.</summary>
    ReleaseWithFlag,

    /// <summary>A finding holds it.</summary>
    Hold,

    /// <summary>No finding holds it any more.</summary>
    Resolve,

    /// <summary>The date of the hold has passed.</summary>
    Expire,

    /// <summary>It is withdrawn, replaced, or no longer reaches the office.</summary>
    Withdraw,
}

/// <summary>The state machine of architecture.md. It is total: an event that a state does not know answers null and changes nothing.</summary>
public static class GateMachine
{
    /// <summary>The state after the event, or null when the state does not allow it. A released directive is never held.</summary>
    public static GateState? Next(GateState? state, GateEvent e) => (state, e) switch
    {
        (null or GateState.Withdrawn, GateEvent.Receive) => GateState.Received,
        (GateState.Received, GateEvent.Judge) => GateState.Judged,
        (GateState.Judged, GateEvent.Hold) => GateState.Held,
        (GateState.Held, GateEvent.Resolve) => GateState.Resolved,
        (GateState.Held, GateEvent.Expire) => GateState.Expired,
        (GateState.Judged or GateState.Resolved, GateEvent.Release) => GateState.Released,
        (GateState.Judged or GateState.Resolved or GateState.Expired, GateEvent.ReleaseWithFlag) => GateState.ReleasedWithFlag,
        (GateState.Released, GateEvent.ReleaseWithFlag) => GateState.ReleasedWithFlag,
        (GateState.ReleasedWithFlag, GateEvent.Release) => GateState.Released,
        (GateState.Received or GateState.Judged or GateState.Held or GateState.Released or GateState.ReleasedWithFlag, GateEvent.Withdraw) => GateState.Withdrawn,
        _ => null,
    };

    /// <summary>Whether the directive is in the office's feed.</summary>
    public static bool IsReleased(this GateState state) => state is GateState.Released or GateState.ReleasedWithFlag;
}
