using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Samstyring.Testing;

/// <summary>What was logged.</summary>
public sealed class LogLines : ILoggerProvider, ILogger
{
    /// <summary>The lines, in the order they came, each with its exception.</summary>
    public ConcurrentQueue<(LogLevel Level, string Text)> Lines { get; } = new();

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
    }
}
