using System.Collections.Immutable;
using System.Globalization;
using Samstyring.Notifications.Rules;

namespace Samstyring.Bench.Race;

/// <summary>How many directives of each kind are active at every office of a constructed world.</summary>
internal readonly record struct Mix(int National, int County, int Municipal)
{
    /// <summary>The race: 2,000 at each office, 750,000 pairs across the lines.</summary>
    public static Mix Full { get; } = new(1_200, 300, 500);

    public int State => National + County;

    public int All => State + Municipal;

    /// <summary>The same proportions with another sum.</summary>
    public static Mix Of(int all) => new(all * 6 / 10, all * 15 / 100, all - (all * 6 / 10) - (all * 15 / 100));
}

/// <summary>
/// An active directive at an office as a plain row: all that K-01, K-02 and K-03 compare, and nothing else. Open ends are the least and greatest number,
/// an absent code is 0, no age restriction is every age.
/// </summary>
internal readonly record struct Row(
    int Id, byte Line, byte Bindingness, byte Modality, byte Action, short Indicator, byte Direction, bool HasTarget, int Lo, int Hi, int From, int To,
    byte AgeFrom, byte AgeTo);

/// <summary>One answer of a peer: kind, verdict, office and the two directives, the lower id first.</summary>
internal readonly record struct Hit(byte Kind, byte Verdict, int Office, int A, int B)
{
    public static Hit Of(int kind, int verdict, int office, int a, int b) => new((byte)kind, (byte)verdict, office, Math.Min(a, b), Math.Max(a, b));
}

/// <summary>
/// A constructed world, the same each time: national directives at every office, those of 15 counties at theirs, and each office's own municipality's. All
/// name a known action; six of ten name an indicator. Nearly all pull the same way. Few forbid (1 %), pull the other way, keep still, cap a target or say
/// neither direction nor target (half a percent each), so that a small share of the pairs collides.
/// </summary>
internal sealed class World
{
    public const int Indicators = 100;

    private const int Counties = 15;
    private const int Seed = 20261122;
    private static readonly DateOnly Today = new(2026, 11, 22);

    // An order of a whole is left unanswered by a ban of one part, and no world forbids all parts: then the rule is about pairs alone, which every peer can
    // express.
    private static readonly ImmutableArray<string> Actions = [.. Catalogues.Newest.Actions.Keys.Order(StringComparer.Ordinal)];
    private static readonly ImmutableArray<byte> Forbidden =
        [.. Actions.Where(a => Catalogues.Newest.Actions[a].Parent is not { } parent || Catalogues.Newest.ChildrenOf(parent)[^1] != a).Select(CodeOf)];

    private static readonly ImmutableArray<string> Themes = [.. Catalogues.Newest.Themes.Keys.Order(StringComparer.Ordinal)];

    private static readonly Catalogues WithIndicators = Catalogues.Newest with
    {
        Indicators = Enumerable.Range(1, Indicators).ToDictionary(IndicatorId, i => new Indicator(new($"Indikator {i}", $"Indikator {i}"), "PERCENT")),
    };

    private readonly Random random = new(Seed);
    private readonly double[] cumulative;

    /// <summary>Makes the world.</summary>
    /// <param name="offices">How many offices.</param>
    /// <param name="mix">What is active at each.</param>
    /// <param name="zipf">Whether the k-th indicator is named in proportion to 1/k; otherwise all are named alike.</param>
    public World(int offices, Mix mix, bool zipf)
    {
        (Offices, Mix) = (offices, mix);
        cumulative = Cumulative(zipf);
        var directives = new Dictionary<string, Directive>();
        var days = new Dictionary<int, Days>();
        Row[] national = [.. Make(mix.National, Line.State, new("DIRECTORATE", ""), directives, days)];
        Row[][] county = [.. Enumerable.Range(0, Counties).Select(c => Make(mix.County, Line.State, Org.County(Number(100 + c)), directives, days).ToArray())];
        Rows = new Row[offices * mix.All];
        var judged = ImmutableArray.CreateBuilder<Office>(offices);
        for (var office = 0; office < offices; office++)
        {
            var municipality = Number(5_000 + office);
            Row[] here = [.. national, .. county[office % Counties], .. Make(mix.Municipal, Line.Municipal, Org.Municipality(municipality), directives, days)];
            here.CopyTo(Rows, office * mix.All);
            var concerned = ImmutableSortedSet.Create(StringComparer.Ordinal, municipality);
            judged.Add(new(
                Number(1_000 + office), $"Nav Kontor {office}", new(Number(100 + (office % Counties)), "Nav fylke"), [new(municipality, $"Kommune {office}")],
                [.. here.Select(row => new Reach(DirectiveId(row.Id), days[row.Id], concerned))]));
        }

        Facts = new(Today, WithIndicators, directives, judged.MoveToImmutable());
    }

    public int Offices { get; }

    public Mix Mix { get; }

    /// <summary>Pairs of a state and a municipal directive at one office.</summary>
    public long Pairs => (long)Offices * Mix.State * Mix.Municipal;

    /// <summary>The rows of all offices, one office after the other, the state's before the municipality's.</summary>
    public Row[] Rows { get; }

    /// <summary>The same as the judge reads it.</summary>
    public Facts Facts { get; }

    /// <summary>The rows of one office.</summary>
    public ReadOnlySpan<Row> At(int office) => Rows.AsSpan(office * Mix.All, Mix.All);

