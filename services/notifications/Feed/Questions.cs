using System.Security.Cryptography;
using System.Text;
using Google.Protobuf.WellKnownTypes;
using Samstyring.Common;
using Samstyring.Errors.V1;
using Samstyring.Notifications.Store;
using Samstyring.Notifications.V1;
using Samstyring.Types.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>
/// What a leader asks both owners, and what one of them answers. Each is a new version of the mission that asks for no new receipt: a question never changes
/// a mission by itself.
/// </summary>
public static class Questions
{
    /// <summary>The version that carries the question. A mission that has ended can no longer be asked about.</summary>
    public static Outcome<Mission> Ask(Mission newest, QuestionKind kind, string text, DateTimeOffset now)
    {
        if (newest.State == MissionState.Ended)
        {
            return Refusal.Of(ErrorReason.MissionEnded, ("version", $"{newest.Version}"));
        }

        var next = Next(newest);
        var name = $"question|{newest.OfficeNumber}|{newest.MissionKey}|{next.Version}";
        next.Questions.Add(new MissionQuestion
        {
            QuestionId = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name))),
            Kind = kind,
            Text = text,
            AskedByRole = "NAV_LEADER",
            AskedAt = Timestamp.FromDateTimeOffset(now),
        });
        return next;
    }

    /// <summary>The version that carries the answer; also of a mission that has ended meanwhile. Whoever of the owners answers first has answered.</summary>
    public static Outcome<Mission> Answer(Mission newest, string questionId, string answer, OrgRef owner, DateTimeOffset now)
    {
        var next = Next(newest);
        var question = next.Questions.Single(q => q.QuestionId == questionId);
        if (question.AnsweredAt is not null)
        {
            return Refusal.Of(ErrorReason.AnsweredAlready, ("party", $"{DirectiveReader.Org(question.AnsweredBy)}"));
        }

        (question.Answer, question.AnsweredBy, question.AnsweredAt) = (answer, owner, Timestamp.FromDateTimeOffset(now));
        return next;
    }

    private static Mission Next(Mission newest)
    {
        var next = newest.Clone();
        next.Version++;
        next.ChangeClass = Steering.V1.ChangeClass.Editorial;
        return next;
    }
}
