using System.Globalization;
using System.Security.Cryptography;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Norwegian;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// Asking the partners before a draft is decided: who may be asked and until when, what an answer has to fulfil, and what the draft then says of each partner's
/// involvement, which is what K-12 reads.
/// </summary>
public static class ConsultationRules
{
    /// <summary>Working days a partner has to answer when the issuer names no deadline.</summary>
    public const int DefaultWorkingDays = 10;

    /// <summary>
    /// Digest of what a directive says and demands. How it is handled is left out: a date of decision, a source or an assessment that comes after the answers does
    /// not make them answers about another text.
    /// </summary>
    public static string TextDigest(Pb.DirectiveContent content)
    {
        var text = content.Clone();
        text.ClearDecidedAt();
        text.DocumentId = "";
        text.ClauseRef = "";
        text.PartnerInvolvement.Clear();
        text.ConsequenceAssessment = null;
        text.ReadAccess = null;
        text.Shielding = null;
        return Convert.ToHexStringLower(SHA256.HashData(text.ToByteArray()));
    }

    /// <summary>Adds a fault for everything in a question that is malformed by itself, and answers its last day of answering.</summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="request">The question.</param>
    /// <param name="issuer">Who asks; it cannot ask itself.</param>
    /// <param name="today">Today in Oslo.</param>
    public static DateOnly Check(Fields fields, Pb.RequestConsultationRequest request, Issuer issuer, DateOnly today)
    {
        if (string.IsNullOrWhiteSpace(request.Question?.Nb) && string.IsNullOrWhiteSpace(request.Question?.Nn))
        {
            fields.Add("question", ErrorReason.FieldRequired);
        }

        ContentShape.Check(fields, "question", request.Question ?? new LocalizedText(), running: true);
        CheckPartners(fields, request.Partners, issuer);
        if (request.Shielding is { } shielding)
        {
            ContentShape.CheckText(fields, "shielding.basis", fields.Required("shielding.basis", shielding.Basis), running: false);
        }

        return CheckDeadline(fields, request.Deadline, today);
    }

    /// <summary>The draft with a question about it; the partners count as informed.</summary>
    /// <param name="directive">As it is; its newest revision must be a draft.</param>
    /// <param name="id">Identity of the consultation.</param>
    /// <param name="request">Well-formed question.</param>
    /// <param name="deadline">Last day of answering.</param>
    /// <param name="now">The time.</param>
    public static Outcome<Directive> Request(
        Directive directive, ConsultationId id, Pb.RequestConsultationRequest request, DateOnly deadline, DateTimeOffset now)
    {
        if (directive.Draft is not { } draft)
        {
            return DirectiveRules.WrongState(directive.State);
        }

        var asked = new Consultation
        {
            Id = id,
            Directive = directive.Id,
            Revision = draft.Revision,
            Issuer = directive.Issuer,
            Version = 1,
            Title = draft.Content.Title?.Clone() ?? new LocalizedText(),
            Question = ContentShape.Normalise(request.Question),
            ShieldingBasis = request.Shielding is { } shielding ? ContentShape.Nfc(shielding.Basis) : null,
            Partners = [.. request.Partners.Select(p => p.Clone())],
            Deadline = deadline,
            RequestedAt = now,
        };
        return WithConsultations(directive, [.. directive.Consultations, asked]);
    }

    /// <summary>
    /// The draft with a partner's answer: one for each partner, in time, about what the draft says now.
    /// </summary>
    /// <param name="directive">As it is, with the consultation.</param>
    /// <param name="consultation">One of the directive's.</param>
    /// <param name="answer">The answer, with the digest of what the answering person read.</param>
    public static Outcome<Directive> Answer(Directive directive, Consultation consultation, Answer answer)
    {
        if (!consultation.Partners.Contains(answer.Org))
        {
            return Refusal.Of(ErrorReason.NotAsked, ("unit", answer.Org.Number));
        }

        if (consultation.AnswerOf(answer.Org) is not null)
        {
            return Refusal.Of(ErrorReason.AnsweredAlready, ("party", Node.Write(answer.Org)));
        }

        if (consultation.ClosedAt is not null || directive.Draft is not { } draft)
        {
            return DirectiveRules.WrongState(directive.PublishedState);
        }

        if (Oslo.DateOf(answer.At) > consultation.Deadline)
        {
            return Refusal.Of(ErrorReason.ConsultationOverdue, ("deadline", Iso(consultation.Deadline)));
        }

        if (TextDigest(draft.Content) is var digest && digest != answer.TextDigest)
        {
            return Refusal.Of(ErrorReason.ConsultedTextChanged, ("text_digest", digest));
        }

        var answered = consultation with { Version = consultation.Version + 1, Answers = [.. consultation.Answers, answer] };
        return WithConsultations(directive, [.. directive.Consultations.Select(c => c.Id == consultation.Id ? answered : c)]);
    }

