using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>A long video in parts that are processed by calls of their own, each planned, keyed, stored and reused by itself: a failure in frame 10,000, or the end of the process, costs the part that it happened in.</summary>
/// <remarks>A node that takes frames through a model has a second node behind it that does one part, and a third that joins them:
/// <code>
/// return FrameParts.Of(video, seconds) is { Count: > 1 } parts
///     ? FrameParts.Expand(video, parts, part => ("MyModelPart", [("model", model), ("video", part.Video)]), "MyModelJoin")
///     : await RunAsync(model, video, context, cancellation);
/// </code></remarks>
public static class FrameParts
{
    /// <summary>The least frames of a part: what a start costs is small beside them, however slow the process is.</summary>
    public const long Least = 64;

    /// <summary>The most frames of a part: what a failure costs is bounded, however fast the process seems to be.</summary>
    public const long Most = 4096;

    // Two tools are started and the decoder begins up to two seconds before a part: half a second, which is to be less than a hundredth.
    private const double SecondsOfPart = 60;

    /// <summary>How many frames a part has: a power of two, as near as can be to a minute's work.</summary>
    /// <param name="secondsAFrame">About how long the process takes for one frame. It must follow from the inputs alone and never from a measurement, so that a run that is taken up again has the same parts.</param>
    public static long Length(double secondsAFrame)
        => (long)Math.Pow(2, Math.Round(Math.Log2(Math.Clamp(SecondsOfPart / Math.Max(secondsAFrame, 1e-9), Least, Most))));

    /// <summary>Cuts a video. A rest of less than half a part goes to the part before it.</summary>
    /// <param name="video">The video.</param>
    /// <param name="secondsAFrame">As for <see cref="Length"/>.</param>
    /// <returns>The parts, in order; a single one where the video is short.</returns>
    public static IReadOnlyList<FramePart> Of(Video video, double secondsAFrame)
    {
        ArgumentNullException.ThrowIfNull(video);
        var length = Length(secondsAFrame);
        var count = Math.Max(1, (video.FrameCount + (length / 2)) / length);
        var parts = new List<FramePart>((int)count);
        for (var i = 0L; i < count; i++)
        {
            var first = i * length;
            var frames = (i == count - 1 ? video.FrameCount : first + length) - first;
            parts.Add(new FramePart(first, VideoEdits.PictureOf(video) with { Picture = Slices.Of(video.Picture, first, frames) }));
        }

        return parts;
    }

    /// <summary>The piece of graph that processes the parts and joins them.</summary>
    /// <param name="video">The whole video.</param>
    /// <param name="parts">Its parts.</param>
    /// <param name="node">The type and the inputs of the node that processes a part; its first output is a video with as many frames.</param>
    /// <param name="join">The type of the node that joins them: it takes <c>video</c> and an <see cref="ExtraInputs"/>, and returns what <see cref="Join"/> does.</param>
    public static Expansion Expand(Video video, IReadOnlyList<FramePart> parts, Func<FramePart, (string ClassType, (string Name, object? Value)[] Inputs)> node, string join)
    {
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(node);
        var fragment = new GraphFragment();
        var inputs = new List<(string, object?)> { ("video", video) };
        for (var i = 0; i < parts.Count; i++)
        {
            var name = Name(i);
            var (type, given) = node(parts[i]);
            inputs.Add((name, fragment.Add(name, type, given).Output()));
        }

        return new Expansion(fragment, fragment.Add("whole", join, [.. inputs]).Output());
    }

    /// <summary>Lays processed parts end to end, under the sound and the captions of the whole.</summary>
    /// <param name="video">The whole video, as it was.</param>
    /// <param name="parts">What became of its parts.</param>
    /// <exception cref="NodeFailure">They do not fit together.</exception>
    public static Video Join(Video video, ExtraInputs parts)
    {
        ArgumentNullException.ThrowIfNull(video);
        ArgumentNullException.ThrowIfNull(parts);
        var picture = ImmutableArray.CreateBuilder<PictureSegment>();
        Video? first = null;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts.TryGetValue(Name(i), out var value) && value is Video found ? found
                : throw new NodeFailure($"Part {i + 1} of the video is missing; inputs are called part1, part2, … and are videos.");
            first ??= part;
            if ((part.Width, part.Height) != (first.Width, first.Height) || part.FrameRate != video.FrameRate)
            {
                throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                    $"Part {i + 1} of the video has {part.Width}×{part.Height} pixels at {part.FrameRate} frames a second, and the first {first.Width}×{first.Height} at {video.FrameRate}; parts are alike."));
            }

            picture.AddRange(part.Picture);
        }

        var joined = video with { Width = first?.Width ?? video.Width, Height = first?.Height ?? video.Height, Picture = picture.ToImmutable() };
        return joined.FrameCount == video.FrameCount ? VideoNesting.Checked(joined)
            : throw new NodeFailure($"The parts have {joined.FrameCount} frames in all, and the video {video.FrameCount}; a part is missing, or was cut.");
    }

    private static string Name(int index) => "part" + (index + 1).ToString(CultureInfo.InvariantCulture);
}
