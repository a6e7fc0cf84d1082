using Google.Protobuf;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;
using static Samstyring.Offices.Tests.Rules.Situations;
using Party = Samstyring.Offices.Rules.Party;
using PbPeriod = Samstyring.Types.V1.Period;
using Period = Samstyring.Common.Period;

namespace Samstyring.Offices.Tests.Rules;

/// <summary>The profile of an office with two municipalities: one is the host, the other has been served since 2020.</summary>
internal static class ProfileSituations
{
    public static readonly ProfileCodes Codes = new(
        new HashSet<string> { "FINANCIAL_ASSISTANCE", "HOUSING_SUPPORT" },
        new HashSet<string> { "MODIA" },
        new Dictionary<string, IReadOnlyList<Line>>
        {
            ["OFFICE"] = [],
            ["FOLLOW_UP"] = [Line.State],
            ["MEASURES"] = [Line.State],
            ["SOCIAL_SERVICES"] = [Line.Municipal],
        });

    public static ProfileFacts Facts(params KnownRow[] rows) => new(
        Situations.Office, "1783", new DateOnly(2026, 11, 21), Period.Always,
        [new(1, ["5035", "1714"], true, [Period.Always]), new(2, ["5036"], false, [new Period(new DateOnly(2020, 1, 1), null)])],
        [State, Host, Participant], rows, Codes, []);

    public static PbPeriod Valid(string from = "", string to = "")
    {
        var valid = new PbPeriod();
        if (from.Length > 0)
        {
            valid.From = from;
        }

        if (to.Length > 0)
        {
            valid.To = to;
        }

        return valid;
    }

    public static Staffing Fte(Employer employer, string fte, string from = "", string to = "") =>
        new() { Employer = employer, Fte = fte, Valid = Valid(from, to) };

    public static LeadershipPeriod Single(string from = "", string to = "") => new()
    {
        Model = LeadershipModel.Single,
        Leaders = { new Leader { Role = RecipientRole.NavLeader, Employer = Employer.State } },
        Valid = Valid(from, to),
    };

    public static LeadershipPeriod Dual(string from = "", string to = "") => new()
    {
        Model = LeadershipModel.Dual,
        Leaders =
        {
            new Leader { Role = RecipientRole.StateLeader, Employer = Employer.State },
            new Leader { Role = RecipientRole.MunicipalLeader, Employer = Employer.Municipal },
        },
        Valid = Valid(from, to),
    };

    public static Threshold Hold(string days) => new() { Name = "hold_s2_working_days", Value = days };

    /// <summary>Rows that the register believes, numbered from 1.</summary>
    public static KnownRow[] Known(string part, params IMessage[] rows) =>
        [.. rows.Select((row, i) => new KnownRow(i + 1, Read(part, row), true, [], ""))];

    public static ProfileRow Read(string part, IMessage row)
    {
        var fields = new Fields();
        var read = new ProfileContents(Facts(), fields, null).Read("row", ProfilePart.Named(part)!, row);
        Assert.Empty(fields.Faults);
        return read!;
    }

    /// <summary>What becomes of rows of one part that an owner wants.</summary>
    public static Outcome<ProfileChange> Write(
        ProfileFacts facts, Party? writer, string part, IEnumerable<IMessage> rows, string? from = null, string actor = "")
    {
        var profile = new OfficeProfile();
        foreach (var row in rows)
        {
            ProfilePart.Named(part)!.AddTo(profile, row);
        }

        var fields = new Fields();
        DateOnly? first = from is null ? null : Day(from);
        IReadOnlyList<ProfilePart> parts = [ProfilePart.Named(part)!];
        var wanted = new ProfileContents(facts, fields, first).Read("profile", parts, profile, "");
        var signer = writer is null ? null : Signs(writer, actor);
        return ProfileRules.Decide(facts, new UpdateProfile("profile", parts, first, wanted, writer, signer, Noon()), fields, isWhole: !fields.Any);
    }

    public static string Faults<T>(Outcome<T> outcome) =>
        string.Join("; ", outcome.Refusal.Faults.Select(fault => $"{fault.Field} {fault.Reason}").Order(StringComparer.Ordinal));

    public static string Days(ProfileChange change) => string.Join("; ", change.Added.Select(row => $"{row.Row.Valid}"));
}
