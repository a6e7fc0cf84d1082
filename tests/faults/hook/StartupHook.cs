using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Runtime.InteropServices;

/// <summary>
/// Loaded into a service by <c>DOTNET_STARTUP_HOOKS</c>. It listens to the spans that the service opens anyway, and at the n-th beginning or end of one, as the
/// file <c>service.fault</c> in the folder <c>SAMSTYRING_FAULTS</c> says, it kills the process or holds the thread for a while. It also writes down what the
/// service counts of repeated events, to <c>service.duplicates</c>. The product knows nothing of it.
/// </summary>
internal static class StartupHook
{
    private const int Kill = 9;

    private static string folder = "";
    private static string service = "";
    private static volatile Fault? armed;
    private static long duplicates;

    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("SAMSTYRING_FAULTS") is not { Length: > 0 } place)
        {
            return;
        }

        (folder, service) = (place, Environment.GetEnvironmentVariable("SAMSTYRING_FAULTS_NAME") ?? "");
        ActivitySource.AddActivityListener(new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Samstyring",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => At(activity, "start"),
            ActivityStopped = activity => At(activity, "stop"),
        });
        var counts = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "samstyring.inbox.duplicates")
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        counts.SetMeasurementEventCallback<long>((_, more, _, _) => Interlocked.Add(ref duplicates, more));
        counts.Start();
        new Thread(Watch) { IsBackground = true }.Start();
    }

    // "kill tx.state stop 3", "kill tx.commit start 3 after tx.outbox" in the same trace, "hold tx.commit start 50", the longest time in
    // milliseconds, or "stall relay.claim start 0": until something else is armed.
    private static void Watch()
    {
        var file = Path.Combine(folder, service + ".fault");
        var written = -1L;
        while (true)
        {
            try
            {
                if (Interlocked.Read(ref duplicates) is var counted && counted != written)
                {
                    File.WriteAllText(Path.Combine(folder, service + ".duplicates"), counted.ToString(CultureInfo.InvariantCulture));
                    written = counted;
                }

                var text = File.Exists(file) ? File.ReadAllText(file) : "";
                if (text != armed?.Text && text.Split(' ') is [var act, var span, var edge, var number, .. var rest])
                {
                    armed = new Fault(text, act, span, edge, int.Parse(number, CultureInfo.InvariantCulture), rest is ["after", var earlier] ? earlier : null);
                    File.WriteAllText(Path.Combine(folder, service + ".armed"), text);
                }
                else if (text.Length == 0)
                {
                    armed = null;
                }
            }
            catch (IOException)
            {
                // It is being written; the next look sees it.
            }

            Thread.Sleep(5);
        }
    }

    private static void At(Activity activity, string edge)
    {
        if (armed is not { } fault)
        {
            return;
        }

        if (activity.OperationName == fault.After)
        {
            fault.Seen[activity.TraceId] = true;
        }

        if (activity.OperationName != fault.Span || edge != fault.Edge || (fault.After is not null && !fault.Seen.ContainsKey(activity.TraceId)))
        {
            return;
        }

        if (fault.Act == "hold")
        {
            Thread.Sleep(Random.Shared.Next(fault.Number));
            return;
        }

        if (fault.Act == "stall")
        {
            while (armed == fault)
            {
                Thread.Sleep(5);
            }

            return;
        }

        if (Interlocked.Increment(ref fault.Met) < fault.Number)
        {
            return;
        }

        if (fault.Met == fault.Number)
        {
            File.WriteAllText(Path.Combine(folder, service + ".hit"), activity.TraceId.ToString());
            _ = kill(Environment.ProcessId, Kill);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    [DllImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int kill(int pid, int signal);

    private sealed class Fault(string text, string act, string span, string edge, int number, string? after)
    {
        public readonly ConcurrentDictionary<ActivityTraceId, bool> Seen = [];

        public int Met;

        public string Text => text;

        public string Act => act;

        public string Span => span;

        public string Edge => edge;

        public int Number => number;

        /// <summary>Only in a trace in which this span has begun before.</summary>
        public string? After => after;
    }
}
