using System.CommandLine;
using System.Text.Json;
using Samstyring.Cli.Text;
using Samstyring.Offices.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring agreement</c>, <c>samstyring amendment</c> and <c>samstyring reminders</c>: what the owners of an office have agreed on.</summary>
internal static class AgreementCommands
{
    private static readonly Argument<string> Office = new("office") { Description = "Kontorets nummer, for eksempel 1783" };
    private static readonly Argument<string> Id = new("id") { Description = "Avtalens id" };
    private static readonly Argument<string> AmendmentId = new("amendment") { Description = "Endringens id" };
    private static readonly Argument<string> Clause = new("clause") { Description = "Klausulen, for eksempel 4.2" };
    private static readonly Argument<string> Value = new("value") { Description = "Den nye verdien" };
    private static readonly Option<string?> File = new("--file", "-f")
    {
        Description = "Avtalen som proto-JSON, også fra agreement get --json; - er standard inn. Uten: undertegne revisjonen",
    };

    private static readonly Option<string?> Agreement = new("--agreement") { Description = "Avtalen som endres eller undertegnes; uten: en ny" };
    private static readonly Option<int> Revision = new("--revision") { Description = "Den nyeste revisjonen du har lest" };
    private static readonly Option<string?> Mandate = new("--mandate") { Description = "Delegasjonen eller vedtaket en kommunal underskrift bygger på" };
    private static readonly Option<string?> AsOf = new("--as-of") { Description = "Denne dagen (2026-11-12); uten: i dag" };
    private static readonly Option<string?> KnownOn = new("--known-on") { Description = "Slik registeret kjente den ved utgangen av denne dagen" };
    private static readonly Option<string?> AtOffice = new("--office") { Description = "Ved dette kontoret" };
    private static readonly Option<string?> Type = new("--type") { Description = "Av dette slaget, for eksempel OPERATING" };
    private static readonly Option<string?> From = new("--from") { Description = "Første dag endringen gjelder", Required = true };

    public static Command Build() => new("agreement", "Avtaler mellom eierne: legge fram, undertegne og lese")
    {
        Run.Command("put", "Legge fram en avtale, eller undertegne den en annen part har lagt fram", [Office, File, Agreement, Revision, Mandate], Put),
        Run.Command("get", "Vise en avtale med alle revisjoner", [Id, AsOf, KnownOn], Get),
        Run.Command("list", "Liste avtalene du kan lese", [AtOffice, Type, AsOf], ListAll),
    };

    public static Command Amendment() => new("amendment", "Endre en klausul i en avtale; gjelder når alle parter har undertegnet")
    {
        Run.Command("propose", "Foreslå og undertegne en ny verdi", [Id, Clause, Value, From, Revision, Mandate], Propose),
        Run.Command("sign", "Undertegne en foreslått endring", [Id, AmendmentId, Mandate], Sign),
    };

    public static Command Reminders() => Run.Command(
        "reminders", "Avtaler som snart utløper, eller har utløpt uten at en annen gjelder", [AsOf], ListReminders);

    private static async Task<int> Put(Run run)
    {
        var request = new PutAgreementRequest
        {
            RequestId = run.Session.RequestId(),
            AgreementId = run.Get(Agreement) ?? "",
            Revision = run.Get(Revision),
            OfficeNumber = run.Get(Office),
            Content = run.Get(File) is { } file ? Content(await ContentOptions.ReadText(file, run.Session.Cancel)) : await Read(run),
            Mandate = run.Get(Mandate) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Offices.PutAgreementAsync(request, options));
        return run.Show(response, text => AgreementText.Write(text, response.Agreement));
    }

    private static async Task<int> Get(Run run)
    {
        var request = new GetAgreementRequest { AgreementId = run.Get(Id), AsOf = run.Get(AsOf) ?? "", KnownOn = run.Get(KnownOn) ?? "" };
        var response = await run.Session.Read(options => run.Session.Offices.GetAgreementAsync(request, options));
        return run.Show(response, text => AgreementText.Write(text, response));
    }

    private static async Task<int> ListAll(Run run)
    {
        var offices = run.Session.Offices;
        var request = new ListAgreementsRequest
        {
            OfficeNumber = run.Get(AtOffice) ?? "",
            Type = run.Get(Type) is { } type ? Enums.Parse<AgreementType>("--type", type) : AgreementType.Unspecified,
            AsOf = run.Get(AsOf) ?? "",
        };
        var response = await run.Session.All(request, (page, options) => offices.ListAgreementsAsync(page, options));
        return run.Show(response, text => AgreementText.List(text, response.Agreements));
    }

    private static async Task<int> ListReminders(Run run)
    {
        var offices = run.Session.Offices;
        var request = new ListAgreementRemindersRequest { AsOf = run.Get(AsOf) ?? "" };
        var response = await run.Session.All(request, (page, options) => offices.ListAgreementRemindersAsync(page, options));
        return run.Show(response, text => AgreementText.Reminders(text, response.Reminders));
    }

    private static async Task<int> Propose(Run run)
    {
        var request = new ProposeAmendmentRequest
        {
            RequestId = run.Session.RequestId(),
            AgreementId = run.Get(Id),
            Revision = run.Get(Revision),
            ClauseRef = run.Get(Clause),
            Value = run.Get(Value),
            EffectiveFrom = run.Get(From),
            Mandate = run.Get(Mandate) ?? "",
        };
        if (request.Revision == 0)
            request.Revision = (await Revisions(run, request.AgreementId)).FirstOrDefault(revision => revision.State == AgreementState.Agreed)?.Revision ?? 1;
        var response = await run.Session.Write(options => run.Session.Offices.ProposeAmendmentAsync(request, options));
        return run.Show(response, text => AgreementText.Write(text, response.Amendment));
    }

    private static async Task<int> Sign(Run run)
    {
        var request = new SignAmendmentRequest
        {
            RequestId = run.Session.RequestId(),
            AgreementId = run.Get(Id),
            AmendmentId = run.Get(AmendmentId),
            Mandate = run.Get(Mandate) ?? "",
        };
        var response = await run.Session.Write(options => run.Session.Offices.SignAmendmentAsync(request, options));
        return run.Show(response, text => AgreementText.Write(text, response.Amendment));
    }

    // Who signs names the revision that was read; another one is not signed in its place.
    private static async Task<AgreementContent> Read(Run run)
    {
        if (run.Get(Agreement) is not { } id || run.Get(Revision) is not (> 0 and var number))
            throw new UsageException("Gi innholdet med --file, eller revisjonen som undertegnes med --agreement og --revision.");
        return (await Revisions(run, id)).FirstOrDefault(revision => revision.Revision == number) is { } read
            ? Content(read)
            : throw new UsageException($"--revision: avtalen har ingen revisjon {number}.");
    }

    private static async Task<IEnumerable<Agreement>> Revisions(Run run, string id) =>
        (await run.Session.Read(options => run.Session.Offices.GetAgreementAsync(new GetAgreementRequest { AgreementId = id }, options))).Revisions;

    private static AgreementContent Content(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("agreement", out _)
                ? Content(ContentOptions.Parse<Agreement>(json, "agreement"))
                : ContentOptions.Parse<AgreementContent>(json, "content");
        }
        catch (JsonException fault)
        {
            throw new UsageException($"Filen er ikke JSON: {fault.Message}");
        }
    }

    private static AgreementContent Content(Agreement agreement) => new()
    {
        Type = agreement.Type,
        Parties = { agreement.Parties },
        Valid = agreement.Valid,
        Clauses = { agreement.Clauses },
        Costs = agreement.Costs,
        Delegations = { agreement.Delegations },
    };
}
