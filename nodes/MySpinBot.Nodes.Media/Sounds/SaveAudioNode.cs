using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving sound.</summary>
public static class SaveAudioNode
{
    /// <summary>Saves each clip of a sound in a file of its own, with the graph that made it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">flac: smaller, nothing lost; wav: read by everything. Both have 16 bits.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="document">The graph's document.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    [Node("SaveAudio", Title = "Save audio", Category = "audio", Search = "export flac,wav", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    public static async Task SaveAsync(
        Audio audio,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.Document)] JsonElement? document,
        CancellationToken cancellation,
        string filenamePrefix = "audio/ComfyUI",
        [Choices("flac", "wav")] string format = "flac")
    {
        var metadata = context.TemporaryPath(".txt");
        await FilmMetadata.WriteAsync(metadata, GraphTexts.Of(prompt, document), cancellation);
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            using var file = Saved.Reserve(context, filenamePrefix, OutputNaming.Numbered, "." + format);
            await SoundEncoding.WriteAsync(audio, clip, file.TemporaryPath, format, metadata, context, cancellation);
            await Saved.CompleteAsync(file, context, "audio", "audio/" + format, cancellation);
        }
    }

    /// <summary>Shows a sound without saving it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where it is shown.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    [Node("PreviewAudio", Title = "Preview audio", Category = "audio", Search = "play,listen", IsOutput = true, Repeatability = Repeatability.SameMachine)]
    public static async Task PreviewAsync(Audio audio, NodeContext context, CancellationToken cancellation)
    {
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            var path = context.TemporaryPath(".flac");
            await SoundEncoding.WriteAsync(audio, clip, path, "flac", metadata: null, context, cancellation);
            await Saved.ShowAsync(await File.ReadAllBytesAsync(path, cancellation), context, "audio", "audio/flac", ".flac", cancellation);
        }
    }
}
