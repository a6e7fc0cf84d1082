namespace Samstyring.Tokens;

/// <summary>The section <c>Auth</c>: whose access tokens are accepted.</summary>
public sealed class TokenOptions
{
    public const string Section = "Auth";

    /// <summary>The issuers; a token of anybody else is refused. Without one the process does not start.</summary>
    public IList<IssuerOptions> Issuers { get; init; } = [];
}

/// <summary>An issuer, and what its tokens can say here.</summary>
public sealed class IssuerOptions
{
    /// <summary>The <c>iss</c> of its tokens.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>Address of its discovery document, from which alone its keys are taken.</summary>
    public string MetadataAddress { get; set; } = "";

    /// <summary>The <c>aud</c> of tokens meant for this platform.</summary>
    public string Audience { get; set; } = "samstyring";

    /// <summary>Of ES256, RS256 and PS256 those that it signs with; empty: all three.</summary>
    public IList<string> Algorithms { get; init; } = [];

    /// <summary>The <c>typ</c> of its access tokens; empty: <c>at+jwt</c>.</summary>
    public IList<string> Types { get; init; } = [];

    /// <summary>
    /// Longest life of its tokens that is accepted, at most an hour. A role that the issuer withdraws works until the token ends: an issuer whose tokens live a
    /// minute is one whose withdrawals take effect within a minute.
    /// </summary>
    public TimeSpan MaxLife { get; set; } = TokenChecks.MaxLife;

    /// <summary>Roles that it may grant, by the platform's names. A token that asks for another is refused.</summary>
    public IList<string> Roles { get; init; } = [];

    /// <summary>The role of all its tokens; empty: the one that the token names.</summary>
    public string Role { get; set; } = "";

    /// <summary>The platform's name of a role by the issuer's; a name that is not here is the platform's own.</summary>
    public IDictionary<string, string> RoleNames { get; init; } = new Dictionary<string, string>();

    /// <summary>The unit's number by organisation number; empty: the token says the unit's number itself. An organisation that is not here is refused.</summary>
    public IDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>Where its tokens say what.</summary>
    public ClaimMap Claims { get; init; } = new();
}

/// <summary>Names of claims; <c>consumer.ID</c> is a member of a claim that is an object.</summary>
public sealed class ClaimMap
{
    /// <summary>Who it is, the same each time.</summary>
    public string Subject { get; set; } = "sub";

    /// <summary>In which role.</summary>
    public string Role { get; set; } = "role";

    /// <summary>For which unit or organisation.</summary>
    public string Unit { get; set; } = "unit";
}
