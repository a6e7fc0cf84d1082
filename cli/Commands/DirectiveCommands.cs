using System.CommandLine;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring directive</c>: what issuers and middle nodes do.</summary>
internal static class DirectiveCommands
{
    private static readonly Argument<string> Id = new("id") { Description = "Direktivets id" };
    private static readonly Argument<string[]> Ids = new("id") { Description = "Direktivenes id-er", Arity = ArgumentArity.OneOrMore };
    private static readonly Option<string?> Etag = new("--etag") { Description = "Utgaven som endres; uten: den som gjelder nå" };
    private static readonly Option<string?> Replaces = new("--directive") { Description = "Direktivet som utkastet er en ny revisjon av" };
    private static readonly Option<bool> AndPublish = new("--publish") { Description = "Publiser med det samme" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Hvorfor det trekkes", Required = true };
    private static readonly Option<string[]> Offices = new("--office") { Description = "Bare ved disse kontorene" };
    private static readonly Option<string?> Scope = new("--scope") { Description = "Hvilke kontor, som uttrykk; uten: alle som direktivet når" };
    private static readonly Option<string?> Adapt = new("--adapt") { Description = "Tilpasning som proto-JSON; - er standard inn" };
    private static readonly Option<int> Revision = new("--revision") { Description = "Revisjon; uten: den nyeste" };
    private static readonly Option<string?> Change = new("--change") { Description = "MATERIAL eller EDITORIAL; kreves fra revisjon 2" };
    private static readonly Option<string?> State = new("--state") { Description = "Tilstand, for eksempel PUBLISHED" };
    private static readonly Option<string?> GateStates = new("--state") { Description = "Bare kontor i denne tilstanden, for eksempel HELD" };
    private static readonly Option<string?> LineFilter = new("--line") { Description = "STATE, MUNICIPAL, COUNTY_GOVERNOR eller JOINT" };
    private static readonly Option<string?> Theme = new("--theme") { Description = "Tema, eller et under det" };
    private static readonly Option<string?> ValidOn = new("--valid-on") { Description = "Gjelder på denne dagen" };
    private static readonly Option<string?> DerivedFrom = new("--derived-from") { Description = "Bygger på dette direktivet" };
    private static readonly Argument<string> Csv = new("file") { Description = "Fil som fra directive export; - er standard inn" };
    private static readonly Option<bool> Validate = new("--validate-only") { Description = "Bare se etter feil" };
    private static readonly Option<string?> To = new("--out", "-o") { Description = "Filen det skrives til; uten: standard ut" };
    private static readonly Option<bool> Awaiting = new("--awaiting-relay") { Description = "Venter på å bli sendt videre herfra" };

    public static Command Build() => new("directive", "Direktiver: skrive, publisere, sende videre, trekke og følge")
    {
        Run.Command("create", "Lagre et utkast", [.. ContentOptions.All, AndPublish], Create),
        Run.Command("edit", "Endre utkastet, eller begynne på neste revisjon", [Id, Etag, Change, .. ContentOptions.All], Edit),
        Run.Command("preview", "Se hva et utkast ville kollidere med ved hvert kontor, før noen publiserer det", [.. ContentOptions.All, Replaces], Preview),
        Run.Command("publish", "Publisere utkastet", [Id, Etag], run => Publish(run, run.Get(Id), run.Get(Etag))),
        Run.Command("relay", "Sende direktiver videre til kontorene, uendret eller tilpasset", [Ids, Scope, Adapt], RelayMany),
        Run.Command("withdraw", "Trekke tilbake, overalt eller ved noen kontor", [Id, Reason, Offices, Etag], Withdraw),
        Run.Command("show", "Vise et direktiv", [Id, Revision], ShowOne),
        Run.Command("revisions", "Vise alle revisjoner av et direktiv", [Id], Revisions),
        Run.Command("list", "Liste direktivene du kan lese", [State, LineFilter, Theme, ValidOn, DerivedFrom, Awaiting], ListAll),
        Run.Command("import", "Skrive utkast fra CSV, en rad for hvert direktiv: alle rader eller ingen", [Csv, Validate], Import),
        Run.Command("export", "Skrive egne direktiver til CSV, den nyeste revisjonen av hvert", [State, LineFilter, Theme, ValidOn, DerivedFrom, To], Export),
        Run.Command("status", "Vise hva som er blitt av direktivet ved hvert kontor", [Id, GateStates], Status),
    };

    private static async Task<int> Create(Run run)
    {
        var session = run.Session;
        var request = new CreateDirectiveRequest { RequestId = session.RequestId(), Content = await ContentOptions.Read(run) };
        var created = await session.Write(options => session.Steering.CreateDirectiveAsync(request, options));
        return run.Get(AndPublish)
            ? await Publish(run, created.Directive.DirectiveId, created.Directive.Etag)
            : run.Show(created, text => DirectiveText.Write(text, created.Directive));
    }

    private static async Task<int> Preview(Run run)
    {
        var request = new PreviewDirectiveRequest { Content = await ContentOptions.Read(run), DirectiveId = run.Get(Replaces) ?? "" };
        using var call = run.Session.Notifications.PreviewDirective(request, (await run.Session.Stream()).WithDeadline(DateTime.UtcNow.AddSeconds(15)));
        var parts = new List<PreviewDirectiveResponse>();
        await foreach (var part in call.ResponseStream.ReadAllAsync(run.Session.Cancel))
        {
            if (run.Json)
                parts.Add(part);
            else
                FindingText.Write(run.Out, part);
        }
        if (run.Json)
            run.Out.Line($"[{string.Join(',', parts)}]");
        return Exit.Done;
    }

    private static async Task<int> Edit(Run run)
    {
        var session = run.Session;
        var current = (await Fetch(run, run.Get(Id), 0)).Directive;
        var content = run.Get(ContentOptions.File) is null ? current.Content.Clone() : new DirectiveContent();
        content.MergeFrom(await ContentOptions.Read(run));
        var request = new UpdateDirectiveRequest
        {
            RequestId = session.RequestId(),
            DirectiveId = current.DirectiveId,
            Etag = run.Get(Etag) ?? current.Etag,
            Content = content,
            ChangeClass = run.Get(Change) is { } change ? Enums.Parse<ChangeClass>("--change", change) : ChangeClass.Unspecified,
        };
        var updated = await session.Write(options => session.Steering.UpdateDirectiveAsync(request, options));
        return run.Show(updated, text => DirectiveText.Write(text, updated.Directive));
    }

    private static async Task<int> Publish(Run run, string id, string? etag)
    {
        var session = run.Session;
        var request = new PublishDirectiveRequest
        {
            RequestId = session.RequestId("publish"),
            DirectiveId = id,
            Etag = etag ?? (await Fetch(run, id, 0)).Directive.Etag,
        };
        var published = await session.Write(options => session.Steering.PublishDirectiveAsync(request, options));
        return run.Show(published, text =>
        {
            DirectiveText.Write(text, published.Directive);
            text.Line($"Publisert; omfanget når {published.OfficeCount} kontor.");
        });
    }

    private static async Task<int> RelayMany(Run run)
    {
        var session = run.Session;
        var adaptation = run.Get(Adapt) is { } file ? ContentOptions.Parse<Adaptation>(await ContentOptions.ReadText(file, session.Cancel), "adaptation") : null;
        var request = new RelayDirectiveRequest();
        foreach (var id in run.Get(Ids))
            request.Relays.Add(new Relay { RequestId = session.RequestId(id), DirectiveId = id, Scope = run.Get(Scope) ?? "", Adaptation = adaptation });
        var response = await session.Write(options => session.Steering.RelayDirectiveAsync(request, options));
        run.Show(response, text =>
        {
            foreach (var (result, asked) in response.Results.Zip(request.Relays))
            {
                if (result.Directive is { } relayed)
                    text.Line($"{asked.DirectiveId} → {relayed.DirectiveId}  {text.Of(relayed.Content.Title)} ({relayed.Content.Scope})");
                else
                    Refused(text, asked, result.Refusal);
            }
        });
        // Rows stand or fall one by one; the command has succeeded when all have.
        return response.Results.FirstOrDefault(r => r.Refusal is not null) is { } first ? Exit.Of((StatusCode)first.Refusal.Code) : Exit.Done;
    }

    private static void Refused(Out text, Relay asked, RelayRefusal refusal)
    {
        text.Line($"{asked.DirectiveId}: {text.Of(refusal.Message)} [{(Code)refusal.Code}, {refusal.Reason}]");
        foreach (var (field, reason) in refusal.Fields)
            text.Line($"  {field}: {reason}");
    }

    private static async Task<int> Withdraw(Run run)
    {
        var session = run.Session;
        var request = new WithdrawDirectiveRequest
        {
            RequestId = session.RequestId(),
            DirectiveId = run.Get(Id),
            Etag = run.Get(Etag) ?? await CurrentEtag(run, run.Get(Id)),
            Reason = run.Get(Reason) ?? "",
            OfficeNumbers = { run.Get(Offices) ?? [] },
        };
        var withdrawn = await session.Write(options => session.Steering.WithdrawDirectiveAsync(request, options));
        return run.Show(withdrawn, text => DirectiveText.Write(text, withdrawn.Directive));
    }

    private static async Task<int> ShowOne(Run run)
    {
        var response = await Fetch(run, run.Get(Id), run.Get(Revision));
        return run.Show(response, text => DirectiveText.Write(text, response.Directive));
    }

    private static async Task<int> Revisions(Run run)
    {
        var steering = run.Session.Steering;
        var response = await run.Session.All(
            new ListDirectiveRevisionsRequest { DirectiveId = run.Get(Id) }, (request, options) => steering.ListDirectiveRevisionsAsync(request, options));
        return run.Show(response, text =>
        {
            foreach (var revision in response.Revisions)
                DirectiveText.Write(text, revision);
        });
    }

    private static async Task<int> ListAll(Run run)
    {
        var steering = run.Session.Steering;
        var filter = Filter(run);
        filter.AwaitingRelay = run.Get(Awaiting);
        var response = await run.Session.All(new ListDirectivesRequest { Filter = filter }, (request, options) => steering.ListDirectivesAsync(request, options));
        return run.Show(response, text => DirectiveText.List(text, response.Directives));
    }

    private static DirectiveFilter Filter(Run run) => new()
    {
        State = run.Get(State) is { } state ? Enums.Parse<DirectiveState>("--state", state) : DirectiveState.Unspecified,
        Line = run.Get(LineFilter) is { } line ? Enums.Parse<Line>("--line", line) : Line.Unspecified,
        Theme = run.Get(Theme) ?? "",
        ValidOn = run.Get(ValidOn) ?? "",
        DerivedFrom = run.Get(DerivedFrom) ?? "",
    };

    private static async Task<int> Import(Run run)
    {
        var request = new ImportDirectivesRequest
        {
            RequestId = run.Session.RequestId(),
            Csv = await ContentOptions.ReadText(run.Get(Csv), run.Session.Cancel),
            ValidateOnly = run.Get(Validate),
        };
        var response = await run.Session.Import(options => run.Session.Steering.ImportDirectivesAsync(request, options));
        run.Show(response, text => DirectiveText.Imported(text, response, request.ValidateOnly));
        return response.Faults.Count == 0 ? Exit.Done : Exit.Refused;
    }

    private static Task<int> Export(Run run)
    {
        var request = new ExportDirectivesRequest { PageSize = 200, Filter = Filter(run) };
        return CsvFile.Save(run, run.Get(To), csv => new ExportDirectivesResponse { Csv = csv }, async token =>
        {
            request.PageToken = token;
            var page = await run.Session.Read(options => run.Session.Steering.ExportDirectivesAsync(request, options));
            return (page.Csv, page.NextPageToken);
        });
    }

    private static async Task<int> Status(Run run)
    {
        var notifications = run.Session.Notifications;
        var request = new GetDirectiveStatusRequest { DirectiveId = run.Get(Id) };
        if (run.Get(GateStates) is { } state)
            request.States.Add(Enums.Parse<GateState>("--state", state));
        var response = await run.Session.All(request, (page, options) => notifications.GetDirectiveStatusAsync(page, options));
        return run.Show(response, text => DirectiveText.Status(text, response));
    }

    /// <summary>The etag of what the caller wrote last.</summary>
    public static async Task<string> CurrentEtag(Run run, string id) => (await Fetch(run, id, 0)).Directive.Etag;

    private static Task<GetDirectiveResponse> Fetch(Run run, string id, int revision) => run.Session.Read(
        options => run.Session.Steering.GetDirectiveAsync(new GetDirectiveRequest { DirectiveId = id, Revision = revision }, options));
}
