using Samstyring.Offices.Rules;
using Samstyring.Types.V1;
using Agreement = Samstyring.Offices.Rules.Agreement;
using Party = Samstyring.Offices.Rules.Party;
using Pb = Samstyring.Offices.V1;
using PbPeriod = Samstyring.Types.V1.Period;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Tests.Rules;

/// <summary>Agreements of one office, with the state and two municipalities as owners.</summary>
internal static class Situations
{
    public const int Office = 1783;

    public static readonly Party State = new(OrgKind.County, 1, "", "5700");
    public static readonly Party Host = new(OrgKind.Municipality, 1, "", "5035");
    public static readonly Party Participant = new(OrgKind.Municipality, 2, "", "5036");

    /// <summary>Noon of 21 November 2026 in Oslo, and so many days on.</summary>
    public static DateTimeOffset Noon(int days = 0) => new DateTimeOffset(2026, 11, 21, 11, 0, 0, TimeSpan.Zero).AddDays(days);

    public static Signer Signs(Party party, string actor = "") => new(party, actor.Length > 0 ? actor : $"person of {party.Number}", party.IsState ? "" : "Sak 12/26");

    /// <summary>A day as written.</summary>
    public static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd");

    /// <summary>A partnership agreement with a clause on housing support that needs six months' notice.</summary>
    public static Pb.AgreementContent Content(string from = "2027-01-01", string? to = "2031-01-01", params Party[] parties)
    {
        var content = new Pb.AgreementContent
        {
            Type = Pb.AgreementType.Partnership,
            Valid = new PbPeriod { From = from },
            Clauses =
            {
                new Pb.AgreementClause { ClauseRef = "1", Chapter = Pb.ClauseChapter.Purpose, Text = new LocalizedText { Nb = "Kontoret er felles." } },
                new Pb.AgreementClause
                {
                    ClauseRef = "4.2", Chapter = Pb.ClauseChapter.Services, Term = "MUNICIPAL_SERVICE_IN_OFFICE", Key = "HOUSING_SUPPORT", Value = "included",
                    NoticeMonths = 6,
                },
            },
        };
        if (to is not null)
        {
            content.Valid.To = to;
        }

        content.Parties.AddRange((parties.Length == 0 ? [State, Host, Participant] : parties).Select(party => party.Org));
        return AgreementContents.Normal(content);
    }

    public static PutAgreement Put(Pb.AgreementContent content, Signer signer, Agreement? existing = null, int revision = 0, int day = 0)
    {
        Party[] known = [State, Host, Participant];
        var valid = new Period(Day(content.Valid.From), content.Valid.HasTo ? Day(content.Valid.To) : null);
        return new PutAgreement(Guid.NewGuid(), existing, revision, content, [.. content.Parties.Select(org => known.Single(party => party.Org.Equals(org)))], valid, signer, Noon(day));
    }

    /// <summary>The agreement after a put that must succeed.</summary>
    public static Agreement After(PutAgreement put, params Agreement[] there) => AgreementRules.Put((Office, "1783"), there, put).Value.After;

    /// <summary>An agreement that every party has signed.</summary>
    public static Agreement Agreed(Pb.AgreementContent? content = null, Agreement? existing = null, int day = 0)
    {
        content ??= Content();
        var agreement = existing;
        foreach (var party in Put(content, Signs(State)).Parties)
        {
            agreement = After(Put(content, Signs(party), agreement, agreement?.Newest.Number ?? 0, day));
        }

        return agreement!;
    }

    /// <summary>The agreement with an amendment of clause 4.2 that these have signed.</summary>
    public static Agreement Amended(Agreement agreement, string value, string from, int day, params Party[] signers)
    {
        var amendment = AgreementRules.Propose(
            agreement, new ProposeAmendment(Guid.NewGuid(), agreement.Agreed!.Number, "4.2", value, Day(from), Signs(signers[0]), Noon(day))).Value;
        var amended = agreement with { Amendments = [.. agreement.Amendments, amendment] };
        foreach (var signer in signers.Skip(1))
        {
            amendment = AgreementRules.Sign(amended, amendment.Id, Signs(signer), Noon(day)).Value;
            amended = agreement with { Amendments = [.. agreement.Amendments, amendment] };
        }

        return amended;
    }
}
