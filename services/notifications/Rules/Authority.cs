namespace Samstyring.Notifications.Rules;

/// <summary>Group authority and agreement: K-15, K-17, K-18, K-19, K-32, K-34, K-35.</summary>
public static class Authority
{
    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => [];
}
