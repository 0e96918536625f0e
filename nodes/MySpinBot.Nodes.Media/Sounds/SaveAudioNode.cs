using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Saving sound.</summary>
public static class SaveAudioNode
{
    /// <summary>Saves each clip of a sound in a file of its own, with the graph that made it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="format">flac: smaller, nothing lost; wav: read by everything.</param>
    /// <param name="bits">Bits a sample: 16; 24 for further work; 32, floating point, which only wav has, and which also keeps what is louder than full scale.</param>
    /// <param name="title">Its title, for players; empty for none.</param>
    /// <param name="artist">Who made it, for players; empty for none.</param>
    /// <returns>The sound, as it came.</returns>
    [Node("SaveAudio", Title = "Save audio", Category = "audio", Search = "export flac,wav", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "audio")]
    public static Task<Audio> SaveAsync(
        Audio audio,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "audio/ComfyUI",
        [Choices("flac", "wav")] string format = "flac",
        [Choices("16", "24", "32")] [Input(Advanced = true)] string bits = "16",
        [Input(Advanced = true)] string title = "",
        [Input(Advanced = true)] string artist = "")
    {
        if (format == "flac" && bits == "32")
        {
            throw new NodeFailure("FLAC has no floating point; choose 24 bits, or the format wav.") { Input = "bits" };
        }

        var texts = GraphTexts.Of(prompt, extraPnginfo);
        return SavedSound.WriteAsync(audio, format == "wav" ? SoundFormat.Wave(bits) : SoundFormat.Flac(bits), [.. texts, .. Tags(("title", title), ("artist", artist))], filenamePrefix, context, cancellation);
    }

    /// <summary>Saves each clip of a sound as MP3, with the graph that made it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="quality">V0: the best variable rate; else bits a second.</param>
    /// <returns>The sound, as it came.</returns>
    [Node("SaveAudioMP3", Title = "Save audio (MP3)", Category = "audio", Search = "export mp3", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "audio")]
    public static Task<Audio> SaveMp3Async(
        Audio audio,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "audio/ComfyUI",
        [Choices("V0", "128k", "320k")] string quality = "V0")
        => SavedSound.WriteAsync(audio, SoundFormat.Mp3(quality), GraphTexts.Of(prompt, extraPnginfo), filenamePrefix, context, cancellation);

    /// <summary>Saves each clip of a sound as Opus, with the graph that made it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where it is saved.</param>
    /// <param name="prompt">The graph in ComfyUI's API format.</param>
    /// <param name="extraPnginfo">What else is embedded, by name.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <param name="filenamePrefix">Name, or folder and name, within the output folder.</param>
    /// <param name="quality">Bits a second.</param>
    /// <returns>The sound, as it came.</returns>
    [Node("SaveAudioOpus", Title = "Save audio (Opus)", Category = "audio", Search = "export opus", IsOutput = true, HasEffects = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "audio")]
    public static Task<Audio> SaveOpusAsync(
        Audio audio,
        NodeContext context,
        [Hidden(HiddenValue.Prompt)] JsonElement? prompt,
        [Hidden(HiddenValue.ExtraPngInfo)] JsonElement? extraPnginfo,
        CancellationToken cancellation,
        string filenamePrefix = "audio/ComfyUI",
        [Choices("64k", "96k", "128k", "192k", "320k")] string quality = "128k")
        => SavedSound.WriteAsync(audio, SoundFormat.Opus(quality), GraphTexts.Of(prompt, extraPnginfo), filenamePrefix, context, cancellation);

    /// <summary>Shows a sound without saving it.</summary>
    /// <param name="audio">The sound.</param>
    /// <param name="context">Where it is shown.</param>
    /// <param name="cancellation">Ends ffmpeg.</param>
    /// <returns>The sound, as it came.</returns>
    [Node("PreviewAudio", Title = "Preview audio", Category = "audio", Search = "play,listen", IsOutput = true, Repeatability = Repeatability.SameMachine)]
    [return: Output(Name = "audio")]
    public static async Task<Audio> PreviewAsync(Audio audio, NodeContext context, CancellationToken cancellation)
    {
        for (var clip = 0; clip < audio.Batch; clip++)
        {
            var path = context.TemporaryPath(".flac");
            await SoundEncoding.WriteAsync(audio, clip, path, SoundFormat.Flac(), metadata: null, context, cancellation);
            await Saved.ShowAsync(await File.ReadAllBytesAsync(path, cancellation), context, "audio", "audio/flac", ".flac", cancellation);
        }

        return audio;
    }

    private static IEnumerable<KeyValuePair<string, string>> Tags(params (string Name, string Text)[] tags)
        => tags.Where(tag => !string.IsNullOrWhiteSpace(tag.Text)).Select(tag => KeyValuePair.Create(tag.Name, tag.Text.Trim()));
}
