using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Notifications.Rules;
using Samstyring.Types.V1;
using LocalizedText = Samstyring.Notifications.Rules.LocalizedText;
using Pb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Store;

/// <summary>Reads a directive's message into what the rules look at. What the wire leaves out is absent here too; nothing is guessed.</summary>
public static class DirectiveReader
{
    /// <summary>The directive as the rules see it.</summary>
    /// <param name="x">The message.</param>
    /// <param name="catalogues">Gives the definition of a registered indicator where the issuer's register gave none.</param>
    public static Directive Read(Pb.Directive x, Catalogues catalogues)
    {
        var c = x.Content;
        return new()
        {
            Id = x.DirectiveId,
            Revision = x.Revision,
            Editorial = x.ChangeClass == Pb.ChangeClass.Editorial,
            State = (DirectiveState)x.State,
            WithdrawnAtOffices = [.. x.WithdrawnAtOffices],
            Title = Localized(c.Title),
            Text = Localized(c.Text),
            OriginalForm = c.OriginalForm == Form.Unspecified ? null : Compared.Identifier(c.OriginalForm),
            Line = (Rules.Line)c.Line,
            IssuerOrg = Org(c.IssuerOrg),
            IssuerUnit = Text(c.IssuerUnit),
            IssuerRole = Stated<IssuerRole>((int)c.IssuerRole),
            DocumentId = c.DocumentId,
            ClauseRef = c.ClauseRef,
            DocumentType = Stated<DocumentType>((int)c.DocumentType) ?? DocumentType.Other,
            DerivedFrom = [.. c.DerivedFrom.Select(s => s.DirectiveId).Where(id => id.Length > 0).Distinct()],
            Supersedes = [.. c.Supersedes.Distinct()],
            DependsOn = [.. c.DependsOn.Distinct()],
            LegalBasis = [.. c.LegalBasis.Where(s => s.SourceId.Length > 0).Select(s => new SourceRef(s.SourceId, Text(s.ClauseRef)))],
            AgreementClause = [.. c.AgreementClause.Select(a => new AgreementClauseRef(a.AgreementId, a.ClauseRef_))],
            Bindingness = (Bindingness)c.Bindingness,
            Modality = Stated<Modality>((int)c.Modality),
            Level = Stated<Level>((int)c.Level),
            Theme = c.Theme,
            ActionCode = Text(c.ActionCode),
            CombinedWith = [.. c.CombinedWith],
            TargetGroup = Group(c.TargetGroup) ?? TargetGroup.Everybody,
            ServiceCode = Text(c.ServiceCode),
            ServiceEffect = Stated<ServiceEffect>((int)c.ServiceEffect),
            Substitute = c.Substitute is { } substitute ? new(Text(substitute.Description), DayOrNull(substitute.From), substitute.CoversAll) : null,
            IndicatorId = Text(c.IndicatorId),
            IndicatorDefinitionHash = Text(c.IndicatorDefinitionHash) ?? catalogues.Indicators.GetValueOrDefault(c.IndicatorId)?.DefinitionHash ?? "",
            Direction = Stated<Direction>((int)c.Direction),
            Target = c.Target is { } t ? new(Number(t.Lo), Number(t.Hi), t.Unit, Number(t.Tolerance) ?? 0) : null,
            PriorityRank = c.HasPriorityRank ? c.PriorityRank : null,
            AssertedTerms = [.. c.AssertedTerms.Select(a => new AssertedTerm(a.Term, Text(a.Key), a.Value))],
            FteDemand = [.. c.FteDemand.Select(d => new FteDemand((Pool)d.Pool, Number(d.Fte), Number(d.SharePct), Text(d.CapacityGroup)))],
            FteDelta = [.. c.FteDelta.Select(d => new FteDelta((Employer)d.Employer, Number(d.Fte) ?? 0))],
            Nok = c.HasNok ? c.Nok : null,
            NokYear = c.HasNokYear ? c.NokYear : null,
            CostBearer = Stated<CostBearer>((int)c.CostBearer),
            Frame = c.Frame is { } f
                ? new(f.Year, f.HasNok ? f.Nok : null, Number(f.Fte), f.HasFreeNok ? f.FreeNok : null, Number(f.FreeFte))
                : null,
            EffortDays = Number(c.EffortDays),
            Introduction = c.Introduction is null ? null : Range(c.Introduction),
            DecidedAt = DayOrNull(c.DecidedAt),
            PublishedAt = OsloDay(x.PublishedAt),
            Valid = Range(c.Valid),
            Deadline = DayOrNull(c.Deadline),
            Horizon = Stated<Horizon>((int)c.Horizon),
            Scope = c.Scope,
            RecipientRole = Stated<RecipientRole>((int)c.RecipientRole) ?? RecipientRole.NavLeader,
            ResponsibleLeader = Stated<ResponsibleLeader>((int)c.ResponsibleLeader),
            EmployeeScope = Stated<EmployeeScope>((int)c.EmployeeScope),
            DeliveryPath = x.DeliveryPath.Count == 0 ? null : [.. x.DeliveryPath.Select(n => new PathNode(n.Node, OsloDay(n.ReceivedAt), OsloDay(n.RelayedAt)))],
            ConsequenceAssessment = Assessment(c.ConsequenceAssessment),
            TriggerClasses = [.. c.TriggerClasses.Select(t => (TriggerClass)t)],
            PartnerInvolvement = [.. c.PartnerInvolvement.Select(i => new Involvement(
                Org(i.Partner), Stated<Arena>((int)i.Arena), DayOrNull(i.InformedAt), DayOrNull(i.ConsultedAt), DayOrNull(i.AgreedAt)))],
            Reporting = [.. c.Reporting.Select(r => new Reporting(
                Text(r.Concept), Text(r.IndicatorId), r.Period is null ? null : Range(r.Period), Text(r.Frequency), Text(r.System), DayOrNull(r.Due),
                Number(r.EffortDays)))],
            RequiresSystem = [.. c.RequiresSystem],
            Offer = c.Offer is { } offer
                ? new(
                    offer.Dates is null ? null : Range(offer.Dates), Group(offer.Audience), offer.Mandatory,
                    [.. offer.AnchoredBy.Select(a => Compared.Identifier(a))])
                : null,
            ReadAccess = c.ReadAccess is null ? null : [.. c.ReadAccess.Orgs.Select(Org)],
            Shielding = c.Shielding is { Basis.Length: > 0 } shielding ? new(shielding.Basis) : null,
        };
    }

