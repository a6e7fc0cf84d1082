using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Steering.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Api;

/// <summary>A consultation as the one who asks sees it, as one of the asked sees it, and as it travels in an event.</summary>
internal static class ConsultationReply
{
    /// <summary>As a party sees it: the asked read the text unless it is shielded, and of each other's answers only what was answered.</summary>
    /// <param name="consultation">The consultation.</param>
    /// <param name="content">What its revision says now; null when the draft was given up.</param>
    /// <param name="viewer">A node that asks or is asked.</param>
    /// <param name="today">Today in Oslo.</param>
    public static Pb.Consultation Of(Consultation consultation, Pb.DirectiveContent? content, Node? viewer, DateOnly today)
    {
        var asks = viewer == consultation.Issuer;
        var digest = content is null ? "" : ConsultationRules.TextDigest(content);
        var shown = Shared(consultation, today);
        shown.Title = content?.Title ?? consultation.Title;
        shown.Text = asks || consultation.ShieldingBasis is null ? content?.Text : null;
        shown.TextDigest = digest;
        shown.Partners.AddRange(consultation.Partners.Select(partner => Partner(partner, consultation.AnswerOf(partner), asks || partner.Equals(viewer?.Org), digest)));
        return shown;
    }

    /// <summary>As it travels: the title it was asked under and who has answered what, never the text of a draft nor the reasons.</summary>
    public static Pb.Consultation InEvent(Consultation consultation, DateOnly today)
    {
        var shown = Shared(consultation, today);
        shown.Title = consultation.Title;
        shown.Partners.AddRange(consultation.Partners.Select(partner => Partner(partner, consultation.AnswerOf(partner), whole: false, "")));
        return shown;
    }

    private static Pb.Consultation Shared(Consultation consultation, DateOnly today) => new()
    {
        ConsultationId = consultation.Id.ToString(),
        DirectiveId = consultation.Directive.ToString(),
        Revision = consultation.Revision,
        IssuerNode = consultation.Issuer.Text,
        IssuerOrg = consultation.Issuer.Org,
        Question = consultation.Question,
        Deadline = consultation.Deadline.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        Shielding = consultation.ShieldingBasis is { } basis ? new Pb.Shielding { Basis = basis } : null,
        RequestedAt = consultation.RequestedAt.ToTimestamp(),
        ClosedAt = consultation.ClosedAt?.ToTimestamp(),
        State = consultation.StateOn(today),
    };

    private static Pb.ConsultedPartner Partner(OrgRef org, Answer? answer, bool whole, string digest) => answer is null
        ? new Pb.ConsultedPartner { Org = org }
        : new Pb.ConsultedPartner
        {
            Org = org,
            Answer = answer.Says,
            Reason = whole ? answer.Reason : "",
            AnsweredAt = answer.At.ToTimestamp(),
            AnsweredBy = whole ? answer.By : "",
            TextDigest = whole ? answer.TextDigest : "",
            AboutEarlierText = digest.Length > 0 && answer.TextDigest != digest,
        };
}
