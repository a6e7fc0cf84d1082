using System.ComponentModel.DataAnnotations;

namespace Samstyring.Common.Audit;

/// <summary>How the audit trail is sealed; the configuration section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>How often committed entries are sealed.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:01:00")]
    public TimeSpan SealEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How often the head of the chain is sent to another service.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan HeadEvery { get; set; } = TimeSpan.FromHours(1);

    /// <summary>File to which each head is appended, one line of service, position, hash and instant; null: none.</summary>
    public string? HeadFile { get; set; }
}
