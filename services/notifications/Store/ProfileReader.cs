using System.Collections.Immutable;
using System.Globalization;
using Google.Protobuf.Collections;
using Samstyring.Notifications.Rules;
using static Samstyring.Notifications.Store.DirectiveReader;
using Pb = Samstyring.Offices.V1;
using PbTypes = Samstyring.Types.V1;

namespace Samstyring.Notifications.Store;

/// <summary>Reads an office's message into the profile the rules look at. What nobody has registered is absent here too.</summary>
public static class ProfileReader
{
    private const string Oslo = "0301";

    /// <summary>The profile as the rules see it.</summary>
    public static Profile Read(Pb.Office o)
    {
        var p = o.Profile ?? new();
        return new()
        {
            OfficeId = o.Number,
            Name = Text(o.Name),
            Status = o.Status == Pb.OfficeStatus.Unspecified ? null : Compared.Identifier(o.Status),
            CountyId = o.CountyUnit is { Number.Length: > 0 } county ? county.Number : new Dated<string>(),
            Municipalities = [.. o.Municipalities.SelectMany(Municipality)],
            SubOffices = [.. p.SubOffices.Select(s => new SubOffice { Name = Text(s.Name), MunicipalityNumber = Text(s.MunicipalityNumber), Valid = Range(s.Valid) })],
            Networks = [.. p.Networks.Select(n => new NetworkMembership { NetworkId = n.NetworkId, Name = Text(n.Name), Valid = Range(n.Valid) })],
            ServiceArea = Dated(p.ServiceAreas.Select(s => (new ServiceArea(s.ServiceAreaId, s.PoolsStateResources), s.Valid))),
            Population = o.HasPopulation ? (int)o.Population : new Dated<int>(),
            SizeClass = o.SizeClass == Pb.SizeClass.Unspecified ? new Dated<string>() : Compared.Identifier(o.SizeClass),
            LeadershipModel = Dated(p.Leadership.Select(l => ((LeadershipModel)l.Model, l.Valid))),
            Leaders = [.. p.Leadership.SelectMany(l => l.Leaders.Select(x => new Leader
            {
                Role = (RecipientRole)x.Role, Employer = (Employer)x.Employer, Valid = Range(l.Valid),
            }))],
            Responsibilities = [.. p.Responsibilities.Select(r => new Responsibility { Theme = r.Theme, Leader = (ResponsibleLeader)r.Leader, Valid = Range(r.Valid) })],
            Services = p.Services.Count == 0 ? null : [.. p.Services.Select(s => new ProvidedService
            {
                ServiceCode = s.ServiceCode, MunicipalityNumber = Text(s.MunicipalityNumber), ClauseRef = Text(s.ClauseRef), Valid = Range(s.Valid),
            })],
            Staffing = [.. p.Staffing.Select(s => new Staffing
            {
                Employer = (Employer)s.Employer, Fte = Number(s.Fte) ?? 0, FollowUpFte = Number(s.FollowUpFte), Valid = Range(s.Valid),
            })],
            StaffingGuarantee = p.StaffingGuarantees.Count == 0 ? null : Range(p.StaffingGuarantees[^1]),
            ChangeCapacityDays = Dated(p.ChangeCapacity.Select(c => (Number(c.Days) ?? 0, c.Valid))),
            CostKey = Dated(p.CostKeys.Select(k => (
                new CostKey(
                    (CostKeyType)k.Type,
                    k.Shares.Count == 0 ? null : k.Shares.ToImmutableSortedDictionary(s => s.Party, s => Number(s.Percent) ?? 0, StringComparer.Ordinal),
                    DayOrNull(k.LastReview)),
                k.Valid))),
            CostItems = [.. p.CostItems.Select(i => new CostItem { Item = Text(i.Item), NokPerYear = i.NokPerYear, Valid = Range(i.Valid) })],
            Agreements = [.. p.Agreements.Select(Agreement)],
            DataProcessingAgreements = [.. p.DataProcessingAgreements.Select(d => new DataProcessingAgreement
            {
                MunicipalityNumber = d.MunicipalityNumber, System = d.System, Valid = Range(d.Valid),
            })],
            Delegations = [.. p.Delegations.Select(d => new Delegation
            {
                FromParty = Org(d.FromParty), ToLeader = Stated<ResponsibleLeader>((int)d.ToLeader), ActionCode = Text(d.ActionCode),
                LegalBasis = Text(d.LegalBasis), Valid = Range(d.Valid),
            })],
            Pilots = [.. p.Pilots.Select(x => new Pilot { PilotId = x.PilotId, ExemptThemes = [.. x.ExemptThemes], Valid = Range(x.Valid) })],
            JointPlans = [.. p.JointPlans.Select(j => new JointPlan
            {
                PlanId = j.PlanId,
                Year = j.Year,
                ApprovedBy = [.. j.ApprovedBy.Select(l => (Line)l)],
                Elements = [.. j.Elements.Select(e => new PlanElement(e.ElementId, [.. e.DirectiveIds]))],
                Exceptions = [.. j.Exceptions.Select(e => new PlanException(e.DirectiveId, Text(e.Reason)))],
                Ranking = [.. j.Ranking],
            })],
            Scorecard = [.. p.Scorecard.Select(s => new ScorecardIndicator { IndicatorId = s.IndicatorId, OwnerLine = (Line)s.OwnerLine, Valid = Range(s.Valid) })],
            BudgetCalendar = [.. p.BudgetCalendar.Select(b => new BudgetDecision(Org(b.Party), DayOrNull(b.FrameDecision), DayOrNull(b.BudgetDecision_)))],
            Thresholds = p.Thresholds.ToImmutableSortedDictionary(t => t.Key, t => decimal.Parse(t.Value, CultureInfo.InvariantCulture), StringComparer.Ordinal),
        };
    }

