namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group process and anchoring: K-11, K-12, K-13, K-14, K-16, K-22, K-33, K-36 say.</content>
public static partial class Phrases
{
    private static string? Process(Finding finding, Tongue t) => null;
}
