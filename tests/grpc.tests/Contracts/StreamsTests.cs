using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class StreamsTests
{
    [Fact]
    public async Task WriteAsync_TokenThatCannotBeCancelled_GoesToTheOtherOverload()
    {
        var writer = new OldWriter();
        await ((IAsyncStreamWriter<string>)writer).WriteAsync("message", CancellationToken.None);

        Assert.Equal(["message"], writer.Written);
    }

    [Fact]
    public async Task WriteAsync_TokenOnAWriterWithoutCancellation_IsRefused()
    {
        using var cancel = new CancellationTokenSource();
        var writer = new OldWriter();

        await Assert.ThrowsAsync<NotSupportedException>(() => ((IAsyncStreamWriter<string>)writer).WriteAsync("message", cancel.Token));
        Assert.Empty(writer.Written);
    }

    [Fact]
    public async Task ReadAllAsync_Messages_ComeInOrderUntilTheEnd()
    {
        var reader = new ListReader("a", "b", "c");

        Assert.Equal(["a", "b", "c"], await reader.ReadAllAsync().ToListAsync());
        Assert.False(await reader.MoveNext());
    }

    [Fact]
    public async Task ReadAllAsync_EitherToken_ReachesTheReader()
    {
        using var cancel = new CancellationTokenSource();
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await new ListReader("a").ReadAllAsync(cancel.Token).ToListAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var message in new ListReader("a").ReadAllAsync().WithCancellation(cancel.Token))
            {
                Assert.Fail(message);
            }
        });
    }

    [Fact]
    public void ReadAllAsync_NoReader_IsRefusedAtOnce() =>
        Assert.Throws<ArgumentNullException>(() => ((IAsyncStreamReader<string>)null!).ReadAllAsync());

    private sealed class OldWriter : IServerStreamWriter<string>
    {
        public List<string> Written { get; } = [];

        public WriteOptions? WriteOptions { get; set; }

        public Task WriteAsync(string message)
        {
            Written.Add(message);
            return Task.CompletedTask;
        }
    }

    private sealed class ListReader(params string[] messages) : IAsyncStreamReader<string>
    {
        private int next;

        public string Current => messages[next - 1];

        public Task<bool> MoveNext(CancellationToken cancellationToken)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(next < messages.Length && next++ >= 0);
        }
    }
}
