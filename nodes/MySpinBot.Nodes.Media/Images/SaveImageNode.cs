using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving and showing pictures.</summary>
public static class SaveImageNode
{
    /// <summary>Saves each picture of a batch as PNG, with the graph that made it.</summary>
    /// <param name="images">The pictures.</param>
    /// <param name="context">Where they are saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("SaveImage", Title = "Save image", Category = "image", Search = "export png", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "images")]
    public static async Task<Image> SaveAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI")
    {
        var encoding = new PngEncoding();
        var texts = GraphTexts.Of(prompt, extraPnginfo);
        for (var i = 0; i < images.Batch; i++)
        {
            using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, encoding.Extension);
            await File.WriteAllBytesAsync(file.TemporaryPath, ImageCodec.Encode(images, encoding, i, texts: texts, cancellation: cancellation), cancellation);
            await Saved.CompleteAsync(file, context, "images", encoding.MediaType, cancellation);
            context.Progress(i + 1, images.Batch, "picture");
        }

        return images;
    }

    /// <summary>Shows pictures without saving them.</summary>
    /// <param name="images">The pictures.</param>
    /// <param name="context">Where they are shown.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("PreviewImage", Title = "Preview image", Category = "image", Search = "show,view", IsOutput = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "images")]
    public static async Task<Image> PreviewAsync(Image images, NodeContext context, CancellationToken cancellation)
    {
        var encoding = new PngEncoding(Compression: 1);
        for (var i = 0; i < images.Batch; i++)
        {
            var png = ImageCodec.Encode(images, encoding, i, cancellation: cancellation);
            await Saved.ShowAsync(png, context, "images", encoding.MediaType, encoding.Extension, cancellation);
        }

        return images;
    }
}
