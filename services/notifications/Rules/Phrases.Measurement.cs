namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group measurement and load: K-23, K-24, K-25, K-26 say.</content>
public static partial class Phrases
{
    private static string? Measurement(Finding finding, Tongue t) => null;
}
