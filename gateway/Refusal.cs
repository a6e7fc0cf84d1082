using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Samstyring.Errors.V1;
using Samstyring.Tokens;
using RpcStatus = Google.Rpc.Status;

namespace Samstyring.Gateway;

/// <summary>A refusal in every form that it is written in.</summary>
public sealed record Refusal(
    StatusCode Code, ErrorReason Reason, string Message, string Nb, string Nn, params (string Key, string Value)[] Metadata)
{
    /// <summary>When trying again can succeed; null where nobody knows.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The name without the enum's prefix; empty where the protocol's own code says it all.</summary>
    public string ReasonName => Reason == ErrorReason.Unspecified
        ? ""
        : ReasonsReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)Reason).Name["ERROR_REASON_".Length..];

    public static Refusal Of(HttpContext context) => context.Response.StatusCode switch
    {
        401 => new(StatusCode.Unauthenticated, ErrorReason.TokenInvalid, "The access token is missing, expired or not valid here.",
            "Innloggingen mangler, er utløpt eller gjelder ikke her. Logg inn på nytt.",
            "Innlogginga manglar, er gått ut eller gjeld ikkje her. Logg inn på nytt.",
            ("token", TokenChecks.FaultOf(context))),
        404 or 405 => new(StatusCode.Unimplemented, ErrorReason.Unspecified, "There is nothing at this address.",
            "Det finnes ikke noe på denne adressen.",
            "Det finst ikkje noko på denne adressa."),
        413 => TooLarge(Limits.BodyOf(context) ?? Limits.MessageBytes),
        429 => new(StatusCode.ResourceExhausted, ErrorReason.RateExceeded, "Too many calls in a short time.",
            "For mange kall på kort tid. Vent litt og prøv igjen.",
            "For mange kall på kort tid. Vent litt og prøv igjen.",
            ("kind", Rates.KindOf(context)))
        { RetryAfter = Rates.RetryAfter(context) },
        502 or 503 or 504 => Unavailable,
        < 500 => new(StatusCode.Internal, ErrorReason.Unspecified, "The request is malformed.",
            "Forespørselen er ikke riktig utformet.",
            "Førespurnaden er ikkje rett utforma."),
        _ => new(StatusCode.Internal, ErrorReason.Internal, "An accident on our side.",
            "Noe gikk galt hos oss.",
            "Noko gjekk gale hos oss."),
    };

    public static Refusal Unavailable { get; } = new(StatusCode.Unavailable, ErrorReason.Unavailable, "A part of the platform does not answer; try again.",
        "En del av plattformen svarer ikke akkurat nå. Prøv igjen.",
        "Ein del av plattforma svarer ikkje akkurat no. Prøv igjen.");

    private static Refusal TooLarge(long bytes) => new(StatusCode.ResourceExhausted, ErrorReason.MessageTooLarge, $"The message is larger than {bytes / Limits.MessageBytes} MiB.",
        $"Meldingen er større enn {bytes / Limits.MessageBytes} MiB.",
        $"Meldinga er større enn {bytes / Limits.MessageBytes} MiB.",
        ("max_bytes", $"{bytes / Limits.MessageBytes * Limits.MessageBytes}"));

    public IEnumerable<(string Name, string Value)> Trailers()
    {
        var status = new RpcStatus { Code = (int)Code, Message = Message };
        if (Reason != ErrorReason.Unspecified)
        {
            // This version of the standard messages calls the first field `type`; today it is `reason`. The wire is the same.
            var info = new ErrorInfo { Type = ReasonName, Domain = "samstyring.no" };
            foreach (var (key, value) in Metadata)
                info.Metadata.Add(key, value);
            status.Details.Add(Any.Pack(info));
        }
        if (RetryAfter is { } delay)
            status.Details.Add(Any.Pack(new RetryInfo { RetryDelay = Duration.FromTimeSpan(delay) }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nb", Message = Nb }));
        status.Details.Add(Any.Pack(new LocalizedMessage { Locale = "nn", Message = Nn }));
        yield return ("grpc-status", $"{(int)Code}");
        yield return ("grpc-message", Message);
        yield return ("grpc-status-details-bin", Convert.ToBase64String(status.ToByteArray()).TrimEnd('='));
    }
}
