using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Samstyring.Identity;

/// <summary>The ES256 key of this run. It is made at each start and never leaves memory, so no token outlives the process that issued it.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public SigningKey()
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        X = Base64Url.EncodeToString(point.X!);
        Y = Base64Url.EncodeToString(point.Y!);
        // The thumbprint of RFC 7638: the required members in alphabetical order.
        Id = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{X}}","y":"{{Y}}"}""")));
    }

    public string Id { get; }

    public string X { get; }

    public string Y { get; }

    /// <summary>The signature in the fixed-length form that RFC 7518 asks for.</summary>
    public string Sign(string text) =>
        Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verify(string text, string signature) =>
        Base64Url.IsValid(signature)
        && key.VerifyData(
            Encoding.ASCII.GetBytes(text), Base64Url.DecodeFromChars(signature), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();
}
