namespace Samstyring.Notifications.Rules;

/// <summary>
/// What a mission is about. Directives of both lines, or of one, that are about the same become one mission with all of them as sources: "Styringssignalene
/// til NAV-kontoret skal samordnes i det lokale partnerskapet, slik at det blir et enhetlig oppdrag til NAV-leder" (the directorate's report on the
/// partnership, 2012; domain.md A8 and section 10).
/// </summary>
public static class MissionTopic
{
    /// <summary>
    /// The topic of a directive, equal for two exactly when they are one mission: the same theme, action (with what it is combined with), target group and
    /// period, on the same side of MUST_NOT. An order and a ban are never one mission. Without an action nobody can tell what is to be done, so such a
    /// directive is about itself; then the topic is its id.
    /// </summary>
    public static string Of(Directive x)
    {
        if (x.ActionCode is null)
        {
            return x.Id;
        }

        var group = x.TargetGroup;
        string[] parts =
        [
            Set([x.Theme]),
            Set([x.ActionCode, .. x.CombinedWith]),
            Set(group.Groups),
            $"{group.Age ?? default(IntInterval)}",
            $"{group.DurationMonths ?? default(IntInterval)}",
            $"{x.Valid}",
            x.Modality == Modality.MustNot ? "MUST_NOT" : "",
        ];
        return string.Join('|', parts);
    }

    /// <summary>Whether the two are one mission.</summary>
    public static bool Same(Directive a, Directive b) =>
        a.Id == b.Id || (a.ActionCode == b.ActionCode && Of(a) == Of(b));

    // In one order and each once. Escaped, so that no code can be read as two.
    private static string Set(IEnumerable<string> codes) => string.Join(',', codes.Distinct().Order(StringComparer.Ordinal).Select(Uri.EscapeDataString));
}
