namespace MySpinBot.Language;

/// <summary>Makes tokens of a prompt whose parts are marked: what the template wrote may become control tokens, what people wrote may not, however it looks.</summary>
internal static class PromptTokens
{
    /// <summary>The tokens.</summary>
    /// <param name="prompt">The prompt.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    public static int[] Of(MarkedText prompt, Vocabulary vocabulary)
    {
        // A template may write the token that begins a text itself; it comes once.
        var begins = vocabulary.BeginText is { Length: > 0 } begin && prompt.Value.StartsWith(begin, StringComparison.Ordinal) && !IsForeign(prompt, 0, begin.Length);
        var pieces = Pieces(prompt, ControlTexts.Of(vocabulary));
        if (pieces.Count == 1)
        {
            return vocabulary.Tokenize(prompt.Value, begin: !begins, special: true);
        }

        List<int> tokens = [];
        foreach (var (start, end, isPlain) in pieces)
        {
            tokens.AddRange(vocabulary.Tokenize(prompt.Value.AsSpan(start, end - start), begin: start == 0 && !begins, special: !isPlain));
        }

        return [.. tokens];
    }

    /// <summary>The prompt cut so that no piece holds a control token's text that is not all the template's: as tokens are looked for in each piece by itself, a text that is cut is none.
    /// Almost every prompt is one piece.</summary>
    internal static List<(int Start, int End, bool IsPlain)> Pieces(MarkedText prompt, ControlTexts controls)
    {
        List<(int Start, int End, bool IsPlain)> pieces = [];
        var start = 0;
        for (var at = controls.Next(prompt.Value, 0); at >= 0; at = at + 1 < prompt.Length ? controls.Next(prompt.Value, at + 1) : -1)
        {
            foreach (var control in controls.At(prompt.Value, at))
            {
                if (FirstForeign(prompt, at, at + control.Length) is not { } foreign || start > at)
                {
                    continue;
                }

                if (control.Length == 1)
                {
                    Add(start, at, false);
                    Add(at, at + 1, true);
                    continue;
                }

                // Behind its first character, or where people's part of it begins.
                Add(start, Math.Max(at + 1, foreign), false);
            }
        }

        Add(start, prompt.Length, false);
        return pieces;

        void Add(int from, int to, bool isPlain)
        {
            if (to > from || pieces.Count == 0 && to == prompt.Length)
            {
                pieces.Add((from, to, isPlain));
            }

            start = to;
        }
    }

    private static bool IsForeign(MarkedText text, int start, int end) => FirstForeign(text, start, end) is not null;

    // The first character of a part that the template did not write; parts are in order.
    private static int? FirstForeign(MarkedText text, int start, int end)
    {
        var (low, high) = (0, text.Foreign.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = text.Foreign[middle].End <= start ? (middle + 1, high) : (low, middle);
        }

        return low < text.Foreign.Length && text.Foreign[low].Start < end ? Math.Max(start, text.Foreign[low].Start) : null;
    }
}
