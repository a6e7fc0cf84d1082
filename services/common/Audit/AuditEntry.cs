namespace Samstyring.Common.Audit;

/// <summary>A row of <c>audit</c>: who did what to which object, and, once it is sealed, its place in the chain.</summary>
public sealed record AuditEntry(
    long Id, DateTimeOffset At, string Actor, string Role, string Unit, string Act, string Object, long Revision, string DigestBefore, string DigestAfter,
    string TraceId, long? Position, byte[]? Hash)
{
    internal const string Columns = "id, at, actor, role, unit, act, object, revision, digest_before, digest_after, trace_id, position, hash";
}

/// <summary>How the chain of a service ended at some time.</summary>
/// <param name="Service">The service.</param>
/// <param name="Position">Position of the last entry.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="At">When.</param>
public sealed record AuditHead(string Service, long Position, byte[] Hash, DateTimeOffset At);
