using System.Text;
using System.Text.Json;
using MySpinBot.Nodes.Basics.JsonValues;

namespace MySpinBot.Nodes.Basics.Files;

/// <summary>How the characters of a file are stored.</summary>
public enum TextEncoding
{
    /// <summary>UTF-8; a byte order mark may say otherwise.</summary>
    [Choice("utf-8")]
    Utf8,

    /// <summary>UTF-16, little-endian unless a byte order mark says otherwise.</summary>
    [Choice("utf-16")]
    Utf16,

    /// <summary>ISO 8859-1: every byte is a character.</summary>
    [Choice("latin-1")]
    Latin1,
}

/// <summary>Texts from files.</summary>
public static class LoadingNodes
{
    /// <summary>Reads a text file, of 64 MB at most.</summary>
    /// <param name="file">The file.</param>
    /// <param name="encoding">How its characters are stored.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What stands in the file.</returns>
    [Node("LoadText", Category = "basics/file", Search = "read file, script, txt", Lane = Lane.Io)]
    [return: Output(Name = "text")]
    public static async ValueTask<string> Load(
        [FileFrom("input", Extensions = ".txt,.md,.csv,.srt,.vtt,.json,.yaml,.xml,.html")] FileReference file, TextEncoding encoding = TextEncoding.Utf8, CancellationToken cancellation = default)
    {
        if (file.Length > 2L * Limits.TextLength)
        {
            throw Failures.At("file", $"The file '{Path.GetFileName(file.Path)}' has {file.Length} bytes; a text has {2L * Limits.TextLength} at most.");
        }

        Encoding read = encoding switch
        {
            TextEncoding.Utf16 => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            TextEncoding.Latin1 => Encoding.Latin1,
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
        };
        try
        {
            return Limits.Text(await File.ReadAllTextAsync(file.Path, read, cancellation));
        }
        catch (DecoderFallbackException wrong)
        {
            throw Failures.At("file", $"The file '{Path.GetFileName(file.Path)}' is not text in the encoding that 'encoding' says; another may fit, or it is no text at all.", wrong);
        }
        catch (IOException wrong)
        {
            throw Failures.At("file", $"The file '{Path.GetFileName(file.Path)}' cannot be read: {wrong.Message}", wrong);
        }
    }

    /// <summary>Reads a JSON file, of 64 MB and 128 levels at most.</summary>
    /// <param name="file">The file, in UTF-8.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>What stands in the file.</returns>
    [Node("LoadJson", Title = "Load JSON", Category = "basics/file", Search = "read file, data", Lane = Lane.Io)]
    public static async ValueTask<JsonElement> LoadJson([FileFrom("input", Extensions = ".json")] FileReference file, CancellationToken cancellation = default)
        => JsonText.Parse(await Load(file, TextEncoding.Utf8, cancellation), "file");
}
