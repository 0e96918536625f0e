using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving a batch as one moving picture.</summary>
public static class SaveAnimationNodes
{
    /// <summary>Saves a batch as one animated WebP file that repeats for ever, with the graph that made it.</summary>
    /// <param name="images">The frames.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="document">The graph's document.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="fps">Frames a second; a frame is shown for a whole number of milliseconds.</param>
    /// <param name="lossless">Every 8-bit level is kept.</param>
    /// <param name="quality">Where it is not lossless: from small to good.</param>
    /// <param name="method">How much work is done for a smaller file.</param>
    [Node("SaveAnimatedWEBP", Title = "Save animated WebP", Category = "image/animation", Search = "export webp,animation", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    public static Task SaveWebpAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.Document)] JsonElement? document,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Range(0.01, 1000.0)] [Input(Step = 0.01)] double fps = 6,
        bool lossless = true,
        [Range(0, 100)] int quality = 80,
        [Choices("default", "fastest", "slowest")] string method = "default")
    {
        var encoding = new WebpEncoding(Math.Max(1, quality), lossless, method switch { "fastest" => 0, "slowest" => 6, _ => 4 });
        return SaveAsync(context, filenamePrefix, encoding, () => AnimationCodec.Encode(
            images, encoding, (int)(1000 / fps), GraphTexts.Of(prompt, document), done => context.Progress(done, images.Batch, "frame"), cancellation), cancellation);
    }

    /// <summary>Saves a batch as one animated PNG file that repeats for ever, with the graph that made it.</summary>
    /// <param name="images">The frames.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="document">The graph's document.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="fps">Frames a second; a frame is shown for a whole number of milliseconds.</param>
    /// <param name="compressLevel">From fast to small.</param>
    [Node("SaveAnimatedPNG", Title = "Save animated PNG", Category = "image/animation", Search = "export apng,animation", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    public static Task SavePngAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.Document)] JsonElement? document,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Range(0.01, 1000.0)] [Input(Step = 0.01)] double fps = 6,
        [Range(0, 9)] int compressLevel = 4)
    {
        var encoding = new PngEncoding(compressLevel);
        return SaveAsync(context, filenamePrefix, encoding, () => AnimationCodec.Encode(
            images, encoding, (int)(1000 / fps), GraphTexts.Of(prompt, document), done => context.Progress(done, images.Batch, "frame"), cancellation), cancellation);
    }

    private static async Task SaveAsync(NodeContext context, string prefix, ImageEncoding encoding, Func<byte[]> encode, CancellationToken cancellation)
    {
        using var file = Saved.Reserve(context, prefix, OutputNaming.Numbered, encoding.Extension);
        await File.WriteAllBytesAsync(file.TemporaryPath, encode(), cancellation);
        await Saved.CompleteAsync(file, context, "images", encoding.MediaType, cancellation);
        context.Show("animated", JsonSerializer.SerializeToElement(true));
    }
}
