using Google.Protobuf;

namespace Samstyring.Grpc.Tests;

/// <summary>The payloads of echo.proto: 0, 1 ... 250, 0, 1 ...</summary>
public static class Payload
{
    public static ByteString Of(int size)
    {
        var bytes = new byte[size];
        for (var i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i % 251);
        }

        return UnsafeByteOperations.UnsafeWrap(bytes);
    }
}
