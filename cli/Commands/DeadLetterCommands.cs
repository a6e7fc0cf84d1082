using System.CommandLine;
using Grpc.Core;
using Samstyring.Cli.Text;
using Samstyring.Events.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring dead-letter</c>: events that a service could not handle.</summary>
internal static class DeadLetterCommands
{
    private static readonly Option<string> Service = new("--service") { Description = "steering, offices eller notifications", Required = true };
    private static readonly Option<string?> State = new("--state") { Description = "OPEN, REPLAYED eller PARKED; uten: OPEN" };
    private static readonly Option<string> Reason = new("--reason") { Description = "Hvorfor den legges til side", Required = true };
    private static readonly Argument<string> Id = new("id") { Description = "Hendelsens nummer" };

    public static Command Build() => new("dead-letter", "Hendelser som ikke kunne behandles: se, prøve igjen, legge til side")
    {
        Run.Command("list", "Liste dem, de nyeste først", [Service, State], async run =>
        {
            var (client, service) = (run.Session.DeadLetters, ServiceName.Of(run.Get(Service) ?? ""));
            var request = new ListDeadLettersRequest { State = run.Get(State) is { } state ? Enums.Parse<DeadLetterState>("--state", state) : DeadLetterState.Unspecified };
            var response = await run.Session.All(request, (page, options) => client.ListDeadLettersAsync(page, ServiceName.At(options, service)));
            return run.Show(response, text => DeadLetterText.List(text, response.DeadLetters));
        }),
        Run.Command("show", "Vise én, med det den sier", [Id, Service], async run =>
        {
            var response = await run.Session.Read(options => run.Session.DeadLetters.GetDeadLetterAsync(
                new GetDeadLetterRequest { DeadLetterId = run.Get(Id) }, At(run, options)));
            return run.Show(response, text => DeadLetterText.One(text, response.DeadLetter));
        }),
        Run.Command("replay", "Prøve igjen, som om den kom nå", [Id, Service], async run =>
        {
            var response = await run.Session.Write(options => run.Session.DeadLetters.ReplayDeadLetterAsync(
                new ReplayDeadLetterRequest { RequestId = run.Session.RequestId(), DeadLetterId = run.Get(Id) }, At(run, options)));
            return run.Show(response, text => DeadLetterText.One(text, response.DeadLetter));
        }),
        Run.Command("park", "Legge til side med en begrunnelse; den slettes ikke", [Id, Service, Reason], async run =>
        {
            var response = await run.Session.Write(options => run.Session.DeadLetters.ParkDeadLetterAsync(
                new ParkDeadLetterRequest { RequestId = run.Session.RequestId(), DeadLetterId = run.Get(Id), Reason = run.Get(Reason) ?? "" }, At(run, options)));
            return run.Show(response, text => DeadLetterText.One(text, response.DeadLetter));
        }),
    };

    private static CallOptions At(Run run, CallOptions options) => ServiceName.At(options, ServiceName.Of(run.Get(Service) ?? ""));
}
