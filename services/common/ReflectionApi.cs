using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Samstyring.Common;

/// <summary>The standard reflection interface over the contracts this process serves.</summary>
public sealed class ReflectionApi : ServerReflection.ServerReflectionBase
{
    private readonly IReadOnlyList<string> services;
    private readonly Dictionary<string, FileDescriptor> files = [];
    private readonly Dictionary<string, FileDescriptor> symbols = [];

    /// <summary>Reflects the services that have policies, and the files they are made of.</summary>
    public ReflectionApi(AccessPolicies policies)
    {
        var served = policies.Methods.Select(m => m.Split('/')[1]).ToHashSet();
        var descriptors = typeof(Errors.V1.ReasonsReflection).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .Select(t => t.GetProperty("Descriptor")?.GetValue(null)).OfType<FileDescriptor>()
            .Where(file => file.Services.Any(s => served.Contains(s.FullName) || s.FullName.StartsWith("grpc.", StringComparison.Ordinal)))
            .ToList();
        foreach (var file in descriptors)
        {
            Add(file);
        }

        services = [.. descriptors.SelectMany(f => f.Services).Select(s => s.FullName).Order(StringComparer.Ordinal)];
    }

    /// <inheritdoc />
    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken))
        {
            await responseStream.WriteAsync(Answer(requestStream.Current), context.CancellationToken);
        }
    }

    private ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse { Service = { services.Select(name => new ServiceResponse { Name = name }) } };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename when files.TryGetValue(request.FileByFilename, out var file):
                response.FileDescriptorResponse = WithImports(file);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol when symbols.TryGetValue(request.FileContainingSymbol, out var file):
                response.FileDescriptorResponse = WithImports(file);
                break;
            default:
                response.ErrorResponse = new ErrorResponse { ErrorCode = (int)StatusCode.NotFound, ErrorMessage = "Not found" };
                break;
        }

        return response;
    }

    private static FileDescriptorResponse WithImports(FileDescriptor file)
    {
        var seen = new List<FileDescriptor>();
        void Visit(FileDescriptor f)
        {
            if (!seen.Contains(f))
            {
                seen.Add(f);
                foreach (var import in f.Dependencies)
                {
                    Visit(import);
                }
            }
        }

        Visit(file);
        return new FileDescriptorResponse { FileDescriptorProto = { seen.Select(f => f.SerializedData) } };
    }

    private void Add(FileDescriptor file)
    {
        if (!files.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            symbols[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                symbols[method.FullName] = file;
            }
        }

        foreach (var symbol in file.MessageTypes.Select(m => m.FullName).Concat(file.EnumTypes.Select(e => e.FullName)))
        {
            symbols[symbol] = file;
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }
}