    /// <summary>An organisation; none where the message has none.</summary>
    public static Org Org(OrgRef? org) => org is null ? Rules.Org.None : new(Compared.Identifier(org.Kind), org.Number);

    /// <summary>A period with the least and greatest date for open ends.</summary>
    public static DayRange Range(Period? period) => new(DayOrNull(period?.From ?? "") ?? DateOnly.MinValue, DayOrNull(period?.To ?? "") ?? DateOnly.MaxValue);

    internal static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    internal static DateOnly? DayOrNull(string day) => day.Length == 0 ? null : Day(day);

    internal static string? Text(string text) => text.Length == 0 ? null : text;

    internal static decimal? Number(string text) => text.Length == 0 ? null : decimal.Parse(text, CultureInfo.InvariantCulture);

    internal static LocalizedText? Localized(Types.V1.LocalizedText? text) => text is null ? null : new(Text(text.Nb), Text(text.Nn));

    internal static T? Stated<T>(int value)
        where T : struct, Enum => value == 0 ? null : (T)Enum.ToObject(typeof(T), value);

    private static IntInterval? Interval(Pb.IntInterval? interval) => interval is null
        ? null
        : new(interval.HasLo ? interval.Lo : null, interval.HasHi ? interval.Hi : null);

    private static TargetGroup? Group(Pb.TargetGroup? group) => group is null
        ? null
        : new([.. group.Groups], Interval(group.Age), Interval(group.DurationMonths));

    private static DateOnly? OsloDay(Google.Protobuf.WellKnownTypes.Timestamp? instant) => instant is null ? null : Common.Oslo.DateOf(instant.ToDateTimeOffset());

    private static Assessment? Assessment(Pb.ConsequenceAssessment? a) => a is null
        ? null
        : new(
            a.AffectedLines is null ? null : [.. a.AffectedLines.Lines.Select(l => (Rules.Line)l)],
            Part(a.Economy), Part(a.Staffing), Part(a.Tasks), Part(a.Ict), Part(a.Timing),
            a.Consulted is null ? null : [.. a.Consulted.Orgs.Select(Org)],
            Stated<AssessmentConclusion>((int)a.Conclusion), Text(a.Reason), a.HasUserForumConsulted ? a.UserForumConsulted : null, Text(a.SignedBy),
            OsloDay(a.SignedAt));

    private static AssessmentPart? Part(Pb.AssessmentPart? part) => part is null || part.Answer == Pb.AssessmentAnswer.Unspecified
        ? null
        : new((AssessmentAnswer)part.Answer, Text(part.Text));
}
