using Samstyring.Offices.Rules;

namespace Samstyring.Offices.Tests.Rules;

public sealed class DifferenceTests
{
    [Fact]
    public void Between_KnownAndWanted_SaysWhatBeginsAndWhatEnds()
    {
        var known = new Dictionary<string, Known<string>> { ["same"] = new(1, "a"), ["other"] = new(2, "b"), ["gone"] = new(3, "c") };
        var wanted = new Dictionary<string, string> { ["same"] = "a", ["other"] = "B", ["new"] = "d" };

        var difference = Difference.Between(known, wanted);

        Assert.Equal([3, 2], difference.RowsToEnd);
        Assert.Equal([("new", "d", true), ("other", "B", false)], difference.RowsToBegin);
        Assert.Equal(1, difference.Unchanged);
    }

    [Fact]
    public void Between_Equals_ChangesNothing()
    {
        var difference = Difference.Between(new Dictionary<int, Known<int>> { [1] = new(7, 9) }, new Dictionary<int, int> { [1] = 9 });
        Assert.Empty(difference.RowsToEnd);
        Assert.Empty(difference.RowsToBegin);
    }
}
