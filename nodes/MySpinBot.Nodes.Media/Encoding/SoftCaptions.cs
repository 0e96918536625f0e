using System.Collections.Immutable;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Captions as tracks of a file, for players to show or not.</summary>
internal sealed class SoftCaptions
{
    private readonly ImmutableArray<Track> _tracks;

    private SoftCaptions(ImmutableArray<Track> tracks) => _tracks = tracks;

    /// <summary>No track at all.</summary>
    public static SoftCaptions None { get; } = new([]);

    /// <summary>One input a track.</summary>
    public IEnumerable<string> Inputs => _tracks.SelectMany(track => new[] { "-f", track.Format, "-i", track.Path });

    /// <summary>Writes the tracks of a video in the form that the container has, each cut to the picture's length.</summary>
    public static async Task<SoftCaptions> WriteAsync(Video video, FilmEncoding encoding, NodeContext context, CancellationToken cancellation)
    {
        if (video.Captions.IsDefaultOrEmpty)
        {
            return None;
        }

        if (encoding.IsAnimation)
        {
            context.Log.Info($"A {encoding.Container.ToString().ToLowerInvariant()} has no captions; those of the video are left out. Burn them in to see them.");
            return None;
        }

        var tracks = ImmutableArray.CreateBuilder<Track>();
        foreach (var track in video.Captions)
        {
            if (Within(track.Captions, video.Seconds) is { Cues: not [] } captions)
            {
                var (format, codec, text) = Form(captions, encoding);
                var path = context.TemporaryPath("." + format);
                await File.WriteAllTextAsync(path, text, new UTF8Encoding(false), cancellation);
                tracks.Add(new Track(path, format, codec, LanguageCodes.Of(captions.Language, bibliographic: encoding.IsMatroska || encoding.Container == VideoContainer.Mov), track.Title));
            }
        }

        return new(tracks.ToImmutable());
    }

    /// <summary>What is made of the inputs, the first of which has the number <paramref name="first"/>.</summary>
    public IEnumerable<string> Outputs(int first)
    {
        for (var i = 0; i < _tracks.Length; i++)
        {
            var (track, stream) = (_tracks[i], "s:" + FfmpegText.Of(i));
            string[] title = track.Title.Length == 0 ? [] : ["-metadata:s:" + stream, "title=" + track.Title, "-metadata:s:" + stream, "handler_name=" + track.Title];
            foreach (var argument in (string[])["-map", FfmpegText.Of(first + i) + ":s:0", "-c:" + stream, track.Codec, "-metadata:s:" + stream, "language=" + track.Language, .. title, "-disposition:" + stream, i == 0 ? "default" : "0"])
            {
                yield return argument;
            }
        }
    }

    private static (string Format, string Codec, string Text) Form(Captions captions, FilmEncoding encoding) => encoding.Container switch
    {
        VideoContainer.Webm => ("webvtt", "webvtt", CaptionWriting.WebVtt(captions)),
        VideoContainer.Mkv when captions.Styling is not null => ("ass", "ass", CaptionWriting.Ass(captions)),
        VideoContainer.Mkv => ("srt", "srt", CaptionWriting.Srt(captions)),
        _ => ("srt", "mov_text", CaptionWriting.Srt(captions)),
    };

    /// <summary>The captions that are seen while there is a picture.</summary>
    private static Captions Within(Captions captions, double seconds)
        => captions with { Cues = captions.Cues.IsDefaultOrEmpty ? [] : [.. captions.Cues.Where(cue => cue.Start < seconds && (cue.Text.Trim().Length > 0 || cue.Styled is not null)).Select(cue => cue.End > seconds ? cue with { End = seconds } : cue)] };

    private sealed record Track(string Path, string Format, string Codec, string Language, string Title);
}
