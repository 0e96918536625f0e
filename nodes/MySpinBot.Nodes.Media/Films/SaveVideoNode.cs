using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving a video.</summary>
public static class SaveVideoNode
{
    private const string MediaType = "video/mp4";

    /// <summary>Encodes a video, once, and saves it with the graph that made it.</summary>
    /// <remarks>H.264 with 4:2:0 colour and AAC in an MP4 file that players can start before they have all of it. The sound is made exactly as long as the picture.
    /// An odd width or height gets one black column or row.</remarks>
    /// <param name="video">The video.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">Container.</param>
    /// <param name="codec">Codec of the picture.</param>
    /// <param name="naming">Whether the name gets a number or is taken as it is.</param>
    /// <param name="crf">Quality: 0 loses nothing, 18 looks the same, 51 is the worst.</param>
    /// <param name="preset">How much time is spent on making the file small.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="document">The graph's document.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    [Node("SaveVideo", Title = "Save video", Category = "video", Search = "export video,mp4,encode", IsOutput = true, HasEffects = true,
        Repeatability = Repeatability.SameMachine, Slots = 2, Need = nameof(Need))]
    public static async Task SaveAsync(
        Video video,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.Document)] JsonElement? document,
        CancellationToken cancellation,
        string filenamePrefix = "video/ComfyUI",
        [Choices("auto", "mp4")] string format = "auto",
        [Choices("auto", "h264")] string codec = "auto",
        [Input(Advanced = true)] OutputNaming naming = OutputNaming.Numbered,
        [Range(0, 51)] [Input(Advanced = true)] int crf = 20,
        [Input(Advanced = true)] EncodingPreset preset = EncodingPreset.VeryFast)
    {
        if (video.FrameCount == 0)
        {
            throw new NodeFailure("The video has no frames, so there is nothing to save.") { Input = "video" };
        }

        using var file = Saved.Reserve(context, filenamePrefix, naming, ".mp4");
        var metadata = context.TemporaryPath(".txt");
        await FilmMetadata.WriteAsync(metadata, GraphTexts.Of(prompt, document), cancellation);
        await new FilmEncoder(video, context) { Crf = crf, Preset = preset, MetadataPath = metadata }.WriteAsync(file.TemporaryPath, cancellation);
        await Saved.CompleteAsync(file, context, "images", MediaType, cancellation);
        context.Show("animated", JsonSerializer.SerializeToElement(true));
    }

    /// <summary>The frame that is written, and what x264 keeps to look ahead.</summary>
    public static MemoryNeed Need(Video? video) => video is null ? MemoryNeed.None : new(DeviceId.Cpu, 64L * video.Width * video.Height * 3 / 2);
}
