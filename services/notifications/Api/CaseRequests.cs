using System.Collections.Immutable;
using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Coordination;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Api;

/// <summary>Reads what a caller says about a case, and collects every fault on the way.</summary>
internal static class CaseRequests
{
    private const int MaxText = 2_000;
    private const int MaxMandate = 200;

    /// <summary>A resolution; meaningless when a fault was found.</summary>
    public static Resolution Resolution(Fields fields, Case one, Pb.Resolution? r)
    {
        if (r is null)
        {
            fields.Add("resolution", ErrorReason.FieldRequired);
            return new(WayOut.AcceptBoth);
        }

        NotificationsApi.Known(fields, "resolution.way_out", r.WayOut);
        if (r.WayOut == Pb.WayOut.Unspecified)
        {
            fields.Add("resolution.way_out", ErrorReason.FieldRequired);
        }

        var way = (WayOut)r.WayOut;
        Text(fields, "resolution.reason", r.Reason, isRequired: way == WayOut.AcceptBoth);
        Text(fields, "resolution.joint_text.nb", r.JointText?.Nb, isRequired: way == WayOut.JointText && string.IsNullOrWhiteSpace(r.JointText?.Nn));
        Text(fields, "resolution.joint_text.nn", r.JointText?.Nn, isRequired: false);
        var amends = way is WayOut.Amend or WayOut.OrderInTime or WayOut.SplitTargetGroup;
        Presence(fields, "resolution.amendments", r.Amendments.Count, amends);
        Presence(fields, "resolution.withdrawn_directive_ids", r.WithdrawnDirectiveIds.Count, way == WayOut.Withdraw);
        for (var i = 0; i < r.Amendments.Count; i++)
        {
            Amendment(fields, $"resolution.amendments[{i}]", way, r.Amendments[i]);
        }

        Members(fields, "resolution.amendments", one, [.. r.Amendments.Select(a => a.DirectiveId)]);
        Members(fields, "resolution.withdrawn_directive_ids", one, [.. r.WithdrawnDirectiveIds]);
        return new(way)
        {
            Amendments = [.. r.Amendments.Select(a => new CaseAmendment(a.DirectiveId, JsonFormatter.Default.Format(a.Changes ?? new())))],
            Withdrawn = [.. r.WithdrawnDirectiveIds],
            Reason = r.Reason.Normalize(),
            JointText = r.JointText is { } text && way == WayOut.JointText
                ? new(Either(text.Nb, text.Nn), Either(text.Nn, text.Nb))
                : null,
        };
    }

    /// <summary>Who acts, with the mandate that every signature states.</summary>
    public static Actor Signer(Fields fields, Caller caller, string mandate, string meetingDate, DateOnly today)
    {
        Text(fields, "mandate", mandate, isRequired: true, MaxMandate);
        var day = fields.Date("meeting_date", meetingDate);
        if (day > today)
        {
            fields.Add("meeting_date", ErrorReason.NumberOutOfRange, meetingDate);
        }

        return new(caller.Role, caller.Unit, caller.ActorId, mandate.Normalize(), day);
    }

    /// <summary>A text without control characters and not longer than allowed.</summary>
    public static void Text(Fields fields, string field, string? text, bool isRequired, int most = MaxText)
    {
        if (isRequired)
        {
            fields.Required(field, text);
        }

        Texts.Check(fields, field, text ?? "", most);
    }

    private static void Amendment(Fields fields, string at, WayOut way, Pb.DirectiveAmendment a)
    {
        var changes = a.Changes ?? new();
        fields.Period($"{at}.changes.valid", changes.Valid);
        fields.Date($"{at}.changes.deadline", changes.HasDeadline ? changes.Deadline : null);
        fields.Decimal($"{at}.changes.target.lo", changes.Target?.Lo);
        fields.Decimal($"{at}.changes.target.hi", changes.Target?.Hi);
        fields.Decimal($"{at}.changes.target.tolerance", changes.Target?.Tolerance);
        Text(fields, $"{at}.changes.text.nb", changes.Text?.Nb, isRequired: false, 20_000);
        Text(fields, $"{at}.changes.text.nn", changes.Text?.Nn, isRequired: false, 20_000);
        Text(fields, $"{at}.changes.title.nb", changes.Title?.Nb, isRequired: false, 200);
        Text(fields, $"{at}.changes.title.nn", changes.Title?.Nn, isRequired: false, 200);
        if (changes.Equals(new SteeringPb.Adaptation()) || (way == WayOut.OrderInTime && changes.Valid is null) || (way == WayOut.SplitTargetGroup && changes.TargetGroup is null))
        {
            fields.Add($"{at}.changes", ErrorReason.FieldRequired);
        }

        var other = changes.Clone();
        (other.Valid, other.TargetGroup) = (way == WayOut.OrderInTime ? null : other.Valid, way == WayOut.SplitTargetGroup ? null : other.TargetGroup);
        if (way is WayOut.OrderInTime or WayOut.SplitTargetGroup && !other.Equals(new SteeringPb.Adaptation()))
        {
            fields.Add($"{at}.changes", ErrorReason.FieldNotAllowed, JsonFormatter.Default.Format(other));
        }
    }

    private static void Presence(Fields fields, string field, int count, bool belongs)
    {
        if (belongs != count > 0)
        {
            fields.Add(field, belongs ? ErrorReason.FieldRequired : ErrorReason.FieldNotAllowed, belongs ? "" : $"{count}");
        }
    }

    private static void Members(Fields fields, string field, Case one, ImmutableArray<string> ids)
    {
        foreach (var id in ids.Where(id => !one.Directives.Contains(id)).Distinct())
        {
            fields.Add(field, ErrorReason.DirectiveNotInCase, id);
        }

        foreach (var id in ids.CountBy(id => id).Where(c => c.Value > 1))
        {
            fields.Add(field, ErrorReason.EntryRepeated, id.Key);
        }
    }

    private static string Either(string text, string other) => (text.Length > 0 ? text : other).Normalize();
}
