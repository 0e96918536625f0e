namespace MySpinBot.Nodes.Tts;

/// <summary>Finds out when each word of an utterance is spoken. espeak-ng's program says it nowhere, so the utterance is spoken twice more with an amplitude
/// set before each word: once always the same, once in turn full, middle and low. Both take the same time to the sample, so how loud one is beside the other
/// tells, at every place that sounds, whose turn it is. The commands cost some milliseconds each, which are found again by laying each word's loudness over
/// the natural utterance.</summary>
internal static class WordAlignment
{
    /// <summary>Samples that are told apart: 2.9 ms at 22,050 a second.</summary>
    public const int Frame = 64;

    // A stop consonant is silent for this long before it sounds; longer silences are pauses.
    private const int LongestClosure = 110 * 22_050 / 1000 / Frame;

    // How many words around the likeliest are kept in mind.
    private const int Band = 24;

    private const double Step = 0.02;

    private const double Skip = 0.5;

    /// <summary>The amplitudes of the utterance in which each word is as loud as the others.</summary>
    public static ReadOnlySpan<int> Even => [100];

    /// <summary>The amplitudes of the utterance in which neighbours differ.</summary>
    public static ReadOnlySpan<int> Stepped => [100, 60, 36];

    /// <summary>Beginning and end of each word, in samples of the natural utterance.</summary>
    public static (int Start, int End)[] Align(ReadOnlySpan<float> natural, ReadOnlySpan<float> even, ReadOnlySpan<float> stepped, int words)
    {
        if (words <= 1)
        {
            return words == 0 ? [] : [Sounding(natural)];
        }

        var frames = Math.Min(even.Length, stepped.Length) / Frame;
        var (ratios, loudness) = Compare(even, stepped, frames);
        var turns = Turns(ratios, loudness, words);
        var (first, last) = Extents(turns, loudness, words);
        var lags = Lags(Levels(natural), loudness, first, last, words);
        return Bounds(first, last, lags, words, natural.Length);
    }

    private static (int, int) Sounding(ReadOnlySpan<float> sound)
    {
        var loud = Levels(sound);
        var (start, end) = (Array.FindIndex(loud, IsHeard), Array.FindLastIndex(loud, IsHeard));
        return start < 0 ? (0, sound.Length) : (start * Frame, Math.Min(sound.Length, (end + 1) * Frame));
    }

    private static bool IsHeard(float loudness) => loudness > 6e-4f;

    private static float[] Levels(ReadOnlySpan<float> sound)
    {
        var loudness = new float[sound.Length / Frame];
        for (var i = 0; i < loudness.Length; i++)
        {
            loudness[i] = MathF.Sqrt(Loudness.Product(sound.Slice(i * Frame, Frame), sound.Slice(i * Frame, Frame)) / Frame);
        }

        return loudness;
    }

    private static (float[] Ratios, float[] Levels) Compare(ReadOnlySpan<float> even, ReadOnlySpan<float> stepped, int frames)
    {
        var (ratios, loudness) = (new float[frames], Levels(even[..(frames * Frame)]));
        for (var i = 0; i < frames; i++)
        {
            var one = even.Slice(i * Frame, Frame);
            var other = stepped.Slice(i * Frame, Frame);
            ratios[i] = IsHeard(loudness[i]) ? Loudness.Product(one, other) / Loudness.Product(one, one) : 0;
        }

        return (ratios, loudness);
    }

    /// <summary>Which word each frame belongs to: the rising sequence that explains the ratios best (Viterbi). A word may be skipped, at a price, because
    /// some are spoken as one.</summary>
    private static int[] Turns(float[] ratios, float[] loudness, int words)
    {
        var (costs, next) = (new double[words], new double[words]);
        Array.Fill(costs, double.PositiveInfinity);
        costs[0] = 0;
        var steps = new byte[ratios.Length][];
        var lowest = new int[ratios.Length];
        var low = 0;
        for (var frame = 0; frame < ratios.Length; frame++)
        {
            var high = Math.Min(words, low + Band);
            var (step, best) = (new byte[high - low], low);
            Array.Fill(next, double.PositiveInfinity, Math.Max(0, low - 2), high - Math.Max(0, low - 2));
            for (var word = low; word < high; word++)
            {
                (next[word], step[word - low]) = Cheapest(costs, word);
                next[word] += Strangeness(ratios[frame], loudness[frame], word);
                best = next[word] < next[best] ? word : best;
            }

            (steps[frame], lowest[frame]) = (step, low);
            (costs, next) = (next, costs);
            low = Math.Max(low, Math.Min(best - (Band / 2), words - 1));
        }

        return Traced(steps, lowest, costs, words);
    }

