using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Rpc;

namespace Samstyring.Common;

/// <summary>Proto JSON in one place: enum names, fields in their proto spelling, defaults left out, unknown fields ignored on reading.</summary>
public static class Json
{
    private static readonly TypeRegistry Types = TypeRegistry.FromFiles(
        ErrorDetailsReflection.Descriptor, StatusReflection.Descriptor);

    private static readonly JsonFormatter Formatter = new(JsonFormatter.Settings.Default.WithPreserveProtoFieldNames(true).WithTypeRegistry(Types));

    private static readonly JsonParser Parser = new(JsonParser.Settings.Default.WithIgnoreUnknownFields(true).WithTypeRegistry(Types));

    /// <summary>The message as JSON.</summary>
    public static string Write(IMessage message) => Formatter.Format(message);

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidProtocolBufferException">The text is not JSON of this message.</exception>
    public static T Read<T>(string json)
        where T : IMessage<T>, new() => Parser.Parse<T>(json);
}
