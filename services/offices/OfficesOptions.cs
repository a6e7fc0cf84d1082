using System.ComponentModel.DataAnnotations;

namespace Samstyring.Offices;

/// <summary>The configuration section <c>Register</c>.</summary>
public sealed class OfficesOptions
{
    /// <summary>Folder with the register's files, relative to the working directory or absolute.</summary>
    [Required]
    public string Folder { get; set; } = "data";

    /// <summary>How often it is looked whether a day has begun that has not been dealt with.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan DayInterval { get; set; } = TimeSpan.FromSeconds(10);
}
