using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

/// <summary>Lets a file that is imported be larger than other messages. The library has one limit for all methods of a service, so the others are asked here.</summary>
public sealed class MessageSizes : Interceptor
{
    /// <summary>Largest message of an import.</summary>
    public const int MaxImportBytes = 12 * 1024 * 1024;

    /// <summary>Sets the limits of the service.</summary>
    public static void Limit(GrpcServiceOptions grpc)
    {
        grpc.MaxReceiveMessageSize = MaxImportBytes;
        grpc.Interceptors.Add<MessageSizes>();
    }

    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        request is IMessage message and not Pb.ImportDirectivesRequest && message.CalculateSize() > ServiceHost.MaxMessageBytes
            ? throw RpcErrors.ToException(Refusal.Of(ErrorReason.MessageTooLarge))
            : continuation(request, context);
}
