namespace Samstyring.Notifications.Rules;

/// <summary>Group between and inside lines: K-20, K-30.</summary>
public static class Lines
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