    /// <summary>
    /// The content with what the consultations say of each partner: informed on the day it was asked, consulted on the day it answered, agreed when it agreed to what
    /// the content says now. Written involvement of a partner that was asked is the platform's; all other entries are the issuer's own. A consultation about an
    /// earlier revision counts as long as the changes since are editorial.
    /// </summary>
    public static Pb.DirectiveContent Involve(Pb.DirectiveContent content, IReadOnlyList<Consultation> consultations, int revision, Pb.ChangeClass change)
    {
        if (consultations.Count == 0)
        {
            return content;
        }

        var involved = content.Clone();
        var asked = consultations.SelectMany(c => c.Partners).ToHashSet();
        var own = content.PartnerInvolvement.Where(i => i.Arena != Pb.Arena.Written || i.Partner is null || !asked.Contains(i.Partner));
        var digest = TextDigest(content);
        var platforms =
            from consultation in consultations
            where consultation.Revision == revision || change == Pb.ChangeClass.Editorial
            from partner in consultation.Partners
            select Entry(consultation, partner, digest);
        Pb.PartnerInvolvement[] all = [.. own, .. platforms];
        involved.PartnerInvolvement.Clear();
        involved.PartnerInvolvement.Add(all);
        return involved;
    }

    /// <summary>Consultations once the draft is no longer one: those that waited wait no more.</summary>
    public static IReadOnlyList<Consultation> Close(IReadOnlyList<Consultation> consultations, DateTimeOffset now) =>
        [.. consultations.Select(c => c.ClosedAt is null ? c with { ClosedAt = now, Version = c.Version + 1 } : c)];

    private static Directive WithConsultations(Directive directive, IReadOnlyList<Consultation> consultations)
    {
        var draft = directive.Draft!;
        return directive with
        {
            Edition = directive.Edition + 1,
            Consultations = consultations,
            Draft = draft with { Content = Involve(draft.Content, consultations, draft.Revision, draft.ChangeClass) },
        };
    }

    private static Pb.PartnerInvolvement Entry(Consultation consultation, OrgRef partner, string digest)
    {
        var entry = new Pb.PartnerInvolvement { Partner = partner.Clone(), Arena = Pb.Arena.Written, InformedAt = Iso(Oslo.DateOf(consultation.RequestedAt)) };
        if (consultation.AnswerOf(partner) is { } answer)
        {
            entry.ConsultedAt = Iso(Oslo.DateOf(answer.At));
            if (answer.Says == Pb.ConsultationAnswer.Agrees && answer.TextDigest == digest)
            {
                entry.AgreedAt = entry.ConsultedAt;
            }
        }

        return entry;
    }

    // Those whose people can answer here.
    private static void CheckPartners(Fields fields, RepeatedField<OrgRef> partners, Issuer issuer)
    {
        if (partners.Count is 0 or > ContentShape.MaxList)
        {
            fields.Add("partners", partners.Count == 0 ? ErrorReason.FieldRequired : ErrorReason.FieldTooLong, $"{partners.Count}");
        }

        for (var i = 0; i < Math.Min(partners.Count, ContentShape.MaxList); i++)
        {
            var (path, partner) = ($"partners[{i}]", partners[i]);
            ContentShape.Check(fields, path, partner);
            ContentRules.CheckOrg(fields, path, partner);
            if (partner.Equals(issuer.Org) || partner.Kind is OrgKind.Department or OrgKind.CityDistrict or OrgKind.Partnership or OrgKind.Ks)
            {
                fields.Add(path, ErrorReason.FieldNotAllowed, Node.Write(partner));
            }
            else if (partners.Take(i).Contains(partner))
            {
                fields.Add(path, ErrorReason.EntryRepeated, Node.Write(partner));
            }
        }
    }

    private static DateOnly CheckDeadline(Fields fields, string text, DateOnly today)
    {
        if (text.Length == 0)
        {
            return WorkingDays.Add(today, DefaultWorkingDays);
        }

        var deadline = fields.Date("deadline", text);
        if (deadline <= today)
        {
            fields.Add("deadline", ErrorReason.NumberOutOfRange, text, ("earliest", Iso(WorkingDays.Add(today, 1))));
        }
        else if (deadline is { } day && !WorkingDays.IsWorkingDay(day))
        {
            fields.Add("deadline", ErrorReason.DayNotWorking, text, ("next", Iso(WorkingDays.Add(day, 1))));
        }

        return deadline ?? today;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
