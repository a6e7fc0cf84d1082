using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>
/// What the gRPC library finds outside of every method, where no interceptor sees it: a message over the limit, bytes that are no message, more than one message,
/// an answer that cannot be written. It gets a reason like all other refusals.
/// </summary>
public sealed partial class LibraryErrors(RequestDelegate next, ILogger<LibraryErrors> logger)
{
    /// <summary>
    /// The library's own log of how calls end, which is closed: it repeats the texts of refusals, which quote what callers sent, and tells every unreadable
    /// message as a fault with its stack. What of it is worth a line is written here and in <see cref="RpcErrors"/>.
    /// </summary>
    internal const string Category = "Grpc.AspNetCore.Server.ServerCallHandler";

    /// <summary>Runs the call, and names how it ended where nobody else has.</summary>
    public async Task InvokeAsync(HttpContext http)
    {
        await next(http);
        var trailers = http.Response.HasStarted ? http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers : http.Response.Headers;
        if (trailers is not { IsReadOnly: false } || trailers.ContainsKey(RpcErrors.DetailsTrailer) || http.RequestAborted.IsCancellationRequested
            || http.Features.Get<IServerCallContextFeature>()?.ServerCallContext is not { } call || ReasonOf(call) is not { } reason)
        {
            return;
        }

        var status = RpcErrors.ToStatus(reason == ErrorReason.Internal ? Refusal.Of(reason, ("trace_id", Activity.Current?.TraceId.ToString() ?? "")) : Refusal.Of(reason));
        trailers["grpc-status"] = status.Code.ToString(CultureInfo.InvariantCulture);
        trailers["grpc-message"] = Uri.EscapeDataString(status.Message);
        trailers[RpcErrors.DetailsTrailer] = Convert.ToBase64String(status.ToByteArray()).TrimEnd('=');
    }

    /// <summary>Says that the message could be read and the call has come as far as the interceptors.</summary>
    internal static void Reached(ServerCallContext call) => call.UserState[typeof(LibraryErrors)] = true;

    // A reader of messages that loses its way in made-up lengths ends in exceptions of many kinds: what counts is that there was no message yet.
    private ErrorReason? ReasonOf(ServerCallContext call)
    {
        switch (call.Status)
        {
            case { StatusCode: StatusCode.ResourceExhausted }:
                return ErrorReason.MessageTooLarge;
            case { StatusCode: StatusCode.Internal or StatusCode.Unknown } when !call.UserState.ContainsKey(typeof(LibraryErrors)):
                Log.Malformed(logger, call.Method);
                return ErrorReason.MessageMalformed;
            case { StatusCode: StatusCode.Internal or StatusCode.Unknown, DebugException: var accident }:
                Log.Accident(logger, call.Method, accident);
                return ErrorReason.Internal;
            default:
                return null;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1004, LogLevel.Information, "{Method}: the message cannot be read")]
        internal static partial void Malformed(ILogger logger, string method);

        [LoggerMessage(1005, LogLevel.Error, "{Method} failed outside of its method")]
        internal static partial void Accident(ILogger logger, string method, Exception? accident);
    }
}
