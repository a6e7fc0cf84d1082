namespace Samstyring.Notifications.Rules;

/// <summary>Group process and anchoring: K-11, K-12, K-13, K-14, K-16, K-22, K-33, K-36.</summary>
public static class Process
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
