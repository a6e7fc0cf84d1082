using System.Globalization;

namespace Samstyring.Bench;

/// <summary>Part <c>calls</c>: what the gateway costs a unary call.</summary>
internal static class CallsPart
{
    private const int Rounds = 5;
    private const int Alone = 500;
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(3);

    public static async Task<Section> Measure()
    {
        using var platform = new Platform();
        var headers = await platform.As("office:1783");
        var (gateway, direct) = (new List<double>(), new List<double>());
        await CallRate.Measure(platform.Gateway, headers, Window);
        await CallRate.Measure(platform.Offices, headers, Window);
        for (var round = 0; round < Rounds; round++)
        {
            gateway.Add(await CallRate.Measure(platform.Gateway, headers, Window));
            direct.Add(await CallRate.Measure(platform.Offices, headers, Window));
        }

        var alone = new Timing();
        for (var i = 0; i < Alone; i++)
        {
            alone.Add((await CallRate.One(platform.Gateway, headers), await CallRate.One(platform.Offices, headers)));
        }

        var rate = new { gateway = Timing.Quantile(gateway, 0.5), direct = Timing.Quantile(direct, 0.5) };
        return new(new { rate, alone_ms = alone.Summary }, string.Create(CultureInfo.InvariantCulture, $"""
            Medians of {Rounds} interleaved rounds of {Window.TotalSeconds:0} s, after a warm-up.

            | measure | through the gateway | directly | ratio |
            |---|---|---|---|
            | GetOffice, 32 in flight | {rate.gateway:0} calls/s | {rate.direct:0} calls/s | {rate.gateway / rate.direct:0.00} |
            | GetOffice, one in flight, p50 of {Alone} | {alone.At(0.5):0.00} ms | {alone.FloorAt(0.5):0.00} ms | {alone.At(0.5) - alone.FloorAt(0.5):0.00} ms more |
            """));
    }
}
