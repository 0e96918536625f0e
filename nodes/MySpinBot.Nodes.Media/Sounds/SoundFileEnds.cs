namespace MySpinBot.Nodes.Media;

/// <summary>What the last bytes of a sound file say that ffmpeg does not.</summary>
internal static class SoundFileEnds
{
    private const int Reach = 1 << 17;
    private const int OggHeader = 27;

    /// <summary>Whether it is an Ogg file whose last page is not whole: ffmpeg leaves that page out without a word.</summary>
    public static async Task<bool> IsCutOffOggAsync(string path, CancellationToken cancellation)
    {
        if (!(await ReadAsync(path, 0, 4, cancellation)).AsSpan().SequenceEqual("OggS"u8))
        {
            return false;
        }

        // A page has at most 27 + 255 + 255 · 255 bytes, so the last one begins within reach.
        var tail = (await ReadAsync(path, Math.Max(0, new FileInfo(path).Length - Reach), Reach, cancellation)).AsSpan();
        var page = tail[Math.Max(0, tail.LastIndexOf("OggS"u8))..];
        var segments = page.Length < OggHeader ? 0 : page[OggHeader - 1];
        if (page.Length < OggHeader + segments)
        {
            return true;
        }

        var length = OggHeader + segments;
        foreach (var segment in page.Slice(OggHeader, segments))
        {
            length += segment;
        }

        return page.Length < length;
    }

    private static async Task<byte[]> ReadAsync(string path, long from, int most, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true);
        file.Position = from;
        var bytes = new byte[(int)Math.Min(most, file.Length - from)];
        await file.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
