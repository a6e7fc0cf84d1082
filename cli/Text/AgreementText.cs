using Samstyring.Norwegian;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Text;

internal static class AgreementText
{
    /// <summary>The revision that holds, or else the newest one, and how it came to be.</summary>
    public static void Write(Out text, GetAgreementResponse response)
    {
        if (response.Agreement is null)
            text.Line(text.Say("Ingen revisjon gjelder denne dagen. Den nyeste:", "Ingen revisjon gjeld denne dagen. Den nyaste:"));
        if ((response.Agreement ?? response.Revisions.FirstOrDefault()) is not { } shown)
            return;
        Write(text, shown);
        text.Line();
        text.Table(
            ["Revisjon", "Tilstand", text.Say("Gjelder", "Gjeld"), text.Say("Lagt fram", "Lagd fram"), text.Say("Undertegnet av alle", "Underskriven av alle")],
            response.Revisions.Select(r => (string[])
            [
                $"{r.Revision}", text.Of(r.State), Dates.Period(r.Valid, text.Nynorsk), Dates.Instant(r.PutAt), Dates.Instant(r.AgreedAt),
            ]));
    }

    public static void Write(Out text, Agreement agreement)
    {
        text.Line($"{text.Of(agreement.Type)}, kontor {agreement.OfficeNumber}, revisjon {agreement.Revision}: {text.Of(agreement.State)}");
        text.Field("Id", agreement.AgreementId);
        text.Field(text.Say("Gjelder", "Gjeld"), Dates.Period(agreement.Valid, text.Nynorsk));
        foreach (var party in agreement.Parties)
            text.Field("Part", $"{text.Of(party)}, {Signed(text, agreement.Signatures.FirstOrDefault(signature => signature.Party.Equals(party)))}");
        foreach (var clause in agreement.Clauses)
        {
            var notice = clause.HasNoticeMonths ? $"; varsel {clause.NoticeMonths} {text.Say("måneder", "månader")}" : "";
            var typed = $"{clause.Term} {clause.Key}".TrimEnd();
            text.Field(clause.ClauseRef, typed.Length == 0 ? text.Of(clause.Text) : $"{typed} = {clause.Value}{notice}");
        }
        if (agreement.Costs is { } costs)
        {
            var shares = costs.Shares.Select(share => $"{CostSplitText.Party(text, share.Party)} {CostSplitText.Decimal(share.Percent)} %");
            text.Field("Kostnadsnøkkel", string.Join(", ", shares.Prepend(text.Of(costs.Type))));
            text.Field("Sist vurdert", Dates.Day(costs.LastReview));
            foreach (var item in costs.Items)
                text.Field("Kostnad", $"{item.Item}, {OfficeText.Number(item.NokPerYear)} kr i året");
        }
        foreach (var delegation in agreement.Delegations)
        {
            var basis = $"({delegation.LegalBasis}; {Dates.Period(delegation.Valid, text.Nynorsk)})";
            text.Field("Delegasjon", $"{delegation.ActionCode} {text.Say("fra", "frå")} {text.Of(delegation.FromParty)} til {text.Of(delegation.ToLeader)} {basis}");
        }
        foreach (var amendment in agreement.Amendments)
            Write(text, amendment);
    }

    public static void Write(Out text, Amendment amendment)
    {
        var state = amendment.AgreedAt is null
            ? text.Say("venter på undertegning", "ventar på underskrift")
            : text.Say("undertegnet av alle", "underskriven av alle");
        var change = $"{amendment.ClauseRef} = {amendment.Value} {text.Say("fra og med", "frå og med")} {Dates.Day(amendment.EffectiveFrom)}";
        text.Field("Endring", $"{change}: {state}");
        text.Field("  Id", amendment.AmendmentId);
        foreach (var signature in amendment.Signatures)
            text.Field("  Part", $"{text.Of(signature.Party)}, {Signed(text, signature)}");
    }

    public static void List(Out text, IReadOnlyCollection<Agreement> agreements)
    {
        text.Table(
            ["Id", "Kontor", "Slag", "Revisjon", "Tilstand", text.Say("Gjelder", "Gjeld"), text.Say("Parter", "Partar")],
            agreements.Select(a => (string[])
            [
                a.AgreementId, a.OfficeNumber, text.Of(a.Type), $"{a.Revision}", text.Of(a.State), Dates.Period(a.Valid, text.Nynorsk),
                string.Join(", ", a.Parties.Select(text.Of)),
            ]));
        text.Line(text.Say($"{agreements.Count} avtaler", $"{agreements.Count} avtalar"));
    }

    public static void Reminders(Out text, IReadOnlyCollection<AgreementReminder> reminders)
    {
        text.Table(
            [text.Say("Gjelder ikke fra", "Gjeld ikkje frå"), "Tid", "Kontor", "Slag", text.Say("Parter", "Partar"), "Id"],
            reminders.Select(r => (string[])
            [
                Dates.Day(r.EndsOn), text.Of(r.Mark), r.OfficeNumber, text.Of(r.Type), string.Join(", ", r.Parties.Select(text.Of)), r.AgreementId,
            ]));
        text.Line(text.Say($"{reminders.Count} påminnelser", $"{reminders.Count} påminningar"));
    }

    private static string Signed(Out text, Signature? signature)
    {
        if (signature is null)
            return text.Say("har ikke undertegnet", "har ikkje skrive under");
        var mandate = signature.Mandate.Length > 0 ? $" etter {signature.Mandate}" : "";
        return $"{text.Say("undertegnet", "skreiv under")} {Dates.Day(signature.SignedAt)}{mandate}";
    }
}
