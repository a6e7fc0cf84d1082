using Google.Protobuf;
using Samstyring.Offices.Import;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Tests.Rules;
using Samstyring.Offices.V1;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Import;

public sealed class ProfileCsvTests
{
    public static TheoryData<string, IMessage> Rows
    {
        get
        {
            var rows = new TheoryData<string, IMessage>();
            foreach (var (part, row, _) in ProfileRulesTests.Owners.Select(data => data.Data))
            {
                rows.Add(part, row);
            }

            rows.Add("leadership", ProfileSituations.Dual("2027-01-01", "2028-01-01"));
            rows.Add("networks", new Membership { NetworkId = "n", Name = "Med \"anførsel\", komma\r\nog linjeskift", Valid = new Period() });
            rows.Add("joint_plans", new JointPlan
            {
                PlanId = "plan",
                Year = 2027,
                Elements = { new PlanElement { ElementId = "e1", DirectiveIds = { "d1", "d2" } }, new PlanElement { ElementId = "e2" } },
                Exceptions = { new PlanException { DirectiveId = "d3", Reason = @"Står i: tiltaksbrevet; se \ ""vedlegg 1""" } },
                Ranking = { "d2", "d1" },
            });
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void File_OfARow_ReadsAsThatRow(string part, IMessage row)
    {
        var file = ProfileCsv.Read(ProfileCsv.Header + ProfileCsv.Line("1783", ProfilePart.Named(part)!, row, "Vedtak, sak 1/26"));
        Assert.Empty(file.Faults);
        var line = Assert.Single(file.Rows);
        Assert.Equal((2, "1783", part, "Vedtak, sak 1/26"), (line.Line, line.OfficeNumber, line.Part.Name, line.Source));
        Assert.Equal(ProfileSituations.Read(part, row), ProfileSituations.Read(part, line.Row));
    }

    [Fact]
    public void Read_FaultyRows_NamesLineColumnAndValue()
    {
        var file = ProfileCsv.Read(
            """
            office_number,part,valid_from,employer,fte,pools_state_resources,year
            ,staffing,,STATE,5,,
            1783,no_part,,,,,
            1783,staffing,,NOBODY,5,,
            1783,service_areas,,,,maybe,
            1783,joint_plans,2027-01-01,,,,next
            1783,change_capacity,,STATE,,,
            """);
        Assert.Equal(
            "rows[2].office_number FieldRequired ; rows[3].part EnumUnknown no_part; rows[4].employer EnumUnknown NOBODY; "
            + "rows[5].pools_state_resources FieldMalformed maybe; rows[6].valid_from FieldNotAllowed 2027-01-01; rows[6].year FieldMalformed next; "
            + "rows[7].employer FieldNotAllowed STATE",
            string.Join("; ", file.Faults.Select(fault => $"{fault.Field} {fault.Reason} {fault.Value}").Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("part,fte\r\nstaffing,5\r\n", "rows[1].office_number FieldRequired")]
    [InlineData("office_number,part,wages\r\n1783,staffing,5\r\n", "rows[1].wages FieldNotAllowed")]
    [InlineData("office_number,part\r\n1783,staffing,5\r\n", "rows[2] FieldMalformed")]
    public void Read_BrokenFile_IsAFault(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(ProfileCsv.Read(text).Faults.Select(found => $"{found.Field} {found.Reason}")));
}
