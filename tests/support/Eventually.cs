using System.Diagnostics;

namespace Samstyring.Testing;

/// <summary>Waits for a condition that another process or thread makes true; polls and fails loudly when the time is up.</summary>
public static class Eventually
{
    private static readonly TimeSpan Usual = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until the condition holds.</summary>
    public static Task True(Func<Task<bool>> condition, string what, TimeSpan? atMost = null) => Succeeds(
        async () =>
        {
            if (!await condition())
            {
                throw new InvalidOperationException($"Not yet: {what}");
            }
        },
        atMost);

    /// <summary>Waits until the value fits, and answers it.</summary>
    public static async Task<T> Is<T>(Func<Task<T>> read, Func<T, bool> fits, TimeSpan? atMost = null)
    {
        T? last = default;
        await Succeeds(
            async () =>
            {
                last = await read();
                if (!fits(last))
                {
                    throw new InvalidOperationException($"Not yet: {last}");
                }
            },
            atMost);
        return last!;
    }

    /// <summary>Waits until the act no longer throws.</summary>
    /// <exception cref="TimeoutException">It still throws; the inner exception says how.</exception>
    public static async Task Succeeds(Func<Task> act, TimeSpan? atMost = null)
    {
        var watch = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        while (true)
        {
            try
            {
                await act();
                return;
            }
            catch (Exception notYet) when (watch.Elapsed < (atMost ?? Usual))
            {
                _ = notYet;
            }
            catch (Exception last)
            {
                throw new TimeoutException($"Waited {watch.Elapsed.TotalSeconds:0.0} s", last);
            }

            await timer.WaitForNextTickAsync();
        }
    }
}
