using Samstyring.Cli.Text;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Tests;

/// <summary>What the owners agree on: what is sent, and what is shown.</summary>
public sealed class AgreementTests
{
    private static readonly OrgRef State = new() { Kind = OrgKind.County, Number = "5700" };
    private static readonly OrgRef Municipality = new() { Kind = OrgKind.Municipality, Number = "5035" };

    [Fact]
    public async Task Put_FromAFile_SendsTheContent()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new PutAgreementResponse { Agreement = new Agreement() };

        var put = await Put(platform, """{ "type": "AGREEMENT_TYPE_OPERATING", "valid": { "from": "2027-01-01" } }""", "--mandate", "Sak 12/26");

        Assert.Equal(("1783", "", "Sak 12/26"), (put.OfficeNumber, put.AgreementId, put.Mandate));
        Assert.Equal((AgreementType.Operating, "2027-01-01"), (put.Content.Type, put.Content.Valid.From));
        Assert.NotEqual("", put.RequestId);
    }

    [Fact]
    public async Task Put_FromWhatGetPrinted_SendsTheContentOfThatAgreement()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = request => request is GetAgreementRequest
            ? new GetAgreementResponse { Agreement = Signed(), Revisions = { Signed() } }
            : new PutAgreementResponse { Agreement = Signed() };

        var (_, printed, _) = await platform.Run("agreement", "get", "a1", "--json");
        var put = await Put(platform, printed, "--agreement", "a1", "--revision", "2");

        Assert.Equal(Content(Signed()), put.Content);
        Assert.Equal(("a1", 2), (put.AgreementId, put.Revision));
    }

    [Fact]
    public async Task Put_WithoutFile_SignsTheRevisionThatWasRead()
    {
        await using var platform = await StubPlatform.Start();
        var newer = Signed();
        (newer.Revision, newer.Clauses[0].Value) = (3, "excluded");
        platform.Answer = request => request is GetAgreementRequest
            ? new GetAgreementResponse { Revisions = { newer, Signed() } }
            : new PutAgreementResponse { Agreement = Signed() };

        var (exit, _, error) = await platform.Run("agreement", "put", "1783", "--agreement", "a1", "--revision", "2");

        Assert.True(exit == Exit.Done, error);
        var put = Assert.Single(platform.Requests.OfType<PutAgreementRequest>());
        Assert.Equal((2, Content(Signed())), (put.Revision, put.Content));
    }

    [Theory]
    [InlineData("agreement put 1783", "--file")]
    [InlineData("agreement put 1783 --agreement a1", "--revision")]
    [InlineData("agreement put 1783 --agreement a1 --revision 7", "ingen revisjon 7")]
    [InlineData("cost-split 1783 --employer STATE --delta -3.0 --percent STATE", "STATE=60")]
    [InlineData("cost-split 1783 --employer BOTH --delta -3.0", "STATE, MUNICIPAL")]
    public async Task Verb_UsedWrongly_SaysHow(string line, string told)
    {
        await using var platform = await StubPlatform.Start();

        var (exit, _, error) = await platform.Run(line.Split(' '));

        Assert.Equal(Exit.Usage, exit);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain(platform.Requests, request => request is not GetAgreementRequest);
    }

    [Fact]
    public async Task Propose_WithoutRevision_AmendsTheNewestAgreed()
    {
        await using var platform = await StubPlatform.Start();
        var proposal = Signed();
        (proposal.Revision, proposal.State) = (3, AgreementState.Proposed);
        platform.Answer = request => request is GetAgreementRequest
            ? new GetAgreementResponse { Revisions = { proposal, Signed() } }
            : new ProposeAmendmentResponse { Amendment = new Amendment() };

        await platform.Run("amendment", "propose", "a1", "4.2", "excluded", "--from", "2027-05-01", "--mandate", "Sak 40/26");

        var sent = Assert.Single(platform.Requests.OfType<ProposeAmendmentRequest>());
        Assert.Equal(
            ("a1", 2, "4.2", "excluded", "2027-05-01", "Sak 40/26"),
            (sent.AgreementId, sent.Revision, sent.ClauseRef, sent.Value, sent.EffectiveFrom, sent.Mandate));
    }

    [Fact]
    public async Task CostSplit_WithShares_SendsThem()
    {
        await using var platform = await StubPlatform.Start();

        await platform.Run("cost-split", "1783", "--employer", "municipal", "--delta", "-3.0", "--from", "2027-04-01", "--percent", "STATE=60.5, 5035=39.5");

        var sent = Assert.IsType<SimulateCostSplitRequest>(Assert.Single(platform.Requests));
        Assert.Equal((Employer.Municipal, "-3.0", "2027-04-01"), (sent.Employer, sent.FteDelta, sent.From));
        Assert.Equal([("STATE", "60.5"), ("5035", "39.5")], sent.Percent.Select(share => (share.Party, share.Percent)));
    }

    [Fact]
    public void CostSplit_TheExampleOfK07_StandsSideBySideInWholeKroner()
    {
        using var writer = new StringWriter();
        CostSplitText.Write(new Out(writer, false), new SimulateCostSplitResponse
        {
            OfficeNumber = "1783",
            From = "2027-04-01",
            NokPerYear = 1_800_000,
            Splits =
            {
                new CostSplit
                {
                    Type = CostKeyType.Percent,
                    Shares = { Share("STATE", "62.50", "62.50", 1_125_000, 1_125_000, 0), Share("5035", "37.50", "37.50", 675_000, 675_000, 0) },
                },
                new CostSplit
                {
                    Type = CostKeyType.Fte, Current = true,
                    Shares =
                    {
                        Share("STATE", "62.50", "53.85", 1_125_000, 969_231, -116_827), Share("MUNICIPAL", "37.50", "46.15", 675_000, 830_769, 116_827),
                    },
                },
            },
        });

        Assert.Equal(
            """
            Kontor 1783: 1 800 000 kr i året, endring fra og med 1. april 2027
                                           etter årsverk (i dag)    faste andeler
            staten         før                 1 125 000   62,50 %      1 125 000   62,50 %
                           etter                 969 231   53,85 %      1 125 000   62,50 %
                           endring per år       -155 769                        0
                           endring i 2027       -116 827                        0
            kommunal side  før                   675 000   37,50 %              –
                           etter                 830 769   46,15 %              –
                           endring per år       +155 769                        –
                           endring i 2027       +116 827                        –
            kommune 5035   før                         –                  675 000   37,50 %
                           etter                       –                  675 000   37,50 %
                           endring per år              –                        0
                           endring i 2027              –                        0

            """,
            writer.ToString());
    }

    [Fact]
    public void Agreement_WithCostsAndAmendment_IsReadable()
    {
        using var writer = new StringWriter();
        AgreementText.Write(new Out(writer, false), Signed());

        Assert.Equal(
            """
            driftsavtale, kontor 1783, revisjon 2: undertegnet av alle
              Id:                a1
              Gjelder:           1. januar 2027 – 31. desember 2030
              Part:              Nav fylke 5700, undertegnet 21. november 2026
              Part:              kommune 5035, har ikke undertegnet
              4.2:               MUNICIPAL_SERVICE_IN_OFFICE HOUSING_SUPPORT = included; varsel 6 måneder
              5:                 Kontoret er felles.
              Kostnadsnøkkel:    faste andeler, kommune 5035 37,5 %, staten 62,5 %
              Sist vurdert:      15. januar 2026
              Kostnad:           Husleie, 1 500 000 kr i året
              Delegasjon:        GRANT fra kommune 5035 til statlig leder (Vedtak 3/26; 1. januar 2027 – 31. desember 2027)
              Endring:           4.2 = excluded fra og med 1. januar 2028: venter på undertegning
                Id:              m1
                Part:            kommune 5035, undertegnet 22. november 2026 etter Sak 40/26

            """,
            writer.ToString());
    }

    private static async Task<PutAgreementRequest> Put(StubPlatform platform, string json, params string[] options)
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, json, TestContext.Current.CancellationToken);
        var (exit, _, error) = await platform.Run(["agreement", "put", "1783", "-f", file, .. options]);
        File.Delete(file);
        Assert.True(exit == Exit.Done, error);
        return Assert.Single(platform.Requests.OfType<PutAgreementRequest>());
    }

    private static AgreementContent Content(Agreement agreement) => new()
    {
        Type = agreement.Type,
        Parties = { agreement.Parties },
        Valid = agreement.Valid,
        Clauses = { agreement.Clauses },
        Costs = agreement.Costs,
        Delegations = { agreement.Delegations },
    };

    private static Agreement Signed() => new()
    {
        AgreementId = "a1",
        OfficeNumber = "1783",
        Type = AgreementType.Operating,
        Revision = 2,
        State = AgreementState.Agreed,
        Valid = new Period { From = "2027-01-01", To = "2031-01-01" },
        Parties = { State, Municipality },
        Signatures = { new Signature { Party = State, SignedAt = "2026-11-21" } },
        Clauses =
        {
            new AgreementClause { ClauseRef = "4.2", Term = "MUNICIPAL_SERVICE_IN_OFFICE", Key = "HOUSING_SUPPORT", Value = "included", NoticeMonths = 6 },
            new AgreementClause { ClauseRef = "5", Text = new LocalizedText { Nb = "Kontoret er felles." } },
        },
        Costs = new CostTerms
        {
            Type = CostKeyType.Percent,
            LastReview = "2026-01-15",
            Shares = { new CostShare { Party = "5035", Percent = "37.5" }, new CostShare { Party = "STATE", Percent = "62.5" } },
            Items = { new CostItem { Item = "Husleie", NokPerYear = 1_500_000 } },
        },
        Delegations =
        {
            new Delegation
            {
                FromParty = Municipality, ToLeader = ResponsibleLeader.StateLeader, ActionCode = "GRANT", LegalBasis = "Vedtak 3/26",
                Valid = new Period { From = "2027-01-01", To = "2028-01-01" },
            },
        },
        Amendments =
        {
            new Amendment
            {
                AmendmentId = "m1", ClauseRef = "4.2", Value = "excluded", EffectiveFrom = "2028-01-01",
                Signatures = { new Signature { Party = Municipality, SignedAt = "2026-11-22", Mandate = "Sak 40/26" } },
            },
        },
    };

    private static CostSplitShare Share(string party, string before, string after, long nokBefore, long nokAfter, long thisYear) => new()
    {
        Party = party,
        PercentBefore = before,
        PercentAfter = after,
        NokBefore = nokBefore,
        NokAfter = nokAfter,
        NokChange = nokAfter - nokBefore,
        NokChangeThisYear = thisYear,
    };
}
