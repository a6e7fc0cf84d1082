using Grpc.Core;
using Samstyring.Common;
using Samstyring.Offices.Rules;
using Samstyring.Offices.V1;

namespace Samstyring.Offices.Api;

public sealed partial class OfficesApi
{
    public override Task<ListAgreementRemindersResponse> ListAgreementReminders(ListAgreementRemindersRequest request, ServerCallContext context) =>
        rpc.Read<ListAgreementRemindersResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var after = fields.PageToken(request.PageToken) ?? "";
            var asOf = fields.Date("as_of", request.AsOf) ?? read.Today;
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var offices = await store.OfficesOf(read.Connection, read.Caller, read.Today);
            var there = await agreements.Load(read.Connection, await agreements.Ids(read.Connection, offices), read.Today);
            var reminders = Reminders.On(asOf, there).Where(reminder => string.CompareOrdinal(Key(reminder), after) > 0).Take(size + 1).ToList();
            var next = Cut(reminders, size, Key);
            return new ListAgreementRemindersResponse { Reminders = { reminders.Select(ToMessage) }, NextPageToken = next };
        });

    private static string Key(Reminder reminder) => $"{reminder.EndsOn:yyyy-MM-dd} {reminder.Agreement.Id}";

    private static AgreementReminder ToMessage(Reminder reminder) => new()
    {
        AgreementId = $"{reminder.Agreement.Id}",
        OfficeNumber = reminder.Agreement.OfficeNumber,
        Type = reminder.Agreement.Type,
        Parties = { reminder.Agreement.Newest.Parties.Select(party => party.Org) },
        EndsOn = $"{reminder.EndsOn:yyyy-MM-dd}",
        Mark = reminder.Mark,
        DueOn = $"{reminder.DueOn:yyyy-MM-dd}",
    };
}
