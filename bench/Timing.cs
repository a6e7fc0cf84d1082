namespace Samstyring.Bench;

/// <summary>Times of one measure and of its floor, in milliseconds.</summary>
internal sealed class Timing
{
    private readonly List<double> times = [];
    private readonly List<double> floors = [];

    public void Add((TimeSpan Time, TimeSpan Floor) measured)
    {
        times.Add(measured.Time.TotalMilliseconds);
        floors.Add(measured.Floor.TotalMilliseconds);
    }

    public double At(double quantile) => Quantile(times, quantile);

    public double FloorAt(double quantile) => Quantile(floors, quantile);

    /// <summary>p50 and p95 of both, as data.</summary>
    public object Summary => new { p50 = At(0.5), p95 = At(0.95), floor_p50 = FloorAt(0.5), floor_p95 = FloorAt(0.95), samples = times.Count };

    /// <summary>The value that this share of the values does not exceed.</summary>
    public static double Quantile(List<double> values, double quantile)
    {
        var sorted = values.Order().ToList();
        return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(quantile * sorted.Count) - 1)];
    }
}
