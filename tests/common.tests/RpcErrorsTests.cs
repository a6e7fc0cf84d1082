using Google.Protobuf;
using Grpc.Core;
using Samstyring.Errors.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Common.Tests;

public class RpcErrorsTests
{
    public static TheoryData<ErrorReason> Reasons => [.. Enum.GetValues<ErrorReason>().Where(r => r != ErrorReason.Unspecified)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void Refusal_OfEveryReason_HasCodeNameAndBothForms(ErrorReason reason)
    {
        var status = RpcErrors.ToStatus(Refusal.Of(reason));
        Assert.NotEqual((int)StatusCode.OK, status.Code);
        Assert.Equal(ReasonTexts.Name(reason), RefusedCall.Of(RpcErrors.ToException(Refusal.Of(reason))).Reason);
        var texts = status.Details.Where(d => d.Is(Google.Rpc.LocalizedMessage.Descriptor)).Select(d => d.Unpack<Google.Rpc.LocalizedMessage>()).ToList();
        Assert.Equal(["nb", "nn"], texts.Select(t => t.Locale));
        Assert.All(texts, t => Assert.NotEqual("", t.Message));
    }

    [Fact]
    public void Refusal_OfFields_NamesEachWithValueAndReason()
    {
        var refused = RefusedCall.Of(RpcErrors.ToException(Refusal.Fields(
        [
            new FieldFault("content.theme", ErrorReason.FieldRequired),
            new FieldFault("content.scope", ErrorReason.MunicipalityNumberExpired, "MUNICIPALITY(0219)", new Dictionary<string, string> { ["number"] = "0219", ["successors"] = "3201" }),
        ])));
        Assert.Equal(StatusCode.InvalidArgument, refused.Code);
        Assert.Equal("INVALID_FIELDS", refused.Reason);
        Assert.Equal("FIELD_REQUIRED", refused.Fields["content.theme"]);
        Assert.Equal("MUNICIPALITY_NUMBER_EXPIRED", refused.Fields["content.scope"]);
        Assert.Equal("3201", refused.Metadata["content.scope.successors"]);
        Assert.Contains("0219", refused.Descriptions["content.scope"].Single(), StringComparison.Ordinal);
        Assert.Contains("3201", refused.Descriptions["content.scope"].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void Refusal_OfFields_SaysEachInBothForms()
    {
        var status = RpcErrors.ToStatus(Refusal.Fields([new FieldFault("content.theme", ErrorReason.FieldRequired), new FieldFault("content.level", ErrorReason.EnumUnknown, "9")]));
        var fields = status.Details.Single(d => d.Is(Google.Rpc.BadRequest.Descriptor)).Unpack<Google.Rpc.BadRequest>().FieldViolations;
        var nynorsk = status.Details.Single(d => d.Is(FieldDescriptions.Descriptor)).Unpack<FieldDescriptions>();
        Assert.Equal("nn", nynorsk.Locale);
        Assert.Equal(["Feltet mangler.", "«9» er ikke en kjent verdi."], fields.Select(f => f.Description));
        Assert.Equal(["Feltet manglar.", "«9» er ikkje ein kjend verdi."], fields.Select((f, i) => nynorsk.At(i, f.Description)));
        Assert.Equal("som det er", nynorsk.At(2, "som det er"));
    }

    [Fact]
    public void Refusal_OfAThousandFields_StaysUnderTheHeaderLimit()
    {
        var refusal = Refusal.Fields([.. Enumerable.Range(0, 1000).Select(i => new FieldFault($"content.reporting[{i}].due", ErrorReason.FieldMalformed, new string('x', 500)))]);
        Assert.True(RpcErrors.ToStatus(refusal).ToByteArray().Length < 8 * 1024);
        Assert.Equal("1000", RefusedCall.Of(RpcErrors.ToException(refusal)).Metadata["faults"]);
    }

    [Fact]
    public void Refusal_QuotingAMegabyte_StaysUnderTheHeaderLimit()
    {
        var megabyte = new string('9', 1_000_000);
        var missing = Refusal.Of(ErrorReason.OfficeNotFound, ("office_number", megabyte));
        var malformed = Refusal.Fields([.. Enumerable.Range(0, 100).Select(i => new FieldFault($"rows[{i}]", ErrorReason.OfficeUnknown, megabyte, new Dictionary<string, string> { ["number"] = megabyte }))]);
        Assert.True(RpcErrors.ToStatus(missing).ToByteArray().Length < 8 * 1024);
        Assert.True(RpcErrors.ToStatus(malformed).ToByteArray().Length < 8 * 1024);
        Assert.Equal(1_001, RefusedCall.Of(RpcErrors.ToException(missing)).Metadata["office_number"].Length);
    }

    [Fact]
    public void Refusal_OfAValueWithControls_EchoesItHarmless()
    {
        var fault = new FieldFault("content.title.nb", ErrorReason.FieldMalformed, "a\u202Eb\u0000c\nd");
        Assert.Equal("«abcd» kan ikke leses her.", ReasonTexts.Nb(fault));
    }
}
