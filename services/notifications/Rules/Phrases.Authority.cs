namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group authority and agreement: K-15, K-17, K-18, K-19, K-32, K-34, K-35 say.</content>
public static partial class Phrases
{
    private static string? Authority(Finding finding, Tongue t) => null;
}
