using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring register</c>: updates from NAV's unit register, proposed by one person and approved by another.</summary>
internal static class RegisterUpdateCommands
{
    private static readonly Argument<string> Units = new("file") { Description = "Enhetslisten fra NORG2 som JSON; - er standard inn" };
    private static readonly Argument<int> Id = new("id") { Description = "Oppdateringens nummer" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Dagen filen gjelder for (2026-11-12); uten: i dag" };
    private static readonly Option<string?> Source = new("--source") { Description = "Hvor filen er fra; uten: filens navn" };
    private static readonly Option<string> Note = new("--note") { Description = "Hvorfor den ikke skal brukes", Required = true };

    public static Command Build() => new("register", "Oppdatere registeret fra NORG2: se forskjellene, og la en annen person godkjenne dem")
    {
        Run.Command("propose", "Sammenligne en fil med registeret og legge fram forskjellene; ingenting endres", [Units, AsOf, Source], Propose),
        Run.Command("show", "Vise forskjellene, og det som ikke brukes av filen", [Id], async run =>
        {
            var response = await run.Session.Read(options => run.Session.Offices.GetRegisterUpdateAsync(new GetRegisterUpdateRequest { RegisterUpdateId = run.Get(Id) }, options));
            return run.Show(response, text => RegisterUpdateText.Write(text, response.Update ?? new RegisterUpdate()));
        }),
        Run.Command("list", "Liste oppdateringer, de nyeste først", [], async run =>
        {
            var offices = run.Session.Offices;
            var response = await run.Session.All(new ListRegisterUpdatesRequest(), (page, options) => offices.ListRegisterUpdatesAsync(page, options));
            return run.Show(response, text => RegisterUpdateText.List(text, response.Updates));
        }),
        Run.Command("approve", "Skrive forskjellene inn i registeret; det gjør en annen enn den som la dem fram", [Id], async run =>
        {
            var request = new ApproveRegisterUpdateRequest { RequestId = run.Session.RequestId(), RegisterUpdateId = run.Get(Id) };
            var response = await run.Session.Write(options => run.Session.Offices.ApproveRegisterUpdateAsync(request, options));
            return run.Show(response, text => RegisterUpdateText.Approved(text, response));
        }),
        Run.Command("reject", "Legge en oppdatering til side", [Id, Note], async run =>
        {
            var request = new RejectRegisterUpdateRequest { RequestId = run.Session.RequestId(), RegisterUpdateId = run.Get(Id), Note = run.Get(Note) };
            var response = await run.Session.Write(options => run.Session.Offices.RejectRegisterUpdateAsync(request, options));
            return run.Show(response, text => text.Line(text.Say($"Oppdatering {run.Get(Id)} er lagt til side.", $"Oppdatering {run.Get(Id)} er lagd til side.")));
        }),
    };

    private static async Task<int> Propose(Run run)
    {
        var file = run.Get(Units);
        var request = new ProposeRegisterUpdateRequest
        {
            RequestId = run.Session.RequestId(),
            Json = await ContentOptions.ReadText(file, run.Session.Cancel),
            AsOf = run.Get(AsOf) ?? "",
            Source = run.Get(Source) ?? (file == "-" ? "standard inn" : Path.GetFileName(file)),
        };
        var response = await run.Session.Write(options => run.Session.Offices.ProposeRegisterUpdateAsync(request, options));
        run.Show(response, text => RegisterUpdateText.Proposed(text, response));
        return response.Faults.Count == 0 ? Exit.Done : Exit.Refused;
    }
}
