using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving pictures as WebM.</summary>
public static class SaveWebmNode
{
    /// <summary>Saves the pictures of a batch as the frames of a WebM file, with the graph that made it.</summary>
    /// <remarks>Pictures with alpha keep it where the codec is vp9. Colours are BT.709 and say so; av1 is stored with 10 bits.</remarks>
    /// <param name="images">The frames, in order.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="codec">vp9: plays in every browser, and keeps alpha; av1: smaller.</param>
    /// <param name="fps">Frames a second.</param>
    /// <param name="crf">Quality: lower is better and larger.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("SaveWEBM", Title = "Save WEBM", Category = "video", Search = "export webm", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine, Slots = 2,
        Need = nameof(Need))]
    [return: Output(Name = "images")]
    public static async Task<Image> SaveAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Choices("vp9", "av1")] string codec = "vp9",
        [Range(0.01, 1000)] [Input(Step = 0.01)] double fps = 24,
        [Range(0, 63)] [Input(Step = 1)] double crf = 32)
    {
        var encoding = new FilmEncoding
        {
            Container = VideoContainer.Webm,
            Codec = codec == "av1" ? PictureCodec.Av1 : PictureCodec.Vp9,
            Pixels = codec == "av1" ? PixelLayout.Half10 : PixelLayout.Half8,
            Crf = (int)Math.Round(crf),
            Preset = EncodingPreset.Medium,
            Hardware = HardwareUse.Off,
        }.Settled();
        using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, encoding.Extension);
        var metadata = context.TemporaryPath(".txt");
        await FilmMetadata.WriteAsync(metadata, GraphTexts.Of(prompt, extraPnginfo), cancellation);
        var frames = FrameFeed.Of(images, new Rational((long)Math.Round(fps * 1000), 1000), alpha: codec == "vp9");
        await new FilmEncoder(encoding, frames, context) { MetadataPath = metadata, Captions = SoftCaptions.None }.WriteAsync(file.TemporaryPath, cancellation);
        await FilmFile.CompleteAsync(file, encoding, context, cancellation);
        return images;
    }

    /// <summary>The frames on their way, and those that an encoder keeps to look ahead.</summary>
    public static MemoryNeed Need(Image? images) => images is null ? MemoryNeed.None : new(DeviceId.Cpu, 64L * images.Width * images.Height * 3 / 2);
}
