using Grpc.Core;
using Samstyring.Common;
using Samstyring.Notifications.Coordination;
using Samstyring.Notifications.Gate;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<GetMeetingAgendaResponse> GetMeetingAgenda(GetMeetingAgendaRequest request, ServerCallContext context) =>
        rpc.Read<GetMeetingAgendaResponse>(context, async read =>
        {
            var fields = new Fields();
            var day = fields.Date("date", request.Date) ?? read.Today;
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var head = await Office(read.Connection, read.Caller, request.OfficeNumber, read.Cancel);
            if (head.IsRefused)
            {
                return head.Refusal;
            }

            var (office, here, standing) = await tasks.Meeting(read.Connection, head.Value.OfficeId, read.Now.AddMonths(-3), read.Cancel);
            var revisions = await cases.Revisions(read.Connection, standing.SelectMany(c => c.Directives).Distinct(), read.Cancel);
            var released = read.Caller.Role == Role.NavLeader;
            var directives = here.Where(d => !Predicates.ToMiddleNode(d.Directive)).Select(d => new AgendaDirective(
                d.Directive, d.Reach.Days, d.IsHeld, MayRead(read.Caller, d.Directive, released && d.IsHeld) ? Title(d.Directive) : null)).ToList();
            return new GetMeetingAgendaResponse
            {
                Agenda = new()
                {
                    OfficeNumber = office.Number,
                    OfficeName = office.Name,
                    Date = Compared.Day(day),
                    Owners = { OwnersOf(office).Select(FindingMessage.Org) },
                    Points = { Coordination.Agenda.Points(office, standing, directives, Catalogues.Newest, revisions, day) },
                },
            };
        });

    private static IEnumerable<Org> OwnersOf(Rules.Office office) =>
    [
        .. office.County is { } county ? [Org.County(county.Number)] : Array.Empty<Org>(),
        .. office.Profile.Municipalities.IsEmpty
            ? office.Municipalities.Select(m => Org.Municipality(m.Number))
            : office.Profile.Municipalities.Select(m => m.Owner).Distinct(),
    ];

    // The other owner reads it unless its issuer has a lawful basis against that; a leader nothing that is held.
    private static bool MayRead(Caller caller, Directive directive, bool isHeldFromLeader) =>
        !isHeldFromLeader && (directive.Shielding is null || caller.Role == Role.Auditor || (int)directive.Line == (int)caller.Line);

    private static Words Title(Directive directive)
    {
        var (nb, nn) = (directive.Title?.Nb ?? "", directive.Title?.Nn ?? "");
        return new(nb.Length > 0 ? nb : nn, nn.Length > 0 ? nn : nb);
    }
}
