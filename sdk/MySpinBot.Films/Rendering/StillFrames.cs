using System.Collections.Immutable;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>Pictures that stand still in a video: stored once as PNG, decoded once, and edited once, whatever their time on screen.</summary>
internal static class StillFrames
{
    // The artifact is written once and read once: the time of packing it tighter is not worth its bytes.
    private static readonly PngEncoding Encoding = new(Compression: 1);

    /// <summary>Stores one picture of a batch, truncated to 8 bits.</summary>
    public static async ValueTask<StillSource> StoreAsync(Image image, int index, IArtifacts artifacts, CancellationToken cancellation)
        => new(await artifacts.PutAsync(ImageCodec.Encode(image, Encoding, index, cancellation: cancellation), Encoding.MediaType, cancellation));

    /// <summary>The picture as endless frames, and how many of the edits are done in them: all up to the first that moves or draws.</summary>
    public static async Task<(FrameStream Stream, int Done)> OpenAsync(
        StillSource source, ImmutableArray<FrameEdit> edits, FrameFormat format, IArtifacts artifacts, CancellationToken cancellation)
    {
        var picture = StillPicture.Of(ImageCodec.Decode(await FileAsync(source, artifacts, cancellation), cancellation: cancellation), format == FrameFormat.Rgba);
        var done = 0;
        while (done < edits.Length && Edited(picture, edits[done], cancellation) is { } edited)
        {
            (picture, done) = (edited, done + 1);
        }

        return (new StillStream(picture), done);
    }

    private static async Task<byte[]> FileAsync(StillSource source, IArtifacts artifacts, CancellationToken cancellation)
    {
        await using var stream = await artifacts.OpenAsync(source.Picture, cancellation);
        var file = new byte[source.Picture.Length];
        await stream.ReadExactlyAsync(file, cancellation);
        return file;
    }

    private static StillPicture? Edited(StillPicture picture, FrameEdit edit, CancellationToken cancellation) => edit switch
    {
        ScaleEdit scale => FrameScaling.Scale(picture, scale, cancellation),
        CropEdit crop => picture.Part(crop.X, crop.Y, crop.Width, crop.Height),
        PadEdit pad => picture.OnGround(pad.X, pad.Y, pad.Width, pad.Height, [.. HexColour.Bytes(pad.Colour), 255]),
        TurnEdit turn => picture.Turned(turn),
        _ => null,
    };

    private sealed class StillStream(StillPicture picture)
        : FrameStream(picture.Channels == 4 ? FrameFormat.Rgba : FrameFormat.Rgb24, picture.Width, picture.Height)
    {
        public override ValueTask<FrameRun> NextAsync(CancellationToken cancellation) => ValueTask.FromResult(new FrameRun(picture.Pixels, long.MaxValue));

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
