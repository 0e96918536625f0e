using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>What FaceDetect gives.</summary>
/// <param name="Faces">The faces, frame by frame. None is no error.</param>
/// <param name="Preview">Up to eight of the pictures or frames, with the boxes drawn.</param>
/// <param name="Count">How many faces there are: of a video, how many tracks.</param>
/// <param name="Report">The faces as JSON, for people and programs.</param>
public sealed record FoundFaces(Faces Faces, Image Preview, [Output(Name = "count")] long Count, [Output(Name = "report")] string Report);

/// <summary>Finds faces.</summary>
public static class FaceDetectNode
{
    /// <summary>Finds the faces in pictures or in a video, and follows them from frame to frame.</summary>
    /// <remarks>Boxes reach from mid-forehead to chin, as S3FD draws them, whichever detector is used: they are what Wav2Lip was trained with. Pictures of a batch count as the frames of a video; where they do not resemble each other, each is a shot of its own.
    /// A video is decoded in a bounded window, whatever its length. docs/FACES.md says how faces are followed.</remarks>
    /// <param name="detector">Which detector.</param>
    /// <param name="context">Where weights, models and memory are.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="image">Pictures; or link a video.</param>
    /// <param name="video">A video; or link pictures.</param>
    /// <param name="detail">fast: small, for one person who speaks to the camera; normal: near and far faces; thorough: at all sizes, for small faces in large pictures.</param>
    /// <param name="minScore">How sure the detector must be; 0 for what its authors take (YuNet 0.8, UltraFace 0.7, S3FD 0.5).</param>
    /// <param name="minSize">The least side of a face in pixels of the picture.</param>
    /// <param name="maxFaces">The most faces of a frame; the largest are kept.</param>
    /// <param name="smoothing">Over how many frames boxes are averaged, so that they do not tremble; 1 for none. Nothing is averaged over a cut.</param>
    /// <param name="every">Every how many frames are looked at; between them faces are followed. The first and last of each shot always are.</param>
    /// <param name="maxGap">For how many frames a face may be away, turned or covered, and stay the same face.</param>
    [Node("FaceDetect", Title = "Detect faces", Category = "face", Search = "face detection,face tracking,bounding box,find faces,wav2lip", Repeatability = Repeatability.SameMachine)]
    public static async Task<FoundFaces> DetectAsync(
        FaceDetector detector, NodeContext context, CancellationToken cancellation, Image? image = null, Video? video = null,
        FaceDetail detail = FaceDetail.Normal, [Range(0, 1), Input(Step = 0.05)] double minScore = 0, [Range(0, 8192)] int minSize = 0, [Range(1, 256)] int maxFaces = 16,
        [Range(1, 99)] int smoothing = 5, [Range(1, 60), Input(Advanced = true)] int every = 1, [Range(0, 250), Input(Advanced = true)] int maxGap = 12)
    {
        var frames = FaceFrames.Of(image, video, context);
        var faces = await FindAsync();
        context.Show("text", JsonSerializer.SerializeToElement(Sentence(faces, frames)));
        return new FoundFaces(faces, frames.Previewed(faces), faces.Tracks.Length, FacesText.Of(faces));

        async Task<Faces> FindAsync()
        {
            using var sight = await FaceSight.OpenAsync(detector, frames, detail, context, cancellation);
            var scale = ((double)frames.Width / sight.Width, (double)frames.Height / sight.Height);
            var options = new WatchOptions(every, minScore, minSize / Math.Max(scale.Item1, scale.Item2), maxFaces);
            await using var watch = new FaceWatch(sight, options, cancellation);
            await frames.ReadAsync(watch, sight.Width, sight.Height, cancellation);
            return TrackMaking.Of(await watch.EndAsync(), frames.Width, frames.Height, frames.Rate, watch.LeastScore, Math.Max(maxGap, every - 1), smoothing, scale);
        }
    }

    private static string Sentence(Faces faces, FaceFrames frames)
    {
        var unit = frames.Rate is null ? "picture" : "frame";
        var looked = $"{faces.FrameCount} {unit}{(faces.FrameCount == 1 ? "" : "s")}";
        return faces.Tracks.Length switch
        {
            0 => $"No face in {looked}.",
            1 => $"One face in {looked}.",
            var count => $"{count} faces in {looked}{(faces.Shots.Length > 1 ? $", {faces.Shots.Length} shots" : "")}.",
        };
    }
}
