using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>Identity of a consultation.</summary>
/// <param name="Value">Made at the edge; its order in time is used for paging.</param>
public readonly record struct ConsultationId(Guid Value)
{
    /// <summary>Reads the written form; false for anything that is no id.</summary>
    public static bool TryParse(string text, out ConsultationId id)
    {
        var read = Guid.TryParseExact(text, "D", out var value);
        id = new ConsultationId(value);
        return read;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}

/// <summary>A question to partner organisations about one draft revision, with their answers.</summary>
public sealed record Consultation
{
    /// <summary>Identity.</summary>
    public required ConsultationId Id { get; init; }

    /// <summary>The directive it is about.</summary>
    public required DirectiveId Directive { get; init; }

    /// <summary>The revision that was the draft when it was asked.</summary>
    public required int Revision { get; init; }

    /// <summary>Who asks: the issuer of the directive.</summary>
    public required Node Issuer { get; init; }

    /// <summary>Counts its changes; the version of its event.</summary>
    public required long Version { get; init; }

    /// <summary>The title it was asked under.</summary>
    public required LocalizedText Title { get; init; }

    /// <summary>What is asked.</summary>
    public required LocalizedText Question { get; init; }

    /// <summary>Legal basis for showing the asked the title alone; null: they read the text too.</summary>
    public required string? ShieldingBasis { get; init; }

    /// <summary>Organisations that are asked, each once.</summary>
    public required IReadOnlyList<OrgRef> Partners { get; init; }

    /// <summary>Last day of answering in Oslo.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Answers in the order they came, at most one for each partner.</summary>
    public IReadOnlyList<Answer> Answers { get; init; } = [];

    /// <summary>When the draft was published or given up; null while it is one.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>The answer of an organisation; null when there is none.</summary>
    public Answer? AnswerOf(OrgRef org) => Answers.FirstOrDefault(a => a.Org.Equals(org));

    /// <summary>What it is waiting for on a day.</summary>
    public Pb.ConsultationState StateOn(DateOnly today) =>
        Answers.Count == Partners.Count ? Pb.ConsultationState.Answered
        : ClosedAt is not null ? Pb.ConsultationState.Closed
        : today > Deadline ? Pb.ConsultationState.Overdue
        : Pb.ConsultationState.Open;
}

/// <summary>What an asked organisation answered.</summary>
/// <param name="Org">The organisation.</param>
/// <param name="Says">What it says.</param>
/// <param name="Reason">Why; empty where no reason was given.</param>
/// <param name="At">When.</param>
/// <param name="By">Opaque id of the person.</param>
/// <param name="TextDigest">Digest of what the draft said then.</param>
public sealed record Answer(OrgRef Org, Pb.ConsultationAnswer Says, string Reason, DateTimeOffset At, string By, string TextDigest);
