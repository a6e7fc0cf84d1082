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
public enum FindingKind { ContradictoryOrders = 1, OpposedDirections = 2, DisjointTargets = 3 }

/// <summary>What a rule answers. NO_CONFLICT is never stored.</summary>
public enum Verdict { Conflict = 1, NoConflict = 2, Ambiguous = 3, Underspecified = 4 }

/// <summary>S1 to S4.</summary>
public enum Severity { Blocking = 1, NeedsClarification = 2, Warning = 3, Info = 4 }

/// <summary>Where a finding counts: for the author of a draft, for the middle nodes, or at the office's gate.</summary>
public enum Stage { Preview = 1, Upstream = 2, Office = 3 }

/// <summary>R-A to R-G.</summary>
public enum ResolverClass { BothOwners = 1, RegionalArena = 2, LineTop = 3, Issuer = 4, DisputeBoard = 5, Municipalities = 6, Leaders = 7 }
