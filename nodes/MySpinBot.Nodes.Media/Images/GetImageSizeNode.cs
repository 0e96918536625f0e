using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>What size a picture has.</summary>
public static class GetImageSizeNode
{
    /// <summary>Measures pictures.</summary>
    /// <param name="image">The pictures.</param>
    /// <param name="context">Where the size is shown.</param>
    /// <returns>width: Columns; height: Rows; batch_size: Pictures of the batch.</returns>
    [Node("GetImageSize", Title = "Get image size", Category = "image", Search = "dimensions,resolution,image info")]
    public static (int Width, int Height, int BatchSize) Measure(Image image, NodeContext context)
    {
        context.Show("text", JsonSerializer.SerializeToElement($"width: {image.Width}, height: {image.Height}\n batch size: {image.Batch}"));
        return (image.Width, image.Height, image.Batch);
    }
}
