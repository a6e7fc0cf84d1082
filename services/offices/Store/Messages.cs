using NpgsqlTypes;
using Samstyring.Common;
using Pb = Samstyring.Types.V1;

namespace Samstyring.Offices.Store;

/// <summary>Stored values in the written forms of the messages.</summary>
internal static class Messages
{
    public static Pb.Period Period(NpgsqlRange<DateOnly> range)
    {
        var (from, to) = (range.ToPeriod().From, range.ToPeriod().To);
        var message = new Pb.Period();
        if (from is not null)
        {
            message.From = $"{from:yyyy-MM-dd}";
        }

        if (to is not null)
        {
            message.To = $"{to:yyyy-MM-dd}";
        }

        return message;
    }
}
