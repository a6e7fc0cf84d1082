namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group time: K-09, K-10, K-27, K-28 say.</content>
public static partial class Phrases
{
    private static string? Time(Finding finding, Tongue t) => null;
}
