using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>What a directive may say about other directives.</summary>
public static class ReferenceRules
{
    /// <summary>Every directive the content refers to, each once; text that is no id is left out.</summary>
    public static IReadOnlyList<DirectiveId> IdsIn(Pb.DirectiveContent content) =>
        [.. content.DerivedFrom.Select(s => s.DirectiveId).Concat(content.Supersedes).Concat(content.DependsOn)
            .Select(text => DirectiveId.TryParse(text, out var id) ? id : (DirectiveId?)null).OfType<DirectiveId>().Distinct()];

    /// <summary>
    /// Adds a fault for every reference to a directive the issuer cannot read or to the directive itself, and for every attempt to replace what somebody else
    /// issued: no line, and no other level of the own line, is overruled by a reference.
    /// </summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="at">Path of the content in the request.</param>
    /// <param name="directive">The directive whose content it is.</param>
    /// <param name="content">Well-formed content.</param>
    /// <param name="issuer">Who issues it.</param>
    /// <param name="referred">Published directives that the issuer may read, by id.</param>
    public static void Check(
        Fields fields, string at, DirectiveId directive, Pb.DirectiveContent content, Issuer issuer, IReadOnlyDictionary<DirectiveId, Referred> referred)
    {
        for (var i = 0; i < content.DerivedFrom.Count; i++)
        {
            Find(fields, $"{at}.derived_from[{i}].directive_id", content.DerivedFrom[i].DirectiveId, directive, referred);
        }

        for (var i = 0; i < content.DependsOn.Count; i++)
        {
            Find(fields, $"{at}.depends_on[{i}]", content.DependsOn[i], directive, referred);
        }

        for (var i = 0; i < content.Supersedes.Count; i++)
        {
            var path = $"{at}.supersedes[{i}]";
            if (Find(fields, path, content.Supersedes[i], directive, referred) is { } replaced && replaced.Issuer != issuer.Node)
            {
                fields.Add(path, ErrorReason.ForeignOrganisation, content.Supersedes[i], ("issuer_org", replaced.Issuer.Text));
            }
        }
    }

    private static Referred? Find(Fields fields, string path, string text, DirectiveId directive, IReadOnlyDictionary<DirectiveId, Referred> referred)
    {
        if (!DirectiveId.TryParse(text, out var id))
        {
            return null;
        }

        if (id == directive)
        {
            fields.Add(path, ErrorReason.FieldNotAllowed, text);
            return null;
        }

        if (!referred.TryGetValue(id, out var found))
        {
            fields.Add(path, ErrorReason.DirectiveNotFound, text);
        }

        return found;
    }
}
