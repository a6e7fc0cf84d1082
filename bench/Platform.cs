using System.Net.Http.Json;
using System.Text.Json;
using Grpc.Core;
using Grpc.Net.Client;
using Samstyring.Offices.V1;

namespace Samstyring.Bench;

/// <summary>The running platform that is measured; its addresses come from the environment, as <c>./dev bench</c> sets them.</summary>
internal sealed class Platform : IDisposable
{
    private readonly HttpClient http = new();

    /// <summary>The gateway's gRPC address.</summary>
    public GrpcChannel Gateway { get; } = Open("SAMSTYRING_SERVER");

    /// <summary>The offices service itself.</summary>
    public GrpcChannel Offices { get; } = Open("SAMSTYRING_BENCH_OFFICES");

    /// <summary>The offices service with the constructed register.</summary>
    public GrpcChannel ManyOffices { get; } = Open("SAMSTYRING_BENCH_MANY_OFFICES");

    /// <summary>The cluster the platform runs on; the floor is measured in a database of its own there.</summary>
    public static string Postgres => Read("SAMSTYRING_BENCH_POSTGRES");

    /// <summary>Call options of a persona, with a deadline.</summary>
    public async Task<Metadata> As(string persona)
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "persona", ["persona"] = persona });
        using var response = await http.PostAsync(new Uri($"{Read("SAMSTYRING_ISSUER")}/token"), form);
        response.EnsureSuccessStatusCode();
        var token = (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        return new Metadata { { "authorization", $"Bearer {token}" } };
    }

    /// <summary>Every office of the register.</summary>
    public async Task<IReadOnlyList<Office>> AllOffices()
    {
        var headers = await As("directorate");
        var client = new OfficesService.OfficesServiceClient(Gateway);
        var offices = new List<Office>();
        var page = new ListOfficesResponse();
        do
        {
            page = await client.ListOfficesAsync(
                new ListOfficesRequest { PageSize = 200, PageToken = page.NextPageToken }, headers, DateTime.UtcNow.AddSeconds(10));
            offices.AddRange(page.Offices);
        }
        while (page.NextPageToken.Length > 0);
        return offices;
    }

    public void Dispose()
    {
        Gateway.Dispose();
        Offices.Dispose();
        ManyOffices.Dispose();
        http.Dispose();
    }

    private static GrpcChannel Open(string variable) => GrpcChannel.ForAddress(
        Read(variable), new GrpcChannelOptions
        {
            HttpHandler = new SocketsHttpHandler { EnableMultipleHttp2Connections = true },
            // All constructed offices are more than a client takes by default.
            MaxReceiveMessageSize = null,
        });

    /// <summary>What <c>./dev bench</c> has set.</summary>
    public static string Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) ?? throw new InvalidOperationException($"{variable} is not set; run ./dev bench.");
}
