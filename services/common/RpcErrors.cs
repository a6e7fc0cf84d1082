using System.Diagnostics;
using System.Text;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;
using Npgsql;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>The only place that makes an <see cref="RpcException"/>: from a refusal, and, as an interceptor, from an accident.</summary>
public sealed partial class RpcErrors(ILogger<RpcErrors> logger) : Interceptor
{
    /// <summary>The domain of every <c>google.rpc.ErrorInfo</c>.</summary>
    public const string Domain = "samstyring.no";

    /// <summary>Trailer that carries the serialised <c>google.rpc.Status</c>.</summary>
    public const string DetailsTrailer = "grpc-status-details-bin";

    private const string ReasonKey = "samstyring.reason";

    /// <summary>Proxies cut longer header lines off, so details stop growing here; the count of all faults is in the metadata.</summary>
    private const int MaxDetailBytes = 5 * 1024;

    /// <summary>Tags and lengths of a fault's parts.</summary>
    private const int FaultOverhead = 14;

    /// <summary>A header of some tens of kilobytes ends the whole connection, and what a caller sent comes back among these.</summary>
    private const int MaxValueLength = 1_000;

    /// <summary>The exception that ends a call with a refusal.</summary>
    public static RpcException ToException(Refusal refusal)
    {
        var status = ToStatus(refusal);
        var trailers = new Metadata { { DetailsTrailer, status.ToByteArray() } };
        return new RpcException(new Grpc.Core.Status((StatusCode)status.Code, status.Message), trailers) { Data = { [ReasonKey] = ReasonTexts.Name(refusal.Reason) } };
    }

