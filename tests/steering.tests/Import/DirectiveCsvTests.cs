using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Steering.Import;
using Samstyring.Steering.Rules;
using Samstyring.Steering.Tests.Support;
using Samstyring.Steering.V1;
using Samstyring.Testing;
using Samstyring.Types.V1;
using Xunit;

namespace Samstyring.Steering.Tests.Import;

public sealed class DirectiveCsvTests
{
    private const string Hostile = "=2+5; ': \\ \"sitat\", komma\r\n\u202Elinje\n\t";

    [Fact]
    public void File_OfADirectiveWithEveryField_ReadsAsThatDirective()
    {
        var content = new DirectiveContent();
        Fill(content);
        content.IndicatorDefinitionHash = "";
        Assert.Equal(content, Read(content));
        Assert.Equal(ContentColumn.All.Count, ContentColumn.All.Count(column => column.Write(content).Length > 0));
    }

    [Fact]
    public void File_OfADirectiveAsPeopleWriteThem_ReadsAsThatDirective()
    {
        var content = Contents.Of(Issuers.Trondelag, "EXCEPT(COUNTY(5700), OFFICE(1783))");
        content.ConsequenceAssessment = Assessments.NoConsequence();
        content.ReadAccess = new OrgAccess();
        content.FteDemand.Add(new FteDemand { Pool = Pool.State, SharePct = "12.5", CapacityGroup = "uke 3: kurs" });
        content.FteDelta.Add(new FteDelta { Employer = V1.Employer.Municipal, Fte = "-1.5" });
        content.Target.Lo = "-3";
        content.Nok = 0;
        Assert.Equal(content, Read(content));
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+47", "'+47")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\tx", "'\tx")]
    [InlineData("'=1+1", "''=1+1")]
    [InlineData("'sitat'", "'sitat'")]
    public void Cell_ThatASpreadsheetWouldCount_IsWrittenAsTextAndReadAsItWas(string text, string written)
    {
        var content = new DirectiveContent { Title = new LocalizedText { Nb = text } };
        Assert.Contains($",{written},", Line(content), StringComparison.Ordinal);
        Assert.Equal(content, Read(content));
    }

    [Theory]
    [InlineData("key,title.nb\r\na,Tittel\r\n")]
    [InlineData("\uFEFFtitle.nb;key\r\nTittel;a\r\n")]
    [InlineData(" key , title.nb \na,Tittel")]
    [InlineData("key,comment,title.nb\na,for people,Tittel\n")]
    public void Read_OfAnotherSpreadsheet_IsTheSame(string text)
    {
        var file = DirectiveCsv.Read(text);
        Assert.Empty(file.Faults);
        Assert.Equal(("a", "Tittel"), (file.Rows[0].Key, file.Rows[0].Content!.Title.Nb));
        Assert.Equal(["title.nb"], file.Columns.Select(column => column.Name));
    }

    [Theory]
    [InlineData("title.nb\nx\n", "rows[1].key FieldRequired ")]
    [InlineData("key,wages\na,5\n", "rows[1].wages FieldNotAllowed wages")]
    [InlineData("key,theme,theme\na,5,5\n", "rows[1].theme EntryRepeated theme")]
    [InlineData("key,indicator_definition_hash\na,5\n", "rows[1].indicator_definition_hash FieldNotAllowed indicator_definition_hash")]
    [InlineData("key,theme\na,b\n ,c\n", "rows[3].key FieldRequired ")]
    [InlineData("key,modality\na,WILL\n", "rows[2].modality EnumUnknown WILL")]
    [InlineData("key,change_class\na,BIG\n", "rows[2].change_class EnumUnknown BIG")]
    [InlineData("key,nok\na,12.5\n", "rows[2].nok FieldMalformed 12.5")]
    [InlineData("key,substitute.covers_all\na,ja\n", "rows[2].substitute.covers_all FieldMalformed ja")]
    [InlineData("key,consequence_assessment.signed_at\na,i går\n", "rows[2].consequence_assessment.signed_at FieldMalformed i går")]
    [InlineData("key,fte_delta\na,STATE:1:2\n", "rows[2].fte_delta FieldMalformed STATE:1:2")]
    [InlineData("key,read_access.orgs\na,COUNTY:5700;SHIRE:1\n", "rows[2].read_access.orgs EnumUnknown SHIRE")]
    public void Read_OfAFaultyFile_NamesLineColumnAndValue(string text, string fault) =>
        Assert.Equal(fault, Assert.Single(DirectiveCsv.Read(text).Faults.Select(found => $"{found.Field} {found.Reason} {found.Value}")));

    [Fact]
    public void Read_OfARowWithAnotherNumberOfCells_IsAFaultOfItsLine() =>
        Assert.Equal("rows[4]", Assert.Single(DirectiveCsv.Read("key,theme\na,\"b\nc\"\nd\n").Faults).Field);

    [Fact]
    public void Read_OfMoreRowsThanAFileMayHave_IsAFaultOfTheFile()
    {
        static string Rows(int count) => $"key,theme\n{string.Concat(Enumerable.Range(0, count).Select(n => $"k{n},A\n"))}";
        Assert.Empty(DirectiveCsv.Read(Rows(10_000)).Faults);
        Assert.Equal(("csv", "10001"), Assert.Single(DirectiveCsv.Read(Rows(10_001)).Faults.Select(fault => (fault.Field, fault.Value))));
    }

    [Fact]
    public void Read_OfCountlessFaults_EndsAfterAThousand()
    {
        var file = DirectiveCsv.Read($"key,modality,nok\n{string.Concat(Enumerable.Repeat("a,x,y\n", 9_000))}");
        Assert.Equal((1_000, 500), (file.Faults.Count, file.Rows.Count));
    }

    [Fact]
    public void Read_OfAListWithCountlessEntries_IsOneFault()
    {
        var fault = Assert.Single(DirectiveCsv.Read($"key,trigger_classes\na,{string.Join(';', Enumerable.Repeat('x', 1_001))}\n").Faults);
        Assert.Equal(("rows[2].trigger_classes", "1001"), (fault.Field, fault.Value));
    }

    private static DirectiveContent Read(DirectiveContent content)
    {
        var file = DirectiveCsv.Read(DirectiveCsv.Header + Line(content));
        Assert.Empty(file.Faults);
        return Assert.Single(file.Rows).Content!;
    }

    private static string Line(DirectiveContent content) => DirectiveCsv.Line(
        "k", new Shown(new DirectiveId(Guid.NewGuid()), Issuers.Trondelag.Node, "", 1, DirectiveState.Draft, ChangeClass.Unspecified, content, Contents.Now, null, null, []));

    // A value in every field, of lists two: so a field that is added later is in the file from its first day.
    private static void Fill(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InFieldNumberOrder())
        {
            if (field.IsRepeated)
            {
                var list = (IList)field.Accessor.GetValue(message);
                list.Add(Value(field));
                list.Add(Value(field));
            }
            else
            {
                field.Accessor.SetValue(message, Value(field));
            }
        }
    }

    private static object Value(FieldDescriptor field)
    {
        switch (field.FieldType)
        {
            case FieldType.Message when field.MessageType == Timestamp.Descriptor:
                return Contents.Now.AddTicks(1_234_560).ToTimestamp();
            case FieldType.Message:
                var inner = field.MessageType.Parser.ParseFrom([]);
                Fill(inner);
                return inner;
            case FieldType.Enum:
                return System.Enum.ToObject(field.EnumType.ClrType, field.EnumType.Values.Max(value => value.Number));
            case FieldType.Bool:
                return true;
            case FieldType.Int32:
                return int.MaxValue;
            case FieldType.Int64:
                return long.MaxValue;
            default:
                return Hostile;
        }
    }
}
