using System.Globalization;
using Google.Protobuf;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Xunit;
using static Samstyring.Notifications.Tests.World;
using Catalogues = Samstyring.Notifications.Rules.Catalogues;
using Delivery = Samstyring.Notifications.Rules.Delivery;
using RuleDays = Samstyring.Notifications.Rules.Days;
using RuleFacts = Samstyring.Notifications.Rules.Facts;
using TypesPb = Samstyring.Types.V1;

namespace Samstyring.Notifications.Tests.Gate;

/// <summary>
/// A random walk of publishing, changing, withdrawing, relaying and replacing, of changing offices and of passing days, and what is so after each step as
/// plain facts. The same seed walks the same way: the clock stands at a fixed day.
/// </summary>
internal sealed class RandomSteps(World world, int seed)
{
    private static readonly DateOnly First = new(2027, 1, 4);

    // The two that the world knows by events, the second of them with several municipalities, and one that is known from mappings only.
    private static readonly (int Id, string Number, string[] Municipalities)[] Offices =
        [(1, Fjordvik, ["5035"]), (2, Midtfjell, ["5041", "5042", "5043"]), (3, "5503", ["5041"])];

    private static readonly string[] Municipalities = ["5035", "5041", "5042", "5043"];

    private readonly Random random = new(seed);
    private readonly SortedDictionary<string, Known> directives = new(StringComparer.Ordinal);
    private readonly Dictionary<int, Office> offices = [];
    private long version = 100;
    private int named;
    private DateOnly today = First;

    private sealed record Known(Directive Directive, Dictionary<int, MappingRow> Reaches)
    {
        public bool Stands => Directive.State == DirectiveState.Published;
    }

    /// <summary>The clock is put to the first day and the offices are told of again.</summary>
    public async Task Begin()
    {
        world.Service.Time.Set(new DateTimeOffset(First, new(7, 0), TimeSpan.Zero));
        await ChangeOffice(0);
        await ChangeOffice(1);
    }

    /// <summary>The newest versions that a leader has seen and acknowledged; each office has two.</summary>
    public Dictionary<(string Office, int Person, string MissionKey), (int Seen, int Acknowledged)> Receipts { get; } = [];

    /// <summary>What a leader reads.</summary>
    public async Task<ListMissionsResponse> List(string office, int person) => await Leader(office, person).ListMissionsAsync(
        new() { OfficeNumber = office, IncludeEnded = true, PageSize = 200 });

    /// <summary>Takes a step and says which.</summary>
    public async Task<string> Next()
    {
        var standing = directives.Values.Where(k => k.Stands).ToList();
        var roll = random.Next(100);
        if (standing.Count < 4 || roll < 30)
        {
            return await Publish();
        }

        var one = Pick(standing).Directive;
        return roll switch
        {
            < 42 => await Map(
                "revise", Revised(one, Pick([ChangeClass.Material, ChangeClass.Material, ChangeClass.Editorial]), c => Alter(c, one.DirectiveId))),
            < 50 => await Map("withdraw", Withdrawn(one)),
            < 57 => await Map("withdraw at an office", Withdrawn(one, Pick(Offices).Number)),
            < 62 => await Map("reach others", one.Clone()),
            < 70 => await Map("receive", Received(one)),
            < 73 => await Replace(one),
            < 84 => await ChangeOffice(random.Next(2)),
            < 93 => await Read(),
            _ => await Pass(),
        };
    }

    /// <summary>Everything is judged anew, as it is: the offices are told of again, and those known from mappings only are judged for the day once more.</summary>
    public async Task Repeat()
    {
        await world.Service.Scalar<int>("update office set judged_on = judged_on - 1; select 1");
        await world.Part<Notifications.Gate.HoldDeadlines>().Catch(CancellationToken.None);
        foreach (var office in offices.Values)
        {
            Assert.Equal("SUCCESS", await world.Deliver(new OfficeChanged { Version = ++version, Office = office }));
        }
    }

