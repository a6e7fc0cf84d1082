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
