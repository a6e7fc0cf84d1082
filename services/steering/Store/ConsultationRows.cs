using Samstyring.Steering.Rules;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Store;

/// <summary>A row of <c>consultation</c>.</summary>
internal sealed record ConsultationRow(
    Guid ConsultationId, Guid DirectiveId, int Revision, string Issuer, long Version, string TitleNb, string TitleNn, string QuestionNb, string QuestionNn,
    string? ShieldingBasis, DateOnly Deadline, DateTimeOffset RequestedAt, DateTimeOffset? ClosedAt)
{
    internal Consultation ToConsultation(IEnumerable<PartnerRow> partners, IEnumerable<AnswerRow> answers) => new()
    {
        Id = new ConsultationId(ConsultationId),
        Directive = new DirectiveId(DirectiveId),
        Revision = Revision,
        Issuer = new Node(Issuer),
        Version = Version,
        Title = new LocalizedText { Nb = TitleNb, Nn = TitleNn },
        Question = new LocalizedText { Nb = QuestionNb, Nn = QuestionNn },
        ShieldingBasis = ShieldingBasis,
        Partners = [.. partners.Select(p => p.ToOrg())],
        Deadline = Deadline,
        RequestedAt = RequestedAt,
        Answers = [.. answers.Select(a => a.ToAnswer())],
        ClosedAt = ClosedAt,
    };
}

/// <summary>A row of <c>consultation_partner</c>.</summary>
internal sealed record PartnerRow(Guid ConsultationId, short OrgKind, string OrgNumber)
{
    internal OrgRef ToOrg() => new() { Kind = (OrgKind)OrgKind, Number = OrgNumber };
}

/// <summary>A row of <c>consultation_answer</c>.</summary>
internal sealed record AnswerRow(
    Guid ConsultationId, short OrgKind, string OrgNumber, short Says, string Reason, DateTimeOffset AnsweredAt, string AnsweredBy, string TextDigest)
{
    internal Answer ToAnswer() => new(
        new OrgRef { Kind = (OrgKind)OrgKind, Number = OrgNumber }, (Pb.ConsultationAnswer)Says, Reason, AnsweredAt, AnsweredBy, TextDigest);
}
