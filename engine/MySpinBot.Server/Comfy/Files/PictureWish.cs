using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Imaging;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>How a picture is wanted that is to be looked at: <c>preview=webp;90</c>, <c>channel=rgb</c>.</summary>
/// <param name="Encoding">What as.</param>
/// <param name="Colours">Whether the colours are wanted.</param>
/// <param name="Opacity">Whether the opacity is wanted.</param>
/// <param name="IsPreview">Whether any look of it will do, so that the file itself stands in for what cannot be made.</param>
internal sealed record PictureWish(ImageEncoding Encoding, bool Colours, bool Opacity, bool IsPreview)
{
    private const int UsualQuality = 90;

    /// <summary>Tells it from others, for an entity tag.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Encoding.Extension[1..]}{(Encoding as WebpEncoding)?.Quality ?? (Encoding as JpegEncoding)?.Quality ?? 0}{(Colours ? "c" : "")}{(Opacity ? "a" : "")}");

    /// <summary>Reads it; null where the file is wanted as it is.</summary>
    public static PictureWish? Of(IQueryCollection query)
    {
        var channel = query["channel"].FirstOrDefault() ?? "";
        if (query.TryGetValue("preview", out var preview))
        {
            var parts = (preview[0] ?? "").Split(';');
            var quality = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, 100) : UsualQuality;

            // Only WebP has opacity too.
            var isJpeg = parts[0] == "jpeg" && !channel.Contains('a', StringComparison.Ordinal);
            return new PictureWish(isJpeg ? new JpegEncoding(quality) : new WebpEncoding(quality), true, !isJpeg && channel != "rgb", true);
        }

        return channel switch
        {
            "rgb" => new PictureWish(new PngEncoding(), true, false, false),
            "a" => new PictureWish(new PngEncoding(), false, true, false),
            _ => null,
        };
    }
}
