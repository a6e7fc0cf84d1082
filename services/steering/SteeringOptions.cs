using System.ComponentModel.DataAnnotations;

namespace Samstyring.Steering;

/// <summary>Settings of the steering service, section <c>Offices</c>.</summary>
public sealed class SteeringOptions
{
    /// <summary>Where the offices service listens for gRPC: HTTP/2 without TLS on one machine, <c>https</c> past it.</summary>
    [Required]
    public Uri? Address { get; set; }
}
