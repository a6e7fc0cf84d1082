using System.Text.RegularExpressions;
using Google.Protobuf.Collections;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Types.V1;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Steering.Rules;

/// <summary>
/// Whether what is written in a directive can be read as what its fields hold (domain.md section 8): a draft may lack anything, but nothing malformed is
/// ever stored. What publication requires is <see cref="PublicationRules"/>. All faults are added, none stops the others.
/// </summary>
public static partial class ContentRules
{
    private static readonly HashSet<string> Terms =
    [
        "OFFICE_LOCATION", "OFFICE_ORGANISATION", "MUNICIPAL_SERVICE_IN_OFFICE", "USER_REPRESENTATION", "LEADERSHIP_MODEL", "LEADER_EMPLOYER",
        "COST_KEY_TYPE", "COST_SHARE", "COST_ITEM", "DELEGATION", "INTERMUNICIPAL_COOPERATION", "SOCIAL_SERVICES_TRAINING", "STATE_ICT", "MUNICIPAL_ICT",
        "STATE_STAFF_AND_BUDGET", "MUNICIPAL_STAFF_AND_BUDGET", "MINIMUM_SERVICE", "LOCAL_GOAL", "OPENING_HOURS", "STAFFING_LEVEL", "NOTICE_PERIOD",
    ];

    /// <summary>Adds every fault of the content.</summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="at">Path of the content in the request.</param>
    /// <param name="content">What the issuer wrote.</param>
    public static void Check(Fields fields, string at, Pb.DirectiveContent content)
    {
        ContentShape.Check(fields, at, content);
        CheckScope(fields, $"{at}.scope", content.Scope);
        CheckIdentity(fields, at, content);
        CheckReferences(fields, at, content);
        CheckCodes(fields, at, content);
        CheckDates(fields, at, content);
        CheckQuantities(fields, at, content);
        CheckInvolvement(fields, at, content);
    }

    /// <summary>The content as it is stored: texts in NFC, and without what only the platform sets.</summary>
    public static Pb.DirectiveContent Store(Pb.DirectiveContent content)
    {
        var stored = ContentShape.Normalise(content);
        stored.IndicatorDefinitionHash = "";
        return stored;
    }

