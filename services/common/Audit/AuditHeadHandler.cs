using Dapper;
using Pb = Samstyring.Audit.V1;

namespace Samstyring.Common.Audit;

/// <summary>Keeps the heads that other services send, whatever came before: two that differ at one position are what an auditor looks for.</summary>
public sealed class AuditHeadHandler() : EventHandler<Pb.AuditHead>(Topics.AuditHead)
{
    private const string Sql =
        "insert into audit_head (service, position, hash, at) values (@service, @position, @hash, @at) on conflict do nothing";

    /// <inheritdoc />
    public override Task Handle(CloudEvent e, Pb.AuditHead message, Tx tx) => tx.Connection.ExecuteAsync(new CommandDefinition(
        Sql,
        new { service = message.Service, position = message.Position, hash = Convert.FromHexString(message.Hash), at = message.At.ToDateTimeOffset() },
        tx.Transaction,
        cancellationToken: tx.Cancel));
}
