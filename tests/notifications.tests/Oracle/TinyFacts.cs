using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;

namespace Samstyring.Notifications.Tests.Oracle;

/// <summary>Small random facts files: three offices, three municipalities, four indicators, ten days, values from 0 to 5, so that everything meets often.</summary>
internal static class TinyFacts
{
    private static readonly DateOnly First = new(2027, 1, 1);
    private static readonly string[] Municipalities = ["1001", "1002", "1003"];
    private static readonly string[] Offices = ["0001", "0002", "0003"];

    private static readonly Catalogues Catalogues = new()
    {
        Version = "TINY",
        Themes = new Dictionary<string, Theme>
        {
            ["A"] = new("JOINT"),
            ["A1"] = new("JOINT", "A", Term: "OPENING"),
            ["B"] = new("MUNICIPAL"),
            ["C"] = new("STATE", Common: true),
            ["WORKING"] = new("JOINT"),
            ["PAY"] = new("JOINT", "WORKING"),
        },
        Actions = new Dictionary<string, Node> { ["X"] = new(), ["X1"] = new("X"), ["X2"] = new("X"), ["X3"] = new("X") },
        TargetGroups = new Dictionary<string, Node> { ["G"] = new(), ["H"] = new(), ["K"] = new() },
        DisjointGroups = [["G", "H"]],
        Indicators = Enumerable.Range(1, 4).ToDictionary(n => $"I{n}", n => new Indicator(n == 3 ? new("i-1", "i-1") : new($"i{n}", $"i{n}"), "DAY", DefinitionHash: $"h{n}")),
        Services = new Dictionary<string, Service>
        {
            ["V1"] = new("MUNICIPAL", Minimum: [new(new(2026, 1, 1), First.AddDays(4))]),
            ["V2"] = new("MUNICIPAL", WorkOriented: false),
            ["V3"] = new("STATE"),
        },
        Sources = new Dictionary<string, Source>
        {
            ["L1"] = new(),
            ["L2"] = new(SourceStatus.Repealed),
            ["L3"] = new(To: First.AddDays(4)),
        },
        Systems = ["S1", "S2"],
        ShieldingBases = ["B1"],
        ReservedSubjects =
        [
            new("R1", "OPENING", [Line.Joint]), new("R1", "LOCATION", [Line.Municipal]), new("R2", "STATE_STAFF_AND_BUDGET", [Line.State]),
            new("R2", "MUNICIPAL_STAFF_AND_BUDGET", [Line.Municipal]), new("R3", "MUNICIPAL_SERVICE_IN_OFFICE", [Line.Joint]),
        ],
    };

    /// <summary>Any facts file.</summary>
    public static Gen<FactsFile> Any =>
        from count in Gen.Choose(2, 6)
        from all in Gen.ListOf(AnyDirective, count)
        from twin in Gen.Elements(true, false)
        let directives = twin ? all.Append(Twin(all.Last())) : all
        from offices in Gen.CollectToArray(Offices.Select(AnyOffice))
        from asOf in Gen.Choose(-3, 8)
        select new FactsFile(First.AddDays(asOf), [.. offices], [.. directives.Select(Numbered)], Catalogues: Catalogues);

    // The same in the other of the two county letters.
    private static Directive Twin(Directive x) => x with { DocumentType = x.DocumentType == DocumentType.SteeringLetter ? DocumentType.CountyGovernorAssignment : DocumentType.SteeringLetter };

