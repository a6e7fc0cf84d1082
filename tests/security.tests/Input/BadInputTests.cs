using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Samstyring.Security.Tests.Access;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Security.Tests.Input;

/// <summary>
/// The bad-input table: a right request with one field made wrong is refused for that field with the reason that the table names, whatever rpc it is in. The
/// names of the cases say rpc, field and what is wrong with it.
/// </summary>
public sealed class BadInputTests(Ground ground)
{
    private const string Text = "TEXT_FORBIDDEN_CHARACTER";
    private const string Malformed = "FIELD_MALFORMED";
    private const string Range = "NUMBER_OUT_OF_RANGE";
    private const string Long = "FIELD_TOO_LONG";
    private const string Missing = "FIELD_REQUIRED";

    private static readonly Dictionary<string, Case> Cases = All().ToDictionary(c => $"{c.Rpc} {c.Field}: {c.Name}");

    // The same in a cell of a file of directives. NUL and the replacement character refuse the whole file, and of a draft nobody asks the register.
    private static readonly Dictionary<string, (string Field, string Value, string Reason)> Cells = new (string Field, (string Name, object Value, string Reason)[] Values)[]
    {
        ("title.nb", BadValues.Titles), ("text.nb", BadValues.Running), ("valid.from", BadValues.Dates), ("decided_at", BadValues.Dates), ("deadline", BadValues.Dates), ("scope", BadValues.Scopes), ("target.lo", BadValues.Decimals), ("bindingness", BadValues.Enums),
        ("modality", BadValues.Enums), ("level", BadValues.Enums), ("horizon", BadValues.Enums), ("document_type", BadValues.Enums), ("recipient_role", BadValues.Enums),
    }.SelectMany(column => column.Values.Where(v => v.Name is not ("NUL" or "replacement character") && v.Reason is not ("OFFICE_UNKNOWN" or "MUNICIPALITY_UNKNOWN" or "MUNICIPALITY_NUMBER_EXPIRED" or "COUNTY_UNKNOWN"))
        .Select(v => (Name: $"{column.Field}: {v.Name}", Cell: (column.Field, (string)v.Value, v.Reason)))).ToDictionary(c => c.Name, c => c.Cell);

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> CellNames => [.. Cells.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Field_Wrong_IsRefusedForThatField(string name)
    {
        var bad = Cases[name];
        var rpc = Rpc.Named(bad.Rpc);
        var objects = await ground.Objects;
        var request = Requests.Of(bad.Rpc, bad.Caller, "own", objects[bad.Caller.Role, "own"]);
        Set(request, bad.Field, bad.Value);

        var answer = await rpc.Send(ground.To(rpc.Service, ground.Issuer.Token(bad.Caller.Role, bad.Caller.Unit)), request.ToByteArray());

        Assert.Equal((StatusCode.InvalidArgument, bad.Reason), (answer.Code, answer.Refusal.Fields.GetValueOrDefault(bad.Field, string.Join(' ', answer.Refusal.Fields))));
        Assert.All(answer.Refusal.Descriptions[bad.Field], text => Assert.DoesNotContain(text, c => char.IsControl(c) || c is '\u202E'));
    }

    [Theory]
    [MemberData(nameof(CellNames))]
    public async Task Cell_Wrong_IsTheFaultOfItsRowAndColumn(string name)
    {
        var bad = Cells[name];
        var director = ground.Platform.Issuer("municipal-director", Places.Municipality);
        var csv = $"key,document_id,{bad.Field}\nright,test,\nwrong,test,\"{bad.Value}\"\n";

        var answer = await director.ImportDirectivesAsync(
            new() { RequestId = Samstyring.Testing.Situations.Id(), Csv = csv, ValidateOnly = true }, deadline: Samstyring.Testing.Situations.Soon());

        Assert.Equal((1, 1), (answer.Created, answer.Faulty));
        var fault = Assert.Single(answer.Faults);
        Assert.Equal((3L, bad.Field, bad.Reason), (fault.Row, fault.Field, fault.Reason));
    }

    [Fact]
    public void Cases_AreAtLeastThreeHundred() => Assert.InRange(Cases.Count, 300, 5000);

    [Theory]
    [InlineData("Sámi: áčđŋšŧž ÁČĐŊŠŦŽ")]
    [InlineData("Kven og svensk: äöå ÄÖÅ")]
    [InlineData("<script>alert(1)</script> {{7*7}} ' or 1=1 -- % _ \\")]
    [InlineData("Emoji: 👩‍👩‍👧 🇳🇴")]
    [InlineData("=1+1 og javascript:alert(1)")]
    public async Task Text_ThatIsOnlyUnusual_IsKeptAsItIs(string title)
    {
        var director = ground.Platform.Issuer("municipal-director", Places.Municipality);
        var content = Samstyring.Testing.Situations.FromTheMunicipality(Places.Municipality, title);

        var created = await director.CreateDirectiveAsync(new() { RequestId = Samstyring.Testing.Situations.Id(), Content = content }, deadline: Samstyring.Testing.Situations.Soon());
        var read = await director.GetDirectiveAsync(new() { DirectiveId = created.Directive.DirectiveId }, deadline: Samstyring.Testing.Situations.Soon());

        Assert.Equal(title.Normalize(), read.Directive.Content.Title.Nb);
    }

    [Fact]
    public async Task Text_InDecomposedForm_IsKeptComposed()
    {
        var director = ground.Platform.Issuer("municipal-director", Places.Municipality);
        var content = Samstyring.Testing.Situations.FromTheMunicipality(Places.Municipality, "Blå øy".Normalize(System.Text.NormalizationForm.FormD));

        var created = await director.CreateDirectiveAsync(new() { RequestId = Samstyring.Testing.Situations.Id(), Content = content }, deadline: Samstyring.Testing.Situations.Soon());

        Assert.Equal("Blå øy", created.Directive.Content.Title.Nb);
    }

    private static IEnumerable<Case> All()
    {
        var municipality = (Role: "municipal-director", Unit: Places.Municipality);
        foreach (var rpc in new[] { "CreateDirective", "UpdateDirective", "PreviewDirective" })
        {
            foreach (var (field, values) in new (string, (string, object, string)[])[]
            {
                ("content.title.nb", BadValues.Titles), ("content.text.nb", BadValues.Running), ("content.valid.from", BadValues.Dates), ("content.decided_at", BadValues.Dates), ("content.deadline", BadValues.Dates),
            })
            {
                // A preview stores nothing, so no text can do harm in it.
                foreach (var (name, value, reason) in values.Where(_ => rpc != "PreviewDirective" || !field.EndsWith(".nb", StringComparison.Ordinal)))
                {
                    yield return new(rpc, field, name, value, reason, municipality);
                }
            }

            foreach (var field in new[] { "content.bindingness", "content.modality", "content.level", "content.horizon", "content.document_type", "content.recipient_role" })
            {
                yield return new(rpc, field, "unknown number", 999, "ENUM_UNKNOWN", municipality);
                yield return new(rpc, field, "negative number", -1, "ENUM_UNKNOWN", municipality);
            }

            foreach (var (name, value, reason) in BadValues.Scopes.Where(s => s.Reason == "SCOPE_MALFORMED"))
            {
                yield return new(rpc, "content.scope", name, value, reason, municipality);
            }
        }

        foreach (var (name, value, reason) in BadValues.Scopes)
        {
            yield return new("ResolveScope", "scope", name, value, reason, municipality);
        }

        foreach (var rpc in Rpc.All.Where(r => r.Method.InputType.FindFieldByName("page_size") is not null && r.Method.Service.FullName != "samstyring.audit.v1.AuditService"))
        {
            var caller = CallerOf(rpc.Name);
            yield return new(rpc.Name, "page_size", "negative", -1, Range, caller);
            yield return new(rpc.Name, "page_token", "made up", "abc!", Malformed, caller);
            yield return new(rpc.Name, "page_token", "wild", "\u202E*", Malformed, caller);
            yield return new(rpc.Name, "page_token", "NUL", "a\0", Text, caller);
        }

        foreach (var rpc in Rpc.All.Where(r => r.Method.InputType.FindFieldByName("request_id") is not null))
        {
            var caller = CallerOf(rpc.Name);
            yield return new(rpc.Name, "request_id", "missing", "", Missing, caller);
            yield return new(rpc.Name, "request_id", "blank", "   ", Missing, caller);
            yield return new(rpc.Name, "request_id", "NUL", "a\0b", Text, caller);
            yield return new(rpc.Name, "request_id", "replacement character", "a\uFFFDb", Text, caller);
            yield return new(rpc.Name, "request_id", "101 characters", new string('a', 101), Long, caller);
        }

        foreach (var rpc in Rpc.All.Where(r => r.Method.InputType.FindFieldByName("as_of") is not null && r.Name != "ProposeRegisterUpdate"))
        {
            foreach (var (name, value, reason) in BadValues.Dates)
            {
                yield return new(rpc.Name, "as_of", name, value, reason, CallerOf(rpc.Name));
            }
        }

        foreach (var (name, value, reason) in BadValues.Decimals)
        {
            yield return new("SimulateCostSplit", "fte_delta", name, value, reason, municipality);
        }

        yield return new("ImportDirectives", "csv", "missing", "", Missing, municipality);
        yield return new("ImportDirectives", "csv", "NUL", "key\na\0\n", Text, municipality);
        yield return new("ImportDirectives", "csv", "replacement character", "key\na\uFFFD\n", Text, municipality);
        yield return new("ImportDirectives", "csv", "10 001 rows", $"key\n{string.Concat(Enumerable.Range(0, 10_001).Select(n => $"{n}\n"))}", Long, municipality);

        foreach (var rpc in new[] { "UpdateDirective", "PublishDirective", "WithdrawDirective", "RecordAssessment", "RequestConsultation" })
        {
            yield return new(rpc, "etag", "missing", "", Missing, municipality);
            yield return new(rpc, "etag", "weak", "W/\"1\"", Malformed, municipality);
        }
    }

    private static (string Role, string Unit) CallerOf(string rpc) => rpc switch
    {
        "RecordStructureChange" or "ProposeRegisterUpdate" or "ApproveRegisterUpdate" or "RejectRegisterUpdate" or "ListRegisterUpdates" => ("directorate", ""),
        "RecordMediation" => ("county-governor", "50"),
        "ListDeadLetters" or "ReplayDeadLetter" or "ParkDeadLetter" => ("operator", ""),
        "MarkMissionsSeen" or "AcknowledgeMission" or "AskForClarification" or "ReportObstacle" or "ListMissions" or "GetMissionChanges" => ("office", Places.Own),
        _ => ("municipal-director", Places.Municipality),
    };

    private static void Set(IMessage message, string path, object value)
    {
        var names = path.Split('.');
        foreach (var name in names[..^1])
        {
            var inner = message.Descriptor.FindFieldByName(name);
            if (inner.Accessor.GetValue(message) is null)
            {
                inner.Accessor.SetValue(message, inner.MessageType.Parser.ParseFrom([]));
            }

            message = (IMessage)inner.Accessor.GetValue(message);
        }

        var field = message.Descriptor.FindFieldByName(names[^1]);
        field.Accessor.SetValue(message, field.FieldType == FieldType.Enum ? System.Enum.ToObject(field.EnumType.ClrType, value) : value);
    }

    private sealed record Case(string Rpc, string Field, string Name, object Value, string Reason, (string Role, string Unit) Caller);
}
