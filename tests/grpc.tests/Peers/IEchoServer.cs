namespace Samstyring.Grpc.Tests.Peers;

/// <summary>Somebody who serves echo.proto.</summary>
public interface IEchoServer
{
    /// <summary>Where it listens, with scheme.</summary>
    string Address { get; }
}
