using Grpc.Core;
using Samstyring.Audit.V1;
using Samstyring.Testing;
using Xunit;

namespace Samstyring.Flows.Tests;

/// <summary>The audit trail of all services: sealed by itself, its head kept by another service, and verified against that.</summary>
public class AuditTests
{
    [Fact]
    public async Task Trail_OfAService_IsVerifiedAgainstTheHeadAnotherOneKeeps()
    {
        await using var platform = await Platform.Start();
        await platform.Issuer("municipal-director", "5035").Publish(Situations.FromTheMunicipality("5035"));
        var (steering, offices, notifications) = (Auditor(platform.Steering.As("auditor")), Auditor(platform.Offices.As("auditor")), Auditor(platform.Notifications.As("auditor")));
        var sealedAll = await Eventually.Is(() => Verify(steering), v => v.Entries > 0 && v.Unsealed == 0);
        platform.Advance(TimeSpan.FromHours(1));

        var kept = await Eventually.Is(() => HeadOf("steering", offices), head => head is not null);
        Assert.Equal((sealedAll.Head.Position, sealedAll.Head.Hash), (kept!.Position, kept.Hash));
        Assert.NotNull(await Eventually.Is(() => HeadOf("offices", notifications), head => head is not null));
        Assert.NotNull(await Eventually.Is(() => HeadOf("notifications", steering), head => head is not null));
        Assert.Equal(AuditFault.Unspecified, (await Verify(steering, kept)).Fault);

        // As somebody with the owner's rights would cover their tracks.
        await platform.Steering.Scalar<int>(
            """
            alter table audit disable trigger audit_sealed_once;
            delete from audit_head; update audit set actor = 'somebody else' where position = 1; update audit set position = null, hash = null; select 1
            """);
        await Eventually.Is(() => Verify(steering), v => v.Unsealed == 0 && v.Fault == AuditFault.Unspecified);
        Assert.Equal(AuditFault.Rewritten, (await Verify(steering, kept)).Fault);
    }

    private static AuditService.AuditServiceClient Auditor(CallInvoker invoker) => new(invoker);

    private static async Task<AuditHead?> HeadOf(string service, AuditService.AuditServiceClient keeper) =>
        (await keeper.ListAuditHeadsAsync(new ListAuditHeadsRequest(), deadline: Situations.Soon())).Heads.FirstOrDefault(h => h.Service == service);

    private static async Task<AuditVerdict> Verify(AuditService.AuditServiceClient service, params AuditHead[] heads)
    {
        using var call = service.VerifyAudit(new VerifyAuditRequest { Heads = { heads } }, deadline: Situations.Soon());
        AuditVerdict? verdict = null;
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
        {
            verdict = call.ResponseStream.Current.Verdict ?? verdict;
        }

        return verdict!;
    }
}
