using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>Turns the bytes of a caption file into text. Such files are older than UTF-8's victory.</summary>
internal static class CaptionDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text, its lines separated by <c>\n</c>.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="encoding">Name of an encoding; <c>auto</c> believes a byte order mark, then UTF-8, then Windows-1252, in which every file is some text.</param>
    public static string Decode(ReadOnlySpan<byte> bytes, string encoding = "auto")
    {
        var text = bytes switch
        {
            [0xEF, 0xBB, 0xBF, .. var rest] => Encoding.UTF8.GetString(rest),
            [0xFF, 0xFE, .. var rest] => Encoding.Unicode.GetString(rest),
            [0xFE, 0xFF, .. var rest] => Encoding.BigEndianUnicode.GetString(rest),
            _ => encoding == "auto" ? Guessed(bytes) : Named(encoding).GetString(bytes),
        };
        return text.ReplaceLineEndings("\n");
    }

    private static string Guessed(ReadOnlySpan<byte> bytes)
    {
        // Latin letters in UTF-16 have a zero at every second place; no other encoding of a caption file has zeros.
        if (bytes is [not 0, 0, not 0, 0, ..])
        {
            return Encoding.Unicode.GetString(bytes);
        }

        if (bytes is [0, not 0, 0, not 0, ..])
        {
            return Encoding.BigEndianUnicode.GetString(bytes);
        }

        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Named("windows-1252").GetString(bytes);
        }
    }

    private static Encoding Named(string name)
        => name == "utf-8" ? Encoding.UTF8
            : CodePagesEncodingProvider.Instance.GetEncoding(name) ?? throw new NodeFailure($"The encoding '{name}' is not known here; use utf-8.") { Input = "encoding" };
}
