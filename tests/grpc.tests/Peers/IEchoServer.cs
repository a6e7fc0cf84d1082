namespace Samstyring.Grpc.Tests.Peers;

/// <summary>Somebody who serves echo.proto.</summary>
public interface IEchoServer
{
    /// <summary>Where it listens, with scheme.</summary>
    string Address { get; }

    /// <summary>How it compresses responses to a client that accepts everything.</summary>
    string ResponseEncoding { get; }
}
