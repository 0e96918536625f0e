using System.Globalization;
using MySpinBot.Nodes.Media;

namespace MySpinBot.Nodes.Tests.Media;

/// <summary>Says in words what a frame of a video shows, straight from what the description's documentation promises: two frames with one story look the same.</summary>
internal static class FrameStory
{
    /// <summary>Of every frame.</summary>
    public static IEnumerable<string> Of(Video video)
    {
        for (var frame = 0L; frame < video.FrameCount; frame++)
        {
            yield return Of(video, frame);
        }
    }

    /// <summary>Of one frame.</summary>
    public static string Of(Video video, long frame)
    {
        foreach (var segment in video.Picture)
        {
            if (frame < segment.FrameCount)
            {
                return Of(segment, frame, video.FrameRate);
            }

            frame -= segment.FrameCount;
        }

        throw new InvalidOperationException($"The video ends {frame + 1} frames earlier.");
    }

    private static string Of(PictureSegment segment, long frame, Rational rate)
    {
        var clock = segment.FirstFrame + frame;
        var story = segment.Source switch
        {
            StillSource still => Name(still.Picture),
            FileSource file => Invariant($"{Name(file.File)}@{clock}/{rate}"),
            ClipSource clip => Of(clip.Clip, Inner(clip, clock, rate)),
            TransitionSource mixed => Invariant($"{mixed.Way}({Of(mixed.From, clock, rate)} {Of(mixed.To, clock, rate)} {clock + 1}/{mixed.Length + 1})"),
            _ => throw new InvalidOperationException(),
        };
        foreach (var edit in segment.Edits.IsDefault ? [] : segment.Edits)
        {
            story = Of(edit, clock, rate) is { Length: > 0 } text ? $"{story} {text}" : story;
        }

        return story;
    }

    private static long Inner(ClipSource clip, long frame, Rational rate)
    {
        var (speed, inner) = (clip.Speed ?? new Rational(1), clip.Clip.FrameRate);
        var number = (long)((Int128)frame * speed.Numerator * inner.Numerator * rate.Denominator / ((Int128)speed.Denominator * inner.Denominator * rate.Numerator));
        return clip.Reversed ? clip.Clip.FrameCount - 1 - number : number;
    }

    private static string Of(FrameEdit edit, long clock, Rational rate) => edit switch
    {
        ScaleEdit scale => $"scale {scale.Width}×{scale.Height} {scale.Fit}",
        CropEdit crop => $"crop {crop.X},{crop.Y} {crop.Width}×{crop.Height}",
        PadEdit pad => $"pad {pad.X},{pad.Y} {pad.Width}×{pad.Height}",
        TurnEdit turn => $"turn {turn.QuarterTurns} {turn.Mirrored}",
        ColourEdit colour => Invariant($"colour {colour.Brightness} {colour.Contrast} {colour.Saturation} {colour.Gamma}"),
        PanZoomEdit pan => Invariant($"pan {pan.From} {pan.To} {Math.Clamp(clock - pan.Start, 0, pan.Length)}/{pan.Length} {pan.Width}×{pan.Height}"),
        FadeEdit fade when fade.In => clock - fade.Start >= fade.Length ? "" : Invariant($"in {Math.Max(0, clock - fade.Start)}/{fade.Length}"),
        FadeEdit fade => clock < fade.Start ? "" : Invariant($"out {Math.Min(fade.Length, clock - fade.Start + 1)}/{fade.Length}"),
        OverlayEdit over when clock < over.Start || clock - over.Start >= over.Over.FrameCount => "",
        OverlayEdit over => Invariant($"[{Of(over.Over, clock - over.Start, rate)} at {over.X},{over.Y} {over.Opacity}]"),
        _ => throw new InvalidOperationException(),
    };

    private static string Name(ArtifactReference artifact) => artifact.Id.ToString()[^6..];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
