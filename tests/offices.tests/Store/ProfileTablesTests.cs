using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Offices.Rules;
using Samstyring.Offices.Store;
using Samstyring.Offices.Tests.Api;
using Samstyring.Offices.Tests.Rules;
using Samstyring.Steering.V1;

namespace Samstyring.Offices.Tests.Store;

public sealed class ProfileTablesTests
{
    [Theory]
    [InlineData("update profile_row set content = ''")]
    [InlineData("update profile_row set recorded_at = now()")]
    [InlineData("delete from profile_row")]
    [InlineData("update profile_signature set actor = 'somebody else'")]
    [InlineData("delete from profile_signature")]
    [InlineData("insert into theme (theme, owner) values ('MINE', 1)")]
    [InlineData("update office_municipality_record set recorded_at = now()")]
    [InlineData("delete from office_municipality_record")]
    public async Task Database_AppRole_CannotRewriteWhatWasKnown(string statement)
    {
        await using var connection = new NpgsqlConnection((await Partnership.Vaernes()).Host.Database.App);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.ExecuteAsync(statement));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
    }

    [Fact]
    public async Task Save_RowsThatSayDifferentThingsAboutADay_IsRefusedByTheDatabaseToo()
    {
        var office = await Partnership.Next();
        await office.Staff(10, 6);
        var id = (await office.Read("county", office.County)).OfficeId;
        await using var connection = new NpgsqlConnection(office.Host.Database.App);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken);
        var tx = new Tx(
            connection, transaction, Caller.Platform, office.Host.Time.GetUtcNow(), office.Host.Parts.GetRequiredService<EventSubscribers>(),
            TestContext.Current.CancellationToken);
        var row = ProfileSituations.Read("staffing", Partnership.Fte(Employer.State, 9, "2030-01-01"));
        var refused = await office.Host.Parts.GetRequiredService<ProfileStore>().Save(tx, id, new ProfileChange([], [new NewRow(row, "", true, [])], []), null);
        Assert.Equal(("profile", ErrorReason.PeriodOverlaps), (refused!.Faults[0].Field, refused.Faults[0].Reason));
    }
}
