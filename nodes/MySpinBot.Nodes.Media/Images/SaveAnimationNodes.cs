using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving a batch as one animated picture.</summary>
public static class SaveAnimationNodes
{
    /// <summary>Saves the pictures of a batch as the frames of an animated WebP file that runs without end, with the graph that made it.</summary>
    /// <param name="images">The frames, in order.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="fps">Frames a second. Each frame begins at a whole millisecond, and many together take as long as they should.</param>
    /// <param name="lossless">Whether every 8-bit level is kept.</param>
    /// <param name="quality">Quality, if not lossless; if lossless, how hard a smaller file is looked for.</param>
    /// <param name="method">How much time is spent on making the file small.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("SaveAnimatedWEBP", Title = "Save animated WebP", Category = "image/animation", Search = "export webp,animation", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "images")]
    public static async Task<Image> SaveWebpAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Range(0.01, 1000)] [Input(Step = 0.01)] double fps = 6,
        bool lossless = true,
        [Range(0, 100)] int quality = 80,
        [Choices("default", "fastest", "slowest")] string method = "default")
    {
        var encoding = new WebpEncoding(quality, lossless, method switch { "fastest" => 0, "slowest" => 6, _ => 4 });
        using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, encoding.Extension);
        await using (var stream = File.Create(file.TemporaryPath))
        {
            AnimationCodec.Write(images, encoding, fps, stream, GraphTexts.Of(prompt, extraPnginfo), done => context.Progress(done, images.Batch, "frame"), cancellation);
        }

        await Saved.CompleteAsync(file, context, "images", encoding.MediaType, cancellation);
        context.Show("animated", JsonSerializer.SerializeToElement(true));
        return images;
    }

    /// <summary>Saves the pictures of a batch as the frames of an animated PNG file that runs without end, with the graph that made it.</summary>
    /// <param name="images">The frames, in order.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="compressLevel">0: none, fast; 9: small, slow.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("SaveAnimatedPNG", Title = "Save animated PNG", Category = "image/animation", Search = "export apng,animation", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "images")]
    public static async Task<Image> SavePngAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Range(0.01, 1000)] [Input(Step = 0.01)] double fps = 6,
        [Range(0, 9)] int compressLevel = 4)
    {
        var encoding = new PngEncoding(compressLevel);
        using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, encoding.Extension);
        await using (var stream = File.Create(file.TemporaryPath))
        {
            AnimationCodec.Write(images, encoding, fps, stream, GraphTexts.Of(prompt, extraPnginfo), done => context.Progress(done, images.Batch, "frame"), cancellation);
        }

        await Saved.CompleteAsync(file, context, "images", encoding.MediaType, cancellation);
        context.Show("animated", JsonSerializer.SerializeToElement(true));
        return images;
    }
}
