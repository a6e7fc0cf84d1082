using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// Whom a published directive reaches: the offices of its scope, the middle nodes that are to relay it, and the nodes that may read it. Fixed at
/// publication, so that reading asks nobody.
/// </summary>
public static class ReachRules
{
    // Enough to recognise the mistake; a national scope would list hundreds.
    private const int NamedOffices = 10;

    /// <summary>Adds what is wrong with a scope: what the register found, a reach beyond the issuer's own, or no office at all.</summary>
    public static void Check(Fields fields, string path, string scope, Resolution resolution)
    {
        fields.AddRange(resolution.Faults.Select(f => f with { Field = path }));
        if (resolution.Beyond.Count > 0)
        {
            fields.Add(
                path,
                ErrorReason.ScopeBeyondIssuer,
                scope,
                ("offices", string.Join(", ", resolution.Beyond.Take(NamedOffices)) + (resolution.Beyond.Count > NamedOffices ? ", …" : "")),
                ("count", $"{resolution.Beyond.Count}"));
        }
        else if (resolution.Faults.Count == 0 && resolution.Reach.Offices.Count == 0)
        {
            fields.Add(path, ErrorReason.ScopeEmpty, scope);
        }
    }

    /// <summary>The middle nodes of the issuer's own line that are to pass a directive on; none when it is addressed to leaders or across the lines.</summary>
    public static IReadOnlyList<Node> AddressedTo(Pb.RecipientRole recipient, Issuer issuer, Reach reach)
    {
        IEnumerable<Node> nodes = (recipient, issuer.Line) switch
        {
            (Pb.RecipientRole.CountyDirector, Line.State) => reach.Counties.Select(Node.County),
            (Pb.RecipientRole.MunicipalDirector, Line.Municipal) => [Node.MunicipalDirector(issuer.Org.Number)],
            _ => [],
        };
        return [.. nodes.Where(n => n != issuer.Node)];
    }

    /// <summary>The revision that a draft becomes when it is published.</summary>
    internal static Publication Publish(
        Draft draft, Issuer issuer, Reach reach, IReadOnlyList<Passage> path, IReadOnlyDictionary<DirectiveId, Referred> referred, DateTimeOffset now)
    {
        var addressed = AddressedTo(draft.Content.RecipientRole, issuer, reach);
        return new Publication(
            draft.Revision,
            draft.ChangeClass,
            draft.Content,
            draft.CreatedAt,
            now,
            path,
            reach,
            Readers(draft.Content, issuer, reach, [.. addressed, .. path.Select(p => p.Node), .. Parents(draft.Content, issuer, referred)]),
            addressed);
    }

    // The own line always reads along the cascade: those above what became of their directive, those below what they are to relay. Beyond it the
    // content's read_access decides, and where it says nothing every owner of the offices reached may read.
    private static Node[] Readers(Pb.DirectiveContent content, Issuer issuer, Reach reach, IEnumerable<Node> ownLine)
    {
        var others = content.ReadAccess is { } access
            ? access.Orgs.SelectMany(Node.Of)
            : reach.Counties.Select(Node.County).Concat(reach.Municipalities.SelectMany(m => Node.Of(new OrgRef { Kind = OrgKind.Municipality, Number = m })));
        return [.. ownLine.Append(issuer.Node).Concat(others).Distinct().OrderBy(n => n.Text, StringComparer.Ordinal)];
    }

    private static IEnumerable<Node> Parents(Pb.DirectiveContent content, Issuer issuer, IReadOnlyDictionary<DirectiveId, Referred> referred) =>
        content.DerivedFrom
            .Select(s => DirectiveId.TryParse(s.DirectiveId, out var id) ? referred.GetValueOrDefault(id) : null)
            .OfType<Referred>().Where(parent => parent.Line == issuer.Line).Select(parent => parent.Issuer);
}