    private static Gen<Directive> AnyDirective =>
        from line in Gen.Elements(Line.State, Line.State, Line.Municipal, Line.Municipal, Line.CountyGovernor, Line.Joint)
        from municipality in Gen.Elements(Municipalities)
        from unit in Gen.Elements<string?>(null, "U1", "U2")
        from force in Gen.Elements(Enum.GetValues<Bindingness>())
        from modality in Gen.Elements(Modality.Must, Modality.MustNot, Modality.Should)
        from theme in Gen.Elements("A", "A1", "B", "C", "PAY")
        from action in Gen.Elements<string?>("X", "X1", "X2", "UNKNOWN", null)
        from indicator in Gen.Elements<string?>("I1", "I2", "I3", "UNKNOWN", null)
        from direction in Gen.Elements<Direction?>(Direction.Up, Direction.Down, Direction.Hold, null)
        from target in AnyTarget
        from ages in Gen.Frequency((2, Gen.Constant<IntInterval?>(null)), (1, Gen.Two(Gen.Choose(1, 9)).Select(x => (IntInterval?)new IntInterval(Math.Min(x.Item1, x.Item2), Math.Max(x.Item1, x.Item2)))))
        from groups in Gen.Frequency((3, Gen.Constant(Array.Empty<string>())), (1, Gen.SubListOf("G", "H", "UNKNOWN").Select(g => g.ToArray())))
        from days in AnyDays
        from scope in Gen.Elements("ALL", "ALL", "OFFICE(0001)", "OFFICE(0002, 0003)", "MUNICIPALITY(1002)", "MUNICIPALITY(1001, 1003)")
        from rest in AnyRest
        from cost in AnyCost
        from letter in AnyLetter
        select letter(cost(rest)) with
        {
            Id = "",
            Line = line,
            IssuerOrg = line switch { Line.State => "COUNTY:5000", Line.Municipal => $"MUNICIPALITY:{municipality}", Line.CountyGovernor => "COUNTY_GOVERNOR:10", _ => "KS" },
            IssuerUnit = unit,
            Bindingness = force,
            Modality = force == Bindingness.Information && modality == Modality.Should ? null : modality,
            Theme = theme,
            ActionCode = action,
            IndicatorId = indicator,
            Direction = direction,
            Target = target,
            TargetGroup = new([.. groups], ages),
            Valid = days,
            Scope = scope,
        };

