using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring consultation</c>: asking the partners about a draft before it is decided, and answering.</summary>
internal static class ConsultationCommands
{
    private static readonly Argument<string> Directive = new("directive") { Description = "Direktivets id" };
    private static readonly Argument<string> Id = new("id") { Description = "Høringens id" };
    private static readonly Argument<string> Says = new("answer") { Description = "AGREES, OBJECTS eller NO_COMMENT" };
    private static readonly Option<string[]> Partners = new("--partner") { Description = "Hvem som spørres, for eksempel MUNICIPALITY:5035", Required = true };
    private static readonly Option<string?> Question = new("--question") { Description = "Spørsmålet på bokmål" };
    private static readonly Option<string?> QuestionNn = new("--question-nn") { Description = "Spørsmålet på nynorsk" };
    private static readonly Option<string?> Deadline = new("--deadline") { Description = "Siste dag å svare, en arbeidsdag; uten: den tiende arbeidsdagen" };
    private static readonly Option<string?> Shield = new("--shield") { Description = "Hjemmel for å vise bare tittelen" };
    private static readonly Option<string?> Etag = new("--etag") { Description = "Utgaven det spørres om; uten: den som gjelder nå" };
    private static readonly Option<string?> Digest = new("--digest") { Description = "Teksten det svares om, fra consultation show; uten: den som gjelder nå" };
    private static readonly Option<string?> Reason = new("--reason") { Description = "Begrunnelse; kreves med OBJECTS" };
    private static readonly Option<string?> About = new("--directive") { Description = "Om dette direktivet" };
    private static readonly Option<bool> Awaiting = new("--awaiting-answer") { Description = "Venter på svar herfra" };

    public static Command Build() => new("consultation", "Høring av partnerne om et utkast før det vedtas: spørre, svare og lese")
    {
        Run.Command("request", "Spørre partnere om utkastet", [Directive, Partners, Question, QuestionNn, Deadline, Shield, Etag], Request),
        Run.Command("answer", "Svare for din organisasjon; det gjøres én gang", [Id, Says, Reason, Digest], Answer),
        Run.Command("show", "Vise en høring med utkastet den gjelder", [Id], async run =>
        {
            var response = await Fetch(run);
            return run.Show(response, text => ConsultationText.Write(text, response.Consultation));
        }),
        Run.Command("list", "Liste høringer du har sendt eller er spurt i, de nyeste først", [Awaiting, About], async run =>
        {
            var steering = run.Session.Steering;
            var request = new ListConsultationsRequest { AwaitingAnswer = run.Get(Awaiting), DirectiveId = run.Get(About) ?? "" };
            var response = await run.Session.All(request, (page, options) => steering.ListConsultationsAsync(page, options));
            return run.Show(response, text => ConsultationText.List(text, response.Consultations));
        }),
    };

    /// <summary>Reads an organisation as <c>MUNICIPALITY:5035</c> or <c>DIRECTORATE</c>.</summary>
    public static OrgRef Org(string option, string text)
    {
        var parts = text.Split(':');
        return new OrgRef { Kind = Enums.Parse<OrgKind>(option, parts[0]), Number = parts.Length > 1 ? parts[1] : "" };
    }

    private static async Task<int> Request(Run run)
    {
        var session = run.Session;
        var request = new RequestConsultationRequest
        {
            RequestId = session.RequestId(),
            DirectiveId = run.Get(Directive),
            Etag = run.Get(Etag) ?? await DirectiveCommands.CurrentEtag(run, run.Get(Directive)),
            Question = new LocalizedText { Nb = run.Get(Question) ?? "", Nn = run.Get(QuestionNn) ?? "" },
            Partners = { (run.Get(Partners) ?? []).Select(partner => Org("--partner", partner)) },
        };
        if (run.Get(Deadline) is { } deadline)
            request.Deadline = deadline;
        if (run.Get(Shield) is { } basis)
            request.Shielding = new Shielding { Basis = basis };
        var response = await session.Write(options => session.Steering.RequestConsultationAsync(request, options));
        return run.Show(response, text => ConsultationText.Write(text, response.Consultation));
    }

    private static async Task<int> Answer(Run run)
    {
        var session = run.Session;
        var request = new AnswerConsultationRequest
        {
            RequestId = session.RequestId(),
            ConsultationId = run.Get(Id),
            TextDigest = run.Get(Digest) ?? (await Fetch(run)).Consultation.TextDigest,
            Answer = Enums.Parse<ConsultationAnswer>("answer", run.Get(Says)),
            Reason = run.Get(Reason) ?? "",
        };
        var response = await session.Write(options => session.Steering.AnswerConsultationAsync(request, options));
        return run.Show(response, text => ConsultationText.Write(text, response.Consultation));
    }

    private static Task<GetConsultationResponse> Fetch(Run run) => run.Session.Read(
        options => run.Session.Steering.GetConsultationAsync(new GetConsultationRequest { ConsultationId = run.Get(Id) }, options));
}
