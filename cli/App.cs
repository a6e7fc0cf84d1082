using System.CommandLine;
using System.CommandLine.Invocation;
using Samstyring.Cli.Commands;

namespace Samstyring.Cli;

/// <summary>The whole command line: what it understands, and one run of it.</summary>
internal static class App
{
    public static async Task<int> Run(string[] args, TextWriter output, TextWriter error, CancellationToken cancel = default)
    {
        var parse = Root().Parse(args);
        if (parse.Action is ParseErrorAction)
        {
            foreach (var fault in parse.Errors)
                await error.WriteLineAsync(fault.Message);
            await error.WriteLineAsync($"Hjelp: samstyring {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(2))} --help");
            return Exit.Usage;
        }
        return await parse.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, ProcessTerminationTimeout = TimeSpan.FromSeconds(2) }, cancel);
    }

    public static RootCommand Root()
    {
        var root = new RootCommand("Samstyring fra kommandolinjen: direktiver, kontor, avtaler, oppdrag og funn.")
        {
            DirectiveCommands.Build(), AssessmentCommands.Build(), ConsultationCommands.Build(), OfficeCommands.Build(), ScopeCommand.Build(), ProfileCommands.Build(),
            MissionCommands.Build(), QuestionCommands.Build(), FindingCommands.Build(), CaseCommands.Build(), CaseCommands.Agenda(), CaseCommands.Tasks(),
            AgreementCommands.Build(), AgreementCommands.Amendment(), AgreementCommands.Reminders(), CostSplitCommand.Build(), JudgeCommand.Build(), StructureCommand.Build(),
            RegisterCommands.Municipality(), RegisterCommands.County(), RegisterUpdateCommands.Build(), AuditCommands.Build(), DeadLetterCommands.Build(), WhoAmICommand.Build(),
        };
        foreach (var option in Globals.All)
            root.Add(option);
        return root;
    }
}
