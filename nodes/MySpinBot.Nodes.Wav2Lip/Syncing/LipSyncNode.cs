using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Lips that say what is heard.</summary>
public static class LipSyncNode
{
    private const int MostPixels = 4096;

    // Of the published model on two cores. It only says how long the parts of a long video are.
    private const double SecondsAFrame = 0.05;

    /// <summary>Makes a face say what is heard: of a picture and a voice a talking head, of a video and a voice the same video speaking.</summary>
    /// <remarks>The result is as long as the sound, to half a frame, and carries the sound as it came. Only faces are made anew; everything around them, and every frame without a face, stays what it was.
    /// A single picture stands still but for its face. Link the faces that FaceDetect found, or a detector, with which they are looked for. docs/LIP-SYNC.md says how it works.</remarks>
    /// <param name="model">Wav2Lip's weights.</param>
    /// <param name="audio">What is said. It takes the place of the video's own sound.</param>
    /// <param name="context">Where models, pictures and sound are found.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="image">Who speaks: a picture, or a batch as the frames of a video. Or link a video.</param>
    /// <param name="video">Who speaks. Or link an image.</param>
    /// <param name="faces">Where the faces are, from FaceDetect.</param>
    /// <param name="detector">What looks for faces where none are linked.</param>
    /// <param name="whose">Whose lips move where there are several faces.</param>
    /// <param name="faceNumber">The number of the face, for "face by number": as FaceDetect counts them, from 0.</param>
    /// <param name="fps">Frames a second of pictures; a video keeps its own.</param>
    /// <param name="soundIsLonger">What is shown when the sound goes on and the video has ended.</param>
    /// <param name="soundIsShorter">What becomes of the rest of the video when the sound has ended.</param>
    /// <param name="padTop">Pixels added above each face.</param>
    /// <param name="padBottom">Pixels added below each face, so that the chin moves with the lips.</param>
    /// <param name="padLeft">Pixels added on the left of each face.</param>
    /// <param name="padRight">Pixels added on the right of each face.</param>
    /// <param name="feather">How softly the new face goes over into the old picture, as a share of its size; at 0 it has a hard edge.</param>
    /// <param name="batchSize">Faces that are computed at once; fewer are taken where memory does not suffice.</param>
    /// <returns>video: The video, speaking; report: How many frames speak, and which have no face.</returns>
    [Node("LipSync", Title = "Lip sync", Category = "face", Search = "wav2lip,talking head,dub,speak,avatar,lips", Repeatability = Repeatability.SameMachine, Lane = Lane.Device)]
    public static async Task<Outcome<(Video Video, string Report)>> SyncAsync(
        Wav2LipModel model,
        Audio audio,
        NodeContext context,
        CancellationToken cancellation,
        Image? image = null,
        Video? video = null,
        Faces? faces = null,
        FaceDetector? detector = null,
        LipsOf whose = LipsOf.Largest,
        [Range(0, 9999)] int faceNumber = 0,
        [Range(1.0, 120.0)] double fps = 25,
        LongerSound soundIsLonger = LongerSound.Loop,
        ShorterSound soundIsShorter = ShorterSound.Cut,
        [Range(-MostPixels, MostPixels), Input(Advanced = true)] int padTop = 0,
        [Range(-MostPixels, MostPixels), Input(Advanced = true)] int padBottom = 10,
        [Range(-MostPixels, MostPixels), Input(Advanced = true)] int padLeft = 0,
        [Range(-MostPixels, MostPixels), Input(Advanced = true)] int padRight = 0,
        [Range(0.0, 0.5), Input(Step = 0.01, Advanced = true)] double feather = 0.1,
        [Range(1, 256), Input(Advanced = true)] int batchSize = 32)
    {
        cancellation.ThrowIfCancellationRequested();
        var film = await FilmOfAsync(image, video, fps, context, cancellation);
        var settings = new SyncSettings(whose, faceNumber, soundIsLonger, soundIsShorter, new Padding(padTop, padBottom, padLeft, padRight), feather, batchSize);
        if (faces is null)
        {
            return FacesFirst(model, audio, image, film, settings, detector);
        }

        var synced = SyncedVideo.Plan(film, audio, faces, settings, cancellation);
        var parts = FrameParts.Of(synced.Region, SecondsAFrame);
        return parts.Count > 1
            ? InParts(model, audio, film, faces, settings, parts)
            : await synced.TogetherAsync(await synced.SpeakAsync(parts[0], model, context, cancellation), context, cancellation);
    }

