using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>Makes what was wished for out of a file, whatever it is.</summary>
internal sealed class PreviewMaking(MediaTool tool)
{
    // One is made of a few rows at a time, so it is the file and not its pixels that take memory.
    private static readonly ImageLimits Small = new(MaxSide: 65_500, MaxPixels: 1L << 28, MaxFileBytes: 512 << 20);

    /// <summary>Makes it.</summary>
    /// <exception cref="NodeFailure">It cannot be made of this file.</exception>
    public async Task<(byte[] Bytes, string MediaType)> MakeAsync(string path, PreviewWish wish, CancellationToken cancellation)
    {
        // What has no length is never opened: it may be a pipe, and opening it would wait for ever.
        if (new FileInfo(path) is { Exists: true, Length: 0 })
        {
            throw new NodeFailure("The file is empty; there is nothing to look at.");
        }

        var encoding = EncodingOf(wish);
        switch (wish.Kind)
        {
            case PreviewKind.Whole:
                return (WholePicture.Make(path, wish, encoding, cancellation), encoding.MediaType);
            case PreviewKind.Image:
            case PreviewKind.Any when Thumbnail.IsPicture(path):
                return (Thumbnail.Make(path, Bound(wish.Width, 320), Bound(wish.Height, 320), encoding, Small, cancellation), encoding.MediaType);
            default:
                return await OfMediaAsync(path, wish, encoding, cancellation);
        }
    }

    private async Task<(byte[] Bytes, string MediaType)> OfMediaAsync(string path, PreviewWish wish, ImageEncoding encoding, CancellationToken cancellation)
    {
        var facts = await FactsAsync(path, cancellation);
        var kind = wish.Kind != PreviewKind.Any ? wish.Kind : facts.Film is not null ? PreviewKind.Poster : PreviewKind.Waveform;
        if (kind is PreviewKind.Poster or PreviewKind.Strip)
        {
            var film = facts.Film ?? throw new NodeFailure("The file has no pictures that move; ask for a waveform where it has sound.");
            var frames = new FilmFrames(tool, path, film, facts.Seconds);
            var image = kind == PreviewKind.Poster
                ? await frames.PosterAsync(Bound(wish.Width, 320), Bound(wish.Height, 320), cancellation)
                : await frames.StripAsync(Bound(wish.Width, 160), Bound(wish.Height, 160), wish.Count == 0 ? 10 : wish.Count, cancellation);
            return (ImageCodec.Encode(image, encoding, cancellation: cancellation), encoding.MediaType);
        }

        var sound = facts.Sound ?? throw new NodeFailure("The file has no sound.");
        var (width, height) = (Bound(wish.Width, 800), Bound(wish.Height, 120));
        var peaks = await SoundPeaks.OfAsync(tool, path, sound, kind == PreviewKind.Peaks ? (wish.Count == 0 ? 1000 : wish.Count) : width, cancellation);
        return kind == PreviewKind.Peaks
            ? (peaks.ToJson(), "application/json")
            : (WaveformDrawing.Draw(peaks, width, height, encoding), encoding.MediaType);
    }

    private async Task<MediaFacts> FactsAsync(string path, CancellationToken cancellation)
    {
        try
        {
            return await tool.ProbeAsync(path, cancellation);
        }
        catch (NodeFailure fault) when (Thumbnail.IsPicture(path))
        {
            throw new NodeFailure("The file is a picture that neither moves nor sounds; ask for kind=image.", fault);
        }
    }

    private static int Bound(int given, int usual) => given == 0 ? usual : given;

    private static ImageEncoding EncodingOf(PreviewWish wish) => wish.Format switch
    {
        PreviewFormat.Jpeg => new JpegEncoding(wish.Quality),
        PreviewFormat.Png => new PngEncoding(),
        _ => new WebpEncoding(wish.Quality),
    };
}
