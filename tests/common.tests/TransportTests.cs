using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Samstyring.Common.Transport;
using Xunit;

namespace Samstyring.Common.Tests;

public class TransportTests
{
    private static readonly CloudEvent Event = new(
        Guid.Parse("0192e4a0-0000-7000-8000-000000000001"), "/samstyring/steering", "steering.directive", "d1", DateTimeOffset.UnixEpoch,
        JsonDocument.Parse("""{"version":"3"}""").RootElement, 3, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    [Theory]
    [InlineData("SUCCESS", HttpStatusCode.OK, Delivery.Taken)]
    [InlineData("DROP", HttpStatusCode.OK, Delivery.Taken)]
    [InlineData("RETRY", HttpStatusCode.OK, Delivery.Retry)]
    [InlineData("SUCCESS", HttpStatusCode.ServiceUnavailable, Delivery.Unreachable)]
    public async Task Direct_Answers_AreDaprs(string status, HttpStatusCode code, Delivery expected)
    {
        var server = new Server(code, $$"""{"status":"{{status}}"}""");
        var transport = new DirectTransport(new HttpClient(server), CommonDatabase.Subscribers(("offices", "steering.directive", "http://127.0.0.1:5000/")));
        Assert.Equal(expected, (await transport.Send("offices", Event, CancellationToken.None)).Item1);
        Assert.Equal("http://127.0.0.1:5000/events/steering.directive", server.Address);
    }

    [Fact]
    public async Task Direct_Post_IsAStructuredCloudEventWithTheToken()
    {
        var server = new Server(HttpStatusCode.OK, """{"status":"SUCCESS"}""");
        await new DirectTransport(new HttpClient(server), CommonDatabase.Subscribers(("offices", "steering.directive", "http://o"))).Send("offices", Event, CancellationToken.None);
        using var body = JsonDocument.Parse(server.Body);
        Assert.Equal("application/cloudevents+json", server.MediaType);
        Assert.Equal("token-of-the-tests", server.Token);
        Assert.Equal("1.0", body.RootElement.GetProperty("specversion").GetString());
        Assert.Equal("/samstyring/steering", body.RootElement.GetProperty("source").GetString());
        Assert.Equal("d1", body.RootElement.GetProperty("subject").GetString());
        Assert.Equal(3, body.RootElement.GetProperty("samversion").GetInt32());
        Assert.StartsWith("00-", body.RootElement.GetProperty("traceparent").GetString(), StringComparison.Ordinal);
        Assert.Equal("3", body.RootElement.GetProperty("data").GetProperty("version").GetString());
    }

    [Theory]
    [InlineData(HttpStatusCode.NoContent, Delivery.Taken)]
    [InlineData(HttpStatusCode.Forbidden, Delivery.Unreachable)]
    [InlineData(HttpStatusCode.NotFound, Delivery.Unreachable)]
    [InlineData(HttpStatusCode.InternalServerError, Delivery.Unreachable)]
    public async Task Dapr_OnlyNoContent_IsTaken(HttpStatusCode code, Delivery expected)
    {
        var server = new Server(code, "");
        var options = Options.Create(new EventOptions { Token = "token-of-the-tests", DaprPort = 3500, DaprPubSub = "broker" });
        Assert.Equal(expected, (await new DaprTransport(new HttpClient(server), options).Send(EventSubscribers.Broker, Event, CancellationToken.None)).Item1);
        Assert.Equal("http://127.0.0.1:3500/v1.0/publish/broker/steering.directive", server.Address);
        Assert.Equal("token-of-the-tests", server.Token);
    }

    private sealed class Server(HttpStatusCode code, string answer) : HttpMessageHandler
    {
        public string Address { get; private set; } = "";

        public string Body { get; private set; } = "";

        public string Token { get; private set; } = "";

        public string? MediaType { get; private set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri!.ToString();
            Body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Token = request.Headers.GetValues("dapr-api-token").Single();
            MediaType = request.Content.Headers.ContentType?.MediaType;
            return new HttpResponseMessage(code) { Content = new StringContent(answer, Encoding.UTF8, "application/json") };
        }
    }
}
