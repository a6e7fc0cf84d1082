namespace Samstyring.Notifications.Rules;

/// <summary>Group time: K-09, K-10, K-27, K-28.</summary>
public static class Time
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
