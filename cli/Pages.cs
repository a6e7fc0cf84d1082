using Google.Protobuf;
using Grpc.Core;

namespace Samstyring.Cli;

internal static class Pages
{
    /// <summary>Follows the pages of a list to its end and joins them to one answer.</summary>
    public static async Task<TResponse> All<TRequest, TResponse>(
        this Session session, TRequest request, Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> call)
        where TRequest : IMessage<TRequest> where TResponse : class, IMessage<TResponse>, new()
    {
        var next = new TResponse().Descriptor.FindFieldByName("next_page_token").Accessor;
        var all = new TResponse();
        request.Descriptor.FindFieldByName("page_size").Accessor.SetValue(request, 200);
        while (true)
        {
            var page = await session.Read(options => call(request, options));
            var token = (string)next.GetValue(page);
            next.Clear(page);
            all.MergeFrom(page.ToByteString());
            if (token.Length == 0)
                return all;
            request.Descriptor.FindFieldByName("page_token").Accessor.SetValue(request, token);
        }
    }
}
