using System.Security.Cryptography;
using System.Text;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Xunit;
using static Samstyring.Notifications.Tests.Rules.Situation;

namespace Samstyring.Notifications.Tests.Rules;

public class FindingTests
{
    private static readonly Directive Up = State().Indicates(Bindingness.Order, Direction.Up);
    private static readonly Directive Down = Municipal().Indicates(Bindingness.Order, Direction.Down);

    [Fact]
    public void Fingerprint_IsMadeAsWritten() => Assert.Equal(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"K-02|CONFLICT|m1,s1|5501|{Judge.RuleVersion}|IND-KVP"))),
        Only(Up, Down)!.Fingerprint);

    [Fact]
    public void Fingerprint_OfAnUnchangedProblem_Stays() => Assert.Equal(
        Only(Up, Down)!.Fingerprint,
        Judge.Findings(At(AsOf.AddDays(30), Up with { Revision = 7, Target = new(3, null, "PERSON") }, Down))[0].Fingerprint);

    /// <summary>What a finding shows of the fields of a directive; nothing where it says nothing.</summary>
    public static TheoryData<string, string> Written => new()
    {
        { "consequence_assessment", "COMPLETE" },
        { "fte_demand", "STATE 1.5 Ungdomsteam,MUNICIPAL 25%" },
        { "fte_delta", "STATE -3" },
        { "frame", "2027 nok=10 fte=2 free_nok=5 free_fte=0.5" },
        { "substitute", "2027-02-01 covers_all=true" },
        { "target", "2..5 PERSON +-1" },
        { "target_group", "groups=REFUGEES,YOUTH age=18..29 duration_months=6.." },
        { "asserted_terms", "LEADERSHIP_MODEL=SINGLE,DELEGATION[HOUSING]=yes" },
        { "legal_basis", "ACT 13,NOTE" },
        { "reporting", "IND-KVP 2027-01-01/2028-01-01 P1M ARENA due=2027-02-01" },
        { "offer", "2027-04-14/2027-04-15 groups=YOUTH mandatory=true anchored_by=COUNTY+MUNICIPALITY" },
        { "shielding", "LAW" },
        { "read_access", "COUNTY:5700,MUNICIPALITY:5035" },
        { "nok_year", "2027" },
        { "delivery_path", "DIRECTORATE" },
    };

    [Theory]
    [MemberData(nameof(Written))]
    public void Field_IsShownAsItIsWritten(string field, string expected)
    {
        var x = State() with
        {
            FteDemand = [new(Pool.State, 1.5m, CapacityGroup: "Ungdomsteam"), new(Pool.Municipal, SharePct: 25)],
            FteDelta = [new(Employer.State, -3)],
            Frame = new(2027, 10, 2, 5, 0.5m),
            Substitute = new("Nytt", Day("2027-02-01"), true),
            Target = new(2, 5, "PERSON", 1),
            TargetGroup = new(["YOUTH", "REFUGEES"], new(18, 29), new(6)),
            AssertedTerms = [new("LEADERSHIP_MODEL", null, "SINGLE"), new("DELEGATION", "HOUSING", "yes")],
            LegalBasis = [new("ACT", "13"), new("NOTE")],
            Reporting = [new(null, "IND-KVP", Year2027, "P1M", "ARENA", Day("2027-02-01"))],
            Offer = new(Range("2027-04-14", "2027-04-15"), new(["YOUTH"]), true, ["COUNTY", "MUNICIPALITY"]),
            Shielding = new("LAW"),
            ReadAccess = ["COUNTY:5700", "MUNICIPALITY:5035"],
            NokYear = 2027,
            DeliveryPath = [new("DIRECTORATE"), new("OFFICE:5501")],
        };

        Assert.Equal(expected, Compared.Value(x, field));
        Assert.Empty(Compared.Value(State() with { ConsequenceAssessment = null, DeliveryPath = null }, field));
    }

    [Fact]
    public void Assessment_ThatIsNotSigned_IsShownAsIncomplete() =>
        Assert.Equal("INCOMPLETE", Compared.Value(State() with { ConsequenceAssessment = Assessed with { SignedBy = null } }, "consequence_assessment"));

    [Fact]
    public void Message_ReadBack_IsTheSame()
    {
        var found = Only(Up.Ages(18, 30).Groups("REFUGEES"), Down with { Direction = null })!;
        var message = FindingMessage.Write(found);

        var read = FindingMessage.Read(message, found.Directives.ToDictionary(d => d.Id));

        Assert.Equal(message, FindingMessage.Write(read));
        Assert.Equal(found.Fingerprint, read.Fingerprint);
    }

    [Theory]
    [InlineData(typeof(Line), typeof(Types.V1.Line))]
    [InlineData(typeof(Bindingness), typeof(Steering.V1.Bindingness))]
    [InlineData(typeof(Modality), typeof(Steering.V1.Modality))]
    [InlineData(typeof(Direction), typeof(Steering.V1.Direction))]
    [InlineData(typeof(DirectiveState), typeof(Steering.V1.DirectiveState))]
    [InlineData(typeof(RecipientRole), typeof(Steering.V1.RecipientRole))]
    [InlineData(typeof(Verdict), typeof(V1.Verdict))]
    [InlineData(typeof(Severity), typeof(V1.Severity))]
    [InlineData(typeof(Stage), typeof(V1.Stage))]
    [InlineData(typeof(ResolverClass), typeof(V1.ResolverClass))]
    [InlineData(typeof(Notifications.Gate.GateState), typeof(V1.GateState))]
    public void Words_AreThoseOfTheProtos(Type word, Type message) => Assert.Equal(
        Enum.GetNames(message).Where(n => n != "Unspecified").Select(n => (n, (int)Enum.Parse(message, n))),
        Enum.GetNames(word).Select(n => (n, (int)Enum.Parse(word, n))));

    [Theory]
    [InlineData("{}", "")]
    [InlineData("{[2027-01-01,2027-06-01)}", "2027-01-01/2027-06-01")]
    [InlineData("{(,2027-01-01),[2027-06-01,)}", "/2027-01-01,2027-06-01/")]
    public void Days_AreReadAsPostgresWritesThem(string text, string expected)
    {
        Assert.Equal(expected, OfficeReader.ParseDays(text).ToString());
        Assert.Equal(text, OfficeReader.Write(OfficeReader.ParseDays(text)));
    }

    [Fact]
    public void Directive_Read_KeepsWhatIsAbsentAbsent()
    {
        var read = DirectiveReader.Read(World.State("s1", c => (c.ActionCode, c.IndicatorId) = ("", "IND-KVP")), Catalogues.Newest);

        Assert.Null(read.ActionCode);
        Assert.Null(read.Direction);
        Assert.Null(read.Target);
        Assert.Same(TargetGroup.Everybody, read.TargetGroup);
        Assert.Equal((RecipientRole.NavLeader, "COUNTY:5700"), (read.RecipientRole, read.IssuerOrg));
        Assert.Equal(Catalogues.Newest.Indicators["IND-KVP"].DefinitionHash, read.IndicatorDefinitionHash);
    }
}
