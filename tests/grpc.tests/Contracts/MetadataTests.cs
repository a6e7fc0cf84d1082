using Grpc.Core;
using Xunit;

namespace Samstyring.Grpc.Tests.Contracts;

public sealed class MetadataTests
{
    [Fact]
    public void Key_WithCapitals_IsKeptInLowerCase()
    {
        Assert.Equal("x-request-id", new Metadata.Entry("X-Request-ID", "1").Key);
        Assert.Equal("trace-bin", new Metadata.Entry("Trace-BIN", [1]).Key);
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("norsk-nøkkel")]
    [InlineData("a:b")]
    [InlineData(":path")]
    public void Key_WithOtherCharacters_IsRefused(string key) =>
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));

    [Fact]
    public void Key_OfTextEndingInBin_IsRefused() => Assert.Throws<ArgumentException>(() => new Metadata { { "a-bin", "text" } });

    [Fact]
    public void Key_OfBytesNotEndingInBin_IsRefused() => Assert.Throws<ArgumentException>(() => new Metadata { { "a", [1, 2] } });

    [Fact]
    public void Entry_WithNull_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry(null!, "value"));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key", (string)null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata.Entry("key-bin", (byte[])null!));
        Assert.Throws<ArgumentNullException>(() => new Metadata().Add(null!));
    }

    [Fact]
    public void Entry_OfText_HasTextAndItsAsciiBytes()
    {
        var entry = new Metadata.Entry("key", "abc");

        Assert.False(entry.IsBinary);
        Assert.Equal("abc", entry.Value);
        Assert.Equal("abc"u8.ToArray(), entry.ValueBytes);
        Assert.Equal("[Entry: key=key, value=abc]", entry.ToString());
    }

    [Fact]
    public void Entry_OfBytes_HasNoText()
    {
        var entry = new Metadata.Entry("key-bin", [1, 2, 3]);

        Assert.True(entry.IsBinary);
        Assert.Equal([1, 2, 3], entry.ValueBytes);
        Assert.Throws<InvalidOperationException>(() => entry.Value);
        Assert.DoesNotContain("1, 2", entry.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_OfBytes_SharesNoArray()
    {
        byte[] given = [1, 2, 3];
        var entry = new Metadata.Entry("key-bin", given);
        given[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2, 3], entry.ValueBytes);
    }

    [Fact]
    public void Get_OfARepeatedKey_IsTheLast()
    {
        var metadata = new Metadata { { "key", "first" }, { "other", "x" }, { "KEY", "last" } };

        Assert.Equal("last", metadata.GetValue("key"));
        Assert.Equal("last", metadata.Get("key")?.Value);
        Assert.Equal(["first", "last"], metadata.GetAll("key").Select(entry => entry.Value));
    }

    [Fact]
    public void Get_OfAnAbsentKey_IsNothing()
    {
        var metadata = new Metadata { { "key", "value" } };

        Assert.Null(metadata.Get("absent"));
        Assert.Null(metadata.GetValue("absent"));
        Assert.Null(metadata.GetValueBytes("absent-bin"));
        Assert.Null(metadata.GetValue("KEY"));
        Assert.Empty(metadata.GetAll("absent"));
    }

    [Fact]
    public void List_Operations_KeepTheOrder()
    {
        var (a, b, c) = (new Metadata.Entry("a", "1"), new Metadata.Entry("b", "2"), new Metadata.Entry("c-bin", [3]));
        var metadata = new Metadata { a, c };
        metadata.Insert(1, b);

        Assert.Equal([a, b, c], metadata);
        Assert.Equal(3, metadata.Count);
        Assert.Equal(1, metadata.IndexOf(b));
        Assert.True(metadata.Remove(a));
        metadata[0] = a;
        metadata.RemoveAt(1);
        Assert.Equal([a], metadata);
        Assert.Contains(a, metadata);
        var copy = new Metadata.Entry[2];
        metadata.CopyTo(copy, 1);
        Assert.Same(a, copy[1]);
        metadata.Clear();
        Assert.Empty(metadata);
        Assert.False(metadata.IsReadOnly);
    }

    [Fact]
    public void Empty_AnyChange_IsRefused()
    {
        var entry = new Metadata.Entry("key", "value");

        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key", "value"));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("key-bin", [1]));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Insert(0, entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty[0] = entry);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Remove(entry));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.RemoveAt(0));
        Assert.Throws<InvalidOperationException>(Metadata.Empty.Clear);
        Assert.Empty(Metadata.Empty);
    }
}
