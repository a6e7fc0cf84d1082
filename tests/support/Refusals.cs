using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Common;

namespace Samstyring.Testing;

/// <summary>A refused call as a test reads it.</summary>
/// <param name="Code">The gRPC code.</param>
/// <param name="Reason">The reason of its ErrorInfo.</param>
/// <param name="Fields">Field path to reason, all of them.</param>
/// <param name="Metadata">The metadata of its ErrorInfo.</param>
/// <param name="Descriptions">Field path to the Norwegian description.</param>
public sealed record RefusedCall(
    StatusCode Code, string Reason, IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> Metadata, ILookup<string, string> Descriptions)
{
    /// <summary>Awaits a call that must be refused.</summary>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public static async Task<RefusedCall> Of(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException refused)
        {
            return Of(refused);
        }

        throw new InvalidOperationException("The call was not refused.");
    }

    /// <summary>Reads the details of a refusal.</summary>
    public static RefusedCall Of(RpcException refused)
    {
        var bytes = refused.Trailers.GetValueBytes(RpcErrors.DetailsTrailer);
        var status = bytes is null ? new Google.Rpc.Status() : Google.Rpc.Status.Parser.ParseFrom(bytes);
        var info = Detail<ErrorInfo>(status) ?? new ErrorInfo();
        var fields = (Detail<BadRequest>(status) ?? new BadRequest()).FieldViolations;
        return new RefusedCall(
            refused.StatusCode,
            info.Type,
            fields.Select(f => f.Field).Distinct().ToDictionary(f => f, f => info.Metadata.GetValueOrDefault(f, "")),
            info.Metadata.ToDictionary(),
            fields.ToLookup(f => f.Field, f => f.Description));
    }

    private static T? Detail<T>(Google.Rpc.Status status)
        where T : class, IMessage<T>, new() => status.Details.Select(any => any.TryUnpack<T>(out var detail) ? detail : null).FirstOrDefault(d => d is not null);
}
