using System.Globalization;
using System.Text.Json;
using MySpinBot.Sdk;

namespace MySpinBot.Films;

/// <summary>What a media file claims to hold.</summary>
/// <param name="Seconds">Its length; 0 where it does not say.</param>
/// <param name="Picture">Its picture stream that moves: the default one, or else the first.</param>
/// <param name="Sound">Its sound stream: the default one, or else the first.</param>
public sealed record MediaProbe(double Seconds, PictureStream? Picture, SoundStream? Sound)
{
    private const int MostBytes = 4 << 20;

    /// <summary>Asks ffprobe.</summary>
    /// <exception cref="NodeFailure">The file is no media file, or damaged.</exception>
    public static async Task<MediaProbe> OfAsync(string path, bool countFrames, NodeContext context, CancellationToken cancellation)
    {
        var name = Path.GetFileName(path);
        if (File.Exists(path) && new FileInfo(path).Length == 0)
        {
            throw new NodeFailure($"'{name}' is empty (0 bytes); save or download it again.");
        }

        if (await Playlist.IsOneAsync(path, cancellation))
        {
            throw new NodeFailure($"'{name}' is a playlist: it only names other files; choose one of those.");
        }

        // Whatever a file names, nothing is fetched from anywhere.
        string[] arguments = ["-hide_banner", "-v", "error", "-protocol_whitelist", "file", .. countFrames ? ["-count_packets"] : Array.Empty<string>(), "-show_format", "-show_streams", "-of", "json", path];
        var ffprobe = context.Tools.Executable("ffprobe");
        try
        {
            // The sentence begins with the file's name; its whole path says nothing more, and is the cache's where an artifact is asked about.
            var json = await new ToolProcess(ffprobe, arguments) { Explain = lines => FfmpegWords.Reason(lines)?.Replace(path + ": ", "", StringComparison.Ordinal) }
                .ReadAllAsync(MostBytes, context.Time, cancellation);
            using var document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception error) when (error is NodeFailure or JsonException)
        {
            throw new NodeFailure($"'{name}' is no sound or video that can be read, or it is damaged: {error.Message} Choose another file, or save or download it again.", error);
        }
    }

    private static MediaProbe Read(JsonElement root)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var format = root.TryGetProperty("format", out var found) ? found : default;
        return new MediaProbe(
            Number(format, "duration"),
            Default(streams, "video") is { ValueKind: JsonValueKind.Object } picture ? PictureStream.Read(picture, format) : null,
            Default(streams, "audio") is { ValueKind: JsonValueKind.Object } sound ? SoundStream.Read(sound) : null);
    }

    // A cover is a picture that does not move.
    private static JsonElement Default(JsonElement[] streams, string kind)
        => streams.Where(stream => Text(stream, "codec_type") == kind && !Is(stream, "attached_pic")).OrderBy(stream => Is(stream, "default") ? 0 : 1).FirstOrDefault();

    private static bool Is(JsonElement stream, string disposition) => stream.TryGetProperty("disposition", out var all) && Number(all, disposition) != 0;

    /// <summary>A text of an object; empty where there is none.</summary>
    internal static string Text(JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value.ToString() : "";

    /// <summary>A number of an object, written as a number or as text; 0 where there is none.</summary>
    internal static double Number(JsonElement element, string name)
        => double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : 0;
}
