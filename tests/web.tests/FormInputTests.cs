using System.Net;
using System.Text.RegularExpressions;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;

namespace Samstyring.Web.Tests;

/// <summary>
/// The bad-input table through the page on which a directive is written: the page comes back with the fault at its field and what was typed still there, and
/// nothing is stored. What people may write in a form and no message may hold, such as <c>01.01.2027</c>, is right here.
/// </summary>
public sealed partial class FormInputTests(WebPlatform platform)
{
    // An owner that no other test writes for.
    private const string Director = "municipal-director:1871";

    // What the state publishes meanwhile for every office is this owner's to read too.
    private static readonly ListDirectivesRequest WrittenHere = new() { PageSize = 1, Filter = new() { IssuerOrg = new() { Kind = OrgKind.Municipality, Number = "1871" } } };

    private static readonly (string Name, object Value, string Reason)[] Wholes =
    [
        ("word", "tre", ""), ("decimal comma", "1,5", ""), ("hexadecimal", "0x10", ""), ("wide digits", "１", ""), ("twenty digits", "12345678901234567890", ""), ("negative", "-1", ""),
    ];

    private static readonly string[] Registered = ["OFFICE_UNKNOWN", "MUNICIPALITY_UNKNOWN", "MUNICIPALITY_NUMBER_EXPIRED", "COUNTY_UNKNOWN"];

    private static readonly Dictionary<string, (string Field, string Value)> Cases = new (string Field, (string Name, object Value, string Reason)[] Values, string[] Right)[]
    {
        ("title.nb", BadValues.Titles, []), ("title.nn", BadValues.Titles, []), ("text.nb", BadValues.Running, []), ("text.nn", BadValues.Running, []),
        ("valid.from", BadValues.Dates, ["Norwegian form", "space before"]), ("valid.to", BadValues.Dates, ["Norwegian form", "space before"]),
        ("deadline", BadValues.Dates, ["Norwegian form", "space before"]), ("decided_at", BadValues.Dates, ["Norwegian form", "space before"]),
        ("scope", [.. BadValues.Scopes.Where(s => !Registered.Contains(s.Reason))], []),
        ("target.lo", BadValues.Decimals, ["decimal comma"]), ("target.hi", BadValues.Decimals, ["decimal comma"]),
        ("priority_rank", Wholes, []), ("target_group.age.lo", Wholes, []), ("target_group.age.hi", Wholes, []),
        ("direction", BadValues.Enums, []), ("bindingness", BadValues.Enums, []), ("modality", BadValues.Enums, []), ("level", BadValues.Enums, []), ("horizon", BadValues.Enums, []),
        ("document_type", BadValues.Enums, []), ("assessment.conclusion", BadValues.Enums, []), ("assessment.economy", BadValues.Enums, []),
        ("assessment.lines", BadValues.Enums, []), ("assessment.reason", BadValues.Running, ["20 001 characters"]), ("assessment.ict.text", BadValues.Running, ["20 001 characters"]),
    }.SelectMany(field => field.Values.Where(v => !field.Right.Contains(v.Name)).Select(v => (Name: $"{field.Field}: {v.Name}", Case: (field.Field, (string)v.Value))))
        .ToDictionary(c => c.Name, c => c.Case);

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Field_Wrong_ComesBackWithItsFaultAndNothingIsStored(string name)
    {
        var (field, value) = Cases[name];
        using var person = new Person();
        using var form = await person.SignIn(Director, "/directives/new");

        using var answer = await person.Post(
            "/directives/new", await form.Content.ReadAsStringAsync(Cancel),
            [("request_id", Situations.Id()), ("document_id", "KONSTRUERT"), ("scope.kind", "EXPRESSION"), .. Beside(field), (field, value)]);

        var page = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.Empty((await platform.Issuer(Director).ListDirectivesAsync(WrittenHere, deadline: Situations.Soon())).Directives);
        if (value.Contains('\0', StringComparison.Ordinal))
        {
            // No browser sends one, and no form is read that holds one.
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            return;
        }

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.StatusCode);
        var faults = FaultLink().Matches(Summary().Match(page).Value).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal([$"f-{(field == "scope" ? "scope.kind" : field).Replace('.', '-')}"], faults.Distinct());
        Assert.Contains($"id=\"{faults[0]}\"", page, StringComparison.Ordinal);
        var input = Regex.Match(page, $"<input[^>]* name=\"{Regex.Escape(field)}\" type=\"(?:text|date)\" value=\"([^\"]*)\"");
        Assert.True(!input.Success || WebUtility.HtmlDecode(input.Groups[1].Value) == value, input.Value);
    }

    // What a wrong value needs beside it to be the only fault.
    private static IEnumerable<(string Name, string Value)> Beside(string field) => field.StartsWith("target.", StringComparison.Ordinal) ? [("indicator_id", "QUALIFICATION_PARTICIPANTS")] : [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [GeneratedRegex("id=\"faults\">.*?</ul>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex FaultLink();
}
