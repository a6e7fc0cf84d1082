using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Npgsql;

namespace Samstyring.Common.Telemetry;

/// <summary>
/// The steps of an act as ordinary spans. Their names are fixed and few: whoever operates the platform reads them in a trace, and the fault harness ends a
/// process at the beginning or the end of one.
/// </summary>
public static class Steps
{
    /// <summary>The source of spans.</summary>
    public static readonly ActivitySource Source = new("Samstyring");

    /// <summary>Begins a step; it ends when it is disposed.</summary>
    public static Activity? Start(string name) => Source.StartActivity(name);

    /// <summary>Step <c>tx.begin</c>.</summary>
    public static async Task<NpgsqlTransaction> Begin(NpgsqlConnection connection, CancellationToken cancel)
    {
        using var step = Start("tx.begin");
        return await connection.BeginTransactionAsync(cancel);
    }

    /// <summary>Step <c>tx.commit</c>.</summary>
    public static async Task Commit(NpgsqlTransaction transaction, CancellationToken cancel)
    {
        using var step = Start("tx.commit");
        await transaction.CommitAsync(cancel);
    }

    /// <summary>A step that ends when the answer of the request has been sent.</summary>
    public static void UntilSent(HttpContext http, string name)
    {
        if (Start(name) is { } step)
        {
            http.Response.OnCompleted(() =>
            {
                step.Dispose();
                return Task.CompletedTask;
            });
        }
    }
}
