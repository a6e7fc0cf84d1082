using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Threading.RateLimiting;

namespace Samstyring.Gateway;

/// <summary>The section <c>Rates</c>: how often who may call what.</summary>
public sealed class RateOptions
{
    /// <summary>The kind of a method by the beginning of its name; the longest that fits. A method that none fits is a <c>write</c>.</summary>
    public IDictionary<string, string> Methods { get; init; } = new Dictionary<string, string>();

    /// <summary>Limits by kind; beside those of methods <c>system</c> (a machine's reads and writes), <c>anonymous</c> (a call without a valid token) and <c>page</c>.</summary>
    public IDictionary<string, KindRates> Kinds { get; init; } = new Dictionary<string, KindRates>();
}

/// <summary>Limits of one kind: for each person or machine (an address, where nobody is known), for each organisation, and for all together.</summary>
public sealed class KindRates
{
    public Rate? Actor { get; set; }

    public Rate? Organisation { get; set; }

    public Rate? All { get; set; }
}

/// <summary>A bucket that holds <see cref="Burst"/> calls and gets <see cref="Tokens"/> new ones each <see cref="Per"/>; 0 is no limit.</summary>
public sealed class Rate
{
    public int Tokens { get; set; }

    public int Burst { get; set; }

    public TimeSpan Per { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Calls that may be open at the same time; 0 is no limit.</summary>
    public int AtOnce { get; set; }
}

/// <summary>
/// Refuses calls beyond the limits before a service hears of them, so that one who calls too often slows down nobody else. Nothing waits here: a refused call is
/// answered at once, with the time after which it may be tried again.
/// </summary>
internal static class Rates
{
    private static readonly object RetryKey = new();

    /// <summary>Who calls what, as far as the limits are concerned.</summary>
    private readonly record struct Call(string Kind, string Actor, string Organisation);

    public static void AddRates(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<RateOptions>().Bind(builder.Configuration.GetSection("Rates"))
            .Validate(rates => rates.Methods.Values.All(rates.Kinds.ContainsKey), "Rates:Methods names a kind that is not in Rates:Kinds.").ValidateOnStart();
        var rates = builder.Configuration.GetSection("Rates").Get<RateOptions>() ?? new RateOptions();
        builder.Services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
                // What is given back when a later one refuses comes first: a token that is taken is gone.
                AtOnce(rates, kind => kind.All, _ => ""),
                AtOnce(rates, kind => kind.Organisation, call => call.Organisation),
                AtOnce(rates, kind => kind.Actor, call => call.Actor),
                Bucket(rates, kind => kind.Actor, call => call.Actor),
                Bucket(rates, kind => kind.Organisation, call => call.Organisation));
            limiter.OnRejected = (rejected, _) =>
            {
                var delay = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
                rejected.HttpContext.Items[RetryKey] = delay;
                rejected.HttpContext.Response.Headers.RetryAfter = Math.Ceiling(delay.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                return ValueTask.CompletedTask;
            };
        });
    }

    public static TimeSpan RetryAfter(HttpContext context) => context.Items[RetryKey] as TimeSpan? ?? TimeSpan.FromSeconds(1);

    public static string KindOf(HttpContext context) => context.Items[typeof(Rates)] is Call call ? call.Kind : "";

    private static PartitionedRateLimiter<HttpContext> Bucket(RateOptions rates, Func<KindRates, Rate?> which, Func<Call, string> whose) =>
        Partitioned(rates, which, whose, rate => rate.Tokens > 0, (key, rate) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = rate.Burst,
            TokensPerPeriod = rate.Tokens,
            ReplenishmentPeriod = rate.Per,
            QueueLimit = 0,
        }));

    private static PartitionedRateLimiter<HttpContext> AtOnce(RateOptions rates, Func<KindRates, Rate?> which, Func<Call, string> whose) =>
        Partitioned(rates, which, whose, rate => rate.AtOnce > 0, (key, rate) => RateLimitPartition.GetConcurrencyLimiter(key, _ => new ConcurrencyLimiterOptions
        {
            PermitLimit = rate.AtOnce,
            QueueLimit = 0,
        }));

    private static PartitionedRateLimiter<HttpContext> Partitioned(
        RateOptions rates, Func<KindRates, Rate?> which, Func<Call, string> whose, Func<Rate, bool> limits,
        Func<(string, string), Rate, RateLimitPartition<(string, string)>> limiter) => PartitionedRateLimiter.Create<HttpContext, (string, string)>(context =>
        {
            var call = CallOf(context, rates);
            return rates.Kinds.TryGetValue(call.Kind, out var kind) && which(kind) is { } rate && limits(rate)
                ? limiter((call.Kind, whose(call)), rate)
                : RateLimitPartition.GetNoLimiter(("", ""));
        });

    // Looked at once per call, though each limiter asks.
    private static Call CallOf(HttpContext context, RateOptions rates)
    {
        if (context.Items[typeof(Rates)] is not Call call)
            context.Items[typeof(Rates)] = call = Look(context, rates);
        return call;
    }

    private static Call Look(HttpContext context, RateOptions rates)
    {
        var address = Network(context.Connection.RemoteIpAddress);
        if (context.Request.ContentType?.StartsWith("application/grpc", StringComparison.Ordinal) != true)
            return new("page", address, "");
        if (context.User.Identity?.IsAuthenticated != true)
            return new("anonymous", address, "");
        string Claim(string type) => context.User.FindFirstValue(type) ?? "";
        var method = context.Request.Path.Value![(context.Request.Path.Value!.LastIndexOf('/') + 1)..];
        var beginning = rates.Methods.Keys.Where(known => method.StartsWith(known, StringComparison.Ordinal)).MaxBy(known => known.Length);
        var kind = beginning is null ? "write" : rates.Methods[beginning];
        if (Claim("role") == "system" && kind is ("read" or "write"))
            kind = "system";
        // Council and director of a municipality are one organisation.
        return new(kind, $"{Claim("iss")}|{Claim("sub")}", Claim("unit") is { Length: > 0 } unit ? unit : Claim("role"));
    }

    /// <summary>The address, of IPv6 the network: whoever has one has all its addresses.</summary>
    private static string Network(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 && !IPAddress.IsLoopback(address) ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) : address.ToString();
    }
}