    private static (double Cost, byte Step) Cheapest(double[] costs, int word)
    {
        var (cost, step) = (costs[word], (byte)0);
        if (word > 0 && costs[word - 1] + Step < cost)
        {
            (cost, step) = (costs[word - 1] + Step, 1);
        }

        return word > 1 && costs[word - 2] + Skip < cost ? (costs[word - 2] + Skip, (byte)2) : (cost, step);
    }

    private static double Strangeness(float ratio, float loudness, int word)
    {
        if (!IsHeard(loudness))
        {
            return 0;
        }

        var distance = ratio - (Stepped[word % Stepped.Length] / 100.0);
        return Math.Min(distance * distance, 0.05) * 10 * Math.Min(1, loudness * 100);
    }

    private static int[] Traced(byte[][] steps, int[] lowest, double[] costs, int words)
    {
        var turns = new int[steps.Length];
        var word = costs[words - 1] <= costs[Math.Max(0, words - 2)] + Skip ? words - 1 : Array.IndexOf(costs, costs.Min());
        for (var frame = steps.Length - 1; frame >= 0; frame--)
        {
            turns[frame] = word;
            var at = word - lowest[frame];
            word -= at >= 0 && at < steps[frame].Length ? steps[frame][at] : 0;
        }

        return turns;
    }

    /// <summary>First and last sounding frame of each word; -1 where it has none.</summary>
    private static (int[] First, int[] Last) Extents(int[] turns, float[] loudness, int words)
    {
        var (first, last) = (new int[words], new int[words]);
        Array.Fill(first, -1);
        Array.Fill(last, -1);
        for (var frame = 0; frame < turns.Length; frame++)
        {
            if (IsHeard(loudness[frame]))
            {
                first[turns[frame]] = first[turns[frame]] < 0 ? frame : first[turns[frame]];
                last[turns[frame]] = frame;
            }
        }

        return (first, last);
    }

    /// <summary>How many frames later each word is spoken with commands than without.</summary>
    private static double[] Lags(float[] natural, float[] even, int[] first, int[] last, int words)
    {
        // What a command costs, on the whole: words whose own lag does not show are placed by it.
        var usual = Math.Max(0, (even.Length - natural.Length) / (double)(words - 1));
        var lags = new double[words];
        for (var word = 1; word < words; word++)
        {
            var expected = lags[word - 1] + usual;
            lags[word] = first[word] < 0 ? expected : BestLag(natural, even, first[word], Math.Min(last[word], first[word] + 60), lags[word - 1], expected);
        }

        return lags;
    }

    private static double BestLag(float[] natural, float[] even, int from, int to, double before, double expected)
    {
        var (best, cheapest) = (expected, double.PositiveInfinity);
        for (var lag = (int)Math.Floor(before) - 2; lag <= before + 40; lag++)
        {
            double difference = 0, whole = 1e-3;
            for (var frame = from; frame <= to; frame++)
            {
                var there = frame - lag >= 0 && frame - lag < natural.Length ? natural[frame - lag] : 0;
                difference += Math.Abs(even[frame] - there);
                whole += even[frame];
            }

            // Where two places look alike, the one that is expected.
            var cost = (difference / whole) + (0.003 * Math.Abs(lag - expected));
            (best, cheapest) = cost < cheapest ? (lag, cost) : (best, cheapest);
        }

        return best;
    }

    private static (int, int)[] Bounds(int[] first, int[] last, double[] lags, int words, int length)
    {
        var bounds = new (int Start, int End)[words];
        var (lastHeard, lagOfLast) = (-1, 0.0);
        for (var word = 0; word < words; word++)
        {
            if (first[word] < 0)
            {
                // Spoken as one with its neighbour.
                var at = lastHeard < 0 ? 0 : Sample(lastHeard + 1 - lagOfLast, length);
                bounds[word] = (at, at);
                continue;
            }

            // The silence of a stop consonant belongs to the word that it begins.
            var onset = Sample(first[word] - lags[word], length);
            var closure = lastHeard >= 0 && first[word] - lastHeard <= LongestClosure ? Sample(lastHeard + 1 - lagOfLast, length) : onset - (4 * Frame);
            var start = lastHeard < 0 ? onset : Math.Clamp(closure, bounds[word - 1].End, Math.Max(onset, bounds[word - 1].End));
            bounds[word] = (start, Math.Max(start, Sample(last[word] + 1 - lags[word], length)));
            (lastHeard, lagOfLast) = (last[word], lags[word]);
        }

        return bounds;
    }

    private static int Sample(double frame, int length) => Math.Clamp((int)Math.Round(frame * Frame), 0, length);
}
