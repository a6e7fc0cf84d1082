using System.Collections.Immutable;
using Samstyring.Notifications.Rules;
using Pb = Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Coordination;

/// <summary>A case with what its tasks are made of.</summary>
/// <param name="Case">An open case.</param>
/// <param name="Offices">Its open offices where the caller is a party, with their owners.</param>
/// <param name="Revisions">The newest revisions of its directives.</param>
/// <param name="Issuers">Who issued them, by id.</param>
public sealed record CaseAtHand(Case Case, ImmutableArray<OfficeSigners> Offices, IReadOnlyDictionary<string, int> Revisions, IReadOnlyDictionary<string, Org> Issuers);

/// <summary>What waits for whom and by when: computed from what stands, and gone when that is.</summary>
public static class Tasks
{
    private const int RenewalMonths = 8;

    /// <summary>What a case asks of somebody.</summary>
    /// <param name="at">The case.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="org">The organisation that the person issues directives for; null: none.</param>
    /// <param name="today">Today in Oslo.</param>
    public static IEnumerable<Pb.WorkItem> Of(CaseAtHand at, Actor actor, Org? org, DateOnly today)
    {
        var one = at.Case;
        var standing = one.Proposals.Where(p => p.Stands(today, at.Revisions)).ToList();
        if (actor.Of(at.Offices.SelectMany(o => o.Signers)) is { } owner)
        {
            foreach (var proposal in standing.Where(p => p.Signers.Contains(owner) && p.Signatures.All(s => s.Org != owner)))
            {
                yield return Task(at, Pb.TaskKind.AnswerResolution, proposal.AnswerBy, today, "Svar på forslag", "Svar på framlegg", proposal: proposal.Number);
            }

            if (one.OwedBy.Contains($"{owner}"))
            {
                yield return Task(at, Pb.TaskKind.RegisterValue, one.Deadline, today, "Registrer det som mangler i kontorets profil", "Registrer det som manglar i profilen til kontoret");
            }
            else if (Ladder.IsForOwners(one.Resolver.Class) && standing.Count == 0 && one.Proposals.All(p => p.State != ProposalState.Agreed))
            {
                yield return Task(at, Pb.TaskKind.SettleCase, one.Deadline, today, "Foreslå en løsning", "Gjer framlegg om ei løysing");
            }

            if (one.Resolver.Class == ResolverClass.DisputeBoard && one.Accounts.All(a => a.Org != owner))
            {
                yield return Task(at, Pb.TaskKind.GiveAccount, one.Deadline, today, "Gi din framstilling av tvisten", "Gje di framstilling av tvisten");
            }
        }

        if (org is { } issuer)
        {
            foreach (var id in one.Directives.Where(id => at.Issuers.GetValueOrDefault(id) == issuer && one.Resolver.Class is ResolverClass.Issuer or ResolverClass.LineTop))
            {
                yield return Task(
                    at, Pb.TaskKind.MendDirective, one.Deadline, today, "Endre, omadresser eller trekk direktivet", "Endre, omadresser eller trekk direktivet", directive: id);
            }

            foreach (var (proposal, id) in one.Proposals.SelectMany(p => p.ToCarryOut(one, at.Revisions).Select(id => (p, id))).Where(x => at.Issuers.GetValueOrDefault(x.id) == issuer))
            {
                yield return Task(
                    at, Pb.TaskKind.CarryOut, one.Deadline, today, "Gjennomfør det eierne er enige om", "Gjennomfør det eigarane er samde om", proposal.Number, id);
            }
        }

        if (actor.Role == Common.Role.CountyGovernor && one.Resolver.Class == ResolverClass.DisputeBoard
            && one.Mediations.LastOrDefault() is not { Outcome: MediationOutcome.Forwarded })
        {
            yield return Task(at, Pb.TaskKind.Mediate, null, today, "Mekle mellom eierne", "Mekle mellom eigarane");
        }

        if (actor.Role == Common.Role.NavLeader && one.Resolver.Class == ResolverClass.Leaders)
        {
            yield return Task(at, Pb.TaskKind.NameLeader, one.Deadline, today, "Avklar hvem av lederne som svarer for temaet", "Avklar kven av leiarane som svarar for temaet");
        }
    }

