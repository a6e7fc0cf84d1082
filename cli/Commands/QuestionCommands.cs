using System.CommandLine;
using Samstyring.Cli.Text;
using Samstyring.Notifications.V1;

namespace Samstyring.Cli.Commands;

/// <summary><c>samstyring question</c>: what leaders have asked, for the owners of their offices.</summary>
internal static class QuestionCommands
{
    private static readonly Option<string?> Office = new("--office") { Description = "Bare fra dette kontoret" };
    private static readonly Option<bool> Answered = new("--answered") { Description = "Også de som er besvart" };
    private static readonly Argument<string> Id = new("id") { Description = "Spørsmålets id" };
    private static readonly Argument<string> Words = new("svar") { Description = "Svaret; det vises i kontorets feed" };

    public static Command Build() => new("question", "Spørsmål og hindringer fra Nav-ledere til eierne av kontoret")
    {
        Run.Command("list", "Liste dem som venter på svar, de eldste først", [Office, Answered], async run =>
        {
            var notifications = run.Session.Notifications;
            var request = new ListQuestionsRequest { OfficeNumber = run.Get(Office) ?? "", IncludeAnswered = run.Get(Answered) };
            var response = await run.Session.All(request, (page, options) => notifications.ListQuestionsAsync(page, options));
            return run.Show(response, text => MissionText.Questions(text, response));
        }),
        Run.Command("answer", "Svare for eieren; den som svarer først, har svart", [Id, Words], async run =>
        {
            var request = new AnswerQuestionRequest { RequestId = run.Session.RequestId(), QuestionId = run.Get(Id), Answer = run.Get(Words) };
            var response = await run.Session.Write(options => run.Session.Notifications.AnswerQuestionAsync(request, options));
            return run.Show(response, text => MissionText.Write(text, response.Mission ?? new Mission()));
        }),
    };
}