    /// <summary>The numbers of those who own the office for the municipal line: its municipalities and, in Oslo, also the city districts, which sign.</summary>
    public static string[] MunicipalOwners(Pb.Office o) =>
        [.. o.Municipalities.SelectMany(m => Districts(m).Prepend(m.Number)).Distinct().Order(StringComparer.Ordinal)];

    // In Oslo a row has several districts, and each is an owner. Other municipalities are divided by theirs among offices, but own them as one (domain.md section 9).
    private static IEnumerable<ProfileMunicipality> Municipality(Pb.OfficeMunicipality m) =>
        Districts(m).DefaultIfEmpty().Select(district => new ProfileMunicipality(
            m.Number, Stated<MunicipalityRole>((int)m.Role), m.ServiceCodes.Count == 0 ? null : [.. m.ServiceCodes], district, Range(m.Valid)));

    private static RepeatedField<string> Districts(Pb.OfficeMunicipality m) => m.Number == Oslo ? m.CityDistricts : [];

    private static Agreement Agreement(Pb.Agreement a) => new()
    {
        AgreementId = a.AgreementId,
        Type = Stated<AgreementType>((int)a.Type) ?? AgreementType.Other,
        Parties = [.. a.Parties.Select(Org)],
        Clauses = [.. a.Clauses.Select(c => new AgreementClause
        {
            ClauseRef = c.ClauseRef, Term = Text(c.Term), Key = Text(c.Key), Value = Text(c.Value), NoticeMonths = c.HasNoticeMonths ? c.NoticeMonths : null,
            Text = Localized(c.Text),
        })],
        Signatures = [.. a.Signatures.Select(s => new Signature { Party = Org(s.Party), SignedAt = DayOrNull(s.SignedAt) })],
        Amendments = [.. a.Amendments.Select(x => new Amendment
        {
            ClauseRef = x.ClauseRef, Value = x.Value, EffectiveFrom = Day(x.EffectiveFrom), SignedBy = [.. x.SignedBy.Select(Org)],
        })],
        Valid = Range(a.Valid),
    };

    private static Dated<T> Dated<T>(IEnumerable<(T Value, PbTypes.Period Valid)> rows)
        where T : notnull => new([.. rows.Select(r => new DatedRow<T>(r.Value, Range(r.Valid)))]);
}
