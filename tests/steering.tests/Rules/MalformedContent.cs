using Samstyring.Errors.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using Xunit;
using Period = Samstyring.Types.V1.Period;

namespace Samstyring.Steering.Tests.Rules;

/// <summary>A way to spoil a directive, and the fault it must give.</summary>
public sealed record Spoilt(string Name, Action<DirectiveContent> Spoil, string Field, ErrorReason Reason);

/// <summary>Content that no draft may hold: the table of bad input, used on the rules and over the wire.</summary>
public static class MalformedContent
{
    public static readonly IReadOnlyList<Spoilt> Cases =
    [
        new("title too long", c => c.Title.Nb = new string('å', 201), "title.nb", ErrorReason.FieldTooLong),
        new("title in nynorsk too long", c => c.Title.Nn = new string('å', 201), "title.nn", ErrorReason.FieldTooLong),
        new("title with a NUL", c => c.Title.Nb = "a\0b", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("title with a line break", c => c.Title.Nb = "a\nb", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("title with right-to-left override", c => c.Title.Nb = "a\u202Eb", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("title with Arabic letter mark", c => c.Title.Nb = "a\u061Cb", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("title with isolate", c => c.Title.Nb = "a\u2066b", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("title with right-to-left mark", c => c.Title.Nn = "a\u200Fb", "title.nn", ErrorReason.TextForbiddenCharacter),
        new("title with lost bytes", c => c.Title.Nb = "a\uFFFDb", "title.nb", ErrorReason.TextForbiddenCharacter),
        new("text with lost bytes", c => c.Text.Nb = "a\uFFFDb", "text.nb", ErrorReason.TextForbiddenCharacter),
        new("text with a NUL", c => c.Text.Nb = "a\0b", "text.nb", ErrorReason.TextForbiddenCharacter),
        new("text too long", c => c.Text.Nb = new string('x', 20_001), "text.nb", ErrorReason.FieldTooLong),
        new("issuer unit with direction mark", c => c.IssuerUnit = "NAV\u202A", "issuer_unit", ErrorReason.TextForbiddenCharacter),
        new("document id too long", c => c.DocumentId = new string('x', 201), "document_id", ErrorReason.FieldTooLong),
        new("clause with a tab", c => c.ClauseRef = "3\t1", "clause_ref", ErrorReason.TextForbiddenCharacter),

        new("bindingness unknown", c => c.Bindingness = (Bindingness)99, "bindingness", ErrorReason.EnumUnknown),
        new("modality unknown", c => c.Modality = (Modality)99, "modality", ErrorReason.EnumUnknown),
        new("modality negative", c => c.Modality = (Modality)(-1), "modality", ErrorReason.EnumUnknown),
        new("direction unknown", c => c.Direction = (Direction)99, "direction", ErrorReason.EnumUnknown),
        new("level unknown", c => c.Level = (Level)99, "level", ErrorReason.EnumUnknown),
        new("horizon unknown", c => c.Horizon = (Horizon)99, "horizon", ErrorReason.EnumUnknown),
        new("form unknown", c => c.OriginalForm = (Form)99, "original_form", ErrorReason.EnumUnknown),
        new("line unknown", c => c.Line = (Line)99, "line", ErrorReason.EnumUnknown),
        new("issuer kind unknown", c => c.IssuerOrg.Kind = (OrgKind)99, "issuer_org.kind", ErrorReason.EnumUnknown),
        new("issuer role unknown", c => c.IssuerRole = (IssuerRole)99, "issuer_role", ErrorReason.EnumUnknown),
        new("document type unknown", c => c.DocumentType = (DocumentType)99, "document_type", ErrorReason.EnumUnknown),
        new("recipient unknown", c => c.RecipientRole = (RecipientRole)99, "recipient_role", ErrorReason.EnumUnknown),
        new("responsible leader unknown", c => c.ResponsibleLeader = (ResponsibleLeader)99, "responsible_leader", ErrorReason.EnumUnknown),
        new("service effect unknown", c => c.ServiceEffect = (ServiceEffect)99, "service_effect", ErrorReason.EnumUnknown),
        new("cost bearer unknown", c => c.CostBearer = (CostBearer)99, "cost_bearer", ErrorReason.EnumUnknown),
        new("employee scope unknown", c => c.EmployeeScope = (EmployeeScope)99, "employee_scope", ErrorReason.EnumUnknown),
        new("trigger class unknown", c => c.TriggerClasses.Add((TriggerClass)99), "trigger_classes[0]", ErrorReason.EnumUnknown),
        new("trigger class unspecified", c => c.TriggerClasses.Add(TriggerClass.Unspecified), "trigger_classes[0]", ErrorReason.FieldRequired),
        new("pool unknown", c => c.FteDemand.Add(new FteDemand { Pool = (Pool)99, Fte = "1" }), "fte_demand[0].pool", ErrorReason.EnumUnknown),
        new("arena unknown", c => c.PartnerInvolvement.Add(new PartnerInvolvement { Partner = Stjordal, Arena = (Arena)9 }), "partner_involvement[0].arena", ErrorReason.EnumUnknown),
        new("assessment answer unknown", c => c.ConsequenceAssessment = new ConsequenceAssessment { Ict = new AssessmentPart { Answer = (AssessmentAnswer)9 } }, "consequence_assessment.ict.answer", ErrorReason.EnumUnknown),
        new("assessment line unspecified", c => c.ConsequenceAssessment = new ConsequenceAssessment { AffectedLines = new LineList { Lines = { Line.Unspecified } } }, "consequence_assessment.affected_lines.lines[0]", ErrorReason.FieldRequired),
        new("assessment signed out of time", c => c.ConsequenceAssessment = new ConsequenceAssessment { SignedAt = new() { Seconds = long.MaxValue } }, "consequence_assessment.signed_at", ErrorReason.NumberOutOfRange),

        new("issuer kind unspecified", c => c.IssuerOrg = new OrgRef { Number = "5700" }, "issuer_org.kind", ErrorReason.FieldRequired),
        new("issuer number missing", c => c.IssuerOrg = new OrgRef { Kind = OrgKind.County }, "issuer_org.number", ErrorReason.FieldRequired),
        new("issuer number lost its zero", c => c.IssuerOrg = new OrgRef { Kind = OrgKind.County, Number = "200" }, "issuer_org.number", ErrorReason.FieldMalformed),
        new("reader with letters", c => c.ReadAccess = new OrgAccess { Orgs = { new OrgRef { Kind = OrgKind.Municipality, Number = "50A5" } } }, "read_access.orgs[0].number", ErrorReason.FieldMalformed),
        new("directorate with a number", c => c.ReadAccess = new OrgAccess { Orgs = { new OrgRef { Kind = OrgKind.Directorate, Number = "1" } } }, "read_access.orgs[0].number", ErrorReason.FieldMalformed),
        new("shielding without a basis", c => c.Shielding = new Shielding(), "shielding.basis", ErrorReason.FieldRequired),

        new("decided on no date", c => c.DecidedAt = "20.11.2026", "decided_at", ErrorReason.FieldMalformed),
        new("decided on 30 February", c => c.DecidedAt = "2027-02-30", "decided_at", ErrorReason.FieldMalformed),
        new("decided on 29 February of a common year", c => c.DecidedAt = "2027-02-29", "decided_at", ErrorReason.FieldMalformed),
        new("decided with a time", c => c.DecidedAt = "2026-11-20T02:30:00", "decided_at", ErrorReason.FieldMalformed),
        new("decided in year 1", c => c.DecidedAt = "0001-01-01", "decided_at", ErrorReason.NumberOutOfRange),
        new("deadline in year 9999", c => c.Deadline = "9999-12-31", "deadline", ErrorReason.NumberOutOfRange),
        new("deadline malformed", c => c.Deadline = "soon", "deadline", ErrorReason.FieldMalformed),
        new("valid reversed", c => c.Valid = new Period { From = "2028-01-01", To = "2027-01-01" }, "valid", ErrorReason.PeriodReversed),
        new("valid empty", c => c.Valid = new Period { From = "2027-01-01", To = "2027-01-01" }, "valid", ErrorReason.PeriodReversed),
        new("valid from malformed", c => c.Valid.From = "2027-13-01", "valid.from", ErrorReason.FieldMalformed),
        new("valid to malformed", c => c.Valid.To = "x", "valid.to", ErrorReason.FieldMalformed),
        new("introduction reversed", c => c.Introduction = new Period { From = "2027-03-01", To = "2027-02-01" }, "introduction", ErrorReason.PeriodReversed),
        new("substitute from malformed", c => c.Substitute = new Substitute { From = "1.1.27" }, "substitute.from", ErrorReason.FieldMalformed),
        new("offer dates empty", c => c.Offer = new Offer { Dates = new Period { From = "2027-04-12", To = "2027-04-12" } }, "offer.dates", ErrorReason.PeriodReversed),
        new("consulted on no date", c => c.PartnerInvolvement.Add(new PartnerInvolvement { Partner = Stjordal, ConsultedAt = "i går" }), "partner_involvement[0].consulted_at", ErrorReason.FieldMalformed),
        new("informed in 1066", c => c.PartnerInvolvement.Add(new PartnerInvolvement { Partner = Stjordal, InformedAt = "1066-10-14" }), "partner_involvement[0].informed_at", ErrorReason.NumberOutOfRange),
        new("agreed on no date", c => c.PartnerInvolvement.Add(new PartnerInvolvement { Partner = Stjordal, AgreedAt = "-" }), "partner_involvement[0].agreed_at", ErrorReason.FieldMalformed),
        new("involvement of nobody", c => c.PartnerInvolvement.Add(new PartnerInvolvement()), "partner_involvement[0].partner", ErrorReason.FieldRequired),
        new("reporting due malformed", c => c.Reporting.Add(new Reporting { Due = "31/12" }), "reporting[0].due", ErrorReason.FieldMalformed),
        new("reporting period reversed", c => c.Reporting.Add(new Reporting { Period = new Period { From = "2027-02-01", To = "2027-01-01" } }), "reporting[0].period", ErrorReason.PeriodReversed),
        new("reporting frequency in words", c => c.Reporting.Add(new Reporting { Frequency = "monthly" }), "reporting[0].frequency", ErrorReason.FieldMalformed),
        new("reporting frequency of nothing", c => c.Reporting.Add(new Reporting { Frequency = "P" }), "reporting[0].frequency", ErrorReason.FieldMalformed),
        new("reporting effort negative", c => c.Reporting.Add(new Reporting { EffortDays = "-1" }), "reporting[0].effort_days", ErrorReason.NumberOutOfRange),

        new("target reversed", c => c.Target = new Target { Lo = "80", Hi = "70", Unit = "PERCENT" }, "target", ErrorReason.IntervalReversed),
        new("target lo NaN", c => c.Target.Lo = "NaN", "target.lo", ErrorReason.NumberNotFinite),
        new("target lo infinite", c => c.Target.Lo = "-Infinity", "target.lo", ErrorReason.NumberNotFinite),
        new("target hi infinite", c => c.Target.Hi = "∞", "target.hi", ErrorReason.NumberNotFinite),
        new("target lo with exponent", c => c.Target.Lo = "1e308", "target.lo", ErrorReason.NumberOutOfRange),
        new("target lo with comma", c => c.Target.Lo = "70,5", "target.lo", ErrorReason.FieldMalformed),
        new("target lo grouped", c => c.Target.Lo = "1 000", "target.lo", ErrorReason.FieldMalformed),
        new("target lo with plus", c => c.Target.Lo = "+70", "target.lo", ErrorReason.FieldMalformed),
        new("target lo of 40 digits", c => c.Target.Lo = new string('9', 40), "target.lo", ErrorReason.NumberOutOfRange),
        new("target hi in words", c => c.Target.Hi = "seventy", "target.hi", ErrorReason.FieldMalformed),
        new("tolerance negative", c => c.Target.Tolerance = "-0.5", "target.tolerance", ErrorReason.NumberOutOfRange),
        new("tolerance NaN", c => c.Target.Tolerance = "nan", "target.tolerance", ErrorReason.NumberNotFinite),
        new("priority rank zero", c => c.PriorityRank = 0, "priority_rank", ErrorReason.NumberOutOfRange),
        new("priority rank negative", c => c.PriorityRank = -3, "priority_rank", ErrorReason.NumberOutOfRange),
        new("kroner negative", c => c.Nok = -1, "nok", ErrorReason.NumberOutOfRange),
        new("kroner year 27", c => c.NokYear = 27, "nok_year", ErrorReason.NumberOutOfRange),
        new("effort negative", c => c.EffortDays = "-0.5", "effort_days", ErrorReason.NumberOutOfRange),
        new("effort malformed", c => c.EffortDays = "two", "effort_days", ErrorReason.FieldMalformed),
        new("age reversed", c => c.TargetGroup = Aged(30, 18), "target_group.age", ErrorReason.IntervalReversed),
        new("age negative", c => c.TargetGroup = Aged(-1, 18), "target_group.age.lo", ErrorReason.NumberOutOfRange),
        new("age of 300", c => c.TargetGroup = Aged(18, 300), "target_group.age.hi", ErrorReason.NumberOutOfRange),
        new("duration reversed", c => c.TargetGroup = new TargetGroup { DurationMonths = new IntInterval { Lo = 6, Hi = 3 } }, "target_group.duration_months", ErrorReason.IntervalReversed),
        new("audience age reversed", c => c.Offer = new Offer { Audience = Aged(30, 18) }, "offer.audience.age", ErrorReason.IntervalReversed),
        new("demand negative", c => c.FteDemand.Add(new FteDemand { Pool = Pool.State, Fte = "-1" }), "fte_demand[0].fte", ErrorReason.NumberOutOfRange),
        new("demand over the whole pool", c => c.FteDemand.Add(new FteDemand { Pool = Pool.State, SharePct = "100.1" }), "fte_demand[0].share_pct", ErrorReason.NumberOutOfRange),
        new("demand of nothing", c => c.FteDemand.Add(new FteDemand { Pool = Pool.State }), "fte_demand[0].fte", ErrorReason.FieldRequired),
        new("demand in both ways", c => c.FteDemand.Add(new FteDemand { Pool = Pool.State, Fte = "1", SharePct = "10" }), "fte_demand[0].share_pct", ErrorReason.FieldNotAllowed),
        new("demand from no pool", c => c.FteDemand.Add(new FteDemand { Fte = "1" }), "fte_demand[0].pool", ErrorReason.FieldRequired),
        new("change of no employer", c => c.FteDelta.Add(new FteDelta { Fte = "-1" }), "fte_delta[0].employer", ErrorReason.FieldRequired),
        new("change of nothing", c => c.FteDelta.Add(new FteDelta { Employer = Employer.State }), "fte_delta[0].fte", ErrorReason.FieldRequired),
        new("change NaN", c => c.FteDelta.Add(new FteDelta { Employer = Employer.State, Fte = "NaN" }), "fte_delta[0].fte", ErrorReason.NumberNotFinite),
        new("frame without a year", c => c.Frame = new Frame { Nok = 1 }, "frame.year", ErrorReason.FieldRequired),
        new("frame year out of range", c => c.Frame = new Frame { Year = 3027, Nok = 1 }, "frame.year", ErrorReason.NumberOutOfRange),
        new("frame negative", c => c.Frame = new Frame { Year = 2027, Nok = -1 }, "frame.nok", ErrorReason.NumberOutOfRange),
        new("frame freer than it is large", c => c.Frame = new Frame { Year = 2027, Nok = 1, FreeNok = 2 }, "frame.free_nok", ErrorReason.NumberOutOfRange),
        new("frame staff freer than it is large", c => c.Frame = new Frame { Year = 2027, Fte = "1", FreeFte = "1.5" }, "frame.free_fte", ErrorReason.NumberOutOfRange),

        new("scope malformed", c => c.Scope = "COUNTY(5700", "scope", ErrorReason.ScopeMalformed),
        new("scope of an unknown form", c => c.Scope = "REGION(1)", "scope", ErrorReason.ScopeMalformed),
        new("scope with a number that lost its zero", c => c.Scope = "MUNICIPALITY(301)", "scope", ErrorReason.ScopeMalformed),
        new("scope with SQL", c => c.Scope = "ALL; drop table directive", "scope", ErrorReason.ScopeMalformed),
        new("scope of 1 001 terms", c => c.Scope = $"OFFICE({string.Join(",", Enumerable.Repeat("1783", 1_001))})", "scope", ErrorReason.ScopeMalformed),
        new("scope too long", c => c.Scope = new string('A', 20_001), "scope", ErrorReason.FieldTooLong),
        new("theme with a space", c => c.Theme = "FOLLOW UP", "theme", ErrorReason.FieldMalformed),
        new("theme with markup", c => c.Theme = "<script>", "theme", ErrorReason.FieldMalformed),
        new("action with a template", c => c.ActionCode = "{{7*7}}", "action_code", ErrorReason.FieldMalformed),
        new("joint action with a space", c => c.CombinedWith.Add("A B"), "combined_with[0]", ErrorReason.FieldMalformed),
        new("joint action empty", c => c.CombinedWith.Add(""), "combined_with[0]", ErrorReason.FieldRequired),
        new("service with a quote", c => c.ServiceCode = "A'B", "service_code", ErrorReason.FieldMalformed),
        new("indicator with a space", c => c.IndicatorId = "IND 1", "indicator_id", ErrorReason.FieldMalformed),
        new("group with a space", c => c.TargetGroup = new TargetGroup { Groups = { "UNGE UNDER 30" } }, "target_group.groups[0]", ErrorReason.FieldMalformed),
        new("agreement term unknown", c => c.AssertedTerms.Add(new AssertedTerm { Term = "WEATHER", Value = "fine" }), "asserted_terms[0].term", ErrorReason.EnumUnknown),
        new("agreement term missing", c => c.AssertedTerms.Add(new AssertedTerm { Value = "x" }), "asserted_terms[0].term", ErrorReason.FieldRequired),
        new("superseded id malformed", c => c.Supersedes.Add("42"), "supersedes[0]", ErrorReason.FieldMalformed),
        new("dependency id malformed", c => c.DependsOn.Add("' or 1=1"), "depends_on[0]", ErrorReason.FieldMalformed),
        new("parent id malformed", c => c.DerivedFrom.Add(new SourceRef { DirectiveId = "x" }), "derived_from[0].directive_id", ErrorReason.FieldMalformed),
        new("parent without a source", c => c.DerivedFrom.Add(new SourceRef { ClauseRef = "1" }), "derived_from[0].source_id", ErrorReason.FieldRequired),
        new("legal basis without a source", c => c.LegalBasis.Add(new SourceRef()), "legal_basis[0].source_id", ErrorReason.FieldRequired),
        new("agreement clause without an agreement", c => c.AgreementClause.Add(new ClauseRef { ClauseRef_ = "2" }), "agreement_clause[0].agreement_id", ErrorReason.FieldRequired),
        new("offer anchored by KS", c => c.Offer = new Offer { AnchoredBy = { OrgKind.Ks } }, "offer.anchored_by[0]", ErrorReason.FieldNotAllowed),
        new("systems in excess", c => c.RequiresSystem.Add(Enumerable.Repeat("ARENA", 1_001)), "requires_system", ErrorReason.FieldTooLong),
        new("parents in excess", c => c.DerivedFrom.Add(Enumerable.Repeat(new SourceRef { SourceId = "s" }, 1_001)), "derived_from", ErrorReason.FieldTooLong),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    private static OrgRef Stjordal => new() { Kind = OrgKind.Municipality, Number = "5035" };

    public static Spoilt Named(string name) => Cases.Single(c => c.Name == name);

    private static TargetGroup Aged(int lo, int hi) => new() { Age = new IntInterval { Lo = lo, Hi = hi } };
}