    /// <summary>All that is so now, read as the service reads it but from nothing it has stored.</summary>
    public RuleFacts Facts()
    {
        var catalogues = Catalogues.Newest;
        return new(
            today,
            catalogues,
            directives.Values.ToDictionary(
                k => k.Directive.DirectiveId,
                k => Delivery.To(k.Reaches.Keys.Select(id => Offices[id - 1].Number), DirectiveReader.Read(k.Directive, catalogues))),
            [.. Offices.Select(o => OfficeReader.Read(
                new(
                    o.Id, o.Number, offices.GetValueOrDefault(o.Id)?.Name ?? $"Nav {o.Number}", "5700", o.Municipalities,
                    offices.GetValueOrDefault(o.Id)?.ToByteArray(), 0, false),
                [.. directives.Values.Select(k => k.Reaches.GetValueOrDefault(o.Id)).OfType<MappingRow>().Select(OfficeReader.Read)]))]);
    }

    private T Pick<T>(IReadOnlyList<T> from) => from[random.Next(from.Count)];

    private bool Chance(int percent) => random.Next(100) < percent;

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private TypesPb.Period Days(int from, int length) => new() { From = Iso(today.AddDays(from)), To = Iso(today.AddDays(from + length)) };

    private Task<string> Publish()
    {
        var state = Chance(50);
        var id = $"{(state ? 's' : 'm')}{++named:00}";
        void Make(DirectiveContent c)
        {
            c.Valid = Chance(25) ? new() { From = "2027-01-01", To = "2028-01-01" } : Days(random.Next(-3, 12), random.Next(1, 25));
            if (!state)
            {
                c.IssuerOrg.Number = Pick(Municipalities);
                c.Modality = Modality.Must;
            }

            Alter(c, id);
            Alter(c, id);
            if (Chance(50))
            {
                Join(c);
            }
        }

        return Map("publish", state ? State(id, Make) : Ban(id, Make));
    }

    // Says the same as another that stands, of whichever line.
    private void Join(DirectiveContent c)
    {
        if (directives.Values.Where(k => k.Stands && k.Directive.Content.ActionCode.Length > 0).ToList() is { Count: > 0 } others)
        {
            var other = Pick(others).Directive.Content;
            (c.Theme, c.ActionCode, c.Modality, c.Valid, c.TargetGroup) = (other.Theme, other.ActionCode, other.Modality, other.Valid, other.TargetGroup);
        }
    }

