using System.ComponentModel.DataAnnotations;

namespace Samstyring.Offices;

/// <summary>The configuration section <c>Register</c>.</summary>
public sealed class OfficesOptions
{
    /// <summary>Folder with the register's files, relative to the working directory or absolute.</summary>
    [Required]
    public string Folder { get; set; } = "data";
}
