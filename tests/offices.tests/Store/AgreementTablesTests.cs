using Dapper;
using Npgsql;
using Samstyring.Offices.Tests.Api;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Store;

public sealed class AgreementTablesTests
{
    [Theory]
    [InlineData("update agreement_revision set valid = 'empty'")]
    [InlineData("update agreement_signature set actor = 'somebody else'")]
    [InlineData("delete from agreement_signature")]
    [InlineData("update amendment_signature set signed_at = now()")]
    [InlineData("update agreement_clause set value = 'excluded'")]
    [InlineData("update agreement_period set valid = daterange('2000-01-01', null)")]
    [InlineData("delete from agreement_period")]
    [InlineData("update profile_row set content = ''")]
    [InlineData("delete from profile_row")]
    [InlineData("truncate agreement_cost_share")]
    public async Task Database_AppRole_CannotRewriteHistory(string statement) => await Fails(PostgresErrorCodes.InsufficientPrivilege, statement);

    [Fact]
    public async Task Database_SharesThatDoNotAddUp_AreRefusedAtTheEnd()
    {
        var office = await Partnership.Next();
        var agreed = await office.Agree(office.Operating(CostKeyType.Percent, ("STATE", "60"), ("MUNICIPAL", "40")));
        await Fails(
            PostgresErrorCodes.CheckViolation,
            $"insert into agreement_cost_share (agreement_id, revision, line, municipality_id, percent) select '{agreed.AgreementId}', 1, 2, min(municipality_id), 1 from municipality");
    }

    [Fact]
    public async Task Database_ASecondOperatingAgreementOnADay_IsRefused()
    {
        var office = await Partnership.Next();
        await office.Agree(office.Operating());
        await Fails(
            PostgresErrorCodes.ExclusionViolation,
            $"""
            with other as (insert into agreement (agreement_id, office_id, type, recorded_at)
                           select gen_random_uuid(), office_id, 2, now() from office_number where number = '{office.Office}' and upper_inf(valid)
                           returning agreement_id, office_id),
                 first as (insert into agreement_revision (agreement_id, revision, valid, recorded_at)
                           select agreement_id, 1, daterange('2039-12-31', null), now() from other)
            insert into agreement_period (agreement_id, revision, office_id, type, valid, recorded_at)
            select agreement_id, 1, office_id, 2, daterange('2039-12-31', null), now() from other
            """);
    }

    private static async Task Fails(string sqlState, string statement)
    {
        var host = (await Partnership.Vaernes()).Host;
        await using var connection = new NpgsqlConnection(host.Database.App);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));
        Assert.Equal(sqlState, refused.SqlState);
    }
}
