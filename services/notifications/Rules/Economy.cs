namespace Samstyring.Notifications.Rules;

/// <summary>Group economy and staffing: K-06, K-07, K-08, K-31.</summary>
public static class Economy
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
