namespace Samstyring.Notifications.Rules;

/// <summary>Group measurement and load: K-23, K-24, K-25, K-26.</summary>
public static class Measurement
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