    // What the kinds that look at one directive read, and the links, by number of an earlier directive.
    private static Gen<Directive> AnyRest =>
        from rank in Gen.Elements<int?>(1, 1, 2, null)
        from horizon in Gen.Elements(Horizon.Annual, Horizon.Annual, Horizon.FourYear)
        from recipient in Gen.Frequency((6, Gen.Constant(RecipientRole.NavLeader)), (1, Gen.Elements(RecipientRole.CountyDirector, RecipientRole.MunicipalDirector, RecipientRole.CountyGovernor, RecipientRole.StateLeader)))
        from leader in Gen.Elements<ResponsibleLeader?>(null, null, ResponsibleLeader.MunicipalLeader)
        from scope in Gen.Elements<EmployeeScope?>(null, EmployeeScope.AllEmployees, EmployeeScope.StateEmployees)
        from path in Gen.Elements<string[]?>(null, [], ["COUNTY:5000", "OFFICE"], ["OFFICE"], ["OFFICE", "COUNTY:5000"], ["COUNTY:5000", "MUNICIPAL_DIRECTOR:1001", "MUNICIPAL_DIRECTOR:1002", "OFFICE"], ["COUNTY_GOVERNOR:10"])
        from assessed in Gen.Elements(true, true, false)
        from trigger in Gen.Elements(true, false, false)
        from consulted in Gen.SubListOf("COUNTY:5000", "MUNICIPALITY:1001", "MUNICIPALITY:1002", "MUNICIPALITY:1003")
        from offer in Gen.Frequency((3, Gen.Constant<Offer?>(null)), (2, from at in Gen.Choose(0, 45) from all in Gen.Elements(true, false) from must in Gen.Elements(true, false) select (Offer?)new Offer(new(First.AddDays(at), First.AddDays(at + 1)), TargetGroup.Everybody, must, all ? ["COUNTY", "MUNICIPALITY"] : ["COUNTY"])))
        from report in Gen.Frequency((2, Gen.Constant(ImmutableArray<Reporting>.Empty)), (1, from concept in Gen.Elements("C1", "C2") from system in Gen.Elements("S1", "S2") from days in AnyDays select ImmutableArray.Create(new Reporting(concept, Period: days, System: system))))
        from due in Gen.Frequency((1, Gen.Constant<int?>(null)), (1, Gen.Choose(0, 12).Select(d => (int?)d)))
        from effort in Gen.Choose(0, 4)
        from systems in Gen.SubListOf("S1", "S9")
        from service in Gen.Elements<string?>(null, null, "V1", "V2", "V3", "UNKNOWN")
        from effect in Gen.Elements<ServiceEffect?>(null, ServiceEffect.Adds, ServiceEffect.Removes, ServiceEffect.Suspends, ServiceEffect.ClosesAccess)
        from term in Gen.Elements<AssertedTerm?>(
            null, null, new("OPENING", null, "X"), new("OPENING", null, "Y"), new("LOCATION", null, "X"), new("LOCATION", null, "Y"),
            new("MUNICIPAL_SERVICE_IN_OFFICE", "V1", "included"), new("MUNICIPAL_SERVICE_IN_OFFICE", "V2", "included"), new("MUNICIPAL_SERVICE_IN_OFFICE", "UNKNOWN", "included"))
        from bases in Gen.SubListOf("L1", "L2", "L3", "UNKNOWN")
        from basis in Gen.Elements(true, false, false)
        from level in Gen.Elements<Level?>(null, Level.Activity, Level.Result)
        from link in Gen.Choose(0, 9)
        from withdrawn in Gen.Elements("", "", "", "0001", "ALL")
        select new Directive
        {
            Id = $"{link}",
            Line = Line.State,
            Bindingness = Bindingness.Order,
            State = withdrawn == "ALL" ? DirectiveState.Withdrawn : DirectiveState.Published,
            WithdrawnAtOffices = withdrawn == "0001" ? ["0001"] : [],
            PriorityRank = rank,
            Horizon = horizon,
            RecipientRole = recipient,
            ResponsibleLeader = leader,
            EmployeeScope = scope,
            DeliveryPath = path is null ? null : [.. path.SelectMany(n => n == "OFFICE" ? Offices.Select(o => $"OFFICE:{o}") : [n]).Select(n => new PathNode(n))],
            ConsequenceAssessment = assessed ? Rules.Situation.Assessed : null,
            TriggerClasses = trigger ? [TriggerClass.ChangedNeeds] : [],
            PartnerInvolvement = [.. consulted.Select(c => new Involvement(c, Arena.Written, ConsultedAt: new(2026, 5, 1)))],
            Offer = offer,
            Reporting = report,
            Deadline = due is { } day ? First.AddDays(day) : null,
            EffortDays = effort,
            RequiresSystem = [.. systems],
            ServiceCode = service,
            ServiceEffect = service is null ? null : effect,
            AssertedTerms = term is null ? [] : [term],
            LegalBasis = basis ? [.. bases.Select(b => new SourceRef(b))] : [],
            Level = level,
            DerivedFrom = link == 0 ? ["last"] : [],
            Supersedes = link == 1 ? ["last"] : [],
            DependsOn = link is 2 or 3 ? ["last"] : [],
        };

