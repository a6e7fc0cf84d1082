using Grpc.Core;
using Samstyring.Audit.V1;
using Samstyring.Common;
using Samstyring.Common.Audit;
using Samstyring.Steering.Tests.Support;
using Samstyring.Testing;
using Xunit;
using AuditEntry = Samstyring.Audit.V1.AuditEntry;
using AuditHead = Samstyring.Audit.V1.AuditHead;

namespace Samstyring.Steering.Tests.Api;

/// <summary>The interface of the audit trail, which is the same in every service, at this one.</summary>
public sealed class AuditTests(SteeringHost host) : IClassFixture<SteeringHost>
{
    private AuditService.AuditServiceClient Auditor => new(host.Service.As("auditor"));

    [Fact]
    public async Task Trail_OfAnObject_IsListedAndSealedByItself()
    {
        var published = await host.PublishedByTrondelag();
        var entries = await Eventually.Is(() => List(published.DirectiveId), list => list.All(e => e.Position > 0));
        Assert.Equal(["directive.publish", "directive.create"], entries.Select(e => e.Act));
        Assert.All(entries, e => Assert.Equal(("County", "5700", published.DirectiveId, 64), (e.Role, e.Unit, e.Object, e.Hash.Length)));
        Assert.Equal(entries[1].DigestAfter, entries[0].DigestBefore);
    }

    [Fact]
    public async Task Trail_InPages_IsWhole()
    {
        await host.PublishedByTrondelag();
        await host.PublishedByTrondelag();
        var all = (await Auditor.ListAuditEntriesAsync(new ListAuditEntriesRequest { Act = "directive.create" })).Entries.Select(e => e.Object).ToList();
        var (paged, token) = (new List<string>(), "");
        do
        {
            var page = await Auditor.ListAuditEntriesAsync(new ListAuditEntriesRequest { Act = "directive.create", PageSize = 1, PageToken = token });
            paged.AddRange(page.Entries.Select(e => e.Object));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal(all, paged);
    }

    [Fact]
    public async Task Heads_InPages_AreWhole()
    {
        await host.Service.Scalar<int>(
            "insert into audit_head select 'notifications', n, sha256(n::text::bytea), timestamptz '2027-01-01' + n * interval '1 hour' from generate_series(1, 3) n; select 1");
        var (positions, token) = (new List<long>(), "");
        do
        {
            var page = await Auditor.ListAuditHeadsAsync(new ListAuditHeadsRequest { PageSize = 1, PageToken = token });
            positions.AddRange(page.Heads.Where(h => h.Service == "notifications").Select(h => h.Position));
            token = page.NextPageToken;
        }
        while (token.Length > 0);
        Assert.Equal([3, 2, 1], positions);
    }

    [Fact]
    public async Task Verify_WithHeadsThatCannotBe_NamesEveryFault()
    {
        var request = new VerifyAuditRequest
        {
            Heads =
            {
                new AuditHead { Service = "offices", Position = 1, Hash = new string('a', 64) },
                new AuditHead { Service = "steering", Position = 0, Hash = new string('a', 64) },
                new AuditHead { Service = "steering", Position = 1, Hash = "a" },
            },
        };
        var refused = await RefusedCall.Of(() => Verify(request));
        Assert.Equal(
            [("heads[0].service", "FIELD_NOT_ALLOWED"), ("heads[1].position", "NUMBER_OUT_OF_RANGE"), ("heads[2].hash", "FIELD_MALFORMED")],
            refused.Fields.Select(f => (f.Key, f.Value)).OrderBy(f => f.Key, StringComparer.Ordinal));
        request.Heads.Clear();
        request.Heads.AddRange(Enumerable.Range(1, 1001).Select(n => new AuditHead { Service = "steering", Position = n, Hash = new string('a', 64) }));
        Assert.Equal("FIELD_TOO_LONG", (await RefusedCall.Of(() => Verify(request))).Fields["heads"]);
        foreach (var token in new[] { "x", PageToken.Encode("a|b") })
        {
            Assert.Equal("FIELD_MALFORMED", (await RefusedCall.Of(async () => await Auditor.ListAuditEntriesAsync(new ListAuditEntriesRequest { PageToken = token }))).Fields["page_token"]);
            Assert.Equal("FIELD_MALFORMED", (await RefusedCall.Of(async () => await Auditor.ListAuditHeadsAsync(new ListAuditHeadsRequest { PageToken = token }))).Fields["page_token"]);
        }
    }

    [Theory]
    [InlineData("county", "5700")]
    [InlineData("directorate", "")]
    [InlineData("office", "1783")]
    [InlineData("system", "")]
    public async Task Trail_ForAnybodyElse_IsDenied(string role, string unit)
    {
        var client = new AuditService.AuditServiceClient(host.Service.As(role, unit));
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(async () => await client.ListAuditEntriesAsync(new ListAuditEntriesRequest()))).Reason);
        Assert.Equal("ROLE_NOT_ALLOWED", (await RefusedCall.Of(async () => await client.ListAuditHeadsAsync(new ListAuditHeadsRequest()))).Reason);
        using var call = client.VerifyAudit(new VerifyAuditRequest());
        Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(CancellationToken.None))).StatusCode);
    }

    [Fact]
    public void Policies_OfTheTrail_AreTheAuditors()
    {
        Assert.Equal(AuditService.Descriptor.Methods.Count, AuditApi.Policies.Count);
        Assert.All(AuditApi.Policies.Values, roles => Assert.Equal([Role.Auditor], roles));
    }

    private async Task<IReadOnlyList<AuditEntry>> List(string id) => (await Auditor.ListAuditEntriesAsync(new ListAuditEntriesRequest { Object = id })).Entries;

    private async Task Verify(VerifyAuditRequest request)
    {
        using var call = Auditor.VerifyAudit(request);
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
        }
    }
}
