using Google.Rpc;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Steering.Rules;
using Samstyring.Types.V1;
using Register = Samstyring.Offices.V1;

namespace Samstyring.Steering;

/// <summary>Asks the offices service what a scope reaches, with the caller's own token. A register that does not answer is an outage, never an empty scope.</summary>
public sealed class OfficesClient(CallInvoker channel)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(3);

    // Pauses between attempts; only a call that did not reach the service is repeated.
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(200)];

    private static readonly Dictionary<string, ErrorReason> Reasons = Enum.GetValues<ErrorReason>()
        .Where(r => r != ErrorReason.Unspecified).ToDictionary(ReasonTexts.Name);

    private readonly Register.OfficesService.OfficesServiceClient client = new(channel);

    /// <summary>Resolves a scope, cut with what the issuer steers.</summary>
    /// <param name="scope">The scope.</param>
    /// <param name="period">Days of interest; null: today.</param>
    /// <param name="issuer">Whose reach it is cut with.</param>
    /// <param name="serviceCode">The service the directive is about: as its host a municipality reaches the participants' residents too. Empty: none.</param>
    /// <param name="token">The caller's access token.</param>
    /// <param name="cancel">Ends the call.</param>
    public async Task<Outcome<Resolution>> Resolve(
        Scope scope, Types.V1.Period? period, OrgRef issuer, string serviceCode, string token, CancellationToken cancel)
    {
        var request = new Register.ResolveScopeRequest { Scope = scope.ToString(), Period = period, Issuer = issuer, ServiceCode = serviceCode };
        var headers = new Metadata { { "authorization", $"Bearer {token}" } };
        var deadline = DateTime.UtcNow + Deadline;
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return ToResolution(await client.ResolveScopeAsync(request, headers, deadline, cancel));
            }
            catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
            {
                return new Resolution(Reach.None, [], FaultsOf(refused, request.Scope));
            }
            catch (RpcException lost) when (lost.StatusCode == StatusCode.Unavailable && attempt < Pauses.Length)
            {
                await Task.Delay(Pauses[attempt], cancel);
            }
            catch (RpcException lost) when (lost.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.ResourceExhausted)
            {
                return Refusal.Of(ErrorReason.Unavailable, ("service", "offices"));
            }
        }
    }

    private static Resolution ToResolution(Register.ResolveScopeResponse response) => new(
        new Reach(
            Numbers(response.Offices.Select(o => o.Number)),
            Numbers(response.Offices.Select(o => o.CountyUnitNumber)),
            Numbers(response.Offices.SelectMany(o => o.MunicipalityNumbers))),
        [.. response.BeyondIssuer],
        []);

    private static string[] Numbers(IEnumerable<string> numbers) =>
        [.. numbers.Where(n => n.Length > 0).Distinct().Order(StringComparer.Ordinal)];

    // ErrorInfo.metadata: "scope" -> reason, "scope#2" -> reason, "scope.number", "scope#2.successors" -> what helps to mend it.
    private static List<FieldFault> FaultsOf(RpcException refused, string scope)
    {
        var details = refused.Trailers.GetValueBytes(RpcErrors.DetailsTrailer) ?? throw refused;
        var info = Google.Rpc.Status.Parser.ParseFrom(details).Details.First(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>();
        var faults = new List<FieldFault>();
        foreach (var (key, name) in info.Metadata)
        {
            if (Reasons.TryGetValue(name, out var reason))
            {
                var helps = info.Metadata.Where(m => m.Key.StartsWith($"{key}.", StringComparison.Ordinal))
                    .ToDictionary(m => m.Key[(key.Length + 1)..], m => m.Value);
                faults.Add(new FieldFault("scope", reason, helps.GetValueOrDefault("number", scope), helps));
            }
        }

        return faults.Count > 0 ? faults : throw refused;
    }
}