    // What it asks of the other owner's staff and money, and what it has of its own.
    private static Gen<Func<Directive, Directive>> AnyCost =>
        from demands in Gen.Frequency((2, Gen.Constant(Array.Empty<FteDemand>())), (2, Gen.ArrayOf(AnyDemand, 1)), (1, Gen.ArrayOf(AnyDemand, 2)))
        from delta in Gen.Frequency((4, Gen.Constant(ImmutableArray<FteDelta>.Empty)), (1,
            from employer in Gen.Elements(Employer.State, Employer.Municipal)
            from fte in Gen.Elements(-1m, -0.5m, 1m)
            select ImmutableArray.Create(new FteDelta(employer, fte))))
        from nok in Gen.Elements<decimal?>(null, null, null, 60_000, 100_000)
        from nokYear in Gen.Elements<int?>(2026, 2027, 2027, 2027, null)
        from bearer in Gen.Elements<CostBearer?>(CostBearer.State, CostBearer.Municipal, CostBearer.SharedByKey, null)
        from freeNok in Gen.Elements<decimal?>(0, 60_000, 150_000, null)
        from freeFte in Gen.Elements<decimal?>(0, 0.01m, 0.05m, null)
        from frameYear in Gen.Elements(2026, 2027, 2027, 2027)
        from decided in Gen.Elements<DateOnly?>(new(2026, 5, 15), new(2026, 6, 1), new(2026, 6, 1), null)
        from published in Gen.Elements(new DateOnly(2026, 5, 20), new(2026, 6, 2), new(2026, 6, 2), new(2026, 12, 21))
        from agreed in Gen.Frequency((2, Gen.Constant(Array.Empty<string>())), (1, Gen.SubListOf("COUNTY:5000", "MUNICIPALITY:1001", "MUNICIPALITY:1002", "MUNICIPALITY:1003").Select(a => a.ToArray())))
        from affected in Gen.SubListOf(Line.State, Line.Municipal)
        from some in Gen.Elements("", "", "economy", "staffing")
        select (Func<Directive, Directive>)(d => d with
        {
            FteDemand = [.. demands],
            FteDelta = delta,
            Nok = nok,
            NokYear = nok is null ? null : nokYear,
            CostBearer = nok is null ? null : bearer,
            // Only a frame has one; Numbered takes it from the others.
            Frame = new(frameYear, FreeNok: freeNok, FreeFte: freeFte),
            DecidedAt = decided,
            PublishedAt = published,
            PartnerInvolvement = [.. d.PartnerInvolvement, .. agreed.Select(a => new Involvement(a, Arena.Written, AgreedAt: new(2026, 5, 10)))],
            ConsequenceAssessment = d.ConsequenceAssessment is { } assessed ? assessed with
            {
                AffectedLines = [.. affected],
                Economy = some == "economy" ? new(AssessmentAnswer.Some, "Noe") : assessed.Economy,
                Staffing = some == "staffing" ? new(AssessmentAnswer.Some, "Noe") : assessed.Staffing,
            }
            : null,
        });

    private static Gen<FteDemand> AnyDemand =>
        from pool in Gen.Elements(Pool.State, Pool.Municipal, Pool.Total)
        from amount in Gen.Elements<(decimal? Fte, decimal? Share)>((0.5m, null), (1, null), (2, null), (null, 50), (null, 60), (null, null))
        from people in Gen.Elements<string?>(null, null, null, "P", "Q")
        select new FteDemand(pool, amount.Fte, amount.Share, people);

    // What kind of document it stands in, who may read it, and what it introduces.
    private static Gen<Func<Directive, Directive>> AnyLetter =>
        from role in Gen.Elements<IssuerRole?>(null, IssuerRole.Directorate, IssuerRole.Directorate)
        from document in Gen.Elements(DocumentType.Other, DocumentType.SteeringLetter, DocumentType.CountyGovernorAssignment, DocumentType.Regulation)
        from readers in Gen.Frequency((3, Gen.Constant<string[]?>(null)), (1, Gen.SubListOf("COUNTY:5000", "MUNICIPALITY:1001", "MUNICIPALITY:1002", "KS").Select(r => (string[]?)r.ToArray())))
        from basis in Gen.Elements<string?>(null, null, "B1", "B9")
        from introduction in Gen.Frequency((2, Gen.Constant<DayRange?>(null)), (1,
            from start in Gen.Choose(-4, 9)
            from length in Gen.Choose(1, 12)
            select (DayRange?)new DayRange(First.AddDays(start), First.AddDays(start + length))))
        from silent in Gen.Elements(true, false, false)
        from received in Gen.Elements(true, false)
        select (Func<Directive, Directive>)(d => d with
        {
            IssuerRole = role,
            DocumentType = document,
            ReadAccess = readers is null ? null : [.. readers.Select(r => (Org)r)],
            Shielding = basis is null ? null : new(basis),
            Introduction = introduction,
            EffortDays = silent ? null : d.EffortDays,
            DeliveryPath = d.DeliveryPath is { } path ? [.. path.Select(n => received ? n with { ReceivedAt = new(2026, 6, 3) } : n)] : null,
        });

    private static Gen<DayRange> AnyDays =>
        from ends in Gen.Two(Gen.Choose(0, 9))
        select new DayRange(First.AddDays(Math.Min(ends.Item1, ends.Item2)), First.AddDays(Math.Max(ends.Item1, ends.Item2) + 1));

