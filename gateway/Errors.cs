using Microsoft.AspNetCore.Http.Features;
using Samstyring.Tokens;
using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace Samstyring.Gateway;

/// <summary>
/// What the gateway refuses itself, said in the caller's protocol: gRPC callers get a status with details, others problem JSON.
/// An answer of a service passes untouched.
/// </summary>
internal static partial class Errors
{
    public static void UseErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        var grpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        if (grpc && context.Features.Get<IHttpResetFeature>() is { } reset)
            context.Features.Set<IHttpResetFeature>(new StreamEnd(context, reset));
        // A route may take more than the others. Beyond that the proxy lifts the limit on the body of every gRPC request, because it may be a stream. Ours are not,
        // so it is kept out of its reach.
        if (Limits.BodyOf(context) is { } bytes)
            context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bytes;
        context.Features.Set<IHttpMaxRequestBodySizeFeature>(null);
        await next(context);
        if (context.GetForwarderErrorFeature() is { } fault && !context.RequestAborted.IsCancellationRequested)
            Log.Forwarding(app.Logger, fault.Error, context.Request.Path, fault.Exception?.Message);
        if (context.Response.HasStarted || context.Response.StatusCode < StatusCodes.Status400BadRequest)
            return;
        if (IsTooLarge(context.GetForwarderErrorFeature()?.Exception))
            context.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
        var refusal = Refusal.Of(context);
        LogRefusal(app.Logger, context);
        if (grpc)
            WriteGrpc(context.Response, refusal);
        else
            await WriteProblem(context.Response, refusal);
    });

    /// <summary>The proxy reports what reading the request met as 400, wrapped in its own failure.</summary>
    private static bool IsTooLarge(Exception? fault) => fault switch
    {
        AggregateException several => several.InnerExceptions.Any(IsTooLarge),
        BadHttpRequestException request => request.StatusCode == StatusCodes.Status413PayloadTooLarge,
        not null => IsTooLarge(fault.InnerException),
        null => false,
    };

    /// <summary>The route and not the address: part of that is the caller's own words.</summary>
    private static void LogRefusal(ILogger logger, HttpContext context)
    {
        var route = context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>()?.Config.RouteId ?? "";
        if (context.Response.StatusCode == StatusCodes.Status401Unauthorized)
            Log.Token(logger, route, TokenChecks.FaultOf(context));
        else if (context.Response.StatusCode == StatusCodes.Status429TooManyRequests)
            Log.Rate(logger, route, Rates.KindOf(context));
    }

    /// <summary>A response that is only trailers: HTTP says 200, the status is in the header block.</summary>
    private static void WriteGrpc(HttpResponse response, Refusal refusal)
    {
        response.Clear();
        response.ContentType = "application/grpc";
        foreach (var (name, value) in refusal.Trailers())
            response.Headers[name] = value;
    }

    private static Task WriteProblem(HttpResponse response, Refusal refusal)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        if (response.HttpContext.Request.IsHttps)
            response.Headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        var problem = new Dictionary<string, object>
        {
            ["status"] = response.StatusCode,
            ["title"] = refusal.Message,
            ["reason"] = refusal.ReasonName,
            ["detail"] = refusal.Nb,
            ["detail_nn"] = refusal.Nn,
        };
        return response.WriteAsJsonAsync(problem, options: null, "application/problem+json", response.HttpContext.RequestAborted);
    }

    /// <summary>
    /// Ends a stream whose service died with UNAVAILABLE in the trailers, so that every client knows it may resume.
    /// Without it the proxy resets the stream, which clients read as an internal error.
    /// </summary>
    private sealed class StreamEnd(HttpContext context, IHttpResetFeature inner) : IHttpResetFeature
    {
        public void Reset(int errorCode)
        {
            if (context.RequestAborted.IsCancellationRequested || !context.Response.SupportsTrailers())
            {
                inner.Reset(errorCode);
                return;
            }
            foreach (var (name, value) in Refusal.Unavailable.Trailers())
                context.Response.AppendTrailer(name, value);
        }
    }

    private static partial class Log
    {
        /// <summary>One line: the proxy's own entry would carry a stack trace for every service that is away.</summary>
        [LoggerMessage(1, LogLevel.Warning, "{Error} at {Path}: {Message}")]
        public static partial void Forwarding(ILogger logger, ForwarderError error, PathString path, string? message);

        [LoggerMessage(2, LogLevel.Information, "Refused {Route}: TOKEN_INVALID, {Fault}")]
        public static partial void Token(ILogger logger, string route, string fault);

        [LoggerMessage(3, LogLevel.Information, "Refused {Route}: RATE_EXCEEDED, {Kind}")]
        public static partial void Rate(ILogger logger, string route, string kind);
    }
}
