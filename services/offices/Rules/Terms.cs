using Samstyring.Common;
using Samstyring.Errors.V1;

namespace Samstyring.Offices.Rules;

/// <summary>The terms a clause can be about, and the values that those have which rules read (domain.md, section 5, register of reserved subjects).</summary>
public static class Terms
{
    private const int MaxValue = 200;

    // Empty: any text.
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["OFFICE_LOCATION"] = [],
        ["OFFICE_ORGANISATION"] = [],
        ["MUNICIPAL_SERVICE_IN_OFFICE"] = ["included", "excluded"],
        ["USER_REPRESENTATION"] = [],
        ["LEADERSHIP_MODEL"] = ["SINGLE", "DUAL"],
        ["LEADER_EMPLOYER"] = ["STATE", "MUNICIPAL"],
        ["COST_KEY_TYPE"] = ["FTE", "PERCENT", "POPULATION"],
        ["COST_SHARE"] = [],
        ["COST_ITEM"] = [],
        ["DELEGATION"] = [],
        ["INTERMUNICIPAL_COOPERATION"] = [],
        ["SOCIAL_SERVICES_TRAINING"] = [],
        ["STATE_ICT"] = [],
        ["MUNICIPAL_ICT"] = [],
        ["STATE_STAFF_AND_BUDGET"] = [],
        ["MUNICIPAL_STAFF_AND_BUDGET"] = [],
        ["MINIMUM_SERVICE"] = [],
        ["LOCAL_GOAL"] = [],
        ["OPENING_HOURS"] = [],
        ["STAFFING_LEVEL"] = [],
        ["NOTICE_PERIOD"] = [],
    };

    /// <summary>Whether clauses can be about it.</summary>
    public static bool IsKnown(string term) => Values.ContainsKey(term);

    /// <summary>Whether a clause on the term names in its key what it speaks of: the service, for one.</summary>
    public static bool NeedsKey(string term) => term is "MUNICIPAL_SERVICE_IN_OFFICE" or "COST_SHARE" or "COST_ITEM";

    /// <summary>Adds a fault when the value is none of the term.</summary>
    public static void CheckValue(Fields fields, string field, string term, string value)
    {
        Texts.Check(fields, field, fields.Required(field, value), MaxValue);
        if (value.Length > 0 && Values[term] is { Length: > 0 } known && !known.Contains(value))
        {
            fields.Add(field, ErrorReason.EnumUnknown, value);
        }
    }
}