    private static Gen<Target?> AnyTarget => Gen.Frequency(
        (1, Gen.Constant<Target?>(null)),
        (3,
            from lo in Gen.Choose(0, 5)
            from width in Gen.Choose(0, 2)
            from open in Gen.Choose(0, 3)
            from tolerance in Gen.Elements(0m, 0m, 0.5m, 1m)
            select (Target?)new Target(open == 1 ? null : lo, open == 2 ? null : lo + width, "DAY", tolerance)));

    private static Gen<Profile> AnyOffice(string number) =>
        from model in Gen.Elements<LeadershipModel?>(LeadershipModel.Single, LeadershipModel.Dual, LeadershipModel.Dual, null)
        from themes in Gen.SubListOf("A", "B", "WORKING")
        from staffing in AnyStaffing
        from money in AnyMoney(number)
        from area in Gen.Elements<ServiceArea?>(null, new("AREA", true), new("AREA", true), new("AREA"))
        from change in Gen.Elements<decimal?>(null, 5, 30)
        from initiatives in Gen.Elements<decimal?>(null, 0, 1)
        from agreements in Gen.SubListOf(Municipalities)
        from pilot in Gen.Frequency((2, Gen.Constant(ImmutableArray<Pilot>.Empty)), (1, from days in AnyDays from theme in Gen.Elements("A", "B") select ImmutableArray.Create(new Pilot { PilotId = "P", ExemptThemes = [theme], Valid = days })))
        from approved in Gen.Elements(true, false)
        from ranked in Gen.SubListOf("d0", "d1", "d2", "d3")
        from placed in Gen.SubListOf("d0", "d1", "d2", "d3")
        from excepted in Gen.SubListOf("d0", "d4")
        from services in Gen.Frequency((1, Gen.Constant<ProvidedService[]?>(null)), (4, Gen.ArrayOf(
            from code in Gen.Elements("V1", "V2", "UNKNOWN")
            from municipality in Gen.Elements<string?>(null, "1001", "1002")
            from days in Gen.Frequency((1, Gen.Constant(DayRange.Always)), (2, AnyDays))
            select new ProvidedService { ServiceCode = code, MunicipalityNumber = municipality, Valid = days }, 3)))
        from clause in Gen.Elements("", "OPENING", "LOCATION")
        from notice in Gen.Elements<int?>(null, 6, 7, 8)
        from agreed in AnyDays
        from measured in Gen.Choose(0, 6)
        from owners in Gen.ListOf(Gen.Elements(Line.State, Line.State, Line.State, Line.State, Line.Municipal, Line.Joint), 6)
        from few in Gen.Elements(true, false)
        select new Profile
        {
            OfficeId = number,
            CountyId = "5000",
            Municipalities = [.. MunicipalitiesOf(number).Select(m => new ProfileMunicipality(m))],
            LeadershipModel = model is { } known ? known : new Dated<LeadershipModel>(),
            Responsibilities = [.. themes.Select(h => new Responsibility { Theme = h, Leader = ResponsibleLeader.StateLeader })],
            Staffing = [.. staffing],
            CostKey = money.Key,
            CostItems = money.Items,
            BudgetCalendar = money.Calendar,
            ServiceArea = area is { } pooled ? pooled : new Dated<ServiceArea>(),
            ChangeCapacityDays = change is { } days ? days : new Dated<decimal>(),
            DataProcessingAgreements = [.. agreements.Select(m => new DataProcessingAgreement { MunicipalityNumber = m, System = "S1" })],
            Pilots = pilot,
            Services = services is null ? null : [.. services],
            Agreements = clause.Length == 0 ? [] : [new()
            {
                AgreementId = "A",
                Parties = [new("COUNTY", "5000"), new("MUNICIPALITY", "1001")],
                Clauses = [new() { ClauseRef = "1", Term = clause, Value = "X", NoticeMonths = notice }],
                Valid = agreed,
            }],
            Scorecard = [.. owners.Take(measured).Select((line, i) => new ScorecardIndicator { IndicatorId = $"I{i}", OwnerLine = line, Valid = new(First, First.AddDays(9)) })],
            Thresholds = ImmutableSortedDictionary<string, decimal>.Empty.AddRange([
                .. few ? new[] { KeyValuePair.Create("detail_min_count", 2m) } : [],
                .. initiatives is { } most ? new[] { KeyValuePair.Create("initiative_max_per_quarter", most) } : []]),
            JointPlans = [new() { PlanId = "J", Year = 2027, ApprovedBy = approved ? [Line.State, Line.Municipal] : [Line.State], Ranking = [.. ranked], Elements = [new("E", [.. placed])], Exceptions = [.. excepted.Select(d => new PlanException(d))] }],
        };

