using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;
using Grpc.Core;

namespace Samstyring.Gateway.Tests;

internal static class RichStatus
{
    private static readonly TypeRegistry Types = TypeRegistry.FromFiles(ErrorDetailsReflection.Descriptor);

    /// <summary>The unpacked details of the standard status in the trailers.</summary>
    public static IReadOnlyList<IMessage> Details(this RpcException refusal)
    {
        var packed = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin"));
        return [.. packed.Details.Select(d => d.Unpack(Types))];
    }
}
