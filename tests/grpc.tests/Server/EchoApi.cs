using Grpc.Core;
using Samstyring.Grpc.Tests.Echo.V1;

namespace Samstyring.Grpc.Tests.Server;

/// <summary>echo.proto as it stands there.</summary>
public sealed class EchoApi(CallBook book) : EchoService.EchoServiceBase
{
    public override Task<EmptyResponse> Empty(EmptyRequest request, ServerCallContext context) => Task.FromResult(new EmptyResponse());

    public override async Task<UnaryResponse> Unary(UnaryRequest request, ServerCallContext context)
    {
        if (request.Hold)
        {
            await Cancellation(context);
        }

        End(request.Status, context);
        return new UnaryResponse
        {
            Payload = Payload.Of(request.ResponseSize),
            DeadlineUnixMs = context.Deadline == DateTime.MaxValue ? 0 : new DateTimeOffset(context.Deadline).ToUnixTimeMilliseconds(),
            RequestEncoding = context.GetHttpContext().Request.Headers["grpc-encoding"].ToString(),
        };
    }

    public override async Task<CollectResponse> Collect(IAsyncStreamReader<CollectRequest> requestStream, ServerCallContext context)
    {
        var total = 0;
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            total += request.Payload.Length;
        }

        return new CollectResponse { TotalSize = total };
    }

    public override async Task Spread(SpreadRequest request, IServerStreamWriter<SpreadResponse> responseStream, ServerCallContext context)
    {
        foreach (var size in request.ResponseSizes)
        {
            await responseStream.WriteAsync(new SpreadResponse { Payload = Payload.Of(size) }, context.CancellationToken);
        }

        if (request.Hold)
        {
            await Cancellation(context);
        }

        End(request.Status, context);
    }

    public override async Task Converse(
        IAsyncStreamReader<ConverseRequest> requestStream,
        IServerStreamWriter<ConverseResponse> responseStream,
        ServerCallContext context)
    {
        await foreach (var request in requestStream.ReadAllAsync(context.CancellationToken))
        {
            foreach (var size in request.ResponseSizes)
            {
                await responseStream.WriteAsync(new ConverseResponse { Payload = Payload.Of(size) });
            }

            End(request.Status, context);
        }
    }

    public override async Task<AwaitEndResponse> AwaitEnd(AwaitEndRequest request, ServerCallContext context)
    {
        await book.EndOf(request.CallId).WaitAsync(context.CancellationToken);
        return new AwaitEndResponse();
    }

    private static void End(EchoStatus? status, ServerCallContext context)
    {
        if (status is null)
        {
            return;
        }

        if (!status.Details.IsEmpty)
        {
            context.ResponseTrailers.Add("grpc-status-details-bin", status.Details.ToByteArray());
        }

        throw new RpcException(new Status((StatusCode)status.Code, status.Message));
    }

    private static async Task Cancellation(ServerCallContext context)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = context.CancellationToken.Register(cancelled.SetResult);
        await cancelled.Task;
        throw new OperationCanceledException(context.CancellationToken);
    }
}
