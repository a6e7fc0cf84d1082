using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// The life of a directive in its issuer's hands: draft, published, next revision, withdrawn. Each decision takes the directive as it is and answers the
/// directive as it becomes, or the refusal. Time and ids come from outside.
/// </summary>
public static class DirectiveRules
{
    /// <summary>A new draft.</summary>
    public static Directive Create(DirectiveId id, Issuer issuer, Pb.DirectiveContent content, DateTimeOffset now) => new()
    {
        Id = id,
        Issuer = issuer.Node,
        Edition = 1,
        Draft = new Draft(1, Pb.ChangeClass.Unspecified, ContentRules.Store(content), now),
    };

    /// <summary>Refuses when the caller has not read the directive as it is now; the current etag is named.</summary>
    public static Refusal? CheckEtag(Directive directive, string etag) => etag == directive.Etag
        ? null
        : Refusal.Of(ErrorReason.EtagMismatch, ("etag", directive.Etag), ("revision", $"{Revision(directive)}"));

    /// <summary>Replaces the draft, or begins the next revision of a published directive. A withdrawn one cannot be written on.</summary>
    /// <param name="directive">As it is.</param>
    /// <param name="content">Well-formed content.</param>
    /// <param name="change">Required from revision 2, and only there.</param>
    /// <param name="now">The time.</param>
    public static Outcome<Directive> Update(Directive directive, Pb.DirectiveContent content, Pb.ChangeClass change, DateTimeOffset now)
    {
        if (directive.State == Pb.DirectiveState.Withdrawn)
        {
            return WrongState(directive.State);
        }

        var revision = (directive.Published?.Revision ?? 0) + 1;
        var fields = new Fields();
        CheckChangeClass(fields, revision, change);
        return fields.Any
            ? fields.ToRefusal()
            : directive with
            {
                Edition = directive.Edition + 1,
                Draft = new Draft(
                    revision, change, ConsultationRules.Involve(ContentRules.Store(content), directive.Consultations, revision, change), directive.Draft?.CreatedAt ?? now),
            };
    }

    /// <summary>
    /// Publishes the draft. Missing fields, wrong combinations, faults of the scope and of references are named together.
    /// </summary>
    /// <param name="directive">As it is; its newest revision must be a draft.</param>
    /// <param name="issuer">Who issues it.</param>
    /// <param name="resolution">What the register answered about the scope; null when the scope could not be asked about.</param>
    /// <param name="referred">Published directives the content refers to, by id; those missing here are unknown to the issuer.</param>
    /// <param name="now">The time.</param>
    public static Outcome<Directive> Publish(
        Directive directive, Issuer issuer, Resolution? resolution, IReadOnlyDictionary<DirectiveId, Referred> referred, DateTimeOffset now)
    {
        if (directive.Draft is not { } draft)
        {
            return WrongState(directive.State);
        }

        var fields = new Fields();
        CheckChangeClass(fields, draft.Revision, draft.ChangeClass);
        ContentRules.Check(fields, "content", draft.Content);
        PublicationRules.Check(fields, "content", draft.Content, Oslo.DateOf(now));
        ReferenceRules.Check(fields, "content", directive.Id, draft.Content, issuer, referred);
        if (resolution is not null)
        {
            ReachRules.Check(fields, "content.scope", draft.Content.Scope, resolution);
        }

        return fields.Any ? fields.ToRefusal() : Published(directive, draft, issuer, resolution!.Reach, referred, now);
    }

    /// <summary>Withdraws a published directive everywhere; a draft of its next revision is given up with it.</summary>
    public static Outcome<Directive> Withdraw(Directive directive, string reason, DateTimeOffset now) =>
        CheckStands(directive) is { } refusal ? refusal : directive with
        {
            Edition = directive.Edition + 1,
            Version = directive.Version + 1,
            Draft = null,
            Consultations = ConsultationRules.Close(directive.Consultations, now),
            Withdrawal = new Withdrawal(now, ContentShape.Nfc(reason), Everywhere: true, []),
        };

    /// <summary>Withdraws a published directive at some of the offices it reached; it stands at the others, also in later revisions.</summary>
    public static Outcome<Directive> WithdrawAt(Directive directive, IReadOnlyList<string> offices, string reason, DateTimeOffset now)
    {
        if (CheckStands(directive) is { } refusal)
        {
            return refusal;
        }

        var fields = new Fields();
        var reached = directive.Published!.Reach.Offices;
        for (var i = 0; i < offices.Count; i++)
        {
            if (!reached.Contains(offices[i]))
            {
                fields.Add($"office_numbers[{i}]", ErrorReason.OfficeUnknown, offices[i], ("number", offices[i]));
            }
        }

        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        IReadOnlyList<string> before = directive.Withdrawal?.Offices ?? [];
        string[] after = [.. before.Union(offices).Order(StringComparer.Ordinal)];
        return after.Length == before.Count
            ? WrongState(Pb.DirectiveState.Withdrawn)
            : directive with
            {
                Edition = directive.Edition + 1,
                Version = directive.Version + 1,
                Withdrawal = new Withdrawal(now, ContentShape.Nfc(reason), Everywhere: false, after),
            };
    }

    /// <summary>The refusal of an act that the directive's state does not allow.</summary>
    public static Refusal WrongState(Pb.DirectiveState state) => Refusal.Of(ErrorReason.WrongState, ("state", state.ToString().ToUpperInvariant()));

    /// <summary>The directive with its draft published, whatever was checked before.</summary>
    internal static Directive Published(
        Directive directive, Draft draft, Issuer issuer, Reach reach, IReadOnlyDictionary<DirectiveId, Referred> referred, DateTimeOffset now)
    {
        IReadOnlyList<Passage> path = directive.Published is { } before
            ? [.. before.Path.SkipLast(1), before.Path[^1] with { RelayedAt = now }]
            : [new Passage(issuer.Node, null, now)];
        return directive with
        {
            Edition = directive.Edition + 1,
            Version = directive.Version + 1,
            Draft = null,
            Consultations = ConsultationRules.Close(directive.Consultations, now),
            Published = ReachRules.Publish(draft, issuer, reach, path, referred, now),
        };
    }

    private static Refusal? CheckStands(Directive directive) =>
        directive.Published is null || directive.Withdrawal is { Everywhere: true } ? WrongState(directive.State) : null;

    /// <summary>Adds a fault where a next revision does not say what the change is, or a first one does.</summary>
    internal static void CheckChangeClass(Fields fields, int revision, Pb.ChangeClass change)
    {
        if (!Enum.IsDefined(change))
        {
            fields.Add("change_class", ErrorReason.EnumUnknown, $"{(int)change}");
        }
        else if (revision > 1 && change == Pb.ChangeClass.Unspecified)
        {
            fields.Add("change_class", ErrorReason.FieldRequired);
        }
        else if (revision == 1 && change != Pb.ChangeClass.Unspecified)
        {
            fields.Add("change_class", ErrorReason.FieldNotAllowed, change.ToString());
        }
    }

    private static int Revision(Directive directive) => directive.Draft?.Revision ?? directive.Published!.Revision;
}
