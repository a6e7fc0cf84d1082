using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Samstyring.Common;
using Samstyring.Offices.Api;
using Samstyring.Offices.Events;
using Samstyring.Offices.Tests.Events;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Offices.Tests.Api;

/// <summary>Updates of the real register by files that are constructed from it: none of the changes in them has been made by anybody.</summary>
public sealed class RegisterUpdateTests
{
    [Fact]
    public async Task ProposeRegisterUpdate_FileAsTheRegister_DiffersInNothing()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var update = await Propose(host, Norg2Json.Register());
        Assert.Equal((463, 463, RegisterUpdateState.Proposed), (update.Units, update.UnitsUnchanged, update.State));
        Assert.Empty(update.Differences);
        Assert.Empty(update.NotUsed);
        Assert.Equal(["antallRessurser", "kanalstrategi", "oppgavebehandler", "orgNivaa", "sosialeTjenester", "versjon"], update.UnusedFields);
        Assert.Equal(OrgKind.Directorate, update.ProposedBy.Kind);
        // Free text of the file names telephones and persons; it is not kept.
        Assert.DoesNotContain("Vakttelefon", await host.Scalar<string>("select units::text from register_update"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ProposeRegisterUpdate_FileThatDiffers_NamesEachDifferenceAndWhatIsNotUsed()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var day = Tomorrow(host);
        var file = Norg2Json.Register("0101", "0104", "0105", "0106", "0313", "1783", "5700", "0200", "0211")
            .With("1783", "navn", "Nav Værnes og omegn")
            .With("0101", "enhetNr", "0199")
            .With("0104", "status", "Under avvikling")
            .With("0105", "underAvviklingDato", day)
            .With("0106", "nedleggelsesdato", day)
            .With("0313", "nedleggelsesdato", day)
            .With("0200", "navn", "Nav Østfold").With("0200", "organisasjonsnummer", "999999999")
            .With("0211", "type", "KO")
            .Add("5799", "Nav Innherred").Add("8001", "Ny enhet", "NYTYPE").Add("8002", "Nav gammelt kontor").With("8002", "status", "Nedlagt");
        var update = await Propose(host, file);

        Assert.Equal(
            [
                "0101 Renumbered 0101 -> 0199 ", "0104 StatusChanged Aktiv -> Under avvikling ", $"0105 StatusChanged Aktiv -> Under avvikling {day}",
                "0200 Renamed Nav Øst-Viken -> Nav Østfold ", "0200 OrganisationNumberChanged  -> 999999999 ", "1783 Renamed Nav Værnes -> Nav Værnes og omegn ",
                "5799 Opened  -> Aktiv ",
            ],
            update.Differences.Select(Line));
        Assert.Equal(
            ["0106 MunicipalityWithoutOffice 3107", "0211 KindChanged LOKAL", "0313 MunicipalityWithoutOffice 030104, 030116", "8001 TypeUnknown ", "8002 ClosedAndUnknown "],
            update.NotUsed.Where(unit => unit.Row > 0).Select(unit => $"{unit.Number} {unit.Reason} {unit.Detail}"));
        Assert.Equal(463 - 9, update.NotUsed.Count(unit => unit is { Row: 0, Reason: NotUsedReason.NotInFile }));
        Assert.Equal(1, update.UnitsUnchanged);
        Assert.Equal("Nav Værnes", (await Office(host, "1783")).Name);
        var read = await host.Client("county", "5700").GetRegisterUpdateAsync(new GetRegisterUpdateRequest { RegisterUpdateId = update.RegisterUpdateId });
        Assert.Equal(update, read.Update);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_ByAnotherPerson_HoldsFromTodayAndMapsDirectives()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await host.Deliver(Topics.SteeringDirective, "steering", "d", 1, new DirectiveChanged { Version = 1, Directive = Directives.Published("d", "OFFICE(0104)", OrgKind.Directorate) });
        await host.Deliver(Topics.SteeringDirective, "steering", "e", 1, new DirectiveChanged { Version = 1, Directive = Directives.Published("e", "COUNTY(5700)", OrgKind.Directorate) });
        var before = await Office(host, "0101");
        var file = Norg2Json.Register("0101", "1783", "0104", "0200").With("1783", "navn", "Nav Værnes og omegn").With("0101", "enhetNr", "0199").With("0200", "navn", "Nav Østfold")
            .With("0104", "organisasjonsnummer", "999999999").Add("5799", "Nav Innherred").Under("5799", "5700");
        var update = await Propose(host, file);
        var own = await RefusedCall.Of(() => Approve(host, update, person: 1));
        var approved = await Approve(host, update);

        Assert.Equal((StatusCode.PermissionDenied, "APPROVER_IS_PROPOSER"), (own.Code, own.Reason));
        Assert.Equal(RegisterUpdateState.Approved, approved.Update.State);
        Assert.Equal("Nav Værnes og omegn", (await Office(host, "1783")).Name);
        var after = await Office(host, "0199");
        Assert.Equal((before.OfficeId, before.Municipalities.Count, "Nav Østfold"), (after.OfficeId, after.Municipalities.Count, after.CountyUnit.Name));
        var gone = await RefusedCall.Of(() => Office(host, "0101"));
        Assert.Equal(("OFFICE_NUMBER_EXPIRED", "0199"), (gone.Fields["office_number"], gone.Metadata["office_number.successors"]));
        Assert.Equal("0101", (await Office(host, "0101", Yesterday(host))).Number);
        var opened = await Office(host, "5799");
        Assert.Equal((OfficeStatus.Active, "5700", 0), (opened.Status, opened.CountyUnit.Number, opened.Municipalities.Count));
        // The county has one office more, and the directive of one office by its name nothing new.
        Assert.Equal(1, approved.DirectivesMapped);
        Assert.Contains("5799", (await host.Published<DirectiveMapped>(Topics.OfficesMapping))[^1].Data.Offices.Select(office => office.Number));
        Assert.Equal(approved.OfficesChanged, (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Count - 248);
        Assert.Equal("(,)", await host.Scalar<string>("select row_before ->> 'valid' from structure_history where table_name = 'office_number' and row_before ->> 'number' = '0101'"));
        Assert.Equal(["register.approve", "register.propose"], (await host.Scalar<string>("select string_agg(act, ',' order by act) from audit where act like 'register.%'")).Split(','));
        Assert.True(await host.Scalar<bool>("select proposed_by <> decided_by from register_update"));
    }

    [Fact]
    public async Task ApproveRegisterUpdate_DatesAhead_TakeEffectAtMidnight()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Catch(host);
        var (tomorrow, later) = (Tomorrow(host), $"{Today(host).AddDays(3):yyyy-MM-dd}");
        // Both and others serve Bergen; of the two, one closes in three days.
        var file = Norg2Json.Register("1202", "1203").With("1202", "underAvviklingDato", tomorrow).With("1202", "nedleggelsesdato", later)
            .Add("5799", "Nav Innherred").With("5799", "status", "Under etablering").With("5799", "aktiveringsdato", tomorrow).With("5799", "underEtableringDato", null);
        await Approve(host, await Propose(host, file));
        Assert.Equal((OfficeStatus.Active, OfficeStatus.UnderEstablishment), ((await Office(host, "1202")).Status, (await Office(host, "5799")).Status));
        var before = (await Published(host)).Count;

        host.Time.Advance(Oslo.Midnight(Today(host).AddDays(1)) - host.Time.GetUtcNow());
        await Catch(host);
        await Eventually.True(async () => (await Published(host)).Count == before + 2, "both offices are published");
        Assert.Equal((OfficeStatus.Closing, OfficeStatus.Active), ((await Office(host, "1202")).Status, (await Office(host, "5799")).Status));
        host.Time.Advance(TimeSpan.FromDays(2));
        await Catch(host);
        await Eventually.True(async () => (await Published(host)).Count == before + 3, "the closing is published");
        Assert.Equal((OfficeStatus.Closed, "1202"), ((await Published(host))[^1].Status, (await Published(host))[^1].Number));
        Assert.Equal("OFFICE_NUMBER_EXPIRED", (await RefusedCall.Of(() => Office(host, "1202"))).Fields["office_number"]);
        Assert.Equal(0, await host.Scalar<int>("select count(*) from office_municipality join office_number using (office_id) where number = '1202' and upper_inf(office_municipality.valid)"));
    }

    [Fact]
    public async Task ApproveRegisterUpdate_ClosingPutOff_GoesOnWithWhatItServes()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var (first, second) = ($"{Today(host).AddDays(30):yyyy-MM-dd}", $"{Today(host).AddDays(60):yyyy-MM-dd}");
        await Approve(host, await Propose(host, Norg2Json.Register("1202").With("1202", "nedleggelsesdato", first)));
        var putOff = await Propose(host, Norg2Json.Register("1202").With("1202", "nedleggelsesdato", second));
        Assert.Equal([$"1202 StatusChanged Nedlagt -> Aktiv {first}"], putOff.Differences.Select(Line));
        await Approve(host, putOff);
        Assert.Equal("4601", Assert.Single((await Office(host, "1202", first)).Municipalities).Number);
        Assert.Equal("OFFICE_NUMBER_EXPIRED", (await RefusedCall.Of(() => Office(host, "1202", second))).Fields["office_number"]);
        Assert.Empty((await Propose(host, Norg2Json.Register("1202").With("1202", "nedleggelsesdato", second))).Differences);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_RenumberedAgain_IsFoundByItsIdInTheFile()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Approve(host, await Propose(host, Norg2Json.Register("1783")));
        var update = await Propose(host, Norg2Json.Register("1783").With("1783", "organisasjonsnummer", "999999999").With("1783", "enhetNr", "5783"));
        Assert.Equal(["1783 Renumbered 1783 -> 5783 ", $"1783 OrganisationNumberChanged {(await Office(host, "1783")).OrganisationNumber} -> 999999999 "], update.Differences.Select(Line));
        await Approve(host, update);
        Assert.Equal(5, (await Office(host, "5783")).Municipalities.Count);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_OfficeMovedToAnotherCountyUnit_BelongsToIt()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var update = await Propose(host, Norg2Json.Register("1783", "0101", "0104").Under("1783", "1800").Under("0101", "0200").Under("0104", "9999"));
        Assert.Equal(["1783 CountyUnitChanged 5700 -> 1800 "], update.Differences.Select(Line));
        Assert.Equal(["0104 CountyUnitUnknown 9999"], update.NotUsed.Where(unit => unit.Row > 0).Select(unit => $"{unit.Number} {unit.Reason} {unit.Detail}"));
        await Approve(host, update);
        Assert.Equal("1800", (await Office(host, "1783")).CountyUnit.Number);
        Assert.Equal("5700", (await Office(host, "1783", Yesterday(host))).CountyUnit.Number);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_RegisterHasMoved_IsStaleAndWritesNothing()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var update = await Propose(host, Norg2Json.Register("1783", "0104").With("1783", "navn", "Nav Værnes og omegn").With("0104", "navn", "Nav Moss og omegn"));
        var same = await Propose(host, Norg2Json.Register("0104").With("0104", "navn", "Nav Moss by"));
        await RecordStructureChangeTests.Record(host, new StructureChange { Offices = { new OfficeFromDay { Number = "1783", Name = "Nav Ytre Værnes" } } });
        var refused = await RefusedCall.Of(() => Approve(host, update));
        Assert.Equal((StatusCode.Aborted, "REGISTER_UPDATE_STALE", "1"), (refused.Code, refused.Reason, refused.Metadata["differences"]));
        Assert.Equal("Nav Moss", (await Office(host, "0104")).Name);
        // What is entered stands; the new proposal says why that unit is not used. A proposal about something else is as it was.
        var again = await Propose(host, Norg2Json.Register("1783", "0104").With("1783", "navn", "Nav Værnes og omegn").With("0104", "navn", "Nav Moss og omegn"));
        Assert.Equal(["1783 LaterChangeEntered 2028-01-01"], again.NotUsed.Where(unit => unit.Row > 0).Select(unit => $"{unit.Number} {unit.Reason} {unit.Detail}"));
        await Approve(host, same);
        Assert.Equal("Nav Moss by", (await Office(host, "0104")).Name);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_Decided_IsRefused()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var (one, other) = (await Propose(host, Norg2Json.Register("1783")), await Propose(host, Norg2Json.Register("0101")));
        await Approve(host, one);
        var rejected = await host.Client().RejectRegisterUpdateAsync(new RejectRegisterUpdateRequest { RequestId = $"{Guid.NewGuid()}", RegisterUpdateId = other.RegisterUpdateId, Note = "Feil fil" });
        Assert.Equal((RegisterUpdateState.Rejected, "Feil fil"), (rejected.Update.State, rejected.Update.Note));
        var (again, late, missing) = (
            await RefusedCall.Of(() => Approve(host, one)), await RefusedCall.Of(() => Approve(host, other)), await RefusedCall.Of(() => Approve(host, new RegisterUpdate { RegisterUpdateId = 99 })));
        Assert.Equal((StatusCode.FailedPrecondition, "REGISTER_UPDATE_DECIDED", "APPROVED"), (again.Code, again.Reason, again.Metadata["state"]));
        Assert.Equal(("REGISTER_UPDATE_DECIDED", "REJECTED"), (late.Reason, late.Metadata["state"]));
        Assert.Equal((StatusCode.NotFound, "REGISTER_UPDATE_NOT_FOUND"), (missing.Code, missing.Reason));
        var unexplained = await RefusedCall.Of(() => host.Client().RejectRegisterUpdateAsync(new RejectRegisterUpdateRequest { RequestId = "r", RegisterUpdateId = other.RegisterUpdateId }).ResponseAsync);
        Assert.Equal("FIELD_REQUIRED", unexplained.Fields["note"]);
    }

