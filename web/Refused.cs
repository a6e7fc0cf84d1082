using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Errors.V1;

namespace Samstyring.Web;

/// <summary>A refusal of the platform as a page shows it: the reason, a sentence, and what is wrong with each field.</summary>
/// <param name="Reason">Without the enum's prefix, <c>MISSION_VERSION_SUPERSEDED</c>; empty where the protocol's code says it all.</param>
/// <param name="Message">The sentence in the wanted form of Norwegian.</param>
/// <param name="Fields">Sentences by field path, in the wanted form.</param>
/// <param name="Details">What the reason carries, such as the newest version.</param>
public sealed record Refused(string Reason, string Message, IReadOnlyDictionary<string, string> Fields, IReadOnlyDictionary<string, string> Details)
{
    public static Refused Of(RpcException refusal, bool nynorsk)
    {
        var status = refusal.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes ? Google.Rpc.Status.Parser.ParseFrom(bytes) : new Google.Rpc.Status();
        var info = Detail<ErrorInfo>(status).FirstOrDefault() ?? new ErrorInfo();
        var locale = nynorsk ? "nn" : "nb";
        var said = Detail<FieldDescriptions>(status).FirstOrDefault(d => d.Locale == locale) ?? new FieldDescriptions();
        var fields = Detail<BadRequest>(status).SelectMany(b => b.FieldViolations).Select((v, i) => (v.Field, Text: said.At(i, v.Description)))
            .GroupBy(v => v.Field).ToDictionary(v => v.Key, v => v.First().Text);
        var message = Detail<LocalizedMessage>(status).FirstOrDefault(m => m.Locale == locale)?.Message ?? "";
        return new(info.Type, message, fields, info.Metadata);
    }

    /// <summary>A no that the person can do something about on the page.</summary>
    public static bool IsForThePage(RpcException refusal) =>
        refusal.StatusCode is StatusCode.InvalidArgument or StatusCode.FailedPrecondition or StatusCode.Aborted or StatusCode.AlreadyExists or StatusCode.PermissionDenied;

    private static IEnumerable<T> Detail<T>(Google.Rpc.Status status) where T : IMessage<T>, new() =>
        status.Details.Where(d => d.Is(new T().Descriptor)).Select(d => d.Unpack<T>());
}
