using System.Collections.Concurrent;
using System.Security.Cryptography;
using Samstyring.Steering.V1;

namespace Samstyring.Web.Pages.Directives;

/// <summary>A file that a person has handed in and not yet decided about.</summary>
/// <param name="Id">Its address.</param>
/// <param name="Owner">Whose it is: nobody else reaches it.</param>
/// <param name="Name">What the person calls it.</param>
/// <param name="Csv">What it says.</param>
/// <param name="Look">What it would do, when that is known.</param>
/// <param name="Writing">What it did, when that is known; null until the person has said that it shall be written.</param>
/// <param name="At">When it was handed in.</param>
internal sealed record Upload(
    string Id, string Owner, string Name, string Csv, Task<ImportDirectivesResponse> Look, Task<ImportDirectivesResponse>? Writing, DateTimeOffset At)
{
    // Who hands in a small file shall see what it does at once, and not first that it is looked at.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Lines of the file; a row is several where it holds text of several.</summary>
    public int Lines { get; } = Csv.Count(c => c == '\n');

    /// <summary>What goes on now, or went on last.</summary>
    public Task<ImportDirectivesResponse> Newest => Writing ?? Look;

    /// <summary>Over when the file has been looked at or written, or when that takes so long that the person should see it go on.</summary>
    public Task Soon() => Task.WhenAny(Newest, Task.Delay(Patience));
}

/// <summary>
/// Files between the look and the decision, here as sessions are: lost when the process ends, and the file is handed in again. A person has one at a time, and all
/// of them together do not grow beyond <see cref="MaxCharacters"/>: the oldest goes.
/// </summary>
internal sealed class Uploads(TimeProvider clock)
{
    /// <summary>Largest file.</summary>
    public const int MaxBytes = 10 * 1024 * 1024;

    /// <summary>Most characters of all files together.</summary>
    public const long MaxCharacters = 20L * MaxBytes;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<string, Upload> uploads = new();

    /// <summary>Keeps a file in place of the one the person handed in before.</summary>
    public Upload Keep(string owner, string name, string csv, Task<ImportDirectivesResponse> look)
    {
        var now = clock.GetUtcNow();
        foreach (var old in uploads.Values.Where(upload => upload.Owner == owner || upload.At + Life <= now))
            uploads.TryRemove(old.Id, out _);
        var kept = new Upload(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), owner, name, csv, look, null, now);
        uploads[kept.Id] = kept;
        var size = uploads.Values.Sum(upload => (long)upload.Csv.Length);
        foreach (var oldest in uploads.Values.Where(upload => upload != kept).OrderBy(upload => upload.At).TakeWhile(_ => size > MaxCharacters))
        {
            uploads.TryRemove(oldest.Id, out _);
            size -= oldest.Csv.Length;
        }

        return kept;
    }

    /// <summary>The file at the address; null when it is somebody else's or no longer here.</summary>
    public Upload? Find(string owner, string id) =>
        uploads.TryGetValue(id, out var upload) && upload.Owner == owner && upload.At + Life > clock.GetUtcNow() ? upload : null;

    /// <summary>The file is being written.</summary>
    public Upload Write(Upload upload, Task<ImportDirectivesResponse> writing)
    {
        var written = upload with { Writing = writing };
        uploads.TryUpdate(upload.Id, written, upload);
        return written;
    }
}
