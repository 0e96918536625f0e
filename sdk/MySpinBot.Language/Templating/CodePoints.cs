namespace MySpinBot.Language;

/// <summary>Texts counted as Python counts them: in Unicode characters, where .NET's may be two for one.</summary>
internal static class CodePoints
{
    /// <summary>How many there are.</summary>
    public static int Count(string text)
    {
        var count = text.Length;
        for (var i = 0; i + 1 < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i], text[i + 1]))
            {
                count--;
                i++;
            }
        }

        return count;
    }

    /// <summary>Where each begins, and the end; null where each is one of .NET's.</summary>
    public static int[]? Places(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0)
        {
            return null;
        }

        List<int> places = new(text.Length);
        for (var i = 0; i < text.Length; i += i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1)
        {
            places.Add(i);
        }

        places.Add(text.Length);
        return [.. places];
    }

    /// <summary>Where a character of .NET's is, in characters.</summary>
    public static int IndexOf(string text, int place) => place <= 0 ? place : Count(text[..place]);

    /// <summary>Order by the numbers of characters.</summary>
    public static int Compare(string left, string right)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (left[i] != right[i])
            {
                // Pairs stand for numbers above all others.
                return char.IsSurrogate(left[i]) == char.IsSurrogate(right[i]) ? left[i].CompareTo(right[i]) : char.IsSurrogate(left[i]) ? 1 : -1;
            }
        }

        return left.Length.CompareTo(right.Length);
    }
}