    // Changes one thing that some kind looks at.
    private void Alter(DirectiveContent c, string id)
    {
        var other = directives.Keys.Where(x => x != id).ToList();
        switch (random.Next(24))
        {
            case 21 or 22:
                Join(c);
                break;
            case 23:
                c.TargetGroup = Pick([null, new TargetGroup { Groups = { "YOUTH" } }, new TargetGroup { Age = new() { Hi = 29 } }]);
                break;
            case 0:
                c.ActionCode = Pick(["USER_MEETING.PHYSICAL.FIRST", "USER_MEETING.PHYSICAL", "USER_MEETING", "", "NOT_KNOWN"]);
                c.Modality = Pick([Modality.Must, Modality.MustNot]);
                break;
            case 1:
                c.IndicatorId = Pick(["IND-KVP", "IND-DIGITAL"]);
                c.Direction = Pick([Direction.Up, Direction.Down, Direction.Hold, Direction.Unspecified]);
                c.Target = Chance(60) ? new() { Lo = $"{random.Next(6)}", Unit = c.IndicatorId == "IND-KVP" ? "PERSON" : "PERCENT" } : null;
                if (c.Target is not null && Chance(60))
                {
                    c.Target.Hi = $"{int.Parse(c.Target.Lo, CultureInfo.InvariantCulture) + random.Next(3)}";
                }

                break;
            case 2:
                c.PriorityRank = 1;
                c.Theme = Pick(["YOUTH", "HOUSING", "OPENING_HOURS"]);
                break;
            case 3:
                c.FteDemand.Add(new FteDemand { Pool = Pick([Pool.State, Pool.Municipal, Pool.Total]), Fte = $"{random.Next(1, 5)}", CapacityGroup = Pick(["", "", "G1"]) });
                break;
            case 4:
                c.Nok = random.Next(1, 5) * 40_000;
                c.NokYear = 2027;
                c.CostBearer = Pick([CostBearer.State, CostBearer.Municipal, CostBearer.SharedByKey]);
                break;
            case 5:
                c.Bindingness = Bindingness.Frame;
                c.Frame = new() { Year = 2027, Nok = random.Next(10) * 50_000, Fte = $"{random.Next(6)}" };
                break;
            case 6:
                c.FteDelta.Add(new FteDelta { Employer = Pick([Employer.State, Employer.Municipal]), Fte = Pick(["-1", "-0.5", "1"]) });
                break;
            case 7:
                c.Introduction = Days(random.Next(-5, 20), random.Next(1, 40));
                c.EffortDays = Pick(["", "5", "20", "60"]);
                break;
            case 8:
                c.Deadline = Iso(today.AddDays(random.Next(15)));
                c.EffortDays = $"{random.Next(2, 6)}";
                break;
            case 9:
                c.Offer = new() { Dates = Days(random.Next(0, 20), 1), Mandatory = Chance(50), AnchoredBy = { Chance(50) ? [TypesPb.OrgKind.County] : [TypesPb.OrgKind.County, TypesPb.OrgKind.Municipality] } };
                break;
            case 10:
                c.ServiceCode = Pick(["FINANCIAL_ASSISTANCE", "HOUSING_SUPPORT", "SUBSTANCE_FOLLOW_UP"]);
                c.ServiceEffect = Pick([ServiceEffect.Unspecified, ServiceEffect.Removes, ServiceEffect.Suspends, ServiceEffect.Changes]);
                break;
            case 11:
                c.AssertedTerms.Add(new AssertedTerm { Term = Pick(["OFFICE_LOCATION", "OPENING_HOURS", "LEADERSHIP_MODEL"]), Value = Pick(["A", "DUAL"]) });
                break;
            case 12:
                c.Reporting.Add(new Reporting { Concept = "KVP_PARTICIPANTS", Period = Days(0, random.Next(1, 30)), Frequency = "MONTHLY", System = Pick(["S1", "S2"]), Due = Iso(today.AddDays(random.Next(21))) });
                break;
            case 13:
                c.Level = Level.Activity;
                c.RequiresSystem.Add(Pick(["MODIA", "DIGITAL_SOCIAL_APPLICATION", "NOT_KNOWN"]));
                break;
            case 14:
                c.Theme = "WORKING_TIME";
                c.EmployeeScope = Pick([EmployeeScope.AllEmployees, EmployeeScope.StateEmployees, EmployeeScope.Unspecified]);
                break;
            case 15:
                c.LegalBasis.Add(new SourceRef { SourceId = Pick(["LOV-2009-12-18-131", "NOT_KNOWN"]) });
                break;
            case 16:
                c.ConsequenceAssessment = null;
                c.TriggerClasses.Add(TriggerClass.ChangedNeeds);
                c.DecidedAt = Pick(["2024-01-01", c.DecidedAt]);
                c.ResponsibleLeader = ResponsibleLeader.Unspecified;
                break;
            case 19 when c.Line == TypesPb.Line.State:
                // A clause of one of the two county letters.
                (c.IssuerOrg, c.IssuerRole) = (new() { Kind = TypesPb.OrgKind.Directorate }, IssuerRole.Directorate);
                c.Theme = "QUALIFICATION_PROGRAMME";
                c.DocumentType = Pick([DocumentType.SteeringLetter, DocumentType.CountyGovernorAssignment]);
                c.Valid = new() { From = "2027-01-01", To = "2028-01-01" };
                break;
            case 17 when other.Count > 0:
                c.DependsOn.Add(Pick(other));
                break;
            case 18 when other.Count > 0:
                // Only what came before, so that nothing goes in a ring.
                if (Pick(other) is var source && int.Parse(source[1..], CultureInfo.InvariantCulture) < int.Parse(id[1..], CultureInfo.InvariantCulture))
                {
                    if (Chance(50))
                    {
                        c.DerivedFrom.Add(new SourceRef { DirectiveId = source });
                    }
                    else
                    {
                        c.Supersedes.Add(source);
                    }
                }

                break;
            default:
                c.RecipientRole = Pick([RecipientRole.CountyDirector, RecipientRole.MunicipalDirector, RecipientRole.BothLeaders, RecipientRole.NavLeader]);
                c.Bindingness = Pick([Bindingness.Prioritisation, Bindingness.ResultRequirement, Bindingness.Statutory, Bindingness.Information, Bindingness.Advice]);
                break;
        }
    }