    /// <summary>The refusal as a <c>google.rpc.Status</c>: ErrorInfo, BadRequest with every field, and the message and what is wrong with each field in both forms of Norwegian.</summary>
    public static Google.Rpc.Status ToStatus(Refusal refusal)
    {
        // The package's generation of ErrorInfo still calls field 1 by its first name; on the wire it is `reason`.
        var info = new ErrorInfo { Type = ReasonTexts.Name(refusal.Reason), Domain = Domain, Metadata = { refusal.Metadata.ToDictionary(m => m.Key, m => Cut(m.Value)) } };
        var (fields, nynorsk) = (new BadRequest(), new FieldDescriptions { Locale = "nn" });
        var size = 0;
        foreach (var fault in refusal.Faults)
        {
            var description = (Nb: ReasonTexts.Nb(fault), Nn: ReasonTexts.Nn(fault));
            size += FaultOverhead + (2 * fault.Field.Length) + ReasonTexts.Name(fault.Reason).Length + Encoding.UTF8.GetByteCount(description.Nb)
                + Encoding.UTF8.GetByteCount(description.Nn) + (fault.Details?.Sum(d => fault.Field.Length + d.Key.Length + Encoding.UTF8.GetByteCount(Cut(d.Value))) ?? 0);
            if (size > MaxDetailBytes)
            {
                break;
            }

            fields.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = fault.Field, Description = description.Nb });
            nynorsk.Descriptions.Add(description.Nn);
            AddTo(info, fault);
        }

        if (refusal.Faults.Count > 0)
        {
            info.Metadata["faults"] = refusal.Faults.Count.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var (nb, nn) = ReasonTexts.Message(refusal);
        var status = new Google.Rpc.Status { Code = (int)ReasonTexts.Code(refusal.Reason), Message = nb };
        status.Details.Add(Any.Pack(info));
        if (fields.FieldViolations.Count > 0)
        {
            status.Details.Add(Any.Pack(fields));
            status.Details.Add(Any.Pack(nynorsk));
        }

        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nb", Message = nb }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nn", Message = nn }));
        return status;
    }

    /// <inheritdoc />
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        LibraryErrors.Reached(context);
        try
        {
            return await continuation(request, context);
        }
        catch (RpcException refused) when (LogDenial(refused, context))
        {
            throw;
        }
        catch (Exception accident) when (accident is not RpcException)
        {
            throw ToException(Accident(accident, context));
        }
    }

    /// <inheritdoc />
    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        LibraryErrors.Reached(context);
        try
        {
            await continuation(request, new Writer<TResponse>(responseStream, context.CancellationToken), context);
        }
        catch (RpcException refused) when (LogDenial(refused, context))
        {
            throw;
        }
        catch (Exception accident) when (accident is not RpcException)
        {
            throw ToException(Accident(accident, context));
        }
    }

    /// <inheritdoc />
    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        LibraryErrors.Reached(context);
        try
        {
            await continuation(requestStream, new Writer<TResponse>(responseStream, context.CancellationToken), context);
        }
        catch (Exception accident) when (accident is not RpcException)
        {
            throw ToException(Accident(accident, context));
        }
    }

    // Who was refused what, and why; never what the call said. A filter, so that the exception goes on as it is.
    private bool LogDenial(RpcException refused, ServerCallContext context)
    {
        if (refused.StatusCode is StatusCode.PermissionDenied or StatusCode.Unauthenticated or StatusCode.NotFound)
        {
            var caller = Caller.Of(context.GetHttpContext().User, "");
            Log.Denied(logger, context.Method, refused.Data[ReasonKey] as string ?? "", caller?.ActorId ?? "", caller?.Role.ToString() ?? "", caller?.Unit ?? "");
        }

        return false;
    }

    private Refusal Accident(Exception accident, ServerCallContext context)
    {
        switch (accident)
        {
            case PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable }:
                return Refusal.Of(ErrorReason.ConflictRetry);
            case OperationCanceledException when context.CancellationToken.IsCancellationRequested:
            // A client that resets its request stream is met here before the call's token says so.
            case IOException and not FileNotFoundException:
                return Refusal.Of(ErrorReason.CallCancelled);
            case OperationCanceledException or PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }:
                return Refusal.Of(ErrorReason.DeadlineExceeded);
            case PostgresException { SqlState: PostgresErrorCodes.DiskFull }:
            case PostgresException { SqlState: "57P01" or "57P02" or "57P03" or PostgresErrorCodes.TooManyConnections }:
            case NpgsqlException and not PostgresException:
            case HttpRequestException:
                Log.Unavailable(logger, context.Method, accident);
                return Refusal.Of(ErrorReason.Unavailable);
            default:
                var trace = Activity.Current?.TraceId.ToString() ?? "";
                Log.Accident(logger, context.Method, trace, accident);
                return Refusal.Of(ErrorReason.Internal, ("trace_id", trace));
        }
    }

    private static void AddTo(ErrorInfo info, FieldFault fault)
    {
        var key = fault.Field;
        for (var n = 2; info.Metadata.ContainsKey(key); n++)
        {
            key = $"{fault.Field}#{n}";
        }

        info.Metadata[key] = ReasonTexts.Name(fault.Reason);
        foreach (var (name, value) in fault.Details ?? new Dictionary<string, string>())
        {
            info.Metadata[$"{key}.{name}"] = Cut(value);
        }
    }

    private static string Cut(string value) =>
        value.Length <= MaxValueLength ? value : $"{value.AsSpan(0, char.IsHighSurrogate(value[MaxValueLength - 1]) ? MaxValueLength - 1 : MaxValueLength)}…";

    // A client that goes away may end the call before the call's token says so, also between two steps of writing a message, and that fails in as many ways as there
    // are steps. It is the client's going only if the token says so soon.
    private sealed class Writer<T>(IServerStreamWriter<T> inner, CancellationToken call) : IServerStreamWriter<T>
    {
        private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

        public WriteOptions? WriteOptions { get => inner.WriteOptions; set => inner.WriteOptions = value; }

        public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

        public async Task WriteAsync(T message, CancellationToken cancellationToken)
        {
            try
            {
                await inner.WriteAsync(message, cancellationToken);
            }
            catch (Exception odd) when (odd is not (IOException or OperationCanceledException))
            {
                await Task.Delay(Soon, call).ContinueWith(_ => { }, TaskScheduler.Default);
                if (!call.IsCancellationRequested)
                {
                    throw;
                }

                throw new IOException("The call was over before the message was written.", odd);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Information, "Refused {Method}: {Reason}, actor {Actor}, role {Role}, unit {Unit}")]
        internal static partial void Denied(ILogger logger, string method, string reason, string actor, string role, string unit);

        [LoggerMessage(1001, LogLevel.Error, "{Method} failed, trace {TraceId}")]
        internal static partial void Accident(ILogger logger, string method, string traceId, Exception accident);

        [LoggerMessage(1002, LogLevel.Warning, "{Method}: a part the service needs does not answer")]
        internal static partial void Unavailable(ILogger logger, string method, Exception accident);
    }
}
