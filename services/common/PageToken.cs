using System.Buffers.Text;
using System.Text;

namespace Samstyring.Common;

/// <summary>Opaque page tokens: the key of the last entry of a page. They carry no right.</summary>
public static class PageToken
{
    private const string Version = "1:";

    /// <summary>The token that goes on after <paramref name="key"/>.</summary>
    public static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Version + key));

    /// <summary>Reads a token made by <see cref="Encode"/>.</summary>
    public static bool TryDecode(string token, out string key)
    {
        key = "";
        if (!Base64Url.IsValid(token))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token));
        if (!text.StartsWith(Version, StringComparison.Ordinal))
        {
            return false;
        }

        key = text[Version.Length..];
        return true;
    }
}
