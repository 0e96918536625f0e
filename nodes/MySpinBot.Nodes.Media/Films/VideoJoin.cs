using System.Collections.Immutable;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Lays videos of one size and rate end to end, or over each other's ends.</summary>
internal sealed class VideoJoin(Video first, bool hasSound, int videoCount)
{
    private readonly ImmutableArray<PictureSegment>.Builder _picture = ImmutableArray.CreateBuilder<PictureSegment>();
    private readonly ImmutableArray<SoundSegment>.Builder _sound = ImmutableArray.CreateBuilder<SoundSegment>();
    private readonly List<ImmutableArray<CaptionTrack>> _captions = new(videoCount);
    private ImmutableArray<SoundSegment> _faded = [];
    private ImmutableArray<SoundSegment> _fadedTo = [];
    private ImmutableArray<SoundSegment> _fade = [];
    private long _frames;
    private decimal _heard;

    /// <summary>One after the other.</summary>
    public static Video EndToEnd(IReadOnlyList<Video> videos)
    {
        var join = new VideoJoin(videos[0], videos.Any(video => !video.Sound.IsDefaultOrEmpty), videos.Count);
        foreach (var video in Heard(videos))
        {
            join.Add(video);
        }

        return join.Result();
    }

    /// <summary>The last frames of each lead over to the first ones of the next; so does the sound.</summary>
    public static async Task<Video> OverlappingAsync(IReadOnlyList<Video> videos, TransitionKind way, long overlap, NodeContext context, CancellationToken cancellation)
    {
        var join = new VideoJoin(videos[0], videos.Any(video => !video.Sound.IsDefaultOrEmpty), videos.Count);
        var heard = Heard(videos);
        for (var i = 0; i < heard.Count; i++)
        {
            var (start, end) = (i == 0 ? 0 : overlap, heard[i].FrameCount - (i == heard.Count - 1 ? 0 : overlap));
            RequireLong(heard[i], i + 1, start, end, overlap);
            join.AddCaptions(heard[i], join._frames - start);
            join.AddStretch(VideoCut.Stretch(heard[i], start, end));
            if (i < heard.Count - 1)
            {
                await join.AddTransitionAsync(VideoCut.Stretch(heard[i], end, heard[i].FrameCount), VideoCut.Stretch(heard[i + 1], 0, overlap), way, context, cancellation);
            }
        }

        return join.Result();
    }

    private async Task AddTransitionAsync(Video leaving, Video coming, TransitionKind way, NodeContext context, CancellationToken cancellation)
    {
        var source = new TransitionSource(VideoEdits.OneSegment(leaving), VideoEdits.OneSegment(coming), way, leaving.FrameCount);
        if (hasSound && !(_faded.SequenceEqual(leaving.Sound) && _fadedTo.SequenceEqual(coming.Sound)))
        {
            // A video that follows itself again and again fades over in the same way each time.
            (_faded, _fadedTo, _fade) = (leaving.Sound, coming.Sound, await VideoSound.CrossFadedAsync(leaving, coming, context, cancellation));
        }

        AddStretch(leaving with { Picture = [new PictureSegment(source, leaving.FrameCount, Edits: [])], Sound = hasSound ? _fade : [] });
    }

    private void Add(Video video)
    {
        AddCaptions(video, _frames);
        AddStretch(video);
    }

    private void AddStretch(Video video)
    {
        _picture.AddRange(video.Picture);
        _frames += video.FrameCount;
        foreach (var segment in hasSound ? SoundCut.ToPicture(video) : [])
        {
            AddSound(segment);
        }

        if (hasSound)
        {
            KeepInStep();
        }
    }

    private void AddSound(SoundSegment segment)
    {
        _sound.Add(segment);
        _heard += (decimal)segment.SampleCount / segment.SampleRate;
    }

    // Each piece is rounded to whole samples. What adds up to one over many pieces is taken from the last, or given as silence.
    private void KeepInStep()
    {
        if (_sound is not [.., var last])
        {
            return;
        }

        var missing = (long)decimal.Truncate((FrameTime.Seconds(_frames, first.FrameRate) - _heard) * last.SampleRate);
        if (missing > 0)
        {
            AddSound(last with { Pcm = null, FirstSample = 0, SampleCount = missing });
        }
        else if (missing < 0 && last.SampleCount > -missing)
        {
            _sound.RemoveAt(_sound.Count - 1);
            _heard -= (decimal)last.SampleCount / last.SampleRate;
            AddSound(last with { SampleCount = last.SampleCount + missing });
        }
    }

    private void AddCaptions(Video video, long at) => _captions.Add(TrackTiming.Later(video.Captions, (double)FrameTime.Seconds(at, first.FrameRate)));

    private Video Result() => VideoNesting.Checked(first with { Picture = _picture.ToImmutable(), Sound = _sound.ToImmutable(), Captions = TrackTiming.Together(_captions) });

    /// <summary>Among others that have sound, one without is silent.</summary>
    private static IReadOnlyList<Video> Heard(IReadOnlyList<Video> videos)
        => videos.SelectMany(video => video.Sound.IsDefault ? [] : video.Sound).FirstOrDefault() is not { } heard
            ? videos
            : [.. videos.Select(video => video.Sound.IsDefaultOrEmpty ? video with { Sound = [heard with { Pcm = null, FirstSample = 0, SampleCount = 1 }] } : video)];

    private static void RequireLong(Video video, int number, long start, long end, long overlap)
    {
        if (end < start)
        {
            throw new NodeFailure(string.Create(CultureInfo.InvariantCulture,
                $"Video {number} lasts {video.Seconds:0.###} seconds, less than its transitions of {overlap / video.FrameRate.Value:0.###} seconds each; make them shorter.")) { Input = "transition_seconds" };
        }
    }
}
