using System.Globalization;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Pb = Samstyring.Offices.V1;

namespace Samstyring.Offices.Rules;

/// <summary>A party's fixed part of the bill.</summary>
/// <param name="Party"><see cref="CostShares.State"/>, <see cref="CostShares.Municipal"/> or a municipality number.</param>
/// <param name="Percent">0 to 100.</param>
public sealed record FixedShare(string Party, decimal Percent);

/// <summary>Fixed shares as the owners write them.</summary>
public static class CostShares
{
    public const string State = "STATE";
    public const string Municipal = "MUNICIPAL";

    /// <summary>
    /// Reads shares and adds every fault: an unknown party, one named twice, the municipal side as a whole beside one of its municipalities, a part outside
    /// 0-100, and shares that do not add up to exactly 100.
    /// </summary>
    /// <param name="fields">Takes the faults.</param>
    /// <param name="at">Path of the shares in the request.</param>
    /// <param name="shares">As written.</param>
    /// <param name="municipalities">Numbers that may bear a part.</param>
    public static IReadOnlyList<FixedShare> Parse(
        Fields fields, string at, IReadOnlyList<Pb.CostShare> shares, IReadOnlyCollection<string> municipalities)
    {
        var read = new List<FixedShare>();
        for (var i = 0; i < shares.Count; i++)
        {
            var party = fields.Required($"{at}[{i}].party", shares[i].Party);
            if (party.Length > 0 && party is not (State or Municipal) && !municipalities.Contains(party))
            {
                fields.Add($"{at}[{i}].party", ErrorReason.MunicipalityUnknown, party, ("number", party));
            }
            else if (read.Exists(share => share.Party == party))
            {
                fields.Add($"{at}[{i}].party", ErrorReason.EntryRepeated, party);
            }
            else if (party == Municipal && shares.Any(share => municipalities.Contains(share.Party)))
            {
                fields.Add($"{at}[{i}].party", ErrorReason.FieldNotAllowed, party);
            }

            var percent = fields.Decimal($"{at}[{i}].percent", fields.Required($"{at}[{i}].percent", shares[i].Percent));
            if (percent is < 0 or > 100)
            {
                fields.Add($"{at}[{i}].percent", ErrorReason.NumberOutOfRange, shares[i].Percent);
            }

            read.Add(new FixedShare(party, percent ?? 0));
        }

        var sum = read.Sum(share => share.Percent);
        if (sum != 100)
        {
            fields.Add(at, ErrorReason.SharesNotHundred, Text(sum));
        }

        return read;
    }

    /// <summary>Shares that have been found without fault.</summary>
    public static IReadOnlyList<FixedShare> Of(IEnumerable<Pb.CostShare> shares) =>
        [.. shares.Select(share => new FixedShare(share.Party, Number(share.Percent)))];

    /// <summary>The number that such a text writes.</summary>
    public static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>A decimal in its one written form: "37.5", never "37.50".</summary>
    public static string Text(decimal value) => value.ToString("0.#########", CultureInfo.InvariantCulture);
}
