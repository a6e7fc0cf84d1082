using System.Text.Json;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Errors.V1;
using RpcStatus = Google.Rpc.Status;

namespace Samstyring.Cli;

/// <summary>A refusal with everything it says: the code, the reason, and each field with its own reason.</summary>
internal sealed record Failure(string Code, string Reason, string Message, IReadOnlyList<Failure.Fault> Fields, IReadOnlyDictionary<string, string> Details)
{
    private static readonly JsonSerializerOptions JsonForm = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public sealed record Fault(string Field, string Reason, string Message);

    public static Failure Of(RpcException refusal, Settings settings)
    {
        var code = CodeName(refusal.StatusCode);
        if (Packed(refusal) is not { } status)
            return new(code, "", WithoutDetails(refusal, settings), [], new Dictionary<string, string>());

        var info = Detail<ErrorInfo>(status).FirstOrDefault() ?? new ErrorInfo();
        var locale = settings.Nynorsk ? "nn" : "nb";
        var said = Detail<FieldDescriptions>(status).FirstOrDefault(d => d.Locale == locale) ?? new FieldDescriptions();
        var fields = Detail<BadRequest>(status).SelectMany(b => b.FieldViolations)
            .Select((v, i) => new Fault(v.Field, info.Metadata.GetValueOrDefault(v.Field, ""), said.At(i, v.Description))).ToList();
        var message = Detail<LocalizedMessage>(status).FirstOrDefault(m => m.Locale == locale)?.Message ?? status.Message;
        var named = fields.Select(f => f.Field).ToHashSet();
        return new(code, info.Type, message, fields, info.Metadata.Where(m => !named.Contains(m.Key)).ToDictionary(m => m.Key, m => m.Value));
    }

    public void Write(TextWriter error, bool json)
    {
        if (json)
        {
            error.WriteLine(JsonSerializer.Serialize(
                new { Code, Reason, Message, Fields, TraceId = Details.GetValueOrDefault("trace_id", ""), Details }, JsonForm));
            return;
        }
        error.WriteLine($"{Message} [{(Reason.Length == 0 ? Code : $"{Code}, {Reason}")}]");
        var width = Fields.Select(f => f.Field.Length).DefaultIfEmpty().Max();
        foreach (var field in Fields)
            error.WriteLine($"  {field.Field.PadRight(width)}  {field.Message}{(field.Reason.Length == 0 ? "" : $" [{field.Reason}]")}");
        foreach (var (key, value) in Details.Where(d => d.Key != "faults"))
            error.WriteLine($"  {key} = {value}");
    }

    private static RpcStatus? Packed(RpcException refusal) =>
        refusal.Trailers.GetValueBytes("grpc-status-details-bin") is { } bytes ? RpcStatus.Parser.ParseFrom(bytes) : null;

    private static IEnumerable<T> Detail<T>(RpcStatus status) where T : IMessage<T>, new() =>
        status.Details.Where(d => d.Is(new T().Descriptor)).Select(d => d.Unpack<T>());

    private static string WithoutDetails(RpcException refusal, Settings settings) => (refusal.StatusCode, settings.Nynorsk) switch
    {
        (StatusCode.Unavailable, false) => $"Plattformen svarer ikke på {settings.Server}. {refusal.Status.Detail}",
        (StatusCode.Unavailable, true) => $"Plattforma svarer ikkje på {settings.Server}. {refusal.Status.Detail}",
        (StatusCode.DeadlineExceeded, false) => "Svaret kom ikke innen fristen.",
        (StatusCode.DeadlineExceeded, true) => "Svaret kom ikkje innan fristen.",
        _ => refusal.Status.Detail,
    };

    /// <summary>The name that the protocol uses: <c>INVALID_ARGUMENT</c>.</summary>
    private static string CodeName(StatusCode code) =>
        string.Concat(code.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
