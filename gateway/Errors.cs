using Microsoft.AspNetCore.Http.Features;

namespace Samstyring.Gateway;

/// <summary>
/// What the gateway refuses itself, said in the caller's protocol: gRPC callers get a status with details, others problem JSON.
/// An answer of a service passes untouched.
/// </summary>
internal static class Errors
{
    public static void UseErrors(this WebApplication app) => app.Use(async (context, next) =>
    {
        var grpc = context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) == true;
        if (grpc && context.Features.Get<IHttpResetFeature>() is { } reset)
            context.Features.Set<IHttpResetFeature>(new StreamEnd(context, reset));
        await next(context);
        if (context.Response.HasStarted || context.Response.StatusCode < StatusCodes.Status400BadRequest)
            return;
        var refusal = Refusal.Of(context);
        if (grpc)
            WriteGrpc(context.Response, refusal);
        else
            await WriteProblem(context.Response, refusal);
    });

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
}
