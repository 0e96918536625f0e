using MySpinBot.Imaging;
using MySpinBot.Sdk;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>Makes pictures out of pictures: few at once, and none so large that the server would feel it.</summary>
internal sealed class PictureMaking : IDisposable
{
    private const int AtOnce = 2;

    // A picture of 33 million pixels (8K) takes 400 MB while it is worked on.
    private static readonly ImageLimits Limits = new(MaxSide: 16_384, MaxPixels: 1L << 25, MaxFileBytes: 256 << 20);

    private readonly SemaphoreSlim _turns = new(AtOnce);

    /// <summary>A picture as it is wanted.</summary>
    /// <exception cref="NodeFailure">It is no picture, too large, or damaged.</exception>
    public Task<byte[]> MakeAsync(string path, PictureWish wish, CancellationToken cancellation)
        => InTurnAsync(
            () =>
            {
                var decoded = Decode(path, cancellation);
                return ImageCodec.Encode(
                    wish.Colours ? decoded.Image : Black(decoded.Image), wish.Encoding, alpha: wish.Opacity ? decoded.Alpha ?? (wish.Colours ? null : Opaque(decoded.Image)) : null, cancellation: cancellation);
            },
            cancellation);

    /// <summary>A picture with the opacity of another, as PNG with its own texts.</summary>
    /// <exception cref="NodeFailure">One is no picture, too large, or damaged, or their sizes differ.</exception>
    public Task<byte[]> MaskAsync(string path, string mask, CancellationToken cancellation)
        => InTurnAsync(
            () =>
            {
                var (picture, opacity) = (Decode(path, cancellation), Decode(mask, cancellation));
                if ((picture.Image.Width, picture.Image.Height) != (opacity.Image.Width, opacity.Image.Height))
                {
                    throw new NodeFailure($"The mask has {opacity.Image.Width} × {opacity.Image.Height} pixels and the picture {picture.Image.Width} × {picture.Image.Height}: they must be of one size.");
                }

                var texts = picture.Texts.Where(text => text.Key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'));
                return ImageCodec.Encode(picture.Image, new PngEncoding(), alpha: opacity.Alpha ?? Opaque(opacity.Image), texts: texts, cancellation: cancellation);
            },
            cancellation);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<byte[]> InTurnAsync(Func<byte[]> work, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        try
        {
            return await Task.Run(work, cancellation);
        }
        catch (Exception fault) when (DiskRefusal.Is(fault))
        {
            throw DiskRefusal.Of(fault, "The picture cannot be read"); // it went meanwhile, or is not for us
        }
        finally
        {
            _turns.Release();
        }
    }

    // What has no length is never opened: it may be a pipe, and opening it would wait for ever.
    private static DecodedImage Decode(string path, CancellationToken cancellation)
        => new FileInfo(path).Length == 0 ? throw new NodeFailure("The file is empty; a picture is wanted.") : ImageCodec.Decode(path, Limits, cancellation);

    private static Image Black(Image image) => Image.Own(1, image.Height, image.Width, 3, new float[image.Height * image.Width * 3]);

    private static Mask Opaque(Image image)
    {
        var values = new float[image.Height * image.Width];
        Array.Fill(values, 1f);
        return Mask.Own(1, image.Height, image.Width, values);
    }
}
