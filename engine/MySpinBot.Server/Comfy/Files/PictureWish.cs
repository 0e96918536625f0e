using System.Globalization;
using Microsoft.AspNetCore.Http;
using MySpinBot.Core.Messages.Previewing;

namespace MySpinBot.Server.Comfy.Files;

/// <summary>How a picture is wanted that is to be looked at: <c>preview=webp;90</c>, <c>channel=rgb</c>.</summary>
internal static class PictureWish
{
    private const int UsualQuality = 90;

    /// <summary>Reads it; null where the file is wanted as it is. With <c>preview</c> any look of it will do, so that the file itself stands in for what cannot be made.</summary>
    public static (PreviewWish Wish, bool IsPreview)? Of(IQueryCollection query)
    {
        var channel = query["channel"].FirstOrDefault() ?? "";
        if (query.TryGetValue("preview", out var preview))
        {
            var parts = (preview[0] ?? "").Split(';');
            var quality = int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Clamp(given, 1, 100) : UsualQuality;

            // Only WebP has opacity too.
            var isJpeg = parts[0] == "jpeg" && !channel.Contains('a', StringComparison.Ordinal);
            return (new PreviewWish(PreviewKind.Whole, isJpeg ? PreviewFormat.Jpeg : PreviewFormat.Webp, Quality: quality) { Opacity = !isJpeg && channel != "rgb" }, true);
        }

        return channel switch
        {
            "rgb" => (new PreviewWish(PreviewKind.Whole, PreviewFormat.Png) { Opacity = false }, false),
            "a" => (new PreviewWish(PreviewKind.Whole, PreviewFormat.Png) { Colours = false }, false),
            _ => null,
        };
    }
}
