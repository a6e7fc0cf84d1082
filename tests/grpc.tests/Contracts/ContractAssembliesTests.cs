using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Compression;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

/// <summary>
/// Everything that code compiled against the public packages refers to is found in ours, by the runtime's own rules. A member that
/// is missing would otherwise show only when the line that uses it runs.
/// </summary>
public sealed class ContractAssembliesTests
{
    private static readonly Assembly[] Contracts = [typeof(Status).Assembly, typeof(ICompressionProvider).Assembly];

    private static readonly Assembly[] Users =
        [typeof(GrpcServiceOptions).Assembly, typeof(GrpcChannel).Assembly, typeof(ContractAssembliesTests).Assembly];

    public static TheoryData<string> UserNames() => [.. Users.Select(user => user.GetName().Name!)];

    [Theory]
    [MemberData(nameof(UserNames))]
    public void ContractAssemblies_ReferencedMembers_AllResolve(string user)
    {
        var assembly = Users.Single(candidate => candidate.GetName().Name == user);
        var missing = new List<string>();
        var resolved = 0;
        foreach (var (token, name) in References(assembly))
        {
            try
            {
                // The arguments stand for the type parameters around the reference; any class will do to find the member.
                var classes = Enumerable.Repeat(typeof(object), 8).ToArray();
                Assert.NotNull(assembly.ManifestModule.ResolveMember(token, classes, classes));
                resolved++;
            }
            catch (Exception failure) when (failure is MissingMemberException or TypeLoadException or BadImageFormatException)
            {
                missing.Add($"{name}: {failure.Message}");
            }
        }

        Assert.Empty(missing);
        Assert.True(resolved > 80, $"Only {resolved} references were found, so this test looks in the wrong place.");
    }

    [Theory]
    [MemberData(nameof(UserNames))]
    public void ContractAssemblies_OverriddenMembers_AllExist(string user)
    {
        var assembly = Users.Single(candidate => candidate.GetName().Name == user);
        const BindingFlags Declared =
            BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

        // Loading the types fails when an abstract member is not overridden. An override without its base member loads in silence.
        var overrides = assembly.GetTypes()
            .Where(type => Bases(type).Any(parent => Contracts.Contains(parent.Assembly)))
            .SelectMany(type => type.GetMethods(Declared))
            .Where(method => method.IsVirtual && !method.Attributes.HasFlag(MethodAttributes.NewSlot))
            .ToList();

        Assert.NotEmpty(overrides);
        Assert.DoesNotContain(overrides, method => method.GetBaseDefinition() == method);
    }

    [Fact]
    public void ContractAssemblies_Identity_IsWhatThePackagesAskFor() => Assert.All(Contracts, assembly =>
    {
        var name = assembly.GetName();
        Assert.Equal(new Version(2, 0, 0, 0), name.Version);
        Assert.Equal("d754f35622e28bad", Convert.ToHexStringLower(name.GetPublicKeyToken()!));
    });

    [Fact]
    public void ContractAssemblies_Attributes_SayWhoseTheyAre() => Assert.All(Contracts, assembly =>
    {
        Assert.Equal("Samstyring", assembly.GetCustomAttribute<AssemblyCompanyAttribute>()?.Company);
        Assert.Contains("Samstyring", assembly.GetCustomAttribute<AssemblyTitleAttribute>()?.Title, StringComparison.Ordinal);
    });

    [Theory]
    [InlineData(typeof(StatusCode), "OK Cancelled Unknown InvalidArgument DeadlineExceeded NotFound AlreadyExists PermissionDenied " +
        "ResourceExhausted FailedPrecondition Aborted OutOfRange Unimplemented Internal Unavailable DataLoss Unauthenticated")]
    [InlineData(typeof(MethodType), "Unary ClientStreaming ServerStreaming DuplexStreaming")]
    [InlineData(typeof(ConnectivityState), "Idle Connecting Ready TransientFailure Shutdown")]
    public void Enum_Values_CountFromZeroInThisOrder(Type type, string names)
    {
        Assert.Equal(names.Split(' '), Enum.GetNames(type));
        Assert.Equal(Enumerable.Range(0, Enum.GetNames(type).Length), Enum.GetValuesAsUnderlyingType(type).Cast<int>());
    }

    [Fact]
    public void WriteFlags_Values_AreThoseOfTheProtocolLibraries() =>
        Assert.Equal([0, 1, 2], new[] { WriteFlags.None, WriteFlags.BufferHint, WriteFlags.NoCompress }.Select(flag => (int)flag));

    private static IEnumerable<Type> Bases(Type type)
    {
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType)
        {
            yield return parent;
        }
    }

    private static List<(int Token, string Name)> References(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var found = new List<(int, string)>();
        foreach (var handle in metadata.TypeReferences)
        {
            if (IsContract(metadata, handle))
            {
                found.Add((MetadataTokens.GetToken(handle), metadata.GetString(metadata.GetTypeReference(handle).Name)));
            }
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (IsContract(metadata, member.Parent))
            {
                found.Add((MetadataTokens.GetToken(handle), metadata.GetString(member.Name)));
            }
        }

        return found;
    }

    private static bool IsContract(MetadataReader metadata, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeReference => IsContract(metadata, metadata.GetTypeReference((TypeReferenceHandle)handle).ResolutionScope),
        HandleKind.TypeSpecification => IsContract(metadata, GenericTypeOf(metadata, (TypeSpecificationHandle)handle)),
        HandleKind.AssemblyReference => metadata.GetAssemblyReference((AssemblyReferenceHandle)handle) is var reference
            && Contracts.Any(contract => metadata.StringComparer.Equals(reference.Name, contract.GetName().Name!)),
        _ => false,
    };

    /// <summary>The open type of a constructed one; nil for arrays and type parameters, which have no members of ours.</summary>
    private static EntityHandle GenericTypeOf(MetadataReader metadata, TypeSpecificationHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return default;
        }

        signature.ReadSignatureTypeCode();
        return signature.ReadTypeHandle();
    }
}
