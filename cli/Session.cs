using System.Text;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Audit.V1;
using Samstyring.Events.V1;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Cli;

/// <summary>The connection to the gateway as one person: a token, a deadline on every call, and repetition where it is safe.</summary>
internal sealed class Session : IDisposable
{
    private static readonly TimeSpan ReadDeadline = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan WriteDeadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ImportDeadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2)];

    private readonly Settings settings;
    private readonly GrpcChannel channel;
    private string? token;

    public Session(Settings settings, CancellationToken cancel)
    {
        this.settings = settings;
        Cancel = cancel;
        channel = GrpcChannel.ForAddress(settings.Server, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = 16 * 1024 * 1024,
            InitialReconnectBackoff = TimeSpan.FromMilliseconds(200),
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = TimeSpan.FromSeconds(3),
                KeepAlivePingDelay = TimeSpan.FromSeconds(20),
                KeepAlivePingTimeout = TimeSpan.FromSeconds(10),
                EnableMultipleHttp2Connections = true,
            },
        });
        Steering = new SteeringService.SteeringServiceClient(channel);
        Offices = new OfficesService.OfficesServiceClient(channel);
        Notifications = new NotificationsService.NotificationsServiceClient(channel);
        Audit = new AuditService.AuditServiceClient(channel);
        DeadLetters = new DeadLetterService.DeadLetterServiceClient(channel);
    }

    public SteeringService.SteeringServiceClient Steering { get; }

    public OfficesService.OfficesServiceClient Offices { get; }

    public NotificationsService.NotificationsServiceClient Notifications { get; }

    public AuditService.AuditServiceClient Audit { get; }

    public DeadLetterService.DeadLetterServiceClient DeadLetters { get; }

    public CancellationToken Cancel { get; }

    /// <summary>The id of this command's change. One command makes one change, so repeating the call repeats nothing.</summary>
    public string RequestId(string part = "")
    {
        id ??= settings.RequestId ?? Guid.NewGuid().ToString();
        return part.Length == 0 ? id : $"{id}/{part}";
    }

    private string? id;

    public Task<T> Read<T>(Func<CallOptions, AsyncUnaryCall<T>> call) => Call(call, ReadDeadline);

    /// <summary>A call that changes something. Its request carries a request_id, so it may be repeated.</summary>
    public Task<T> Write<T>(Func<CallOptions, AsyncUnaryCall<T>> call) => Call(call, WriteDeadline);

    /// <summary>A change of many rows.</summary>
    public Task<T> Import<T>(Func<CallOptions, AsyncUnaryCall<T>> call) => Call(call, ImportDeadline);

    /// <summary>Options of a stream: it has no deadline.</summary>
    public async Task<CallOptions> Stream() => new(await Headers(), cancellationToken: Cancel);

    /// <summary>Waits before the next attempt; false when there is none.</summary>
    public async Task<bool> MayRepeat(RpcException refusal, int attempt)
    {
        if (refusal.StatusCode != StatusCode.Unavailable || attempt >= Pauses.Length)
            return false;
        await Task.Delay(Pauses[attempt], Cancel);
        return true;
    }

    /// <summary>What the token says about its bearer; nothing is verified here.</summary>
    public async Task<Bearer?> WhoAmI() => await Token() is { } jwt ? Bearer.Of(jwt) : null;

    /// <summary>Forgets a persona's token, so that the next call fetches another one; false when the token was given.</summary>
    public bool Renew()
    {
        token = null;
        return settings.Token is null && settings.Persona is not null;
    }

    public void Dispose() => channel.Dispose();

    private async Task<T> Call<T>(Func<CallOptions, AsyncUnaryCall<T>> call, TimeSpan deadline)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var answer = call(new CallOptions(await Headers(), DateTime.UtcNow + (settings.Timeout ?? deadline), Cancel));
                return await answer.ResponseAsync;
            }
            catch (RpcException refusal) when (refusal.StatusCode == StatusCode.Unavailable)
            {
                if (!await MayRepeat(refusal, attempt))
                    throw;
            }
        }
    }

    private async Task<Metadata> Headers() => await Token() is { } jwt ? new Metadata { { "authorization", $"Bearer {jwt}" } } : [];

    private async Task<string?> Token()
    {
        if (settings.Token is not null || settings.Persona is null)
            return settings.Token;
        return token ??= await Fetch(settings.Persona);
    }

    private async Task<string> Fetch(string persona)
    {
        if (settings.Issuer is not { } issuer)
            throw new UsageException("--as trenger adressen til utviklingsutstederen: --issuer eller SAMSTYRING_ISSUER.");
        using var http = new HttpClient { Timeout = settings.Timeout ?? ReadDeadline };
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "persona", ["persona"] = persona });
        try
        {
            using var response = await http.PostAsync(new Uri(issuer, "/token"), form, Cancel);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(Cancel));
            return response.IsSuccessStatusCode
                ? body.RootElement.GetProperty("access_token").GetString()!
                : throw new UsageException($"--as: {body.RootElement.GetProperty("error_description").GetString()}");
        }
        catch (HttpRequestException)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, $"Utstederen på {issuer} svarer ikke."));
        }
    }
}

/// <summary>The claims of a token that the platform uses.</summary>
internal sealed record Bearer(string Subject, string Role, string Unit, string Name, DateTimeOffset Expires)
{
    public static Bearer Of(string jwt)
    {
        try
        {
            using var claims = JsonDocument.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(jwt.Split('.')[1])));
            string Claim(string name) => claims.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
            return new(Claim("sub"), Claim("role"), Claim("unit"), Claim("name"), DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64()));
        }
        catch (Exception fault) when (fault is FormatException or JsonException or IndexOutOfRangeException or KeyNotFoundException)
        {
            throw new UsageException("Tokenet kan ikke leses.");
        }
    }
}
