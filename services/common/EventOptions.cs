using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Samstyring.Common;

/// <summary>How events leave and who may bring them; the configuration section <c>Events</c>.</summary>
public sealed class EventOptions
{
    /// <summary>Secret that <c>POST /events/{topic}</c> requires and the relay sends, in the header <c>dapr-api-token</c>.</summary>
    [Required]
    [MinLength(16)]
    public string Token { get; set; } = "";

    /// <summary>How often the sums of what was said are sent to those who hear it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan ManifestEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Who hears what, for the direct transport.</summary>
    public IReadOnlyList<EventSubscriber> Subscribers { get; init; } = [];

    /// <summary>Port of the Dapr sidecar on loopback (<c>DAPR_HTTP_PORT</c>); null: the direct transport.</summary>
    public int? DaprPort { get; set; }

    /// <summary>How often a handler may fail on an event, for what is the event's own fault, before it is kept as a dead letter.</summary>
    [Range(1, 100)]
    public int MaxAttempts { get; set; } = 3;

    /// <summary>Name of the Dapr pub/sub component.</summary>
    public string DaprPubSub { get; set; } = "pubsub";

    /// <summary>Whether subscriptions are declared to the sidecar (<c>deploy/k8s/base/dapr</c>), so that it is told of none here: of two for one topic it keeps one.</summary>
    public bool SubscriptionsDeclared { get; set; }
}

/// <summary>A service that hears a topic.</summary>
public sealed class EventSubscriber
{
    /// <summary>Stable name; deliveries wait under it whatever address it has today.</summary>
    [Required]
    public string Name { get; set; } = "";

    /// <summary>The topic it hears.</summary>
    [Required]
    public string Topic { get; set; } = "";

    /// <summary>Its base address.</summary>
    [Required]
    public string Url { get; set; } = "";
}

/// <summary>The names under which deliveries of a topic are written.</summary>
public sealed class EventSubscribers(IOptions<EventOptions> options)
{
    /// <summary>The one subscriber of every topic when a broker stands in between.</summary>
    public const string Broker = "dapr";

    /// <summary>Names of a topic's subscribers; empty when nobody hears it.</summary>
    public string[] Of(string topic) => options.Value.DaprPort is not null
        ? [Broker]
        : [.. options.Value.Subscribers.Where(s => s.Topic == topic).Select(s => s.Name)];
}
