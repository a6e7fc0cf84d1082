namespace Samstyring.Web.Pages.Directives;

/// <summary>Where a preview says that a draft would be held and where it would get a flag, by the offices' numbers. It goes to the next page with the person who saw it.</summary>
/// <param name="Held">Offices where it would be held.</param>
/// <param name="Flagged">Offices where it would get a flag.</param>
public sealed record Outcomes(IReadOnlyCollection<string> Held, IReadOnlyCollection<string> Flagged)
{
    private const char Between = '-';
    private const char Then = '_';

    /// <summary>As <see cref="ToString"/> writes it; null for another text.</summary>
    public static Outcomes? Parse(string? text) => text?.Split(Then) is [var held, var flagged] ? new(Numbers(held), Numbers(flagged)) : null;

    /// <summary>What is otherwise than it was.</summary>
    /// <param name="before">What it was.</param>
    /// <returns>The offices where it would now be held, get a flag, and go straight through.</returns>
    public (IReadOnlyList<string> Held, IReadOnlyList<string> Flagged, IReadOnlyList<string> Free) Since(Outcomes before) => (
        [.. Held.Except(before.Held)],
        [.. Flagged.Except(before.Flagged)],
        [.. before.Held.Concat(before.Flagged).Except(Held).Except(Flagged)]);

    /// <summary>As part of an address.</summary>
    public override string ToString() => $"{string.Join(Between, Held)}{Then}{string.Join(Between, Flagged)}";

    private static string[] Numbers(string text) => text.Split(Between, StringSplitOptions.RemoveEmptyEntries);
}
