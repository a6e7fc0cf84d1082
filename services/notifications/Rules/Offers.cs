using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>K-14: training and leadership offers that nobody has coordinated.</summary>
public static class Offers
{
    private static readonly string[] Anchors = ["COUNTY", "MUNICIPALITY"];
    private static readonly ImmutableArray<string> OfferFields = ["bindingness", "issuer_org", "offer", "theme"];

    /// <summary>
    /// K-14 (conflicts.md K-14): (a) two organisations offer the same people training on one theme within the threshold "offer_window_days", (b) on the same
    /// dates whatever the theme, (c) an offer that the county and the municipalities do not both stand behind. The regional arena coordinates them.
    /// </summary>
    public static IEnumerable<Finding> Uncoordinated(Predicates at)
    {
        ImmutableArray<Directive> offers = [.. at.LiveHere.Where(x => x.Offer is not null && !at.Reach(x).IsEmpty)];
        var arena = Resolvers.RegionalArena(at.Office);
        return at.Pairs(offers).Select(pair => Pair(at, pair.A, pair.B, arena))
            .Concat(at.Asked.Select(x => NotAnchored(at, x, arena)))
            .OfType<Finding>();
    }

    private static Finding? Pair(Predicates at, Directive a, Directive b, Resolver arena)
    {
        var bothInform = a.Bindingness == Bindingness.Information && b.Bindingness == Bindingness.Information;
        var window = at.Meeting(a, b);
        if (bothInform || a.IssuerOrg == b.IssuerOrg || !at.IsCurrent(window))
        {
            return null;
        }

        var (audience, days) = (Audience(at, a, b), DaysApart(a, b));
        var undated = Owing([a, b], o => o.Dates is null, "offer.dates");
        Condition Within(decimal most) => days is { } apart ? apart <= most : undated;
        var near = at.SameTheme(a, b) && audience && Within(at.Thresholds["offer_window_days"]);
        var same = audience && Within(0);
        var severity = a.Offer!.Mandatory || b.Offer!.Mandatory ? Severity.NeedsClarification : Severity.Warning;
        var (variant, condition) = near.Value != Truth.False ? ("a", near) : ("b", same);
        return Found.Of(
            at, FindingKind.UncoordinatedOffer, severity, condition, [a, b], window, null, variant, OfferFields, arena,
            [.. new[] { a, b }.OrderBy(o => o.Id, StringComparer.Ordinal).Select(o => $"dates {o.Offer!.Dates}")]);
    }

    private static Finding? NotAnchored(Predicates at, Directive x, Resolver arena)
    {
        if (x.Offer is null)
        {
            return null;
        }

        ImmutableArray<string> missing = [.. Anchors.Except(x.Offer.AnchoredBy ?? [])];
        Condition condition = x.Offer.AnchoredBy is null ? Owing([x], _ => true, "offer.anchored_by") : !missing.IsEmpty;
        return Found.Self(
            at, FindingKind.UncoordinatedOffer, Severity.NeedsClarification, condition, x, at.Reach(x), "c", OfferFields, arena,
            [.. missing.Select(owner => $"anchored_by {owner}")]);
    }

    // overlap of the audiences; where the people live does not matter.
    private static Condition Audience(Predicates at, Directive a, Directive b)
    {
        var owing = Owing([a, b], o => o.Audience is null, "offer.audience");
        return owing.Value == Truth.Missing
            ? owing
            : Condition.Of(Person.Common(at.Facts.Catalogues, [(a.Offer!.Audience!, []), (b.Offer!.Audience!, [])]).Truth);
    }

    // From the last day of the one to the first day of the other; 0 when they share a day.
    private static int? DaysApart(Directive a, Directive b) => (a.Offer!.Dates, b.Offer!.Dates) is ({ } one, { } other)
        ? Math.Max(0, Math.Max(other.From.DayNumber - one.To.DayNumber, one.From.DayNumber - other.To.DayNumber) + 1)
        : null;

    private static Condition Owing(IEnumerable<Directive> all, Func<Offer, bool> lacks, string field)
    {
        Owed[] owed = [.. all.Where(x => lacks(x.Offer!)).Select(x => new Owed(x.Id, field))];
        return owed.Length > 0 ? Condition.Missing(owed) : false;
    }
}
