using System.Text;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Room for the library's expressions. For many vocabularies (Mistral's, DeepSeek's, GPT-4o's) it splits texts with the C++ library's regular expressions, which call themselves once more for each character of a stretch, with some
/// 360 bytes of stack each time: twenty-five thousand letters without a space end a process whose threads have the usual eight megabytes. So long stretches get a thread with a stack of their size, and too long ones a sentence.</summary>
internal static class DeepStack
{
    /// <summary>Stretches that any thread has room for.</summary>
    private const int EasyStretch = 1000;

    /// <summary>The longest stretch that is taken.</summary>
    internal const int LongestStretch = 250_000;

    private const int BytesOfCharacter = 512;

    /// <summary>The longest stretch of characters that are all white space or all none.</summary>
    /// <exception cref="NodeFailure">It is longer than is taken.</exception>
    public static int StretchOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= EasyStretch)
        {
            return utf8.Length;
        }

        var (longest, current, isSpace) = (0, 0, false);
        while (!utf8.IsEmpty)
        {
            Rune.DecodeFromUtf8(utf8, out var rune, out var length);
            utf8 = utf8[length..];
            var also = Rune.IsWhiteSpace(rune);
            current = also == isSpace ? current + 1 : 1;
            isSpace = also;
            longest = Math.Max(longest, current);
        }

        return longest <= LongestStretch ? longest
            : throw new NodeFailure($"A text has a stretch of {longest} characters without a change between spaces and others; {LongestStretch} are taken.");
    }

    /// <summary>Does something that needs a stack for a stretch.</summary>
    public static void Run(int stretch, Action work)
    {
        if (stretch <= EasyStretch)
        {
            work();
            return;
        }

        // It calls the library and nothing that throws.
        var thread = new Thread(() => work(), (1 << 20) + (stretch * BytesOfCharacter)) { IsBackground = true, Name = "tokens" };
        thread.Start();
        thread.Join();
    }
}