    /// <summary>Makes the faces of a stretch of a video speak: a part of LipSync, which cuts long videos into such.</summary>
    /// <param name="model">Wav2Lip's weights.</param>
    /// <param name="audio">What is said, from the video's first frame on.</param>
    /// <param name="video">The whole video.</param>
    /// <param name="part">The stretch: only the part of the frame in which faces are.</param>
    /// <param name="first">Which frame of the result its first one is.</param>
    /// <param name="faces">The faces of the whole video.</param>
    /// <param name="settings">What LipSync was told.</param>
    /// <param name="context">Where models and pictures are found.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The stretch, speaking.</returns>
    [Node("LipSyncPart", Title = "Lip sync, one part", Category = "face/parts", Repeatability = Repeatability.SameMachine, Lane = Lane.Device)]
    public static Task<Video> SyncPartAsync(
        Wav2LipModel model, Audio audio, Video video, Video part, [Range(0, long.MaxValue)] long first, Faces faces, string settings, NodeContext context, CancellationToken cancellation)
        => SyncedVideo.Plan(video, audio, faces, SyncSettings.Of(settings), cancellation).SpeakAsync(new FramePart(first, part), model, context, cancellation);

    /// <summary>Joins the parts of a video whose faces speak: the end of LipSync, where it cut a long video.</summary>
    /// <param name="audio">What is said.</param>
    /// <param name="video">The whole video.</param>
    /// <param name="faces">Its faces.</param>
    /// <param name="settings">What LipSync was told.</param>
    /// <param name="parts">The parts: part1, part2, ….</param>
    /// <param name="context">Where the sound is kept.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>video: The video, speaking; report: How many frames speak, and which have no face.</returns>
    [Node("LipSyncJoin", Title = "Lip sync, its parts joined", Category = "face/parts", Lane = Lane.Io)]
    public static Task<(Video Video, string Report)> JoinAsync(
        Audio audio, Video video, Faces faces, string settings, ExtraInputs parts, NodeContext context, CancellationToken cancellation)
    {
        var synced = SyncedVideo.Plan(video, audio, faces, SyncSettings.Of(settings), cancellation);
        return synced.TogetherAsync(FrameParts.Join(synced.Region, parts), context, cancellation);
    }

    private static Expansion FacesFirst(Wav2LipModel model, Audio audio, Image? image, Video film, SyncSettings settings, FaceDetector? detector)
    {
        if (detector is null)
        {
            throw new NodeFailure("Faces have to be found first: link the faces that FaceDetect found in this picture, or a detector from FaceDetectorLoader.") { Input = "faces" };
        }

        // Another sound is no other picture: faces that were found once are found.
        var fragment = new GraphFragment();
        var seen = image is null ? ("video", (object)VideoEdits.PictureOf(film)) : ("image", image);
        var found = fragment.Add("faces", "FaceDetect", ("detector", detector), seen).Output();
        var synced = fragment.Add(
            "lips",
            "LipSync",
            ("model", model),
            ("audio", audio),
            ("video", film),
            ("faces", found),
            ("whose", Choices.Text(settings.Whose)),
            ("face_number", (long)settings.FaceNumber),
            ("sound_is_longer", Choices.Text(settings.SoundIsLonger)),
            ("sound_is_shorter", Choices.Text(settings.SoundIsShorter)),
            ("pad_top", (long)settings.Pads.Top),
            ("pad_bottom", (long)settings.Pads.Bottom),
            ("pad_left", (long)settings.Pads.Left),
            ("pad_right", (long)settings.Pads.Right),
            ("feather", settings.Feather),
            ("batch_size", (long)settings.BatchSize));
        return new Expansion(fragment, synced.Output(0), synced.Output(1));
    }

    private static Expansion InParts(Wav2LipModel model, Audio audio, Video film, Faces faces, SyncSettings settings, IReadOnlyList<FramePart> parts)
    {
        var (fragment, text) = (new GraphFragment(), settings.ToText());
        var joined = new List<(string, object?)> { ("audio", audio), ("video", film), ("faces", faces), ("settings", text) };
        for (var i = 0; i < parts.Count; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"part{i + 1}");
            var part = fragment.Add(
                name, "LipSyncPart", ("model", model), ("audio", audio), ("video", VideoEdits.PictureOf(film)), ("part", parts[i].Video), ("first", parts[i].First), ("faces", faces), ("settings", text));
            joined.Add((name, part.Output()));
        }

        var whole = fragment.Add("whole", "LipSyncJoin", [.. joined]);
        return new Expansion(fragment, whole.Output(0), whole.Output(1));
    }

    private static async Task<Video> FilmOfAsync(Image? image, Video? video, double fps, NodeContext context, CancellationToken cancellation)
    {
        if (image is null == video is null)
        {
            throw new NodeFailure(image is null ? "Nobody is there to speak: link a picture to 'image', or a video to 'video'." : "Both a picture and a video are linked, and one of them speaks; unlink the other.") { Input = image is null ? "image" : "video" };
        }

        if (video is not null)
        {
            return video.FrameCount > 0 ? video : throw new NodeFailure("The video has no frames, so there is nobody to speak.") { Input = "video" };
        }

        var rate = Rational.FromDouble(fps);
        PictureSource source = image!.Batch == 1
            ? await StillFrames.StoreAsync(image, 0, context.Artifacts, cancellation)
            : await LosslessFrames.StoreAsync(image, rate, context, cancellation);
        return new Video { FrameRate = rate, Width = image.Width, Height = image.Height, Picture = [new PictureSegment(source, image.Batch, Edits: [])] };
    }
}
