using Grpc.Core;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Web.Pages.Offices;

/// <summary>What the owners of an office have agreed on, and what a change of staffing would cost whom.</summary>
internal static class AgreementWords
{
    /// <summary>Who reads what is agreed at an office and what it costs.</summary>
    public const string Readers = $"{Roles.County},{Roles.Council},{Roles.MunicipalDirector},{Roles.Leader},{Roles.Auditor}";

    /// <summary>Who signs for a party: the county director for the state, the municipal director for a municipality or a city district.</summary>
    public const string Parties = $"{Roles.County},{Roles.MunicipalDirector}";

    private static readonly string[] InOrOut = ["included", "excluded"];

    /// <summary>The party that somebody signs for; null: none.</summary>
    public static OrgRef? OwnOf(Agreement agreement, Visitor visitor) => Parties.Split(',').Contains(visitor.Role)
        ? agreement.Parties.FirstOrDefault(party => party.Number == visitor.Unit && party.Kind == OrgKind.County == (visitor.Role == Roles.County))
        : null;

    /// <summary>What a clause on a term can say; none: anything in words.</summary>
    public static IReadOnlyList<string> ValuesOf(AgreementType type, string term) => term switch
    {
        "MUNICIPAL_SERVICE_IN_OFFICE" => InOrOut,
        "STATE_ICT" or "MUNICIPAL_ICT" when type == AgreementType.DataProcessing => InOrOut,
        "LEADERSHIP_MODEL" => ["SINGLE", "DUAL"],
        "LEADER_EMPLOYER" => ["STATE", "MUNICIPAL"],
        "COST_KEY_TYPE" => ["FTE", "PERCENT", "POPULATION"],
        _ => [],
    };

    /// <summary>The bill before and after, or why there is none.</summary>
    public static async Task<(SimulateCostSplitResponse? Split, Refused? Refusal)> Simulate(
        Platform platform, string office, Employer employer, string fte, string? from, bool nynorsk)
    {
        // People write -1,5, also with a real minus sign.
        var request = new SimulateCostSplitRequest { OfficeNumber = office, Employer = employer, FteDelta = fte.Trim().Replace(',', '.').Replace('\u2212', '-') };
        if (from is { Length: > 0 })
            request.From = from;
        try
        {
            return (await platform.Offices.SimulateCostSplitAsync(request), null);
        }
        catch (RpcException refusal) when (Refused.IsForThePage(refusal))
        {
            return (null, Refused.Of(refusal, nynorsk));
        }
    }
}
