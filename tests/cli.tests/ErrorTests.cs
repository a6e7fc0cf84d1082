using System.Text.Json;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Errors.V1;
using Samstyring.Steering.V1;
using Samstyring.Types.V1;

namespace Samstyring.Cli.Tests;

public sealed class ErrorTests
{
    [Fact]
    public async Task Refusal_OfSeveralFields_NamesEachWithReasonAndMessage()
    {
        await using var platform = await Refusing(TwoFaults());

        var (exit, _, error) = await platform.Run("directive", "create", "--title", "Hei");

        Assert.Equal(Exit.Refused, exit);
        Assert.Equal(
            """
            Forespørselen har feil i ett eller flere felt. [INVALID_ARGUMENT, INVALID_FIELDS]
              content.scope  Kommunenummer 0219 gjelder ikke lenger. Nytt nummer: 3201. [MUNICIPALITY_NUMBER_EXPIRED]
              content.theme  Feltet mangler. [FIELD_REQUIRED]
              successors = 3201

            """,
            error);
    }

    [Fact]
    public async Task Refusal_Nynorsk_IsSaidInNynorsk()
    {
        await using var platform = await Refusing(TwoFaults());

        var (_, _, error) = await platform.Run("directive", "create", "--title", "Hei", "--lang", "nn");

        Assert.StartsWith("Førespurnaden har feil", error, StringComparison.Ordinal);
        Assert.Contains("Feltet manglar. [FIELD_REQUIRED]", error, StringComparison.Ordinal);
        Assert.DoesNotContain("mangler", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refusal_Json_CarriesTheSame()
    {
        await using var platform = await Refusing(TwoFaults());

        var (exit, output, error) = await platform.Run("directive", "create", "--title", "Hei", "--json");
        using var json = JsonDocument.Parse(error);
        var fields = json.RootElement.GetProperty("fields").EnumerateArray().ToList();

        Assert.Equal((Exit.Refused, ""), (exit, output));
        Assert.Equal("INVALID_FIELDS", json.RootElement.GetProperty("reason").GetString());
        Assert.Equal(["content.scope", "content.theme"], fields.Select(f => f.GetProperty("field").GetString()));
        Assert.Equal("MUNICIPALITY_NUMBER_EXPIRED", fields[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData(StatusCode.Unauthenticated, Exit.NotAllowed)]
    [InlineData(StatusCode.PermissionDenied, Exit.NotAllowed)]
    [InlineData(StatusCode.NotFound, Exit.NotFound)]
    [InlineData(StatusCode.InvalidArgument, Exit.Refused)]
    [InlineData(StatusCode.FailedPrecondition, Exit.Refused)]
    [InlineData(StatusCode.Aborted, Exit.Changed)]
    [InlineData(StatusCode.DeadlineExceeded, Exit.Unavailable)]
    [InlineData(StatusCode.ResourceExhausted, Exit.TooMuch)]
    [InlineData(StatusCode.Internal, Exit.Unexpected)]
    public async Task Refusal_OfEachKind_HasItsExitCode(StatusCode code, int exit)
    {
        await using var platform = await Refusing(new RpcException(new Grpc.Core.Status(code, "nei")));

        Assert.Equal(exit, (await platform.Run("office", "show", "1783")).Exit);
        Assert.Single(platform.Requests);
    }

    [Fact]
    public async Task Relay_OneRowRefused_IsShownAndDecidesTheExitCode()
    {
        await using var platform = await StubPlatform.Start();
        platform.Answer = _ => new RelayDirectiveResponse
        {
            Results =
            {
                new RelayResult { Directive = new Directive { DirectiveId = "d9", Content = new DirectiveContent() } },
                new RelayResult { Refusal = new RelayRefusal { Code = (int)StatusCode.NotFound, Reason = "DIRECTIVE_NOT_FOUND", Message = new LocalizedText { Nb = "Finnes ikke." } } },
            },
        };

        var (exit, output, _) = await platform.Run("directive", "relay", "d1", "d2");

        Assert.Equal(Exit.NotFound, exit);
        Assert.Contains("d1 → d9", output, StringComparison.Ordinal);
        Assert.Contains("d2: Finnes ikke. [NotFound, DIRECTIVE_NOT_FOUND]", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Platform_Away_IsSaidWithItsAddress()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        var exit = await App.Run(["office", "show", "1783", "--server", "http://127.0.0.1:1"], output, error, TestContext.Current.CancellationToken);

        Assert.Equal(Exit.Unavailable, exit);
        Assert.Contains("Plattformen svarer ikke på http://127.0.0.1:1", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("directive withdraw d1", "--reason")]
    [InlineData("directive create --bindingness STRONG", "RESULT_REQUIREMENT")]
    [InlineData("directive create --target five", "--target")]
    [InlineData("directive create -f /nowhere.json", "/nowhere.json")]
    [InlineData("office show 1783 --lang se", "--lang")]
    [InlineData("office show 1783 --timeout soon", "--timeout")]
    [InlineData("office show 1783 --as county:5700", "--issuer")]
    [InlineData("office sell 1783", "Hjelp")]
    [InlineData("whoami", "--as")]
    public async Task Use_Wrong_IsToldAndNothingIsSent(string line, string part)
    {
        await using var platform = await StubPlatform.Start();

        var (exit, _, error) = await platform.Run(line.Split(' '));

        Assert.Equal(Exit.Usage, exit);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Empty(platform.Requests);
    }

    private static async Task<StubPlatform> Refusing(RpcException refusal)
    {
        var platform = await StubPlatform.Start();
        platform.Answer = _ => throw refusal;
        return platform;
    }

    private static RpcException TwoFaults()
    {
        var status = new Google.Rpc.Status { Code = (int)StatusCode.InvalidArgument, Message = "Forespørselen har feil i ett eller flere felt." };
        status.Details.Add(Any.Pack(new ErrorInfo
        {
            Type = "INVALID_FIELDS",
            Domain = "samstyring.no",
            Metadata = { ["content.scope"] = "MUNICIPALITY_NUMBER_EXPIRED", ["content.theme"] = "FIELD_REQUIRED", ["successors"] = "3201", ["faults"] = "2" },
        }));
        status.Details.Add(Any.Pack(new BadRequest
        {
            FieldViolations =
            {
                new BadRequest.Types.FieldViolation { Field = "content.scope", Description = "Kommunenummer 0219 gjelder ikke lenger. Nytt nummer: 3201." },
                new BadRequest.Types.FieldViolation { Field = "content.theme", Description = "Feltet mangler." },
            },
        }));
        status.Details.Add(Any.Pack(new FieldDescriptions { Locale = "nn", Descriptions = { "Kommunenummer 0219 gjeld ikkje lenger. Nytt nummer: 3201.", "Feltet manglar." } }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nb", Message = "Forespørselen har feil i ett eller flere felt." }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nn", Message = "Førespurnaden har feil i eitt eller fleire felt." }));
        return new RpcException(
            new Grpc.Core.Status(StatusCode.InvalidArgument, "x"), new Metadata { { "grpc-status-details-bin", status.ToByteArray() } });
    }
}
