using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Showing masks.</summary>
public static class MaskPreviewNode
{
    /// <summary>Shows masks without saving them: white is in, black is out.</summary>
    /// <param name="mask">The masks.</param>
    /// <param name="context">Where they are shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The masks as they came.</returns>
    [Node("MaskPreview", Title = "Preview mask", Category = "image/mask", Search = "show mask,view mask,inspect mask,debug mask", IsOutput = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "mask")]
    public static async Task<Mask> PreviewAsync(Mask mask, NodeContext context, CancellationToken cancellation)
    {
        var (encoding, grey) = (new PngEncoding(Compression: 1), mask.ToGrey());
        for (var i = 0; i < grey.Batch; i++)
        {
            var png = ImageCodec.Encode(grey, encoding, i, cancellation: cancellation);
            await Saved.ShowAsync(png, context, "images", encoding.MediaType, encoding.Extension, cancellation);
        }

        return mask;
    }
}
