using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// The second level of both lines: what the directorate addresses to the counties, a county passes on to its offices; what a council addresses to its
/// municipal director, the director passes on. A relay makes a new directive of the middle node's own, which can be withdrawn on its own, and leaves
/// a receipt on its parent.
/// </summary>
public static class Cascade
{
    /// <summary>Refuses when the parent no longer stands, or is not addressed to this middle node.</summary>
    public static Refusal? Refuse(Directive parent, Issuer relayer)
    {
        if (parent.PublishedState == Pb.DirectiveState.Withdrawn)
        {
            return DirectiveRules.WrongState(parent.PublishedState);
        }

        return parent.Published!.AddressedTo.Contains(relayer.Node)
            ? null
            : Refusal.Of(ErrorReason.NotAddressedToUnit, ("recipient_role", RecipientName(parent.Published.Content.RecipientRole)));
    }

    /// <summary>Adds a fault for everything in an adaptation that is malformed by itself.</summary>
    public static void Check(Fields fields, string at, Pb.Adaptation? adaptation)
    {
        var content = new Pb.DirectiveContent();
        Adaptations.Apply(content, adaptation ?? new Pb.Adaptation());
        ContentRules.Check(fields, at, content);
    }

    /// <summary>
    /// The content of the child: the parent's, issued by the middle node to the leaders of the offices it owns among those the parent reaches, with what
    /// the middle node adapts. What the parent replaces is the parent's level's affair and is not carried down.
    /// </summary>
    /// <param name="parent">The parent, published.</param>
    /// <param name="relayer">The middle node.</param>
    /// <param name="scope">Which offices; null: all that the parent reaches and the middle node owns.</param>
    /// <param name="adaptation">What is changed; null: nothing.</param>
    public static Pb.DirectiveContent Pass(Directive parent, Issuer relayer, Scope? scope, Pb.Adaptation? adaptation)
    {
        var content = parent.Published!.Content.Clone();
        content.IssuerOrg = relayer.Org.Clone();
        content.IssuerRole = relayer.Role;
        content.IssuerUnit = "";
        content.RecipientRole = Pb.RecipientRole.NavLeader;
        content.Supersedes.Clear();
        content.DerivedFrom.Clear();
        content.DerivedFrom.Add(new Pb.SourceRef { DirectiveId = parent.Id.ToString() });
        content.Scope = ScopeOf(parent, relayer, scope).ToString();
        if (adaptation is not null)
        {
            Adaptations.Apply(content, adaptation);
        }

        return ContentRules.Store(content);
    }

    /// <summary>Publishes the child and leaves the receipt; every fault of the adaptation and the scope is named at once.</summary>
    /// <param name="parent">The parent, addressed to the middle node.</param>
    /// <param name="relayer">The middle node.</param>
    /// <param name="child">Identity of the new directive.</param>
    /// <param name="content">What <see cref="Pass"/> gave.</param>
    /// <param name="resolution">What the register answered about its scope.</param>
    /// <param name="now">The time.</param>
    public static Outcome<Relayed> Relay(
        Directive parent, Issuer relayer, DirectiveId child, Pb.DirectiveContent content, Resolution resolution, DateTimeOffset now)
    {
        var fields = new Fields();
        ContentRules.Check(fields, "adaptation", content);
        PublicationRules.Check(fields, "adaptation", content, Oslo.DateOf(now));
        ReachRules.Check(fields, "scope", content.Scope, resolution);
        if (fields.Any)
        {
            return fields.ToRefusal();
        }

        var published = parent.Published!;
        var receipt = published.Receipts.FirstOrDefault(r => r.Node == relayer.Node);
        IReadOnlyList<Passage> path = [.. published.Path, new Passage(relayer.Node, receipt?.ReceivedAt ?? now, now)];
        var draft = new Draft(1, Pb.ChangeClass.Unspecified, content, now);
        var made = new Directive
        {
            Id = child,
            Issuer = relayer.Node,
            Edition = 1,
            Version = 1,
            Published = ReachRules.Publish(draft, relayer, resolution.Reach, path, new Dictionary<DirectiveId, Referred>(), now),
        };
        return new Relayed(receipt is null ? WithReceipt(parent, new Passage(relayer.Node, now, now)) : parent, made);
    }

    private static Directive WithReceipt(Directive parent, Passage receipt) => parent with
    {
        Version = parent.Version + 1,
        Published = parent.Published! with { Receipts = [.. parent.Published.Receipts, receipt] },
    };

    // The parent's scope stays in the expression, so that a child never reaches further than its parent on any day, whatever the register becomes.
    private static Scope ScopeOf(Directive parent, Issuer relayer, Scope? scope)
    {
        var territory = new Scope.Named(relayer.Role == Pb.IssuerRole.CountyDirector ? ScopeForm.County : ScopeForm.Municipality, [relayer.Org.Number]);
        Scope?[] wanted = [Scope.Parse(parent.Published!.Content.Scope).Scope, territory, scope];
        Scope[] parts = [.. wanted.OfType<Scope>().Where(s => s is not Scope.All).Distinct()];
        var whole = parts.Length == 1 ? parts[0] : new Scope.And(parts);
        return parent.Withdrawal is { Offices: { Count: > 0 } gone } ? new Scope.Except(whole, new Scope.Named(ScopeForm.Office, gone)) : whole;
    }

    private static string RecipientName(Pb.RecipientRole role) => role switch
    {
        Pb.RecipientRole.CountyDirector => "COUNTY_DIRECTOR",
        Pb.RecipientRole.MunicipalDirector => "MUNICIPAL_DIRECTOR",
        Pb.RecipientRole.CountyGovernor => "COUNTY_GOVERNOR",
        Pb.RecipientRole.StateLeader => "STATE_LEADER",
        Pb.RecipientRole.MunicipalLeader => "MUNICIPAL_LEADER",
        Pb.RecipientRole.BothLeaders => "BOTH_LEADERS",
        _ => "NAV_LEADER",
    };
}

/// <summary>What a relay gives.</summary>
/// <param name="Parent">The parent, with the receipt.</param>
/// <param name="Child">The middle node's own directive.</param>
public sealed record Relayed(Directive Parent, Directive Child);
