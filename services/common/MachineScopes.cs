namespace Samstyring.Common;

/// <summary>
/// What a machine's token has to grant beside its role, as Maskinporten's scopes are granted. A person's token has none: a person's role is what it may do.
/// </summary>
public static class MachineScopes
{
    /// <summary>Drafts of directives, which a person publishes.</summary>
    public const string DirectiveWrite = "nav:samstyring/directive.write";

    /// <summary>Directives, and what became of them.</summary>
    public const string DirectiveRead = "nav:samstyring/directive.read";

    /// <summary>The feed of an office.</summary>
    public const string MissionRead = "nav:samstyring/mission.read";

    /// <summary>Profiles of offices, and updates of the register, which a person approves.</summary>
    public const string RegisterWrite = "nav:samstyring/register.write";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [DirectiveWrite, DirectiveRead, MissionRead, RegisterWrite];
}
