namespace Samstyring.Cli.Commands;

internal static class Enums
{
    /// <summary>Reads a value as the contract writes it, without its prefix: <c>RESULT_REQUIREMENT</c>, <c>result-requirement</c>.</summary>
    public static T Parse<T>(string option, string text) where T : struct, Enum
    {
        var bare = text.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        if (char.IsAsciiLetter(bare.FirstOrDefault()) && Enum.TryParse<T>(bare, ignoreCase: true, out var value))
            return value;
        var known = string.Join(", ", Enum.GetNames<T>().Where(n => n != "Unspecified").Select(Written));
        throw new UsageException($"{option}: «{text}» er ikke kjent. Kjente verdier: {known}.");
    }

    private static string Written(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{c}" : $"{char.ToUpperInvariant(c)}"));
}
