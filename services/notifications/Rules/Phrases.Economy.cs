namespace Samstyring.Notifications.Rules;

/// <content>What findings of the group economy and staffing: K-06, K-07, K-08, K-31 say.</content>
public static partial class Phrases
{
    private static string? Economy(Finding finding, Tongue t) => null;
}
