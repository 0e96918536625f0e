using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Captions of videos.</summary>
public static class VideoCaptionNodes
{
    private const int MostTracks = 32;

    /// <summary>Takes the captions that go along with a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="track">Which track, from 0; the first is the default.</param>
    /// <returns>captions: The captions; language: Their language, empty where it is not known; title: The track's title.</returns>
    [Node("GetVideoCaptions", Title = "Get video captions", Category = "video/captions", Search = "subtitles,extract,track")]
    public static (Captions Captions, string Language, string Title) Get(Video video, [Range(0, MostTracks - 1)] int track = 0)
    {
        var found = TrackOf(video, track);
        return (found.Captions, found.Captions.Language, found.Title);
    }

    /// <summary>Lets captions go along with a video, for players to show or hide. Nothing is decoded or encoded.</summary>
    /// <param name="video">The video.</param>
    /// <param name="captions">The captions.</param>
    /// <param name="language">Language as a tag such as en or zh-Hans; empty for what the captions say.</param>
    /// <param name="title">What a player's menu shows; empty to leave it to the language.</param>
    /// <param name="first">Whether they become the default track.</param>
    /// <returns>The video with one more track of captions.</returns>
    [Node("AddCaptions", Title = "Add captions", Category = "video/captions", Search = "subtitles,soft,mux,track")]
    public static Video Add(Video video, Captions captions, string language = "", string title = "", bool first = false)
    {
        var tracks = video.Captions.IsDefault ? [] : video.Captions;
        if (tracks.Length >= MostTracks)
        {
            throw new NodeFailure($"The video has {tracks.Length} tracks of captions, and more than {MostTracks} are not carried.") { Input = "video" };
        }

        var tag = LanguageTag.Of(language);
        var track = new CaptionTrack(captions with { Language = tag.Length > 0 ? tag : captions.Language }, title.ReplaceLineEndings(" ").Trim());
        return video with { Captions = first ? [track, .. tracks] : [.. tracks, track] };
    }

    /// <summary>Draws captions into the picture of a video, so that they are seen everywhere.</summary>
    /// <remarks>Chinese, Japanese and Korean letters come from Noto Sans CJK in the forms of their language, whatever the font. Where the times of words are not known, highlights follow an estimate.</remarks>
    /// <param name="video">The video.</param>
    /// <param name="context">Where the script is kept.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="captions">The captions; where they are not connected, the video's first track.</param>
    /// <param name="font">Family of the font, with Bold at its end if wanted.</param>
    /// <param name="size">Height of a line, as a fraction of the picture's height.</param>
    /// <param name="color">Colour of the letters.</param>
    /// <param name="outlineColor">Colour of outline, shadow or box.</param>
    /// <param name="outlineWidth">Width of the outline, as a fraction of the size.</param>
    /// <param name="ground">What sets the letters off: outline, shadow, or a box behind them.</param>
    /// <param name="position">Where they stand.</param>
    /// <param name="margin">Distance from the edge, as a fraction of the picture's height.</param>
    /// <param name="maxCharacters">Letters a line, where lines are to be shorter than the picture is wide; 0: as many as fit.</param>
    /// <param name="highlight">none; word: the word that is spoken has another colour; pop: each word is shown alone when it is spoken.</param>
    /// <param name="highlightColor">Colour of the word that is spoken.</param>
    /// <param name="keepStyles">Captions that came with a script's styles are drawn as these say, and the inputs above do not count.</param>
    /// <param name="removeTrack">Whether the video's first track is left out, where it is what was drawn.</param>
    /// <returns>The video with captions in its picture.</returns>
    [Node("BurnCaptions", Title = "Burn captions", Category = "video/captions", Search = "subtitles,hardsub,karaoke,tiktok,words,style", Repeatability = Repeatability.SameMachine)]
    public static async Task<Video> BurnAsync(
        Video video,
        NodeContext context,
        CancellationToken cancellation,
        Captions? captions = null,
        string font = "DejaVu Sans Bold",
        [Range(0.01, 0.5)] [Input(Step = 0.005)] double size = 0.06,
        [Input(Color = true)] string color = "#ffffff",
        [Input(Color = true)] string outlineColor = "#101418",
        [Range(0.0, 0.5)] [Input(Step = 0.01)] double outlineWidth = 0.07,
        CaptionGround ground = CaptionGround.Outline,
        CaptionPosition position = CaptionPosition.Bottom,
        [Range(0.0, 0.5)] [Input(Step = 0.01)] double margin = 0.06,
        [Range(0, 200)] int maxCharacters = 0,
        CaptionHighlight highlight = CaptionHighlight.None,
        [Input(Color = true)] string highlightColor = "#ffd447",
        [Input(Advanced = true)] bool keepStyles = false,
        [Input(Advanced = true)] bool removeTrack = true)
    {
        var drawn = captions ?? TrackOf(video, 0).Captions;
        if (drawn.Cues.IsDefaultOrEmpty || video.Picture.IsDefaultOrEmpty)
        {
            return video;
        }

        // Edits count from their segment's clock; several segments become one.
        var segment = video.Picture.Length == 1 ? video.Picture[0] : new PictureSegment(new ClipSource(video with { Sound = [], Captions = [] }), video.FrameCount);
        var timed = CaptionTiming.Shift(drawn, segment.FirstFrame / video.FrameRate.Value);
        var style = new BurnStyle(font, size, Colour.Parse(color), Colour.Parse(outlineColor), outlineWidth, ground, position, margin, maxCharacters, highlight, Colour.Parse(highlightColor));
        var script = keepStyles && drawn.Styling is not null ? CaptionWriting.Ass(timed) : style.Script(timed, video.Width, video.Height, cancellation);
        var artifact = await context.Artifacts.PutAsync(Encoding.UTF8.GetBytes(script), "text/x-ssa", cancellation);
        var edits = segment.Edits.IsDefault ? [] : segment.Edits;
        return VideoNesting.Checked(video with
        {
            Picture = [segment with { Edits = [.. edits, new CaptionEdit(artifact)] }],
            Captions = removeTrack && captions is null ? video.Captions.RemoveAt(0) : video.Captions,
        });
    }

    private static CaptionTrack TrackOf(Video video, int track)
    {
        var tracks = video.Captions.IsDefault ? [] : video.Captions;
        return track < tracks.Length ? tracks[track]
            : throw new NodeFailure(tracks.IsEmpty
                ? "The video has no captions; connect captions, or give it a track with AddCaptions."
                : string.Create(CultureInfo.InvariantCulture, $"The video has {tracks.Length} tracks of captions, numbered from 0; there is none with the number {track}.")) { Input = "video" };
    }
}
