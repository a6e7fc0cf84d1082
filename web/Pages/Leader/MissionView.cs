using Samstyring.Notifications.V1;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Leader;

/// <summary>What the pages ask of a mission.</summary>
internal static class MissionView
{
    extension(Mission mission)
    {
        /// <summary>The id of its element.</summary>
        public string Anchor => $"m-{mission.MissionKey}";

        /// <summary>The id of its line, where it stands as one.</summary>
        public string RowAnchor => $"r-{mission.MissionKey}";

        public string Address => $"/missions/{mission.MissionKey}";

        /// <summary>Advice and information alone: to know of, not to do.</summary>
        public bool IsForInformation => mission.Sources.Count > 0 && mission.Sources.All(s => s.Bindingness is Bindingness.Advice or Bindingness.Information);

        /// <summary>The law requires it.</summary>
        public bool IsRequired => mission.Sources.Any(s => s.Bindingness is Bindingness.Statutory or Bindingness.Supervision);
    }

    /// <summary>Every mission of an office as it is now, in the order of the feed; also those that have ended, where they are asked for.</summary>
    public static async Task<IReadOnlyList<Mission>> AllMissions(this Platform platform, string office, bool ended = false)
    {
        var pages = await Paging.All(
            next => platform.Notifications.ListMissionsAsync(new ListMissionsRequest { OfficeNumber = office, PageSize = Paging.Page, PageToken = next, IncludeEnded = ended }),
            page => page.NextPageToken);
        return [.. pages.SelectMany(page => page.Missions)];
    }
}
