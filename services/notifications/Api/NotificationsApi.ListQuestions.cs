using System.Globalization;
using Grpc.Core;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.V1;

namespace Samstyring.Notifications.Api;

public sealed partial class NotificationsApi
{
    /// <inheritdoc/>
    public override Task<ListQuestionsResponse> ListQuestions(ListQuestionsRequest request, ServerCallContext context) =>
        rpc.Read<ListQuestionsResponse>(context, async read =>
        {
            var fields = new Fields();
            var size = fields.PageSize(request.PageSize);
            var (at, id) = Asked(fields, fields.PageToken(request.PageToken));
            if (fields.Any)
            {
                return fields.ToRefusal();
            }

            var rows = await questions.Page(read.Connection, read.Caller, request.OfficeNumber, request.IncludeAnswered, at, id, size + 1, read.Cancel);
            return new ListQuestionsResponse
            {
                Questions =
                {
                    rows.Take(size).Select(row => new AskedQuestion
                    {
                        OfficeNumber = row.Number,
                        MissionKey = row.MissionKey,
                        MissionTitle = Mission.Parser.ParseFrom(row.Mission).Title,
                        Question = MissionQuestion.Parser.ParseFrom(row.Question),
                    }),
                },
                NextPageToken = rows.Count > size ? PageToken.Encode($"{rows[size - 1].AskedAt.UtcDateTime:O} {rows[size - 1].QuestionId}") : "",
            };
        });

    private static (DateTimeOffset At, string QuestionId) Asked(Fields fields, string? key)
    {
        if (key is null)
        {
            return (DateTimeOffset.UnixEpoch, "");
        }

        var parts = key.Split(' ');
        if (parts.Length == 2 && DateTimeOffset.TryParseExact(parts[0], "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
        {
            return (at, parts[1]);
        }

        fields.Add("page_token", ErrorReason.FieldMalformed, key);
        return (DateTimeOffset.UnixEpoch, "");
    }
}
