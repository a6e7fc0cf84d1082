using Samstyring.Steering.V1;

namespace Samstyring.Common;

/// <summary>What a middle node may change when it relays a directive, and what owners can agree to change to settle a case.</summary>
public static class Adaptations
{
    /// <summary>Changes the content; an absent field keeps its value.</summary>
    public static void Apply(DirectiveContent content, Adaptation a)
    {
        content.Title = a.Title ?? content.Title;
        content.Text = a.Text ?? content.Text;
        content.Bindingness = a.Bindingness == Bindingness.Unspecified ? content.Bindingness : a.Bindingness;
        content.Modality = a.Modality == Modality.Unspecified ? content.Modality : a.Modality;
        content.Direction = a.Direction == Direction.Unspecified ? content.Direction : a.Direction;
        content.Target = a.Target ?? content.Target;
        content.TargetGroup = a.TargetGroup ?? content.TargetGroup;
        content.Valid = a.Valid ?? content.Valid;
        content.ResponsibleLeader = a.ResponsibleLeader == ResponsibleLeader.Unspecified ? content.ResponsibleLeader : a.ResponsibleLeader;
        content.DocumentId = a.DocumentId.Length == 0 ? content.DocumentId : a.DocumentId;
        content.ClauseRef = a.ClauseRef.Length == 0 ? content.ClauseRef : a.ClauseRef;
        if (a.HasDeadline)
        {
            content.Deadline = a.Deadline;
        }

        if (a.HasPriorityRank)
        {
            content.PriorityRank = a.PriorityRank;
        }
    }
}
