using System.Globalization;
using System.Text.Json;

namespace MySpinBot.Runtime.Previewing;

/// <summary>What a media file claims to hold.</summary>
/// <param name="Seconds">Its length; 0 where it does not say.</param>
/// <param name="Film">The number of its first stream of pictures that move.</param>
/// <param name="Sound">Its first stream of sound.</param>
internal sealed record MediaFacts(double Seconds, int? Film, SoundFacts? Sound)
{
    /// <summary>Reads what ffprobe says.</summary>
    public static MediaFacts Read(JsonElement root)
    {
        var streams = root.TryGetProperty("streams", out var list) ? list.EnumerateArray().ToArray() : [];
        var film = Array.Find(streams, stream => Is(stream, "video") && Number(stream, "width") > 0 && !IsCover(stream));
        var sound = Array.Find(streams, stream => Is(stream, "audio") && Number(stream, "channels") > 0);
        return new MediaFacts(
            root.TryGetProperty("format", out var format) ? Number(format, "duration") : 0,
            film.ValueKind == JsonValueKind.Object ? (int)Number(film, "index") : null,
            sound.ValueKind == JsonValueKind.Object ? new SoundFacts((int)Number(sound, "index"), Number(sound, "channels") * Number(sound, "sample_rate")) : null);
    }

    private static bool Is(JsonElement stream, string kind) => stream.TryGetProperty("codec_type", out var type) && type.ValueEquals(kind);

    private static bool IsCover(JsonElement stream) => stream.TryGetProperty("disposition", out var all) && Number(all, "attached_pic") != 0;

    private static double Number(JsonElement element, string name)
        => element.TryGetProperty(name, out var value) && double.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and < 1e9 ? number : 0;
}

/// <summary>A stream of sound.</summary>
/// <param name="Index">Its number in the file.</param>
/// <param name="SamplesPerSecond">Of all channels together; 0 where it does not say.</param>
internal sealed record SoundFacts(int Index, double SamplesPerSecond);
