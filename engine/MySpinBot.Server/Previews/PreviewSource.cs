using System.Globalization;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Previews;

/// <summary>A file that is to be looked at.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Identity">The same for the same bytes; another after the file has changed.</param>
/// <param name="IsForEver">Whether its bytes cannot change.</param>
internal sealed record PreviewSource(string Path, string Identity, bool IsForEver)
{
    /// <summary>A kept artifact.</summary>
    public static PreviewSource Of(ContentId id, string path) => new(path, id.ToString(), IsForEver: true);

    /// <summary>A file that may change: it is known by its place, its length and its date.</summary>
    /// <exception cref="ServerRefusal">It is not there.</exception>
    public static PreviewSource Of(string path)
        => new FileInfo(path) is { Exists: true } info
            ? new PreviewSource(path, string.Create(CultureInfo.InvariantCulture, $"{path}\n{info.Length}\n{info.LastWriteTimeUtc.Ticks}"), IsForEver: false)
            : throw DiskRefusal.Of(new FileNotFoundException(), "The file cannot be read");
}
