using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Api;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Notifications.Tests;

/// <summary>
/// The service on a database of its own with two offices, told of them by events as in operation: Nav Fjordvik with one municipality, Nav Midtfjell with three.
/// </summary>
internal sealed class World : IAsyncDisposable
{
    public const string Fjordvik = "5501";
    public const string Midtfjell = "5502";

    private static readonly Dictionary<string, (int Id, string Name, string[] Municipalities)> Offices = new()
    {
        [Fjordvik] = (1, "Nav Fjordvik", ["5035"]),
        [Midtfjell] = (2, "Nav Midtfjell", ["5041", "5042", "5043"]),
    };

    /// <summary>Twelve more offices of the county with a municipality each, in a world that has them.</summary>
    public static readonly string[] Region = [.. Enumerable.Range(5511, 12).Select(n => $"{n}")];

    static World()
    {
        foreach (var number in Region)
        {
            Offices[number] = (int.Parse(number, System.Globalization.CultureInfo.InvariantCulture), $"Nav {number}", [$"50{number[2..]}"]);
        }
    }

    private readonly Dictionary<string, long> versions = [];

    private World(ServiceFixture<NotificationsApi> service) => Service = service;

    public ServiceFixture<NotificationsApi> Service { get; }

    public static int Year => DateTime.UtcNow.Year + 1;

