using System.ComponentModel.DataAnnotations;
using MySpinBot.Films;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Lips that say what is heard.</summary>
public static class LipSyncNode
{
    private const int MostPixels = 4096;

    /// <summary>Makes a face say what is heard: of a picture and a voice a talking head, of a video and a voice the same video speaking.</summary>
    /// <remarks>The result is as long as the sound, to half a frame, and carries the sound as it came. Only the face is made anew; everything around it, and every frame without a face, stays what it was.
    /// A single picture stands still but for its face. Faces that are not linked are found by FaceDetect, once for each video.</remarks>
    /// <param name="model">Wav2Lip's weights.</param>
    /// <param name="picture">Who speaks: a picture, pictures of a batch as frames, or a video.</param>
    /// <param name="audio">What is said. It takes the place of the video's own sound.</param>
    /// <param name="context">Where models, pictures and sound are found.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="faces">Where the faces are, from FaceDetect; without it they are looked for with its defaults.</param>
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
    [Node("LipSync", Title = "Lip sync", Category = "video/faces", Search = "wav2lip,talking head,dub,speak,avatar,lips", Repeatability = Repeatability.SameMachine, Lane = Lane.Device)]
    public static async Task<Outcome<(Video Video, string Report)>> SyncAsync(
        Wav2LipModel model,
        [Input(Type = "IMAGE,VIDEO", SocketOnly = true)] object picture,
        Audio audio,
        NodeContext context,
        CancellationToken cancellation,
        Faces? faces = null,
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
        if (faces is null)
        {
            return FacesFirst();
        }

        var mel = MelSpectrogram.Of(Speech.Of(audio, cancellation), cancellation);
        var source = await SyncSource.OfAsync(picture, fps, context, cancellation);
        RequireFacesOf(source.Video, faces);
        var (rate, count) = (source.Video.FrameRate, source.Video.FrameCount);
        var spoken = Math.Max(1, FrameTime.FrameAt(audio.Seconds, rate));
        var order = new FrameOrder(count, soundIsLonger);
        var plan = SyncPlan.Of(order, new Talkers(faces, whose, faceNumber, new Padding(padTop, padBottom, padLeft, padRight)), spoken, cancellation);
        RequireFace(plan, faces, whose, faceNumber);
        if (plan.Runs.Sum(run => run.Count) < spoken)
        {
            context.Log.Warn(SyncReport.Missing(plan.Runs, spoken, rate));
        }

        var shown = VideoNesting.Checked(VideoEdits.PictureOf(source.Video) with { Picture = order.Picture(source.Video, spoken) });
        var part = await SpeakAsync();
        var rest = soundIsShorter == ShorterSound.Keep && count > spoken ? Slices.Of(source.Video.Picture, spoken, count - spoken) : [];
        var video = VideoNesting.Checked(source.Video with { Picture = [.. SyncedFilm.Picture(shown, part, plan), .. rest], Captions = [] });
        video = video with { Sound = SyncedFilm.Sound(video, await SoundOf.StoreAsync(audio, context.Artifacts, cancellation), spoken) };
        return (video, SyncReport.Of(plan.Runs, spoken, rate));

        async Task<Video> SpeakAsync()
        {
            using var generator = await LipGenerator.OpenAsync(model, context, batchSize, LipFrames.MostAtOnce, cancellation);
            var lips = new LipFrames(plan, mel, generator, (shown.Width, shown.Height), rate.Value, feather);
            var region = new CropEdit(plan.Region.X, plan.Region.Y, plan.Region.Width, plan.Region.Height);
            return await new FramePass(VideoEdits.Edited(shown, plan.Region.Width, plan.Region.Height, region), lips, context).RunAsync(cancellation);
        }

        Expansion FacesFirst()
        {
            var fragment = new GraphFragment();
            var found = fragment.Add("faces", "FaceDetect", ("picture", picture is Video film ? VideoEdits.PictureOf(film) : picture)).Output();
            var synced = fragment.Add(
                "lips",
                "LipSync",
                ("model", model),
                ("picture", picture),
                ("audio", audio),
                ("faces", found),
                ("whose", Choices.Text(whose)),
                ("face_number", (long)faceNumber),
                ("fps", fps),
                ("sound_is_longer", Choices.Text(soundIsLonger)),
                ("sound_is_shorter", Choices.Text(soundIsShorter)),
                ("pad_top", (long)padTop),
                ("pad_bottom", (long)padBottom),
                ("pad_left", (long)padLeft),
                ("pad_right", (long)padRight),
                ("feather", feather),
                ("batch_size", (long)batchSize));
            return new Expansion(fragment, synced.Output(0), synced.Output(1));
        }
    }

    private static void RequireFacesOf(Video video, Faces faces)
    {
        if ((faces.Width, faces.Height, faces.FrameCount) != (video.Width, video.Height, video.FrameCount))
        {
            throw new NodeFailure($"The faces were found in {faces.FrameCount} frames of {faces.Width}×{faces.Height} pixels, and this picture has {video.FrameCount} of {video.Width}×{video.Height}; link the faces that FaceDetect found in this very picture.") { Input = "faces" };
        }
    }

    private static void RequireFace(SyncPlan plan, Faces faces, LipsOf whose, int number)
    {
        if (!plan.Region.IsEmpty)
        {
            return;
        }

        throw whose == LipsOf.Number && faces.Tracks.Length > 0
            ? new NodeFailure($"There is no face of number {number} while the sound lasts; {faces.Tracks.Length} {(faces.Tracks.Length == 1 ? "was" : "were")} found, counted from 0.") { Input = "face_number" }
            : new NodeFailure("No face was found while the sound lasts, so there are no lips to move; take a picture in which a face is seen from the front, or set FaceDetect to find smaller and less certain ones.") { Input = "picture" };
    }
}
