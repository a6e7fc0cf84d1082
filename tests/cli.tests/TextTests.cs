using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Cli.Text;
using Samstyring.Norwegian;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Enum = System.Enum;

namespace Samstyring.Cli.Tests;

public sealed class TextTests
{
    public static TheoryData<System.Type> Shown =>
    [
        typeof(Line), typeof(DirectiveState), typeof(ChangeClass), typeof(Bindingness), typeof(Modality), typeof(Direction), typeof(Level), typeof(Horizon),
        typeof(IssuerRole), typeof(RecipientRole), typeof(ResponsibleLeader), typeof(DocumentType), typeof(GateState), typeof(MissionState), typeof(EndReason),
        typeof(Verdict), typeof(Severity), typeof(FindingState), typeof(CloseReason), typeof(FindingKind), typeof(QuestionKind), typeof(LinkBasis), typeof(SizeClass),
        typeof(LanguageForm), typeof(Samstyring.Offices.V1.OfficeStatus), typeof(LeadershipModel), typeof(Employer), typeof(MunicipalityRole),
        typeof(AgreementType), typeof(AgreementState), typeof(CostKeyType), typeof(ReminderMark), typeof(RegisterUpdateState), typeof(UnitDifferenceKind),
        typeof(NotUsedReason),
    ];

    [Theory]
    [MemberData(nameof(Shown))]
    public void Word_OfEveryValue_IsNorwegianInBothForms(System.Type type)
    {
        var values = Enum.GetValues(type).Cast<Enum>().Where(v => Convert.ToInt32(v, CultureInfo.InvariantCulture) != 0);

        Assert.All(values, value => Assert.All(new[] { Words.Of(value, false), Words.Of(value, true) }, word => Assert.DoesNotContain('(', word)));
    }

    [Theory]
    [InlineData("2026-11-12", "12. november 2026")]
    [InlineData("2027-05-01", "1. mai 2027")]
    [InlineData("snart", "snart")]
    [InlineData("", "")]
    public void Day_Written_IsNorwegian(string text, string expected) => Assert.Equal(expected, Dates.Day(text));

    [Fact]
    public void Instant_OfSummerAndWinter_IsInOslo()
    {
        Assert.Equal("1. juli 2026 kl. 00.30", Dates.Instant(Timestamp.FromDateTime(new DateTime(2026, 6, 30, 22, 30, 0, DateTimeKind.Utc))));
        Assert.Equal("1. januar 2027 kl. 00.30", Dates.Instant(Timestamp.FromDateTime(new DateTime(2026, 12, 31, 23, 30, 0, DateTimeKind.Utc))));
    }

    [Theory]
    [InlineData("2027-01-01", "2028-01-01", "1. januar 2027 – 31. desember 2027")]
    [InlineData("2027-01-01", "2027-01-02", "1. januar 2027")]
    [InlineData("2027-01-01", null, "fra og med 1. januar 2027")]
    [InlineData(null, "2028-01-01", "til og med 31. desember 2027")]
    [InlineData(null, null, "uten tidsgrense")]
    public void Period_HalfOpen_IsWrittenWithItsLastDay(string? from, string? to, string expected)
    {
        var period = new Period();
        if (from is not null)
            period.From = from;
        if (to is not null)
            period.To = to;

        Assert.Equal(expected, Dates.Period(period, false));
    }

    [Fact]
    public void Mission_OfBothOwners_ShowsWhatEachSays()
    {
        using var writer = new StringWriter();
        MissionText.Write(new Out(writer, true), new Mission
        {
            Rank = 2,
            Version = 3,
            State = MissionState.Released,
            Title = new LocalizedText { Nb = "Tett oppfølging av unge" },
            Theme = "FOLLOW_UP.YOUTH",
            Valid = new Period { From = "2027-01-01", To = "2028-01-01" },
            Deadline = "2027-03-01",
            Sources =
            {
                new MissionSource
                {
                    Line = Line.State, IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = "5700" }, Bindingness = Bindingness.ResultRequirement,
                    Modality = Modality.Must, DocumentId = "MDB 2027", ClauseRef = "3.1", Deadline = "2027-03-01", ResponsibleLeader = ResponsibleLeader.StateLeader,
                },
                new MissionSource
                {
                    Line = Line.Municipal, IssuerOrg = new OrgRef { Kind = OrgKind.Municipality, Number = "5035" }, Bindingness = Bindingness.Prioritisation,
                    Modality = Modality.Should, DocumentId = "Vedtak 12/27", Title = new LocalizedText { Nb = "Følg opp unge", Nn = "Følg opp dei unge" },
                    Deadline = "2027-06-01", ResponsibleLeader = ResponsibleLeader.MunicipalLeader,
                },
            },
        });

        Assert.Equal(
            """
            2. Tett oppfølging av unge
               frigjeve · versjon 3 · FOLLOW_UP.YOUTH
               resultatkrav (skal) frå Nav fylke 5700 (stat), MDB 2027 3.1 · statleg leiar
               prioritering (bør) frå kommune 5035 (kommune), Vedtak 12/27 · kommunal leiar · frist 1. juni 2027
                 Følg opp dei unge
               gjeld 1. januar 2027 – 31. desember 2027 · frist 1. mars 2027

            """,
            writer.ToString());
    }

    [Fact]
    public void Mission_WithFlag_IsReadable()
    {
        using var writer = new StringWriter();
        MissionText.Write(new Out(writer, false), new Mission
        {
            Rank = 1,
            Version = 2,
            State = MissionState.ReleasedWithFlag,
            Title = new LocalizedText { Nb = "Tett oppfølging av unge" },
            Theme = "FOLLOW_UP.YOUTH",
            Valid = new Period { From = "2027-01-01", To = "2028-01-01" },
            Deadline = "2027-03-01",
            Sources =
            {
                new MissionSource
                {
                    Line = Line.State, IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = "5700" }, Bindingness = Bindingness.ResultRequirement,
                    Modality = Modality.Must, DocumentId = "MDB 2027", ClauseRef = "3.1",
                },
            },
            Flags =
            {
                new MissionFlag
                {
                    Kind = FindingKind.ContradictoryOrders, Verdict = Verdict.Conflict, Severity = Severity.Blocking, OtherLine = Line.Municipal,
                    Resolver = new Resolver { Name = new LocalizedText { Nb = "Nav Trøndelag og Stjørdal kommune" } }, Until = "2026-12-28",
                },
            },
        });

        Assert.Equal(
            """
            1. Tett oppfølging av unge
               frigitt med flagg · versjon 2 · FOLLOW_UP.YOUTH
               resultatkrav (skal) fra Nav fylke 5700 (stat), MDB 2027 3.1
               gjelder 1. januar 2027 – 31. desember 2027 · frist 1. mars 2027
               ⚑ motstridende pålegg (konflikt, blokkerende) mot et direktiv fra linjen kommune; avklares av Nav Trøndelag og Stjørdal kommune innen 28. desember 2026

            """,
            writer.ToString());
    }
}
