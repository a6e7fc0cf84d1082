using System.Diagnostics;
using Grpc.Core;
using Microsoft.AspNetCore.Diagnostics;
using Samstyring.Web.Pages.Common;

namespace Samstyring.Web;

/// <summary>What a page says instead of its content.</summary>
public enum ProblemKind
{
    NotFound,
    SignInAgain,
    SignInFailed,
    Refused,
    Malformed,
    Unavailable,
    Accident,
}

/// <summary>Every answer that is an error is a page: what happened, what is kept, what to do, and a number to ask about.</summary>
internal static partial class Problems
{
    public static void UseProblems(this WebApplication app)
    {
        // In a scope of its own: what the failed page has used cannot make another one.
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = OnException, CreateScopeForErrors = true, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(async context =>
        {
            var http = context.HttpContext;
            // Only pages say it in words; a style sheet that is not there has no reader.
            if (!http.Request.Path.StartsWithSegments("/lib", StringComparison.Ordinal))
                await Problem.Page(http.Response.StatusCode, Kind(http.Response.StatusCode)).ExecuteAsync(http);
        });
    }

    private static async Task OnException(HttpContext http)
    {
        var fault = http.Features.Get<IExceptionHandlerFeature>()!.Error;
        var logger = http.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(Problems));
        var (status, kind, message) = fault switch
        {
            RpcException { StatusCode: StatusCode.NotFound or StatusCode.PermissionDenied } => (404, ProblemKind.NotFound, ""),
            RpcException { StatusCode: StatusCode.Unauthenticated } => (401, ProblemKind.SignInAgain, ""),
            RpcException { StatusCode: StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted } or HttpRequestException => (503, ProblemKind.Unavailable, ""),
            RpcException { StatusCode: StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.AlreadyExists } refusal =>
                (409, ProblemKind.Refused, Refused.Of(refusal, http.RequestServices.GetRequiredService<Visitor>().Nynorsk).Message),
            BadHttpRequestException request => (request.StatusCode, ProblemKind.Malformed, ""),
            _ => (500, ProblemKind.Accident, ""),
        };
        if (status >= 500)
            Log.Accident(logger, fault, Activity.Current?.TraceId.ToString() ?? "");
        // The page that failed has used up this request's parts for rendering.
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        http.RequestServices = scope.ServiceProvider;
        await Problem.Page(status, kind, message).ExecuteAsync(http);
    }

    private static ProblemKind Kind(int status) => status switch
    {
        401 => ProblemKind.SignInAgain,
        403 or 404 or 405 => ProblemKind.NotFound,
        502 or 503 or 504 => ProblemKind.Unavailable,
        >= 500 => ProblemKind.Accident,
        _ => ProblemKind.Malformed,
    };

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "A page could not be made; trace {TraceId}")]
        public static partial void Accident(ILogger logger, Exception fault, string traceId);
    }
}
