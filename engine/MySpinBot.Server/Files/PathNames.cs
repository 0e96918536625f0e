using System.Text;

namespace MySpinBot.Server.Files;

/// <summary>Names of files and folders as they come from outside. What is no plain name below a folder is refused here, before any disk is asked: dots, absolute paths, other systems' separators,
/// control characters, names that no disk takes.</summary>
internal static class PathNames
{
    /// <summary>The most bytes of one name: what Linux's file systems take.</summary>
    public const int MostNameBytes = 255;

    private const int MostPathBytes = 2048;
    private const int MostParts = 32;

    // Devices of Windows: a file of such a name cannot be copied there.
    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", "CLOCK$", .. Enumerable.Range(0, 10).SelectMany(n => new[] { $"COM{n}", $"LPT{n}" })], StringComparer.OrdinalIgnoreCase);

    /// <summary>The names between a path's slashes; none for an empty path.</summary>
    /// <param name="path">Relative to a folder.</param>
    /// <param name="kind">How it is refused.</param>
    /// <param name="what">What to call it in the sentence, at its beginning: <c>The file name</c>.</param>
    /// <exception cref="ServerRefusal">It is no path below a folder.</exception>
    public static string[] Parts(string? path, RefusalKind kind, string what)
    {
        if (string.IsNullOrEmpty(path))
        {
            return [];
        }

        if (path.Length > MostPathBytes || ByteCount(path) > MostPathBytes)
        {
            throw Refused(kind, $"{what} is too long: it may have {MostPathBytes} bytes.");
        }

        foreach (var character in path)
        {
            if (char.IsControl(character))
            {
                throw Refused(kind, $"{what} has a control character in it: leave it out.");
            }
        }

        if (path.Contains('\\', StringComparison.Ordinal))
        {
            throw Refused(kind, $"{what} '{path}' has a backslash in it: folders are separated by '/'.");
        }

        if (path[0] == '/')
        {
            throw Refused(kind, $"{what} '{path}' is absolute: give a name within the folder.");
        }

        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length > MostParts)
        {
            throw Refused(kind, $"{what} has {parts.Length} parts; at most {MostParts} folders are followed.");
        }

        foreach (var part in parts)
        {
            if (part is "." or "..")
            {
                throw Refused(kind, $"{what} '{path}' has '{part}' in it: give the folder's own name.");
            }

            if (ByteCount(part) > MostNameBytes)
            {
                throw Refused(kind, $"{what} has a part of {ByteCount(part)} bytes; a name may have {MostNameBytes}.");
            }
        }

        return parts;
    }

    /// <summary>Checks names that something is to be written under: they should do on every system, and be seen in listings.</summary>
    /// <param name="parts">From <see cref="Parts"/>.</param>
    /// <param name="what">What to call it in the sentence, at its beginning.</param>
    /// <param name="mayHide">Whether a name may begin with a dot.</param>
    /// <exception cref="ServerRefusal">A name would not do.</exception>
    public static void CheckForWriting(IEnumerable<string> parts, string what, bool mayHide = false)
    {
        foreach (var part in parts)
        {
            if (part[0] == '.' && !mayHide)
            {
                throw Refused(RefusalKind.Wrong, $"{what} has a part '{part}' that begins with a dot, which hides it: give another name.");
            }

            if (part[^1] is '.' or ' ' || part[0] == ' ')
            {
                throw Refused(RefusalKind.Wrong, $"{what} has a part '{part}' that begins or ends with a space, or ends with a dot, which not every system keeps: leave it out.");
            }

            var stem = part.AsSpan(0, part.IndexOf('.', StringComparison.Ordinal) is var dot && dot > 0 ? dot : part.Length);
            if (Devices.Contains(stem.TrimEnd().ToString()))
            {
                throw Refused(RefusalKind.Wrong, $"{what} has a part '{part}', which is a device's name on other systems: give another name.");
            }
        }
    }

    /// <summary>Whether any of the names begins with a dot.</summary>
    public static bool AnyHidden(IEnumerable<string> parts) => parts.Any(part => part[0] == '.');

    // Half a surrogate pair is no text: its bytes would be another name's.
    private static int ByteCount(string text)
    {
        try
        {
            return Strict.GetByteCount(text);
        }
        catch (EncoderFallbackException)
        {
            return int.MaxValue;
        }
    }

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static ServerRefusal Refused(RefusalKind kind, string sentence) => new(kind, "path_not_allowed", sentence);
}
