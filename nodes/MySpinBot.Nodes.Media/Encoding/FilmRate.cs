using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>How many bits a film's picture may have.</summary>
internal static class FilmRate
{
    // What the container adds: some bytes a frame and a packet of sound, and its index.
    private const double ShareOfStreams = 0.98;
    private const long LeastBits = 8_000;

    /// <summary>Bits a second of the picture, for the bit rate or for the size that is wanted.</summary>
    /// <exception cref="NodeFailure">The size is too small for the sound alone.</exception>
    public static long BitsPerSecond(FilmEncoding encoding, double seconds, SoundFile? sound)
    {
        if (encoding.Bitrate > 0)
        {
            return encoding.Bitrate * 1000L;
        }

        var heard = sound is null ? 0 : SoundArguments.BitsPerSecond(encoding, sound.Channels);
        var bits = (long)(encoding.Megabytes * 8e6 * ShareOfStreams / seconds) - heard;
        return bits >= LeastBits ? bits : throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
            $"{encoding.Megabytes:0.###} MB are not enough for {seconds:0.#} seconds; with this sound at least {(heard + LeastBits) * seconds / 8e6 / ShareOfStreams:0.###} MB are needed, and more to look good.")) { Input = "target_megabytes" };
    }
}
