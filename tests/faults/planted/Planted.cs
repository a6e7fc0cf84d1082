/// <summary>Which of the planted bugs is awake in this process. Part of a throw-away copy of the services, never of the services.</summary>
public static class Planted
{
    private static readonly string? Name = Environment.GetEnvironmentVariable("SAMSTYRING_PLANTED");

    /// <summary>Whether a bug is awake.</summary>
    public static bool Is(string name) => Name == name;
}
