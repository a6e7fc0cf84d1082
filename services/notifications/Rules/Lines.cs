using System.Collections.Immutable;

namespace Samstyring.Notifications.Rules;

/// <summary>Group between and inside lines: K-30 recipient unclear under dual leadership. K-20 has no office: <see cref="CountyLetters"/>.</summary>
public static class Lines
{
    private static readonly ImmutableArray<string> RecipientFields = ["bindingness", "recipient_role", "responsible_leader", "theme", "valid"];

    /// <summary>The findings of the group at one office.</summary>
    public static IEnumerable<Finding> Find(Predicates at) => RecipientUnclear(at);

    /// <summary>
    /// K-30: a binding directive to an office with two leaders does not say which of them answers for it. Days on which nobody has registered the leadership
    /// model count only where it is certain on no current day. Source: coordination is harder under dual leadership, survey summary (2012).
    /// </summary>
    private static IEnumerable<Finding> RecipientUnclear(Predicates at)
    {
        var model = at.Office.Profile.LeadershipModel;
        var dual = model.Where(m => m == LeadershipModel.Dual);
        foreach (var x in at.Asked.Where(x => Predicates.Binding(x) && !NamesLeader(x)))
        {
            var unanswered = at.Reach(x).Except(Answered(at, x));
            var certain = unanswered.Intersect(dual);
            var (condition, window) = at.IsCurrent(certain) ? (true, certain) : (Owners.AllOwe(at, "leadership_model"), unanswered.Except(model.Known));
            if (Found.Self(
                at, FindingKind.RecipientUnclear, Severity.NeedsClarification, condition, x, window, "", RecipientFields, Resolvers.Leaders(at.Office),
                []) is { } found)
            {
                yield return found;
            }
        }
    }

    private static bool NamesLeader(Directive x) =>
        x.RecipientRole is RecipientRole.StateLeader or RecipientRole.MunicipalLeader || x.ResponsibleLeader is not null;

    // The days on which a row says who answers for the theme or one above it.
    private static Days Answered(Predicates at, Directive x) =>
        Days.Of(at.Office.Profile.Responsibilities.Where(r => at.Facts.Catalogues.ThemeHolds(r.Theme, x.Theme)).Select(r => r.Valid));
}
