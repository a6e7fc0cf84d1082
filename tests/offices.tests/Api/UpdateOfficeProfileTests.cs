using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Tests.Events;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Offices.Tests.Api;

public sealed class UpdateOfficeProfileTests
{
    [Fact]
    public async Task Update_Staffing_IsInTheProfileTheEventAndTheAudit()
    {
        var office = await Partnership.Next();
        var before = (await office.Read("county", office.County)).Revision;
        var update = office.Update("staffing", new OfficeProfile
        {
            Staffing = { Partnership.Fte(Employer.State, 10, "2026-01-01", "2028-01-01"), Partnership.Fte(Employer.State, 8.5m, "2028-01-01") },
        });
        update.Source = "Tildelingsbrev, eksempel";

        var written = await office.Write(office.State, update);

        Assert.Equal(before + 1, written.Revision);
        Assert.Equal(["10", "8.5"], written.Profile.Staffing.Select(row => row.Fte));
        Assert.Equal(["Tildelingsbrev, eksempel"], written.Profile.Sources);
        var published = (await office.Host.Published<OfficeChanged>(Topics.OfficesOffice)).Last(e => e.Subject == $"{written.OfficeId}");
        Assert.Equal((written.Revision, written.Revision), (published.Version, published.Data.Version));
        // Future rows are judged before their day.
        Assert.Equal(written.Profile.Staffing, published.Data.Office.Profile.Staffing);
        const string Audited = "select count(*) from audit where act = 'profile.update' and object = @id and unit = @County";
        Assert.Equal(1, await office.Host.Scalar<long>(Audited, new { id = $"{written.OfficeId}", office.County }));
    }

    [Fact]
    public async Task Update_SameAgain_PublishesNothingAndKeepsTheRevision()
    {
        var office = await Partnership.Next();
        var profile = new OfficeProfile { ChangeCapacity = { new ChangeCapacity { Days = "40", Valid = new Period { From = "2026-01-01" } } } };
        var first = await office.Write(office.State, office.Update("change_capacity", profile));
        Assert.Equal(first, await office.Write(office.Municipal, office.Update("change_capacity", profile)));
    }

    [Fact]
    public async Task Update_RequestRepeated_IsDoneOnce()
    {
        var office = await Partnership.Next();
        var update = office.Update("change_capacity", new OfficeProfile { ChangeCapacity = { new ChangeCapacity { Days = "30" } } });
        var first = await office.Write(office.State, update);
        Assert.Equal(first, (await office.State.UpdateOfficeProfileAsync(update)).Office);
        update.From = "2027-01-01";
        Assert.Equal("REQUEST_ID_REUSED", (await RefusedCall.Of(() => office.State.UpdateOfficeProfileAsync(update).ResponseAsync)).Reason);
    }

    [Fact]
    public async Task Update_StaleRevision_IsAborted()
    {
        var office = await Partnership.Next();
        var update = office.Update("change_capacity", new OfficeProfile { ChangeCapacity = { new ChangeCapacity { Days = "30" } } });
        update.Revision = (await office.Read("county", office.County)).Revision;
        await office.Staff(5, 3);
        var refused = await RefusedCall.Of(() => office.State.UpdateOfficeProfileAsync(update).ResponseAsync);
        Assert.Equal((StatusCode.Aborted, "ETAG_MISMATCH", $"{update.Revision + 2}"), (refused.Code, refused.Reason, refused.Metadata["revision"]));
    }

