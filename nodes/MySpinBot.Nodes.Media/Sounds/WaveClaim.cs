using System.Buffers.Binary;

namespace MySpinBot.Nodes.Media;

/// <summary>How long a WAV file says that it is. ffmpeg believes the file's size instead, and so takes a cut-off file for a short one.</summary>
internal static class WaveClaim
{
    private const int HeaderBytes = 1 << 16;

    // Programs that write to a pipe do not know the length and put the greatest there.
    private const uint Open = 0x7FFF_0000;

    /// <summary>Seconds by the lengths in its header; null for other files and where the header leaves the length open.</summary>
    public static async Task<double?> SecondsAsync(string path, CancellationToken cancellation)
        => Read(await HeaderAsync(path, cancellation)) is { Length: < Open, BytesPerSecond: > 0 } claim ? (double)claim.Length / claim.BytesPerSecond : null;

    /// <summary>Whether it is a WAV file whose header leaves the length open, as those have it that were written to a pipe: its end is no damage.</summary>
    public static async Task<bool> IsOpenAsync(string path, CancellationToken cancellation) => Read(await HeaderAsync(path, cancellation)) is { Length: >= Open };

    private static async Task<byte[]> HeaderAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, useAsync: true);
        var header = new byte[(int)Math.Min(HeaderBytes, file.Length)];
        await file.ReadExactlyAsync(header, cancellation);
        return header;
    }

    private static (uint Length, uint BytesPerSecond)? Read(ReadOnlySpan<byte> header)
    {
        if (header.Length < 12 || !header.StartsWith("RIFF"u8) || !header[8..12].SequenceEqual("WAVE"u8))
        {
            return null;
        }

        uint bytesPerSecond = 0;
        for (var at = 12L; at + 8 <= header.Length;)
        {
            var chunk = header[(int)at..];
            var length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("fmt "u8) && chunk.Length >= 24)
            {
                bytesPerSecond = BinaryPrimitives.ReadUInt32LittleEndian(chunk[16..]);
            }
            else if (chunk.StartsWith("data"u8))
            {
                return (length, bytesPerSecond);
            }

            at += 8 + length + (length & 1);
        }

        return null;
    }
}
