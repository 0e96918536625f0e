using System.Buffers;
using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Server.Jobs.Keeping;

/// <summary>Content ids in texts: whatever looks like one counts as one.</summary>
internal static class ContentIds
{
    private const int Digits = 2 * ContentId.Size;

    private static readonly SearchValues<byte> Hexadecimal = SearchValues.Create("0123456789abcdef"u8);

    /// <summary>The next one of a text.</summary>
    /// <param name="text">Afterwards what stands behind it.</param>
    /// <param name="id">It.</param>
    /// <returns>Whether there was one.</returns>
    public static bool TryNext(ref ReadOnlySpan<byte> text, out ContentId id)
    {
        while (text.IndexOfAny(Hexadecimal) is >= 0 and var start)
        {
            text = text[start..];
            var length = text.IndexOfAnyExcept(Hexadecimal) is >= 0 and var end ? end : text.Length;
            var word = text[..length];
            text = text[length..];
            if (length == Digits && ContentId.TryParse(Encoding.ASCII.GetString(word), out id))
            {
                return true;
            }
        }

        id = default;
        return false;
    }
}