    [Fact]
    public async Task Update_ByBothOwnersAtOnce_IsDoneByOneAndTheOtherReadsAgain()
    {
        var office = await Partnership.Next();
        var revision = (await office.Read("county", office.County)).Revision;
        async Task<string> Try(OfficesService.OfficesServiceClient client, string days)
        {
            var update = office.Update("change_capacity", new OfficeProfile { ChangeCapacity = { new ChangeCapacity { Days = days } } });
            update.Revision = revision;
            try
            {
                return (await client.UpdateOfficeProfileAsync(update)).Office.Profile.ChangeCapacity[0].Days;
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.Aborted)
            {
                return "";
            }
        }

        var answers = await Task.WhenAll(Try(office.State, "20"), Try(office.Municipal, "30"));
        var written = Assert.Single((await office.Read("county", office.County)).Profile.ChangeCapacity).Days;
        Assert.Equal(["", written], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Profile_OtherLinesField_IsRefused()
    {
        var office = await Partnership.Next();
        await office.Staff(10, 6);
        var both = new OfficeProfile { Staffing = { Partnership.Fte(Employer.State, 1), Partnership.Fte(Employer.Municipal, -1) } };
        var refused = await office.RefusedWrite(office.Municipal, office.Update("staffing", both));
        Assert.Equal((StatusCode.PermissionDenied, "ROW_NOT_OWN"), (refused.Code, refused.Reason));
        Assert.Equal(("ROW_NOT_OWN", "NUMBER_OUT_OF_RANGE"), (refused.Fields["profile.staffing[0]"], refused.Fields["profile.staffing[1].fte"]));
        Assert.Equal("STATE", refused.Metadata["owner"]);
        Assert.Equal(["10", "6"], (await office.Read("county", office.County)).Profile.Staffing.Select(row => row.Fte));
    }

    [Theory]
    [InlineData("county", "1100x")]
    [InlineData("municipal-director", "9999")]
    [InlineData("system", "9999")]
    public async Task Update_ByNoOwner_IsForeign(string role, string unit)
    {
        var office = await Partnership.Next();
        var refused = await office.RefusedWrite(office.Host.Client(role, unit), office.Update("leadership", new OfficeProfile()));
        Assert.Equal((StatusCode.PermissionDenied, "FOREIGN_ORGANISATION"), (refused.Code, refused.Reason));
    }

    [Theory]
    [InlineData("office")]
    [InlineData("directorate")]
    [InlineData("council")]
    public async Task Update_ByARoleThatWritesNone_IsNotAllowed(string role)
    {
        var office = await Partnership.Next();
        var refused = await office.RefusedWrite(office.Host.Client(role, office.Municipality), office.Update("leadership", new OfficeProfile()));
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
    }

    [Fact]
    public async Task Update_BySystemOfAnOwner_WritesItsLineAndSignsNothing()
    {
        var office = await Partnership.Next();
        var system = office.Host.Client("system", office.County);
        await office.Write(system, office.Update("staffing", new OfficeProfile { Staffing = { Partnership.Fte(Employer.State, 10) } }));
        var refused = await office.RefusedWrite(system, office.Update("thresholds", new OfficeProfile { Thresholds = { ["offer_window_days"] = "20" } }));
        Assert.Equal("ROW_NOT_OWN", refused.Fields["profile.thresholds[offer_window_days]"]);
    }

    [Fact]
    public async Task Update_BadFields_AreAllNamed()
    {
        var office = await Partnership.Next();
        var refused = await RefusedCall.Of(() => office.State.UpdateOfficeProfileAsync(new UpdateOfficeProfileRequest
        {
            RequestId = "faults",
            From = "i går",
            Source = new string('a', 201),
            UpdateMask = new FieldMask { Paths = { "agreements", "nothing", "staffing" } },
        }).ResponseAsync);
        Assert.Equal(
            ["from FIELD_MALFORMED", "office_number FIELD_REQUIRED", "source FIELD_TOO_LONG", "update_mask ENUM_UNKNOWN", "update_mask FIELD_NOT_ALLOWED"],
            refused.Fields.Select(field => $"{field.Key} {field.Value}")
                .Append($"update_mask {refused.Metadata["update_mask#2"]}").Order(StringComparer.Ordinal));
        var empty = await office.RefusedWrite(office.State, new UpdateOfficeProfileRequest { RequestId = "mask", OfficeNumber = office.Office });
        Assert.Equal("FIELD_REQUIRED", empty.Fields["update_mask"]);
    }

    [Fact]
    public async Task Update_ByAMunicipalityThatSigns_NamesItsMandate()
    {
        var office = await Partnership.Next();
        var update = office.Update("thresholds", new OfficeProfile { Thresholds = { ["offer_window_days"] = "20" } });
        update.Mandate = "";
        Assert.Equal("FIELD_REQUIRED", (await office.RefusedWrite(office.Municipal, update)).Fields["mandate"]);
        await office.Write(office.State, update);
    }

    [Fact]
    public async Task Update_Rows_AreRefusedWithFieldAndReason()
    {
        var office = await Partnership.Next();
        var update = office.Update("staffing", new OfficeProfile
        {
            Staffing = { Partnership.Fte(Employer.State, 5, "2026-01-01", "2027-01-01"), Partnership.Fte(Employer.State, 6, "2027-06-01") },
        });
        var gap = await office.RefusedWrite(office.State, update);
        Assert.Equal(("PERIOD_GAP", "[2027-01-01, 2027-06-01)"), (gap.Fields["profile.staffing[0].valid"], gap.Metadata["profile.staffing[0].valid.gap"]));
        update.Profile.Staffing[1].Valid.From = "2026-06-01";
        Assert.Equal("PERIOD_OVERLAPS", (await office.RefusedWrite(office.State, update)).Fields["profile.staffing[1]"]);
        var services = new OfficeProfile { Services = { new ProvidedService { ServiceCode = "MAGIC", MunicipalityNumber = "5035" } } };
        var refused = await office.RefusedWrite(office.Municipal, office.Update("services", services));
        Assert.Equal("GROUP_UNKNOWN", refused.Fields["profile.services[0].service_code"]);
        Assert.Equal("MUNICIPALITY_NOT_SERVED", refused.Fields["profile.services[0].municipality_number"]);
    }

    [Fact]
    public async Task Update_ThresholdOfBothOwners_HoldsWhenBothHaveSigned()
    {
        var office = await Partnership.Next();
        var update = office.Update("thresholds", new OfficeProfile { Thresholds = { ["hold_s2_working_days"] = "5" } });
        var proposed = (await office.Write(office.State, update)).Profile;
        Assert.Empty(proposed.Thresholds);
        Assert.Equal([new OrgRef { Kind = OrgKind.County, Number = office.County }], Assert.Single(proposed.ThresholdProposals).SignedBy);

        var agreed = (await office.Write(office.Municipal, office.Update("thresholds", update.Profile))).Profile;
        Assert.Equal("5", agreed.Thresholds["hold_s2_working_days"]);
        Assert.Empty(agreed.ThresholdProposals);

        var longer = office.Update("thresholds", new OfficeProfile { Thresholds = { ["hold_s2_working_days"] = "11" } });
        Assert.Equal("NUMBER_OUT_OF_RANGE", (await office.RefusedWrite(office.State, longer)).Fields["profile.thresholds[hold_s2_working_days]"]);
    }

    [Fact]
    public async Task Update_JointPlan_IsApprovedByThoseWhoHaveSigned()
    {
        var office = await Partnership.Next();
        JointPlan Plan(string first) => new()
        {
            PlanId = "plan-2027",
            Year = 2027,
            Ranking = { first },
            Elements = { new PlanElement { ElementId = "e1", DirectiveIds = { first } } },
        };
        UpdateOfficeProfileRequest Put(string first) => office.Update("joint_plans", new OfficeProfile { JointPlans = { Plan(first) } });
        Assert.Equal([Line.Municipal], Assert.Single((await office.Write(office.Municipal, Put("d1"))).Profile.JointPlans).ApprovedBy);
        Assert.Equal([Line.State, Line.Municipal], Assert.Single((await office.Write(office.State, Put("d1"))).Profile.JointPlans).ApprovedBy);

        // The plan that holds stands until the other is signed by all.
        var both = (await office.Write(office.State, Put("d2"))).Profile.JointPlans;
        Assert.Equal(["d1 2", "d2 1"], both.Select(plan => $"{plan.Ranking[0]} {plan.ApprovedBy.Count}").Order());
        Assert.Equal("d2", Assert.Single((await office.Write(office.Municipal, Put("d2"))).Profile.JointPlans).Ranking[0]);
    }

    [Fact]
    public async Task Update_SharedOffice_NeedsEveryMunicipalityForAJointRow()
    {
        var (host, vaernes) = (await Registers.Imported(Registers.DataFolder), "1783");
        await using var _ = host;
        async Task<OfficeProfile> Sign(string role, string unit) => (await host.Client(role, unit).UpdateOfficeProfileAsync(new UpdateOfficeProfileRequest
        {
            RequestId = $"{Guid.NewGuid()}",
            OfficeNumber = vaernes,
            UpdateMask = new FieldMask { Paths = { "thresholds" } },
            Mandate = "Sak 1/26",
            Profile = new OfficeProfile { Thresholds = { ["offer_window_days"] = "20" } },
            Revision = (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = vaernes })).Office.Revision,
        })).Office.Profile;
        await Sign("county", "5700");
        foreach (var municipality in new[] { "5032", "5033", "5034", "5035" })
        {
            Assert.Empty((await Sign("municipal-director", municipality)).Thresholds);
        }

        Assert.Equal("20", (await Sign("municipal-director", "5036")).Thresholds["offer_window_days"]);
    }

    [Fact]
    public async Task Update_WhatScopesSearch_MapsTheDirectivesThatAskForIt()
    {
        var office = await Partnership.Next();
        var id = $"dual-{office.Office}";
        await office.Host.Deliver(Topics.SteeringDirective, "steering", id, 1, new DirectiveChanged
        {
            Version = 1,
            Directive = Directives.Published(id, $"AND(OFFICE({office.Office}), LEADERSHIP(DUAL))", OrgKind.Directorate),
        });
        Assert.Empty((await Mapping(office, id)).Offices);
        await office.Write(office.State, office.Update("leadership", new OfficeProfile
        {
            Leadership =
            {
                new LeadershipPeriod
                {
                    Model = LeadershipModel.Dual,
                    Leaders =
                    {
                        new Leader { Role = RecipientRole.StateLeader, Employer = Employer.State },
                        new Leader { Role = RecipientRole.MunicipalLeader, Employer = Employer.Municipal },
                    },
                },
            },
        }));
        Assert.Equal([office.Office], (await Mapping(office, id)).Offices.Select(row => row.Number));
    }

    [Fact]
    public async Task GetOffice_AsOf_ShowsTheRowsOfTheDay()
    {
        var office = await Partnership.Next();
        await office.Write(office.State, office.Update("staffing", new OfficeProfile
        {
            Staffing = { Partnership.Fte(Employer.State, 10, "2026-01-01", "2028-01-01"), Partnership.Fte(Employer.State, 8, "2028-01-01") },
        }));
        async Task<string> On(string day)
        {
            var read = await office.State.GetOfficeAsync(new GetOfficeRequest { OfficeNumber = office.Office, AsOf = day });
            return string.Join(' ', read.Office.Profile.Staffing.Select(row => row.Fte));
        }

        Assert.Equal(("", "10", "8", "10 8"), (await On("2025-12-31"), await On("2027-12-31"), await On("2028-01-01"), await On("")));
    }

    private static async Task<DirectiveMapped> Mapping(Partnership office, string directive) =>
        (await office.Host.Published<DirectiveMapped>(Topics.OfficesMapping)).Last(e => e.Subject == directive).Data;
}
