using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Samstyring.Web.Tests.Text;

/// <summary>Every text is there in both forms of Norwegian, and no page carries one of its own.</summary>
public partial class TextsTests
{
    private static readonly Texts Bokmal = In("nb");
    private static readonly Texts Nynorsk = In("nn");

    public static TheoryData<string> Names =>
        [.. typeof(Texts).GetProperties().Where(p => p.PropertyType == typeof(string) || p.PropertyType == typeof(IReadOnlyList<string>)).Select(p => p.Name).Except([nameof(Texts.UnitName)])];

    [Theory]
    [MemberData(nameof(Names))]
    public void Text_Every_IsThereInBothForms(string name)
    {
        var (nb, nn) = (Lines(Bokmal, name), Lines(Nynorsk, name));

        Assert.Equal(nb.Count, nn.Count);
        Assert.All(nb, line => Assert.False(string.IsNullOrWhiteSpace(line) || NynorskWord().IsMatch(line), $"{name}: {line}"));
        Assert.All(nn, line => Assert.False(string.IsNullOrWhiteSpace(line) || BokmalWord().IsMatch(line), $"{name}: {line}"));
    }

    [Fact]
    public void Say_EveryUse_HasBothFormsInTheirOwnWords()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Checkout.Root, "web", "Text"), "*.cs"))
        {
            foreach (Match use in SayLiterals().Matches(File.ReadAllText(file)))
            {
                Assert.False(NynorskWord().IsMatch(use.Groups["nb"].Value), $"{Path.GetFileName(file)}: {use.Groups["nb"]}");
                Assert.False(BokmalWord().IsMatch(use.Groups["nn"].Value), $"{Path.GetFileName(file)}: {use.Groups["nn"]}");
            }
        }
    }

    [Fact]
    public void Pages_HaveNoTextOfTheirOwn()
    {
        var found = from file in Directory.GetFiles(Path.Combine(Checkout.Root, "web"), "*.razor", SearchOption.AllDirectories)
                    where !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/node_modules/", StringComparison.Ordinal)
                    from text in TextsOf(File.ReadAllText(file))
                    select $"{Path.GetFileName(file)}: {text}";
        Assert.Equal([], found);
    }

    [Theory]
    [InlineData("""<p>Hei</p>""", "Hei")]
    [InlineData("""<p>@T.Missions og mer</p>""", "og mer")]
    [InlineData("""<button aria-label="Lukk">@T.Save</button>""", "Lukk")]
    [InlineData("""<p class="lead">@T.Missions</p>@code { string x = "Hei"; }""", null)]
    public void TextsOf_APage_AreThoseThatAPersonWouldRead(string page, string? expected) =>
        Assert.Equal(expected is null ? [] : [expected], TextsOf(page));

    // What is left of a page without code, expressions and elements, and the attributes that are read aloud; the name of the platform is the same everywhere.
    private static IEnumerable<string> TextsOf(string page)
    {
        var markup = Comments().Replace(page, "");
        markup = markup.IndexOf("@code", StringComparison.Ordinal) is >= 0 and var code ? markup[..code] : markup;
        markup = Directives().Replace(markup, "");
        var attributes = ReadAloud().Matches(markup).Select(m => m.Groups["text"].Value);
        markup = Elements().Replace(Expressions().Replace(Statements().Replace(markup, "\n"), "\n"), "\n");
        return markup.Split('\n').Concat(attributes).Select(t => t.Trim(' ', '{', '}', '.', ':', ',', '(', ')', '–')).Where(t => t.Any(char.IsLetter) && t is not ("Samstyring" or "else"));
    }

    private static List<string> Lines(Texts texts, string name) =>
        typeof(Texts).GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(texts) is string one ? [one] : [.. (IReadOnlyList<string>)typeof(Texts).GetProperty(name)!.GetValue(texts)!];

    private static Texts In(string form)
    {
        var http = new DefaultHttpContext();
        http.Request.Headers.Cookie = $"{Visitor.FormCookie}={form}";
        return new Texts(new Visitor(new Only { HttpContext = http }, new Cookies(plain: true)), new Register(TimeProvider.System), TimeProvider.System);
    }

    // The usual one belongs to the thread, which has one at a time.
    private sealed class Only : IHttpContextAccessor
    {
        public HttpContext? HttpContext { get; set; }
    }

    [GeneratedRegex(@"(?i)\b(ikkje|frå|ein|eit|eigar\w*|noko|korleis|kva|kven|dei|vert|nokon|medan|saman|berre|gjer|kjelder?|sidan|leiar\w*|oppdraga)\b")]
    private static partial Regex NynorskWord();

    [GeneratedRegex(@"(?i)\b(ikke|fra|en|et|eier\w*|noe|hvordan|hva|hvem|blir|noen|mens|sammen|bare|gjør|kilder?|siden [a-zæøå]+ sist|leder\w*|endret|oppdragene)\b")]
    private static partial Regex BokmalWord();

    [GeneratedRegex("""Say\(\s*\$?"(?<nb>[^"]*)",\s*\$?"(?<nn>[^"]*)"\)""")]
    private static partial Regex SayLiterals();

    [GeneratedRegex(@"@\*.*?\*@", RegexOptions.Singleline)]
    private static partial Regex Comments();

    [GeneratedRegex(@"^@(page|attribute|inject|using|inherits|layout)\b.*$", RegexOptions.Multiline)]
    private static partial Regex Directives();

    [GeneratedRegex("\\b(?:aria-label|title|alt|placeholder|Title|Label|Help)=\"(?<text>[^\"@]+)\"")]
    private static partial Regex ReadAloud();

    [GeneratedRegex(@"^\s*(@?(if|foreach|for|switch|while)\b|else\b|case\b|default:|break;|var\b).*$", RegexOptions.Multiline)]
    private static partial Regex Statements();

    [GeneratedRegex("""@(?:\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)|[\w.]+(?:\((?>[^()]+|\((?<d>)|\)(?<-d>))*(?(d)(?!))\)|\.\w+|\[[^\]]*\])*)""")]
    private static partial Regex Expressions();

    [GeneratedRegex("""<[^<>]*(?:"[^"]*"[^<>]*)*>""")]
    private static partial Regex Elements();
}
