namespace Samstyring.Testing;

/// <summary>A clock that goes on by itself and can be put forward.</summary>
public sealed class FakeTime : TimeProvider
{
    private long offset;

    /// <summary>A clock that stands at <paramref name="start"/> now; without it, at the real time.</summary>
    public FakeTime(DateTimeOffset? start = null) => offset = start is null ? 0 : (start.Value - System.GetUtcNow()).Ticks;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref offset));

    /// <summary>Puts the clock forward, or back.</summary>
    public void Advance(TimeSpan by) => Interlocked.Add(ref offset, by.Ticks);

    /// <summary>Puts the clock to an instant.</summary>
    public void Set(DateTimeOffset instant) => Interlocked.Exchange(ref offset, (instant - System.GetUtcNow()).Ticks);
}