    /// <summary>Adds a fault when a scope cannot be parsed, saying where; an empty one is only missing.</summary>
    public static Scope? CheckScope(Fields fields, string path, string text)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > ContentShape.MaxText)
        {
            return null;
        }

        var parse = Scope.Parse(text);
        if (parse.Scope is null)
        {
            fields.Add(path, ErrorReason.ScopeMalformed, text, ("position", $"{parse.Position}"), ("expected", parse.Expected));
        }

        return parse.Scope;
    }

    /// <summary>Whether an organisation is named as its kind is: by four digits, by a county number, or by nothing where there is only one.</summary>
    public static bool IsWellFormed(OrgRef org) => org.Kind switch
    {
        OrgKind.Department or OrgKind.Directorate or OrgKind.Ks => org.Number.Length == 0,
        OrgKind.County or OrgKind.Municipality => Digits(org.Number, 4, 4),
        OrgKind.CountyGovernor => Digits(org.Number, 2, 2) || Digits(org.Number, 4, 4),
        OrgKind.CityDistrict or OrgKind.Partnership => Digits(org.Number, 4, 6),
        _ => false,
    };

    private static void CheckIdentity(Fields fields, string at, Pb.DirectiveContent content)
    {
        CheckOrg(fields, $"{at}.issuer_org", content.IssuerOrg);
        for (var i = 0; i < (content.ReadAccess?.Orgs.Count ?? 0); i++)
        {
            CheckOrg(fields, $"{at}.read_access.orgs[{i}]", content.ReadAccess!.Orgs[i]);
        }

        if (content.Shielding is { } shielding)
        {
            fields.Required($"{at}.shielding.basis", shielding.Basis);
        }
    }

    /// <summary>Adds a fault when an organisation is not named as its kind is; an absent one is fine.</summary>
    internal static void CheckOrg(Fields fields, string path, OrgRef? org)
    {
        if (org is null || !Enum.IsDefined(org.Kind))
        {
            return;
        }

        if (org.Kind == OrgKind.Unspecified)
        {
            fields.Add($"{path}.kind", ErrorReason.FieldRequired);
        }
        else if (!IsWellFormed(org))
        {
            fields.Add($"{path}.number", org.Number.Length == 0 ? ErrorReason.FieldRequired : ErrorReason.FieldMalformed, org.Number);
        }
    }

    private static void CheckReferences(Fields fields, string at, Pb.DirectiveContent content)
    {
        CheckSources(fields, $"{at}.derived_from", content.DerivedFrom);
        CheckSources(fields, $"{at}.legal_basis", content.LegalBasis);
        CheckIds(fields, $"{at}.supersedes", content.Supersedes);
        CheckIds(fields, $"{at}.depends_on", content.DependsOn);
        for (var i = 0; i < content.AgreementClause.Count; i++)
        {
            fields.Required($"{at}.agreement_clause[{i}].agreement_id", content.AgreementClause[i].AgreementId);
            fields.Required($"{at}.agreement_clause[{i}].clause_ref", content.AgreementClause[i].ClauseRef_);
        }
    }

    private static void CheckSources(Fields fields, string path, RepeatedField<Pb.SourceRef> sources)
    {
        for (var i = 0; i < sources.Count; i++)
        {
            var source = sources[i];
            if (source.DirectiveId.Length == 0)
            {
                fields.Required($"{path}[{i}].source_id", source.SourceId);
            }
            else
            {
                CheckId(fields, $"{path}[{i}].directive_id", source.DirectiveId);
            }
        }
    }

    private static void CheckIds(Fields fields, string path, RepeatedField<string> ids)
    {
        for (var i = 0; i < ids.Count; i++)
        {
            CheckId(fields, $"{path}[{i}]", ids[i]);
        }
    }

    private static void CheckId(Fields fields, string path, string id)
    {
        if (id.Length > 0 && !DirectiveId.TryParse(id, out _))
        {
            fields.Add(path, ErrorReason.FieldMalformed, id);
        }
    }

    private static void CheckCodes(Fields fields, string at, Pb.DirectiveContent content)
    {
        CheckCode(fields, $"{at}.theme", content.Theme);
        CheckCode(fields, $"{at}.action_code", content.ActionCode);
        CheckCode(fields, $"{at}.service_code", content.ServiceCode);
        CheckCode(fields, $"{at}.indicator_id", content.IndicatorId);
        CheckCodeList(fields, $"{at}.combined_with", content.CombinedWith);
        CheckCodeList(fields, $"{at}.requires_system", content.RequiresSystem);
        CheckGroup(fields, $"{at}.target_group", content.TargetGroup);
        CheckGroup(fields, $"{at}.offer.audience", content.Offer?.Audience);
        for (var i = 0; i < content.AssertedTerms.Count; i++)
        {
            var term = content.AssertedTerms[i].Term;
            if (fields.Required($"{at}.asserted_terms[{i}].term", term).Length > 0 && !Terms.Contains(term))
            {
                fields.Add($"{at}.asserted_terms[{i}].term", ErrorReason.EnumUnknown, term);
            }
        }
    }

    private static void CheckCodeList(Fields fields, string path, RepeatedField<string> codes)
    {
        for (var i = 0; i < codes.Count; i++)
        {
            CheckCode(fields, $"{path}[{i}]", codes[i]);
        }
    }

    private static void CheckCode(Fields fields, string path, string code)
    {
        if (code.Length > 0 && !Code().IsMatch(code))
        {
            fields.Add(path, ErrorReason.FieldMalformed, code);
        }
    }

    private static bool Digits(string text, int least, int most) => text.Length >= least && text.Length <= most && text.All(char.IsAsciiDigit);

    [GeneratedRegex(@"^[\p{L}\p{Nd}_.:-]+$")]
    private static partial Regex Code();
}
