using System.Collections;
using System.Diagnostics;
using System.Reflection;
using System.Runtime.Loader;

namespace Samstyring.Mutation;

/// <summary>
/// The tests of the rules, run one by one against the judge with the mutants in it: the corpus, the rules' own tests and a fixed number of worlds compared with
/// the oracle. A trial says whether it fails.
/// </summary>
internal sealed class Trials
{
    private const string TestNamespace = "Samstyring.Notifications.Tests.";

    // They ask thousands of random worlds each time; the worlds of the oracle are asked here.
    private static readonly string[] Slow = ["PropertyTests", "ResourceProperties", "OverbookingOracleTests", "OracleTests"];

    private readonly FieldInfo active;
    private readonly FieldInfo seen;
    private readonly Type oracle;
    private readonly Type comparison;

    /// <summary>Loads the mutated judge in the place of the service's own.</summary>
    public Trials(string judge, int? from)
    {
        var context = new Mutants(judge);
        var tests = context.LoadFromAssemblyName(new("Samstyring.Notifications.Tests"));
        var rules = context.LoadFromAssemblyName(new("Samstyring.Notifications"));
        var switches = rules.GetType("Samstyring.Notifications.Rules.Switch", throwOnError: true)!;
        (active, seen) = (switches.GetField("Active")!, switches.GetField("Seen")!);
        Active = from ?? -1;
        oracle = tests.GetType(TestNamespace + "Oracle.Oracle", throwOnError: true)!;
        comparison = tests.GetType(TestNamespace + "Oracle.OracleTests", throwOnError: true)!;
        All = [.. Own(tests), .. Worlds()];
    }

    /// <summary>Every trial: its name and what throws when it fails.</summary>
    public IReadOnlyList<(string Name, Action Run)> All { get; }

    /// <summary>The mutant that is switched on; -1: none.</summary>
    public int Active
    {
        set => active.SetValue(null, value);
    }

    /// <summary>Runs a trial and answers which mutants it came by; null when it fails.</summary>
    public (int[] Reached, TimeSpan Time)? Reach(Action trial, int mutants)
    {
        var reached = new bool[mutants];
        seen.SetValue(null, reached);
        var watch = Stopwatch.StartNew();
        var failed = Fails(trial);
        seen.SetValue(null, null);
        return failed ? null : ([.. Enumerable.Range(0, mutants).Where(i => reached[i])], watch.Elapsed);
    }

    /// <summary>Whether the trial fails.</summary>
    public static bool Fails(Action trial)
    {
        try
        {
            trial();
            return false;
        }
        catch (Exception)
        {
            return true;
        }
    }

    private static IEnumerable<(string Name, Action Run)> Own(Assembly tests) =>
        from type in Types(tests)
        where type.Namespace == TestNamespace + "Rules" && type is { IsPublic: true, IsAbstract: false } && !Slow.Contains(type.Name)
        where type.GetConstructor([]) is not null
        from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
        from arguments in Arguments(type, method)
        select ($"{type.Name}.{method.Name}({string.Join(", ", arguments)})", (Action)(() =>
        {
            if (method.Invoke(Activator.CreateInstance(type), arguments) is Task task)
            {
                task.GetAwaiter().GetResult();
            }
        }));

    // Those whose parts are not all here are about other things than rules.
    private static IEnumerable<Type> Types(Assembly tests)
    {
        try
        {
            return tests.GetTypes();
        }
        catch (ReflectionTypeLoadException some)
        {
            return some.Types.OfType<Type>();
        }
    }

    private static IEnumerable<object?[]> Arguments(Type type, MethodInfo method)
    {
        var attributes = method.GetCustomAttributes().Select(a => (Name: a.GetType().Name, Attribute: (dynamic)a)).ToList();
        if (attributes.Any(a => a.Name == "FactAttribute"))
        {
            yield return [];
        }

        foreach (var (_, inline) in attributes.Where(a => a.Name == "InlineDataAttribute"))
        {
            yield return inline.Data;
        }

        foreach (var (_, member) in attributes.Where(a => a.Name == "MemberDataAttribute"))
        {
            var from = (Type)(member.MemberType ?? type);
            var rows = (IEnumerable)(from.GetProperty((string)member.MemberName, BindingFlags.Public | BindingFlags.Static)?.GetValue(null)
                ?? from.GetMethod((string)member.MemberName)!.Invoke(null, []))!;
            foreach (var row in rows)
            {
                yield return row is Xunit.ITheoryDataRow typed ? typed.GetData() : (object?[])row;
            }
        }
    }

    private IEnumerable<(string Name, Action Run)> Worlds()
    {
        var made = (IEnumerable<string>)Call(comparison, "Worlds", 400)!;
        var judged = comparison.GetMethod("Found", BindingFlags.NonPublic | BindingFlags.Static)!.CreateDelegate<Func<string, IReadOnlyList<string>>>();
        return made.Select((world, i) =>
        {
            var expected = (IReadOnlyList<string>)Call(oracle, "Judge", world)!;
            return ($"world {i}", (Action)(() =>
            {
                if (!judged(world).SequenceEqual(expected))
                {
                    throw new InvalidOperationException("The judge and the oracle differ.");
                }
            }));
        });
    }

    private static object? Call(Type type, string method, params object[] arguments) =>
        type.GetMethod(method, BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)!.Invoke(null, arguments);

    // The judge with the mutants, and the tests beside it; all else is shared.
    private sealed class Mutants(string judge) : AssemblyLoadContext("mutants")
    {
        protected override Assembly? Load(AssemblyName name) => name.Name switch
        {
            "Samstyring.Notifications" => LoadFromAssemblyPath(judge),
            "Samstyring.Notifications.Tests" => LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "Samstyring.Notifications.Tests.dll")),
            _ => null,
        };
    }
}
