using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxKind;

namespace Samstyring.Mutation;

/// <summary>A small change of the rules that a test should notice.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Place">"Clashes.cs:27".</param>
/// <param name="What">What stands there, and what it becomes.</param>
/// <param name="Once">Whether it is in code that runs once in a process.</param>
internal sealed record Mutant(int Id, string Place, string What, bool Once);

/// <summary>
/// Writes every mutant of a file into it at once, each behind a switch: "a &lt; b" becomes "(Mutant.On(7) ? a &lt;= b : a &lt; b)". Changed are comparisons,
/// "and", "or", "not", patterns, truth values, numbers by one, the bool that a function or lambda answers, and the keys that things are grouped by.
/// </summary>
internal sealed class Switches(string file, SemanticModel model, List<Mutant> mutants, IReadOnlySet<int> dropped) : CSharpSyntaxRewriter
{
    private static readonly Dictionary<SyntaxKind, SyntaxKind> Opposite = new()
    {
        [LessThanExpression] = GreaterThanOrEqualExpression,
        [LessThanOrEqualExpression] = GreaterThanExpression,
        [GreaterThanExpression] = LessThanOrEqualExpression,
        [GreaterThanOrEqualExpression] = LessThanExpression,
        [EqualsExpression] = NotEqualsExpression,
        [NotEqualsExpression] = EqualsExpression,
    };

    private static readonly Dictionary<SyntaxKind, string> Border = new()
    {
        [LessThanExpression] = "<=",
        [LessThanOrEqualExpression] = "<",
        [GreaterThanExpression] = ">=",
        [GreaterThanOrEqualExpression] = ">",
    };

    private static readonly HashSet<string> Keyed = ["GroupBy", "ToLookup", "DistinctBy", "CountBy", "ToDictionary"];

    public override SyntaxNode? VisitAttributeList(AttributeListSyntax node) => node;

    public override SyntaxNode? VisitParameter(ParameterSyntax node) => node;

    public override SyntaxNode? VisitFieldDeclaration(FieldDeclarationSyntax node) => node.Modifiers.Any(ConstKeyword) ? node : base.VisitFieldDeclaration(node);

    public override SyntaxNode? VisitEnumDeclaration(EnumDeclarationSyntax node) => node;

    public override SyntaxNode? VisitConstantPattern(ConstantPatternSyntax node) => node;

    public override SyntaxNode? VisitRelationalPattern(RelationalPatternSyntax node) => node;

    public override SyntaxNode? VisitCaseSwitchLabel(CaseSwitchLabelSyntax node) => node;

    public override SyntaxNode? VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        var visited = (BinaryExpressionSyntax)base.VisitBinaryExpression(node)!;
        var (left, right, kind) = (visited.Left.ToString(), visited.Right.ToString(), node.Kind());
        var declares = Declares(node);
        var isBool = IsBool(node);
        if (Opposite.TryGetValue(kind, out var opposite) && isBool && !declares)
        {
            var text = $"({visited})";
            if (Border.TryGetValue(kind, out var border) && Switch(node, $"{border}") is { } on)
            {
                text = $"({on} ? {left} {border} {right} : {text})";
            }

            return Switch(node, Token(opposite)) is { } negated ? Parse(node, $"({text} != {negated})") : Parse(node, text);
        }

        if (kind is LogicalAndExpression or LogicalOrExpression && !Declares(node.Right) && Switch(node, kind == LogicalAndExpression ? "||" : "&&") is { } other)
        {
            return Parse(node, (kind, isBool, declares) switch
            {
                (LogicalAndExpression, true, true) => $"({left} && ({other} || {right}))",
                (LogicalAndExpression, true, false) => $"((({left}) != {other}) ? ({right}) : {other})",
                (LogicalOrExpression, true, true) => $"({left} || (!{other} && {right}))",
                (LogicalOrExpression, true, false) => $"((({left}) == {other}) ? ({right}) : !{other})",
                (LogicalAndExpression, _, _) => $"({other} ? ({left} || {right}) : ({left} && {right}))",
                _ => $"({other} ? ({left} && {right}) : ({left} || {right}))",
            });
        }

        if (kind is BitwiseAndExpression or BitwiseOrExpression && !declares && Switch(node, kind == BitwiseAndExpression ? "|" : "&") is { } swapped)
        {
            return Parse(node, $"({swapped} ? ({left} {(kind == BitwiseAndExpression ? "|" : "&")} {right}) : ({visited}))");
        }

