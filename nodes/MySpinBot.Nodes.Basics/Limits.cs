using System.Globalization;

namespace MySpinBot.Nodes.Basics;

/// <summary>How large the values of these nodes may grow, so that a slip in a graph ends in a sentence and not in a machine without memory.</summary>
internal static class Limits
{
    /// <summary>The most elements of a list.</summary>
    public const int ListLength = 100_000;

    /// <summary>The most UTF-16 units of a text: 64 MB.</summary>
    public const int TextLength = 32 * 1024 * 1024;

    /// <summary>How deep JSON may be nested.</summary>
    public const int JsonDepth = 128;

    public static string Text(string text) => text.Length <= TextLength ? text : throw TooLong(text.Length);

    /// <summary>Refuses a text before it is made.</summary>
    public static void PromisedText(long length)
    {
        if (length > TextLength)
        {
            throw TooLong(length);
        }
    }

    /// <summary>Refuses a list before it is made.</summary>
    public static void PromisedList(long length, string input)
    {
        if (length > ListLength)
        {
            throw Failures.At(input, string.Create(CultureInfo.InvariantCulture,
                $"Input '{input}' would make a list of {length} elements; a list has {ListLength} at most."));
        }
    }

    private static NodeFailure TooLong(long length) => new(string.Create(CultureInfo.InvariantCulture,
        $"The text would have {length} characters; a text has {TextLength} at most."));
}
