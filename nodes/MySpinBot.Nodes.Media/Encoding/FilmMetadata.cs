using System.Text;

namespace MySpinBot.Nodes.Media;

/// <summary>Texts for the container of a film or a sound.</summary>
internal static class FilmMetadata
{
    /// <summary>Writes a file that ffmpeg reads with <c>-f ffmetadata</c>. A graph would not fit on a command line.</summary>
    public static Task WriteAsync(string path, IEnumerable<KeyValuePair<string, string>> texts, CancellationToken cancellation)
    {
        var file = new StringBuilder(";FFMETADATA1\n");
        foreach (var (name, text) in texts)
        {
            file.Append(name).Append('=');
            foreach (var letter in text)
            {
                _ = letter is '=' or ';' or '#' or '\\' or '\n' ? file.Append('\\').Append(letter) : file.Append(letter);
            }

            file.Append('\n');
        }

        return File.WriteAllTextAsync(path, file.ToString(), cancellation);
    }
}