    private static Directive Received(Directive one)
    {
        var next = one.Clone();
        next.DeliveryPath.RemoveAt(next.DeliveryPath.Count - 1);
        return next.DeliveryPath.Count > 0 ? next : one.Clone();
    }

    private async Task<string> Replace(Directive one)
    {
        var next = one.Clone();
        next.State = DirectiveState.Superseded;
        return await Map("replace", next);
    }

    private async Task<string> Map(string what, Directive d)
    {
        // A municipality reaches the offices it owns; the state reaches some or all, each on all or some of the days. The county letters are for all.
        var letter = d.Content.IssuerRole == IssuerRole.Directorate;
        var reached = Offices
            .Where(o => letter || (d.Content.Line == TypesPb.Line.State ? Chance(70) : o.Municipalities.Contains(d.Content.IssuerOrg.Number)))
            .Select(o => new ResolvedOffice
            {
                OfficeId = o.Id,
                Number = o.Number,
                Name = $"Nav {o.Number}",
                CountyUnitNumber = "5700",
                Periods = { letter || Chance(85) ? d.Content.Valid : new() { From = d.Content.Valid.From, To = Iso(today.AddDays(random.Next(10))) } },
                MunicipalityNumbers = { o.Municipalities },
                ConcernedMunicipalityNumbers =
                {
                    d.Content.Line == TypesPb.Line.State
                        ? Chance(80) ? o.Municipalities : o.Municipalities.Take(1)
                        : [d.Content.IssuerOrg.Number],
                },
            })
            .ToList();
        Assert.Equal("SUCCESS", await world.Deliver(new DirectiveMapped { Version = ++version, Directive = d, Offices = { reached } }));
        var valid = RuleDays.Of(DirectiveReader.Range(d.Content.Valid));
        directives[d.DirectiveId] = new(d, reached.ToDictionary(o => o.OfficeId, o => new MappingRow(
            o.OfficeId,
            d.DirectiveId,
            OfficeReader.Write(RuleDays.Of(o.Periods.Select(DirectiveReader.Range)).Intersect(valid)),
            [.. o.ConcernedMunicipalityNumbers],
            d.State == DirectiveState.Withdrawn || d.WithdrawnAtOffices.Contains(o.Number),
            false,
            false)));
        return $"{what} {d}";
    }

