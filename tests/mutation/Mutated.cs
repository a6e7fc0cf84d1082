using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Samstyring.Mutation;

/// <summary>The judge with all mutants in it, as an assembly that takes the place of the service's own where the tests of the rules run.</summary>
internal static partial class Mutated
{
    // What the rules' tests need besides the rules. The rest of the service is not there.
    private static readonly string[] Beside = ["Gate/FindingMessage.cs", "Gate/GateDecision.cs", "Gate/GateState.cs", "Store/DirectiveReader.cs"];

    private const string Common =
        """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Threading;
        global using System.Threading.Tasks;
        namespace Samstyring.Notifications.Rules
        {
            public static class Switch
            {
                public static int Active = -1;
                public static bool[]? Seen;
                public static bool On(int id) { if (Seen is { } seen) { seen[id] = true; } return Active == id; }
            }
        }
        """;

    /// <summary>Compiles it. A mutant that does not compile is left out.</summary>
    public static IReadOnlyList<Mutant> Write(string service, string path)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var rules = Parse(Directory.EnumerateFiles(Path.Combine(service, "Rules"), "*.cs").Order(StringComparer.Ordinal));
        var others = Parse(Directory.EnumerateFiles(Path.Combine(service, "Replay"), "*.cs").Concat(Beside.Select(f => Path.Combine(service, f))))
            .Append(CSharpSyntaxTree.ParseText(SourceText.From(Common, System.Text.Encoding.UTF8), options)).ToList();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(f => Path.GetFileName(f) is not ("Samstyring.Notifications.dll" or "Samstyring.Notifications.Tests.dll" or "Samstyring.Mutation.dll"))
            .Select(f => MetadataReference.CreateFromFile(f)).ToList();
        var plain = CSharpCompilation.Create(
            "Samstyring.Notifications", rules.Concat(others), references,
            new(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, generalDiagnosticOption: ReportDiagnostic.Suppress));
        if (plain.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Take(20).ToList() is { Count: > 0 } faults)
        {
            throw new InvalidOperationException($"What the rules' tests need has grown:\n{string.Join('\n', faults)}");
        }

        var dropped = new HashSet<int>();
        while (true)
        {
            var mutants = new List<Mutant>();
            var switched = rules.Select(tree => CSharpSyntaxTree.Create(
                (CSharpSyntaxNode)new Switches(Path.GetFileName(tree.FilePath), plain.GetSemanticModel(tree), mutants, dropped).Visit(tree.GetRoot())!, options, tree.FilePath,
                System.Text.Encoding.UTF8)).ToList();
            var compilation = plain.RemoveAllSyntaxTrees().AddSyntaxTrees(switched.Concat(others));
            var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count == 0)
            {
                using var output = File.Create(path);
                var catalogues = new ResourceDescription("catalogues.json", () => File.OpenRead(Path.Combine(service, "..", "..", "protos", "Norwegian", "Catalogues.json")), isPublic: true);
                var emitted = compilation.Emit(output, manifestResources: [catalogues]);
                return emitted.Success ? [.. mutants.Where(m => !dropped.Contains(m.Id))] : throw new InvalidOperationException(string.Join('\n', emitted.Diagnostics));
            }

            var before = dropped.Count;
            Console.Error.WriteLine($"{errors.Count} mutants of {mutants.Count} do not compile: {errors[0]}");
            foreach (var error in errors)
            {
                dropped.UnionWith(Near(error));
            }

            if (dropped.Count == before)
            {
                throw new InvalidOperationException(string.Join('\n', errors.Take(20)));
            }
        }

        List<SyntaxTree> Parse(IEnumerable<string> files) =>
            [.. files.Select(f => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(f), System.Text.Encoding.UTF8), options, f))];
    }

    // The switches in the smallest piece of code around an error that has any.
    private static IEnumerable<int> Near(Diagnostic error) => error.Location.SourceTree!.GetRoot().FindNode(error.Location.SourceSpan).AncestorsAndSelf()
        .Select(node => Number().Matches($"{node}").Select(m => int.Parse(m.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)).ToList())
        .FirstOrDefault(ids => ids.Count > 0) ?? [];

    [GeneratedRegex(@"Switch\.On\((\d+)\)")]
    private static partial Regex Number();
}
