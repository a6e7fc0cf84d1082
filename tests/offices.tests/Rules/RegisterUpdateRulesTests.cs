using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Tests.Rules;

public sealed class RegisterUpdateRulesTests
{
    private static readonly DateOnly Day = new(2026, 11, 12);

    private static readonly DateOnly Later = new(2027, 3, 1);

    [Fact]
    public void Compare_NumbersChangeHands_AreBothRenumbered()
    {
        var plan = Compare([Office(1, "0001", norgId: 11), Office(2, "0002", norgId: 12)], [], Stated(11, "0002"), Stated(12, "0001"));
        Assert.Equal(["0001 -> 0002", "0002 -> 0001"], plan.Differences.Select(difference => $"{difference.Before} -> {difference.After}"));
        Assert.Empty(plan.NotUsed);
    }

    [Fact]
    public void Compare_NumberOfAUnitThatKeepsIt_IsTaken()
    {
        var plan = Compare([Office(1, "0001", norgId: 11), Office(2, "0002", norgId: 12)], [], Stated(11, "0002"), Stated(12, "0002", name: "Nav Annet"));
        Assert.Contains(plan.NotUsed, unit => unit is { Number: "0002", Reason: NotUsedReason.NumberTaken, Row: 11 });
    }

    [Fact]
    public void Compare_UnitThatTakesANumber_WaitsForOneThatMayNotLeaveIt()
    {
        // Something is entered for the first already, so it keeps its number, and the number is not free for the second.
        var plan = Compare([Office(1, "0001", norgId: 11) with { LaterChange = Later }], [], Stated(11, "0003"), Stated(12, "0001"));
        Assert.Equal([NotUsedReason.LaterChangeEntered, NotUsedReason.NumberTaken], plan.NotUsed.Select(unit => unit.Reason).Order());
        Assert.Empty(plan.Differences);
    }

    [Fact]
    public void Compare_TwoOfficesOfAMunicipalityCloseTogether_NeitherIsClosed()
    {
        ServedThen[] served = [new(1, Place.Of("5001", "500101"), Period.Always), new(2, Place.Of("5001", "500102"), Period.Always)];
        var both = Compare([Office(1, "0001"), Office(2, "0002")], served, Stated(11, "0001", closed: Later), Stated(12, "0002", closed: Later));
        Assert.Equal(["5001", "5001"], both.NotUsed.Select(unit => unit.Detail));
        var one = Compare([Office(1, "0001"), Office(2, "0002")], served, Stated(11, "0001", closed: Later), Stated(12, "0002"));
        Assert.Equal("2027-03-01", Assert.Single(one.Differences).From);
        Assert.Equal(UnitDifferenceKind.Closed, one.Differences[0].Kind);
    }

    [Fact]
    public void Compare_OnlyOfficeOfAnOsloDistrict_IsNotClosedByWhatServesAnother()
    {
        ServedThen[] served = [new(1, Place.Of("0301", "030101"), Period.Always), new(2, Place.Of("0301", "030102"), Period.Always)];
        var closed = Compare([Office(1, "0001"), Office(2, "0002")], served, Stated(11, "0001", closed: Later), Stated(12, "0002"));
        Assert.Equal((NotUsedReason.MunicipalityWithoutOffice, "030101"), (Assert.Single(closed.NotUsed).Reason, closed.NotUsed[0].Detail));
        Assert.Empty(closed.Differences);
        served[1] = new(2, Place.Of("0301", ""), Period.Always);
        var whole = Compare([Office(1, "0001"), Office(2, "0002")], served, Stated(11, "0001", closed: Later), Stated(12, "0002"));
        Assert.Equal(UnitDifferenceKind.Closed, Assert.Single(whole.Differences).Kind);
    }

    [Fact]
    public void Compare_CountyUnitWithOffices_ClosesOnlyWhenTheyMove()
    {
        var (old, other, office) = (CountyUnit(1, "0200"), CountyUnit(2, "0300"), Office(1, "0001", county: 1));
        var left = Compare([old, other, office], [], Stated(11, "0200", type: "FYLKE", closed: Later), Stated(12, "0300", type: "FYLKE"), Stated(13, "0001"));
        Assert.Equal([(NotUsedReason.CountyUnitHasOffices, "0001")], left.NotUsed.Select(unit => (unit.Reason, unit.Detail)));
        var moved = Compare([old, other, office], [], Stated(11, "0200", type: "FYLKE", closed: Later), Stated(12, "0300", type: "FYLKE"), Stated(13, "0001") with { SuperiorNumber = "0300" });
        Assert.Equal([UnitDifferenceKind.CountyUnitChanged, UnitDifferenceKind.Closed], moved.Differences.Select(difference => difference.Kind));
        Assert.Empty(moved.NotUsed);
    }

