using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class StatusTests
{
    [Fact]
    public void DefaultSuccess_IsOkWithAnEmptyDetail()
    {
        Assert.Equal(StatusCode.OK, Status.DefaultSuccess.StatusCode);
        Assert.Equal("", Status.DefaultSuccess.Detail);
        Assert.Null(Status.DefaultSuccess.DebugException);
    }

    [Fact]
    public void DefaultCancelled_IsCancelledWithAnEmptyDetail()
    {
        Assert.Equal(StatusCode.Cancelled, Status.DefaultCancelled.StatusCode);
        Assert.Equal("", Status.DefaultCancelled.Detail);
    }

    [Fact]
    public void Status_UnsetOrNullDetail_IsEmpty()
    {
        Assert.Equal("", default(Status).Detail);
        Assert.Equal("", new Status(StatusCode.Internal, null!).Detail);
    }

    [Fact]
    public void Status_AsText_CarriesCodeDetailAndCause()
    {
        Assert.Equal("Status(StatusCode=\"NotFound\", Detail=\"no office\")", new Status(StatusCode.NotFound, "no office").ToString());
        Assert.Contains(
            "System.TimeoutException: slow",
            new Status(StatusCode.Unavailable, "", new TimeoutException("slow")).ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void RpcException_OfAStatus_CarriesCodeAndDetail()
    {
        var failure = new RpcException(new Status(StatusCode.NotFound, "no office"));

        Assert.Equal(StatusCode.NotFound, failure.StatusCode);
        Assert.Equal("no office", failure.Status.Detail);
        Assert.Contains("NotFound", failure.Message, StringComparison.Ordinal);
        Assert.Contains("no office", failure.Message, StringComparison.Ordinal);
        Assert.Same(Metadata.Empty, failure.Trailers);
    }

    [Fact]
    public void RpcException_WithTrailersAndMessage_KeepsThem()
    {
        var trailers = new Metadata { { "key", "value" } };
        var cause = new TimeoutException();
        var failure = new RpcException(new Status(StatusCode.Unavailable, "", cause), trailers, "for the log");

        Assert.Same(trailers, failure.Trailers);
        Assert.Equal("for the log", failure.Message);
        Assert.Same(cause, failure.InnerException);
        Assert.Equal("for the log", new RpcException(Status.DefaultCancelled, "for the log").Message);
        Assert.Throws<ArgumentNullException>(() => new RpcException(Status.DefaultCancelled, (Metadata)null!));
    }
}