    // Each employer's staff: none, the same all the time, or another number from some day on.
    private static Gen<IEnumerable<Staffing>> AnyStaffing =>
        from both in Gen.CollectToArray(new[] { Employer.State, Employer.Municipal }.Select(employer =>
            from rows in Gen.Choose(0, 4)
            from one in AnyRow(employer)
            from two in AnyRow(employer)
            from change in Gen.Choose(-100, 8)
            select rows switch
            {
                0 => Array.Empty<Staffing>(),
                1 => [one with { Valid = new(DateOnly.MinValue, First.AddDays(change)) }, two with { Valid = new(First.AddDays(change), DateOnly.MaxValue) }],
                2 => [one with { Valid = new(First.AddDays(change), DateOnly.MaxValue) }],
                _ => [one],
            }))
        select both.SelectMany(rows => rows);

    private static Gen<Staffing> AnyRow(Employer employer) =>
        from fte in Gen.Elements(0m, 1m, 2m, 3m)
        from followUp in Gen.Elements<decimal?>(0, 1, 1, 2, 2, null)
        select new Staffing { Employer = employer, Fte = fte, FollowUpFte = followUp };

    private static Gen<(Dated<CostKey> Key, ImmutableArray<CostItem> Items, ImmutableArray<BudgetDecision> Calendar)> AnyMoney(string number) =>
        from type in Gen.Elements<CostKeyType?>(CostKeyType.Fte, CostKeyType.Fte, CostKeyType.Percent, CostKeyType.Percent, null)
        from state in Gen.Elements<decimal?>(40, 50, 65, null)
        from byNumber in Gen.Elements(true, false)
        from reviewed in Gen.Elements<DateOnly?>(new(2026, 6, 1), new(2026, 1, 3), new(2025, 11, 1), null)
        from rent in Gen.Elements<decimal?>(100_000, 400_000, 9_000_000, null)
        from rentFrom in Gen.Elements(DateOnly.MinValue, First.AddDays(3))
        from decisions in Gen.SubListOf("COUNTY:5000", "MUNICIPALITY:1001", "MUNICIPALITY:1002", "MUNICIPALITY:1003")
        from decision in Gen.Elements(new DateOnly(2026, 5, 25), new(2026, 6, 15), new(2027, 1, 4))
        let rest = 100 - state
        let shares = state is null ? ImmutableSortedDictionary<string, decimal>.Empty
            : ImmutableSortedDictionary<string, decimal>.Empty.Add("STATE", state.Value).AddRange(
                !byNumber ? [new("MUNICIPAL", rest!.Value)]
                : MunicipalitiesOf(number).Select((m, i) => KeyValuePair.Create(m, i == 0 ? rest!.Value - (5 * (MunicipalitiesOf(number).Length - 1)) : 5)))
        select (type is { } key ? new CostKey(key, shares, reviewed) : new Dated<CostKey>(),
            rent is { } kroner ? [new CostItem { NokPerYear = kroner, Valid = new(rentFrom, DateOnly.MaxValue) }] : ImmutableArray<CostItem>.Empty,
            decisions.Select(party => new BudgetDecision(party, decision)).ToImmutableArray());

    private static string[] MunicipalitiesOf(string number) => number switch { "0001" => ["1001"], "0002" => ["1002", "1003"], _ => ["1001", "1002"] };

    // Ids by place; a link goes to the directive before, so there is no cycle.
    private static Directive Numbered(Directive d, int i)
    {
        ImmutableArray<string> Last(ImmutableArray<string> link) => link.IsEmpty || i == 0 ? [] : [$"d{i - 1}"];
        return d with { Id = $"d{i}", Frame = d.Bindingness == Bindingness.Frame ? d.Frame : null, DerivedFrom = Last(d.DerivedFrom), Supersedes = Last(d.Supersedes), DependsOn = Last(d.DependsOn) };
    }
}