    [Fact]
    public async Task ApproveRegisterUpdate_TwoAtOnce_DoItOnce()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var update = await Propose(host, Norg2Json.Register("1783").With("1783", "navn", "Nav Værnes og omegn"));
        var answers = await Task.WhenAll(Enumerable.Range(2, 2).Select(async person =>
        {
            try
            {
                return (await Approve(host, update, person)).Update.State.ToString();
            }
            catch (RpcException refused)
            {
                return RefusedCall.Of(refused).Reason;
            }
        }));
        Assert.Equal(["Approved", "REGISTER_UPDATE_DECIDED"], answers.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Import_AfterAnApprovedUpdate_LeavesIt()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        await Approve(host, await Propose(host, Norg2Json.Register("1783", "0101", "0200", "1202").With("1783", "navn", "Nav Værnes og omegn").With("0101", "enhetNr", "0199")
            .With("0200", "navn", "Nav Østfold").With("1202", "status", "Nedlagt").Add("5799", "Nav Innherred").Under("5799", "5700")));
        host.Time.Advance(TimeSpan.FromDays(2));
        var report = await Registers.Import(host, Registers.DataFolder);
        Assert.True(report.IsUnchanged);
        Assert.Equal(0, report.OfficesPublished);
        Assert.Equal(["0101", "0199", "1202", "1783", "5799"], report.LeftAlone.Where(left => left.Kind == "offices").Select(left => left.Subject).Order(StringComparer.Ordinal));
        Assert.Equal(["0200"], report.LeftAlone.Where(left => left.Kind == "county units").Select(left => left.Subject));
        Assert.Equal(("Nav Værnes og omegn", "Nav Østfold"), ((await Office(host, "1783")).Name, (await Office(host, "0199")).CountyUnit.Name));
    }

