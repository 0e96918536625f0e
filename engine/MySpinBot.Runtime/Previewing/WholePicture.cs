using MySpinBot.Core.Messages.Previewing;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Previewing;

/// <summary>Pictures in the size that they have: in another format, only their colours or opacity, or with the opacity of another.</summary>
internal static class WholePicture
{
    // A picture of 33 million pixels (8K) takes 400 MB while it is worked on.
    private static readonly ImageLimits Limits = new(MaxSide: 16_384, MaxPixels: 1L << 25, MaxFileBytes: 256 << 20);

    /// <summary>A picture as it is wanted.</summary>
    /// <exception cref="NodeFailure">It is no picture, too large, or damaged.</exception>
    public static byte[] Make(string path, PreviewWish wish, ImageEncoding encoding, CancellationToken cancellation)
    {
        var decoded = Decode(path, cancellation);
        return ImageCodec.Encode(
            wish.Colours ? decoded.Image : Black(decoded.Image), encoding, alpha: wish.Opacity ? decoded.Alpha ?? (wish.Colours ? null : Opaque(decoded.Image)) : null, cancellation: cancellation);
    }

    /// <summary>A picture with the opacity of another, as PNG with its own texts.</summary>
    /// <exception cref="NodeFailure">One is no picture, too large, or damaged, or their sizes differ.</exception>
    public static byte[] Mask(string path, string mask, CancellationToken cancellation)
    {
        var (picture, opacity) = (Decode(path, cancellation), Decode(mask, cancellation));
        if ((picture.Image.Width, picture.Image.Height) != (opacity.Image.Width, opacity.Image.Height))
        {
            throw new NodeFailure($"The mask has {opacity.Image.Width} × {opacity.Image.Height} pixels and the picture {picture.Image.Width} × {picture.Image.Height}: they must be of one size.");
        }

        var texts = picture.Texts.Where(text => text.Key.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'));
        return ImageCodec.Encode(picture.Image, new PngEncoding(), alpha: opacity.Alpha ?? Opaque(opacity.Image), texts: texts, cancellation: cancellation);
    }

    private static DecodedImage Decode(string path, CancellationToken cancellation)
        => new FileInfo(path) is { Exists: true, Length: 0 } ? throw new NodeFailure("The file is empty; a picture is wanted.") : ImageCodec.Decode(path, Limits, cancellation);

    private static Image Black(Image image) => Image.Own(1, image.Height, image.Width, 3, new float[image.Height * image.Width * 3]);

    private static Mask Opaque(Image image)
    {
        var values = new float[image.Height * image.Width];
        Array.Fill(values, 1f);
        return Sdk.Mask.Own(1, image.Height, image.Width, values);
    }
}
