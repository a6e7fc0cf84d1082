using Google.Protobuf;
using Google.Protobuf.Reflection;
using Samstyring.Common;
using Samstyring.Notifications.V1;
using Samstyring.Types.V1;

namespace Samstyring.Notifications.Feed;

/// <summary>What differs between two versions of a mission, for somebody who has read the older one.</summary>
public static class MissionChanges
{
    private static readonly string[] MissionFields =
        ["title", "text", "theme", "action_code", "target_group", "valid", "deadline", "responsible_leader", "state", "end_reason", "replaced_by_mission_key"];

    private static readonly string[] SourceFields =
    [
        "title", "text", "bindingness", "modality", "deadline", "priority_rank", "responsible_leader", "indicator_id", "target", "valid", "document_id",
        "clause_ref", "issuer_org", "derived_from",
    ];

    /// <summary>The difference; without an older version all is new, and nothing is listed.</summary>
    /// <param name="old">The version that was read; null when none was.</param>
    /// <param name="newest">The newest.</param>
    public static MissionChange Of(Mission? old, Mission newest)
    {
        var change = new MissionChange
        {
            Mission = newest,
            SinceVersion = old?.Version ?? 0,
            ChangeClass = newest.MaterialVersion > (old?.Version ?? 0) ? Steering.V1.ChangeClass.Material : Steering.V1.ChangeClass.Editorial,
        };
        if (old is null)
        {
            return change;
        }

        var before = old.Sources.ToDictionary(s => s.DirectiveId);
        var after = newest.Sources.ToDictionary(s => s.DirectiveId);
        change.Fields.AddRange(Fields(old, newest, MissionFields));
        change.SourcesCome.AddRange(newest.Sources.Where(s => !before.ContainsKey(s.DirectiveId)));
        change.SourcesGone.AddRange(old.Sources.Where(s => !after.ContainsKey(s.DirectiveId)));
        change.SourcesChanged.AddRange(newest.Sources.Where(s => before.ContainsKey(s.DirectiveId))
            .Select(s => new SourceChange
            {
                DirectiveId = s.DirectiveId,
                Line = s.Line,
                IssuerOrg = s.IssuerOrg,
                Fields = { Fields(before[s.DirectiveId], s, SourceFields) },
            })
            .Where(s => s.Fields.Count > 0));
        change.FlagsCome.AddRange(newest.Flags.Where(f => old.Flags.All(o => o.FindingId != f.FindingId)));
        change.FlagsGone.AddRange(old.Flags.Where(o => newest.Flags.All(f => f.FindingId != o.FindingId)));
        change.Questions.AddRange(newest.Questions.Where(q => !old.Questions.Contains(q)));
        return change;
    }

    private static IEnumerable<FieldChange> Fields(IMessage old, IMessage newest, string[] names)
    {
        foreach (var field in names.Select(name => newest.Descriptor.FindFieldByName(name)))
        {
            var (was, now) = (Value(field, old), Value(field, newest));
            if (!Equals(was, now) && Text(field, was) != Text(field, now))
            {
                yield return was is LocalizedText || now is LocalizedText
                    ? new() { Field = field.Name, OldText = was as LocalizedText, NewText = now as LocalizedText }
                    : new() { Field = field.Name, OldValue = Text(field, was), NewValue = Text(field, now) };
            }
        }
    }

    private static object? Value(FieldDescriptor field, IMessage message) =>
        field.HasPresence && !field.Accessor.HasValue(message) ? null : field.Accessor.GetValue(message);

    // As in the JSON form: the name of an enum's value, a message as an object; nothing where there is none.
    private static string Text(FieldDescriptor field, object? value) => value switch
    {
        null => "",
        IMessage message => Json.Write(message),
        Enum when field.EnumType.FindValueByNumber((int)value) is var named => (int)value == 0 ? "" : named.Name,
        System.Collections.IEnumerable many and not string => string.Join(", ", many.Cast<object>()),
        _ => FormattableString.Invariant($"{value}"),
    };
}