    public static async Task<World> Start(bool withRegion = false, int mostAtOnce = 5_000)
    {
        var world = new World(await ServiceFixture<NotificationsApi>.Start("notifications", host =>
        {
            // The tests' clock is put forward by weeks, the database's is not. The worker is run by the tests.
            host.UseSetting("Notifications:MaxClockDifference", "9999.00:00:00");
            host.UseSetting("Notifications:DayInterval", "00:10:00");
            host.UseSetting("Notifications:StreamPoll", "00:00:01");
            host.UseSetting("Notifications:MostAtOnce", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{mostAtOnce}"));
        }));
        foreach (var number in Offices.Keys.Where(n => withRegion || !Region.Contains(n)))
        {
            await world.Deliver(OfficeOf(number, 1));
        }

        return world;
    }

    public static OfficeChanged OfficeOf(string number, long version)
    {
        var (id, name, municipalities) = Offices[number];
        return new()
        {
            Version = version,
            Office = new()
            {
                OfficeId = id,
                Number = number,
                Name = name,
                CountyUnit = new() { UnitId = 1, Number = "5700", Name = "Nav Trøndelag" },
                Municipalities = { municipalities.Select(m => new OfficeMunicipality { Number = m, Name = $"Sted {m}" }) },
                Profile = new() { Leadership = { new LeadershipPeriod { Model = LeadershipModel.Single } } },
            },
        };
    }

    /// <summary>A binding directive of the state that is in force next year.</summary>
    public static Directive State(string id, Action<DirectiveContent>? alter = null)
    {
        var content = new DirectiveContent
        {
            Title = new() { Nb = $"Tittel {id}" },
            Text = new() { Nb = $"Tekst {id}" },
            OriginalForm = Form.Nb,
            Line = Line.State,
            IssuerOrg = new() { Kind = OrgKind.County, Number = "5700" },
            IssuerRole = IssuerRole.CountyDirector,
            DocumentId = $"Dokument {id}",
            ClauseRef = $"Punkt {id}",
            DocumentType = DocumentType.SteeringLetter,
            Bindingness = Bindingness.Order,
            Modality = Modality.Must,
            Level = Level.Result,
            Horizon = Horizon.Annual,
            DecidedAt = $"{Year - 2}-06-01",
            ConsequenceAssessment = NoConsequence(),
            PartnerInvolvement =
            {
                Offices.Where(o => !Region.Contains(o.Key)).SelectMany(o => o.Value.Municipalities).Select(m => new OrgRef { Kind = OrgKind.Municipality, Number = m })
                    .Append(new OrgRef { Kind = OrgKind.County, Number = "5700" })
                    .Select(partner => new PartnerInvolvement { Partner = partner, Arena = Arena.PartnershipMeeting, ConsultedAt = $"{Year - 2}-05-01" }),
            },
            Theme = "FOLLOW_UP.USER_MEETINGS",
            ActionCode = "USER_MEETING.PHYSICAL.FIRST",
            Valid = new() { From = $"{Year}-01-01", To = $"{Year + 1}-01-01" },
            Scope = "ALL",

            // Whatever the leadership of the office, also where nothing is known of it.
            ResponsibleLeader = ResponsibleLeader.StateLeader,
        };
        alter?.Invoke(content);
        return new()
        {
            DirectiveId = id,
            Revision = 1,
            State = DirectiveState.Published,
            Content = content,
            PublishedAt = Timestamp.FromDateTime(new DateTime(Year - 2, 6, 2, 8, 0, 0, DateTimeKind.Utc)),
            DeliveryPath =
            {
                new[] { "DIRECTORATE", "COUNTY:5700" }.Concat(Offices.Where(o => !Region.Contains(o.Key)).SelectMany(o => o.Value.Municipalities).Select(m => $"MUNICIPAL_DIRECTOR:{m}"))
                    .Select(node => new DeliveryNode { Node = node }),
            },
        };
    }

    /// <summary>A complete and signed assessment: nothing changes for the partner.</summary>
    public static ConsequenceAssessment NoConsequence() => Assessments.NoConsequence(new(Year - 2, 5, 20, 8, 0, 0, DateTimeKind.Utc));

    /// <summary>A directive of the municipality that forbids what <see cref="State"/> orders.</summary>
    public static Directive Ban(string id, Action<DirectiveContent>? alter = null) => State(id, c =>
    {
        c.Line = Line.Municipal;
        c.IssuerOrg = new() { Kind = OrgKind.Municipality, Number = "5035" };
        c.IssuerRole = IssuerRole.Council;
        c.DocumentType = DocumentType.CouncilDecision;
        c.Modality = Modality.MustNot;
        c.ActionCode = "USER_MEETING.PHYSICAL";
        alter?.Invoke(c);
    });

    /// <summary>In force from another day on: what is altered by it is another mission than what is not.</summary>
    public static void Apart(DirectiveContent c) => c.Valid.From = $"{Year}-02-01";

    /// <summary>A directive of the municipality that says the same as <see cref="State"/>.</summary>
    public static Directive Agreeing(string id, Action<DirectiveContent>? alter = null) => Ban(id, c =>
    {
        c.Modality = Modality.Must;
        c.ActionCode = "USER_MEETING.PHYSICAL.FIRST";
        alter?.Invoke(c);
    });

    public static Directive Revised(Directive d, ChangeClass change, Action<DirectiveContent>? alter = null)
    {
        var next = d.Clone();
        next.Revision++;
        next.ChangeClass = change;
        alter?.Invoke(next.Content);
        return next;
    }

    public static Directive Withdrawn(Directive d, params string[] at)
    {
        var next = d.Clone();
        next.State = at.Length == 0 ? DirectiveState.Withdrawn : DirectiveState.Published;
        next.WithdrawnAtOffices.AddRange(at);
        return next;
    }

    public static DirectiveMapped Mapped(Directive d, long version, params IEnumerable<string> numbers) => new()
    {
        Version = version,
        Directive = d,
        Offices =
        {
            numbers.Select(number => new ResolvedOffice
            {
                OfficeId = Offices[number].Id,
                Number = number,
                Name = Offices[number].Name,
                CountyUnitNumber = "5700",
                Periods = { d.Content.Valid },
                MunicipalityNumbers = { Offices[number].Municipalities },
                ConcernedMunicipalityNumbers = { Offices[number].Municipalities },
            }),
        },
    };

    /// <summary>A directive reaches the offices (Fjordvik when none is named), in the next version.</summary>
    public Task Map(Directive d, params string[] numbers) => MapTo(d, numbers.Length == 0 ? [Fjordvik] : numbers);

    public async Task MapTo(Directive d, IEnumerable<string> numbers)
    {
        var version = versions[d.DirectiveId] = versions.GetValueOrDefault(d.DirectiveId) + 1;
        Assert.Equal("SUCCESS", await Deliver(Mapped(d, version, numbers)));
    }

    public Task<string> Deliver(DirectiveMapped e, Guid? id = null) =>
        Service.Deliver(Topics.OfficesMapping, "offices", e.Directive.DirectiveId, e.Version, e, id);

    public Task<string> Deliver(OfficeChanged e) =>
        Service.Deliver(Topics.OfficesOffice, "offices", $"{e.Office.OfficeId}", e.Version, e);

    public NotificationsService.NotificationsServiceClient As(string role, string unit = "") => new(Service.As(role, unit));

    /// <summary>Somebody who has that role besides others.</summary>
    public NotificationsService.NotificationsServiceClient As(string role, string unit, string person) =>
        new(person.Length == 0 ? Service.As(role, unit) : Service.As(role, unit, person));

    /// <summary>The feed of an office as it is now: "s1 RELEASED", "m1 ENDED WITHDRAWN", in the order of the ids.</summary>
    public async Task<string> Feed(string number = Fjordvik)
    {
        var answer = await As("office", number).ListMissionsAsync(new() { OfficeNumber = number, IncludeEnded = true });
        return string.Join("; ", answer.Missions.OrderBy(m => m.Sources[0].DirectiveId, StringComparer.Ordinal).Select(m =>
            $"{m.Sources[0].DirectiveId} {m.State.ToString().ToUpperInvariant()}{(m.State == MissionState.Ended ? $" {m.EndReason.ToString().ToUpperInvariant()}" : "")}"));
    }

    public async Task<Mission> Mission(string directiveId, string number = Fjordvik) =>
        (await As("office", number).ListMissionsAsync(new() { OfficeNumber = number, IncludeEnded = true })).Missions
            .Single(m => m.Sources[0].DirectiveId == directiveId);

    /// <summary>The way of a directive through the gate: "RECEIVED JUDGED HELD".</summary>
    public Task<string> Path(string directiveId, string number = Fjordvik, int revision = 1) => Service.Scalar<string>(
        """
        select coalesce(string_agg((array['RECEIVED','JUDGED','RELEASED','RELEASED_WITH_FLAG','HELD','RESOLVED','WITHDRAWN','EXPIRED'])[state], ' ' order by id), '')
        from gate_step join office using (office_id)
        where directive_id = @directiveId and number = @number and revision = @revision
        """,
        new { directiveId, number, revision });

    public async Task<V1.OfficeStatus> Status(string directiveId, string number = Fjordvik) =>
        (await As("auditor").GetDirectiveStatusAsync(new() { DirectiveId = directiveId })).Offices.Single(o => o.OfficeNumber == number);

    public async Task<IReadOnlyList<Finding>> Findings(FindingFilter? filter = null) =>
        [.. (await As("auditor").ListFindingsAsync(new() { Filter = filter })).Findings];

    /// <summary>Midnight has passed: every office is judged for the new day.</summary>
    public async Task NewDay(int days)
    {
        Service.Time.Advance(TimeSpan.FromDays(days));
        await Part<HoldDeadlines>().Catch(CancellationToken.None);
    }

    public T Part<T>()
        where T : notnull => (T)Service.Parts.GetService(typeof(T))!;

    /// <summary>Positions are 1, 2, 3 ... at every office, and the head is the last.</summary>
    public async Task AssertGapless()
    {
        await using var connection = new NpgsqlConnection(Service.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            """
            select count(*) from (select from office o
            left join lateral (
              select position from mission m where m.office_id = o.office_id
              union all select position from receipt r where r.office_id = o.office_id and r.act = 'A') x on true
            group by o.office_id having o.feed_position <> count(position) or o.feed_position <> coalesce(max(position), 0)) wrong
            """,
            connection);
        Assert.Equal(0L, await command.ExecuteScalarAsync());
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    /// <summary>Reads a stream until its first part is complete.</summary>
    public static async Task<List<WatchMissionsResponse>> UntilCaughtUp(AsyncServerStreamingCall<WatchMissionsResponse> call)
    {
        var read = new List<WatchMissionsResponse>();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            read.Add(call.ResponseStream.Current);
            if (call.ResponseStream.Current.CaughtUp)
            {
                return read;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
