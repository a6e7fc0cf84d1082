namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group capacity and priority: K-04, K-05, and the same inside a line K-21 and between municipalities K-29 say.</content>
public static partial class Phrases
{
    private static string? Capacity(Finding finding, Tongue t) => null;
}
