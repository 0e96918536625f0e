using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MySpinBot.Diffusion;

/// <summary>Unicode's normalisation form C: letters and the marks on them as one character where there is one. This program runs without a library of cultures, where the framework's own does nothing.</summary>
/// <remarks>The Unicode Standard, annex 15; Hangul by chapter 3.12. The tables are the standard's.</remarks>
internal static class CanonicalForm
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28, Syllables = Leads * Vowels * Tails;

    private static readonly Lazy<Tables> Read = new(Tables.Read);

    /// <summary>A text in form C.</summary>
    public static string Of(string text)
    {
        if (Ascii.IsValid(text))
        {
            return text;
        }

        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            Decompose(rune.Value, runes);
        }

        Order(runes);
        Compose(runes);
        var composed = new StringBuilder(text.Length);
        foreach (var rune in runes)
        {
            composed.Append(new Rune(rune).ToString());
        }

        return composed.ToString();
    }

    private static void Decompose(int rune, List<int> into)
    {
        var syllable = rune - HangulBase;
        if (syllable is >= 0 and < Syllables)
        {
            into.Add(LeadBase + (syllable / (Vowels * Tails)));
            into.Add(VowelBase + (syllable % (Vowels * Tails) / Tails));
            if (syllable % Tails != 0)
            {
                into.Add(TailBase + (syllable % Tails));
            }
        }
        else if (Read.Value.Parts.TryGetValue(rune, out var parts))
        {
            foreach (var part in parts)
            {
                Decompose(part, into);
            }
        }
        else
        {
            into.Add(rune);
        }
    }

    // Marks after a letter by their class; those of one class keep their order.
    private static void Order(List<int> runes)
    {
        for (var start = 0; start < runes.Count; start++)
        {
            var end = start;
            while (end < runes.Count && Class(runes[end]) != 0)
            {
                end++;
            }

            if (end - start > 1)
            {
                var marks = runes.GetRange(start, end - start).OrderBy(Class).ToArray();
                for (var i = 0; i < marks.Length; i++)
                {
                    runes[start + i] = marks[i];
                }
            }

            start = end;
        }
    }

    private static void Compose(List<int> runes)
    {
        var (written, starter, last) = (0, -1, 0);
        foreach (var rune in runes.ToArray())
        {
            var own = Class(rune);
            if (starter >= 0 && (last == 0 ? starter == written - 1 : last < own) && Whole(runes[starter], rune) is { } whole)
            {
                runes[starter] = whole;
                continue;
            }

            if (own == 0)
            {
                starter = written;
            }

            last = own;
            runes[written++] = rune;
        }

        runes.RemoveRange(written, runes.Count - written);
    }

    private static int? Whole(int one, int other)
    {
        var (lead, vowel) = (one - LeadBase, other - VowelBase);
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
        {
            return HangulBase + (((lead * Vowels) + vowel) * Tails);
        }

        var (syllable, tail) = (one - HangulBase, other - TailBase);
        if (syllable is >= 0 and < Syllables && syllable % Tails == 0 && tail is > 0 and < Tails)
        {
            return one + tail;
        }

        return Read.Value.Wholes.TryGetValue((one, other), out var whole) ? whole : null;
    }

    private static int Class(int rune) => rune < 0x300 ? 0 : Read.Value.Classes.GetValueOrDefault(rune);

    /// <summary>What the standard says.</summary>
    private sealed record Tables(FrozenDictionary<int, int[]> Parts, FrozenDictionary<(int One, int Other), int> Wholes, FrozenDictionary<int, int> Classes)
    {
        public static Tables Read()
        {
            using var stream = typeof(CanonicalForm).Assembly.GetManifestResourceStream("CanonicalForms.txt") ?? throw new InvalidOperationException("The tables of canonical forms are not in the assembly.");
            using var reader = new StreamReader(stream, Encoding.ASCII);
            Dictionary<int, int[]> parts = [];
            Dictionary<(int, int), int> wholes = [];
            Dictionary<int, int> classes = [];
            while (reader.ReadLine() is { } line)
            {
                if (line.StartsWith('#'))
                {
                    continue;
                }

                if (line.IndexOf('=') is > 0 and var equals)
                {
                    var dash = line.IndexOf('-');
                    for (var rune = Hex(line[..dash]); rune <= Hex(line[(dash + 1)..equals]); rune++)
                    {
                        classes[rune] = int.Parse(line.AsSpan(equals + 1), CultureInfo.InvariantCulture);
                    }

                    continue;
                }

                var numbers = line.TrimStart('!').Split(' ').Select(Hex).ToArray();
                parts[numbers[0]] = numbers[1..];
                if (!line.StartsWith('!'))
                {
                    wholes[(numbers[1], numbers[2])] = numbers[0];
                }
            }

            return new Tables(parts.ToFrozenDictionary(), wholes.ToFrozenDictionary(), classes.ToFrozenDictionary());
        }

        private static int Hex(string digits) => int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }
}