    [Fact]
    public void Compare_OrganisationNumberOfOneAlone_IsTheSameUnitUnderAnotherNumber()
    {
        var held = Office(1, "0001", organisation: "999999991");
        Assert.Equal(UnitDifferenceKind.Renumbered, Assert.Single(Compare([held], [], Stated(11, "0009", organisation: "999999991")).Differences).Kind);
        // Two of the file have it: which of them the register means is not known.
        var two = Compare([held], [], Stated(11, "0009", organisation: "999999991"), Stated(12, "0008", organisation: "999999991"));
        Assert.Equal([UnitDifferenceKind.Opened, UnitDifferenceKind.Opened], two.Differences.Select(difference => difference.Kind));
        Assert.Equal(NotUsedReason.NotInFile, Assert.Single(two.NotUsed).Reason);
    }

    [Fact]
    public void Compare_FileOfADayThatHasPassed_CountsWhatHasHappenedSince()
    {
        var stated = Stated(11, "0001") with { Status = OfficeStatus.UnderEstablishment, EstablishedFrom = Day.AddDays(-30), ActiveFrom = Day.AddDays(-1) };
        var plan = RegisterUpdateRules.Compare(new UnitsThen(Day, [Office(1, "0001")], [], new HashSet<string>()), Day.AddDays(-2), [stated]);
        Assert.Empty(plan.Differences);
        Assert.Equal(1, plan.Unchanged);
    }

    [Theory]
    [InlineData(OfficeStatus.Active, -1, null, null, false)]
    [InlineData(OfficeStatus.Active, 0, 1, 2, false)]
    [InlineData(OfficeStatus.Active, 1, null, null, true)]
    [InlineData(OfficeStatus.Active, -2, -1, null, true)]
    [InlineData(OfficeStatus.Closing, -2, null, null, false)]
    [InlineData(OfficeStatus.Closing, -2, 1, null, true)]
    [InlineData(OfficeStatus.Closed, -2, -1, null, false)]
    [InlineData(OfficeStatus.Closed, -2, -1, 1, true)]
    [InlineData(OfficeStatus.UnderEstablishment, 1, null, null, false)]
    [InlineData(OfficeStatus.UnderEstablishment, 0, null, null, true)]
    public void IsContradicted_StatusAndDatesOnTheDay_AgreeOrNot(OfficeStatus status, int? active, int? closing, int? closed, bool contradicted)
    {
        DateOnly? On(int? days) => days is { } number ? Day.AddDays(number) : null;
        var stated = Stated(11, "0001") with { Status = status, ActiveFrom = On(active), ClosingFrom = On(closing), ClosedFrom = On(closed) };
        Assert.Equal(contradicted, RegisterUpdateRules.IsContradicted(stated, Day));
    }

    private static UpdatePlan Compare(UnitThen[] units, ServedThen[] served, params StatedUnit[] stated) =>
        RegisterUpdateRules.Compare(new UnitsThen(Day, units, served, new HashSet<string> { "KO" }), Day, stated);

    private static UnitThen Office(int id, string number, long? norgId = null, int? county = null, string organisation = "") =>
        new(UnitKind.Office, id, norgId, [new UnitSpan(Day, new UnitState(number, "Nav Kontor", "LOKAL", OfficeStatus.Active, organisation, ""))], county, null);

    private static UnitThen CountyUnit(int id, string number) =>
        new(UnitKind.CountyUnit, id, null, [new UnitSpan(Day, new UnitState(number, "Nav Kontor", "FYLKE", OfficeStatus.Active, "", ""))], null, null);

    private static StatedUnit Stated(
        long norgId, string number, string name = "Nav Kontor", string type = "LOKAL", DateOnly? closed = null, string organisation = "") =>
        new((int)norgId, norgId, number, name, type, OfficeStatus.Active, organisation, "", null, null, null, null, closed);
}