        return visited;
    }

    public override SyntaxNode? VisitIsPatternExpression(IsPatternExpressionSyntax node)
    {
        // A name that the pattern gives has to stay given.
        var visited = base.VisitIsPatternExpression(node)!;
        var negative = node.Pattern is UnaryPatternSyntax;
        return Switch(node, !Declares(node) ? "not so" : negative ? "always" : "never") is not { } on ? visited
            : Parse(node, !Declares(node) ? $"(({visited}) != {on})" : negative ? $"({visited} || {on})" : $"({visited} && !{on})");
    }

    public override SyntaxNode? VisitPrefixUnaryExpression(PrefixUnaryExpressionSyntax node)
    {
        var visited = base.VisitPrefixUnaryExpression(node)!;
        return node.IsKind(LogicalNotExpression) && IsBool(node) && !Declares(node) && Switch(node, "without !") is { } on ? Parse(node, $"(({visited}) != {on})") : visited;
    }

    public override SyntaxNode? VisitLiteralExpression(LiteralExpressionSyntax node)
    {
        if (node.Kind() is TrueLiteralExpression or FalseLiteralExpression)
        {
            return Switch(node, "the other") is { } on ? Parse(node, $"({node} != {on})") : node;
        }

        if (!node.IsKind(NumericLiteralExpression))
        {
            return node;
        }

        var text = $"{node}";
        foreach (var step in new[] { "+ 1", "- 1" })
        {
            text = Switch(node, step) is { } on ? $"({on} ? {node} {step} : {text})" : text;
        }

        return Parse(node, text);
    }

    public override SyntaxNode? VisitArrowExpressionClause(ArrowExpressionClauseSyntax node) =>
        base.VisitArrowExpressionClause(node) is ArrowExpressionClauseSyntax visited ? visited.WithExpression(Answer(node.Expression, visited.Expression)) : node;

    public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node) =>
        base.VisitReturnStatement(node) is ReturnStatementSyntax { Expression: { } answer } visited ? visited.WithExpression(Answer(node.Expression!, answer)) : node;

    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node)
    {
        var visited = (SimpleLambdaExpressionSyntax)base.VisitSimpleLambdaExpression(node)!;
        return node.ExpressionBody is { } body
            ? visited.WithExpressionBody(IsKey(node) ? Key(body, visited.ExpressionBody!) : Answer(body, visited.ExpressionBody!))
            : visited;
    }

    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node)
    {
        var visited = (ParenthesizedLambdaExpressionSyntax)base.VisitParenthesizedLambdaExpression(node)!;
        return node.ExpressionBody is { } body ? visited.WithExpressionBody(Answer(body, visited.ExpressionBody!)) : visited;
    }

    public override SyntaxNode? VisitGroupClause(GroupClauseSyntax node) =>
        base.VisitGroupClause(node) is GroupClauseSyntax visited ? visited.WithByExpression(Key(node.ByExpression, visited.ByExpression)) : node;

    // What is none of the above and is answered: the opposite.
    private ExpressionSyntax Answer(ExpressionSyntax node, ExpressionSyntax visited) =>
        node.Kind() is InvocationExpression or SimpleMemberAccessExpression or IdentifierName && IsBool(node) && Switch(node, "not so") is { } on
            ? Parse(node, $"(({visited}) != {on})")
            : visited;

    private static bool IsKey(SimpleLambdaExpressionSyntax node) =>
        node.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax call } list } } argument
            && Keyed.Contains(call.Name.Identifier.Text) && list.ArgumentList.Arguments[0] == argument;

    private ExpressionSyntax Key(ExpressionSyntax node, ExpressionSyntax visited)
    {
        if (node is TupleExpressionSyntax tuple && visited is TupleExpressionSyntax parts)
        {
            return parts.WithArguments(SyntaxFactory.SeparatedList(tuple.Arguments.Zip(parts.Arguments, (was, now) => now.WithExpression(One(was.Expression, now.Expression)))));
        }

        return One(node, visited);

        ExpressionSyntax One(ExpressionSyntax was, ExpressionSyntax now) =>
            Switch(was, "one key for all") is { } on ? Parse(was, $"({on} ? default! : {now})") : now;
    }

    private static bool Declares(SyntaxNode node) => node.DescendantNodes().Any(n => n is SingleVariableDesignationSyntax);

    private bool IsBool(ExpressionSyntax node) => model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_Boolean;

    // Initializers, the methods of the type that they name, and what is kept by "??=".
    private static bool RunsOnce(SyntaxNode node) => node switch
    {
        FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null } => true,
        MethodDeclarationSyntax { Parent: TypeDeclarationSyntax type } method => type.Members.Any(member =>
            member is FieldDeclarationSyntax or PropertyDeclarationSyntax { Initializer: not null }
            && member.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.Text == method.Identifier.Text)),
        _ => node.IsKind(CoalesceAssignmentExpression),
    };

    private string? Switch(SyntaxNode node, string becomes)
    {
        var line = node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
        var once = node.Ancestors().Any(RunsOnce);
        var mutant = new Mutant(mutants.Count, $"{file}:{line}", $"{string.Join(' ', $"{node}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))} -> {becomes}", once);
        mutants.Add(mutant);
        return dropped.Contains(mutant.Id) ? null : $"global::Samstyring.Notifications.Rules.Switch.On({mutant.Id})";
    }

    private static ExpressionSyntax Parse(SyntaxNode was, string text) =>
        SyntaxFactory.ParseExpression(text).WithLeadingTrivia(was.GetLeadingTrivia()).WithTrailingTrivia(was.GetTrailingTrivia());

    private static string Token(SyntaxKind kind) => kind switch
    {
        LessThanExpression => "<",
        LessThanOrEqualExpression => "<=",
        GreaterThanExpression => ">",
        GreaterThanOrEqualExpression => ">=",
        EqualsExpression => "==",
        _ => "!=",
    };
}
