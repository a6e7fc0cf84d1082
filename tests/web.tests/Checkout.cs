namespace Samstyring.Web.Tests;

/// <summary>Where the sources lie.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Samstyring.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Samstyring.slnx was not found above the tests.");
        }

        return folder;
    }
}
