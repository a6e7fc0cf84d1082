using Google.Protobuf.WellKnownTypes;
using Npgsql;
using Samstyring.Common;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Store;
using Finding = Samstyring.Notifications.Rules.Finding;
using Pb = Samstyring.Notifications.V1;
using SteeringPb = Samstyring.Steering.V1;

namespace Samstyring.Notifications.Api;

/// <summary>
/// Findings as a caller may read them: with texts and explanation of the directives it may read. Of another directive it sees the line and nothing else, and
/// then neither what was compared nor the concrete case, which would tell what the directive says.
/// </summary>
public sealed class FindingReply(FindingStore store)
{
    /// <summary>The replies, in the same order.</summary>
    public async Task<IReadOnlyList<Pb.Finding>> Of(NpgsqlConnection connection, Caller caller, IReadOnlyList<StoredFinding> rows, CancellationToken cancel)
    {
        var parsed = rows.Select(row => (Row: row, Finding: Pb.Finding.Parser.ParseFrom(row.Finding))).ToList();
        var directives = await store.Directives(
            connection, [.. parsed.SelectMany(x => x.Finding.Directives.Select(d => (x.Row.FindingId, x.Row.OfficeId, d.DirectiveId, d.Revision)))], cancel);
        return [.. parsed.Select(x => Reply(caller, x.Row, x.Finding, directives[x.Row.FindingId]))];
    }

    /// <summary>A finding that is not stored, about a draft of the caller's, as the caller may read it.</summary>
    public static Pb.Finding Preview(Caller caller, Finding finding, Office office, Func<string, SteeringPb.Directive> messageOf)
    {
        var message = FindingMessage.Write(finding);
        message.Stage = Pb.Stage.Preview;
        Explain(caller, message, finding, office, finding.Directives.ToDictionary(d => d.Id, d => (messageOf(d.Id), false)));
        return message;
    }

    private static Pb.Finding Reply(Caller caller, StoredFinding row, Pb.Finding finding, IEnumerable<QuotedDirective> named)
    {
        var quoted = named.ToDictionary(q => q.DirectiveId, q => (Message: SteeringPb.Directive.Parser.ParseFrom(q.Directive), q.Released));
        var office = OfficeReader.Read(new(row.OfficeId, row.Number, row.Name, row.CountyUnit, row.Municipalities, row.Office, 0, false), []);
        var read = FindingMessage.Read(finding, quoted.ToDictionary(q => q.Key, q => DirectiveReader.Read(q.Value.Message, Catalogues.Newest)));
        finding.State = (Pb.FindingState)row.State;
        finding.CloseReason = (Pb.CloseReason)row.CloseReason;
        finding.OpenedAt = Timestamp.FromDateTimeOffset(row.OpenedAt);
        finding.ClosedAt = row.ClosedAt is { } closed ? Timestamp.FromDateTimeOffset(closed) : null;
        Explain(caller, finding, read, office, quoted);
        return finding;
    }

    // Fills in the explanation and the texts, as far as the caller may read them, and takes out what would tell the rest.
    private static void Explain(
        Caller caller, Pb.Finding finding, Finding read, Office office, IReadOnlyDictionary<string, (SteeringPb.Directive Message, bool Released)> quoted)
    {
        var quotes = quoted.Where(q => MayRead(caller, q.Value.Message, q.Value.Released)).ToDictionary(q => q.Key, q => new Quote(
            Resolvers.Organisation(office, DirectiveReader.Org(q.Value.Message.Content.IssuerOrg)), Text(q.Value.Message.Content)));
        var explanation = Phrases.Explain(read, office, quotes, Catalogues.Newest);
        finding.Explanation = new() { Nb = explanation.Nb, Nn = explanation.Nn };
        foreach (var directive in finding.Directives)
        {
            if (quotes.ContainsKey(directive.DirectiveId))
            {
                directive.Title = quoted[directive.DirectiveId].Message.Content.Title;
                directive.Text = quoted[directive.DirectiveId].Message.Content.Text;
            }
            else
            {
                (directive.DirectiveId, directive.Revision, directive.DocumentId, directive.ClauseRef, directive.IssuerOrg) = ("", 0, "", "", null);
            }
        }

        if (quotes.Count < quoted.Count)
        {
            finding.Fields.Clear();
            finding.Window.Clear();
            finding.Witness = null;
            finding.WitnessClass = "";
            finding.OwedByDirectiveIds.Clear();
            finding.OwedByDirectiveIds.AddRange(read.Owed.Select(o => o.DirectiveId).Distinct().Where(quotes.ContainsKey));
        }
    }

    // A leader reads what is released. Everyone else here is a party to the finding, and reads the other side unless its issuer has a lawful basis against it.
    private static bool MayRead(Caller caller, SteeringPb.Directive directive, bool released)
    {
        var c = directive.Content;
        return caller.Role switch
        {
            Role.NavLeader => released,
            Role.Auditor => true,
            _ when caller.Org is { } org && org.Equals(c.IssuerOrg) => true,
            _ when c.ReadAccess is { } access => caller.Org is { } reader && access.Orgs.Contains(reader),
            _ => c.Shielding is not { Basis.Length: > 0 } || c.Line == caller.Line,
        };
    }

    // A draft may have no text yet.
    private static Words Text(SteeringPb.DirectiveContent c)
    {
        var text = c.Text ?? new();
        return new(text.Nb.Length > 0 ? text.Nb : text.Nn, text.Nn.Length > 0 ? text.Nn : text.Nb);
    }
}
