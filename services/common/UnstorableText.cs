using System.Collections;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Samstyring.Errors.V1;

namespace Samstyring.Common;

/// <summary>
/// Refuses a request in which any text holds NUL, which the database cannot keep, or U+FFFD, which the decoder puts where the sender's bytes were no UTF-8. Ids and
/// keys are texts too, and are compared in the database before anybody asks what they are made of.
/// </summary>
public sealed class UnstorableText : Interceptor
{
    /// <inheritdoc />
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(request);
        return continuation(request, context);
    }

    /// <inheritdoc />
    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(request);
        return continuation(request, responseStream, context);
    }

    private static void Check<TRequest>(TRequest request)
    {
        var fields = new Fields();
        if (request is IMessage message)
        {
            Look(fields, "", message);
        }

        if (fields.Any)
        {
            throw RpcErrors.ToException(fields.ToRefusal());
        }
    }

    private static void Look(Fields fields, string path, object? value)
    {
        switch (value)
        {
            case string text when text.AsSpan().IndexOfAny('\0', '\uFFFD') is >= 0 and var at:
                fields.Add(path, ErrorReason.TextForbiddenCharacter, $"U+{(int)text[at]:X4}");
                break;
            case IMessage message:
                foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
                {
                    Look(fields, path.Length == 0 ? field.Name : $"{path}.{field.Name}", field.Accessor.GetValue(message));
                }

                break;
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    Look(fields, path, entry.Key);
                    Look(fields, path, entry.Value);
                }

                break;
            case IList list:
                for (var i = 0; i < list.Count; i++)
                {
                    Look(fields, $"{path}[{i}]", list[i]);
                }

                break;
        }
    }
}