    [Fact]
    public async Task ProposeRegisterUpdate_FaultyUnits_AreAllAnsweredAndNothingIsKept()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var file = Norg2Json.Register("0101", "0104", "0105", "0106", "0111", "0119", "0124", "0128")
            .With("0101", "navn", null).With("0104", "status", "Sovende").With("0105", "aktiveringsdato", "1.1.2026").With("0106", "organisasjonsnummer", "12")
            .With("0111", "nedleggelsesdato", "1980-01-01").With("0119", "underAvviklingDato", "1960-01-01").With("0124", "enhetId", 900_000_101).With("0128", "type", 7);
        var response = await host.Client().ProposeRegisterUpdateAsync(Request(file));
        Assert.Null(response.Update);
        Assert.Equal(
            [
                "1 navn FIELD_REQUIRED", "2 status ENUM_UNKNOWN", "3 aktiveringsdato FIELD_MALFORMED", "4 organisasjonsnummer FIELD_MALFORMED", "5 status STATUS_CONTRADICTS_DATES",
                "6 underAvviklingDato PERIOD_REVERSED", "8 type FIELD_MALFORMED",
            ],
            response.Faults.Select(fault => $"{fault.Row} {fault.Field} {fault.Reason}"));
        Assert.Equal("STATUS_CONTRADICTS_DATES", response.Faults[4].Reason);
        Assert.Equal("Statusen «Aktiv» stemmer ikke med datoene: underEtableringDato 1970-01-01, aktiveringsdato 1970-01-01, nedleggelsesdato 1980-01-01.", response.Faults[4].Text.Nb);
        Assert.Equal(0, await host.Scalar<int>("select count(*) from register_update"));
        var repeated = await host.Client().ProposeRegisterUpdateAsync(Request(Norg2Json.Register("0101", "0104").With("0104", "enhetId", 900_000_101)));
        Assert.Equal(["2 enhetId ENTRY_REPEATED"], repeated.Faults.Select(fault => $"{fault.Row} {fault.Field} {fault.Reason}"));
    }

    [Theory]
    [InlineData("", "json", "FIELD_REQUIRED")]
    [InlineData("{}", "json", "FIELD_MALFORMED")]
    [InlineData("[]", "json", "FIELD_MALFORMED")]
    [InlineData("[{\"enhetNr\": \"1783\", \"enhetNr\": \"1784\"}]", "json", "FIELD_MALFORMED")]
    [InlineData("[{", "json", "FIELD_MALFORMED")]
    public async Task ProposeRegisterUpdate_NoList_IsRefused(string json, string field, string reason)
    {
        var request = new ProposeRegisterUpdateRequest { RequestId = $"{Guid.NewGuid()}", Json = json, Source = "prøve" };
        var refused = await RefusedCall.Of(async () => await (await Registers.Shared).Client().ProposeRegisterUpdateAsync(request));
        Assert.Equal((StatusCode.InvalidArgument, reason), (refused.Code, refused.Fields[field]));
    }

    [Fact]
    public async Task ListRegisterUpdates_Pages_NewestFirstWithoutDifferences()
    {
        await using var host = await Registers.Imported(Registers.DataFolder);
        var ids = new List<int>();
        for (var i = 0; i < 3; i++)
        {
            ids.Insert(0, (await Propose(host, Norg2Json.Register("1783").With("1783", "navn", $"Nav Værnes {i}"))).RegisterUpdateId);
        }

        var first = await host.Client("auditor").ListRegisterUpdatesAsync(new ListRegisterUpdatesRequest { PageSize = 2 });
        var second = await host.Client("auditor").ListRegisterUpdatesAsync(new ListRegisterUpdatesRequest { PageSize = 2, PageToken = first.NextPageToken });
        Assert.Equal(ids, first.Updates.Concat(second.Updates).Select(update => update.RegisterUpdateId));
        Assert.Equal("", second.NextPageToken);
        Assert.All(first.Updates, update => Assert.Empty(update.Differences));
    }

    [Theory]
    [InlineData("county", "5700")]
    [InlineData("system", "")]
    [InlineData("municipal-director", "5035")]
    public async Task ApproveRegisterUpdate_ForOthersThanTheDirectorate_IsDenied(string role, string unit)
    {
        var client = (await Registers.Shared).Client(role, unit);
        var refused = await RefusedCall.Of(() => client.ApproveRegisterUpdateAsync(new ApproveRegisterUpdateRequest { RequestId = "r", RegisterUpdateId = 1 }).ResponseAsync);
        Assert.Equal("ROLE_NOT_ALLOWED", refused.Reason);
    }

    private static async Task<RegisterUpdate> Propose(ServiceFixture<OfficesApi> host, Norg2Json file)
    {
        var response = await host.Client().ProposeRegisterUpdateAsync(Request(file));
        Assert.Empty(response.Faults);
        return response.Update;
    }

    private static ProposeRegisterUpdateRequest Request(Norg2Json file) => new() { RequestId = $"{Guid.NewGuid()}", Json = $"{file}", Source = "prøve: konstruert fil" };

    private static async Task<ApproveRegisterUpdateResponse> Approve(ServiceFixture<OfficesApi> host, RegisterUpdate update, int person = 2) =>
        await new OfficesService.OfficesServiceClient(host.As("directorate", "", person))
            .ApproveRegisterUpdateAsync(new ApproveRegisterUpdateRequest { RequestId = $"{Guid.NewGuid()}", RegisterUpdateId = update.RegisterUpdateId });

    private static async Task<Office> Office(ServiceFixture<OfficesApi> host, string number, string day = "") =>
        (await host.Client().GetOfficeAsync(new GetOfficeRequest { OfficeNumber = number, AsOf = day })).Office;

    private static string Line(UnitDifference difference) => $"{difference.Number} {difference.Kind} {difference.Before} -> {difference.After} {difference.From}";

    private static DateOnly Today(ServiceFixture<OfficesApi> host) => Oslo.DateOf(host.Time.GetUtcNow());

    private static string Tomorrow(ServiceFixture<OfficesApi> host) => $"{Today(host).AddDays(1):yyyy-MM-dd}";

    private static string Yesterday(ServiceFixture<OfficesApi> host) => $"{Today(host).AddDays(-1):yyyy-MM-dd}";

    private static Task<bool> Catch(ServiceFixture<OfficesApi> host) => host.Parts.GetRequiredService<NewDay>().Catch(CancellationToken.None);

    private static async Task<List<Office>> Published(ServiceFixture<OfficesApi> host) =>
        [.. (await host.Published<OfficeChanged>(Topics.OfficesOffice)).Select(e => e.Data.Office)];
}
