using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>Size of an office by the inhabitants it serves (domain.md section 9, after the survey of 2012): small under 3 000, large over 15 000.</summary>
public static class OfficeSize
{
    private const long SmallBelow = 3_000;
    private const long LargeAbove = 15_000;

    /// <summary>The class of a number of inhabitants; unspecified when the number is not known.</summary>
    public static SizeClass Of(long? inhabitants) => inhabitants switch
    {
        null => SizeClass.Unspecified,
        < SmallBelow => SizeClass.Small,
        <= LargeAbove => SizeClass.Medium,
        _ => SizeClass.Large,
    };

    /// <summary>Least and most inhabitants of a class, both included.</summary>
    public static (long Least, long Most) Bounds(SizeClass size) => size switch
    {
        SizeClass.Small => (0, SmallBelow - 1),
        SizeClass.Medium => (SmallBelow, LargeAbove),
        SizeClass.Large => (LargeAbove + 1, long.MaxValue),
        _ => throw new ArgumentOutOfRangeException(nameof(size), size, "Has no bounds."),
    };
}
