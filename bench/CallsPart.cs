using System.Globalization;

namespace Samstyring.Bench;

/// <summary>Part <c>calls</c>: what the gateway costs a unary call.</summary>
internal static class CallsPart
{
    private const int Rounds = 5;
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

        var rate = new { gateway = Timing.Quantile(gateway, 0.5), direct = Timing.Quantile(direct, 0.5) };
        return new(rate, string.Create(CultureInfo.InvariantCulture, $"""
            Medians of {Rounds} interleaved rounds of {Window.TotalSeconds:0} s, after a warm-up.

            | measure | through the gateway | directly | ratio |
            |---|---|---|---|
            | GetOffice, 32 in flight | {rate.gateway:0} calls/s | {rate.direct:0} calls/s | {rate.gateway / rate.direct:0.00} |
            """));
    }
}
