using System.Collections.Concurrent;
using System.Threading.Channels;
using Grpc.Core;
using Samstyring.Notifications.V1;
using Samstyring.Offices.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Gateway.Tests;

public sealed class StubSteering : SteeringService.SteeringServiceBase
{
    public static readonly byte[] Details = [8, 9, 18, 4, 0xC3, 0xA6, 0xC3, 0xB8];

    public override Task<CreateDirectiveResponse> CreateDirective(CreateDirectiveRequest request, ServerCallContext context) =>
        Task.FromResult(new CreateDirectiveResponse { Directive = new Directive { DirectiveId = "d-1", Content = request.Content } });

    public override Task<ImportDirectivesResponse> ImportDirectives(ImportDirectivesRequest request, ServerCallContext context) =>
        Task.FromResult(new ImportDirectivesResponse { Created = request.Csv.Length });

    public override Task<PublishDirectiveResponse> PublishDirective(PublishDirectiveRequest request, ServerCallContext context) =>
        throw new RpcException(new Status(StatusCode.FailedPrecondition, "Trukket tilbake, ikke publisérbar"), new Metadata { { "grpc-status-details-bin", Details } });

    public override async Task<GetDirectiveResponse> GetDirective(GetDirectiveRequest request, ServerCallContext context)
    {
        await Task.Delay(Timeout.Infinite, context.CancellationToken);
        return new GetDirectiveResponse();
    }
}

public sealed class StubOffices : OfficesService.OfficesServiceBase
{
    public override Task<GetOfficeResponse> GetOffice(GetOfficeRequest request, ServerCallContext context) =>
        Task.FromResult(new GetOfficeResponse { Office = new Office { Number = request.OfficeNumber } });
}

/// <summary>Each watched office is a channel that the test writes to; closing it with an error cuts the connection as a killed process would.</summary>
public sealed class StubNotifications : NotificationsService.NotificationsServiceBase
{
    private readonly ConcurrentDictionary<string, Feed> feeds = new();

    public Feed this[string office] => feeds.GetOrAdd(office, _ => new Feed());

    public override async Task WatchMissions(WatchMissionsRequest request, IServerStreamWriter<WatchMissionsResponse> responseStream, ServerCallContext context)
    {
        var feed = this[request.OfficeNumber];
        try
        {
            await foreach (var position in feed.Positions.Reader.ReadAllAsync(context.CancellationToken))
            {
                if (position < 0)
                    context.GetHttpContext().Abort();
                else
                    await responseStream.WriteAsync(new WatchMissionsResponse { Position = position }, context.CancellationToken);
            }
        }
        // Not by a registration on the token: the reader, registered later, is told first, and its end would take the registration away.
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            feed.Cancelled.TrySetResult();
            throw;
        }
    }

    public sealed class Feed
    {
        public const long Crash = -1;

        public Channel<long> Positions { get; } = Channel.CreateUnbounded<long>();

        public TaskCompletionSource Cancelled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
