using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class CallOptionsTests
{
    [Fact]
    public void CallOptions_Nothing_HasNothing()
    {
        var options = new CallOptions();

        Assert.Null(options.Headers);
        Assert.Null(options.Deadline);
        Assert.Null(options.WriteOptions);
        Assert.Null(options.PropagationToken);
        Assert.Null(options.Credentials);
        Assert.False(options.CancellationToken.CanBeCanceled);
        Assert.False(options.IsWaitForReady);
    }

    [Fact]
    public void With_Anything_ChangesACopyOnly()
    {
        using var cancel = new CancellationTokenSource();
        var headers = new Metadata();
        var deadline = DateTime.UtcNow;
        var write = new WriteOptions(WriteFlags.BufferHint);
        var credentials = CallCredentials.FromInterceptor((_, _) => Task.CompletedTask);
        var empty = new CallOptions();

        var options = empty.WithHeaders(headers).WithDeadline(deadline).WithCancellationToken(cancel.Token)
            .WithWriteOptions(write).WithCredentials(credentials).WithWaitForReady();

        Assert.Same(headers, options.Headers);
        Assert.Equal(deadline, options.Deadline);
        Assert.Equal(cancel.Token, options.CancellationToken);
        Assert.Same(write, options.WriteOptions);
        Assert.Same(credentials, options.Credentials);
        Assert.True(options.IsWaitForReady);
        Assert.False(options.WithWaitForReady(false).IsWaitForReady);
        Assert.Equal(new CallOptions(), empty);
    }

    [Fact]
    public void WriteOptions_Default_HasNoFlags()
    {
        Assert.Equal(WriteFlags.None, WriteOptions.Default.Flags);
        Assert.Equal(WriteFlags.NoCompress, new WriteOptions(WriteFlags.NoCompress).Flags);
    }

    [Fact]
    public void ContextPropagationOptions_Default_TakesOverBoth()
    {
        Assert.True(ContextPropagationOptions.Default.IsPropagateDeadline);
        Assert.True(ContextPropagationOptions.Default.IsPropagateCancellation);
        Assert.False(new ContextPropagationOptions(propagateDeadline: false).IsPropagateDeadline);
    }
}