    // The profile anew, each part there or not.
    private async Task<string> ChangeOffice(int index)
    {
        var e = OfficeOf(Offices[index].Number, ++version);
        var p = e.Office.Profile;
        p.Leadership.Clear();
        if (Chance(80))
        {
            p.Leadership.Add(new LeadershipPeriod { Model = Pick([LeadershipModel.Single, LeadershipModel.Dual]), Valid = new() });
        }

        if (Chance(50))
        {
            p.ServiceAreas.Add(new ServiceArea { ServiceAreaId = "TO-1", PoolsStateResources = Chance(80), Valid = new() });
        }

        foreach (var employer in new[] { Employer.State, Employer.Municipal }.Where(_ => Chance(85)))
        {
            p.Staffing.Add(new Staffing { Employer = employer, Fte = $"{random.Next(3, 8)}", FollowUpFte = $"{random.Next(1, 4)}", Valid = new() });
        }

        if (Chance(50))
        {
            p.Services.Add(new ProvidedService { ServiceCode = "SUBSTANCE_FOLLOW_UP", Valid = Chance(50) ? new() : Days(0, 10) });
        }

        if (Chance(50))
        {
            p.Agreements.Add(new Agreement
            {
                AgreementId = "A1",
                Type = AgreementType.Partnership,
                Parties = { new TypesPb.OrgRef { Kind = TypesPb.OrgKind.County, Number = "5700" }, new TypesPb.OrgRef { Kind = TypesPb.OrgKind.Municipality, Number = Offices[index].Municipalities[0] } },
                Clauses = { new AgreementClause { ClauseRef = "1", Term = Pick(["OFFICE_LOCATION", "OPENING_HOURS"]), Value = "B" } },
                Valid = new(),
            });
        }

        if (Chance(40))
        {
            p.Pilots.Add(new Pilot { PilotId = "P1", ExemptThemes = { "FOLLOW_UP" }, Valid = Days(0, random.Next(1, 20)) });
        }

        if (Chance(40))
        {
            p.JointPlans.Add(new JointPlan
            {
                PlanId = "J1",
                Year = 2027,
                ApprovedBy = { TypesPb.Line.State, TypesPb.Line.Municipal },
                Ranking = { directives.Keys.Where(_ => Chance(50)) },
            });
        }

        for (var n = random.Next(4); n > 0; n--)
        {
            p.Scorecard.Add(new ScorecardIndicator { IndicatorId = $"IND-{n}", OwnerLine = Pick([TypesPb.Line.State, TypesPb.Line.Municipal]), Valid = new() });
        }

        p.DataProcessingAgreements.Add(Offices[index].Municipalities.Where(_ => Chance(60)).Select(m => new DataProcessingAgreement
        {
            MunicipalityNumber = m,
            System = "MODIA",
            Valid = new(),
        }));
        if (Chance(60))
        {
            p.CostKeys.Add(new CostKey
            {
                Type = CostKeyType.Percent,
                Shares = { new CostShare { Party = "STATE", Percent = "60" }, new CostShare { Party = Offices[index].Municipalities[0], Percent = "40" } },
                LastReview = "2026-01-10",
                Valid = new(),
            });
        }

        if (Chance(30))
        {
            p.Thresholds.Add("detail_min_count", "2");
            p.Thresholds.Add("initiative_max_per_quarter", "1");
        }

        Assert.Equal("SUCCESS", await world.Deliver(e));
        offices[Offices[index].Id] = e.Office;
        return $"office {e}";
    }

    private NotificationsService.NotificationsServiceClient Leader(string office, int person) => new(world.Service.As("office", office, person));

    // A leader looks, acknowledges or asks, or an owner answers.
    private async Task<string> Read()
    {
        var (office, person) = (Pick([Fjordvik, Midtfjell]), random.Next(1, 3));
        var missions = (await List(office, person)).Missions;
        if (missions.Count == 0)
        {
            return "nothing to read";
        }

        var (one, id) = (Pick(missions), Guid.NewGuid().ToString());
        var receipt = Receipts.GetValueOrDefault((office, person, one.MissionKey));
        var open = one.Questions.FirstOrDefault(q => q.AnsweredAt is null);
        switch (random.Next(4))
        {
            case 0 when one.State != MissionState.Ended:
                await Leader(office, person).AcknowledgeMissionAsync(
                    new() { RequestId = id, OfficeNumber = office, MissionKey = one.MissionKey, Version = one.Version, ContentHash = one.ContentHash });
                Receipts[(office, person, one.MissionKey)] = (one.Version, one.Version);
                return $"acknowledge {one}";
            case 1 when one.State != MissionState.Ended:
                await Leader(office, person).AskForClarificationAsync(new() { RequestId = id, OfficeNumber = office, MissionKey = one.MissionKey, Text = "Hva?" });
                return $"ask about {one}";
            case 2 when open is not null:
                await world.As("county", "5700").AnswerQuestionAsync(new() { RequestId = id, QuestionId = open.QuestionId, Answer = "Det." });
                return $"answer about {one}";
            default:
                await Leader(office, person).MarkMissionsSeenAsync(
                    new() { RequestId = id, OfficeNumber = office, Missions = { new MissionVersion { MissionKey = one.MissionKey, Version = one.Version } } });
                Receipts[(office, person, one.MissionKey)] = (one.Version, receipt.Acknowledged);
                return $"see {one}";
        }
    }

    private async Task<string> Pass()
    {
        var days = Pick([1, 1, 2, 3, 7]);
        await world.NewDay(days);
        today = today.AddDays(days);
        return $"{days} days pass";
    }
}
