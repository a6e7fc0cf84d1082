using Dapper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace Samstyring.Common;

/// <summary>Ready: the database answers and has the migrations this build expects. A dependency's loss makes a process not ready, never restarted.</summary>
public sealed class Readiness(NpgsqlDataSource database, Migrations migrations) : IHealthCheck
{
    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(cancellationToken);
            var applied = await connection.ExecuteScalarAsync<int>(new CommandDefinition("select count(*) from schema_migration", commandTimeout: 2, cancellationToken: cancellationToken));
            return applied >= migrations.Count ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy($"{applied} of {migrations.Count} migrations");
        }
        catch (NpgsqlException unreachable)
        {
            return HealthCheckResult.Unhealthy(unreachable.Message);
        }
    }
}
