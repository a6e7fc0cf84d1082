namespace Samstyring.Tokens;

/// <summary>Numbers of the register of legal entities (Enhetsregisteret): nine digits, the last of which checks the others.</summary>
public static class OrganisationNumber
{
    private static readonly int[] Weights = [3, 2, 7, 6, 5, 4, 3, 2];

    public static bool IsValid(string number)
    {
        if (number.Length != 9 || !number.All(char.IsAsciiDigit))
            return false;
        var check = (11 - (Weights.Select((weight, i) => weight * (number[i] - '0')).Sum() % 11)) % 11;
        return check == number[8] - '0';
    }
}
