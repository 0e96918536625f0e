using System.Text.Json;

namespace MySpinBot.Diffusion;

/// <summary>The <c>config.json</c> beside a file of weights, as diffusers' folders have it.</summary>
internal static class ConfigBeside
{
    private const string Name = "config.json";

    // A configuration is some hundred lines; nothing longer is read.
    private const long Longest = 1 << 20;

    /// <summary>What stands in it; null where there is none, or none that can be read: shapes tell nearly everything.</summary>
    public static JsonElement? Of(string path)
    {
        if (Text(path) is not { } text)
        {
            return null;
        }

        try
        {
            using var parsed = JsonDocument.Parse(text);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? parsed.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            // It may be another program's, and is not needed.
            return null;
        }
    }

    /// <summary>Its text, for keys of what is read with it; null where there is none.</summary>
    public static string? Text(string path)
    {
        var file = new FileInfo(Path.Combine(Path.GetDirectoryName(path) ?? "", Name));
        try
        {
            return file.Exists && file.Length <= Longest ? File.ReadAllText(file.FullName) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // As if it were not there.
            return null;
        }
    }
}
