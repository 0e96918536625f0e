using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>The places of packets among the frames of a video: packet n of the order in which they are shown is frame n.</summary>
internal static class FrameGrid
{
    /// <summary>The number of the frame that each packet shows; null where the times are not those of a steady rate.</summary>
    /// <param name="packets">The packets in the order of decoding.</param>
    /// <param name="timeBase">Seconds that a tick lasts.</param>
    /// <param name="rate">Frames a second.</param>
    /// <param name="rounded">Whether times may be rounded to a tick, as in containers that count milliseconds.</param>
    public static int[]? FramesOf(ImmutableArray<Packet> packets, Rational timeBase, Rational rate, bool rounded)
    {
        if (packets.IsDefaultOrEmpty)
        {
            return null;
        }

        var first = packets.Min(packet => packet.Shown);
        var (frames, seen) = (new int[packets.Length], new bool[packets.Length]);
        for (var i = 0; i < packets.Length; i++)
        {
            // Ticks since the first frame times tick length times rate: the frame's number.
            var above = (Int128)(packets[i].Shown - first) * timeBase.Numerator * rate.Numerator;
            var below = (Int128)timeBase.Denominator * rate.Denominator;
            var number = (above + (below / 2)) / below;
            var error = Int128.Abs(above - (number * below));
            if (number >= packets.Length || seen[(int)number] || (rounded ? error > (Int128)timeBase.Numerator * rate.Numerator : error != 0))
            {
                return null;
            }

            (frames[i], seen[(int)number]) = ((int)number, true);
        }

        return frames;
    }
}
