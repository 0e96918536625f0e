using System.Collections.Immutable;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Lays the part that speaks over the video that it was cut from. Everything else stays what it was: it is not encoded again, and frames without a face are not touched at all.</summary>
internal static class SyncedFilm
{
    // Each stretch is decoded for itself; where faces come and go more often than this, one stretch with all of it is less work.
    private const int MostStretches = 200;

    /// <summary>The picture with its speaking part.</summary>
    /// <param name="shown">What is shown, as long as the sound.</param>
    /// <param name="part">The speaking part of it, as long.</param>
    /// <param name="plan">Where that part is, and when there is a face.</param>
    public static ImmutableArray<PictureSegment> Picture(Video shown, Video part, SyncPlan plan)
    {
        var (length, below, over) = (shown.FrameCount, VideoEdits.OneSegment(shown), VideoEdits.OneSegment(part));

        // At the clock of its first frame the part begins; stretches are cut out of both alike.
        var edit = new OverlayEdit(over, plan.Region.X, plan.Region.Y, Start: below.FirstFrame);
        var speaking = below with { Edits = below.Edits.IsDefault ? [edit] : below.Edits.Add(edit) };
        if (plan.Runs.Length > MostStretches)
        {
            return [speaking];
        }

        var (picture, end) = (ImmutableArray.CreateBuilder<PictureSegment>(), 0L);
        foreach (var (first, count) in plan.Runs)
        {
            picture.AddRange(Slices.Of([below], end, first - end));
            picture.AddRange(Slices.Of([speaking], first, count));
            end = first + count;
        }

        picture.AddRange(Slices.Of([below], end, length - end));
        return picture.ToImmutable();
    }

    /// <summary>The sound of the result: the speech at its own rate, then what the video sounded like behind it, where that is kept.</summary>
    /// <param name="video">The result so far: its picture, and the sound of the video that it was.</param>
    /// <param name="speech">What is said.</param>
    /// <param name="length">Frames that speak.</param>
    public static ImmutableArray<SoundSegment> Sound(Video video, SoundSegment speech, long length)
    {
        var spoken = FrameTime.Seconds(length, video.FrameRate);
        var rest = FrameTime.Seconds(video.FrameCount - length, video.FrameRate);
        return [.. SoundCut.Stretch([speech], 0, spoken), .. SoundCut.Stretch(video.Sound, spoken, rest)];
    }
}
