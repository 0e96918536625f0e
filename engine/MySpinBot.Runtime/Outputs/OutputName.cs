using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Runtime.Outputs;

/// <summary>A name within the output folder. Whatever a graph asks for, it cannot leave the folder, hide itself, or be a name that other systems refuse.</summary>
/// <param name="Subfolder">Folder within the output folder, with forward slashes; empty for none.</param>
/// <param name="Name">Name in it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OutputName(string Subfolder, string Name)
{
    private const int MostBytes = 200;
    private const int ReplacementRune = '_';

    /// <summary>Both, with a forward slash between them.</summary>
    public string Relative => Subfolder.Length == 0 ? Name : $"{Subfolder}/{Name}";

    /// <summary>Makes a name of what a graph gives. Characters that file systems refuse become <c>_</c>.</summary>
    /// <exception cref="NodeFailure">It leaves the folder, or is none.</exception>
    public static OutputName Of(string given)
    {
        var parts = (given ?? "").Replace('\\', '/').Split('/');
        if (parts[^1].Trim().Length == 0)
        {
            throw new NodeFailure($"'{given}' is no name for a file; give a name such as 'picture' or 'folder/picture'.");
        }

        if (parts[0].Length == 0 || parts.Any(part => part is "." or "..") || (parts[0].Length == 2 && parts[0][1] == ':'))
        {
            throw new NodeFailure($"The output name '{given}' leads out of the output folder; give a name such as 'picture' or 'folder/picture', without '..' and without a slash at its start.");
        }

        var clean = parts.Where(part => part.Length > 0).Select(part => Clean(part, given!)).ToArray();
        return new OutputName(string.Join('/', clean[..^1]), clean[^1]);
    }

    /// <summary>An extension with its dot, as given.</summary>
    /// <exception cref="NodeFailure">It is none.</exception>
    public static string Extension(string given)
        => given is ['.', _, ..] && given.Skip(1).All(char.IsAsciiLetterOrDigit)
            ? given
            : throw new NodeFailure($"'{given}' is no file extension; give one such as '.png'.");

    /// <summary>Fills in <c>%year% %month% %day% %hour% %minute% %second%</c>.</summary>
    public static string Fill(string prefix, DateTimeOffset now)
    {
        if (!prefix.Contains('%', StringComparison.Ordinal))
        {
            return prefix;
        }

        foreach (var (word, format) in new[] { ("year", "yyyy"), ("month", "MM"), ("day", "dd"), ("hour", "HH"), ("minute", "mm"), ("second", "ss") })
        {
            prefix = prefix.Replace($"%{word}%", now.ToString(format, CultureInfo.InvariantCulture), StringComparison.Ordinal);
        }

        return prefix;
    }

    private static string Clean(string part, string given)
    {
        var clean = new StringBuilder(part.Length);
        foreach (var rune in part.EnumerateRunes())
        {
            var isRefused = rune.Value < ' ' || rune.Value == 0x7F || (rune.IsAscii && "<>:\"|?*".Contains((char)rune.Value, StringComparison.Ordinal));
            clean.Append((isRefused || (rune.Value == '.' && clean.Length == 0) ? new Rune(ReplacementRune) : rune).ToString());
        }

        return Encoding.UTF8.GetByteCount(clean.ToString()) <= MostBytes
            ? clean.ToString()
            : throw new NodeFailure($"The output name '{given}' is too long; a part of it may have {MostBytes} bytes.");
    }
}
