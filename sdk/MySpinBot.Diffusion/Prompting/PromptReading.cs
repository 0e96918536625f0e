using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>Prompts as tokens with weights, in chunks, as ComfyUI makes them (SDTokenizer.tokenize_with_weights).</summary>
public sealed class PromptReading
{
    /// <summary>What stands before the name of a learnt word.</summary>
    public const string Learnt = "embedding:";

    /// <summary>The most characters that a prompt may have.</summary>
    public const int MostCharacters = 1 << 16;

    // A part with as many tokens is broken where a chunk is full; a smaller one begins the next chunk.
    private const int LargeWord = 8;

    private readonly Func<string, IReadOnlyList<int>> _encode;
    private readonly Func<string, IReadOnlyList<LearntVector>?>? _learnt;
    private readonly int _begin;
    private readonly int _end;
    private readonly int _positions;

    /// <summary>Prepares.</summary>
    /// <param name="encode">Tokens of a text, without those that begin and end it.</param>
    /// <param name="begin">The token that begins a chunk.</param>
    /// <param name="end">The token that ends it, and fills what is left.</param>
    /// <param name="positions">How many tokens a chunk has.</param>
    /// <param name="learnt">The vectors of a learnt word; null where it is not there. Null for texts in which the word <c>embedding:</c> means nothing.</param>
    public PromptReading(Func<string, IReadOnlyList<int>> encode, int begin, int end, int positions = 77, Func<string, IReadOnlyList<LearntVector>?>? learnt = null)
    {
        ArgumentNullException.ThrowIfNull(encode);
        ArgumentOutOfRangeException.ThrowIfLessThan(positions, LargeWord + 2);
        (_encode, _begin, _end, _positions, _learnt) = (encode, begin, end, positions, learnt);
    }

    /// <summary>Reads a prompt.</summary>
    /// <exception cref="NodeFailure">It is too long, its parentheses are nested too deeply, or a weight is no finite number.</exception>
    public PromptTokens Read(string prompt)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        if (prompt.Length > MostCharacters)
        {
            throw new NodeFailure($"The prompt has {prompt.Length} characters; {MostCharacters} are the most that are read.") { Input = "text" };
        }

        List<ImmutableArray<PromptToken>> groups = [];
        var missing = ImmutableArray.CreateBuilder<string>();
        foreach (var segment in PromptSegments.Of(prompt))
        {
            if (!double.IsFinite(segment.Weight))
            {
                throw new NodeFailure($"'{Shortened(segment.Text)}' has the weight {segment.Weight} in the prompt; a finite number such as 1.3 would be right.") { Input = "text" };
            }

            foreach (var words in Words(segment.Text))
            {
                Add(words, segment.Weight, groups, missing);
            }
        }

        return new PromptTokens(Chunks(groups), missing.ToImmutable());
    }

    /// <summary>A text parted before every learnt word that stands at its beginning or behind a blank.</summary>
    internal static IEnumerable<string> Words(string text)
    {
        var from = 0;
        for (var at = text.IndexOf(Learnt, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Learnt, at + 1, StringComparison.Ordinal))
        {
            if (at > from && char.IsWhiteSpace(text[at - 1]))
            {
                yield return text[from..at];
                from = at;
            }
        }

        if (from < text.Length)
        {
            yield return text[from..];
        }
    }

    private void Add(string words, double weight, List<ImmutableArray<PromptToken>> groups, ImmutableArray<string>.Builder missing)
    {
        if (_learnt is not null && words.StartsWith(Learnt, StringComparison.Ordinal))
        {
            var (name, vectors, left) = Find(words[Learnt.Length..], _learnt);
            if (vectors is null)
            {
                missing.Add(name);
            }
            else
            {
                groups.Add([.. vectors.Select(vector => new PromptToken(_end, weight, groups.Count + 1) { Learnt = vector })]);
            }

            if (string.IsNullOrWhiteSpace(left))
            {
                return;
            }

            words = left;
        }

        groups.Add([.. _encode(words).Select(id => new PromptToken(id, weight, groups.Count + 1))]);
    }

    // A name goes up to a blank or a bracket; a comma behind it belongs to the text where no file has it in its name.
    private static (string Name, IReadOnlyList<LearntVector>? Vectors, string Left) Find(string text, Func<string, IReadOnlyList<LearntVector>?> learnt)
    {
        var start = 0;
        while (start < text.Length && char.IsWhiteSpace(text[start]))
        {
            start++;
        }

        var end = start;
        while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('<' or '['))
        {
            end++;
        }

        var name = text[start..end];
        var found = name.Length > 0 ? learnt(name) : null;
        if (found is null && name.TrimEnd(',') is { Length: > 0 } bare && bare.Length < name.Length)
        {
            return (bare, learnt(bare), text[(start + bare.Length)..]);
        }

        return (name, found, text[end..]);
    }

    private ImmutableArray<ImmutableArray<PromptToken>> Chunks(List<ImmutableArray<PromptToken>> groups)
    {
        var (begin, end) = (new PromptToken(_begin, 1, 0), new PromptToken(_end, 1, 0));
        var chunks = ImmutableArray.CreateBuilder<ImmutableArray<PromptToken>>();
        var chunk = ImmutableArray.CreateBuilder<PromptToken>(_positions);
        chunk.Add(begin);
        void Close()
        {
            while (chunk.Count < _positions)
            {
                chunk.Add(end);
            }

            chunks.Add(chunk.ToImmutable());
            chunk.Clear();
            chunk.Add(begin);
        }

        foreach (var group in groups)
        {
            var left = group.AsSpan();
            while (left.Length > _positions - 1 - chunk.Count)
            {
                if (group.Length >= LargeWord)
                {
                    var room = _positions - 1 - chunk.Count;
                    chunk.AddRange(left[..room]);
                    left = left[room..];
                }

                Close();
            }

            chunk.AddRange(left);
        }

        Close();
        return chunks.ToImmutable();
    }

    private static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
