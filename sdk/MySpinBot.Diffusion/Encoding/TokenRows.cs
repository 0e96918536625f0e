using System.Collections.Immutable;

namespace MySpinBot.Diffusion;

/// <summary>The tokens of a prompt as the network takes them: a row for each chunk, one more for no text at all where anything is weighted, and the vectors that were learnt as a table of their own.</summary>
internal sealed class TokenRows
{
    private readonly long[] _tokens;
    private readonly long[] _ends;
    private readonly int _positions;

    private TokenRows(long[] tokens, long[] ends, int positions, float[] learnt, int learntCount, bool hasEmpty)
        => (_tokens, _ends, _positions, Learnt, LearntCount, HasEmpty) = (tokens, ends, positions, learnt, learntCount, hasEmpty);

    /// <summary>How many rows.</summary>
    public int Count => _ends.Length;

    /// <summary>Whether the last row is no text.</summary>
    public bool HasEmpty { get; }

    /// <summary>The vectors that were learnt, [count, width]; one of zeros where there are none.</summary>
    public float[] Learnt { get; }

    /// <summary>How many vectors.</summary>
    public int LearntCount { get; }

    /// <summary>Tokens of some rows, [count, positions].</summary>
    public long[] Tokens(int from, int count) => _tokens[(from * _positions)..((from + count) * _positions)];

    /// <summary>Where each of some rows ends.</summary>
    public long[] Ends(int from, int count) => _ends[from..(from + count)];

    public static TokenRows Of(PromptTokens prompt, ClipTextConfig config)
    {
        var hasEmpty = prompt.IsWeighted;
        var count = prompt.Chunks.Length + (hasEmpty ? 1 : 0);
        var (tokens, ends) = (new long[count * config.Positions], new long[count]);
        Dictionary<LearntVector, int> places = new(ReferenceEqualityComparer.Instance);
        for (var chunk = 0; chunk < prompt.Chunks.Length; chunk++)
        {
            ends[chunk] = Fill(prompt.Chunks[chunk], tokens.AsSpan(chunk * config.Positions, config.Positions), config, places);
        }

        if (hasEmpty)
        {
            var empty = tokens.AsSpan(^config.Positions..);
            empty.Fill(config.End);
            empty[0] = config.Begin;
            ends[^1] = 1;
        }

        var learnt = new float[Math.Max(places.Count, 1) * config.Width];
        foreach (var (vector, place) in places)
        {
            vector.Values.Span.CopyTo(learnt.AsSpan(place * config.Width, config.Width));
        }

        return new TokenRows(tokens, ends, config.Positions, learnt, Math.Max(places.Count, 1), hasEmpty);
    }

    // Where the text ends: at the first token that says so, whatever the text itself says.
    private static int Fill(ImmutableArray<PromptToken> chunk, Span<long> row, ClipTextConfig config, Dictionary<LearntVector, int> places)
    {
        var end = -1;
        for (var i = 0; i < row.Length; i++)
        {
            if (chunk[i].Learnt is { } vector)
            {
                places.TryAdd(vector, places.Count);
                row[i] = config.Vocabulary + places[vector];
                continue;
            }

            row[i] = chunk[i].Id;
            end = end < 0 && chunk[i].Id == config.End ? i : end;
        }

        return Math.Max(end, 0);
    }
}
