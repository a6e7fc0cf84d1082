namespace Samstyring.Notifications.Rules;

/// <summary>Group capacity and priority: K-04, K-05, and the same inside a line K-21 and between municipalities K-29.</summary>
public static class Capacity
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
