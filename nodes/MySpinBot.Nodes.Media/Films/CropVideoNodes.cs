using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A part of each frame.</summary>
public static class CropVideoNodes
{
    /// <summary>Keeps a rectangle of each frame of a video.</summary>
    /// <param name="video">The video.</param>
    /// <param name="x">Columns left out on the left.</param>
    /// <param name="y">Rows left out at the top.</param>
    /// <param name="width">Columns kept; 0 for all that are left.</param>
    /// <param name="height">Rows kept; 0 for all that are left.</param>
    /// <returns>The part of the video.</returns>
    [Node("CropVideo", Title = "Crop video", Category = "video/transform", Search = "cut region,spatial crop")]
    public static Video Crop(Video video, [Range(0, 8192)] int x = 0, [Range(0, 8192)] int y = 0, [Range(0, 8192)] int width = 0, [Range(0, 8192)] int height = 0)
    {
        (width, height) = (width == 0 ? video.Width - x : width, height == 0 ? video.Height - y : height);
        return width < 1 || height < 1 || x + width > video.Width || y + height > video.Height
            ? throw new NodeFailure($"A rectangle of {width}×{height} pixels from column {x} and row {y} does not lie within the video of {video.Width}×{video.Height} pixels; ask for one that does.")
            : Cropped(video, x, y, width, height);
    }

    /// <summary>Cuts a video to an aspect ratio: as much as there is of it, from where you say.</summary>
    /// <param name="video">The video.</param>
    /// <param name="aspect">Width to height, such as 16:9, 9:16, 1:1 or 2.39.</param>
    /// <param name="anchor">Which part is kept.</param>
    /// <returns>The part of the video, with even sides.</returns>
    [Node("CropVideoToAspect", Title = "Crop video to aspect", Category = "video/transform", Search = "ratio,portrait,square,vertical")]
    public static Video CropToAspect(Video video, string aspect = "9:16", FrameAnchor anchor = FrameAnchor.Centre)
    {
        var ratio = Ratio(aspect);
        var (width, height) = (Even(Math.Min(video.Width, video.Height * ratio), video.Width), Even(Math.Min(video.Height, video.Width / ratio), video.Height));
        var (x, y) = FrameAnchors.Place(anchor, video.Width - width, video.Height - height);
        return Cropped(video, x, y, width, height);
    }

    private static Video Cropped(Video video, int x, int y, int width, int height)
        => width == video.Width && height == video.Height ? video : VideoEdits.Edited(video, width, height, new CropEdit(x, y, width, height));

    private static int Even(double side, int most) => side >= most && most % 2 == 1 ? most : Math.Clamp((int)Math.Round(side / 2) * 2, Math.Min(2, most), most);

    private static double Ratio(string aspect)
        => aspect.Split(':', '/') is { Length: 1 or 2 } sides
            && double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var width)
            && (sides.Length == 2 ? double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var height) : (height = 1) == 1)
            && width / height is >= 0.01 and <= 100
            ? width / height
            : throw new NodeFailure($"'{aspect}' is no aspect ratio; write one as 16:9 or 1.85, between 0.01 and 100.") { Input = "aspect" };
}
