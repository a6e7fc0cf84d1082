namespace Samstyring.Notifications.Rules;

// The values of the enums are those of the protos, so that a directive is read by a cast; a test compares the names.

/// <summary>The chain of authority. COUNTY_GOVERNOR is not a steering line; JOINT is what both owners signed.</summary>
public enum Line { State = 1, Municipal = 2, CountyGovernor = 3, Joint = 4 }

/// <summary>How strongly a directive binds. No rule assumes a total order.</summary>
public enum Bindingness { Information = 1, Advice = 2, Prioritisation = 3, Frame = 4, ResultRequirement = 5, Order = 6, Statutory = 7, Supervision = 8 }

/// <summary>Shall, shall not, should, may.</summary>
public enum Modality { Must = 1, MustNot = 2, Should = 3, May = 4 }

/// <summary>Wanted movement of an indicator.</summary>
public enum Direction { Up = 1, Down = 2, Hold = 3 }

/// <summary>The issuer's state of a revision.</summary>
public enum DirectiveState { Draft = 1, Published = 2, Superseded = 3, Withdrawn = 4 }

/// <summary>Whom a directive is addressed to. The last three are middle nodes, which relay it on.</summary>
public enum RecipientRole { NavLeader = 1, StateLeader = 2, MunicipalLeader = 3, BothLeaders = 4, CountyDirector = 5, MunicipalDirector = 6, CountyGovernor = 7 }

/// <summary>The kinds of the catalogue; the number is that of K-01 to K-36.</summary>
public enum FindingKind
{
    ContradictoryOrders = 1, OpposedDirections = 2, DisjointTargets = 3, CapacityOverbooked = 4, PriorityCollision = 5, UnfundedDemand = 6,
    CostShift = 7, CostKeyDrift = 8, BudgetTimingGap = 9, HorizonBreak = 10, AssessmentMissing = 11, PartnerNotConsulted = 12, OwnerBypassed = 13,
    UncoordinatedOffer = 14, OutsideAuthority = 15, AdviceAsOrder = 16, AgreementBreach = 17, ServiceNotProvided = 18, MinimumWeakened = 19,
    CountyLettersDiffer = 20, SameLineCollision = 21, CascadeDistortion = 22, DoubleReporting = 23, IndicatorSplit = 24, ScorecardImbalance = 25,
    DetailAsymmetry = 26, InitiativeQueue = 27, DeadlineCollision = 28, IntermunicipalSplit = 29, RecipientUnclear = 30, OutdatedBasis = 31,
    PilotIgnored = 32, OutsideJointPlan = 33, DpaMissing = 34, WorkingConditionsClash = 35, AccessAsymmetry = 36,
}

/// <summary>What a rule answers. NO_CONFLICT is never stored.</summary>
public enum Verdict { Conflict = 1, NoConflict = 2, Ambiguous = 3, Underspecified = 4 }

/// <summary>S1 to S4.</summary>
public enum Severity { Blocking = 1, NeedsClarification = 2, Warning = 3, Info = 4 }

/// <summary>Where a finding counts: for the author of a draft, for the middle nodes, or at the office's gate.</summary>
public enum Stage { Preview = 1, Upstream = 2, Office = 3 }

/// <summary>R-A to R-G.</summary>
public enum ResolverClass { BothOwners = 1, RegionalArena = 2, LineTop = 3, Issuer = 4, DisputeBoard = 5, Municipalities = 6, Leaders = 7 }

/// <summary>Whether a new revision changes what is asked (and resets reading receipts) or only how it is written.</summary>
public enum ChangeClass { Material = 1, Editorial = 2 }

/// <summary>Who issued it, inside its line.</summary>
public enum IssuerRole { Department = 1, Directorate = 2, CountyDirector = 3, Council = 4, MunicipalDirector = 5, CountyGovernor = 6, JointOwners = 7 }

/// <summary>The kind of source document.</summary>
public enum DocumentType
{
    AllocationLetter = 1, SteeringLetter = 2, CountyGovernorAssignment = 3, CouncilDecision = 4, BudgetFrame = 5, FourYearPlan = 6, MunicipalLetter = 7,
    JointPlan = 8, Regulation = 9, SupervisionReport = 10, TrainingOffer = 11, MeetingDecision = 12, Other = 13,
}

/// <summary>Goal, result or activity.</summary>
public enum Level { Goal = 1, Result = 2, Activity = 3 }

/// <summary>How far ahead it is meant.</summary>
public enum Horizon { Annual = 1, FourYear = 2, Other = 3 }

/// <summary>The leader who answers for it when both receive it.</summary>
public enum ResponsibleLeader { StateLeader = 1, MunicipalLeader = 2 }

/// <summary>What happens to a service.</summary>
public enum ServiceEffect { Adds = 1, Removes = 2, Suspends = 3, Reduces = 4, Changes = 5, ClosesAccess = 6 }

/// <summary>Whose staff is demanded; TOTAL is both together.</summary>
public enum Pool { State = 1, Municipal = 2, Total = 3 }

/// <summary>Whose staff it is.</summary>
public enum Employer { State = 1, Municipal = 2 }

/// <summary>Who pays.</summary>
public enum CostBearer { State = 1, Municipal = 2, SharedByKey = 3 }

/// <summary>Whose employees it regulates.</summary>
public enum EmployeeScope { StateEmployees = 1, MunicipalEmployees = 2, AllEmployees = 3 }

/// <summary>Changes that require that the partner is consulted first.</summary>
public enum TriggerClass { StaffReduction = 1, TaskChange = 2, NewRegulation = 3, ChangedNeeds = 4, StrategyOrInitiative = 5 }

/// <summary>Where a partner was involved.</summary>
public enum Arena { PartnershipMeeting = 1, RegionalArena = 2, KsNational = 3, Written = 4, Other = 5 }

/// <summary>What the consequence assessment says of one part.</summary>
public enum AssessmentAnswer { None = 1, Some = 2 }

/// <summary>What the consequence assessment concludes.</summary>
public enum AssessmentConclusion { NoConsequence = 1, Handled = 2, Open = 3 }

/// <summary>One leader or two.</summary>
public enum LeadershipModel { Single = 1, Dual = 2 }

/// <summary>How an office belongs to a municipality for a service.</summary>
public enum MunicipalityRole { Host = 1, Participant = 2 }

/// <summary>The type of an agreement.</summary>
public enum AgreementType { Partnership = 1, Operating = 2, Leader = 3, DataProcessing = 4, AssistiveTechnology = 5, HostMunicipality = 6, Other = 7 }

/// <summary>How shared running costs are divided.</summary>
public enum CostKeyType { Fte = 1, Percent = 2, Population = 3 }

/// <summary>The state of a source in the register.</summary>
public enum SourceStatus { InForce = 1, Repealed = 2, Superseded = 3 }
