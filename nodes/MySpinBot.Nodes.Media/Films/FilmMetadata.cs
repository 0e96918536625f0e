using System.Text;
using System.Text.Json;

namespace MySpinBot.Nodes.Media;

/// <summary>The graph that made a film or a sound, written into its container under the names that ComfyUI uses.</summary>
internal static class FilmMetadata
{
    /// <summary>A file that ffmpeg reads with <c>-f ffmetadata</c>. A graph would not fit on a command line.</summary>
    public static async Task WriteAsync(string path, JsonElement? prompt, JsonElement? document, CancellationToken cancellation)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        Append(text, "prompt", prompt);
        Append(text, "workflow", document);
        await File.WriteAllTextAsync(path, text.ToString(), cancellation);
    }

    private static void Append(StringBuilder text, string name, JsonElement? value)
    {
        if (value is not { ValueKind: not JsonValueKind.Undefined } given)
        {
            return;
        }

        text.Append(name).Append('=');
        foreach (var letter in JsonSerializer.Serialize(given))
        {
            _ = letter is '=' or ';' or '#' or '\\' or '\n' ? text.Append('\\').Append(letter) : text.Append(letter);
        }

        text.Append('\n');
    }
}
