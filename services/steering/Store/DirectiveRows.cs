using Samstyring.Steering.Rules;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Store;

/// <summary>A row of <c>directive</c>.</summary>
internal sealed record HeadRow(
    Guid DirectiveId, string Issuer, long Edition, long Version, int? PublishedRevision,
    DateTimeOffset? WithdrawnAt, string? WithdrawalReason, bool WithdrawnEverywhere, string[] WithdrawnAtOffices)
{
    internal Directive ToDirective(Draft? draft, Publication? published) => new()
    {
        Id = new DirectiveId(DirectiveId),
        Issuer = new Node(Issuer),
        Edition = Edition,
        Version = Version,
        Draft = draft,
        Published = published,
        Withdrawal = Withdrawal,
    };

    internal Withdrawal? Withdrawal => WithdrawnAt is { } at ? new Withdrawal(at, WithdrawalReason!, WithdrawnEverywhere, WithdrawnAtOffices) : null;
}

/// <summary>A row of <c>directive_draft</c>.</summary>
internal sealed record DraftRow(Guid DirectiveId, int Revision, short ChangeClass, byte[] Content, DateTimeOffset CreatedAt)
{
    internal Draft ToDraft() => new(Revision, (Pb.ChangeClass)ChangeClass, Pb.DirectiveContent.Parser.ParseFrom(Content), CreatedAt);
}

/// <summary>A row of <c>directive_revision</c>.</summary>
internal sealed record RevisionRow(
    Guid DirectiveId, int Revision, short ChangeClass, byte[] Content, DateTimeOffset CreatedAt, DateTimeOffset PublishedAt,
    string[] ReachOffices, string[] ReachCounties, string[] ReachMunicipalities, string[] AddressedTo, string[] Readers)
{
    internal Publication ToPublication(IEnumerable<PassageRow> passages) => new(
        Revision,
        (Pb.ChangeClass)ChangeClass,
        Pb.DirectiveContent.Parser.ParseFrom(Content),
        CreatedAt,
        PublishedAt,
        [.. passages.Where(p => !p.Receipt).Select(p => p.ToPassage())],
        new Reach(ReachOffices, ReachCounties, ReachMunicipalities),
        [.. Readers.Select(n => new Node(n))],
        [.. AddressedTo.Select(n => new Node(n))])
    {
        Receipts = [.. passages.Where(p => p.Receipt).Select(p => p.ToPassage())],
    };
}

/// <summary>A row of <c>directive_passage</c>.</summary>
internal sealed record PassageRow(Guid DirectiveId, string Node, DateTimeOffset? ReceivedAt, DateTimeOffset? RelayedAt, bool Receipt)
{
    internal Passage ToPassage() => new(new Node(Node), ReceivedAt, RelayedAt);
}
