using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>The terms a clause can be about, and the values that those have which rules read (domain.md, section 5, register of reserved subjects).</summary>
public static class Terms
{
    /// <summary>The value of a clause that says the thing in its key is part of it.</summary>
    public const string Included = "included";

    private const int MaxValue = 200;

    private static readonly string[] InOrOut = [Included, "excluded"];

    // Empty: any text.
    private static readonly Dictionary<string, string[]> Values = new()
    {
        ["OFFICE_LOCATION"] = [],
        ["OFFICE_ORGANISATION"] = [],
        ["MUNICIPAL_SERVICE_IN_OFFICE"] = InOrOut,
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

    /// <summary>
    /// Whether a clause on the term says of the system in its key whether the agreement covers it: each party answers for its own systems, and the other
    /// one's data in them needs a data-processing agreement.
    /// </summary>
    public static bool NamesSystem(AgreementType type, string term) => type == AgreementType.DataProcessing && (term is "STATE_ICT" or "MUNICIPAL_ICT");

    /// <summary>Whether a clause on the term names in its key what it speaks of: the service, for one.</summary>
    public static bool NeedsKey(AgreementType type, string term) =>
        NamesSystem(type, term) || term is "MUNICIPAL_SERVICE_IN_OFFICE" or "COST_SHARE" or "COST_ITEM";

    /// <summary>Adds a fault when the value is none of the term.</summary>
    public static void CheckValue(Fields fields, string field, AgreementType type, string term, string value)
    {
        Texts.Check(fields, field, fields.Required(field, value), MaxValue);
        if (value.Length > 0 && (NamesSystem(type, term) ? InOrOut : Values[term]) is { Length: > 0 } known && !known.Contains(value))
        {
            fields.Add(field, ErrorReason.EnumUnknown, value);
        }
    }
}
