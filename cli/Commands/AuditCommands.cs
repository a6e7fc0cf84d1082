using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Audit.V1;
using Samstyring.Cli.Text;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring audit</c>: who did what, and whether the trail is what it was.</summary>
internal static class AuditCommands
{
    private static readonly Option<string?> Service = new("--service") { Description = "steering, offices eller notifications; uten: alle" };
    private static readonly Option<string> One = new("--service") { Description = "steering, offices eller notifications", Required = true };
    private static readonly Option<string?> Object = new("--object") { Description = "Bare om dette, for eksempel et direktivs id" };
    private static readonly Option<string?> Act = new("--act") { Description = "Bare handlinger av dette slaget, for eksempel directive.publish" };

    public static Command Build() => new("audit", "Revisjonsspor: hvem som gjorde hva, og om sporet er urørt")
    {
        Run.Command("list", "Liste innførsler, de nyeste først", [One, Object, Act], ListAll),
        Run.Command("heads", "Liste hodene en tjeneste tar vare på for seg selv og for en annen", [One], async run =>
        {
            var response = await Heads(run, ServiceName.Of(run.Get(One) ?? ""));
            return run.Show(response, text => AuditText.Heads(text, response.Heads));
        }),
        Run.Command("verify", "Regne kjeden ut på nytt og sammenligne den med hodene de andre tjenestene har", [Service], Verify),
    };

    private static async Task<int> ListAll(Run run)
    {
        var audit = run.Session.Audit;
        var service = ServiceName.Of(run.Get(One) ?? "");
        var request = new ListAuditEntriesRequest { Object = run.Get(Object) ?? "", Act = run.Get(Act) ?? "" };
        var response = await run.Session.All(request, (page, options) => audit.ListAuditEntriesAsync(page, ServiceName.At(options, service)));
        return run.Show(response, text => AuditText.List(text, response.Entries));
    }

    private static async Task<int> Verify(Run run)
    {
        var asked = run.Get(Service) is { } one ? [ServiceName.Of(one)] : ServiceName.All;
        var heads = new List<AuditHead>();
        foreach (var keeper in ServiceName.All)
            heads.AddRange((await Heads(run, keeper)).Heads);
        var verdicts = new Dictionary<string, AuditVerdict>();
        foreach (var service in asked)
            verdicts[service] = await Verify(run, service, heads.Where(h => h.Service == service).Distinct());
        var all = Struct.Parser.ParseJson($"{{{string.Join(',', verdicts.Select(v => $"\"{v.Key}\":{JsonFormatter.Default.Format(v.Value)}"))}}}");
        run.Show(all, text =>
        {
            foreach (var verdict in verdicts.Values)
                AuditText.Verdict(text, verdict);
        });
        return verdicts.Values.All(v => v.Fault == AuditFault.Unspecified) ? Exit.Done : Exit.Unexpected;
    }

    // The newest heads are enough: a head vouches for everything before it.
    private static Task<ListAuditHeadsResponse> Heads(Run run, string service) => run.Session.Read(
        options => run.Session.Audit.ListAuditHeadsAsync(new ListAuditHeadsRequest { PageSize = 200 }, ServiceName.At(options, service)));

    private static async Task<AuditVerdict> Verify(Run run, string service, IEnumerable<AuditHead> heads)
    {
        var options = ServiceName.At((await run.Session.Stream()).WithDeadline(DateTime.UtcNow.AddMinutes(10)), service);
        using var call = run.Session.Audit.VerifyAudit(new VerifyAuditRequest { Heads = { heads } }, options);
        var verdict = new AuditVerdict();
        while (await call.ResponseStream.MoveNext(run.Session.Cancel))
            verdict = call.ResponseStream.Current.Verdict ?? verdict;
        return verdict;
    }
}
