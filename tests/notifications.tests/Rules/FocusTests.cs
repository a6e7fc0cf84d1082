using FsCheck;
using FsCheck.Fluent;
using Samstyring.Notifications.Replay;
using Samstyring.Notifications.Rules;
using Samstyring.Notifications.Tests.Oracle;
using Xunit;

namespace Samstyring.Notifications.Tests.Rules;

/// <summary>A judgement that is asked about some directives finds what the whole one finds of them.</summary>
public class FocusTests
{
    [Fact]
    public void Findings_AskedAboutADirective_AreThoseOfAllThatNameIt() => Prop.ForAll(TinyFacts.Any.ToArbitrary(), file =>
    {
        var facts = FactsFile.Read(file.Write()).Value.ToFacts();
        foreach (var office in facts.Offices)
        {
            var all = Judge.Findings(new Predicates(facts, office));
            foreach (var id in office.Reaches.Select(r => r.DirectiveId))
            {
                var asked = Judge.Findings(new Predicates(facts, office).About(new HashSet<string> { id }));
                Assert.Equal(
                    all.Where(f => f.Names(id) || f.Directives.IsEmpty).Select(Written),
                    asked.Select(Written));
            }
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Written(Finding f) => $"{f.Fingerprint} {f.Kind} {f.Verdict} {f.Severity} {f.Window} {string.Join(' ', f.Witness.Numbers)} {f.Resolver}";
}
