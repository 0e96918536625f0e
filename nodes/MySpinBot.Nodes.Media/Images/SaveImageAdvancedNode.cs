using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Imaging;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving pictures with a choice of format.</summary>
public static class SaveImageAdvancedNode
{
    /// <summary>Saves each picture of a batch in the format of choice, with the graph that made it.</summary>
    /// <remarks>png: 8 bits a channel, truncated, or 16, rounded, without loss. exr: scene-linear light in 32-bit float. jpg (no transparency) and webp: small.</remarks>
    /// <param name="images">The pictures.</param>
    /// <param name="context">Where they are saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">The file format.</param>
    /// <param name="bitDepth">How finely values are stored. Auto: 32-bit float for exr, 8-bit for the others.</param>
    /// <param name="inputColorSpace">For exr, what the values stand for. sRGB: sRGB's curve and colours; HDR: HLG's curve, Rec. 2020 colours; linear: scene-linear light, written as it is.</param>
    /// <param name="quality">For jpg and webp: higher is better and larger.</param>
    /// <returns>The pictures, as they came.</returns>
    [Node("SaveImageAdvanced", Title = "Save image (advanced)", Category = "image", Search = "export png,exr,16-bit,jpg,webp,write image", IsOutput = true, HasEffects = true,
        Repeatability = Repeatability.SameMachine, Validate = nameof(Faults))]
    [return: Output(Name = "images")]
    public static async Task<Image> SaveAsync(
        Image images,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "ComfyUI",
        [Choices("png", "exr", "jpg", "webp")] string format = "png",
        [Choices("auto", "8-bit", "16-bit", "32-bit float")] [Input(Name = "format.bit_depth", Advanced = true)] string bitDepth = "auto",
        [Choices("sRGB", "HDR", "linear")] [Input(Name = "format.input_color_space", Advanced = true)] string inputColorSpace = "sRGB",
        [Range(1, 100)] [Input(Name = "format.quality", Advanced = true)] int quality = 90)
    {
        if (Faults(format, bitDepth, inputColorSpace).FirstOrDefault() is { } fault)
        {
            throw new NodeFailure(fault.Sentence) { Input = fault.Input };
        }

        var texts = GraphTexts.Of(prompt, extraPnginfo);
        ImageEncoding? encoding = format switch
        {
            "exr" => null,
            "jpg" => new JpegEncoding(quality),
            "webp" => new WebpEncoding(quality),
            _ => new PngEncoding(BitDepth: bitDepth == "16-bit" ? 16 : 8),
        };
        var light = inputColorSpace switch { "HDR" => SceneLight.Hlg, "linear" => SceneLight.Linear, _ => SceneLight.Srgb };
        for (var i = 0; i < images.Batch; i++)
        {
            using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, encoding?.Extension ?? ExrCodec.Extension);
            var bytes = encoding is null ? ExrCodec.Encode(images, light, i, texts, cancellation) : ImageCodec.Encode(images, encoding, i, texts: texts, cancellation: cancellation);
            await File.WriteAllBytesAsync(file.TemporaryPath, bytes, cancellation);
            await Saved.CompleteAsync(file, context, "images", encoding?.MediaType ?? ExrCodec.MediaType, cancellation);
            context.Progress(i + 1, images.Batch, "picture");
        }

        return images;
    }

    internal static IEnumerable<InputFault> Faults(string format, string bitDepth, string inputColorSpace)
    {
        var holds = format switch { "exr" => "32-bit float", "png" => "8-bit or 16-bit", _ => "8-bit" };
        if (bitDepth != "auto" && !holds.Split(" or ").Contains(bitDepth))
        {
            yield return new InputFault("format.bit_depth", $"A file of the format {format} holds {holds} values, not {bitDepth}; choose one of these, auto, or another format.");
        }

        if (format != "exr" && inputColorSpace != "sRGB")
        {
            yield return new InputFault("format.input_color_space", $"A file of the format {format} is saved as sRGB; for the colour space {inputColorSpace} choose the format exr.");
        }
    }
}