    /// <summary>Every action with each that it is or is above.</summary>
    public static IEnumerable<(int Above, int Action)> Closure =>
        from above in Actions
        from action in Actions
        where Catalogues.Newest.ActionHolds(above, action)
        select ((int)CodeOf(above), (int)CodeOf(action));

    private static byte CodeOf(string action) => (byte)(Actions.IndexOf(action) + 1);

    private static string DirectiveId(int id) => id.ToString("D8", CultureInfo.InvariantCulture);

    private static string IndicatorId(int indicator) => $"IND-{indicator:D3}";

    private static string Number(int number) => number.ToString("D4", CultureInfo.InvariantCulture);

    private static double[] Cumulative(bool zipf)
    {
        var sums = new double[Indicators];
        var sum = 0.0;
        for (var i = 0; i < Indicators; i++)
        {
            sums[i] = sum += zipf ? 1.0 / (i + 1) : 1;
        }

        return [.. sums.Select(s => s / sum)];
    }

    private IEnumerable<Row> Make(int count, Line line, Org issuer, Dictionary<string, Directive> directives, Dictionary<int, Days> days)
    {
        for (var i = 0; i < count; i++)
        {
            var row = Next(directives.Count + 1, line);
            days[row.Id] = Days.Of(Valid(row));
            directives[DirectiveId(row.Id)] = Written(row, issuer);
            yield return row;
        }
    }

    private Row Next(int id, Line line)
    {
        var bindingness = Pick((10, 1), (20, 2), (10, 3), (5, 4), (30, 5), (15, 6), (9, 7), (1, 8));
        var modality = bindingness == (int)Bindingness.Information ? 0 : Pick((40, 1), (1, 2), (45, 3), (14, 4));
        var action = modality == (int)Modality.MustNot ? Forbidden[random.Next(Forbidden.Length)] : (byte)random.Next(1, Actions.Length + 1);
        var from = Today.DayNumber + random.Next(-320, 400);
        var to = Math.Max(from, Today.DayNumber) + random.Next(60, 900);
        var everybody = random.Next(2) == 0;
        var youngest = everybody ? 0 : 16 + random.Next(45);
        var oldest = everybody ? 120 : youngest + random.Next(4, 30);
        var (indicator, direction, hasTarget, lo, hi) = random.Next(10) < 6 ? Measured() : (0, 0, false, int.MinValue, int.MaxValue);
        return new(
            id, (byte)line, (byte)bindingness, (byte)modality, action, (short)indicator, (byte)direction, hasTarget, lo, hi, from, to, (byte)youngest, (byte)oldest);
    }

    // Indicators with even numbers are to rise, the others to fall, to or past a value around their own usual one.
    private (int Indicator, int Direction, bool HasTarget, int Lo, int Hi) Measured()
    {
        var draw = random.NextDouble();
        var indicator = Math.Min(Indicators, Array.FindIndex(cumulative, c => draw < c) + 1);
        var rising = indicator % 2 == 0;
        var (usual, swing) = (1_000 + (10 * indicator), random.Next(20));
        var up = (indicator, (int)Direction.Up, true, usual - swing, int.MaxValue);
        var down = (indicator, (int)Direction.Down, true, int.MinValue, usual + swing);
        return Pick((960, 0), (5, 1), (5, 2), (5, 3), (5, 4), (20, 5)) switch
        {
            0 => rising ? up : down,
            1 => rising ? down : up,
            2 => (indicator, (int)Direction.Hold, true, usual - 50 - swing, usual + 50 + swing),
            3 => rising ? (indicator, 0, true, int.MinValue, usual - 25 - swing) : (indicator, 0, true, usual + 25 + swing, int.MaxValue),
            4 => (indicator, 0, false, int.MinValue, int.MaxValue),
            _ => (indicator, rising ? (int)Direction.Up : (int)Direction.Down, false, int.MinValue, int.MaxValue),
        };
    }

    private int Pick(params ReadOnlySpan<(int Weight, int Value)> choices)
    {
        var sum = 0;
        foreach (var (weight, _) in choices)
        {
            sum += weight;
        }

        var draw = random.Next(sum);
        foreach (var (weight, value) in choices)
        {
            if ((draw -= weight) < 0)
            {
                return value;
            }
        }

        throw new InvalidOperationException("no weights");
    }

    private static DayRange Valid(Row row) => new(DateOnly.FromDayNumber(row.From), DateOnly.FromDayNumber(row.To));

    private static Directive Written(Row row, Org issuer) => new()
    {
        Id = DirectiveId(row.Id),
        Line = (Line)row.Line,
        IssuerOrg = issuer,
        DocumentId = "konstruert",
        ClauseRef = DirectiveId(row.Id),
        Bindingness = (Bindingness)row.Bindingness,
        Modality = row.Modality == 0 ? null : (Modality)row.Modality,
        Theme = Themes[row.Id % Themes.Length],
        ActionCode = Actions[row.Action - 1],
        TargetGroup = row.AgeTo == 120 ? TargetGroup.Everybody : new([], new(row.AgeFrom, row.AgeTo)),
        IndicatorId = row.Indicator == 0 ? null : IndicatorId(row.Indicator),
        Direction = row.Direction == 0 ? null : (Direction)row.Direction,
        Target = row.HasTarget ? new(row.Lo == int.MinValue ? null : row.Lo, row.Hi == int.MaxValue ? null : row.Hi, "PERCENT") : null,
        Valid = Valid(row),
    };
}