    /// <summary>Agreements of an office that end within eight months, or have ended without another of their type in force.</summary>
    public static IEnumerable<Pb.WorkItem> Renewals(Office office, DateOnly today) =>
        from agreement in office.Profile.Agreements
        where agreement.Valid.To < DateOnly.MaxValue && agreement.Valid.To <= today.AddMonths(RenewalMonths)
            && !office.Profile.Agreements.Any(a => a.Type == agreement.Type && a != agreement && a.Valid.To > agreement.Valid.To && a.Valid.From <= agreement.Valid.To)
        let last = agreement.Valid.To.AddDays(-1)
        select new Pb.WorkItem
        {
            Kind = Pb.TaskKind.RenewAgreement,
            Text = new() { Nb = $"Avtale ved {office.Name} går ut", Nn = $"Avtale ved {office.Name} går ut" },
            Due = Compared.Day(last),
            Overdue = last < today,
            OfficeNumbers = { office.Number },
            AgreementId = agreement.AgreementId,
        };

    /// <summary>A consultation that waits for an answer.</summary>
    public static Pb.WorkItem Of(Steering.V1.Consultation c, DateOnly today) => new()
    {
        Kind = Pb.TaskKind.AnswerConsultation,
        Text = Said("Svar på høring", "Svar på høyring", c.Title),
        Due = c.Deadline,
        Overdue = string.CompareOrdinal(c.Deadline, Compared.Day(today)) < 0,
        ConsultationId = c.ConsultationId,
        DirectiveId = c.DirectiveId,
    };

    /// <summary>A question of a leader that no owner has answered.</summary>
    public static Pb.WorkItem Of(string office, Pb.MissionQuestion q, string missionKey) => new()
    {
        Kind = Pb.TaskKind.AnswerQuestion,
        Text = q.Kind == Pb.QuestionKind.Obstacle
            ? new() { Nb = $"Nav-lederen ved {office} melder om en hindring", Nn = $"Nav-leiaren ved {office} melder om ei hindring" }
            : new() { Nb = $"Nav-lederen ved {office} ber om avklaring", Nn = $"Nav-leiaren ved {office} bed om avklaring" },
        OfficeNumbers = { office },
        QuestionId = q.QuestionId,
        MissionKey = missionKey,
    };

    /// <summary>A mission that its reader has not acknowledged; by its own deadline.</summary>
    public static Pb.WorkItem Of(Pb.Mission m) => new()
    {
        Kind = Pb.TaskKind.AcknowledgeMission,
        Text = Said("Kvitter for oppdraget", "Kvitter for oppdraget", m.Title),
        Due = m.Deadline,
        OfficeNumbers = { m.OfficeNumber },
        MissionKey = m.MissionKey,
    };

    /// <summary>The order of the list: the nearest day first, those without one last, the worst first on one day.</summary>
    public static string Place(Pb.WorkItem t) => string.Join(
        ' ', t.Due.Length == 0 ? "9999-12-31" : t.Due, t.Severity == Pb.Severity.Unspecified ? 9 : (int)t.Severity, (int)t.Kind, t.CaseId, t.ProposalNumber, t.DirectiveId,
        t.AgreementId, t.ConsultationId, t.QuestionId, t.MissionKey);

    private static Types.V1.LocalizedText Said(string nb, string nn, Types.V1.LocalizedText? of) => new()
    {
        Nb = $"{nb}: {(of is { Nb.Length: > 0 } ? of.Nb : of?.Nn)}",
        Nn = $"{nn}: {(of is { Nn.Length: > 0 } ? of.Nn : of?.Nb)}",
    };

    private static Pb.WorkItem Task(
        CaseAtHand at, Pb.TaskKind kind, DateOnly? due, DateOnly today, string nb, string nn, int proposal = 0, string directive = "")
    {
        var name = Phrases.Kind(at.Case.Kind);
        return new()
        {
            Kind = kind,
            Text = new() { Nb = $"{nb}: {name.Nb}", Nn = $"{nn}: {name.Nn}" },
            Due = Compared.Day(due),
            Overdue = due < today,
            Severity = (Pb.Severity)at.Case.Severity,
            OfficeNumbers = { at.Offices.Select(o => o.Number) },
            CaseId = at.Case.Id,
            ProposalNumber = proposal,
            DirectiveId = directive,
        };
    }
}
