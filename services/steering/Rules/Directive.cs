using Samstyring.Common;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>Identity of a directive, stable over its revisions.</summary>
/// <param name="Value">Made at the edge; its order in time is used for paging and decides nothing else.</param>
public readonly record struct DirectiveId(Guid Value)
{
    /// <summary>Reads the written form; false for anything that is no id.</summary>
    public static bool TryParse(string text, out DirectiveId id)
    {
        var read = Guid.TryParseExact(text, "D", out var value);
        id = new DirectiveId(value);
        return read;
    }

    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}

/// <summary>
/// A directive with all that decides what may be done to it: the draft being written, the newest published revision, and its withdrawal.
/// Draft and published revision stand side by side while a new revision is written: others go on reading the published one.
/// </summary>
public sealed record Directive
{
    /// <summary>Identity.</summary>
    public required DirectiveId Id { get; init; }

    /// <summary>The node that issued it; nobody else changes it.</summary>
    public required Node Issuer { get; init; }

    /// <summary>Counts what the issuer did to it (create, update, publish, withdraw) and what partners answered about its draft; the etag says which state a caller has read.</summary>
    public required long Edition { get; init; }

    /// <summary>Counts what others can see of it, relays included; the version of its event. 0: nothing was published yet.</summary>
    public long Version { get; init; }

    /// <summary>The revision being written; null when there is none.</summary>
    public Draft? Draft { get; init; }

    /// <summary>The newest published revision; null before the first publication.</summary>
    public Publication? Published { get; init; }

    /// <summary>Its withdrawal, everywhere or at some offices; null when it stands.</summary>
    public Withdrawal? Withdrawal { get; init; }

    /// <summary>Questions to partners about its drafts, oldest first.</summary>
    public IReadOnlyList<Consultation> Consultations { get; init; } = [];

    /// <summary>Strong entity tag of what the issuer wrote. Receipts of those who relay it do not change it.</summary>
    public string Etag => $"\"{Id.Value:N}-{Edition}\"";

    /// <summary>State of the newest revision.</summary>
    public Pb.DirectiveState State => Draft is not null ? Pb.DirectiveState.Draft : PublishedState;

    /// <summary>State of the published revision.</summary>
    public Pb.DirectiveState PublishedState => Withdrawal is { Everywhere: true } ? Pb.DirectiveState.Withdrawn : Pb.DirectiveState.Published;

    /// <summary>What the issuer sees: the draft if there is one.</summary>
    public Shown Newest => Draft is { } draft
        ? new Shown(Id, Issuer, Etag, draft.Revision, Pb.DirectiveState.Draft, draft.ChangeClass, draft.Content, draft.CreatedAt, null, null, [])
        : NewestPublished;

    /// <summary>What others see.</summary>
    /// <exception cref="InvalidOperationException">Nothing was published.</exception>
    public Shown NewestPublished => Published is { } p
        ? new Shown(Id, Issuer, Etag, p.Revision, PublishedState, p.ChangeClass, p.Content, p.CreatedAt, p.PublishedAt, Withdrawal, p.FullPath)
        : throw new InvalidOperationException("Nothing was published.");
}

/// <summary>A revision being written.</summary>
/// <param name="Revision">From 1.</param>
/// <param name="ChangeClass">What the change from the published revision is; unspecified for revision 1.</param>
/// <param name="Content">What the issuer wrote.</param>
/// <param name="CreatedAt">When this revision was begun.</param>
public sealed record Draft(int Revision, Pb.ChangeClass ChangeClass, Pb.DirectiveContent Content, DateTimeOffset CreatedAt);

/// <summary>A published revision. It never changes; only receipts of nodes that relay it are added.</summary>
/// <param name="Revision">From 1.</param>
/// <param name="ChangeClass">What the change from the revision before is; unspecified for revision 1.</param>
/// <param name="Content">What the issuer published.</param>
/// <param name="CreatedAt">When the revision was begun.</param>
/// <param name="PublishedAt">When it was published.</param>
/// <param name="Path">Nodes it had passed when it was published, the issuer last.</param>
/// <param name="Reach">What its scope reached at publication.</param>
/// <param name="Readers">Nodes that may read it, its issuer among them.</param>
/// <param name="AddressedTo">Middle nodes that are to relay it.</param>
public sealed record Publication(
    int Revision,
    Pb.ChangeClass ChangeClass,
    Pb.DirectiveContent Content,
    DateTimeOffset CreatedAt,
    DateTimeOffset PublishedAt,
    IReadOnlyList<Passage> Path,
    Reach Reach,
    IReadOnlyList<Node> Readers,
    IReadOnlyList<Node> AddressedTo)
{
    /// <summary>Receipts of the nodes that have relayed it, in the order they came.</summary>
    public IReadOnlyList<Passage> Receipts { get; init; } = [];

    /// <summary>The path as it is now: to the issuer, and on to those who relayed it.</summary>
    public IReadOnlyList<Passage> FullPath => [.. Path, .. Receipts];
}

/// <summary>A node a directive has passed.</summary>
/// <param name="Node">The node.</param>
/// <param name="ReceivedAt">When it received the directive; null for the node that issued it first.</param>
/// <param name="RelayedAt">When it sent it on.</param>
public sealed record Passage(Node Node, DateTimeOffset? ReceivedAt, DateTimeOffset? RelayedAt);

/// <summary>What a scope reached when it was resolved; numbers in ascending order, each once.</summary>
/// <param name="Offices">Office numbers.</param>
/// <param name="Counties">Numbers of the NAV county units that own them.</param>
/// <param name="Municipalities">Numbers of all municipalities those offices serve: their municipal owners.</param>
public sealed record Reach(IReadOnlyList<string> Offices, IReadOnlyList<string> Counties, IReadOnlyList<string> Municipalities)
{
    /// <summary>Nothing.</summary>
    public static readonly Reach None = new([], [], []);
}

/// <summary>How a directive was withdrawn.</summary>
/// <param name="At">When, the last time.</param>
/// <param name="Reason">Why, as the issuer said.</param>
/// <param name="Everywhere">Whether it no longer stands anywhere.</param>
/// <param name="Offices">Offices it is withdrawn at while it stands elsewhere; ascending. Empty when it is withdrawn everywhere.</param>
public sealed record Withdrawal(DateTimeOffset At, string Reason, bool Everywhere, IReadOnlyList<string> Offices);

/// <summary>One revision as it is shown to somebody.</summary>
public sealed record Shown(
    DirectiveId Id,
    Node Issuer,
    string Etag,
    int Revision,
    Pb.DirectiveState State,
    Pb.ChangeClass ChangeClass,
    Pb.DirectiveContent Content,
    DateTimeOffset CreatedAt,
    DateTimeOffset? PublishedAt,
    Withdrawal? Withdrawal,
    IReadOnlyList<Passage> Path);

/// <summary>What the register answered about a scope.</summary>
/// <param name="Reach">Offices in scope that the issuer steers.</param>
/// <param name="Beyond">Numbers of offices in scope that the issuer does not steer.</param>
/// <param name="Faults">Why the scope cannot be resolved: unknown and expired numbers, with successors.</param>
public sealed record Resolution(Reach Reach, IReadOnlyList<string> Beyond, IReadOnlyList<FieldFault> Faults);

/// <summary>What is known of a directive that another one refers to.</summary>
/// <param name="Issuer">Who issued it.</param>
/// <param name="Line">Its line.</param>
public sealed record Referred(Node Issuer, Types.V1.Line Line);
