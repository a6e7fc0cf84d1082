using System.CommandLine;
using Google.Protobuf;
using Grpc.Core;
using Samstyring.Cli.Text;

namespace Samstyring.Cli;

/// <summary>One run of one command: its arguments, the session and the output.</summary>
internal sealed class Run(ParseResult parse, Settings settings, Session session)
{
    private static readonly JsonFormatter Pretty = new(JsonFormatter.Settings.Default.WithIndentation());

    public Session Session => session;

    public bool Json => settings.Json;

    public Out Out { get; } = new(parse.InvocationConfiguration.Output, settings.Nynorsk);

    public TextWriter Error => parse.InvocationConfiguration.Error;

    public T? Get<T>(Option<T> option) => parse.GetValue(option);

    public T Get<T>(Argument<T> argument) => parse.GetRequiredValue(argument);

    /// <summary>The answer as JSON when that is asked for, else as text.</summary>
    public int Show<T>(T message, Action<Out> text) where T : IMessage
    {
        if (settings.Json)
            Out.Line(Pretty.Format(message));
        else
            text(Out);
        return Exit.Done;
    }

    /// <summary>Gives a command its action, with errors told in one place.</summary>
    public static Command Command(string name, string description, IEnumerable<Symbol> symbols, Func<Run, Task<int>> action)
    {
        var command = new Command(name, description);
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
                command.Add(argument);
            else
                command.Add((Option)symbol);
        }
        command.SetAction((parse, cancel) => Act(parse, action, cancel));
        return command;
    }

    private static async Task<int> Act(ParseResult parse, Func<Run, Task<int>> action, CancellationToken cancel)
    {
        var error = parse.InvocationConfiguration.Error;
        try
        {
            var settings = Settings.From(parse);
            using var session = new Session(settings, cancel);
            try
            {
                return await action(new Run(parse, settings, session));
            }
            catch (RpcException refusal) when (!cancel.IsCancellationRequested)
            {
                Failure.Of(refusal, settings).Write(error, settings.Json);
                return Exit.Of(refusal.StatusCode);
            }
        }
        catch (UsageException wrong)
        {
            await error.WriteLineAsync(wrong.Message);
            return Exit.Usage;
        }
        catch (Exception fault) when (cancel.IsCancellationRequested && fault is OperationCanceledException or RpcException)
        {
            return Exit.Interrupted;
        }
    }
}
