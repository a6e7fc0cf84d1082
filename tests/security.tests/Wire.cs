using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;

namespace Samstyring.Security.Tests;

/// <summary>An rpc at the service that answers it.</summary>
public sealed record Rpc(string Service, MethodDescriptor Method)
{
    private static readonly Marshaller<byte[]> Bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    public string Name => Method.Name;

    /// <summary>Every rpc that callers reach.</summary>
    public static IReadOnlyList<Rpc> All { get; } =
    [
        .. SteeringService.Descriptor.Methods.Select(m => new Rpc("steering", m)),
        .. OfficesService.Descriptor.Methods.Select(m => new Rpc("offices", m)),
        .. NotificationsService.Descriptor.Methods.Select(m => new Rpc("notifications", m)),
        .. AuditService.Descriptor.Methods.Select(m => new Rpc("steering", m)),
        .. DeadLetterService.Descriptor.Methods.Select(m => new Rpc("steering", m)),
    ];

    public static Rpc Named(string name) => All.Single(rpc => rpc.Name == name);

    /// <summary>Sends the bytes of a message, whatever they are; of a stream the first answer is read.</summary>
    public async Task<Answer> Send(CallInvoker invoker, byte[] request)
    {
        var type = Method.IsServerStreaming ? MethodType.ServerStreaming : MethodType.Unary;
        var method = new Method<byte[], byte[]>(type, Method.Service.FullName, Method.Name, Bytes, Bytes);
        try
        {
            if (type == MethodType.Unary)
            {
                using var call = invoker.AsyncUnaryCall(method, null, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(20)), request);
                return new Answer(StatusCode.OK, null, await call.ResponseAsync);
            }

            using var stream = invoker.AsyncServerStreamingCall(method, null, new CallOptions(deadline: DateTime.UtcNow.AddSeconds(20)), request);
            return new Answer(StatusCode.OK, null, await stream.ResponseStream.MoveNext(CancellationToken.None) ? stream.ResponseStream.Current : []);
        }
        catch (RpcException refused)
        {
            return new Answer(refused.StatusCode, refused, []);
        }
    }

    public IMessage Read(byte[] response) => Method.OutputType.Parser.ParseFrom(response);
}

/// <summary>How a call ended.</summary>
public sealed record Answer(StatusCode Code, RpcException? Refused, byte[] Response)
{
    public RefusedCall Refusal { get; } = Refused is null
        ? new RefusedCall(StatusCode.OK, "", new Dictionary<string, string>(), new Dictionary<string, string>(), Array.Empty<string>().ToLookup(x => x))
        : RefusedCall.Of(Refused);
}
