namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group between and inside lines: K-20, K-30 say.</content>
public static partial class Phrases
{
    private static string? Lines(Finding finding, Tongue t) => null;
}
