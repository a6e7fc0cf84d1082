using Samstyring.Common;
using Samstyring.Steering.Rules;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Steering.Tests.Support;

/// <summary>Directives as the tests' organisations write them: complete, so that a test only changes what it is about.</summary>
public static class Contents
{
    /// <summary>Today in the tests of rules.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    /// <summary>A result requirement of an issuer to the leaders of the offices in a scope.</summary>
    public static DirectiveContent Of(Issuer issuer, string scope) => new()
    {
        Title = new LocalizedText { Nb = "Unge under 30 i arbeid", Nn = "Unge under 30 i arbeid" },
        Text = new LocalizedText { Nb = "Minst 70 prosent av unge under 30 skal være i aktivitet.\nDette gjelder alle kontor." },
        OriginalForm = Form.Nb,
        Line = issuer.Line,
        IssuerOrg = issuer.Org.Clone(),
        IssuerRole = issuer.Role,
        DocumentId = "MDB-2027",
        ClauseRef = "3.1",
        DocumentType = DocumentType.SteeringLetter,
        Bindingness = Bindingness.ResultRequirement,
        Modality = Modality.Must,
        Level = Level.Result,
        Theme = "FOLLOW_UP.YOUTH",
        ActionCode = "FOLLOW_UP.ACTIVITY",
        IndicatorId = "IND-YOUTH",
        Direction = Direction.Up,
        Target = new Target { Lo = "70", Unit = "PERCENT" },
        DecidedAt = "2026-11-20",
        Valid = new Types.V1.Period { From = "2027-01-01", To = "2028-01-01" },
        Horizon = Horizon.Annual,
        Scope = scope,
        RecipientRole = RecipientRole.NavLeader,
    };

    /// <summary>A requirement of the directorate, for the counties to relay.</summary>
    public static DirectiveContent ToCounties(string scope = "ALL")
    {
        var content = Of(Issuers.Directorate, scope);
        content.RecipientRole = RecipientRole.CountyDirector;
        return content;
    }

    /// <summary>A decision of a council, for its municipal director to relay.</summary>
    public static DirectiveContent ToMunicipalDirector(string municipality = "5035")
    {
        var content = Of(Issuers.Council(municipality), $"MUNICIPALITY({municipality})");
        content.DocumentType = DocumentType.CouncilDecision;
        content.RecipientRole = RecipientRole.MunicipalDirector;
        return content;
    }
}

/// <summary>The issuers of the tests.</summary>
public static class Issuers
{
    public static readonly Issuer Directorate = Of(Role.Directorate, "");
    public static readonly Issuer Trondelag = Of(Role.County, "5700");
    public static readonly Issuer OstViken = Of(Role.County, "0200");
    public static readonly Issuer Stjordal = Of(Role.MunicipalDirector, "5035");
    public static readonly Issuer Governor = Of(Role.CountyGovernor, "50");

    public static Issuer Council(string municipality) => Of(Role.Council, municipality);

    private static Issuer Of(Role role, string unit) => Issuer.Of(new Caller(role, unit, "person"))!;
}
