using System.Text;

namespace MySpinBot.Films;

/// <summary>Files that only name other files. ffmpeg would read those, wherever they are, and whatever they hold now.</summary>
internal static class Playlist
{
    private const int Reach = 4096;

    /// <summary>Whether a file is such a list.</summary>
    public static async Task<bool> IsOneAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true);
        var bytes = new byte[(int)Math.Min(Reach, file.Length)];
        await file.ReadExactlyAsync(bytes, cancellation);
        var head = Encoding.ASCII.GetString(bytes).TrimStart('?', ' ', '\r', '\n', '\t');
        return head.StartsWith("#EXTM3U", StringComparison.Ordinal) || head.StartsWith("ffconcat", StringComparison.Ordinal) || head.StartsWith("v=0", StringComparison.Ordinal)
            || (head.StartsWith('<') && head.Contains("<MPD", StringComparison.Ordinal));
    }
}
